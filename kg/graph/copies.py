"""Documents of one store put into another, and what follows from them derived there: the graph as of a day.

Deriving takes some 50 µs a triple: a minute for a million. So a store on disk keeps the copy in its folder, and the
next day that is asked for only puts or forgets what lies between. Whoever forgets or replaces a document removes the
copy, which would else still hold it (`kg.graph.update`).
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreError
from kg.graph.embedded import OxigraphStore, is_vacant
from kg.graph.layout import AS_OF
from kg.graph.library import Graph, open_graph
from kg.graph.namespaces import DCT, KG
from kg.graph.rdf import DocumentGraph
from kg.graph.store import Store
from kg.graph.update import own_triples, put_documents
from kg.ontology import load_ontology

# Documents that are put at once: what they share is derived once, and memory stays small.
_BATCH = 256


def as_of(graph: Graph, day: date) -> Graph:
    """The graph, to be read, as the documents published until the end of that day tell it.

    Documents without a date of publication (`undated`) are left out: nothing says that they were known.
    """
    documents = set(published(graph.store, day))
    if graph.path is not None:
        with suppress(StoreError):  # another reader is at it, or there is no room or no permission to write
            return _kept(graph, documents, graph.path / AS_OF)
    found = open_graph(None, base=graph.base)
    try:
        copy_documents(graph.store, documents, found)
    except BaseException:
        found.close()
        raise
    return found


def _kept(graph: Graph, documents: set[NamedNode], folder: Path) -> Graph:
    """A snapshot of the copy in the folder, once it holds just these documents."""
    here = _read_from(graph.store)
    if is_vacant(folder) and len(here) < 2 * len(documents) and isinstance(graph.store, OxigraphStore):
        graph.store.backup(folder)  # takes no time; then less is to be forgotten than there were to put
    with open_graph(folder, base=graph.base) as copy:
        there = _read_from(copy.store)
        right = {document for document in documents if there.get(document) == here[document]}
        if len(there) <= 2 * len(right) or not there:
            wrong = iter(sorted((there.keys() | documents) - right, key=str))
            while batch := list(islice(wrong, _BATCH)):
                told = [document_graph_of(graph.store, d) if d in documents else _nothing(d) for d in batch]
                put_documents(copy.store, told, copy.base, load_ontology())
            return open_graph(folder, read_only=True)
    shutil.rmtree(folder, ignore_errors=True)  # starting anew takes less than forgetting most of it
    return _kept(graph, documents, folder)


def _nothing(document: NamedNode) -> DocumentGraph:
    """What a forgotten document says."""
    return DocumentGraph(document, frozenset(), {})


def _read_from(store: Store) -> dict[NamedNode, set[object]]:
    """What each document was read from and by: the digest of its text, and the run."""
    found: defaultdict[NamedNode, set[object]] = defaultdict(set)
    for predicate in (KG.digest, KG.readBy):
        for triple in store.match(None, predicate, None):
            if isinstance(triple.subject, NamedNode):
                found[triple.subject].add(triple.object)
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
