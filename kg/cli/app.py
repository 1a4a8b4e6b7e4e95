"""The group of all commands, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from kg import __version__
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# In the order in which one meets them; each is `kg/cli/<name>.py` with a click command `command` in it.
COMMANDS = (
    "demo", "ingest", "query", "find", "show", "why", "view", "path", "list", "stats", "diff", "export", "import",
    "validate", "check", "forget", "backup", "restore", "serve", "score", "coverage",
)  # fmt: skip
_CANCELLED = 130  # as shells say of a program that was interrupted (128 + SIGINT)
_BROKEN_PIPE = 1  # as click leaves when the reader of a pipe went away


class LazyGroup(click.Group):
    """Commands that are imported when they are called, so that `kg --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all commands."""
        return list(COMMANDS)

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


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with 0, 1 (the work failed) or 2 (wrong use); errors are one line, and a hint."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = kg.main(given, prog_name="kg", standalone_mode=False) or 0
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer has no reader either: let it go where the interpreter's own flush can't fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _BROKEN_PIPE
    except Exception as error:
        if "--debug" in given:
            raise
        code = _report(error)
    except KeyboardInterrupt:
        code = _CANCELLED
    sys.exit(code)


def _report(error: Exception) -> int:
    """Print the error as one line, and its hint as another; return the exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return _CANCELLED
    message, hint, code = _explain(error)
    click.echo("Error: " + " ".join(message.split()), err=True)
    if hint:
        click.echo(f"Hint: {hint}", err=True)
    return code


def _explain(error: Exception) -> tuple[str, str | None, int]:
    if isinstance(error, KgError):
        return str(error), error.hint, error.exit_code
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        return error.format_message(), f"{context.command_path} --help" if context else None, error.exit_code
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{(error.strerror or str(error)).lower()}", None, 1
    return f"unexpected {type(error).__name__}: {error}", "run it again with --debug and report what it shows", 1
