"""Paths, folders, addresses of the web and standard input: finding what to read, and reading it one by one."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.model import Document, Problem, Severity
from kg.read.document import Options, finish
from kg.read.fetch import fetch, is_url
from kg.read.formats import known_suffixes, reader_by_content, reader_by_media_type, reader_for
from kg.read.limits import Growth
from kg.read.unpack import HEAD, drafts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One file or page to read. `source` is its path or address as given, and within folders the path on from there."""

    source: str
    problem: Problem | None = None  # why it is not read


def find_inputs(paths: Iterable[str]) -> list[Input]:
    """Return the files that the paths stand for: folders with all below them, sorted, hidden ones left out.

    A file given twice is read once. Files in folders whose names tell no known format become warnings, so that nothing
    is passed over in silence.

    Raises:
        UsageError: a path that does not exist; before anything is read, for it is mostly a slip.
    """
    found: dict[str, Input] = {}
    for path in paths:
        for each in _below(path):
            found.setdefault(each.source, _nameable(each))
    return list(found.values())


def read(inputs: Iterable[Input], options: Options) -> Iterator[Document | Problem]:
    """Yield the documents in the inputs, in order, and a problem for each that can't be read."""
    for each in inputs:
        if each.problem:
            yield each.problem
        elif is_url(each.source):
            yield from _read_page(each.source, options)
        else:
            yield from _read_file(each.source, options)


def _nameable(each: Input) -> Input:
    """Refuse a file whose name is not UTF-8: the source is the document's identity, and could not be stored."""
    try:
        each.source.encode()
    except UnicodeEncodeError:
        name = os.fsencode(each.source).decode(errors="backslashreplace")
        return Input(name, Problem(name, "its name is not valid UTF-8", hint="rename the file"))
    return each


def _below(path: str) -> Iterator[Input]:
    if path == STANDARD_INPUT or is_url(path):
        yield Input(path)
    elif os.path.isdir(path):
        yield from _walk(PurePath(path))
    elif os.path.lexists(path):
        yield Input(str(PurePath(path)))
    else:
        raise UsageError(f"{path}: no such file or folder")


def _walk(folder: PurePath) -> Iterator[Input]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Input(str(folder), _unreadable(str(folder), error))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif entry.is_file():  # not a pipe, which would be waited for; not a link to a folder, which may lead back here
            yield Input(str(path), None if reader_for(entry.name) else _unknown_format(str(path)))


def _read_file(source: str, options: Options) -> Iterator[Document | Problem]:
    try:
        with _open(source) as stream:
            kind = reader_for(source) or reader_by_content(stream.peek(HEAD)[:HEAD])
            growth = Growth(os.fstat(stream.fileno()).st_size)
            for draft in drafts(stream, source, kind, growth):
                yield draft if isinstance(draft, Problem) else finish(draft, options)
    except OSError as error:
        yield _unreadable(source, error)


def _read_page(url: str, options: Options) -> Iterator[Document | Problem]:
    page = fetch(url, allow_private=options.allow_private)
    if isinstance(page, Problem):
        yield page
        return
    by_type = reader_by_media_type(page.media_type)
    kind = by_type or reader_for(urlsplit(page.url).path) or reader_by_content(page.data[:HEAD])
    try:
        for draft in drafts(io.BytesIO(page.data), url, kind, Growth(len(page.data))):
            yield draft if isinstance(draft, Problem) else finish(draft, options)
    except OSError as error:
        yield _unreadable(url, error)


def _open(source: str) -> BufferedReader:
    if source == STANDARD_INPUT:
        return open(os.dup(sys.stdin.fileno()), "rb")  # a copy: closing it leaves the process its own
    return Path(source).open("rb")


def _unreadable(source: str, error: OSError) -> Problem:
    return Problem(source, f"can't be read: {(error.strerror or str(error)).lower()}")


def _unknown_format(source: str) -> Problem:
    return Problem(source, "passed over: not a known format", Severity.WARNING, hint=f"known: {known_suffixes()}")
