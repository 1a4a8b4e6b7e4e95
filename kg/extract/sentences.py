"""Sentence boundaries by rule, so that abbreviations, initials and legal forms never end a sentence.

The parser is told the boundaries; left to itself it splits after "Inc.", "Co." and "M.".
"""

from __future__ import annotations

import re
import statistics

# Closing marks stay with their sentence; what follows must look like a beginning: a capital, digit, quote or dash.
_END = re.compile(r"""(?:[.!?…]+(?:\s?["'»)\]])*)(?=\s+["«'(\[–-]*\s?[\w"«–])|(?<=[a-zà-ÿ)])[.!?](?=[A-ZÀ-Ý][a-zà-ÿ'])""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZÀ-Ý]|M|MM|Mme|Mlle|Me|Dr|Pr|Mgr|St|Ste|Mr|Mrs|Ms|Prof|Rev|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Hon|Jr|Sr|"
    r"Inc|Corp|Co|Ltd|No|no|vs|etc|cf|env|av|art|p|pp|vol|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|janv|févr|avr|juill|"
    r"Rs|Bros|a\.m|p\.m|[A-Z](?:\.[A-Z])+|S\.p\.A|S\.r\.l|e\.g|i\.e)|\d)\.$"
)
# These end a sentence when a word with a capital follows that is no name: "… SpA. Le groupe".
_MAY_END = re.compile(r"(?:\b(?:Inc|Corp|Co|Ltd|etc|Jr|Sr|a\.m|p\.m|S\.p\.A|S\.r\.l|U\.S|U\.K|U\.N|[A-Z](?:\.[A-Z])+)|\d)\.$")
_OPENER = re.compile(
    r"""\s+["«]?\s?(?:Le|La|Les|L'|Un|Une|Il|Elle|Ils|Elles|Son|Sa|Ses|Ce|Cette|Ces|En|Au|Aux|Dans|Pour|Selon|Mais|Et|Or|"""
    r"""The|A|An|It|He|She|They|His|Her|Its|Their|This|That|In|On|At|But|And|For|As|With|By|According|After|Last)\b"""
)
_WRAPPED = 0.3  # share of lines that begin in lower case; articles with a line a paragraph have none, wrapped mails over half


def split(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a normalised text, in characters, without the blanks around them."""
    starts = [0]
    breaks = r"\n\s*\n" if _is_wrapped(text) else r"\n+"
    starts += [m.end() for m in re.finditer(breaks, text)]
    starts += [m.end() for m in _END.finditer(text) if not _continues(text, m)]
    bounds = [*sorted(set(starts)), len(text)]
    return [span for a, b in zip(bounds, bounds[1:], strict=False) if (span := _trim(text, a, b))]


def _continues(text: str, end: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation or number within the sentence."""
    before = text[max(0, end.start() - 12) : end.start() + 1]
    after = text[end.end() : end.end() + 40]
    if following := re.match(r"\s+([a-zà-ÿ])", after):
        return following is not None
    if not before.endswith(".") or not _ABBREVIATION.search(before):
        return False
    return not (_MAY_END.search(before) and (_OPENER.match(after) or re.search(r"\d\.$", before)))


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
