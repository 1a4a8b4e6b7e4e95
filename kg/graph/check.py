"""Is the store consistent with itself: what is derived, derived again from what documents say, is the same.

Everything is recomputed from appearances, claims and documents by the functions that `kg.graph.derive` uses, node by
node; of the whole store only the names of its nodes are held in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import catalogue, portrait
from kg.graph.derive import asserts, plain_triples, proposition
from kg.graph.iris import content_hash, fact_iri
from kg.graph.library import Graph
from kg.graph.namespaces import KG, OA, PROV, RDF, RDFS
from kg.graph.rdf import amount_triples, proposition_triples, run_iri, run_triples
from kg.graph.results import compact
from kg.graph.update import own_triples
from kg.model import Problem
from kg.ontology import load_ontology

# Triples that belong to nothing are named up to this number; more would say no more.
_SHOWN = 20


def check(graph: Graph) -> Iterator[Problem]:
    """Yield what is wrong; nothing for a store that is as ingesting its documents makes it."""
    checker = _Checker(graph)
    yield from checker.problems()
    if checker.seen != sum(1 for _ in graph.store.match(None, None, None)):
        yield from checker.strays()


def faults(graph: Graph, document: NamedNode, own: Iterable[Triple]) -> Iterator[tuple[object, str]]:
    """What is wrong with a document's own triples: the node, and how it is not what it was when it was put."""
    known, record = catalogue.known(graph.store, document), catalogue.document(graph.store, document)
    if known is None or record is None or known.digest != record.digest:
        yield document, "the text is not the one that was read"
    by_subject: defaultdict[object, list[Triple]] = defaultdict(list)
    for triple in own:
        by_subject[triple.subject].append(triple)
    for node, about in by_subject.items():
        if any(triple.predicate == PROV.wasDerivedFrom for triple in about):
            yield from ((node, message) for message in _claim_faults(graph, node, about))


def _claim_faults(graph: Graph, claim: object, about: list[Triple]) -> Iterator[str]:
    said = sorted(f"{t.predicate} {t.object}" for t in about)
    if claim != NamedNode(f"{graph.base}claim/{content_hash(*said)}"):
        yield "the claim is not what it was"
    parts = {triple.predicate: triple.object for triple in about}
    for predicate in (KG.claims, OA.hasSelector):
        target = parts.get(predicate)
        if not isinstance(target, NamedNode) or next(graph.store.match(target, RDF.type, None), None) is None:
            yield f"the claim lacks its {compact(predicate.value)}"


