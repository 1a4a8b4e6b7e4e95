"""The graph as other parts see it: put, forget, find, ask. One object over one store."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.graph import catalogue, query
from kg.graph.facts import DocumentFacts, claims_about, order
from kg.graph.iris import check_base, document_iri
from kg.graph.namespaces import KG
from kg.graph.opening import open_store, settled_base
from kg.graph.rdf import document_graph
from kg.graph.records import DocumentInfo, EntityInfo, Known, Outcome, Stats
from kg.graph.results import Answer
from kg.graph.store import Store
from kg.graph.update import forget_document, put_documents
from kg.model import Document, Extraction
from kg.ontology import load_ontology

if TYPE_CHECKING:
    import rdflib


def open_graph(
    path: str | os.PathLike[str] | None, *, base: str | None = None, read_only: bool = False, create: bool = True
) -> Graph:
    """See `kg.open`."""
    store = open_store(path, read_only=read_only, create=create)
    try:
        return Graph(store, settled_base(store, check_base(base) if base else None, path))
    except BaseException:
        store.close()
        raise


class Graph:
    """A knowledge graph on disk or in memory. Made by `kg.open`; close it, or use it in a `with` statement."""

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.base = base  # IRI below which entities, facts and documents are named; ends in "/" or "#"

    @property
    def path(self) -> Path | None:
        """The folder of the store; None for one in memory."""
        return self.store.path

    def put(self, extraction: Extraction, *, replace: bool = False) -> Outcome:
        """Have the document say what the extraction says. All of it is stored, or nothing.

        What was made from the same text by the same rules is left as it is, unless `replace` is true. Raises
        `UsageError` for an extraction that contradicts itself or the ontology, `StoreError` when writing fails.
        """
        known = self.known(extraction.document.source)
        if known == Known(extraction.document.digest, extraction.rules) and not replace:
            return Outcome.UNCHANGED
        ontology = load_ontology()
        put_documents(self.store, [document_graph(extraction, self.base, ontology)], self.base, ontology)
        return Outcome.REPLACED if known else Outcome.NEW

    def put_many(
        self, extractions: Iterable[Extraction], *, replace: bool = False
    ) -> Iterator[tuple[Extraction, Outcome]]:
        """Put one after the other as the result is consumed; what was put is safe from a power cut at the end."""
        try:
            for extraction in extractions:
                yield extraction, self.put(extraction, replace=replace)
        finally:
            self.flush()

    def known(self, source: str) -> Known | None:
        """What the store was made from for that source; None for a source it doesn't know."""
        return catalogue.known(self.store, document_iri(self.base, source))

    def forget(self, source: str) -> bool:
        """Leave the graph that would stand had the document never been read. False when there is no such document."""
        if self.known(source) is None:
            return False
        forget_document(self.store, document_iri(self.base, source), self.base, load_ontology())
        return True

    def sources(self) -> Iterator[str]:
        """Sources of all documents, in no order."""
        return catalogue.sources(self.store)

    def documents(self) -> Iterator[DocumentInfo]:
        """All documents, by source."""
        return catalogue.documents(self.store)

    def document(self, source: str) -> Document | None:
        """The document with its text; None when there is none of that source."""
        return catalogue.document(self.store, document_iri(self.base, source))

    def entities(self, type: str | None = None) -> Iterator[EntityInfo]:  # noqa: A002  (the field's word)
        """All entities, or those of a class ("Organization", "Company"), by label and IRI.

        Raises `UsageError` for a class that the ontology doesn't have.
        """
        if type is not None and type not in load_ontology().classes:
            raise UsageError(f"{type}: no class of the ontology", hint="Person, Organization, Place, Product …")
        return catalogue.entities(self.store, KG[type] if type else None)

    def entity(self, iri: str) -> EntityInfo | None:
        """The entity of that IRI; None when there is none."""
        return catalogue.entity(self.store, catalogue.iri_term(iri))

    def find(self, name: str) -> list[EntityInfo]:
        """Entities of that name, whatever its case and accents, or of that IRI, whole or below the base.

        Best first: the main name before other names, then what more documents mention.
        """
        return catalogue.find(self.store, name, self.base)

    def facts(
        self,
        *,
        document: str | None = None,
        entity: str | None = None,
        relation: str | None = None,
        status: str | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Facts in the facts format, in the order of documents and of their texts; all filters must hold.

        `document` is a source, `entity` the IRI of a subject or object. `fact` and `claim` hold the IRIs of the
        proposition and of its telling. Raises `UsageError` for a document, relation or status that doesn't exist.
        """
        ontology = load_ontology()
        if document is not None and self.known(document) is None:
            raise UsageError(f"{document}: no such document in the store", hint="kg list documents shows all")
        if relation is not None and relation not in ontology.relations:
            raise UsageError(f"{relation}: unknown relation", hint="kg list relations shows what there is")
        if status is not None and status not in ontology.statuses:
            raise UsageError(f"{status}: unknown status", hint=", ".join(ontology.statuses))
        facts = self._facts_about(entity) if entity is not None else self._facts_of(document)
        wanted = {"document": document, "relation": relation, "status": status}
        return (f for f in facts if all(value is None or f[key] == value for key, value in wanted.items()))

    def _facts_of(self, source: str | None) -> Iterator[dict[str, Any]]:
        sources = [source] if source is not None else sorted(catalogue.sources(self.store))
        for each in sources:
            yield from DocumentFacts(self.store, document_iri(self.base, each), self.base).all()

    def _facts_about(self, entity: str) -> Iterator[dict[str, Any]]:
        claims: defaultdict[NamedNode, list[NamedNode]] = defaultdict(list)
        for document, claim in claims_about(self.store, catalogue.iri_term(entity)):
            claims[document].append(claim)
        readers = {iri: DocumentFacts(self.store, iri, self.base) for iri in claims}
        yield from sorted((readers[iri].fact(c) for iri, told in claims.items() for c in set(told)), key=order)

    def query(self, sparql: str, substitutions: Mapping[str, str] | None = None) -> Answer:
        """The answer to a SPARQL query; the prefixes of `kg.graph.namespaces` are declared.

        `substitutions` sets variables that the query selects: name → an IRI, or a term as N-Triples writes it.
        Raises `QueryError` for an update, for what would reach the network (SERVICE, LOAD), and for what isn't SPARQL.
        """
        return query.ask(self.store, sparql, substitutions or {})

    def run(self, name: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """The answer to the named query; entities and documents are given by a name or an IRI.

        Raises `UsageError` for an unknown query, parameter or entity, and for a parameter that is missing.
        """
        return query.run(self.store, name, parameters or {}, self.base)

    def stats(self) -> Stats:
        """How much there is."""
        return catalogue.stats(self.store)

    @property
    def graph(self) -> rdflib.Graph:
        """The live store as a graph of rdflib (the default graph, without the store's settings)."""
        import rdflib
        from oxrdflib import OxigraphStore as Bridge
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        return rdflib.Graph(store=Bridge(store=self.store.engine), identifier=DATASET_DEFAULT_GRAPH_ID)

    def flush(self) -> None:
        """Make what was put survive a power cut (it survives the end of the process without)."""
        self.store.flush()

    def close(self) -> None:
        """Flush, and give the store back to other processes. Closing twice does nothing."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
