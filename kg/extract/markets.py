"""Markets named by their nationality that a company goes into or leaves: "enters the Polish market", "se lance sur le
marché allemand".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, with_particle
from kg.extract.owners import Owners
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import PlaceKind
from kg.extract.stating import Context, Described, Stating
from kg.model import Status


class Markets(Stating):
    """Reads such phrases of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause], owners: Owners) -> None:
        super().__init__(context)
        self.clauses = clauses
        self.owners = owners
        table = self.table["markets"]
        self.nouns, self.eyeing, self.leaving = (frozenset(table[key]) for key in ("nouns", "eyeing", "leaving"))
        self.verbs = frozenset(table["entering"]) | self.eyeing | self.leaving

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the phrases."""
        for phrase in self.discourse.phrases:
            if phrase.kind is Kind.NOUN and self.parse.tokens[phrase.head].lemma in self.nouns:
                yield from self._entered(phrase)

    def _entered(self, phrase: Phrase) -> Iterator[Candidate]:
        head = self.parse.tokens[phrase.head]
        clause = next((c for t in self.parse.ancestors(head) if (c := self.clauses.get(t.i)) is not None), None)
        verb = with_particle(self.parse, clause, self.verbs) if clause is not None else ""
        acting = self.owners.subject(head) if verb in self.verbs else None
        if clause is None or acting is None or clause.passive:
            return
        described = Described(phrase, self.discourse.referents[acting[0]], "market", clause.predicate, acting[1])
        for ref, token in self._nations(phrase):
            status = Status.POSSIBLE if verb in self.eyeing else None
            yield self.make("operatesIn", acting[0], ref, described, [token], ended=verb in self.leaving, status=status)

    def _nations(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        for i in phrase.modifiers:
            ref = self.demonym(self.parse.tokens[i])
            if ref is not None and ref.kind != PlaceKind.CONTINENT:
                yield self.place_of(ref, self.parse.tokens[i].text), i
