"""CSV: a zip archive with nodes.csv and edges.csv, with the columns that Gephi and Neo4j's LOAD CSV take."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import IO

from kg.graph.forms import network
from kg.graph.library import Graph

# As Gephi calls its columns; all others are attributes there.
_GEPHI = {"id": "Id", "label": "Label", "source": "Source", "target": "Target", "weight": "Weight"}
# A cell that begins so is run as a formula by spreadsheets; an apostrophe before it makes it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that zip can say: the same graph gives the same archive


def write_csv(graph: Graph, out: IO[bytes]) -> None:
    """Write the archive."""
    tables: list[tuple[str, type, Iterable[network.Node | network.Edge]]] = [
        ("nodes.csv", network.Node, network.nodes(graph)),
        ("edges.csv", network.Edge, network.edges(graph)),
    ]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, kind, rows in tables:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as packed:
                _write(packed, [field.name for field in fields(kind)], rows)


def _write(out: IO[bytes], columns: Sequence[str], rows: Iterable[network.Node | network.Edge]) -> None:
    text = io.TextIOWrapper(out, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    directed = "source" in columns
    writer.writerow([_GEPHI.get(column, column) for column in columns] + (["Type"] if directed else []))
    for row in rows:
        known = network.properties(row)
        writer.writerow([_cell(known.get(column, "")) for column in columns] + (["Directed"] if directed else []))
    text.flush()
    text.detach()


def _cell(value: network.Property) -> network.Property:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
