"""`kg export`: the graph for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import as_of_option, output, output_option, reading, store_option

if TYPE_CHECKING:
    from datetime import datetime

# As `kg.graph.export.FORMATS`, which the tests compare: importing it here would load the store's engine for --help.
FORMATS = (
    "facts", "turtle", "nquads", "trig", "jsonld", "rdf12",
    "graphml", "gexf", "csv", "cypher", "followthemoney",
)  # fmt: skip


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="facts", show_default=True, help="What to write.")
@output_option()
@as_of_option
@store_option
def command(form: str, output: str, as_of: datetime | None, store: str) -> None:
    """Write the graph for other programs.

    facts is one JSON object a line: subject, relation, object, status and the words that prove it; csv is a zip archive
    with a table of nodes and one of edges.

    Example: kg export --format facts | head -n 3
    """
    write_export(store, form, output, as_of)
    if output != "-":
        click.echo(f"Wrote {output}", err=True)


def write_export(store: str, form: str, path: str, as_of: datetime | None = None) -> None:
    """Write a store to a file, or to standard output for "-"."""
    from kg.graph.export import export

    with reading(store, as_of) as graph, output(path) as stream:
        export(graph, form, stream)
