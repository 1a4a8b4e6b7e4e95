"""Taking in what `kg export` wrote: a graph in RDF, or facts. Each document replaces what it said before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.graph import catalogue
from kg.graph.copies import document_graph_of
from kg.graph.facts import DocumentFacts
from kg.graph.iris import document_iri
from kg.graph.library import Graph, open_graph
from kg.graph.namespaces import KG
from kg.graph.opening import DEFAULT_BASE
from kg.graph.told import read_facts
from kg.graph.update import put_document
from kg.model import Problem
from kg.ontology import load_ontology

SYNTAXES = {
    ".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip


def read_graph(stream: IO[bytes], syntax: ox.RdfFormat, source: str) -> Graph:
    """The exported graph, in memory. Raises `UsageError` for what is not RDF, or holds no document of `kg`."""
    engine = ox.Store()
    try:
        engine.bulk_load(stream, format=syntax)
    except SyntaxError as error:
        raise UsageError(f"{source}: not {syntax.name}: {' '.join(str(error).split())}") from error
    found = open_graph(None, base=_base(engine, source))
    found.store.load(engine.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return found


def _base(engine: ox.Store, source: str) -> str:
    """The base below which the graph names its documents."""
    for quad in engine.quads_for_pattern(None, KG.source, None, ox.DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            path = document_iri(DEFAULT_BASE, quad.object.value).value.removeprefix(DEFAULT_BASE)
            if quad.subject.value.endswith(path):
                return quad.subject.value.removesuffix(path)
    raise UsageError(f"{source}: no document of kg in it", hint="kg import takes in what kg export wrote")


def import_graph(given: Graph, to: Graph) -> Iterator[str | Problem]:
    """Take in each document of a graph with the same base; yield its source, or the problem with it."""
    ontology = load_ontology()
    for source in sorted(catalogue.sources(given.store)):
        iri = document_iri(given.base, source)
        try:
            if catalogue.document(given.store, iri) is None or catalogue.known(given.store, iri) is None:
                raise KeyError("source, digest or run")
            DocumentFacts(given.store, iri, given.base).all()
        except (KeyError, ValueError, IndexError, StopIteration, AttributeError) as error:
            yield Problem(source, f"not whole: {type(error).__name__} {error}"[:120], hint="kg validate says more")
            continue
        put_document(to.store, document_graph_of(given.store, iri), to.base, ontology)
        yield source


def import_facts(lines: IO[bytes], source: str, to: Graph) -> Iterator[str | Problem]:
    """Take in the documents that facts tell of; yield the source of each, and problems with their lines."""
    for found in read_facts(lines, source, to.base):
        if isinstance(found, Problem):
            yield found
        else:
            to.put(found)
            yield found.document.source
