"""How the engine carries a query out: its steps, with their rows and times.

pyoxigraph has no door to Oxigraph's explanations, but Oxigraph's own program (`pip install oxigraph`) has. It carries
the query out over a snapshot of the store, and so tells what was and not what might be.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError, UsageError
from kg.graph.embedded import OxigraphStore
from kg.graph.namespaces import PREFIXES
from kg.graph.snapshot import Snapshot
from kg.graph.sparql import check
from kg.graph.store import Store
from kg.graph.tokens import words

_ROWS, _SECONDS = "number of results", "duration in seconds"


def explain(store: Store, sparql: str, timeout: float | None = None) -> Iterator[tuple[int, float, str]]:
    """The steps of the query from the last to the first: rows, milliseconds with the steps below it, indented text.

    Raises `UsageError` for a store that is not in a folder, `KgError` where the program isn't installed, and
    `QueryError` for what `Graph.query` refuses and when `timeout` seconds are over.
    """
    if store.path is None:
        raise UsageError("only a store in a folder can explain queries", hint="name the folder of a store")
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if program is None:
        raise KgError("explaining needs Oxigraph's own program, which is not installed", hint="pip install oxigraph")
    check(sparql)
    OxigraphStore(None).query(sparql)  # says in our own words what is no SPARQL
    triples = {"CONSTRUCT", "DESCRIBE"} & set(words(sparql))
    prefixes = "".join(f"PREFIX {p}: <{namespace}> " for p, namespace in PREFIXES.items())
    snapshot = Snapshot(os.fspath(store.path))
    try:
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder) / "plan.json"
            asked = [program, "query", "--location", snapshot.folder, "--query", prefixes + sparql]
            form = "nt" if triples else "csv"
            _carry_out([*asked, "--results-format", form, "--stats", "--explain-file", str(plan)], timeout)
            return _steps(json.loads(plan.read_text("utf-8"))["plan"])
    finally:
        snapshot.close()


def _carry_out(command: list[str], timeout: float | None) -> None:
    try:
        ran = subprocess.run(  # noqa: S603  (a program that was looked up, and no shell)
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        raise QueryError(f"stopped after {timeout:g} seconds", hint="--timeout") from None
    if ran.returncode:
        said = ran.stderr.partition("\n\n")[0].removeprefix("Error: ")
        raise QueryError(f"the query failed: {' '.join(said.split())}")


def _steps(node: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[int, float, str]]:
    text = node["name"]
    for prefix, namespace in PREFIXES.items():
        text = text.replace(f"<{namespace}", f"<{prefix}:")
    yield node.get(_ROWS, 0), 1000 * node.get(_SECONDS, 0), "· " * depth + text
    for child in node["children"]:
        yield from _steps(child, depth + 1)
