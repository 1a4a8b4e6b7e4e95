"""Further sites told of without their noun: "une autre à Tilmex", "another, in Leeds, will follow", "celle de Lyon".

They belong to whom the text has just said to have a site somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.candidates import Candidate
from kg.extract.choices import any_of
from kg.extract.clause import Clause
from kg.extract.phrases import Kind, Phrase
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_BACK = 2  # sentences from one site to the next; further back something else was spoken of
_WINDOW = 24  # characters before a place that hold "another, "


class FurtherSites(Stating):
    """Reads such words of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause]) -> None:
        super().__init__(context)
        self.clauses = clauses
        table = self.table["further_sites"]
        ends = r"(?:^|[\s(])%s,? $"
        self.another = any_of(table["another"], ends)
        self.that = any_of(table["that"], ends)
        self.place = self.words("place")

    def run(self, known: tuple[Candidate, ...]) -> Iterator[Candidate]:
        """Candidates in order of the phrases."""
        sites = [c for c in known if c.relation == "operatesIn"]
        for phrase in self.discourse.phrases if sites else ():
            place = self.referent(phrase)
            if phrase.kind is not Kind.NAME or place is None or place.type is not EntityType.PLACE:
                continue
            further, told_apart = self._kind(phrase)
            site = self._before(phrase, sites) if further or told_apart else None
            if site is not None and site.object != place.i:
                trigger = self._predicate(phrase.head)
                owner = self._acting(trigger, site.subject) if told_apart else site.subject
                judged = -1 if told_apart else trigger
                described = Described(phrase, self.discourse.referents[owner], "further", judged)
                yield self.make("operatesIn", owner, place.i, described, [])

    def _kind(self, phrase: Phrase) -> tuple[bool, bool]:
        """Whether a word for one more stands right before the preposition of a place, or one for that there."""
        preposition = self.lexicon.plain(phrase.preposition)
        start = self.parse.tokens[phrase.first].start
        if not phrase.determiner:
            start = self.parse.tokens[phrase.first - 1].start
        before = self.parse.text[max(0, start - _WINDOW) : start].lower()
        of = preposition in self.of
        further = not of and preposition in self.place and self.another.search(before) is not None
        return further, of and self.that.search(before) is not None

    def _before(self, phrase: Phrase, sites: list[Candidate]) -> Candidate | None:
        """The site told of last."""
        own = self.parse.tokens[phrase.head].sentence
        near = [c for c in sites if c.trigger < phrase.head and own - self.parse.tokens[c.trigger].sentence <= _BACK]
        return max(near, key=lambda c: c.trigger, default=None)

    def _predicate(self, token: int) -> int:
        current = self.parse.tokens[token]
        return next((t.i for t in [current, *self.parse.ancestors(current)] if t.i in self.clauses), -1)

    def _acting(self, trigger: int, default: int) -> int:
        """The organisation whose clause it is ("the firm enlarges the one in X"), else who was told of."""
        clause = self.clauses.get(trigger)
        agents = clause.arguments.get("agent", ()) if clause is not None and not clause.passive else ()
        found = [r.i for i in agents if (r := self.discourse.referent_at(i)) is not None]
        return found[0] if found and self.discourse.is_organization(found[0]) else default
