"""A store on a SPARQL 1.1 server: query, update, and the graph store protocol for much at once.

A document is one update request, which servers carry out wholly or not at all. One `kg` may write at a time: what
follows from several documents is computed here.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.embedded import OxigraphStore
from kg.graph.http import Client, Response
from kg.graph.layout import HISTORY, SETTINGS, STORED, note_data, one_line, sparql_data
from kg.graph.namespaces import KG, PREFIXES
from kg.graph.store import Notes, Results, Term

# Some 3 MB of N-Triples: large enough that the request costs nothing, small enough for any server's limit.
_PIECE = 20_000
_TABLES = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_COLUMNS = "text/csv"


class SparqlStore:
    """The store behind an address; "http://localhost:7878" has /query, /update and /store."""

    path: Path | None = None

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        self.address = address
        self.read_only = read_only
        self._client: Client | None = Client(address)

    @property
    def engine(self) -> NoReturn:
        """There is none here. Raises `UsageError`."""
        raise UsageError(f"{self.address}: on a server, which only answers SPARQL")

    @property
    def client(self) -> Client:
        """The way to the server. Raises `UsageError` when the store is closed."""
        if self._client is None:
            raise UsageError(f"{self.address}: already closed")
        return self._client

    def match(self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """See `Store.match`; the triples come as the server sends them."""
        wanted = {"s": subject, "p": predicate, "o": object_}
        pattern = " ".join(f"?{name}" if term is None else str(term) for name, term in wanted.items())
        free = [name for name, term in wanted.items() if term is None]
        if not free:
            assert subject is not None and predicate is not None and object_ is not None  # noqa: S101, PT018
            return iter([Triple(subject, predicate, object_)] if self._ask(f"ASK {{ {pattern} }}") else [])
        query = f"SELECT {' '.join(f'?{name}' for name in free)} WHERE {{ {pattern} }}"
        return (
            Triple(subject or row["s"], predicate or row["p"], row["o"] if object_ is None else object_)
            for row in self._select(query)
        )

    def change(self, removed: Collection[Triple], added: Collection[Triple], notes: Notes | None = None) -> None:
        """See `Store.change`; one request."""
        self._check_writable()
        said = notes or {}
        new = {document: at for document, at in said.items() if at is not None}
        parts = [
            f"DELETE WHERE {{ GRAPH {HISTORY} {{ {document} {STORED} ?at{n} }} }}" for n, document in enumerate(said)
        ]
        if removed:
            parts.append(f"DELETE DATA {{ {sparql_data(removed)} }}")
        if added or new:
            parts.append(f"INSERT DATA {{ {sparql_data(added)} {note_data(new)} }}")
        if parts:
            self._update(" ;\n".join(parts))

    def noted(self, document: NamedNode) -> Literal | None:
        """See `Store.noted`."""
        row = next(self._select(f"SELECT ?at WHERE {{ GRAPH {HISTORY} {{ {document} {STORED} ?at }} }}"), None)
        return row["at"] if row and isinstance(row["at"], Literal) else None

    def load_pieces(self, quads: Iterator[Quad], digest: str) -> None:
        """Fill an empty store; what was interrupted goes on where it was, if `digest` is that of the same quads.

        Raises `UsageError` when something else is in the store.
        """
        mark, done = self._restoring()
        if mark != digest:
            if mark is not None or next(self.match(None, None, None), None) or self.settings(SETTINGS):
                raise UsageError(f"{self.address}: holds data already", hint="restore to an empty store")
            self._mark(f"{digest} 0")
        for _ in range(done):
            for _ in islice(quads, _PIECE):
                pass
        while piece := list(islice(quads, _PIECE)):
            self._post(piece)
            done += 1
            self._mark(f"{digest} {done}")
        self._mark(None)

    def quads(self) -> Iterator[Quad]:
        """See `Store.quads`."""
        for graph in (SETTINGS, HISTORY):
            for row in self._select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"):
                yield Quad(row["s"], row["p"], row["o"], graph)
        for triple in self.match(None, None, None):
            yield Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """See `Store.query`; the prefixes of `kg.graph.namespaces` are declared.

        Substitutions are joined as a VALUES clause, so that the query may have none at its own end.
        """
        given = dict(substitutions or {})
        if given:
            names, terms = " ".join(f"?{name}" for name in given), " ".join(map(str, given.values()))
            sparql = f"{sparql}\nVALUES ({names}) {{ ({terms}) }}"
        prefixes = "".join(f"PREFIX {p}: <{namespace}> " for p, namespace in PREFIXES.items() if f"{p}:" in sparql)
        try:
            return self._results(prefixes + sparql)
        except QueryError:
            OxigraphStore(None).query(sparql)  # says in our own words what is no SPARQL
            raise

    def name_keys(self) -> Sequence[str]:
        """See `Store.name_keys`. As CSV, read in one go: a quarter of the time that rows of terms take."""
        sparql = f"SELECT ?key WHERE {{ ?entity {KG.nameKey} ?key }}"
        response = self._asked(sparql, _COLUMNS)
        if response.media_type != _COLUMNS:
            raise StoreError(f"{self.address}: answers with {response.media_type} where {_COLUMNS} was asked for")
        rows = csv.reader(io.StringIO(response.rest().decode("utf-8"), newline=""))
        return [row[0] for row in rows if row][1:]

    def settings(self, graph: NamedNode) -> dict[NamedNode, Term]:
        """See `Store.settings`."""
        rows = self._select(f"SELECT ?p ?o WHERE {{ GRAPH {graph} {{ {graph} ?p ?o }} }}")
        return {row["p"]: row["o"] for row in rows}

    def set(self, graph: NamedNode, values: Mapping[NamedNode, Term]) -> None:
        """See `Store.set`."""
        said = " ; ".join(f"{predicate} {value}" for predicate, value in values.items())
        self._update(f"INSERT DATA {{ GRAPH {graph} {{ {graph} {said} }} }}")

    def flush(self) -> None:
        """What the server has answered to is the server's to keep."""

    def close(self) -> None:
        """Close the connections; closing twice does nothing."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def _results(self, sparql: str) -> Results:
        response = self._asked(sparql, f"{_TABLES}, {_TRIPLES};q=0.9")
        if response.media_type == _TABLES:
            return _parsed(response)
        if response.media_type != _TRIPLES:
            raise QueryError(f"{self.address}: answers with {response.media_type}: not SPARQL that it understands")
        found = ox.Store()  # in which the triples get the form that a query's have
        try:
            found.bulk_load(io.BytesIO(response.rest()), RdfFormat.N_TRIPLES)
        except SyntaxError as error:
            raise StoreError(f"{self.address}: the answer can't be read: {one_line(error)}") from error
        return found.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")

    def _asked(self, sparql: str, accept: str) -> Response:
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        return self.client.send("POST", self.client.endpoints.query, sparql.encode(), headers)

    def _select(self, sparql: str) -> Iterator[ox.QuerySolution]:
        results = self._results(sparql)
        if not isinstance(results, ox.QuerySolutions):
            raise StoreError(f"{self.address}: answers a SELECT with something else")
        try:
            yield from results
        except (SyntaxError, ValueError, OSError) as error:
            raise StoreError(f"{self.address}: the answer can't be read: {one_line(error)}") from error

    def _ask(self, sparql: str) -> bool:
        return bool(self._results(sparql))

    def _update(self, sparql: str) -> None:
        self._check_writable()
        headers = {"Content-Type": "application/sparql-update"}
        self.client.send("POST", self.client.endpoints.update, sparql.encode(), headers).rest()

    def _post(self, piece: list[Quad]) -> None:
        by_graph: defaultdict[object, list[Triple]] = defaultdict(list)
        for quad in piece:
            by_graph[quad.graph_name].append(quad.triple)
        graphs = self.client.endpoints.graphs
        for graph, triples in by_graph.items():
            if graphs is None:
                data = sparql_data(triples)
                self._update(
                    f"INSERT DATA {{ {f'GRAPH {graph} {{ {data} }}' if isinstance(graph, NamedNode) else data} }}"
                )
                continue
            place = f"graph={quote(graph.value, safe='')}" if isinstance(graph, NamedNode) else "default"
            body = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
            self.client.send("POST", f"{graphs}?{place}", body, {"Content-Type": _TRIPLES}).rest()

    def _restoring(self) -> tuple[str | None, int]:
        mark = self.settings(SETTINGS).get(KG.restoring)
        digest, _, done = mark.value.rpartition(" ") if mark else (None, "", "0")
        return digest, int(done)

    def _mark(self, text: str | None) -> None:
        pattern = f"GRAPH {SETTINGS} {{ {SETTINGS} {KG.restoring}"
        insert = f" ; INSERT DATA {{ {pattern} {Literal(text)} }} }}" if text is not None else ""
        self._update(f"DELETE WHERE {{ {pattern} ?mark }} }}{insert}")

    def _check_writable(self) -> None:
        if self.read_only:
            raise UsageError(f"{self.address}: opened for reading only")


def _parsed(response: Response) -> Results:
    try:
        return ox.parse_query_results(response, format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the answer can't be read: {one_line(error)}") from error
