"""Speech set between commas, "Norvane, Hartwell said on Monday, has bought Tilmex", parsed apart from what it reports.

To the parser both are one clause: it makes the speaker the subject or the object of the statement, most of all
where an apposition stands beside him (", Joan Hartwell, its chief executive, told reporters"). On the surface such
speech is regular: a comma, who speaks, a verb of speech, when and to whom. So it is cut out before the parse, parsed
as a sentence of its own, and hung on the statement as its parataxis.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WHO = 9  # words of who speaks: "the company's newly appointed chief executive Joan Hartwell"
_BESIDE = 16  # words of what describes him
_SAID = 9  # words behind the verb: when, where and to whom
_TO_WHOM = 5  # words of the object of "told"
_TOPIC = 5  # words of a subject before the speech: "The Lyon company, Hartwell said, …"
_BREAKS = {",", "–", "—", '"', "»"}
_STOPS = {".", "!", "?", "…"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One unit of a sentence as the text has it, in lower case."""

    lower: str
    name: bool
    date: bool


@dataclass(frozen=True, slots=True)
class Aside:
    """The units of one speech, half open, and the one of its verb."""

    start: int
    stop: int
    verb: int

    def moved(self, by: int) -> Aside:
        """The same behind so many more units."""
        return Aside(self.start + by, self.stop + by, self.verb + by)


class Asides:
    """Finds the speech between commas in the sentences of one language."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.forms = frozenset(table["forms"])
        self.helpers = frozenset(table["helpers"])
        self.past = frozenset(table["past"])
        self.telling = frozenset(table["telling"])
        self.behind = frozenset(table["behind"])
        self.joining = frozenset(table["joining"])
        self.stopping = frozenset(table["stopping"])
        self.opening = frozenset(table["opening"])
        self.inverted: bool = table["inverted"]

    def find(self, sentence: Sequence[Piece]) -> list[Aside]:
        """The stretches of a sentence that only name who speaks, with the commas around them."""
        found: list[Aside] = []
        for start, verb, after in self._candidates(sentence):
            if found and start < found[-1].stop:
                continue
            if (stretch := self._stretch(sentence, start, verb, after)) is not None:
                found.append(Aside(stretch.start, stretch.stop, after - 1))
        return found

    # -- who speaks, and the verb

    def _candidates(self, sentence: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
        """The comma before, the verb, and the first unit behind the verb, for each verb of speech."""
        for k, piece in enumerate(sentence):
            if self.inverted:
                after = self._verb(sentence, k) if k and sentence[k - 1].lower in _BREAKS else 0
                if 0 < after < len(sentence) and self._may_begin(sentence[after]):
                    yield k - 1, k, after
            elif piece.lower in self.forms and not piece.name and (comma := self._before(sentence, k)) > 0:
                yield comma, k, k + 1

    def _verb(self, sentence: Sequence[Piece], k: int) -> int:
        """The unit behind a verb of speech at k, "annonce", "a annoncé"; 0 where there is none."""
        if sentence[k].lower in self.forms:
            return k + 1
        compound = sentence[k].lower in self.helpers and k + 1 < len(sentence) and sentence[k + 1].lower in self.past
        return k + 2 if compound else 0

    def _may_begin(self, piece: Piece) -> bool:
        return piece.name or piece.date or piece.lower in self.opening

    def _before(self, sentence: Sequence[Piece], verb: int) -> int:
        """The comma before who speaks, with his description or without; 0 for none."""
        near = self._break_before(sentence, verb)
        if near < verb - 1:
            return near if near > 0 and self._is_who(sentence[near + 1 : verb]) else 0
        middle = self._break_before(sentence, near)
        first = self._break_before(sentence, middle)
        who, beside = sentence[first + 1 : middle], sentence[middle + 1 : near]
        described = 0 < len(beside) <= _BESIDE and middle > 0 and first > 0
        return first if described and self._is_who(who) else 0

    @staticmethod
    def _break_before(sentence: Sequence[Piece], at: int) -> int:
        return next((i for i in range(at - 1, 0, -1) if sentence[i].lower in _BREAKS), 0)

    def _is_who(self, pieces: Sequence[Piece]) -> bool:
        return 0 < len(pieces) <= _WHO and not any(p.lower in self.stopping and not p.name for p in pieces)

    # -- where the speech ends

    def _stretch(self, sentence: Sequence[Piece], comma: int, verb: int, after: int) -> range | None:
        """From the comma to the one behind the speech, or to the end where nothing of the statement follows."""
        end = self._end(sentence, verb, after)
        if end is None:
            return None
        topic = self._is_topic(sentence[:comma])
        last = len(sentence) - (sentence[-1].lower in _STOPS)
        if end >= last:
            return None if topic or self.inverted else range(comma, last)
        if topic or (end + 1 < last and sentence[end + 1].lower in self.joining):
            return range(comma, end + 1)
        return None if self.inverted else range(comma, last)

    def _end(self, sentence: Sequence[Piece], verb: int, after: int) -> int | None:
        """The break behind the speech, or the end; None where the verb governs a statement of its own."""
        i, limit = after, after + _SAID
        if sentence[verb].lower in self.telling:
            limit += _TO_WHOM
        elif not self.inverted and i < len(sentence) and not self._follows(sentence[i]):
            return None
        while i < len(sentence) and sentence[i].lower not in _BREAKS | _STOPS:
            if i > limit or (sentence[i].lower in self.stopping and not sentence[i].name):
                return None
            i += 1
        return i

    def _follows(self, piece: Piece) -> bool:
        return piece.date or piece.lower in self.behind or piece.lower in _BREAKS | _STOPS

    def _is_topic(self, pieces: Sequence[Piece]) -> bool:
        """Whether only the subject of the statement stands before the speech."""
        return 0 < len(pieces) <= _TOPIC and not any(p.lower in self.stopping | self.behind | _BREAKS for p in pieces)
