"""Putting and forgetting documents: their own triples change, and what follows from them is derived again."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.change import Change
from kg.graph.derive import Derivation, asserts
from kg.graph.layout import AS_OF
from kg.graph.namespaces import KG, OA, PROV, XSD
from kg.graph.rdf import DocumentGraph
from kg.graph.store import Store
from kg.ontology import Ontology

# How the parts of a document point to it: mentions and appearances, selectors, claims.
_BELONGS = (KG.inDocument, OA.hasSource, PROV.wasDerivedFrom)


def put_documents(store: Store, graphs: Collection[DocumentGraph], base: str, ontology: Ontology) -> None:
    """Have documents say what `graphs` say, whatever they said before, and note when.

    Atomic; what follows from them is derived once.
    """
    change = Change(store)
    old = {triple for graph in graphs for triple in own_triples(store, graph.document)}
    new = {triple for graph in graphs for triple in graph.own}
    change.replace(old, new)
    shared = {node: triples for graph in graphs for node, triples in graph.shared.items()}
    _derive(Derivation(change, base, ontology), _Said(old), _Said(new), shared)
    now = Literal(datetime.now(UTC).isoformat(timespec="seconds"), datatype=XSD.dateTime)
    change.commit({graph.document: now if graph.own else None for graph in graphs})
    if old and store.path is not None:
        # What documents no longer say is nowhere: not in the copy that tells the graph as of a day either.
        shutil.rmtree(store.path / AS_OF, ignore_errors=True)


def forget_document(store: Store, document: NamedNode, base: str, ontology: Ontology) -> None:
    """Leave the store as if the document had never been read. Atomic."""
    put_documents(store, [DocumentGraph(document, frozenset(), {})], base, ontology)


def own_triples(store: Store, document: NamedNode) -> frozenset[Triple]:
    """All triples that belong to the document: its own and those of its mentions, claims and their evidence."""
    parts = (t.subject for predicate in _BELONGS for t in store.match(None, predicate, document))
    subjects = [document, *(part for part in parts if isinstance(part, NamedNode))]
    return frozenset(triple for subject in subjects for triple in store.match(subject, None, None))


def _derive(to: Derivation, before: _Said, after: _Said, shared: Mapping[NamedNode, frozenset[Triple]]) -> None:
    """Derive again what documents touched: what they said before, and what they say now."""

    def node(iri: NamedNode) -> frozenset[Triple]:
        return shared.get(iri) or frozenset(to.change.before(iri))

    for entity in before.appearances.keys() | after.appearances.keys():
        to.entity(entity, before.appearances[entity], after.appearances[entity])
    for fact in before.claims.keys() | after.claims.keys():
        untold, told = (any(map(asserts, said.claims[fact])) for said in (before, after))
        to.fact(fact, node(fact), untold=untold, told=told)
    for run in before.runs | after.runs:
        to.run(run, node(run))


class _Said:
    """Own triples of documents by what they are about."""

    def __init__(self, own: Iterable[Triple]) -> None:
        by_subject: defaultdict[object, list[Triple]] = defaultdict(list)
        for triple in own:
            by_subject[triple.subject].append(triple)
        self.appearances: defaultdict[NamedNode, list[Triple]] = defaultdict(list)
        self.claims: defaultdict[NamedNode, list[list[Triple]]] = defaultdict(list)
        self.runs: set[NamedNode] = set()
        for about in by_subject.values():
            self._sort(about)

    def _sort(self, about: list[Triple]) -> None:
        for triple in about:
            if not isinstance(triple.object, NamedNode):
                continue
            if triple.predicate == KG.entity:
                self.appearances[triple.object] += about
            elif triple.predicate == KG.claims:
                self.claims[triple.object].append(about)
            elif triple.predicate == KG.readBy:
                self.runs.add(triple.object)
