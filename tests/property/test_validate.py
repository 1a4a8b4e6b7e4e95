"""The law of `kg validate`: it finds in any graph, however damaged, what pySHACL finds in the whole of it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple

import kg
from kg.errors import ConfigurationError
from kg.graph import shapes
from kg.graph.library import Graph
from kg.graph.namespaces import DCT, KG, OA, RDF, RDFS, SKOS, XSD
from kg.graph.validate import validate, violations
from tests.support.made import velmora
from tests.support.news import fill


def made() -> Graph:
    graph = kg.open(None)
    graph.put(velmora())
    fill(graph, range(1))
    return graph


@cache
def triples() -> tuple[Triple, ...]:
    with made() as graph:
        return tuple(sorted(graph.store.match(None, None, None), key=str))


NODES = [*{t.subject for t in triples()}, KG.Relation, KG.asserted, KG.partnerOf, NamedNode("https://x.example/")]
LITERALS = [
    *(Literal(text) for text in ("", "x", "2024", "abc\n", "name", "EUR", "euro", "P10Y", "fr", "0" * 64, "5")),
    Literal("x", language="en"),
    *(Literal(text, datatype=XSD.integer) for text in ("-1", "0", "1", "61", "abc", "9" * 30)),
    *(Literal(text, datatype=XSD.decimal) for text in ("0.5", "100", "100.1", "-0.1", "x")),
    *(Literal(text, datatype=XSD.date) for text in ("2024-02-29", "2024-02-30", "2024-13-01", "20240101", "0000-01-01", "2024-01-01Z", "12024-01-01")),
    *(Literal(text, datatype=XSD.boolean) for text in ("true", "1", "yes")),
    Literal("1e3", datatype=XSD.double), Literal("NaN", datatype=XSD.double),
    Literal("2024", datatype=XSD.gYear), Literal("5", datatype=XSD.int),
]  # fmt: skip
PREDICATES = sorted(
    {t.predicate for t in triples()} | {KG.share, KG.to, KG.page, KG.ended, DCT.issued, RDFS.subClassOf}, key=str
)
TYPES = [KG[name] for name in "Person Organization Company Place Fact Claim Document Mention Appearance Run".split()]
TYPES += [OA.TextQuoteSelector, SKOS.Concept]
objects = st.sampled_from(NODES) | st.sampled_from(LITERALS)


@st.composite
def damages(draw: st.DrawFn) -> tuple[Triple | None, Triple | None]:
    """A triple that is taken out, and one that is put in."""
    old = draw(st.sampled_from(triples()))
    kind = draw(st.sampled_from(["remove", "replace", "add", "invent", "type"]))
    if kind == "remove":
        return old, None
    if kind == "type":
        return None, Triple(old.subject, RDF.type, draw(st.sampled_from(TYPES)))
    if kind == "invent":
        return None, Triple(old.subject, draw(st.sampled_from(PREDICATES)), draw(objects))
    return old if kind == "replace" else None, Triple(old.subject, old.predicate, draw(objects))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(damages(), min_size=1, max_size=12))
def test_it_finds_what_pyshacl_finds(damage: list[tuple[Triple | None, Triple | None]]) -> None:
    with made() as graph:
        for old, new in damage:
            if old is not None:
                graph.store.engine.remove(Quad(old.subject, old.predicate, old.object))
            if new is not None:
                graph.store.engine.add(Quad(new.subject, new.predicate, new.object))
        whole = {problem for _, problem in violations(graph.store.match(None, None, None), graph.base)}
        found = set(validate(graph))
        assert whole <= found
        assert not [p for p in found - whole if not p.message.startswith(OTHERS)]


def test_a_day_that_no_month_has_is_reported() -> None:
    """pySHACL fails on its comparison with another date."""
    with made() as graph:
        claim = next(graph.store.match(None, KG.status, None)).subject
        assert isinstance(claim, NamedNode)
        for end, day in ((KG["from"], "2025-12-31"), (KG.to, "2024-02-30")):
            graph.store.engine.add(Quad(claim, end, Literal(day, datatype=XSD.date)))
        assert any("2024-02-30" in problem.message for problem in validate(graph))


# What is no shape's: plain triples and quotes.
OTHERS = ("a plain triple that no", "a document asserts it", "the text doesn't say")


def test_each_constraint_of_the_shapes_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    with made() as graph:
        assert shapes.Shapes(graph.store).suspects() == set()
        monkeypatch.delitem(shapes._SIMPLE, "pattern")
        with pytest.raises(ConfigurationError, match="sh:pattern"):
            shapes.Shapes(graph.store).suspects()
