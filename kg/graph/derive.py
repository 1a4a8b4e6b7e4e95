"""What follows from the documents together: labels and types of entities, plain triples, fact and run nodes.

Everything here is a function of appearances, claims and documents, and of nothing else, and is derived again for just
what a change touched. So forgetting a document leaves the graph that would stand had it never been read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import portrait, rdf, terms
from kg.graph.change import Change
from kg.graph.namespaces import KG, RDF, RDFS, SKOS, local_name
from kg.graph.store import Term
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Derivation:
    """Adds to a change, which already holds what documents say, what follows from it."""

    change: Change
    base: str
    ontology: Ontology

    def entity(self, entity: NamedNode, untold: Collection[Triple], told: Collection[Triple]) -> None:
        """Labels and types of the entity.

        `untold` and `told` are the triples of its appearances that the change removes and adds. What the entity had
        before stays, except what only an untold appearance supported; so the cost doesn't grow with the store.
        """
        new = portrait.from_appearances(told)
        if not untold and self._known(entity, new):
            return
        before = [triple for predicate in portrait.DERIVED for triple in self.change.before(entity, predicate)]
        now, gone = portrait.from_entity(before), portrait.from_appearances(untold)
        doubtful = gone.names | set(now.given.values())
        now.names = {n for n in now.names if n not in doubtful or self._says(entity, KG.name, n)} | new.names
        now.codes = {c for c in now.codes if c not in gone.codes or self._says(entity, KG.code, c)} | new.codes
        now.classes = {c for c in now.classes if c not in gone.classes or self._is_a(entity, c)} | new.classes
        alive = any(True for _ in self.change.referring(KG.entity, entity))
        self.change.replace(before, portrait.entity_triples(entity, now, self.base) if alive else ())

    def fact(self, fact: NamedNode, node: frozenset[Triple], *, untold: bool, told: bool) -> None:
        """The node of a fact, its plain triple and its amount.

        `node` is what the fact's node says; `untold` and `told` that a claim by which it holds is removed and added.
        Other claims are looked through only when the last by which it holds may have gone: a rumour that thousands
        of documents repeat would else cost more with each of them.
        """
        self._keep_while(KG.claims, fact, node)
        subject, predicate, object_ = proposition(node)
        plain = plain_triples(subject, predicate, object_, self.base, self.ontology)
        held = [triple for triple in plain if self.change.holds(triple)]
        holds = told or (bool(held) and (not untold or self._asserted(fact)))
        self.change.replace(held, plain if holds else ())
        if isinstance(object_, NamedNode):
            self._keep_while(RDF.object, object_, rdf.amount_triples(object_, self.base))

    def run(self, run: NamedNode, node: frozenset[Triple]) -> None:
        """The node of a run: it stands while a document was read by it."""
        self._keep_while(KG.readBy, run, node)

    def _asserted(self, fact: NamedNode) -> bool:
        return any(
            self.change.holds(Triple(claim, KG.status, KG.asserted))
            and not self.change.holds(Triple(claim, KG.ended, Literal(True)))
            for claim in self.change.referring(KG.claims, fact)
        )

    def _keep_while(self, predicate: NamedNode, node: NamedNode, triples: frozenset[Triple]) -> None:
        """Have the node's triples stand exactly while something refers to it by the predicate.

        The node is named by what it says: it stands wholly or not at all, and one triple tells which.
        """
        if triples:
            alive = any(True for _ in self.change.referring(predicate, node))
            stands = self.change.holds(next(iter(triples)))
            self.change.replace(triples if stands else (), triples if alive else ())

    def _known(self, entity: NamedNode, said: portrait.Portrait) -> bool:
        """True when nothing new follows: all that is said of the entity stands there, and no name that a code gave."""
        names = ((Triple(entity, p, terms.string(name)) for p in (RDFS.label, SKOS.altLabel)) for name in said.names)
        return (
            not said.codes
            and all(self.change.holds(Triple(entity, RDF.type, class_)) for class_ in said.classes)
            and all(any(map(self.change.holds, either)) for either in names)
            and not any(True for _ in self.change.before(entity, KG.code))
        )

    def _says(self, entity: NamedNode, predicate: NamedNode, value: str) -> bool:
        """True when an appearance of the entity will say so; asked by the value, as few entities share a name."""
        appearances = self.change.referring(predicate, terms.string(value))
        return any(self.change.holds(Triple(node, KG.entity, entity)) for node in appearances)

    def _is_a(self, entity: NamedNode, class_: NamedNode) -> bool:
        """The same for a class; asked by the entity, as a class has many more appearances."""
        appearances = self.change.referring(KG.entity, entity)
        return any(self.change.holds(Triple(node, KG["class"], class_)) for node in appearances)


def plain_triples(
    subject: NamedNode, predicate: NamedNode, object_: Term, base: str, ontology: Ontology
) -> frozenset[Triple]:
    """The plain triple; both readings of a symmetric relation, so that a query finds it from either end."""
    relation = ontology.relations.get(local_name(predicate))
    symmetric = relation is not None and relation.symmetric
    if symmetric and isinstance(object_, NamedNode) and terms.amount_of(object_.value, base) is None:
        return frozenset({Triple(subject, predicate, object_), Triple(object_, predicate, subject)})
    return frozenset({Triple(subject, predicate, object_)})


def asserts(claim: Iterable[Triple]) -> bool:
    """True for a claim that states its fact as true and not as ended."""
    said = {triple.predicate: triple.object for triple in claim}
    return said.get(KG.status) == KG.asserted and KG.ended not in said


def proposition(node: Iterable[Triple]) -> tuple[NamedNode, NamedNode, Term]:
    """Subject, predicate and object of a fact's node. Raises `TypeError` for a node that lacks one."""
    about = {triple.predicate: triple.object for triple in node}
    subject, predicate, object_ = about.get(RDF.subject), about.get(RDF.predicate), about.get(RDF.object)
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(object_, NamedNode | Literal):
        return subject, predicate, object_
    raise TypeError(f"not a proposition: {about}")
