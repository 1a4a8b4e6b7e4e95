"""Answers to queries, and how they are written: table, csv, json, turtle."""

from __future__ import annotations

import unicodedata
from itertools import chain, islice

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, UsageError
from kg.graph.namespaces import PREFIXES, XSD

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import IO, Any

# Widest cell of a table: two such columns and a number fit the usual 120 columns of a terminal.
CELL_WIDTH = 50
# Rows that tell how wide a table is: more than anybody looks at, and few enough to be there at once.
_MEASURED = 1000


class Answer:
    """What a query gave: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, true or false of an ASK.

    Can be read once. Iterating gives tuples of terms (None where a variable is unbound).
    """

    def __init__(
        self, results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, limit: int | None = None
    ) -> None:
        self.results = results
        self._limit = limit

    def first(self, limit: int | None) -> Answer:
        """The answer without what comes behind the first `limit` rows or triples; None keeps all."""
        return Answer(self.results, limit)

    @property
    def triples(self) -> Iterable[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE. Raises `UsageError` for other kinds."""
        if not isinstance(self.results, ox.QueryTriples):
            raise UsageError("turtle needs a query that gives triples", hint="write CONSTRUCT or DESCRIBE")
        return self.results if self._limit is None else islice(self.results, self._limit)

    @property
    def whole(self) -> bool:
        """False where rows may be left out."""
        return self._limit is None

    @property
    def kind(self) -> str:
        """Which of "select", "construct" and "ask" it is."""
        if isinstance(self.results, ox.QueryBoolean):
            return "ask"
        return "select" if isinstance(self.results, ox.QuerySolutions) else "construct"

    @property
    def form(self) -> str:
        """How it is written where nothing else is wanted."""
        return "turtle" if self.kind == "construct" else "table"

    @property
    def variables(self) -> list[str]:
        """Names of the columns."""
        if isinstance(self.results, ox.QuerySolutions):
            return [variable.value for variable in self.results.variables]
        return ["subject", "predicate", "object"] if isinstance(self.results, ox.QueryTriples) else ["answer"]

    def __bool__(self) -> bool:
        """The truth of an ASK. Raises `UsageError` for other kinds."""
        if not isinstance(self.results, ox.QueryBoolean):
            raise UsageError("only an ASK query is true or false")
        return bool(self.results)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        if isinstance(self.results, ox.QueryBoolean):
            yield (Literal(bool(self.results)),)
            return
        try:
            yield from islice((tuple(row) for row in self.results), self._limit)
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows as variable → text, number or truth value; unbound variables have no key."""
        names = self.variables
        for row in self:
            yield {name: python_value(term) for name, term in zip(names, row, strict=True) if term is not None}


def python_value(term: object) -> str | float | bool:
    """A term as a Python value: numbers and truth values as such, all else as text."""
    if isinstance(term, Literal) and term.datatype == XSD.integer:
        return int(term.value)
    if isinstance(term, Literal) and term.datatype in (XSD.decimal, XSD.double, XSD.float):
        return float(term.value)
    if isinstance(term, Literal) and term.datatype == XSD.boolean:
        return term.value in {"true", "1"}
    return term.value if isinstance(term, (Literal, NamedNode, ox.BlankNode)) else str(term)


def write_answer(answer: Answer, format: str, out: IO[bytes], base: str = "") -> None:  # noqa: A002  (the option's name)
    """Write the answer in UTF-8 as "table", "csv", "json" or "turtle".

    Raises `UsageError` for another format, and for turtle when the query gives no triples.
    """
    if format not in _WRITERS:
        raise UsageError(f"{format}: unknown format", hint=", ".join(FORMATS))
    _WRITERS[format](answer, out, base)


def compact(iri: str, base: str = "") -> str:
    """The IRI with its prefix ("kg:partnerOf"), or without the base; unchanged when neither fits."""
    if base and iri.startswith(base):
        return iri.removeprefix(base)
    prefix = next((p for p, namespace in PREFIXES.items() if iri.startswith(namespace)), None)
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}" if prefix else iri


def _write_table(answer: Answer, out: IO[bytes], base: str) -> None:
    """As wide as the first rows need; those behind them are written as they come."""
    names = answer.variables
    rows = ([_cell(term, base) for term in row] for row in answer)
    head = list(islice(rows, _MEASURED))
    widths = [max(map(_width, column)) for column in zip(names, *head, strict=True)]
    for line in chain([names, ["─" * width for width in widths]], head, rows):
        text = "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True))
        out.write(f"{text.rstrip()}\n".encode())


def _write_csv(answer: Answer, out: IO[bytes], _base: str) -> None:
    if answer.whole and isinstance(answer.results, ox.QuerySolutions):
        _serialize(answer.results, out, ox.QueryResultsFormat.CSV)  # three times as fast as row by row
        return
    import csv
    import io

    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180, as SPARQL's CSV format wants
        writer.writerow(answer.variables)
        writer.writerows(["" if term is None else _plain(term) for term in row] for row in answer)
    finally:
        text.detach()


def _write_json(answer: Answer, out: IO[bytes], _base: str) -> None:
    if isinstance(answer.results, ox.QueryTriples):
        ox.serialize(answer.triples, out, format=ox.RdfFormat.JSON_LD, prefixes=dict(PREFIXES))
    elif answer.whole or isinstance(answer.results, ox.QueryBoolean):
        _serialize(answer.results, out, ox.QueryResultsFormat.JSON)
    else:
        _write_json_rows(answer, out)
    out.write(b"\n")


def _serialize(results: ox.QuerySolutions | ox.QueryBoolean, out: IO[bytes], syntax: ox.QueryResultsFormat) -> None:
    """Have the engine write its results, as they come. Raises `OSError` where they can't be written."""
    try:
        results.serialize(out, format=syntax)
    except RuntimeError as error:
        raise QueryError(f"the query failed: {error}") from error


def _write_json_rows(answer: Answer, out: IO[bytes]) -> None:
    """Write the rows as SPARQL's JSON format has them, as they come."""
    import json

    names = answer.variables
    out.write(f'{{"head": {{"vars": {json.dumps(names)}}}, "results": {{"bindings": ['.encode())
    for number, row in enumerate(answer):
        out.write((", " if number else "").encode() + json.dumps(_json_row(names, row)).encode())
    out.write(b"]}}")


def _write_turtle(answer: Answer, out: IO[bytes], _base: str) -> None:
    ox.serialize(answer.triples, out, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))


_WRITERS: Mapping[str, Callable[[Answer, IO[bytes], str], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "turtle": _write_turtle,
}

FORMATS = tuple(_WRITERS)


def _json_row(names: list[str], row: tuple[Any, ...]) -> dict[str, dict[str, str]]:
    """A row as SPARQL's JSON format has it."""
    return {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}


def _json_term(term: object) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value if isinstance(term, ox.BlankNode) else str(term)}
    kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value} | ({} if term.datatype == XSD.string else kind)


def _plain(term: object) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else str(term)


def _cell(term: object, base: str) -> str:
    """A term in one line of a table, shortened to fit, without what could steer a terminal."""
    if term is None:
        return ""
    text = compact(term.value, base) if isinstance(term, NamedNode) else _plain(term)
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    while _width(text) > CELL_WIDTH:
        text = text[: min(len(text) - 2, CELL_WIDTH - 1)].rstrip() + "…"
    return text


def _width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
