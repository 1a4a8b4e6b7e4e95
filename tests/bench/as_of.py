"""What the graph as of a day costs, in CPU time: first, again, a day later: python tests/bench/as_of.py [_] [DOCUMENTS]."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import kg
from kg.graph.copies import as_of
from kg.graph.layout import AS_OF
from kg.graph.library import Graph
from kg.model import Extraction
from tests.bench.store_cost import cpu, made, put

BEGIN, DAYS = date(2025, 1, 1), 100


def dated(number: int, count: int) -> Extraction:
    """A made document, published on one of the days."""
    extraction = made(number)
    day = BEGIN + timedelta(days=number * DAYS // count)
    return replace(extraction, document=replace(extraction.document, published=day))


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kg.db"
        with kg.open(path) as graph:
            for begin in range(0, count, 32):
                put(graph, [dated(number, count) for number in range(begin, min(begin + 32, count))])
        with kg.open(path, read_only=True) as graph:
            print(f"{count:,} documents over {DAYS} days, {graph.stats().triples:,} triples")
            print("the first time, the last day but ten: ", end="")
            print(f"{cpu(lambda: as_of(graph, BEGIN + timedelta(days=DAYS - 10)).close()):.2f} s")
            shutil.rmtree(path / AS_OF)
            days = {"first": 40, "again": 40, "the next day": 41, "ten days before": 31, "the last day": 100}
            for what, day in days.items():
                kept: list[Graph] = []
                taken = cpu(lambda day=day, kept=kept: kept.append(as_of(graph, BEGIN + timedelta(days=day))))  # type: ignore[misc]
                with kept[0] as then:
                    triples = then.stats().triples
                print(f"{what:<16} {taken:6.2f} s for {triples:,} triples: {taken / triples * 1e6:.1f} µs each")


if __name__ == "__main__":
    main(int(sys.argv[2]) if len(sys.argv) > 2 else 300)
