"""What is exported for other tools is read back by them, and nothing is more or less."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg
from kg.graph.export import export
from kg.graph.forms import network
from kg.graph.library import Graph
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Literal, Status
from tests.support.gold import gold_extraction, gold_files
from tests.support.made import velmora

# Names that break what does not escape: quotes, markup, a formula, control characters, line breaks.
HOSTILE = "O'Neil \\ \"Bros\" & <Sons>\n=cmd|' /C calc'!A0\x07 `x`"


def hostile() -> Extraction:
    names = {"a": HOSTILE, "b": "=Velmora", "c": "Velmora"}
    entities = tuple(Entity(key, EntityType.ORGANIZATION, (name,)) for key, name in names.items())
    evidence = Evidence(0, len(HOSTILE), HOSTILE)
    facts = (
        Fact("a", "acquires", "c", Status.ASSERTED, evidence, "r", amount=1.5, currency="EUR", time="2024-H1"),
        Fact("a", "acquires", "c", Status.DENIED, evidence, "r"),
        Fact("a", "acquires", "b", Status.ASSERTED, evidence, "r", ended=True),
        Fact("c", "shareholderOf", "b", Status.ASSERTED, evidence, "r", share=30.0),
        Fact("a", "industry", Literal(text=HOSTILE), Status.ASSERTED, evidence, "r"),
        Fact("b", "foundedOn", Literal(date="2012-H1"), Status.ASSERTED, evidence, "r"),
    )
    return Extraction(Document("https://example.org/1", HOSTILE, "en"), entities, (), facts, rules="by hand")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    made = kg.open(tmp_path_factory.mktemp("export") / "kg.db")
    for extraction in (velmora(), hostile(), *map(gold_extraction, gold_files()[-3:])):
        made.put(extraction)
    return made


def exported(graph: Graph, form: str) -> bytes:
    out = io.BytesIO()
    export(graph, form, out)
    return out.getvalue()


def statuses(graph: Graph) -> Counter[str]:
    return Counter(edge.status for edge in network.edges(graph))


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_nodes_edges_and_statuses(graph: Graph, form: str) -> None:
    data = io.BytesIO(exported(graph, form))
    found = nx.read_graphml(data, force_multigraph=True) if form == "graphml" else nx.read_gexf(data)
    assert found.number_of_nodes() == len(list(network.nodes(graph)))
    assert found.number_of_edges() == len(list(network.edges(graph)))
    assert Counter(status for _, _, status in found.edges(data="status")) == statuses(graph)
    types = nx.get_node_attributes(found, "type")
    assert types["https://kg.example/organization/velmora"] == "Organization"


def test_the_tables_of_the_csv_archive_hold_everything(graph: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(graph, "csv"))) as archive:
        nodes, edges = (
            list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline="")))
            for name in ("nodes.csv", "edges.csv")
        )
    assert [row["Id"] for row in nodes] == [node.id for node in network.nodes(graph)]
    assert Counter(row["status"] for row in edges) == statuses(graph)
    assert {row[end] for row in edges for end in ("Source", "Target")} <= {row["Id"] for row in nodes}
    assert {row["Type"] for row in edges} == {"Directed"}
    labels = {row["Label"] for row in nodes}
    assert {"'=Velmora", HOSTILE} <= labels  # no spreadsheet runs the first


def test_a_cypher_parser_reads_every_statement(graph: Graph) -> None:
    from antlr4 import CommonTokenStream, InputStream
    from antlr4.error.ErrorListener import ErrorListener
    from antlr4_cypher import CypherLexer, CypherParser

    class Refusing(ErrorListener):  # type: ignore[misc]  # of a library without types
        def syntaxError(  # noqa: N802  (the library's name)
            self, _recogniser: object, symbol: object, line: int, column: int, message: str, _error: object
        ) -> None:
            raise AssertionError(f"{line}:{column} {symbol}: {message}")

    def parsed(statement: str) -> str:
        lexer = CypherLexer(InputStream(statement))
        parser = CypherParser(CommonTokenStream(lexer))
        for part in (lexer, parser):
            part.removeErrorListeners()
            part.addErrorListener(Refusing())
        return str(parser.script().getText())

    lines = [line for line in exported(graph, "cypher").decode().splitlines() if not line.startswith("//")]
    nodes = [line for line in lines if line.startswith("MERGE (n:Entity {")]
    edges = [line for line in lines if line.startswith("MATCH ")]
    assert len(nodes) == len(list(network.nodes(graph)))
    assert len(edges) == len(list(network.edges(graph)))
    assert len(nodes) + len(edges) == len(lines)
    for line in (*nodes[:40], *edges[:40]):  # the parser, in Python, takes some 10 ms a statement
        assert parsed(line)
    with pytest.raises(AssertionError):
        parsed("MERGE (n:Entity {id: 'a' SET n;")


def test_only_what_holds_is_an_edge_of_its_relation(graph: Graph) -> None:
    lines = [
        line
        for line in exported(graph, "cypher").decode().splitlines()
        if "acquires" in line and HOSTILE[:6].replace("'", "\\'") in line
    ]
    assert sorted("[r:acquires " in line for line in lines) == [False, False, True]
    assert sorted("[r:CLAIMED " in line for line in lines) == [False, True, True]


def test_reifiers_are_rdf_1_2(graph: Graph) -> None:
    quads = list(ox.parse(io.BytesIO(exported(graph, "rdf12")), format=ox.RdfFormat.N_TRIPLES))
    reified = [quad for quad in quads if quad.predicate.value.endswith("#reifies")]
    stats = graph.stats()
    assert len(reified) == sum(stats.claims.values())
    assert len(quads) == stats.triples + len(reified)
    store = ox.Store()
    store.extend(quads)
    held = {fact["fact"] for fact in graph.facts() if fact["status"] == "asserted" and not fact["ended"]}
    # Of a triple that is reified, the plain one stands exactly where the fact holds.
    plain = store.query(
        "PREFIX kg: <https://w3id.org/kg-builder/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        "SELECT DISTINCT ?fact { ?claim rdf:reifies <<( ?s ?p ?o )>> ; kg:claims ?fact . ?s ?p ?o }"
    )
    assert {row["fact"].value for row in plain} == held  # type: ignore[union-attr]


@pytest.mark.parametrize("reader", ["rdflib", "pyoxigraph"])
def test_framed_json_ld_is_the_same_graph(graph: Graph, reader: str) -> None:
    data = exported(graph, "jsonld")
    if reader == "pyoxigraph":
        found = {str(quad.triple) for quad in ox.parse(io.BytesIO(data), format=ox.RdfFormat.JSON_LD)}
        assert found == {str(triple) for triple in graph.store.match(None, None, None)}
    else:
        ours = rdflib.Graph().parse(data=exported(graph, "turtle"), format="turtle")
        assert isomorphic(rdflib.Graph().parse(data=data, format="json-ld"), ours)


def test_framed_json_ld_tells_a_fact_in_one_piece(graph: Graph) -> None:
    nodes = json.loads(exported(graph, "jsonld"))["@graph"]
    ines = {"id": "https://kg.example/person/ines-corvalan"}
    fact = next(n for n in nodes if n["type"] == "Fact" and n["subject"] == ines)
    assert fact["tellings"]["status"] == "asserted"
    assert fact["tellings"]["evidence"]["quote"].startswith("Inès Corvalan is the CEO")


READ_BACK = """
import json, sys
from followthemoney import model
for line in sys.stdin:
    entity = json.loads(line)
    proxy = model.get_proxy(entity)  # cleans: what it does not know, or finds wrong, is gone
    kept = {name: proxy.get(name) for name in entity["properties"]}
    assert proxy.id == entity["id"], entity
    for name, values in entity["properties"].items():
        for value in values:
            assert proxy.schema.get(name).type.validate(value) or name in ("name", "alias", "notes"), (name, value)
        assert len(kept[name]) == len(set(values)), (entity, kept)
    print(proxy.schema.name, proxy.schema.edge)
