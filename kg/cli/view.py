"""`kg view`: the graph as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.names import entity_named
from kg.cli.options import as_of_option, language_option, output, output_option, reading, store_option

if TYPE_CHECKING:
    from datetime import datetime


@click.command("view")
@click.option("--focus", multiple=True, metavar="NAME", help="Open on an entity; may be given more than once.")
@click.option("--depth", type=click.IntRange(0, 9), default=1, show_default=True, help="Steps from the focus.")
@language_option("Language of the page.  [default: that of most documents]")
@click.option("--title", default="kg", show_default=True, help="Title of the page.")
@output_option("graph.html")
@as_of_option
@store_option
def command(
    focus: tuple[str, ...],
    depth: int,
    language: str | None,
    title: str,
    output: str,
    as_of: datetime | None,
    store: str,
) -> None:
    """Draw the graph as one page for any browser.

    The page asks no network for anything. A fact that is asserted is a solid line, a plan is dashed, a rumour
    dotted; a click shows the words that prove it.

    Example: kg view --focus Xiaomi --depth 2 -o graph.html
    """
    write_page(store, output, focus=focus, depth=depth, language=language, title=title, as_of=as_of)
    if output != "-":
        click.echo(f"Wrote {output}", err=True)


def write_page(
    store: str,
    path: str,
    *,
    focus: tuple[str, ...] = (),
    depth: int = 1,
    language: str | None = None,
    title: str = "kg",
    as_of: datetime | None = None,
) -> None:
    """Write the page of a store to a file, or to standard output for "-"."""
    from kg.ontology import load_ontology
    from kg.view.page import render

    with reading(store, as_of) as graph:
        known = graph.stats().languages
        page = render(
            graph.facts(),
            {info.source: graph.document(info.source) for info in graph.documents()},
            load_ontology(),
            language=language or max(known, key=lambda code: known[code], default="en"),
            title=title,
            focus=[entity_named(graph, name).iri for name in focus],
            depth=depth,
        )
    with output(path) as stream:
        stream.write(page.encode())