class _Checker:
    """Compares, and counts the triples that it looked at; `keep` remembers them as well."""

    def __init__(self, graph: Graph, *, keep: bool = False) -> None:
        self._graph, self._store, self._base = graph, graph.store, graph.base
        self._ontology = load_ontology()
        self._kept: set[Triple] | None = set() if keep else None
        self._amounts: set[NamedNode] = set()
        self.seen = 0

    def problems(self) -> Iterator[Problem]:
        """What differs from what it should be, node by node."""
        for document in self._subjects(KG.source, None):
            yield from self._document(document)
        for fact in self._subjects(RDF.type, KG.Fact):
            yield from self._fact(fact)
        for entity in self._entities():
            yield from self._entity(entity)
        for run in self._subjects(RDF.type, KG.Run):
            yield from self._run(run)

    def strays(self) -> Iterator[Problem]:
        """Triples that nothing says and nothing implies."""
        again = _Checker(self._graph, keep=True)
        for _ in again.problems():
            pass
        known = again._kept or set()
        strays = (triple for triple in self._store.match(None, None, None) if triple not in known)
        for triple in islice(strays, _SHOWN):
            yield self._problem(triple.subject, f"a triple without reason: {self._shown(triple)}")

    def _document(self, document: NamedNode) -> Iterator[Problem]:
        own = own_triples(self._store, document)
        self._look(own)
        for node, message in faults(self._graph, document, own):
            yield self._problem(node, message)

    def _fact(self, fact: NamedNode) -> Iterator[Problem]:
        node = frozenset(self._store.match(fact, None, None))
        try:
            subject, predicate, object_ = proposition(node)
        except TypeError:
            yield self._problem(fact, "not a whole fact")
            return
        told = [t.subject for t in self._store.match(None, KG.claims, fact) if isinstance(t.subject, NamedNode)]
        wanted = proposition_triples(fact, subject, predicate, object_) if told else frozenset()
        yield from self._compare(fact, node, wanted)
        if fact != fact_iri(self._base, subject, predicate, object_):
            yield self._problem(fact, "the fact is not what it was")
        holds = any(asserts(self._store.match(claim, None, None)) for claim in told)
        yield from self._plain(fact, plain_triples(subject, predicate, object_, self._base, self._ontology), holds)
        if isinstance(object_, NamedNode) and object_ not in self._amounts:
            yield from self._amount(object_)

    def _plain(self, fact: NamedNode, plain: frozenset[Triple], holds: bool) -> Iterator[Problem]:
        held = {triple for triple in plain if self._holds(triple)}
        yield from self._compare(fact, held, plain if holds else frozenset())

    def _amount(self, node: NamedNode) -> Iterator[Problem]:
        triples = amount_triples(node, self._base)
        if triples:
            self._amounts.add(node)
            yield from self._compare(node, self._store.match(node, None, None), triples)

    def _entity(self, entity: NamedNode) -> Iterator[Problem]:
        nodes = [t.subject for t in self._store.match(None, KG.entity, entity) if isinstance(t.subject, NamedNode)]
        told = portrait.from_appearances(t for node in nodes for t in self._store.match(node, None, None))
        wanted = frozenset(portrait.entity_triples(entity, told, self._base)) if nodes else frozenset()
        held = (t for predicate in portrait.DERIVED for t in self._store.match(entity, predicate, None))
        yield from self._compare(entity, held, wanted)

    def _run(self, run: NamedNode) -> Iterator[Problem]:
        held = list(self._store.match(run, None, None))
        rules = next((t.object.value for t in held if t.predicate == KG.rules and isinstance(t.object, Literal)), "")
        used = next(self._store.match(None, KG.readBy, run), None) is not None
        yield from self._compare(run, held, run_triples(run, rules) if used else frozenset())
        if run != run_iri(self._base, rules):
            yield self._problem(run, "the run is not what it was")

    def _compare(self, node: NamedNode, held: Iterable[Triple], wanted: frozenset[Triple]) -> Iterator[Problem]:
        have = frozenset(held)
        self._look(have)
        for triple in sorted(have - wanted, key=str):
            yield self._problem(node, f"is there and should not be: {self._shown(triple)}")
        for triple in sorted(wanted - have, key=str):
            yield self._problem(node, f"is missing: {self._shown(triple)}")

    def _look(self, triples: frozenset[Triple]) -> None:
        self.seen += len(triples)
        if self._kept is not None:
            self._kept |= triples

    def _entities(self) -> Iterator[NamedNode]:
        """Whatever has a label or appears, each once."""
        yield from self._subjects(RDFS.label, None)
        for triple in self._store.match(None, KG.entity, None):
            entity = triple.object
            if isinstance(entity, NamedNode) and next(self._store.match(entity, RDFS.label, None), None) is None:
                yield entity

    def _subjects(self, predicate: NamedNode, object_: NamedNode | None) -> Iterator[NamedNode]:
        """Subjects, each once: the store gives those of one predicate in any order."""
        found = {t.subject for t in self._store.match(None, predicate, object_)}
        yield from sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def _holds(self, triple: Triple) -> bool:
        subject, object_ = triple.subject, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(object_, NamedNode | Literal):
            return False
        return next(self._store.match(subject, triple.predicate, object_), None) is not None

    def _problem(self, node: object, message: str) -> Problem:
        return Problem(compact(node.value, self._base) if isinstance(node, NamedNode) else str(node), message)

    def _shown(self, triple: Triple) -> str:
        terms = (triple.subject, triple.predicate, triple.object)
        shown = " ".join(compact(t.value, self._base) if isinstance(t, NamedNode) else str(t) for t in terms)
        return " ".join(shown.split())
