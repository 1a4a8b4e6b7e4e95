"""`kg find`: entities by anything like their names."""

from __future__ import annotations

import click

from kg.cli.options import reading, store_option
from kg.cli.tables import FORMATS, format_rows
from kg.errors import KgError


@click.command("find")
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many to show at most.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to answer.")
@store_option
def command(name: str, limit: int, form: str, store: str) -> None:
    """Find entities by anything like a name.

    Case, accents and punctuation don't matter, a part of the name will do, and slips are forgiven. Best first.

    Example: kg find corvalen
    """
    from kg.graph.search import search

    with reading(store) as graph:
        hits = search(graph, name, limit)
    if not hits:
        raise KgError(f"no entity has a name like {name!r}", hint="kg list entities shows all")
    headers = ("name", "type", "documents", "likeness", "iri")
    rows = [(h.entity.label, h.entity.type, h.entity.documents, round(h.likeness), h.entity.iri) for h in hits]
    click.echo(format_rows(headers, rows, form))
