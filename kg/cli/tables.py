"""Rows as a table for people, or as CSV or JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = ("table", "csv", "json")


def format_rows(headers: Sequence[str], rows: Sequence[Sequence[object]], form: str) -> str:
    """Return the rows as text in one of `FORMATS`; None is an empty cell (null in JSON)."""
    if form == "json":
        records = [dict(zip(headers, row, strict=True)) for row in rows]
        return json.dumps(records, ensure_ascii=False, indent=1, default=str)
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return _csv(headers, cells) if form == "csv" else _table(headers, cells)


def _csv(headers: Sequence[str], cells: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(headers), *cells])
    return out.getvalue().rstrip("\n")


def _table(headers: Sequence[str], cells: list[list[str]]) -> str:
    from rich.cells import cell_len  # a Chinese character is two columns wide, a combining accent none

    lines = [list(headers), *([" ".join(cell.split()) for cell in row] for row in cells)]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(headers))]
    lines.insert(1, ["─" * width for width in widths])
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
