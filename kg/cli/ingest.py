"""`kg ingest`: read documents into the graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import language_option, output, store_option, writing
from kg.cli.progress import progress_bar
from kg.model import Severity

if TYPE_CHECKING:
    from datetime import date, datetime

    from kg.pipeline import Event, Summary
    from kg.read import Input

FAILED = 1  # exit code when something could not be read; the rest is stored all the same


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@store_option
@language_option("Language of all inputs.  [default: detected]")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="Day on which all inputs were published.  [default: the document's own date]",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract.")
@click.option("--allow-private", is_flag=True, help="Fetch pages of the local network, too.")
@click.option("--replace", is_flag=True, help="Read again what is unchanged, too.")
@click.option("--prune", is_flag=True, help="Forget the documents that a folder held and holds no more.")
@click.option("--report", metavar="FILE", help="Write what became of each document, as JSON.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    store: str,
    language: str | None,
    published: datetime | None,
    workers: int,
    allow_private: bool,
    replace: bool,
    prune: bool,
    report: str | None,
) -> None:
    """Read documents into the graph.

    PATH is a file (text, HTML, PDF, Word, mail, JSON Lines, CSV, RSS or Atom, also in zip and gz), a folder of them,
    the address of a page, or - for standard input. What is unchanged is skipped, what changed replaces what it said
    before. Whatever can't be read is named, the rest goes on, and the exit code is 1.

    Example: kg ingest news/ --workers 2
    """
    day = published.date() if published else None
    summary, events = ingest_paths(
        paths,
        store,
        language=language,
        published=day,
        workers=workers,
        replace=replace,
        prune=prune,
        allow_private=allow_private,
    )
    click.echo(describe(summary), err=report == "-")
    if report:
        with output(report) as stream:
            stream.write(json.dumps(_report(summary, events), ensure_ascii=False, indent=1).encode() + b"\n")
    if summary.failed:
        context.exit(FAILED)


def ingest_paths(
    paths: tuple[str, ...],
    store: str,
    *,
    language: str | None = None,
    published: date | None = None,
    workers: int = 1,
    allow_private: bool = False,
    replace: bool = False,
    prune: bool = False,
) -> tuple[Summary, list[Event]]:
    """Ingest files, folders, pages and standard input with a progress bar; problems are printed as they come."""
    from kg.language import languages
    from kg.pipeline import Summary, ingest
    from kg.pipeline import prune as forget_gone
    from kg.read import Options, find_inputs, folders_of, read

    folders = folders_of(paths) if prune else []
    inputs = find_inputs(paths)
    options = Options(languages(), language, published, allow_private)
    summary, events = Summary(), []
    with writing(store, create=True) as graph, progress_bar("Reading", _expected(inputs)) as advance:
        documents = read(inputs, options)
        for event in ingest(graph, documents, languages=languages(), workers=workers, replace=replace):
            summary.add(event)
            events.append(event)
            advance(event.source)
            _print_problems(event)
        for source in forget_gone(graph, folders, events):
            summary.outcomes["forgotten"] += 1
            click.echo(f"Forgot {source}", err=True)
    return summary, events


def describe(summary: Summary) -> str:
    """Return the counts of a run as two lines."""
    outcomes = {name: summary.outcomes[name] for name in ("new", "replaced", "unchanged")}
    forgotten = summary.outcomes["forgotten"]
    warnings = len(summary.problems) - summary.failed
    counts = [*outcomes.items(), ("failed", summary.failed)]
    facts = ", ".join(f"{count} {status}" for status, count in sorted(summary.statuses.items()))
    return (
        f"Documents: {sum(outcomes.values())} ({', '.join(f'{n} {name}' for name, n in counts if n) or 'none'})"
        f"{f'; {forgotten} forgotten' if forgotten else ''}{f'; {warnings} warnings' if warnings else ''}\n"
        f"Facts read: {sum(summary.statuses.values())}" + (f" ({facts})" if facts else "")
    )


def _expected(inputs: list[Input]) -> int | None:
    """How many events will come; a file of JSON Lines gives any number, and so may a page and an archive."""
    from kg.read.fetch import is_url
    from kg.read.formats import reader_for

    many = any((reader := reader_for(each.source)) and reader.many for each in inputs)
    return None if many or any(each.source == "-" or is_url(each.source) for each in inputs) else len(inputs)


def _print_problems(event: Event) -> None:
    for problem in event.problems:
        click.echo(f"{'Warning' if problem.severity is Severity.WARNING else 'Problem'}: {problem}", err=True)


def _report(summary: Summary, events: list[Event]) -> dict[str, Any]:
    return {
        "documents": dict(summary.outcomes) | {"failed": summary.failed},
        "facts": dict(sorted(summary.statuses.items())),
        "sources": [
            {"source": e.source, "outcome": e.outcome.value, "facts": len(e.statuses)} for e in events if e.outcome
        ],
        "problems": [
            {
                "source": p.source, "message": p.message, "severity": p.severity.value,
                "line": p.line, "offset": p.offset, "hint": p.hint,
            }
            for p in summary.problems
        ],
    }  # fmt: skip
