"""`kg score`: extracted facts beside gold ones."""

from __future__ import annotations

import dataclasses
import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import facts
from kg.cli.options import reading, store_option
from kg.cli.tables import format_rows
from kg.cli.texts import extracted, print_problem
from kg.errors import UsageError
from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.graph.library import Graph
    from kg.model import Document
    from kg.read import Input
    from kg.score import Figures, Finding, Gold, Report

BROKEN = 1  # exit code when some of the gold could not be read; the rest is scored all the same


@click.command("score")
@click.argument("gold", type=click.Path(exists=True, path_type=Path), metavar="GOLD")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option("--errors", is_flag=True, help="List what was missed, and what was wrong.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--texts", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER",
    help="Where the gold's articles are.  [default: found above GOLD]",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract.")
@store_option
@click.pass_context
def command(
    context: click.Context,
    gold: Path,
    paths: tuple[str, ...],
    errors: bool,
    form: str,
    texts: Path | None,
    workers: int,
    store: str,
) -> None:
    """Score what was extracted against hand-made gold.

    GOLD is a JSON file, or a folder of them. The facts are those of the store; or, if PATH names texts or folders of
    texts, those that are extracted from them now, with the gold's language and date. A text belongs to the gold
    article of the same file name. JSON Lines of texts with their facts (`text`, `source`, `lang`, `entities`, `facts`)
    are both: kg score a.jsonl a.jsonl.

    Example: kg score gold/ --errors
    """
    from kg.cli.gold import gold_files, read_gold

    read = list(read_gold(gold_files(gold), texts))
    problems = [each for each in read if isinstance(each, Problem)]
    for problem in problems:
        print_problem(problem)
    report = score_graph([each for each in read if not isinstance(each, Problem)], paths, store, workers)
    click.echo(_json(report, errors=errors) if form == "json" else "\n".join(_lines(report, errors=errors)))
    if problems:
        context.exit(BROKEN)


def score_graph(golds: Sequence[Gold], paths: tuple[str, ...], store: str, workers: int = 1) -> Report:
    """Score the facts of a store, or of the texts if there are any; articles without a fact are named."""
    from kg.ontology import load_ontology
    from kg.score import score

    symmetric = {name for name, relation in load_ontology().relations.items() if relation.symmetric}
    with _graph(golds, paths, store, workers) as graph:
        report = score(golds, graph.facts(), symmetric)
    for path in report.absent:
        click.echo(f"Warning: {path}: no facts, all of its gold is missed", err=True)
    return report


def _graph(golds: Sequence[Gold], paths: tuple[str, ...], store: str, workers: int) -> AbstractContextManager[Graph]:
    if not paths:
        return reading(store)
    from kg.cli.gold import LINES
    from kg.read import find_inputs
    from kg.score.report import document_name

    by_name = {document_name(gold.path): gold for gold in golds}
    inputs = [
        each for each in find_inputs(paths) if each.source.endswith(LINES) or document_name(each.source) in by_name
    ]
    if not inputs:
        raise UsageError(f"{paths[0]}: no text of the gold there", hint="file names must be those of the gold's texts")
    return extracted(_documents(inputs, by_name), len(golds), workers)


def _documents(inputs: Sequence[Input], golds: Mapping[str, Gold]) -> Iterator[Document | Problem]:
    """The texts that the gold is of; those of JSON Lines tell their names, languages and dates themselves."""
    from kg.language import languages
    from kg.read import Options, read
    from kg.score.report import document_name

    for each in inputs:
        gold = golds.get(document_name(each.source))
        found = read([each], Options(languages(), gold.language, gold.published) if gold else Options(languages()))
        yield from (d for d in found if gold or isinstance(d, Problem) or document_name(d.source) in golds)


def _json(report: Report, *, errors: bool) -> str:
    record: dict[str, Any] = {**report.total.as_dict(), "documents": report.documents}
    for name in ("languages", "relations"):
        record[name] = {key: figures.as_dict() for key, figures in getattr(report, name).items()}
    record["findings"] = _counts(report)
    if errors:
        record["errors"] = [dataclasses.asdict(finding) for finding in report.findings]
    return json.dumps(record, ensure_ascii=False, indent=1)


def _lines(report: Report, *, errors: bool) -> Iterator[str]:
    if errors:
        yield from (_paragraph(finding) for finding in report.findings)
        yield ""
    yield _table({"all": report.total, **report.languages}, _ALL)
    yield ""
    yield _table(report.relations, _BY_RELATION)
    yield ""
    yield ", ".join(f"{count} {kind}" for kind, count in _counts(report).items())


_ALL = {
    "gold": "gold", "found": "predicted", "precision": "precision", "recall": "recall", "F1": "f1",
    "F1 with status": "f1_with_status", "status": "status_accuracy", "attribution": "attribution_accuracy",
    "time": "time_accuracy", "quotes": "quotes_in_place",
}  # fmt: skip
_BY_RELATION = {header: _ALL[header] for header in list(_ALL)[:7]}


def _table(figures: Mapping[str, Figures], columns: Mapping[str, str]) -> str:
    rows = []
    for name, each in figures.items():
        values = each.as_dict()
        if values["gold"] or values["predicted"]:  # all of the others were optional
            rows.append((name, *(_cell(values[column]) for column in columns.values())))
    return format_rows(("", *columns), rows, "table")


def _cell(value: float | None) -> str | None:
    return f"{value:.3f}" if isinstance(value, float) else None if value is None else str(value)


def _counts(report: Report) -> dict[str, int]:
    from kg.score import FindingKind

    return {kind.value: report.count(kind) for kind in FindingKind}


_COLOURS = {"missed": "yellow", "wrong": "red", "swapped": "magenta", "status": "cyan"}


def _paragraph(finding: Finding) -> str:
    """An error on two lines: what it is, and the words with their place."""
    kind = click.style(f"{finding.kind.value.upper():<8}", fg=_COLOURS[finding.kind.value])
    said = f"{facts.value(finding.subject)} {finding.relation} {facts.value(finding.object)} [{finding.status}]"
    wanted = f", gold {finding.wanted}" if finding.wanted else ""
    place = finding.document + (f":{finding.start}" if finding.start is not None else "")
    rule = f" ({finding.rule})" if finding.rule else ""
    return f"{kind}{said}{wanted}\n        {place} “{' '.join(finding.quote.split())}”{rule}"
