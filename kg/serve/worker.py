"""A process that carries out queries and updates, and can be killed while it does.

Oxigraph can't be told to stop, so whoever doesn't want to wait without end lets another process wait. It reads a
snapshot of the store, taken anew when the store has changed. An update opens the store to write, and closes it again:
a killed one leaves nothing behind, as the engine's transactions are whole or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, QueryError
from kg.serve.protocol import GRAPHS, TABLES, TRUTHS, Operation, Refused, negotiate

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import pyoxigraph as ox

    from kg.graph.embedded import OxigraphStore

# Address space of a worker. An ordinary query of 5 M triples stays below 1 GB; what sorts or joins everything with
# everything would else take the machine's memory before its time is over.
_MEMORY = 8 << 30
_PIECE = 1 << 16  # bytes that are sent at once
_START = 30  # seconds that a process may take to start, on a machine with much else to do


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: `accept` as in HTTP; no more than `most` bytes are written."""

    operation: Operation
    accept: str | None = None
    most: int | None = None
    base: str | None = None  # against which relative IRIs are resolved
    named_only: bool = True  # an update may write to nothing but the graphs that it names


class Worker:
    """One process for one store. Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        context = get_context("spawn")  # forked, it would hold the parent's locks and threads halfway
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, path), daemon=True)
        self._process.start()
        theirs.close()
        if not self._connection.poll(_START):
            self.kill()
            raise QueryError("no process could be started to answer the query")
        self._connection.recv()

    @property
    def alive(self) -> bool:
        """False once it was killed or died; a new one is to be made then."""
        return self._process.is_alive()

    def run(self, job: Job, timeout: float | None) -> Iterator[str | bytes]:
        """The media type of the answer, then the answer in pieces; an update has none.

        After `timeout` seconds, or when the caller stops reading, the process is killed. Raises `Refused` with a
        status, for the query's own errors as well.
        """
        until = None if timeout is None else time.monotonic() + timeout
        done = False
        try:
            self._connection.send(job)
            while True:
                if not self._connection.poll(None if until is None else max(0, until - time.monotonic())):
                    message = f"stopped after {timeout:g} seconds without a whole answer"
                    raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, message)
                kind, value = self._connection.recv()
                done = kind in {"end", "error"}
                if kind == "error":
                    raise Refused(*value)
                if kind == "end":
                    return
                yield value
        except (EOFError, ConnectionError) as error:
            raise Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "the query took too much memory") from error
        finally:
            if not done:
                self.kill()

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def _work(connection: Connection, path: Path) -> None:
    """Answer one job after the other, until the other side is gone."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    store = _Fresh(path)
    connection.send(("ready", None))
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        try:
            _answer(store, job, connection)
            connection.send(("end", None))
        except Refused as refused:
            connection.send(("error", (refused.status, str(refused))))
        except QueryError as error:
            connection.send(("error", (HTTPStatus.BAD_REQUEST, str(error))))
        except (KgError, OSError, RuntimeError, MemoryError) as error:
            connection.send(("error", (HTTPStatus.INTERNAL_SERVER_ERROR, " ".join(str(error).split()))))


