"""Where `kg` starts, and the one place where errors become a line and an exit code.

`kg query` is what programs call over and over. In its plain forms it is answered without the library that reads the
command line, which alone takes longer to import than the store's engine.
"""

from __future__ import annotations

import os
import sys

from kg.errors import KgError

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_CANCELLED = 130  # as shells say of a program that was interrupted (128 + SIGINT)
_BROKEN_PIPE = 1  # as click leaves when the reader of a pipe went away


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with 0, 1 (the work failed) or 2 (wrong use); errors are one line, and a hint."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
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


def _run(given: list[str]) -> int:
    from kg.cli.plain import answer, plain_query

    plain = plain_query(given)
    if plain is not None:
        answer(plain, sys.stdout.buffer)
        return 0
    from kg.cli.app import run

    return run(given)


def _report(error: Exception) -> int:
    """Print the error as one line, and its hint as another; return the exit code."""
    message, hint, code = _explain(error)
    sys.stderr.write("Error: " + " ".join(message.split()) + "\n" + (f"Hint: {hint}\n" if hint else ""))
    return code


def _explain(error: Exception) -> tuple[str, str | None, int]:
    if isinstance(error, KgError):
        return str(error), error.hint, error.exit_code
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{(error.strerror or str(error)).lower()}", None, 1
    return f"unexpected {type(error).__name__}: {error}", "run it again with --debug and report what it shows", 1
