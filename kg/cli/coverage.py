"""`kg coverage`: what was not understood."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import click

from kg.cli.options import language_option, reading, store_option
from kg.cli.texts import extracted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.coverage import Coverage, Gap
    from kg.graph.library import Graph


@click.command("coverage")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option("--summary", is_flag=True, help="Only the counts of each document.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@language_option("Language of all texts.  [default: detected]")
@store_option
def command(paths: tuple[str, ...], summary: bool, form: str, language: str | None, store: str) -> None:
    """List sentences with several entities and no fact.

    These are what extraction may not have understood. PATH is a text or a folder of texts; without one, the
    documents of the store are looked at. jsonl is one JSON object a line: a sentence, or with --summary a document.

    Example: kg coverage --summary
    """
    with _graph(paths, language, store) as graph:
        found = [coverage_of(graph, info.source) for info in graph.documents()]
    for line in _records(found, summary=summary) if form == "jsonl" else _text(found, summary=summary):
        click.echo(line)


def coverage_of(graph: Graph, source: str) -> Coverage:
    """Return the coverage of a document of the graph."""
    from kg.coverage import Reference, find_gaps, sentence_spans

    document = graph.document(source)
    if document is None:
        raise KeyError(source)
    references = [
        Reference(row["start"], row["end"], row["entity"], row["name"])
        for row in graph.run("mentions", {"source": source}).rows()
    ]
    quotes = ((fact["evidence"]["start"], fact["evidence"]["end"]) for fact in graph.facts(document=source))
    return find_gaps(document, sentence_spans(document), references, quotes)


def _graph(paths: tuple[str, ...], language: str | None, store: str) -> AbstractContextManager[Graph]:
    if not paths:
        return reading(store)
    from kg.language import languages
    from kg.read import Options, find_inputs, read

    inputs = find_inputs(paths)
    return extracted(read(inputs, Options(languages(), language)), len(inputs))


def _records(found: Sequence[Coverage], *, summary: bool) -> Iterator[str]:
    for each in found:
        if summary:
            record = {"document": each.source, "sentences": each.sentences, "covered": each.covered}
            yield json.dumps(record, ensure_ascii=False)
            continue
        for gap in each.gaps:
            record = {
                "document": each.source, "start": gap.start, "end": gap.end,
                "sentence": gap.sentence, "entities": list(gap.entities),
            }  # fmt: skip
            yield json.dumps(record, ensure_ascii=False)


def _text(found: Sequence[Coverage], *, summary: bool) -> Iterator[str]:
    if summary:
        from kg.cli.tables import format_rows

        rows = [(each.source, each.sentences, each.covered, _share(each.covered, each.sentences)) for each in found]
        yield format_rows(("document", "sentences", "with facts", "share"), rows, "table")
    else:
        for each in found:
            for gap in each.gaps:
                yield _paragraph(each, gap)
    total, covered = sum(each.sentences for each in found), sum(each.covered for each in found)
    share = f" ({_share(covered, total)})" if total else ""
    yield f"{covered} of {total} sentences with two or more entities have a fact{share}"


def _paragraph(each: Coverage, gap: Gap) -> str:
    place = click.style(f"{each.source}:{gap.start}-{gap.end}", bold=True)
    return f"{place}\n  {' '.join(gap.sentence.split())}\n  {' · '.join(gap.entities)}\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""
