"""`kg demo`: everything once, on the articles that come with `kg`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from kg.errors import ConfigurationError

# In a checkout the examples are beside the package; the wheel carries them inside it.
_HOMES = (Path(__file__).parents[2] / "examples", Path(__file__).parents[1] / "_examples")


@click.command("demo")
@click.argument("folder", default="demo", metavar="[FOLDER]")
@click.pass_context
def command(context: click.Context, folder: str) -> None:
    """Try everything once, on articles that come along.

    The example articles are read into FOLDER, counted, asked a question, and drawn. Each step is shown as
    the command that does it.

    Example: kg demo
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for step in _steps(_examples(), str(place / "kg.db"), str(place / "graph.html")):
        click.echo("$ kg " + shlex.join(step))
        code = context.find_root().command.main(step, prog_name="kg", standalone_mode=False)
        if code:
            context.exit(code)
        click.echo()
    click.echo(f"Open {place.resolve() / 'graph.html'} in a browser.")


def _steps(examples: str, store: str, page: str) -> list[list[str]]:
    return [
        ["ingest", f"{examples}/articles", "--store", store],
        ["stats", "--store", store],
        ["query", "-f", f"{examples}/queries/facts-with-status.rq", "--store", store],
        ["view", "--store", store, "-o", page],
    ]


def _examples() -> str:
    """Return the folder of examples, as short as it can be said from here."""
    for home in _HOMES:
        if home.is_dir():
            return min(str(home), os.path.relpath(home), key=len)
    raise ConfigurationError("the examples are missing", hint="install kg again")
