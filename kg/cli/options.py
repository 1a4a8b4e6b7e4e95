"""Options that several commands share, and where output goes."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from kg.cli.plain import STORE, STORE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from kg.graph.library import Graph

Command = TypeVar("Command", bound="Callable[..., Any]")


def store_option(command: Command) -> Command:
    """Add `--store`."""
    return click.option(
        "--store", envvar=STORE_VARIABLE, default=STORE, show_default=True, show_envvar=True, metavar="FOLDER",
        help="Where the graph is kept; http://… is a SPARQL server.",
    )(command)  # fmt: skip


def output_option(default: str = "-") -> Callable[[Command], Command]:
    """Add `-o/--output`."""
    return click.option(
        "-o", "--output", default=default, show_default=True, metavar="FILE", help="Where to write; - is for pipes."
    )  # fmt: skip


def language_option(help_text: str) -> Callable[[Command], Command]:
    """Add `--lang`, with the languages that there are."""
    from kg.language import languages

    return click.option("--lang", "language", type=click.Choice(languages()), help=help_text)


def as_of_option(command: Command) -> Command:
    """Add `--as-of`."""
    return click.option(
        "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
        help="The graph as the documents published until that day tell it.",
    )(command)  # fmt: skip


@contextmanager
def reading(store: str, as_of: datetime | None = None) -> Iterator[Graph]:
    """Open a store that must be there, to read it; with `as_of` as the documents published until that day tell it."""
    import kg

    with kg.open(store, read_only=True, create=False) as graph:
        if as_of is None:
            yield graph
            return
        from kg.graph import copies

        if without := copies.undated(graph.store):
            click.echo(f"Left out: {without} documents without a date of publication", err=True)
        with copies.as_of(graph, as_of.date()) as then:
            yield then


@contextmanager
def writing(store: str, *, create: bool = False, base: str | None = None) -> Iterator[Graph]:
    """Open a store to change it; `base` is that of a new one, and must be that of one that is there."""
    import kg

    with kg.open(store, create=create, base=base) as graph:
        yield graph


@contextmanager
def output(path: str) -> Iterator[BinaryIO]:
    """Give a stream to write to; a file appears when all of it is written, and not at all when the work fails."""
    if path == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.exists() and not target.is_file():  # a pipe or /dev/null can't be replaced
        with target.open("wb") as stream:
            yield stream
        return
    part = part_of(path, os.getpid())
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(target)
    except OSError as error:
        error.filename = error.filename or path  # a full disk doesn't say it
        raise
    finally:
        part.unlink(missing_ok=True)


def part_of(path: str, process: int) -> Path:
    """Where a process writes what becomes the file when it is whole."""
    target = Path(path)
    return target.with_name(f".{target.name}.{process}.part")
