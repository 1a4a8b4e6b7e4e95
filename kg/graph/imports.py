"""Taking in what `kg export` wrote: a graph in RDF, or facts. Each document replaces what it said before."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from itertools import islice
from typing import IO

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.graph import catalogue
from kg.graph.check import faults
from kg.graph.copies import document_graph_of
from kg.graph.derive import proposition
from kg.graph.embedded import OxigraphStore
from kg.graph.facts import DocumentFacts
from kg.graph.iris import document_iri, fact_iri
from kg.graph.layout import one_line
from kg.graph.library import Graph
from kg.graph.namespaces import KG
from kg.graph.opening import DEFAULT_BASE
from kg.graph.rdf import DocumentGraph, run_iri
from kg.graph.told import read_facts
from kg.graph.update import put_documents
from kg.graph.validate import shape_problems
from kg.model import Problem
from kg.ontology import load_ontology

SYNTAXES = {
    ".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
# Documents that are put in one change: some 3 MB, which is within any server's limit for an update.
_AT_ONCE = 50
# What reading a document that is not whole can raise.
_WRONG = (KeyError, ValueError, IndexError, StopIteration, AttributeError, TypeError)


def read_graph(stream: IO[bytes], syntax: ox.RdfFormat, source: str) -> Graph:
    """The exported graph, in memory. Raises `UsageError` for what is not RDF, or holds no document of `kg`."""
    store = OxigraphStore(None)
    try:
        store.engine.bulk_load(stream, format=syntax)
    except (SyntaxError, ValueError, EOFError, OSError, zlib.error) as error:
        raise UsageError(f"{source}: not {syntax.name}: {one_line(error)}") from error
    return Graph(store, _base(store, source))


def _base(store: OxigraphStore, source: str) -> str:
    """The base below which the graph names its documents."""
    for triple in store.match(None, KG.source, None):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            path = document_iri(DEFAULT_BASE, triple.object.value).value.removeprefix(DEFAULT_BASE)
            if triple.subject.value.endswith(path):
                return triple.subject.value.removesuffix(path)
    raise UsageError(f"{source}: no document of kg in it", hint="kg import takes in what kg export wrote")


def import_graph(given: Graph, to: Graph) -> Iterator[str | Problem]:
    """Take in each document of a graph with the same base; yield its source, or the problem with it.

    What follows from documents is derived once for many of them.
    """
    broken = {node for node, _ in shape_problems(given)}
    waiting = iter(sorted(catalogue.sources(given.store)))
    while some := list(islice(waiting, _AT_ONCE)):
        whole: dict[str, DocumentGraph] = {}
        for source in some:
            try:
                whole[source] = _whole(given, source, broken)
            except _WRONG as error:
                yield Problem(source, f"not whole: {one_line(error)}"[:120], hint="kg validate and check say more")
        put_documents(to.store, list(whole.values()), to.base, load_ontology())
        yield from whole


def _whole(given: Graph, source: str, broken: Collection[object]) -> DocumentGraph:
    """What a document says. Raises one of `_WRONG` where that is not what an extraction says."""
    iri = document_iri(given.base, source)
    found = document_graph_of(given.store, iri)
    for _, fault in faults(given, iri, found.own):
        raise ValueError(fault)
    if not {t.subject for t in found.own}.union(found.shared).isdisjoint(broken):
        raise ValueError("it breaks a shape")
    for node, triples in found.shared.items():
        if node != _named_by_content(given.base, triples):
            raise ValueError("a fact or a run that is not what it was")
    DocumentFacts(given.store, iri, given.base).all()
    return found


def _named_by_content(base: str, triples: frozenset[Triple]) -> NamedNode:
    """The IRI that a fact or a run with these triples has."""
    rules = next((t.object for t in triples if t.predicate == KG.rules), None)
    return run_iri(base, rules.value) if isinstance(rules, Literal) else fact_iri(base, *proposition(triples))


def import_facts(lines: IO[bytes], source: str, to: Graph) -> Iterator[str | Problem]:
    """Take in the documents that facts tell of; yield the source of each, and problems with their lines."""
    for found in read_facts(lines, source, to.base):
        if isinstance(found, Problem):
            yield found
        else:
            to.put(found)
            yield found.document.source
