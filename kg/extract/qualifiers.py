"""When, how much, how long, where: the values and places of a clause, given to the fact that it states."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.syntax import Parse, Token
from kg.extract.values import Value, ValueKind
from kg.model import EntityType


class Qualifiers:
    """Finds the values that belong to a predicate of one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.of_clause: dict[int, list[Value]] = {}
        for value in parse.values:
            for predicate in self._predicates(value):
                self.of_clause.setdefault(predicate, []).append(value)

    def _predicates(self, value: Value) -> Iterator[int]:
        """The predicate under which a value stands, and nothing beyond it."""
        token = self.parse.at(max(value.start, value.end - 1))
        if token is None:
            return
        for above in [token, *self.parse.ancestors(token)]:
            if above.i in self.clauses:
                yield above.i
                return

    def values(self, trigger: int, kind: ValueKind) -> list[Value]:
        """Values of a kind in the clause of a trigger, nearest first; the clauses it is coordinated below come last."""
        at = self.parse.tokens[trigger]
        predicate = self.predicate(at)
        found = [v for v in self.of_clause.get(predicate, ()) if v.kind is kind] if predicate >= 0 else []
        if not found and trigger != predicate:
            return []
        return sorted(found, key=lambda v: abs(v.start - at.start))

    def predicate(self, token: Token) -> int:
        """The nearest predicate at or above a token, -1 for none."""
        for above in [token, *self.parse.ancestors(token)]:
            if above.i in self.clauses:
                return above.i
        return -1

    def time(self, trigger: int) -> str | None:
        """The date of the clause; that of the governing clause where an infinitive or event noun has none."""
        for predicate in self._upwards(trigger):
            dates = [v for v in self.of_clause.get(predicate, ()) if v.kind is ValueKind.DATE and v.date]
            dates += [v for v in self.of_clause.get(predicate, ()) if v.kind is ValueKind.DURATION and v.date]
            if dates:
                return min(dates, key=lambda v: abs(v.start - self.parse.tokens[trigger].start)).date
        return None

    def _upwards(self, trigger: int) -> list[int]:
        """The clause of the trigger, then governors that only lend it mood (infinitives, event nouns)."""
        token = self.parse.tokens[trigger]
        predicate = self.predicate(token)
        if predicate < 0:
            return []
        chain = [predicate]
        clause = self.clauses[predicate]
        if clause.form == "inf" and token.i == predicate:
            above = self.parse.head(self.parse.tokens[predicate])
            if above.i in self.clauses and self.clauses[above.i].lemma not in {"annoncer", "déclarer", "announce", "say", "dire"}:
                chain.append(above.i)
        return chain

    def place(self, trigger: int, taken: set[int]) -> int | None:
        """A place of the clause that takes no part in the fact: "supprimera 300 postes à Rennes"."""
        predicate = self.predicate(self.parse.tokens[trigger])
        clause = self.clauses.get(predicate)
        if clause is None:
            return None
        for role in ("à", "en", "dans", "in", "at", "au", "aux"):
            for i in clause.arguments.get(role, ()):
                referent = self.discourse.referent_at(i)
                if referent is not None and referent.type is EntityType.PLACE and referent.i not in taken:
                    return referent.i
        return None
