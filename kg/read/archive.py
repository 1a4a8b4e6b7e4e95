"""zip and gzip: files that hold files. Nothing is unpacked to disk, and no more than `kg.read.limits` allows."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.draft import Member
from kg.read.limits import MAX_ENTRIES, MEBIBYTE, Growth
from kg.read.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, BinaryIO

    from _typeshed import WriteableBuffer

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1  # of an entry's flags
# What the two libraries raise for damaged data, in their words or in Python's.
_DAMAGE = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error,
    EOFError, ValueError, NotImplementedError, RuntimeError, LookupError,
)  # fmt: skip


def open_zip(stream: BinaryIO, source: str, growth: Growth) -> Iterator[Member | Problem]:
    """Yield the files of a zip archive, by name; hidden ones and folders are left out."""
    with _seekable(stream) as whole:
        try:
            with zipfile.ZipFile(whole) as archive:
                yield from _entries(archive, source, growth)
        except _DAMAGE as error:
            yield Problem(source, f"not a zip archive, or a damaged one: {_words(error)}")


def _entries(archive: zipfile.ZipFile, source: str, growth: Growth) -> Iterator[Member | Problem]:
    entries = sorted((e for e in archive.infolist() if not e.is_dir()), key=lambda entry: entry.filename)
    if len(entries) > MAX_ENTRIES:
        yield Problem(source, f"more than {MAX_ENTRIES:,} files in the archive")
        return
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        within = f"{source}/{path}"
        if any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
            continue  # as in folders: hidden files, and what macOS adds of its own
        if entry.flag_bits & _ENCRYPTED:
            yield Problem(within, "encrypted", hint="unpack it with its password")
            continue
        try:
            with archive.open(entry) as packed:
                yield Member(within, path.name, io.BufferedReader(Counted(packed, growth), _CHUNK))
        except _DAMAGE as error:
            yield Problem(within, f"damaged in the archive: {_words(error)}")


def open_gzip(stream: BinaryIO, source: str, growth: Growth) -> Iterator[Member | Problem]:
    """Yield the one file of a gzip file, named as the file itself."""
    with gzip.GzipFile(fileobj=stream) as packed:
        name = PurePosixPath(source).name
        counted = Counted(packed, growth)
        yield Member(source, name[: -len(".gz")] if name.lower().endswith(".gz") else name, io.BufferedReader(counted))


class Counted(io.RawIOBase):
    """A stream of unpacked bytes that counts them against the budget, and says damage as `OSError`."""

    def __init__(self, packed: IO[bytes] | gzip.GzipFile, growth: Growth) -> None:
        self._packed, self._growth = packed, growth

    def readable(self) -> bool:
        """Return True: it is read and not written."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer; return the number of bytes. Raises `OSError` for damage, and over the budget."""
        target = memoryview(buffer).cast("B")
        try:
            data = self._packed.read(len(target))
        except _DAMAGE as error:
            raise OSError(f"damaged: {_words(error)}") from error
        self._growth.spend(len(data))
        target[: len(data)] = data
        return len(data)


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give the stream if it can be searched, else a copy: a zip archive is read from its end."""
    if stream.seekable() and not isinstance(getattr(stream, "raw", None), Counted):
        yield stream
        return
    with SpooledTemporaryFile(max_size=16 * MEBIBYTE) as copy:
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
        copy.seek(0)
        yield copy  # type: ignore[misc]  # a binary stream in all but its declared class


def _words(error: BaseException) -> str:
    return one_line(str(error)).lower() or type(error).__name__
