"""`kg query`: ask the graph, in SPARQL or by the name of a query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.names import near
from kg.cli.options import as_of_option, output, output_option, reading, store_option
from kg.cli.plain import FORMATS
from kg.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from kg.graph.library import Graph
    from kg.graph.query import NamedQuery
    from kg.graph.results import Answer


@click.command("query")
@click.argument("query", required=False, metavar="[SPARQL|NAME|-]")
@click.argument("values", nargs=-1, metavar="[VALUE…]")
@click.option("-f", "--file", "file", metavar="FILE", help="Read the SPARQL from a file.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS),
    help="How to answer.  [default: table; turtle for CONSTRUCT and DESCRIBE]",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(0), metavar="N", help="Write the first N rows or triples only.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Stop a query that takes longer."
)
@click.option("--explain", "explaining", is_flag=True, help="Carry it out, and show its steps in place of the answer.")
@click.option("--list", "listing", is_flag=True, help="List the named queries.")
@output_option()
@as_of_option
@store_option
def command(
    query: str | None,
    values: tuple[str, ...],
    file: str | None,
    form: str | None,
    limit: int | None,
    timeout: float | None,
    explaining: bool,
    listing: bool,
    output: str,
    as_of: datetime | None,
    store: str,
) -> None:
    """Ask the graph, in SPARQL or by a query's name.

    Prefixes such as kg:, rdfs: and prov: are declared already. A named query takes values: names of entities, or IRIs.
    - reads SPARQL from standard input.

    Example: kg query "SELECT ?name { ?p kg:chiefExecutiveOf ?o . ?p rdfs:label ?name }"
    """
    if listing:
        click.echo(_listed())
        return
    if "-" in (file, query):
        query, file = _sparql(query, file), None
    if explaining:
        with reading(store, as_of) as graph:
            click.echo(_explained(graph, _text(graph, query, values, file), form, timeout))
        return
    arguments = (query, values, file, form, limit, output, as_of, store)
    if timeout is None:
        _run(*arguments)
    else:
        from kg.cli.deadline import within

        within(timeout, output, _run, *arguments)


def _run(
    query: str | None,
    values: tuple[str, ...],
    file: str | None,
    form: str | None,
    limit: int | None,
    output: str,
    as_of: datetime | None,
    store: str,
) -> None:
    with reading(store, as_of) as graph:
        _write(graph.query(_text(graph, query, values, file)).first(limit), form, output)


def _text(graph: Graph, query: str | None, values: tuple[str, ...], file: str | None) -> str:
    """The SPARQL that is meant, with the values of a named query set."""
    from kg.graph.query import filled, named_queries

    named = named_queries()
    if query and query in named and not file:
        return filled(graph.store, query, _parameters(named[query], values), graph.base)
    text = _sparql(query, file)
    if values:
        raise UsageError("only named queries take values", hint="kg query --list shows them")
    if not file and "{" not in text:
        raise UsageError(f"no query named {text!r}", hint=near(text, named) or "kg query --list shows them")
    return text


def _explained(graph: Graph, text: str, form: str | None, timeout: float | None) -> str:
    from kg.cli.tables import FORMATS as TABLES
    from kg.cli.tables import format_rows
    from kg.graph.explain import explain

    if form not in {None, *TABLES}:
        raise UsageError(f"{form}: steps are no triples", hint=", ".join(TABLES))
    steps = [(rows, round(milliseconds, 1), step) for rows, milliseconds, step in explain(graph.store, text, timeout)]
    return format_rows(("rows", "ms", "step"), steps, form or "table")


def _sparql(query: str | None, file: str | None) -> str:
    if file and query:
        raise UsageError("give a query or a file, not both")
    if not file and not query:
        raise UsageError("no query", hint="kg query --list shows the named ones")
    try:
        if "-" in (file, query):
            return sys.stdin.read()
        return Path(file).read_text("utf-8") if file else str(query)
    except UnicodeDecodeError as error:
        raise UsageError(f"{file or '-'}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise UsageError(f"{file}: {(error.strerror or str(error)).lower()}") from error


def _parameters(named: NamedQuery, values: tuple[str, ...]) -> dict[str, str]:
    """Give the values to the query's parameters: by name where one says NAME=VALUE, the others in their order."""
    known = [parameter.name for parameter in named.parameters]
    by_name = {value.partition("=")[0]: value.partition("=")[2] for value in values if _is_named(value, known)}
    others = [value for value in values if not _is_named(value, known)]
    free = [name for name in known if name not in by_name]
    given = by_name | dict(zip(free, others, strict=False))
    missing = [parameter.name for parameter in named.parameters if parameter.required and parameter.name not in given]
    if missing or len(others) > len(free):
        wanted = " ".join(p.name.upper() if p.required else f"[{p.name.upper()}]" for p in named.parameters)
        raise UsageError(f"query {named.name!r} takes {wanted or 'no value'}", hint=f"as in: {named.example}")
    return given


def _is_named(value: str, known: list[str]) -> bool:
    name, sign, _ = value.partition("=")
    return bool(sign) and name in known


def _write(answer: Answer, form: str | None, path: str) -> None:
    from kg.graph.results import write_answer

    with output(path) as stream:
        write_answer(answer, form or answer.form, stream)


def _listed() -> str:
    from kg.cli.tables import format_rows
    from kg.graph.query import named_queries

    rows = [(named.name, named.description, named.example) for named in named_queries().values()]
    return format_rows(("name", "answers", "example"), rows, "table")
