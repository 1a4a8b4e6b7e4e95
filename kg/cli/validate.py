"""`kg validate`: does the graph keep its own rules?"""

from __future__ import annotations

import click

from kg.cli.options import reading, store_option
from kg.model import Severity

INVALID = 1  # exit code


@click.command("validate")
@store_option
@click.pass_context
def command(context: click.Context, store: str) -> None:
    """Check the graph against its SHACL shapes.

    The exit code is 1 if it breaks one.

    Example: kg validate
    """
    from kg.graph.validate import validate

    with reading(store) as graph:
        problems = list(validate(graph))
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    click.echo(f"{errors} problems" if errors else "The graph is valid.", err=True)
    if errors:
        context.exit(INVALID)
