"""The graph in other forms: facts as JSON lines, RDF in the usual syntaxes, and those of `kg.graph.forms`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.errors import UsageError
from kg.graph.facts import node
from kg.graph.forms.cypher import write_cypher
from kg.graph.forms.jsonld import write_jsonld
from kg.graph.forms.money import write_followthemoney
from kg.graph.forms.tables import write_csv
from kg.graph.forms.xml import write_gexf, write_graphml
from kg.graph.library import Graph
from kg.graph.namespaces import KG, PREFIXES, RDF


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


def _rdf12(graph: Graph, out: IO[bytes]) -> None:
    """Write N-Triples 1.2: all triples, and of each claim which triple it reifies.

    Only what holds is also asserted as a triple of its own; a rumour is reified and not asserted.
    """
    serialize(graph.store.match(None, None, None), out, format=RdfFormat.N_TRIPLES)
    serialize(_reifiers(graph), out, format=RdfFormat.N_TRIPLES)


def _reifiers(graph: Graph) -> Iterator[Triple]:
    for told in graph.store.match(None, KG.claims, None):
        if isinstance(told.object, NamedNode):
            fact = node(graph.store, told.object)
            proposition = Triple(fact[RDF.subject], fact[RDF.predicate], fact[RDF.object])
            yield Triple(told.subject, RDF.reifies, proposition)


_WRITERS: Mapping[str, Callable[[Graph, IO[bytes]], None]] = {
    "facts": _facts,
    "turtle": _rdf(RdfFormat.TURTLE),
    "nquads": _rdf(RdfFormat.N_QUADS),
    "trig": _rdf(RdfFormat.TRIG),
    "jsonld": write_jsonld,
    "rdf12": _rdf12,
    "graphml": write_graphml,
    "gexf": write_gexf,
    "csv": write_csv,
    "cypher": write_cypher,
    "followthemoney": write_followthemoney,
}

FORMATS = tuple(_WRITERS)