"""


def read_entities(graph: Graph) -> list[dict[str, object]]:
    return [json.loads(line) for line in exported(graph, "followthemoney").splitlines()]


def test_followthemoney_reads_entities_and_links(graph: Graph) -> None:
    """With the library, where KG_FOLLOWTHEMONEY names a folder that holds it: it can't be installed beside rdflib 7.6."""
    folder = os.environ.get("KG_FOLLOWTHEMONEY")
    if not folder:
        pytest.skip("KG_FOLLOWTHEMONEY does not name a folder with the followthemoney package")
    environment = {"PYTHONPATH": folder, "PATH": os.environ["PATH"]}
    ran = subprocess.run(
        [sys.executable, "-c", READ_BACK],
        input=exported(graph, "followthemoney"),
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    schemata = Counter(line.endswith("True") for line in ran.stdout.decode().splitlines())
    values = {node.id for node in network.nodes(graph) if node.type == network.VALUE}
    assert schemata[False] == len(list(network.nodes(graph))) - len(values)
    assert schemata[True] == sum(edge.target not in values for edge in network.edges(graph))


def test_a_rumour_is_no_ownership(graph: Graph) -> None:
    links = [entity for entity in read_entities(graph) if "status" in entity["properties"]]  # type: ignore[operator]
    known = {(e["schema"], tuple(e["properties"]["status"])) for e in links}  # type: ignore[index]
    assert {status for schema, status in known if schema != "UnknownLink"} == {("asserted",)}
    directors = [e for e in links if e["schema"] == "Directorship"]
    assert ["CEO"] in [entity["properties"]["role"] for entity in directors]  # type: ignore[index]


def test_every_entity_of_followthemoney_has_an_id_of_its_own(graph: Graph) -> None:
    ids = [entity["id"] for entity in read_entities(graph)]
    assert len(ids) == len(set(ids))


def test_the_context_is_a_file_beside_the_ontology() -> None:
    context = json.loads((Path(__file__).parents[1] / "ontology" / "context.jsonld").read_text("utf-8"))
    assert context["@context"]["@vocab"] == "https://w3id.org/kg-builder/ontology#"
