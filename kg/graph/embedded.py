"""Oxigraph in this process: on disk (RocksDB), or in memory."""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.namespaces import PREFIXES
from kg.graph.snapshot import Snapshot
from kg.graph.store import HISTORY, STORED, Notes, Results, Term, note_data, one_line, sparql_data

_DEFAULT = DefaultGraph()


class OxigraphStore:
    """The store in the folder `path`, or one in memory for None.

    One that is read only shows what was there when it was opened, whatever another process writes meanwhile.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._snapshot: weakref.finalize[..., Any] | None = None
        self._store: ox.Store | None = self._open_snapshot(path) if path and read_only else _open(path)

    @property
    def engine(self) -> ox.Store:
        """Oxigraph's own store. Raises `UsageError` when it is closed."""
        if self._store is None:
            raise UsageError(f"{self.path or 'the store'}: already closed")
        return self._store

    def match(self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """See `Store.match`; reads a snapshot, which later changes don't touch."""
        return (quad.triple for quad in self.engine.quads_for_pattern(subject, predicate, object_, _DEFAULT))

    def change(self, removed: Collection[Triple], added: Collection[Triple], notes: Notes | None = None) -> None:
        """One transaction: `extend` and a multi-operation `update` both are; `extend` is three times as fast."""
        if self.read_only:
            raise UsageError(f"{self.path}: opened for reading only")
        old = {document: at for document in notes or () if (at := self.noted(document)) is not None}
        new = {document: at for document, at in (notes or {}).items() if at is not None}
        try:
            if removed or old:
                self.engine.update(
                    f"DELETE DATA {{ {sparql_data(removed)} {note_data(old)} }} ; "
                    f"INSERT DATA {{ {sparql_data(added)} {note_data(new)} }}"
                )
            elif added or new:
                quads = [Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in added]
                self.engine.extend([*quads, *(Quad(document, STORED, at, HISTORY) for document, at in new.items())])
        except (OSError, RuntimeError) as error:
            raise _unwritten(self.path, error) from error

    def noted(self, document: NamedNode) -> Literal | None:
        """See `Store.noted`."""
        quad = next(self.engine.quads_for_pattern(document, STORED, None, HISTORY), None)
        return quad.object if quad and isinstance(quad.object, Literal) else None

    def load(self, quads: Iterator[Quad]) -> None:
        """See `Store.load`; all of it, or nothing."""
        try:
            self.engine.bulk_extend(quads)
        except (OSError, RuntimeError) as error:
            raise _unwritten(self.path, error) from error

    def quads(self) -> Iterator[Quad]:
        """See `Store.quads`."""
        return self.engine.quads_for_pattern(None, None, None, None)

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """See `Store.query`; the prefixes of `kg.graph.namespaces` are declared."""
        variables: dict[ox.Variable, Any] = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            return self.engine.query(sparql, prefixes=dict(PREFIXES), substitutions=variables or None)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the query is not SPARQL: {one_line(error)}") from error
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {one_line(error)}") from error

    def settings(self, graph: NamedNode) -> dict[NamedNode, Term]:
        """See `Store.settings`."""
        quads = self.engine.quads_for_pattern(graph, None, None, graph)
        return {q.predicate: q.object for q in quads if isinstance(q.object, (NamedNode, Literal))}

    def set(self, graph: NamedNode, values: Mapping[NamedNode, Term]) -> None:
        """See `Store.set`."""
        try:
            self.engine.extend([Quad(graph, predicate, value, graph) for predicate, value in values.items()])
        except (OSError, RuntimeError) as error:
            raise _unwritten(self.path, error) from error

    def flush(self) -> None:
        """See `Store.flush`; does nothing for a store that is read only."""
        if self.read_only:
            return
        try:
            self.engine.flush()
        except (OSError, RuntimeError) as error:
            raise _unwritten(self.path, error) from error

    def backup(self, folder: Path) -> None:
        """Copy the store, as it is now, to a folder that isn't there yet. On one file system its tables are linked."""
        try:
            self.engine.backup(folder)
        except (OSError, RuntimeError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise _unwritten(folder, error) from error

    def close(self) -> None:
        """Flush, and let go of the engine; closing twice does nothing."""
        try:
            if self._store is not None:
                self.flush()
        finally:
            self._store = None  # Oxigraph has no close: the lock goes when the last reference does
            if self._snapshot:
                self._snapshot()

    def _open_snapshot(self, path: Path) -> ox.Store:
        _check_folder(path)
        try:
            snapshot = Snapshot(path)
        except OSError:  # a folder that we can't write to, and so, it is hoped, nobody does
            return _read(path, path)
        self._snapshot = weakref.finalize(self, snapshot.close)  # at the latest when the process ends
        return _read(snapshot.folder, path)


def is_vacant(path: Path) -> bool:
    """True where a store can be made: there is nothing, or an empty folder."""
    return not path.exists() or (path.is_dir() and not any(path.iterdir()))


def _check_folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a file, not a store", hint="a store is a folder that kg ingest makes")
    if not is_vacant(path) and not (path / "CURRENT").is_file():  # what RocksDB writes first
        raise StoreError(f"{path}: a folder with other files, not a store", hint="name an empty or a new folder")


def _read(folder: Path, path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(os.fspath(folder))
    except (OSError, RuntimeError) as error:
        raise _unopened(path, error) from error


def _open(path: Path | None) -> ox.Store:
    if path is None:
        return ox.Store()
    _check_folder(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return ox.Store(path)
    except (OSError, RuntimeError) as error:
        raise _unopened(path, error) from error


def _unopened(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path}: could not open the store: {one_line(error)}", hint=_hint(error))


def _unwritten(path: Path | None, error: Exception) -> StoreError:
    return StoreError(f"{path}: could not write: {one_line(error)}", hint=_hint(error))


# What the engine's message says → what the user can do.
_HINTS = (
    ("lock", "another kg is writing to it; wait until it ends, or name another store"),
    ("no space", "the disk is full; the store is as it was before this document"),
    ("file too large", "the limit for the size of files is reached; the store is as it was before this document"),
    ("permission", "no permission to write there"),
    ("read-only", "no permission to write there"),
    ("corrupt", "the store is damaged; kg restore brings back a backup"),
)


def _hint(error: Exception) -> str | None:
    text = str(error).lower()
    return next((hint for word, hint in _HINTS if word in text), None)
