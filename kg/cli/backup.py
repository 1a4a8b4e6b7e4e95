"""`kg backup`: copy the graph to a safe place, whoever writes to it meanwhile."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import reading, store_option


@click.command("backup")
@click.argument("target", metavar="TARGET")
@store_option
def command(target: str, store: str) -> None:
    """Copy the graph as it is now, even while it is being written to.

    TARGET is a folder to be made, or a file: backup.nq.gz (portable, smaller) or backup.nq. Nothing is overwritten.

    Example: kg backup graph-2025-09-08.nq.gz
    """
    from kg.graph.backup import backup

    with reading(store) as graph:
        backup(graph, Path(target))
        documents = sum(1 for _ in graph.sources())
    click.echo(f"Saved {documents:,} documents to {target}", err=True)
