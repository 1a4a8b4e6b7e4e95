"""Interviews printed as questions and answers: which paragraphs are whose.

"Combien serez-vous ?" alone on its line, the answer below it without quotation marks. Paragraphs that end with a
question mark are questions for sure; between two of them a short one that no question follows is one as well, put as a
statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.syntax import Parse

_QUESTIONS = 3  # paragraphs that are questions, at least, each with an answer; fewer are a matter of style
_LONG = 60  # tokens of the longest question
_STATED = 25  # … of the longest that is put as a statement
_MARKS = ("?", "? »", "?»", '?"', "?”")
# "Jeanne Tardiveau :", "J. T. –", "Le Courrier :" at the beginning of a turn: who speaks.
_SPEAKER = re.compile(r"(?:[\w'’.-]+ ){0,5}[\w'’.-]+ ?(?::|[–—-](?= ))")


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of an interview, in tokens."""

    first: int
    last: int
    answer: bool


@dataclass(frozen=True, slots=True)
class Interview:
    """The turns of an interview in order, and the tokens of the names that stand before them."""

    turns: tuple[Turn, ...]
    labels: frozenset[int]

    def turn(self, token: int) -> Turn | None:
        """The turn in which a token stands."""
        return next((t for t in self.turns if t.first <= token < t.last), None)


def find_interview(parse: Parse, paragraphs: list[int]) -> Interview | None:
    """The interview that a text is, None for all others."""
    spans = _spans(parse, paragraphs)
    asking = [_asks(parse, span) for span in spans]
    first = next((i for i, asks in enumerate(asking) if asks), len(spans))
    answered = sum(a and not b for a, b in pairwise(asking))
    if answered < _QUESTIONS:
        return None
    turns: list[Turn] = []
    for i in range(first, len(spans)):
        follows = bool(turns) and turns[-1].answer
        stated = follows and _is_short(spans[i]) and i + 1 < len(spans) and not asking[i + 1]
        turns.append(Turn(*spans[i], answer=not (asking[i] or stated)))
    return Interview(tuple(turns), frozenset(t for turn in turns for t in _label(parse, turn)))


def _spans(parse: Parse, paragraphs: list[int]) -> list[tuple[int, int]]:
    """First and last token of each paragraph."""
    spans: list[tuple[int, int]] = []
    for i, (first, last) in enumerate(parse.sentences):
        if i and paragraphs[i] == paragraphs[i - 1]:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def _asks(parse: Parse, span: tuple[int, int]) -> bool:
    first, last = span
    return last - first <= _LONG and parse.text[parse.tokens[first].start : parse.tokens[last - 1].end].endswith(_MARKS)


def _is_short(span: tuple[int, int]) -> bool:
    return span[1] - span[0] <= _STATED


def _label(parse: Parse, turn: Turn) -> list[int]:
    """The name tokens of who speaks, at the beginning of a turn."""
    start = parse.tokens[turn.first].start
    match = _SPEAKER.match(parse.text, start)
    end = match.end() if match else start
    return [t.i for t in parse.tokens[turn.first : turn.last] if t.start < end and t.name >= 0]
