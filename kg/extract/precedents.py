"""What a sentence begins with as done before: "After Tilmex in 2019, Norvane is buying Corvalis", "Après Gand et
Anvers, la chaîne Norvane ouvre à Lille".

The opening names things of the same kind as what the main clause tells, and they stand in the same relation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.stating import Context, Stating
from kg.extract.values import Value, ValueKind

_RELATIONS = {"acquires", "operatesIn", "sues", "partnerOf", "suppliesTo", "competitorOf"}
_NEAR = 4  # characters from a name to its date
_OPENING = 24  # tokens to the comma that closes such an opening


class Precedents(Stating):
    """Reads the openings of one document's sentences."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.after = self.words("after")

    def run(self, known: tuple[Candidate, ...]) -> Iterator[Candidate]:
        """Candidates in order of those they follow."""
        done: set[tuple[int, int]] = set()
        for told in known:
            sentence = self.parse.tokens[told.trigger].sentence
            if told.relation not in _RELATIONS or not isinstance(told.object, int) or (sentence, told.object) in done:
                continue
            for phrase in self._opening(sentence):
                same = self.discourse.referents[phrase.entity].type is self.discourse.referents[told.object].type
                if same and phrase.head < told.trigger and phrase.entity not in {told.subject, told.object}:
                    done.add((sentence, told.object))
                    yield self._before(told, phrase)

    def _before(self, told: Candidate, phrase: Phrase) -> Candidate:
        rule = f"{self.code}/{told.relation}/precedent"
        date = self._date(phrase)
        tokens = [phrase.head, *told.tokens[1:2]]
        return replace(
            told, object=phrase.entity, trigger=phrase.head, tokens=tokens, rule=rule, status=None, judged=False,
            presupposed=True, share=None, time=date.date if date is not None else None, used=set(),
        )  # fmt: skip

    def _opening(self, sentence: int) -> list[Phrase]:
        """The names between such a preposition at the beginning and the first comma behind them."""
        first, last = self.parse.sentences[sentence]
        tokens = self.parse.tokens[first : min(last, first + _OPENING)]
        comma = next((t.i for t in tokens if t.text == "," and t.i > first + 1), -1)
        if not tokens or tokens[0].lower not in self.after or comma < 0:
            return []
        if any(t.pos == "VERB" for t in tokens[: comma - first]):
            return []
        inside = [p for p in self.discourse.phrases if first < p.head < comma and p.kind is Kind.NAME and p.entity >= 0]
        return [p for p in inside if p.inside < 0 or self.discourse.phrases[p.inside].kind is Kind.NAME]

    def _date(self, phrase: Phrase) -> Value | None:
        """A date right behind the name: "après Tilmex en 2019"."""
        end = self.parse.tokens[phrase.last - 1].end
        dates = (v for v in self.parse.values if v.kind is ValueKind.DATE and 0 <= v.start - end <= _NEAR)
        return next(dates, None)
