"""Markets named by their nationality that a company goes into or leaves: "enters the Polish market", "se lance sur le
marché allemand".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, with_particle
from kg.extract.owners import Owners
from kg.extract.phrases import Kind, Phrase
from kg.extract.stating import Context, Described, Stating
from kg.extract.syntax import Token
from kg.model import EntityType, Status


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
        if clause is None or verb not in self.verbs or clause.passive:
            return
        for ref, token in self.nations(phrase):
            for firm, at in self._acting(head, clause):
                described = Described(phrase, self.discourse.referents[firm], "market", clause.predicate, at)
                ended = verb in self.leaving
                status = Status.POSSIBLE if verb in self.eyeing else None
                found = self.make("operatesIn", firm, ref, described, [token], ended=ended, status=status)
                # a plan's date is that of the entry itself
                yield replace(found, bound=("until" if ended else "since") if clause.is_done else "")

    def _acting(self, market: Token, clause: Clause) -> list[tuple[int, int]]:
        """Who enters or leaves: all subjects of the verb, or who goes without saying."""
        named = [(self.discourse.referent_at(i), i) for i in clause.arguments.get("agent", ())]
        firms = [(r.i, i) for r, i in named if r is not None and r.type is EntityType.ORGANIZATION]
        implied = self.owners.subject(market) if not firms else None
        return firms or ([implied] if implied is not None else [])
