"""What is exported is the graph: read back by other tools it gives the same answers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import rdflib

import kg
from kg.cli import export as cli
from kg.errors import UsageError
from kg.graph.export import FORMATS, export
from kg.graph.library import Graph
from kg.graph.namespaces import PREFIXES
from tests.support.gold import gold_extraction, gold_files
from tests.support.made import velmora


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    made = kg.open(tmp_path_factory.mktemp("export") / "kg.db")
    made.put(velmora())
    for path in gold_files()[-3:]:
        made.put(gold_extraction(path))
    return made


def exported(graph: Graph, form: str) -> bytes:
    out = io.BytesIO()
    export(graph, form, out)
    return out.getvalue()


def test_facts_are_one_json_object_a_line(graph: Graph) -> None:
    lines = exported(graph, "facts").decode().splitlines()
    assert [json.loads(line) for line in lines] == list(graph.facts())
    for fact in map(json.loads, lines):
        document = graph.document(fact["document"])
        assert document
        assert document.text[fact["evidence"]["start"] : fact["evidence"]["end"]] == fact["evidence"]["quote"]


QUESTIONS = [
    'ASK { ?p kg:chiefExecutiveOf ?o . ?p rdfs:label "Inès Corvalan" . ?o rdfs:label "Velmora" }',
    'ASK { ?a kg:partnerOf ?b . ?a rdfs:label "Velmora" }',
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s (COUNT(*) AS ?n) { ?c kg:status ?s } GROUP BY ?s ORDER BY ?s",
    "SELECT ?a ?b { ?a kg:subsidiaryOf ?b } ORDER BY ?a ?b",
]


@pytest.mark.parametrize(
    ("form", "syntax"), [("nquads", "nquads"), ("turtle", "turtle"), ("trig", "trig"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_the_same_graph(graph: Graph, form: str, syntax: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(graph, form), format=syntax)
    for question in QUESTIONS:
        theirs = list(dataset.query(question, initNs=dict(PREFIXES)))
        ours = graph.query(question)
        if ours.kind == "ask":
            assert theirs == [bool(ours)]
        else:
            values = [[str(term.value) for term in row] for row in ours]
            assert [[str(term) for term in row] for row in theirs if not isinstance(row, bool)] == values


def test_the_live_store_is_a_graph_of_rdflib(graph: Graph) -> None:
    assert len(graph.graph) == graph.stats().triples
    label = rdflib.Literal("Velmora")
    assert list(graph.graph.subjects(rdflib.RDFS.label, label)) == [
        rdflib.URIRef("https://kg.example/organization/velmora")
    ]


def test_the_same_graph_is_written_the_same(graph: Graph, tmp_path: Path) -> None:
    with kg.open(tmp_path / "kg.db") as again:
        for path in reversed(gold_files()[-3:]):
            again.put(gold_extraction(path))
        again.put(velmora())
        assert exported(again, "facts") == exported(graph, "facts")
        assert sorted(exported(again, "nquads").splitlines()) == sorted(exported(graph, "nquads").splitlines())


def test_an_unknown_format_is_a_wrong_use(graph: Graph) -> None:
    assert FORMATS == cli.FORMATS
    with pytest.raises(UsageError, match="xml"):
        exported(graph, "xml")
