"""Paths, folders and standard input: finding the files and reading them one by one."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.model import Document, Problem, Severity
from kg.read.document import Options, finish
from kg.read.formats import known_suffixes, reader_by_content, reader_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

STANDARD_INPUT = "-"
_HEAD = 512  # bytes that tell a format: a declaration and some comments may precede "<html"


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read. `source` is its path as given, and within folders the path on from there."""

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
    if path == STANDARD_INPUT:
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
            reader = reader_for(source) or reader_by_content(stream.peek(_HEAD)[:_HEAD])
            for draft in reader.read(stream, source):
                yield draft if isinstance(draft, Problem) else finish(draft, options)
    except OSError as error:
        yield _unreadable(source, error)


def _open(source: str) -> BufferedReader:
    if source == STANDARD_INPUT:
        return open(os.dup(sys.stdin.fileno()), "rb")  # a copy: closing it leaves the process its own
    return Path(source).open("rb")


def _unreadable(source: str, error: OSError) -> Problem:
    return Problem(source, f"can't be read: {(error.strerror or str(error)).lower()}")


def _unknown_format(source: str) -> Problem:
    return Problem(source, "passed over: not a known format", Severity.WARNING, hint=f"known: {known_suffixes()}")
