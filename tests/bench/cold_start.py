"""How long `kg` takes from its start to its end, beside `python -c "import pyoxigraph"`: medians of interleaved runs.

    python tests/bench/cold_start.py [_] [RUNS]

All code is compiled beforehand, as an installed package is. CPU time tells more than wall-clock time where the machine
has other work. "engine alone" is the least that any reader of a store on disk takes.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kg
from tests.bench.store_cost import made, put

ROOT = Path(__file__).parents[2]
ENGINE = "import pyoxigraph as ox, sys; bool(ox.Store.read_only(sys.argv[1]).query('ASK {}'))"
SCRIPT = "from kg.cli import main; main()"  # what the installed command `kg` consists of


def commands(store: str) -> dict[str, list[str]]:
    """The arguments of Python by what is shown."""
    return {
        'python -c "import pyoxigraph"': ["-c", "import pyoxigraph"],
        "engine alone": ["-c", ENGINE, store],
        "kg query SPARQL": ["-c", SCRIPT, "query", "ASK {}", "--store", store],
        "python -m kg query SPARQL": ["-m", "kg", "query", "ASK {}", "--store", store],
        "kg query NAME VALUE": ["-c", SCRIPT, "query", "about", "Acme", "--store", store],
        "kg find NAME": ["-c", SCRIPT, "find", "acme", "--store", store],
        "kg --help": ["-c", SCRIPT, "--help"],
    }


def run(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall-clock and CPU seconds of a process, which must succeed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/kg.db"
        with kg.open(store) as graph:
            put(graph, [made(number) for number in range(50)])
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        todo = commands(store)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in todo}
        for arguments in todo.values():
            run(arguments, environment)  # compiles
        for _ in range(runs):
            for name, arguments in todo.items():
                taken[name].append(run(arguments, environment))
    bare = [statistics.median(column) for column in zip(*next(iter(taken.values())), strict=True)]
    for name, times in taken.items():
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        shown = f"{wall * 1000:>5.0f} ms ({wall / bare[0]:.1f}), CPU {cpu * 1000:>4.0f} ms ({cpu / bare[1]:.1f})"
        print(f"{name:<30} {shown}")


if __name__ == "__main__":
    main(int(sys.argv[2]) if len(sys.argv) > 2 else 15)
