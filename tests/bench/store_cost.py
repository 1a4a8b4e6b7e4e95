"""What the store costs as it grows: documents put and forgotten, check, backup, a reader's snapshot.

    python tests/bench/store_cost.py [../shared] [documents]

Documents are made by recombining the same few sentences; the extractor is that of `tests/support/cheap.py`, as only the
store is measured. 500 documents by default (some 200,000 triples).
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import kg
from kg.graph.backup import backup, restore
from kg.graph.check import check
from kg.graph.library import Graph
from kg.model import Document, Extraction
from tests.support.cheap import extracted
from tests.support.server import oxigraph

WORDS = [
    a + b
    for a in "Ac Bel Cor Dar El Fen Gar Han Il Jou Kes Lum".split()
    for b in "me ton va ria sworth ne so mar".split()
]


def made(number: int) -> Extraction:
    """A document of four sentences about a dozen of a hundred companies."""
    chosen = random.Random(number)  # noqa: S311
    sentences = [" and ".join(chosen.sample(WORDS, 3)) + " work together." for _ in range(4)]
    return extracted(Document(f"{number:06}.txt", f"Paper {number}. " + " ".join(sentences), "en"))


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process: others have their part of the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def put(graph: Graph, extractions: list[Extraction]) -> None:
    """Put all."""
    for _ in graph.put_many(extractions):
        pass


def forget(graph: Graph, sources: list[str]) -> None:
    """Forget all."""
    for source in sources:
        graph.forget(source)


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as folder:
        embedded(Path(folder), count)
    remote(min(count, 100))


def embedded(folder: Path, count: int) -> None:
    """Print the figures of a store on disk."""
    part = count // 10
    with kg.open(folder / "kg.db") as graph:
        puts, memory = [], []
        for begin in range(0, count, part):
            batch = [made(number) for number in range(begin, begin + part)]
            puts.append(cpu(partial(put, graph, batch)) / part * 1000)
            memory.append(peak())
        print(
            f"put        {puts[0]:.1f} ms a document in the first tenth, {puts[-1]:.1f} in the last: {puts[-1] / puts[0]:.2f}"
        )
        print(
            f"store      {count:,} documents, {graph.stats().triples:,} triples, peak {memory[0]:.0f} → {memory[-1]:.0f} MB"
        )
        sources = [f"{number:06}.txt" for number in range(0, count, 2)]
        fifth = len(sources) // 5
        forgets = [cpu(partial(forget, graph, s)) / fifth * 1000 for s in (sources[:fifth], sources[-fifth:])]
        for source in sources[fifth:-fifth]:
            graph.forget(source)
        print(f"forget     {forgets[0]:.1f} ms a document first, {forgets[1]:.1f} last; peak {peak():.0f} MB")
        snapshots = [seconds(lambda: kg.open(folder / "kg.db", read_only=True).close()) for _ in range(5)]
        print(f"reader     opens in {min(snapshots) * 1000:.0f} ms while a writer has the store")
    with kg.open(folder / "kg.db", read_only=True) as graph:
        start = time.perf_counter()
        found, triples = len(list(check(graph))), graph.stats().triples
        print(f"check      {time.perf_counter() - start:.1f} s, {found} problems, {triples:,} triples")
        for name in ("copy.db", "copy.nq.gz"):
            taken = seconds(partial(backup, graph, folder / name))
            back = seconds(partial(restore, folder / name, str(folder / f"{name}.back")))
            print(f"backup     {name}: {taken:.2f} s, restored in {back:.2f} s")


def remote(count: int) -> None:
    """Print the figures of a store on a server."""
    extractions = [made(number) for number in range(count)]
    with oxigraph() as address, kg.open(address) as graph, kg.open(None) as memory:
        there = seconds(partial(put, graph, extractions)) / count * 1000
        here = seconds(partial(put, memory, extractions)) / count * 1000
        print(f"server     put {there:.1f} ms a document, in this process {here:.1f} ms: {there / here:.1f}")


if __name__ == "__main__":
    main()
