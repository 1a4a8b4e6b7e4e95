"""Backups: a copy of the store's folder, or one portable file, and back again.

A folder is Oxigraph's own copy, made in no time and linked to the store's files where it can be. A file (`.nq`, or
`.nq.gz`) holds every quad as N-Quads, the store's settings included, and a last line that counts them: what ends before
it was cut off. Any SPARQL server can be restored from it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self, cast

from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.errors import StoreError, UsageError
from kg.graph.embedded import OxigraphStore, is_vacant
from kg.graph.layout import one_line
from kg.graph.library import Graph, open_graph
from kg.graph.store import Store

_END = re.compile(rb"# end of backup: (\d+) quads\s*")


def backup(graph: Graph, target: Path) -> None:
    """Copy the store as it is now to `target`, a file `*.nq` or `*.nq.gz`, or else a folder; it may not be there yet.

    Raises `UsageError` when it is, or when the store can't be copied as a folder; `StoreError` when writing fails.
    """
    if target.exists():
        raise UsageError(f"{target}: is there already", hint="a backup overwrites nothing")
    if _is_file(target):
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            _dump(graph.store, part, compressed=target.suffix == ".gz")
            part.replace(target)
        except OSError as error:
            raise _unwritten(target, error) from error
        finally:
            part.unlink(missing_ok=True)
    elif isinstance(graph.store, OxigraphStore) and graph.path:
        graph.store.backup(target)
    else:
        raise UsageError(f"{target}: only a store on disk is copied as a folder", hint="name a file: backup.nq.gz")


def restore(source: Path, target: str) -> int:
    """Make the store `target` from a backup, and return its number of documents.

    A folder appears when all is in it, and not at all when something fails; it may not be there yet. On a SPARQL
    server a restore that was interrupted goes on where it was. Raises `UsageError` when the backup is none or the
    target is no empty store, `StoreError` when the backup is damaged or writing fails.
    """
    if not source.exists():
        raise UsageError(f"{source}: no such file or folder")
    if target.startswith(("http://", "https://")):
        return _restore_to_server(source, target)
    folder = Path(target)
    if not is_vacant(folder):
        raise UsageError(f"{folder}: is there already", hint="restore to another place, and move it when you are sure")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(source, made / "store")
        (made / "store").replace(folder)
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return _documents(target)


def _fill(source: Path, folder: Path) -> None:
    if source.is_dir():
        with open_graph(source, read_only=True):  # a store of ours, and whole
            pass
        folder.mkdir()
        for file in filter(Path.is_file, source.iterdir()):  # and no folders of readers
            shutil.copyfile(file, folder / file.name)
        return
    store = OxigraphStore(folder)
    try:
        with _Lines(source) as lines, lines.whole():
            store.load_file(cast("IO[bytes]", lines))
    finally:
        store.close()
    open_graph(folder, read_only=True).close()


def _restore_to_server(source: Path, target: str) -> int:
    """Adding a quad again changes nothing, so pieces that were loaded are only skipped to save time."""
    from kg.graph.remote import SparqlStore

    store = SparqlStore(target)
    try:
        if source.is_dir():
            with open_graph(source, read_only=True) as graph:
                store.load_pieces(graph.store.quads(), "")
        else:
            with source.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            store.load_pieces(_quads(source), digest)
    finally:
        store.close()
    return _documents(target)


def _documents(target: str) -> int:
    with open_graph(target, read_only=True) as graph:
        return sum(1 for _ in graph.sources())


def _unwritten(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path}: could not write: {(error.strerror or str(error)).lower()}")


def _is_file(path: Path) -> bool:
    return path.name.endswith((".nq", ".nq.gz"))


def _dump(store: Store, path: Path, *, compressed: bool) -> None:
    count = 0

    def counted() -> Iterator[Quad]:
        nonlocal count
        for quad in store.quads():
            count += 1
            yield quad

    # No time in the header of gzip: the same store gives the same bytes. Level 3 takes a third of the time of 9.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 3, raw, 0) if compressed else raw as out:
        serialize(counted(), cast("IO[bytes]", out), format=RdfFormat.N_QUADS)
        out.write(f"# end of backup: {count} quads\n".encode())
        out.flush()
        os.fsync(raw.fileno())


def _quads(path: Path) -> Iterator[Quad]:
    """The quads of a backup. Raises `StoreError` where it is damaged, or ends before its end."""
    with _Lines(path) as lines, lines.whole():
        yield from parse(cast("IO[bytes]", lines), format=RdfFormat.N_QUADS)


class _Lines:
    """A backup, of which the lines are counted and the last is kept. Raises `UsageError` for a file of another name."""

    def __init__(self, path: Path) -> None:
        if not _is_file(path):
            raise UsageError(f"{path}: no backup", hint="kg backup writes a folder, *.nq or *.nq.gz")
        self._path = path
        self._raw = path.open("rb")
        self._file = cast("IO[bytes]", gzip.GzipFile(fileobj=self._raw)) if path.suffix == ".gz" else self._raw
        self._tail = b""
        self._ends = 0

    def read(self, size: int = -1) -> bytes:
        """Read as a file does. Raises `StoreError` where it can't be read or unpacked."""
        try:
            data = self._file.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise StoreError(f"{self._path}: a damaged backup: {error}") from error
        self._ends += data.count(b"\n")
        self._tail = (self._tail + data)[-100:]  # longer than the last line can be
        return data

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Raise `StoreError` when what was read meanwhile is no N-Quads, or ends before its end: a line is a quad."""
        try:
            yield
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self._path}: a damaged backup: {one_line(error)}") from error
        end = _END.fullmatch(self._tail.rstrip(b"\n").rpartition(b"\n")[2])
        if end is None or int(end[1]) != self._ends - 1:
            raise StoreError(f"{self._path}: a backup that was cut off after line {self._ends}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._raw.close()
