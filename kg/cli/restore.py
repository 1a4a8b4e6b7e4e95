"""`kg restore`: make a store from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import store_option


@click.command("restore")
@click.argument("source", metavar="BACKUP")
@store_option
def command(source: str, store: str) -> None:
    """Make a store from what `kg backup` wrote.

    The store may not be there yet; it appears when all is in it. One on a SPARQL server may be empty, or hold a part of
    the same backup: a restore that was interrupted goes on where it was.

    Example: kg restore graph-2025-09-08.nq.gz --store restored.db
    """
    from kg.graph.backup import restore

    click.echo(f"Restored {restore(Path(source), store):,} documents to {store}", err=True)
