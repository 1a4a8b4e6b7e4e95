"""`kg serve`: the graph for other programs, over HTTP."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.errors import UsageError

_MEGABYTE = 1_000_000


@click.command("serve")
@click.option("--sparql-only", is_flag=True, required=True, help="Serve a SPARQL 1.1 endpoint, and no pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 is everybody's.")
@click.option("--port", type=click.IntRange(0, 65535), default=7070, show_default=True, help="0 finds a free one.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query or update that takes longer.",
)
@click.option(
    "--max-size",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="MB",
    help="Refuse answers that are larger.",
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Queries at the same time.")
@click.option(
    "--writable", is_flag=True, help="Carry out updates of named graphs that bring the token of $KG_SERVE_TOKEN."
)
@click.option("--raw", is_flag=True, help="With --writable: updates of the documents' graph as well, on your own risk.")
@click.option("--cors", metavar="ORIGIN", help="Pages of other sites that may ask; * is all.  [default: none]")
@store_option
def command(
    sparql_only: bool,
    host: str,
    port: int,
    timeout: float,
    max_size: int,
    workers: int,
    writable: bool,
    raw: bool,
    cors: str | None,
    store: str,
) -> None:  # fmt: skip
    """Answer SPARQL over HTTP, at /sparql, until Ctrl-C.

    A query that runs over its time is stopped and answered with an error. SERVICE and LOAD are refused. While kg ingest
    writes, queries are answered from the graph as it is then.

    Updates write to named graphs. That of documents is kg's own: with --raw an update may break it, and kg check tells.

    Example: kg serve --sparql-only --port 7070
    """
    from kg.cli.options import reading
    from kg.serve.endpoint import Access, Endpoint, Limits

    del sparql_only  # there are no pages yet that it could leave out
    token = os.environ.get("KG_SERVE_TOKEN")
    if writable and not token:
        raise UsageError("--writable needs a token", hint="set KG_SERVE_TOKEN to a long random text")
    if raw and not writable:
        raise UsageError("--raw is about updates", hint="kg serve --sparql-only --writable --raw")
    with reading(store) as graph:  # to say what is wrong with it before anybody asks
        if graph.path is None:
            raise UsageError(f"{store}: not a store on disk", hint="ask that server itself")
    limits = Limits(timeout, max_size * _MEGABYTE, workers)
    endpoint = Endpoint(Path(store), host, port, limits, Access(token if writable else None, raw, cors))
    try:
        click.echo(f"SPARQL at {endpoint.url} (Ctrl-C stops)", err=True)
        endpoint.serve_forever()
    finally:
        endpoint.server_close()
