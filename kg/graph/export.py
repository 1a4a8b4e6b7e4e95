"""The graph in other forms: facts as JSON lines, and RDF in the usual syntaxes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import IO

from pyoxigraph import RdfFormat, serialize

from kg.errors import UsageError
from kg.graph.library import Graph
from kg.graph.namespaces import PREFIXES


def export(graph: Graph, format: str, out: IO[bytes]) -> None:  # noqa: A002  (the option's name)
    """Write all of the graph to `out` as one of `FORMATS`, in UTF-8, piece by piece.

    RDF is the default graph: all data, and not the settings of the store. Raises `UsageError` for another format.
    """
    if format not in _WRITERS:
        raise UsageError(f"{format}: unknown format", hint=", ".join(FORMATS))
    _WRITERS[format](graph, out)


def _facts(graph: Graph, out: IO[bytes]) -> None:
    for fact in graph.facts():
        out.write(json.dumps(fact, ensure_ascii=False).encode() + b"\n")


def _rdf(syntax: RdfFormat) -> Callable[[Graph, IO[bytes]], None]:
    def write(graph: Graph, out: IO[bytes]) -> None:
        triples = graph.store.match(None, None, None)
        serialize(triples, out, format=syntax, prefixes=dict(PREFIXES))

    return write


_WRITERS: Mapping[str, Callable[[Graph, IO[bytes]], None]] = {
    "facts": _facts,
    "turtle": _rdf(RdfFormat.TURTLE),
    "nquads": _rdf(RdfFormat.N_QUADS),
    "trig": _rdf(RdfFormat.TRIG),
    "jsonld": _rdf(RdfFormat.JSON_LD),
}

FORMATS = tuple(_WRITERS)
