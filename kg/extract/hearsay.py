"""Sources that only hear of what others do: the press, "people familiar with the matter", analysts.

What they say that somebody will do is no plan that its maker has announced: the development gold has 90 such facts as
possible and none as planned.
"""

from __future__ import annotations

import re

from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse
from kg.model import Source

_WORD = re.compile(r"\w+")


class Hearsay:
    """Tells such sources of one document."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon) -> None:
        table = lexicon.language.table("factuality")["source"]
        self.parse = parse
        self.discourse = discourse
        self.outsiders = frozenset(table["outsiders"])
        self.papers = frozenset(table["papers"])

    def is_outsider(self, source: Source) -> bool:
        """Whether a source has no part in what it tells."""
        if source.entity is None:
            return bool(self.outsiders & set(_WORD.findall(source.text.lower())))
        referent = self.discourse.referents[int(source.entity)]
        named = {word for name in referent.names for word in _WORD.findall(name.lower())}
        return bool(self.outsiders & set(referent.nouns) or self.papers & named)
