"""`kg export`: the graph for other programs."""

from __future__ import annotations

import click

from kg.cli.options import output, output_option, reading, store_option

# As `kg.graph.export.FORMATS`, which the tests compare: importing it here would load the store's engine for --help.
FORMATS = ("facts", "turtle", "nquads", "trig", "jsonld")


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="facts", show_default=True, help="What to write.")
@output_option()
@store_option
def command(form: str, output: str, store: str) -> None:
    """Write the graph for other programs.

    facts is one JSON object a line: subject, relation, object, status and the words that prove it.

    Example: kg export --format facts | head -n 3
    """
    write_export(store, form, output)


def write_export(store: str, form: str, path: str) -> None:
    """Write a store to a file, or to standard output for "-"."""
    from kg.graph.export import export

    with reading(store) as graph, output(path) as stream:
        export(graph, form, stream)