class _Fresh:
    """The store as it is now: opened anew when its files have changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store: OxigraphStore | None = None
        self._seen: object = None

    def read(self) -> OxigraphStore:
        from kg.graph.embedded import OxigraphStore

        now = self._state()
        if self._store is None or now != self._seen:
            if self._store is not None:
                self._store.close()
            self._store, self._seen = OxigraphStore(self.path, read_only=True), now
        return self._store

    def _state(self) -> object:
        """Names and sizes of the logs and manifests, to one of which every change adds."""
        names = [file for file in self.path.iterdir() if file.name.startswith("MANIFEST") or file.suffix == ".log"]
        return sorted((file.name, file.stat().st_size) for file in names)


def _answer(store: _Fresh, job: Job, connection: Connection) -> None:
    from kg.graph import sparql

    sparql.check_network(job.operation.sparql)
    if job.operation.update:
        _check_graphs(job)
        _update(store.path, job)
        return
    results = _query(store.read().engine, job)
    out = _Pipe(connection, job.most)
    try:
        _write(results, job.accept, out)
    except (OSError, RuntimeError, ValueError):
        if out.refused:  # by which the engine was stopped
            raise out.refused from None
        raise
    out.flush()


def _query(engine: ox.Store, job: Job) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    from kg.graph.malformed import malformed
    from kg.graph.namespaces import PREFIXES

    operation = job.operation
    chosen = bool(operation.default_graphs or operation.named_graphs)
    try:
        return engine.query(
            operation.sparql,
            base_iri=job.base,
            prefixes=dict(PREFIXES),
            default_graph=_nodes(operation.default_graphs) if chosen else None,
            named_graphs=_nodes(operation.named_graphs) if chosen else None,
        )
    except (SyntaxError, ValueError) as error:
        raise malformed(operation.sparql, error) from error


def _check_graphs(job: Job) -> None:
    """Refuse to write to the graph of documents, of which the half is derived from the rest."""
    from kg.graph.targets import only_named

    if job.named_only and not only_named(job.operation.sparql):
        message = (
            "an update here writes to graphs that it names: INSERT DATA { GRAPH <…> { … } }; the others are kg's own"
        )
        raise Refused(HTTPStatus.FORBIDDEN, message)


def _update(path: Path, job: Job) -> None:
    from kg.graph.embedded import OxigraphStore
    from kg.graph.namespaces import PREFIXES
    from kg.graph.tokens import using

    operation = job.operation
    text = using(operation.sparql, operation.default_graphs, operation.named_graphs)
    store = OxigraphStore(path)
    try:
        # Some updates end with the ";" that separates them from the next, and most don't.
        again = _settings_again(store)
        try:
            store.engine.update(f"{text}\n; {again}", base_iri=job.base, prefixes=dict(PREFIXES))
        except SyntaxError:
            store.engine.update(f"{text}\n{again}", base_iri=job.base, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, " ".join(str(error).split())) from error
    finally:
        store.close()


def _settings_again(store: OxigraphStore) -> str:
    """What has the store say of itself what it says now (its base, its format), in the same transaction."""
    from kg.graph.layout import SETTINGS

    said = " ; ".join(f"{predicate} {value}" for predicate, value in store.settings(SETTINGS).items())
    return (
        f"DELETE WHERE {{ GRAPH {SETTINGS} {{ ?s ?p ?o }} }} ; "
        f"INSERT DATA {{ GRAPH {SETTINGS} {{ {SETTINGS} {said} }} }}"
    )


def _nodes(graphs: Sequence[str]) -> list[Any]:
    import pyoxigraph as ox

    try:
        return [ox.NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"a graph that is no IRI: {error}") from error


def _write(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, accept: str | None, out: _Pipe) -> None:
    import pyoxigraph as ox

    if isinstance(results, ox.QueryTriples):
        from kg.graph.namespaces import PREFIXES

        media = out.begin(negotiate(accept, GRAPHS))
        form = ox.RdfFormat.from_media_type(media)
        ox.serialize(results, out, format=form, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
        return
    media = out.begin(negotiate(accept, TRUTHS if isinstance(results, ox.QueryBoolean) else TABLES))
    results.serialize(out, format=ox.QueryResultsFormat.from_media_type(media))  # type: ignore[arg-type]


class _Pipe:
    """A file to write to, that sends what is written in pieces and refuses more than `most` bytes."""

    def __init__(self, connection: Connection, most: int | None) -> None:
        self._connection, self._most = connection, most
        self._held: list[bytes] = []
        self._size = self._written = 0
        self.refused: Refused | None = None

    def begin(self, media: str) -> str:
        self._connection.send(("type", media))
        return media

    def write(self, data: bytes) -> int:
        self._written += len(data)
        if self._most is not None and self._written > self._most:
            message = f"the answer has more than {self._most:,} bytes; a LIMIT makes it shorter"
            self.refused = Refused(HTTPStatus.INTERNAL_SERVER_ERROR, message)
            raise OSError(message)
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._held:
            self._connection.send(("data", b"".join(self._held)))
        self._held, self._size = [], 0
