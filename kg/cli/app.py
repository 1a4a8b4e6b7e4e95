"""The group of all commands."""

from __future__ import annotations

from importlib import import_module

import click

from kg import __version__
from kg.errors import KgError, UsageError

# In the order in which one meets them; each is `kg/cli/<name>.py` with a click command `command` in it, whose help
# begins with these words.
COMMANDS = {
    "demo": "Try everything once, on articles that come along.",
    "ingest": "Read documents into the graph.",
    "query": "Ask the graph, in SPARQL or by a query's name.",
    "find": "Find entities by anything like a name.",
    "show": "Show an entity with its names and facts.",
    "why": "Show the words that prove a fact.",
    "view": "Draw the graph as one page for any browser.",
    "path": "Show how two entities are connected.",
    "list": "List documents, entities or relations.",
    "stats": "Count documents, entities and facts.",
    "diff": "Say what became known, confirmed, denied or ended.",
    "export": "Write the graph for other programs.",
    "import": "Take in graphs or facts that were exported.",
    "validate": "Check the graph against its SHACL shapes.",
    "check": "Derive again all that is derived, and compare.",
    "forget": "Forget documents as if never read.",
    "backup": "Copy the graph as it is now, even while it is being written to.",
    "restore": "Make a store from what `kg backup` wrote.",
    "serve": "Answer SPARQL over HTTP, at /sparql, until Ctrl-C.",
    "score": "Score what was extracted against hand-made gold.",
    "coverage": "List sentences with several entities and no fact.",
}


class LazyGroup(click.Group):
    """Commands that are imported when they are called, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all commands."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (as above)
        """Write what each command is for, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (as above)
        """Import a command, None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name}").command
        if not any(parameter.name == "debug" for parameter in command.params):
            command.params.append(_debug_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and say what is near when there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from kg.cli.names import near

            raise UsageError(f"no command {args[0]!r}", hint=near(args[0], COMMANDS) or "kg --help lists them")
        return super().resolve_command(ctx, args)


def _debug_option() -> click.Option:
    """`--debug` is read by `main`, which has to know it even where the arguments can't be parsed."""
    return click.Option(["--debug"], is_flag=True, expose_value=False, help="Show where an error comes from.")


@click.group(
    cls=LazyGroup,
    params=[_debug_option()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Try: kg demo",
)
@click.version_option(__version__, prog_name="kg")
def kg() -> None:
    """Turn French and English documents into a knowledge graph that one can trust.

    Every fact keeps the words that prove it and what the text commits itself to: a rumour is never a fact.
    """


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code. Raises `UsageError` for arguments that can't be understood."""
    try:
        return kg.main(arguments, prog_name="kg", standalone_mode=False) or 0
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f"{context.command_path} --help" if context else None
        raise (UsageError if error.exit_code == UsageError.exit_code else KgError)(
            error.format_message(), hint=hint
        ) from error
