"""What a reader makes of a file, before language and date are settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as its format gives it: not normalised, its language and date perhaps unknown."""

    source: str
    text: str
    language: str | None = None
    title: str | None = None
    published: date | None = None
    author: str | None = None
    media_type: str = "text/plain"


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
