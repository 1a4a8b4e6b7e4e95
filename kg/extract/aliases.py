"""Words that bring a further name: "X (formerly Y)", "X, also known as Y or Z", "X was born in Leeds as Y"."""

from __future__ import annotations

import re
from functools import cache

from kg.extract.choices import any_of
from kg.extract.lexicon import Lexicon
from kg.language import load_language

_BIRTH = 90  # characters from "was born" to "as": day, town, region and country
_PARENTHESES = re.compile(r" ?\([^()]*\)")


class Aliases:
    """What a language says between a name and a further one; notes those found in one document."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.language.table("coreference")["aliases"]
        self.words = any_of(table["words"], r",? ?\(?%s [\"'“‘]?", re.IGNORECASE)
        self.ends = any_of(table["verbs"], r"[\"'”’]?(?:[,;).]| %s\b)")
        self.births = _births(lexicon.language.code)
        self.either: str = table["either"]
        self.found: set[str] = set()

    def bring(self, between: str, before: str) -> bool:
        """Whether the words behind a name, but for parentheses, bring a further one."""
        plain = _PARENTHESES.sub("", between)
        listed = plain == self.either and before in self.found
        return listed or bool(self.words.fullmatch(plain)) or any(b.fullmatch(plain) for b in self.births)

    def end(self, text: str, at: int) -> bool:
        """Whether the further name ends there: a mark, the clause's verb, or "or" before another."""
        return bool(self.ends.match(text, at)) or text.startswith(self.either, at)


@cache
def _births(code: str) -> tuple[re.Pattern[str], ...]:
    """ "was born in Leeds on 3 May as": what stands between the first words and the last is day and place."""
    pairs = load_language(code).table("coreference")["aliases"]["births"]
    return tuple(
        re.compile(rf",? {re.escape(born)} [^.;()]{{0,{_BIRTH}}}{re.escape(name)} [\"'“‘]?") for born, name in pairs
    )
