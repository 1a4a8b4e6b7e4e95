"""`kg check`: is the store consistent with itself?"""

from __future__ import annotations

import click

from kg.cli.options import reading, store_option

INCONSISTENT = 1  # exit code


@click.command("check")
@store_option
@click.pass_context
def command(context: click.Context, store: str) -> None:
    """Derive again all that is derived, and compare.

    Labels, plain triples, facts and runs are computed anew from what each document says. The exit code is 1 if
    anything differs.

    Example: kg check
    """
    from kg.graph.check import check

    found = 0
    with reading(store) as graph:
        for problem in check(graph):
            click.echo(str(problem))
            found += 1
    click.echo(f"{found} problems" if found else "The store is consistent.", err=True)
    if found:
        context.exit(INCONSISTENT)
