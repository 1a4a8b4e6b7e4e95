"""Whose deeds people announce: "X, directrice générale de N, a annoncé le rachat de Y" tells what N does."""

from __future__ import annotations

from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.fitting import PERSONAL
from kg.extract.lexicon import KIN, Lexicon
from kg.extract.referents import Referent
from kg.extract.syntax import Parse
from kg.model import EntityType

_CORPORATE = {"acquires", "sells", "mergesWith", "investsIn", "partnerOf", "hires", "jobCuts", "suppliesTo"}


class Announcers:
    """Finds the organisations that people speak for in one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        verbs = lexicon.language.table("factuality")["verbs"]
        self.told = frozenset(lexicon.language.table("figures")["words"]["told"]) | frozenset(verbs["report"])
        self.ended = lexicon.ended

    def acting(self, relation: str, who: Referent, trigger: int) -> Referent:
        """Who does what somebody announces: the organisation of his post, else himself."""
        if relation not in _CORPORATE or who.type is not EntityType.PERSON or not self._announces(who, trigger):
            return who
        found = self.speaks_for(who, trigger)
        return self.discourse.referents[found] if found >= 0 else who

    def _announces(self, who: Referent, trigger: int) -> bool:
        """Whether the verb over the trigger is one of telling, and his."""
        for above in self.parse.ancestors(self.parse.tokens[trigger]):
            clause = self.clauses.get(above.i)
            if clause is not None:
                agents = (self.discourse.referent_at(i) for i in clause.arguments.get("agent", ()))
                return clause.lemma in self.told and any(r is not None and r.i == who.i for r in agents)
        return False

    def speaks_for(self, who: Referent, trigger: int) -> int:
        """The organisation of the post that was told last of a person before the trigger."""
        for i in sorted(who.phrases, reverse=True):
            phrase = self.discourse.phrases[i]
            if phrase.role is None or phrase.head > trigger or phrase.role.relation not in PERSONAL - KIN:
                continue
            if any(self.parse.tokens[m].lemma in self.ended for m in phrase.modifiers):
                continue
            owner = self.discourse.owners.get(phrase.i, -1)
            inner = [self.discourse.phrases[c].entity for c in phrase.complements]
            found = next((e for e in [owner, *inner] if e >= 0 and self.discourse.is_organization(e)), -1)
            if found >= 0:
                return found
        return -1
