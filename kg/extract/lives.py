"""Dates and places of lives in parentheses behind a person's name.

"X (born 17 September 1976 in Kyiv)", "X (9 January 1886 – 16 October 1941)", "X (née le 3 mai 1950 à Lyon)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.candidates import Candidate
from kg.extract.choices import any_of
from kg.extract.phrases import Kind, Phrase
from kg.extract.stating import Context, Stating
from kg.extract.values import Value, ValueKind
from kg.model import EntityType, Literal

_REACH = 160  # characters inside a parenthesis; encyclopaedic ones hold other scripts and pronunciations
_YOUNGEST, _OLDEST = 15, 120  # years between the dates of a life; shorter spans are terms of office
_HONOUR = r"(?:%s|[A-Z]{2,5}|(?:[A-Z][a-z]?\.){2,4})\.?"  # letters behind a name: "QC", "Ph.D."
_OPENING = rf"(?:,? {_HONOUR})*[,.]?[\"”]? ?\("
_DASH = re.compile(r"\s[-–—]\s|[–—]|(?<=\d)-(?=\s?\d)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the parenthesis that tells of the birth or of the death."""

    start: int
    end: int
    on: str  # relation of its date
    at: str  # relation of its place


class Lives(Stating):
    """Reads the parentheses of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        words = context.lexicon.language.table("lives")["life"]
        self.born, self.died = (any_of(words[key], r"(?<![\w-])%s(?!\w)", re.IGNORECASE) for key in ("born", "died"))
        self.honour, self.opening = (any_of(words["honours"], frame) for frame in (_HONOUR, _OPENING))
        self.dates = [v for v in self.parse.values if v.kind is ValueKind.DATE and v.date]

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the names."""
        for phrase in self.discourse.phrases:
            if phrase.kind is Kind.NAME and phrase.entity >= 0 and not self._is_honour(phrase):
                for span in self._parentheses(phrase):
                    yield from self._life(phrase, *span)

    def _is_honour(self, phrase: Phrase) -> bool:
        """ "Joan Hartwell, QC (born 1960)": letters behind a name, which the parse takes for another."""
        before, tokens = self.phrase_at(phrase.i - 1), self.parse.tokens
        if before is None or before.kind is not Kind.NAME or not self.honour.fullmatch(tokens[phrase.head].text):
            return False
        return [t.text for t in tokens[before.last : phrase.first]] in ([], [","])

    def _parentheses(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """The insides of the parentheses right behind a name, its letters of honour and each other."""
        text, end = self.parse.text, self.parse.tokens[phrase.last - 1].end
        while (match := self.opening.match(text, end)) is not None:
            close = self._closing(match.end())
            if close < 0:
                return
            yield match.end(), close
            end = close + 1

    def _closing(self, start: int) -> int:
        """Where the parenthesis ends that opens right before; -1 beyond reach."""
        text, depth = self.parse.text, 1
        for i in range(start, min(len(text), start + _REACH)):
            depth += (text[i] == "(") - (text[i] == ")")
            if depth == 0:
                return i
        return -1

    def _life(self, phrase: Phrase, start: int, end: int) -> Iterator[Candidate]:
        stretches = list(self._stretches(start, end))
        if not stretches or not self.is_type(self.discourse.referents[phrase.entity], EntityType.PERSON):
            return
        for stretch in stretches:
            yield from self._told(phrase, stretch)

    def _stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """The birth's and the death's part; without their words, two dates on either side of a dash."""
        text = self.parse.text
        born, died = self.born.search(text, start, end), self.died.search(text, start, end)
        dates = [v for v in self.dates if start <= v.start < end]
        cut = next(
            (
                m
                for m in _DASH.finditer(text, start, end)
                if any(v.end <= m.start() for v in dates) and any(v.start >= m.end() for v in dates)
            ),
            None,
        )
        until = died.start() if died is not None else cut.start() if cut is not None else end
        if born is not None and born.start() < until:
            yield Stretch(born.end(), until, "bornOn", "bornIn")
        elif cut is not None and self._is_life(dates):
            yield Stretch(start, cut.start(), "bornOn", "bornIn")
        elif len(dates) == 1 and "/" in (dates[0].date or "") and self._is_life(dates):
            yield Stretch(start, dates[0].end, "bornOn", "")
            yield Stretch(start, dates[0].end, "diedOn", "")
            return
        else:
            cut = None
        if died is not None:
            yield Stretch(died.end(), end, "diedOn", "diedIn")
        elif cut is not None:
            yield Stretch(cut.end(), end, "diedOn", "diedIn")

    @staticmethod
    def _is_life(dates: list[Value]) -> bool:
        """Whether the dates are as far apart as birth and death."""
        years = [int(part[:4]) for v in dates for part in (v.date or "").split("/") if part[:4].isdigit()]
        return len(years) >= 2 and _YOUNGEST <= years[-1] - years[0] <= _OLDEST

    def _told(self, phrase: Phrase, stretch: Stretch) -> Iterator[Candidate]:
        """The first date and the first place of a stretch."""
        for value in self.dates:
            if stretch.start <= value.start < stretch.end:
                days = (value.date or "").split("/")
                token = self.parse.at(value.start)
                literal = Literal(date=days[-1] if stretch.on == "diedOn" else days[0])
                yield self._candidate(stretch.on, phrase, literal, token.i if token else phrase.head)
                break
        for other in self.discourse.phrases[phrase.i + 1 :]:
            at = self.parse.tokens[other.head].start
            if at >= stretch.end or not stretch.at:
                return
            place = self.referent(other)
            if at >= stretch.start and other.kind is Kind.NAME and place is not None and place.type is EntityType.PLACE:
                yield self._candidate(stretch.at, phrase, place.i, other.head)
                return

    def _candidate(self, relation: str, phrase: Phrase, thing: int | Literal, token: int) -> Candidate:
        return Candidate(
            relation,
            phrase.entity,
            thing,
            phrase.head,
            [phrase.head, token],
            f"{self.code}/{relation}/life",
            judged=False,
        )
