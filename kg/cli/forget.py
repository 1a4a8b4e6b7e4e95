"""`kg forget`: take documents out of the graph."""

from __future__ import annotations

import click

from kg.cli.names import near
from kg.cli.options import store_option, writing
from kg.errors import UsageError


@click.command("forget")
@click.argument("sources", nargs=-1, required=True, metavar="DOC…")
@store_option
def command(sources: tuple[str, ...], store: str) -> None:
    """Forget documents as if never read.

    DOC is the source as `kg list documents` shows it. If one of them is unknown, nothing is forgotten.

    Example: kg forget news/a.txt
    """
    with writing(store) as graph:
        for source in sources:
            if graph.known(source) is None:
                known = [document.source for document in graph.documents()]
                raise UsageError(f"no document {source!r}", hint=near(source, known) or "kg list documents shows all")
        forgotten = [source for source in dict.fromkeys(sources) if graph.forget(source)]
    for source in forgotten:
        click.echo(f"Forgot {source}", err=True)
