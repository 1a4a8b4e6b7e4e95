"""Where triples are kept: an interface of seven methods, and Oxigraph on disk or in memory behind it.

All data stand in the default graph; the settings of the store in a named one, so that they are no part of the data.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.namespaces import PREFIXES

Term = NamedNode | Literal
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_DEFAULT = DefaultGraph()


class Store(Protocol):
    """What the graph asks of a triple store."""

    def match(self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """The triples of the default graph that match; None matches everything."""

    def change(self, removed: Collection[Triple], added: Collection[Triple]) -> None:
        """Remove, then add, in the default graph: all of it or, when the process dies, nothing."""

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """The answer to a SPARQL query. Raises `QueryError` when it is malformed or fails."""

    def settings(self, graph: NamedNode) -> dict[NamedNode, Term]:
        """Predicate → object of what a named graph says of itself."""

    def set(self, graph: NamedNode, values: Mapping[NamedNode, Term]) -> None:
        """Say that, in addition to what it says of itself."""

    def flush(self) -> None:
        """Make what was changed survive a power cut; it survives the end of the process without."""

    def close(self) -> None:
        """Give the store back. Nothing else may be called afterwards."""


class OxigraphStore:
    """Oxigraph in this process: on disk (RocksDB), or in memory for `path` None."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._store: ox.Store | None = _open(path, read_only=read_only)

    @property
    def engine(self) -> ox.Store:
        """Oxigraph's own store. Raises `UsageError` when it is closed."""
        if self._store is None:
            raise UsageError(f"{self.path or 'the store'}: already closed")
        return self._store

    def match(self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """See `Store.match`; reads a snapshot, which later changes don't touch."""
        return (quad.triple for quad in self.engine.quads_for_pattern(subject, predicate, object_, _DEFAULT))

    def change(self, removed: Collection[Triple], added: Collection[Triple]) -> None:
        """One transaction: `extend` and a multi-operation `update` both are; `extend` is three times as fast."""
        if self.read_only:
            raise UsageError(f"{self.path}: opened for reading only")
        try:
            if removed:
                self.engine.update(f"DELETE DATA {{ {_data(removed)} }} ; INSERT DATA {{ {_data(added)} }}")
            elif added:
                self.engine.extend(Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in added)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.path}: could not write: {_one_line(error)}", hint=_hint(error)) from error

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """See `Store.query`; the prefixes of `kg.graph.namespaces` are declared."""
        variables: dict[ox.Variable, Any] = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            return self.engine.query(sparql, prefixes=dict(PREFIXES), substitutions=variables or None)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the query is not SPARQL: {_one_line(error)}") from error
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {_one_line(error)}") from error

    def settings(self, graph: NamedNode) -> dict[NamedNode, Term]:
        """See `Store.settings`."""
        quads = self.engine.quads_for_pattern(graph, None, None, graph)
        return {q.predicate: q.object for q in quads if isinstance(q.object, (NamedNode, Literal))}

    def set(self, graph: NamedNode, values: Mapping[NamedNode, Term]) -> None:
        """See `Store.set`."""
        self.engine.extend(Quad(graph, predicate, value, graph) for predicate, value in values.items())

    def flush(self) -> None:
        """See `Store.flush`; does nothing for a store that is read only."""
        if self.read_only:
            return
        try:
            self.engine.flush()
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.path}: could not write: {_one_line(error)}", hint=_hint(error)) from error

    def close(self) -> None:
        """Flush, and let go of the engine; closing twice does nothing."""
        if self._store is not None:
            self.flush()
        self._store = None  # Oxigraph has no close: the lock goes when the last reference does


def is_vacant(path: Path) -> bool:
    """True where a store can be made: there is nothing, or an empty folder."""
    return not path.exists() or (path.is_dir() and not any(path.iterdir()))


def _open(path: Path | None, *, read_only: bool) -> ox.Store:
    if path is None:
        return ox.Store()
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a file, not a store", hint="a store is a folder that kg ingest makes")
    if not is_vacant(path) and not (path / "CURRENT").is_file():  # what RocksDB writes first
        raise StoreError(f"{path}: a folder with other files, not a store", hint="name an empty or a new folder")
    try:
        if read_only:
            return ox.Store.read_only(os.fspath(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        return ox.Store(path)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path}: could not open the store: {_one_line(error)}", hint=_hint(error)) from error


def _data(triples: Collection[Triple]) -> str:
    """The triples as SPARQL writes them; sorted, so that a change has one text."""
    return " .\n".join(sorted(str(triple) for triple in triples))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _hint(error: Exception) -> str | None:
    text = str(error).lower()
    if "lock" in text:
        return "another kg is writing to it; wait until it ends, or name another store"
    if "no space" in text:
        return "the disk is full"
    if "permission" in text or "read-only" in text or "read only" in text:
        return "no permission to write there"
    if "corrupt" in text:
        return "the store is damaged, or another process is writing to it"
    return None
