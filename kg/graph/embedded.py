"""Oxigraph in this process: on disk (RocksDB), or in memory."""

from __future__ import annotations

import os
import weakref
from itertools import chain

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.errors import QueryError, StoreError, UsageError
from kg.graph.layout import HISTORY, STORED, note_data, one_line, sparql_data
from kg.graph.log import LONGEST, most_in_log, sync_log
from kg.graph.namefile import NameFile, read_names, stored_keys
from kg.graph.namespaces import KG, PREFIXES
from kg.graph.snapshot import Snapshot

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO, Any

    from pyoxigraph import Triple

    from kg.graph.store import Notes, Results, Term

_DEFAULT = DefaultGraph()


class OxigraphStore:
    """The store in the folder `path`, or one in memory for None.

    One that is read only shows what was there when it was opened, whatever another process writes meanwhile.
    """

    def __init__(self, path: str | os.PathLike[str] | None, *, read_only: bool = False) -> None:
        self.read_only = read_only
        self._folder = os.fspath(path) if path is not None else None
        self._logged = 0  # triples that were changed since tables were written
        self._snapshot: weakref.finalize[..., Any] | None = None
        self._names = NameFile(self._folder) if self._folder and not read_only else None
        self._store: ox.Store | None = (
            self._open_snapshot(self._folder) if self._folder and read_only else _open(self._folder)
        )

    @property
    def path(self) -> Path | None:
        """See `Store.path`."""
        from pathlib import Path

        return Path(self._folder) if self._folder is not None else None

    @property
    def engine(self) -> ox.Store:
        """Oxigraph's own store. Raises `UsageError` when it is closed."""
        if self._store is None:
            raise UsageError(f"{self._folder or 'the store'}: already closed")
        return self._store

    def match(self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """See `Store.match`; reads a snapshot, which later changes don't touch."""
        if subject is not None and predicate is not None and object_ is not None:
            # A tenth of the cost of a pattern, whose triples are made anew from what is stored of their terms.
            held = Quad(subject, predicate, object_, _DEFAULT) in self.engine
            return iter([ox.Triple(subject, predicate, object_)] if held else [])
        return (quad.triple for quad in self.engine.quads_for_pattern(subject, predicate, object_, _DEFAULT))

    def change(self, removed: Collection[Triple], added: Collection[Triple], notes: Notes | None = None) -> None:
        """One transaction: `extend` and a multi-operation `update` both are; `extend` is three times as fast."""
        if self.read_only:
            raise UsageError(f"{self._folder}: opened for reading only")
        old = {document: at for document in notes or () if (at := self.noted(document)) is not None}
        new = {document: at for document, at in (notes or {}).items() if at is not None}
        try:
            self._add_names(added)
            if removed or old:
                self.engine.update(
                    f"DELETE DATA {{ {sparql_data(removed)} {note_data(old)} }} ; "
                    f"INSERT DATA {{ {sparql_data(added)} {note_data(new)} }}"
                )
            elif added or new:
                noted = [Quad(document, STORED, at, HISTORY) for document, at in new.items()]
                self.engine.extend(chain((Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in added), noted))
        except (OSError, RuntimeError) as error:
            raise _unwritten(self._folder, error) from error
        self._logged += len(removed) + len(added)
        if self._folder and self._logged > LONGEST:
            self._write_tables()
        if self._names:
            self._names.lose(sum(triple.predicate == KG.nameKey for triple in removed))

    def noted(self, document: NamedNode) -> Literal | None:
        """See `Store.noted`."""
        quad = next(self.engine.quads_for_pattern(document, STORED, None, HISTORY), None)
        return quad.object if quad and isinstance(quad.object, Literal) else None

    def load_file(self, quads: IO[bytes]) -> None:
        """Fill an empty store from N-Quads. Raises `SyntaxError` for what is none; part of it may be there then."""
        try:
            self.engine.bulk_load(quads, format=RdfFormat.N_QUADS)
            if self._names:
                self._names.write(stored_keys(self))
        except (OSError, RuntimeError) as error:
            raise _unwritten(self._folder, error) from error

    def quads(self) -> Iterator[Quad]:
        """See `Store.quads`."""
        return self.engine.quads_for_pattern(None, None, None, None)

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """See `Store.query`; the prefixes of `kg.graph.namespaces` are declared."""
        variables: dict[ox.Variable, Any] = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            return self.engine.query(sparql, prefixes=dict(PREFIXES), substitutions=variables or None)
        except (SyntaxError, ValueError) as error:
            from kg.graph.malformed import malformed

            raise malformed(sparql, error) from error
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {one_line(error)}") from error

    def name_keys(self) -> Sequence[str]:
        """See `Store.name_keys`."""
        kept = read_names(self._folder) if self._folder else None
        return kept.split("\n") if kept is not None else list(stored_keys(self))

    def settings(self, graph: NamedNode) -> dict[NamedNode, Term]:
        """See `Store.settings`."""
        quads = self.engine.quads_for_pattern(graph, None, None, graph)
        return {q.predicate: q.object for q in quads if isinstance(q.object, (NamedNode, Literal))}

    def set(self, graph: NamedNode, values: Mapping[NamedNode, Term]) -> None:
        """See `Store.set`."""
        try:
            self.engine.extend([Quad(graph, predicate, value, graph) for predicate, value in values.items()])
        except (OSError, RuntimeError) as error:
            raise _unwritten(self._folder, error) from error

    def flush(self) -> None:
        """See `Store.flush`; does nothing for a store that is read only, or in memory."""
        if self.read_only or not self._folder:
            return
        if self._logged > most_in_log(self._folder):
            self._write_tables()
            return
        try:
            self._sync_names()
            sync_log(self._folder)
        except OSError as error:
            raise _unwritten(self._folder, error) from error

    def backup(self, folder: Path) -> None:
        """Copy the store, as it is now, to a folder that isn't there yet. On one file system its tables are linked."""
        try:
            self.engine.backup(folder)
            self._copy_names(folder)
        except (OSError, RuntimeError) as error:
            import shutil

            shutil.rmtree(folder, ignore_errors=True)
            raise _unwritten(folder, error) from error

    def close(self) -> None:
        """Flush, and let go of the engine; closing twice does nothing."""
        try:
            if self._store is not None and not self.read_only:
                self._write_tables()
                self._tidy_names()
        finally:
            self._store = None  # Oxigraph has no close: the lock goes when the last reference does
            if self._snapshot:
                self._snapshot()

    def _write_tables(self) -> None:
        """Have tables hold what stands in the log alone; they survive a power cut, and readers open them at once."""
        try:
            self._sync_names()
            self.engine.flush()
        except (OSError, RuntimeError) as error:
            raise _unwritten(self._folder, error) from error
        self._logged = 0

    def _sync_names(self) -> None:
        if self._names:
            self._names.sync()

    def _add_names(self, added: Collection[Triple]) -> None:
        """Have the file of names hold the keys among the triples, before the store does."""
        keys = [triple.object.value for triple in added if triple.predicate == KG.nameKey] if self._names else []  # type: ignore[union-attr]
        if self._names and keys:
            if self._names.missing:
                self._names.write(stored_keys(self))
            self._names.add(keys)

    def _tidy_names(self) -> None:
        try:
            if self._names and self._names.worn:
                self._names.write(stored_keys(self))
        except OSError:
            pass  # it is right as it is, only long

    def _copy_names(self, folder: Path) -> None:
        """The file is read behind the copy of the store, and so holds all keys of that."""
        names = read_names(self._folder) if self._folder else None
        if names is not None:
            NameFile(os.fspath(folder)).write(names.split("\n")[1:])

    def _open_snapshot(self, folder: str) -> ox.Store:
        _check_folder(folder)
        try:
            snapshot = Snapshot(folder)
        except OSError:  # a folder that we can't write to, and so, it is hoped, nobody does
            return _read(folder, folder)
        self._snapshot = weakref.finalize(self, snapshot.close)  # at the latest when the process ends
        return _read(snapshot.folder, folder)


def is_vacant(path: str | os.PathLike[str]) -> bool:
    """True where a store can be made: there is nothing, or an empty folder."""
    return not os.path.exists(path) or (os.path.isdir(path) and not os.listdir(path))


def _check_folder(folder: str) -> None:
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise StoreError(f"{folder}: a file, not a store", hint="a store is a folder that kg ingest makes")
    if not is_vacant(folder) and not os.path.isfile(f"{folder}/CURRENT"):  # what RocksDB writes first
        raise StoreError(f"{folder}: a folder with other files, not a store", hint="name an empty or a new folder")


def _read(folder: str, named: str) -> ox.Store:
    try:
        return ox.Store.read_only(folder)
    except (OSError, RuntimeError) as error:
        raise _unopened(named, error) from error


def _open(folder: str | None) -> ox.Store:
    if folder is None:
        return ox.Store()
    _check_folder(folder)
    try:
        os.makedirs(os.path.dirname(folder) or ".", exist_ok=True)
        return ox.Store(folder)
    except (OSError, RuntimeError) as error:
        raise _unopened(folder, error) from error


def _unopened(folder: str, error: Exception) -> StoreError:
    return StoreError(f"{folder}: could not open the store: {one_line(error)}", hint=_hint(error))


def _unwritten(place: str | Path | None, error: Exception) -> StoreError:
    return StoreError(f"{place}: could not write: {one_line(error)}", hint=_hint(error))


# What the engine's message says → what the user can do.
_HINTS = (
    ("lock", "another kg is writing to it; wait until it ends, or name another store"),
    ("no space", "the disk is full; nothing is stored by half"),
    ("file too large", "the limit for the size of files is reached; nothing is stored by half"),
    ("permission", "no permission to write there"),
    ("read-only", "no permission to write there"),
    ("corrupt", "the store is damaged; kg restore brings back a backup"),
)


def _hint(error: Exception) -> str | None:
    text = str(error).lower()
    return next((hint for word, hint in _HINTS if word in text), None)
