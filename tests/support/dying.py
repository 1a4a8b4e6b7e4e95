"""`kg` that kills itself: `python -m tests.support.dying [--die CHANCE] ingest …`.

With that chance at each write to the store, at some moment within it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Sequence

from kg.graph.embedded import OxigraphStore


def main(arguments: Sequence[str]) -> None:
    """Run kg."""
    from kg.cli import main

    if arguments[0] == "--die":
        _dying(float(arguments[1]))
        arguments = arguments[2:]
    main(arguments)


def _dying(chance: float) -> None:
    write = OxigraphStore.change

    def change(self: OxigraphStore, *arguments: object) -> None:
        if random.random() < chance:  # noqa: S311
            delay = random.choice([0, 0.0001, 0.0003, 0.001, 0.003])  # noqa: S311  (a write takes about a millisecond)
            threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
        write(self, *arguments)  # type: ignore[arg-type]

    OxigraphStore.change = change  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    main(sys.argv[1:])
