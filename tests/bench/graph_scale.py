"""kg against plain pyoxigraph on the same generated news graph, in the same run, and against rdflib's graph in memory.

    python tests/bench/graph_scale.py [../shared] [TRIPLES …]

1,000,000 and 5,000,000 triples by default, of `tests/support/news.py`: some 20 minutes of one core. Bulk load is
`kg restore` of an N-Quads file beside `bulk_load` of the same file, each into a new folder and flushed; what is told is
the quickest of each, as others on the machine only ever add. Named queries are `Graph.run` beside the same SPARQL on a
plain store, in turns: medians of CPU time of the thread that asks, as the engine's other threads still merge tables of
either store. rdflib, `kg check` and `kg validate`, which take minutes, have the smaller sizes only.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

import kg
from kg.graph.backup import backup, restore
from kg.graph.check import check
from kg.graph.library import Graph
from kg.graph.namespaces import PREFIXES
from kg.graph.query import _values, _with_values, named_queries
from kg.graph.validate import validate
from kg.model import EntityType
from tests.bench.store_cost import cpu, seconds
from tests.support.news import fill, name

TRIPLES_A_DOCUMENT = 300  # near enough: what there is, is printed
LOADS = 4  # in turns: plain, kg, kg, plain
MILLIONS = 2_000_000
ASKED = 3  # times each query, at least, and for two seconds
PATIENCE = 60  # seconds for a query of rdflib
KNOWN, RARE = name(EntityType.ORGANIZATION, 1), name(EntityType.ORGANIZATION, 12)
QUERIES: list[tuple[str, dict[str, str]]] = [
    ("about", {"entity": KNOWN}), ("about", {"entity": RARE}), ("by-document", {"document": "news/0000007.txt"}),
    ("disputed", {}), ("mentions", {"source": "news/0000007.txt"}), ("neighbourhood", {"entity": RARE}),
    ("partners", {}), ("partners", {"entity": RARE}), ("rumours", {}), ("rumours", {"entity": RARE}),
    ("runs", {}), ("runs", {"organization": KNOWN}), ("subsidiaries", {}), ("subsidiaries", {"parent": KNOWN}),
]  # fmt: skip
Figures = dict[str, float]


def consumed(rows: Iterable[Iterable[object]]) -> int:
    """The number of rows, of each of which every term is looked at."""
    return sum(1 for row in rows if tuple(row))


def sparql(graph: Graph, query: str, given: dict[str, str]) -> str:
    """What kg asks the engine for a named query."""
    found = named_queries()[query]
    values = {p.name: _values(graph.store, p, given[p.name], graph.base) for p in found.parameters if p.name in given}
    return _with_values(found.text, values)


def main() -> None:
    sizes = [int(size) for size in sys.argv[2:]] or [1_000_000, 5_000_000]
    columns: list[Figures] = []
    with tempfile.TemporaryDirectory() as place:
        folder, done = Path(place), 0
        for size in sizes:
            wanted = size // TRIPLES_A_DOCUMENT
            figures, done = measured(folder, done, wanted), wanted
            columns.append(figures)
    if len(columns) > 1:
        growth(columns[0], columns[-1])


def measured(folder: Path, done: int, wanted: int) -> Figures:
    """Print and give the figures of the graph of the first `wanted` documents; `done` of them are in the store."""
    figures: Figures = {}
    with kg.open(folder / "made.db") as graph:
        figures["put, CPU ms a document"] = cpu(lambda: fill(graph, range(done, wanted))) / (wanted - done) * 1000
    with kg.open(folder / "made.db", read_only=True) as graph:
        figures["triples"] = graph.stats().triples
        print(
            f"\n{figures['triples']:,.0f} triples, {wanted:,} documents, put in {figures['put, CPU ms a document']:.1f} CPU ms each"
        )
        (folder / "made.nq").unlink(missing_ok=True)
        figures["backup, s"] = seconds(lambda: backup(graph, folder / "made.nq"))
    loading(folder, figures)
    with kg.open(folder / "kg.db") as graph:
        plain = ox.Store(str(folder / "plain.db"))
        asking(graph, plain, figures)
        if figures["triples"] < MILLIONS:
            beside_rdflib(graph, plain, folder)
        for what, work in (("check", check), ("validate", validate)) if figures["triples"] < MILLIONS else ():
            problems: list[object] = []
            start = time.process_time()
            taken = seconds(lambda work=work, found=problems: found.extend(work(graph)))  # type: ignore[misc]
            figures[f"{what}, CPU s"] = time.process_time() - start
            print(f"kg {what}: {taken:.0f} s ({figures[f'{what}, CPU s']:.0f} CPU s), {len(problems)} problems")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return figures


def loading(folder: Path, figures: Figures) -> None:
    """Load the file into both kinds of store, in turns."""

    def plainly() -> None:
        store = ox.Store(str(folder / "plain.db"))
        store.bulk_load(path=folder / "made.nq", format=ox.RdfFormat.N_QUADS)
        store.flush()

    ways = {"plain": plainly, "kg": lambda: restore(folder / "made.nq", str(folder / "kg.db"))}
    taken: dict[str, list[float]] = {each: [] for each in ways}
    spent: dict[str, list[float]] = {each: [] for each in ways}
    for turn in range(LOADS):
        each = list(ways)[turn % 4 in (1, 2)]
        shutil.rmtree(folder / f"{each}.db", ignore_errors=True)
        start = time.process_time()
        taken[each].append(seconds(ways[each]))
        spent[each].append(time.process_time() - start)
    for each in ways:
        figures[f"bulk load, {each}, s"] = min(taken[each])
        figures[f"bulk load, {each}, CPU s"] = min(spent[each])
        speed = figures["triples"] / figures[f"bulk load, {each}, s"]
        print(f"bulk load, {each}: {speed:,.0f} quads/s, {figures[f'bulk load, {each}, CPU s']:.1f} CPU s")
    ratios = [figures[f"bulk load, plain, {unit}"] / figures[f"bulk load, kg, {unit}"] for unit in ("s", "CPU s")]
    print(f"  kg loads {ratios[0]:.2f} x as fast (by CPU time {ratios[1]:.2f}); wanted: 0.8")
    if figures["triples"] < MILLIONS:
        shutil.rmtree(folder / "imported.db", ignore_errors=True)
        command = [sys.executable, "-m", "kg", "import", "made.nq", "--store", "imported.db"]
        environment = os.environ | {"PYTHONPATH": os.getcwd()}
        run = lambda: subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)  # noqa: E731
        print(f"  kg import, which derives all anew: {figures['triples'] / seconds(run):,.0f} quads/s")


def asking(graph: Graph, plain: ox.Store, figures: Figures) -> None:
    """Ask both kinds of store each query, in turns."""
    prefixes = dict(PREFIXES)
    ratios = []
    for query, given in QUERIES:
        text = sparql(graph, query, given)
        ways: dict[str, Callable[[], int]] = {
            "kg": lambda query=query, given=given: consumed(graph.run(query, given)),  # type: ignore[misc]
            "plain": lambda text=text: consumed(plain.query(text, prefixes=prefixes)),  # type: ignore[misc,arg-type]
        }
        rows = {each: ask() for each, ask in ways.items()}
        assert rows["kg"] == rows["plain"], (query, rows)
        times: dict[str, list[float]] = {each: [] for each in ways}
        until = time.monotonic() + 2
        while len(times["plain"]) < ASKED or time.monotonic() < until:
            for each, ask in ways.items():
                start = time.thread_time()
                ask()
                times[each].append(time.thread_time() - start)
        ours, theirs = statistics.median(times["kg"]), statistics.median(times["plain"])
        label = " ".join([query, *given.values()])
        figures[f"query {label}, CPU ms"] = ours * 1000
        ratios.append(ours / theirs)
        print(
            f"{label:<34} {rows['kg']:>8,} rows  kg {ours * 1000:>9.2f} ms  plain {theirs * 1000:>9.2f} ms  {ratios[-1]:.2f}"
        )
    print(f"named queries: ratio {statistics.median(ratios):.2f} in the middle, {max(ratios):.2f} at most; wanted: 1.2")


def beside_rdflib(graph: Graph, plain: ox.Store, folder: Path) -> None:
    """Ask rdflib's graph in memory, in a process of its own, and print how often as long it takes."""
    texts = {" ".join([query, *given.values()]): sparql(graph, query, given) for query, given in QUERIES}
    plain.dump(str(folder / "made.nt"), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    (folder / "queries.json").write_text(json.dumps(texts), "utf-8")
    code = f"import sys; sys.path.insert(0, {os.getcwd()!r}); from tests.bench.graph_scale import rdflib; rdflib()"
    said = subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True, text=True).stdout
    theirs: dict[str, float | None] = json.loads(said)
    ours = {label: cpu(lambda t=text: consumed(graph.query(t))) for label, text in texts.items()}  # type: ignore[misc]
    load = theirs.pop("load") or 0
    print(f"rdflib in memory: loads in {load:.0f} CPU s; per query, how often as long as kg (- is over {PATIENCE} s):")
    answered = {label: each / ours[label] for label, each in theirs.items() if each is not None}
    print("  " + ", ".join(f"{label} {f'{answered[label]:,.0f}' if label in answered else '-'}" for label in texts))
    print(f"  in the middle {statistics.median(answered.values()):,.0f}, of {len(answered)} that it answered")


def rdflib() -> None:
    """Load made.nt of the current folder into rdflib, and print the seconds of each query as JSON."""
    import rdflib as library

    graph = library.Graph()
    found: dict[str, float | None] = {"load": cpu(lambda: graph.parse("made.nt", format="nt"))}

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    for label, text in json.loads(Path("queries.json").read_text("utf-8")).items():
        signal.alarm(PATIENCE)
        try:
            found[label] = cpu(lambda text=text: consumed(graph.query(text, initNs=dict(PREFIXES))))  # type: ignore[misc,arg-type]
        except TimeoutError:
            found[label] = None
        signal.alarm(0)
    print(json.dumps(found))


def growth(small: Figures, large: Figures) -> None:
    """Print what each cost has grown by."""
    print(
        f"\ngrowth from {small['triples']:,.0f} to {large['triples']:,.0f} triples: {large['triples'] / small['triples']:.1f}"
    )
    for cost, before in small.items():
        if cost != "triples" and cost in large:
            print(f"  {cost:<46} {before:>10.2f} {large[cost]:>10.2f}  x {large[cost] / before:.1f}")


if __name__ == "__main__":
    main()
