"""Work that may take too long, in a process that can be killed: the store's engine can't be told to stop."""

from __future__ import annotations

import os
import sys
from multiprocessing import get_context
from typing import TYPE_CHECKING

from kg.cli.options import part_of
from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection


def within(seconds: float, output: str, work: Callable[..., None], *arguments: object) -> None:
    """Do `work` in a process of its own, whose output is ours as it comes. Work and arguments must be picklable.

    What it leaves of the file `output` when it is killed is removed. Raises what the work raises, and `QueryError` when
    it takes longer.
    """
    sys.stdout.flush()
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(theirs, work, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise QueryError(
                f"stopped after {seconds:g} seconds; what was written is not all", hint="--limit, --timeout"
            )
        failure = ours.recv()
    except EOFError:
        raise QueryError("the query took too much memory", hint="--limit") from None
    finally:
        process.kill()
        process.join()
        if output != "-" and process.pid is not None:
            part_of(output, process.pid).unlink(missing_ok=True)
    if failure is not None:
        raise failure


def _do(connection: Connection, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    try:
        work(*arguments)
        sys.stdout.flush()
        connection.send(None)
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        connection.send(error)
    except KgError as error:
        connection.send(_Failure(error))
    except Exception as error:  # noqa: BLE001  (told to the parent, which knows what to say)
        connection.send(error)


class _Failure(KgError):  # noqa: N818
    """One of our errors on its way between processes, with its hint and exit code."""

    def __init__(self, error: KgError) -> None:
        super().__init__(str(error), hint=error.hint)
        self.exit_code = error.exit_code

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (str(self), self.hint, self.exit_code)


def _again(message: str, hint: str | None, exit_code: int) -> _Failure:
    error = KgError(message, hint=hint)
    error.exit_code = exit_code
    return _Failure(error)
