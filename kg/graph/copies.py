"""Documents of one store put into another, and what follows from them derived there: the graph as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.graph.library import Graph, open_graph
from kg.graph.namespaces import DCT, KG
from kg.graph.rdf import DocumentGraph
from kg.graph.store import Store
from kg.graph.update import own_triples, put_documents
from kg.ontology import load_ontology


def as_of(graph: Graph, day: date) -> Graph:
    """The graph, in memory, as the documents published until the end of that day tell it.

    Documents without a date of publication (`undated`) are left out: nothing says that they were known.
    """
    found = open_graph(None, base=graph.base)
    try:
        copy_documents(graph.store, published(graph.store, day), found)
    except BaseException:
        found.close()
        raise
    return found


def published(store: Store, until: date) -> Iterator[NamedNode]:
    """The documents that were published until the end of that day."""
    for triple in store.match(None, DCT.issued, None):
        said = triple.object.value if isinstance(triple.object, Literal) else ""
        if isinstance(triple.subject, NamedNode) and date.fromisoformat(said) <= until:
            yield triple.subject


def undated(store: Store) -> int:
    """How many documents have no date of publication."""
    dated = sum(1 for _ in store.match(None, DCT.issued, None))
    return sum(1 for _ in store.match(None, KG.source, None)) - dated


def copy_documents(store: Store, documents: Iterable[NamedNode], to: Graph) -> None:
    """Put the documents into the graph `to`, which has the same base, in one change."""
    put_documents(to.store, [document_graph_of(store, each) for each in documents], to.base, load_ontology())


def document_graph_of(store: Store, document: NamedNode) -> DocumentGraph:
    """What a stored document says, as it was put."""
    own = own_triples(store, document)
    nodes = {t.object for t in own if t.predicate in (KG.claims, KG.readBy) and isinstance(t.object, NamedNode)}
    return DocumentGraph(document, own, {node: frozenset(store.match(node, None, None)) for node in nodes})
