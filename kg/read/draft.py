"""What a reader makes of a file, before language and date are settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from io import BufferedReader
    from typing import BinaryIO

    from kg.read.limits import Growth


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as its format gives it: not normalised, its language and date perhaps unknown.

    A paged one is normalised already, as its pages are told by their offsets.
    """

    source: str
    text: str
    language: str | None = None
    title: str | None = None
    published: date | None = None
    author: str | None = None
    media_type: str = "text/plain"
    pages: tuple[int, ...] = ()  # offset at which each page starts


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: which files are of it, and how the drafts in such a file are read.

    `read` takes an open binary stream and the source's name, and yields the drafts in it, and a `Problem` for whatever
    of it can't be read. It raises nothing but `OSError`. To add a format, write one and list it in `kg.read.formats`.
    """

    name: str  # "HTML", as messages say it
    suffixes: tuple[str, ...]  # lower case, with the dot
    read: Callable[[BinaryIO, str], Iterator[Draft | Problem]]
    signatures: tuple[bytes, ...] = ()  # how such a file begins, lower case: for files whose name does not tell
    media_types: tuple[str, ...] = ()  # as web servers say it
    many: bool = False  # a file of it holds any number of documents


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file. `source` names both; `name` tells its format."""

    source: str
    name: str
    stream: BufferedReader


@dataclass(frozen=True, slots=True)
class Archive:
    """A format of files that hold files.

    `open` takes a binary stream, the source's name and the budget for what is unpacked; it yields the files in it, each
    to be read before the next, and a `Problem` for each that can't be. It raises nothing but `OSError`.
    """

    name: str
    suffixes: tuple[str, ...]
    open: Callable[[BinaryIO, str, Growth], Iterator[Member | Problem]]
    signatures: tuple[bytes, ...] = ()
    media_types: tuple[str, ...] = ()
    many: bool = False  # it holds any number of files
