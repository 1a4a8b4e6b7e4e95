"""Sentence boundaries by rule, so that abbreviations, initials and legal forms never end a sentence.

The parser is told the boundaries; left to itself it splits after "Inc.", "Co." and "M.".
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Container
from itertools import pairwise
from typing import Protocol

# Closing marks stay with their sentence; what follows must look like a beginning: a capital, digit, quote or dash.
_END = re.compile(
    r"""(?:[.!?…]+(?:\s?["'»)\]])*)(?=\s+["«'(\[–-]*\s?[\w"«–])|(?<=[a-zà-ÿ)])[.!?](?=[A-ZÀ-Ý][a-zà-ÿ'])"""
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZÀ-Ý]|M|MM|Mme|Mlle|Me|Dr|Pr|Mgr|St|Ste|Mr|Mrs|Ms|Prof|Rev|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Hon|Jr|Sr|"
    r"Inc|Corp|Co|Ltd|No|no|vs|etc|cf|env|av|art|p|pp|vol|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|janv|févr|avr|juill|"
    r"Rs|Bros|a\.m|p\.m|[A-Z](?:\.[A-Z])+|S\.p\.A|S\.r\.l|B\.V|N\.V|e\.g|i\.e)|\d)\.$"
)
# These end a sentence when a common word with a capital follows: "… SpA. Le groupe", "… Ltd. Clôture attendue",
_FORM = re.compile(r"(?:\b(?:Inc|Corp|Co|Ltd|etc|a\.m|p\.m|S\.p\.A|S\.r\.l|B\.V|N\.V)|\d)\.$")
# … and these when a function word does: "in the U.S. The", "no plan B. There", not "U.S. Steel", "J. Hill".
_INITIALS = re.compile(r"(?:\b(?:Jr|Sr|[A-Z](?:\.[A-Z])+)|[a-zà-ÿ] [A-LN-Z])\.$")
# Before a year these go on: "(c. 1810", "d. 1647"; behind an opening mark also before a place: "(b. Leeds, 1955)".
_DATED = re.compile(r"(?:\b(?:c|ca|b|d|fl|v|vers|env|née?)|[(;,–-] ?(?:b|d|née?))\.$")
_ROMAN = re.compile(r"[ivx]+$")
_NEXT = re.compile(r"\s+[\"«]?\s?([A-ZÀ-Ý][\w'-]*)")
# "LYON, 13 février 2024 (Agence X) - Le groupe", "NEW YORK — Norvane", "Lyon, le 13 février 2024 – Le groupe": where
# and when, no part of the sentence.
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Ý][A-ZÀ-Ý'. -]{2,30}(?=,| \()(?:, [A-Z][\w. ]{1,20})?(?:, (?:le )?[\w. ]{3,24})?(?:, \d{4})?"
    r"(?: ?\([^()\n]{2,40}\))? ?(?:-{1,2}|–|:) |\([^()\n]{2,30}\) ?(?:-{1,2}|–) "
    r"|[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,30} (?:-{1,2}|—) (?=[A-ZÀ-Ý\d])"  # "NEW YORK — Norvane": with "–" it may be a label
    r"|[A-ZÀ-Ý][\w'. -]{2,40}, (?:le )?(?:\d{1,2}(?:er)? \w+|\w+\.? \d{1,2}),? \d{4} ?(?:-{1,2}|–|—|:) )",
    re.MULTILINE,
)
_WRAPPED = (
    0.3  # share of lines that begin in lower case; articles with a line a paragraph have none, wrapped mails over half
)


class Dictionary(Protocol):
    """The words of a language."""

    @property
    def functions(self) -> Container[str]:
        """Function words, in lower case."""

    def is_word(self, lower: str) -> bool:
        """Whether it is a common word."""


def split(text: str, dictionary: Dictionary) -> list[tuple[int, int]]:
    """Spans of the sentences of a normalised text, in characters, without the blanks around them.

    The dictionary tells what a capital behind an abbreviation is: a common word begins a sentence.
    """
    starts = [0]
    breaks = r"\n\s*\n" if _is_wrapped(text) else r"\n+"
    starts += [m.end() for m in re.finditer(breaks, text)]
    starts += [m.end() for m in _END.finditer(text) if not _continues(text, m, dictionary)]
    starts += [m.end() for m in _DATELINE.finditer(text)]
    bounds = [*sorted(set(starts)), len(text)]
    return [span for a, b in pairwise(bounds) if (span := _trim(text, a, b))]


def _continues(text: str, end: re.Match[str], dictionary: Dictionary) -> bool:
    """Whether the full stop belongs to an abbreviation or number within the sentence."""
    before = text[max(0, end.start() - 12) : end.start() + 1]
    after = text[end.end() : end.end() + 40]
    if following := re.match(r"\s+([a-zà-ÿ])", after):
        return following is not None
    if (dated := _DATED.search(before)) is not None and (after.lstrip()[:1].isdigit() or dated.group()[0] in "(;,–-"):
        return True
    if not before.endswith(".") or not _ABBREVIATION.search(before):
        return False
    if before[-2].isdigit():
        return False
    word = found.group(1).partition("'")[0].lower() if (found := _NEXT.match(after)) else ""
    ends = (_FORM.search(before) and len(word) > 1 and dictionary.is_word(word) and not _ROMAN.match(word)) or (
        _INITIALS.search(before) and word in dictionary.functions
    )
    return not ends


def _is_wrapped(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 5 or statistics.median(map(len, lines)) > 120:
        return False
    return sum(line.strip()[0].islower() for line in lines[1:]) / len(lines) > _WRAPPED


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
