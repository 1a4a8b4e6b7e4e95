"""`kg import`: take in what `kg export` wrote."""  # noqa: N999  (commands have the names of their files)

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.cli.options import store_option, writing
from kg.errors import UsageError
from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

FAILED = 1  # exit code when something could not be read; the rest is stored all the same
_FACTS = ".jsonl"


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@store_option
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], store: str) -> None:
    """Take in graphs or facts that were exported.

    FILE is N-Quads (.nq), N-Triples, Turtle, TriG, JSON-LD (.jsonld) or facts (.jsonl), also with .gz. A document
    replaces what it said before; all that follows is derived again. Facts bring quotes, and no texts.

    Example: kg import graph.nq --store imported.db
    """
    for name in files:
        if not Path(name).is_file():
            raise UsageError(f"{name}: no such file")
        _suffix(name)
    problems = [problem for name in files for problem in _import(name, store)]
    if problems:
        context.exit(FAILED)


def _import(name: str, store: str) -> list[Problem]:
    from kg.graph.imports import SYNTAXES, import_facts, import_graph, read_graph

    with _open(name) as stream:
        if _suffix(name) == _FACTS:
            with writing(store, create=True) as graph:
                return _told(import_facts(stream, name, graph), name)
        given = read_graph(stream, SYNTAXES[_suffix(name)], name)
    with given, writing(store, create=True, base=given.base) as graph:
        return _told(import_graph(given, graph), name)


def _told(results: Iterable[str | Problem], name: str) -> list[Problem]:
    problems, documents = [], 0
    for each in results:
        if isinstance(each, Problem):
            problems.append(each)
            click.echo(f"Problem: {each}", err=True)
        else:
            documents += 1
    click.echo(f"{name}: {documents} documents" + (f", {len(problems)} problems" if problems else ""))
    return problems


def _open(name: str) -> IO[bytes]:
    return gzip.open(name) if name.endswith(".gz") else Path(name).open("rb")  # type: ignore[return-value]


def _suffix(name: str) -> str:
    from kg.graph.imports import SYNTAXES

    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    if suffix not in {*SYNTAXES, _FACTS}:
        raise UsageError(f"{name}: not a format that can be imported", hint=", ".join((*SYNTAXES, _FACTS)))
    return suffix
