"""SPARQL: what is answered, what is refused, and how answers are written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg.errors import ConfigurationError, QueryError, UsageError
from kg.graph.library import Graph
from kg.graph.query import named_queries, read
from kg.graph.results import write_answer
from kg.graph.sparql import check
from tests.support.command import Ran
from tests.support.made import velmora
from tests.support.server import empty


@pytest.fixture(scope="module", params=[None, "sparql_server", "other_server"])
def graph(request: pytest.FixtureRequest) -> Iterator[Graph]:
    """The store in this process, and those on two SPARQL servers: whatever holds for one holds for the others."""
    address = request.getfixturevalue(request.param) if request.param else None
    if address:
        empty(address)
    with kg.open(address) as made:
        made.put(velmora())
        yield made


def written(graph: Graph, sparql: str, form: str) -> str:
    out = io.BytesIO()
    write_answer(graph.query(sparql), form, out, graph.base)
    return out.getvalue().decode()


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { # a comment\n SeRvIcE<http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' . SERVICE <http://x/> {} }",
        "SELECT * { ?s ?p <http://x#a> . SERVICE <http://x/> {} }",
        "SELECT * { ?s ?p '''a'b''' . SERVICE <http://x/> {} }",
        'SELECT * { ?s ?p "a\\"" . SERVICE <http://x/> {} }',
        "SELECT * { FILTER(1<2) SERVICE <http://x/> {} FILTER(3>2) }",
        "SELECT * { \\u0053ERVICE <http://x/> {} }",
        "LOAD <http://x/>",
        "INSERT DATA { <a:s> <a:p> <a:o> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
    ],
)
def test_network_and_updates_are_refused(graph: Graph, sparql: str) -> None:
    with pytest.raises(QueryError, match="refused"):
        graph.query(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/>" }',
        "SELECT * { ?s ?p 'it\\'s LOAD' }",
        "SELECT * { ?s ?p '''SERVICE' ''LOAD''' }",
        'SELECT * { ?s ?p """a "quoted" SERVICE""" }',
        "SELECT * { ?s ?p <http://x/SERVICE> } # LOAD",
        "SELECT ?service $load { ?service ?p $load }",
        "SELECT * { ?s kg:service ?o . ?s schema:LOAD ?x }",
        "SELECT * { ?s ?p 'x'@service }",
    ],
)
def test_the_same_words_elsewhere_are_not(sparql: str) -> None:
    check(sparql)


@pytest.mark.parametrize(
    ("sparql", "fault", "hint"),
    [
        ("", "line 1, column 1: unexpected end", "SELECT"),
        ("SELECT", "line 1, column 7: unexpected end", None),
        ("SELEC * { ?s ?p ?o }", "line 1, column 1: unexpected 'SELEC'", "a query begins with SELECT, ASK"),
        ("PREFIX a <x:> ASK {}", "line 1, column 1: unexpected 'PREFIX'", "PREFIX ex: <https://example.org/>"),
        ("SELECT *\n{ ?s kg:partnerOf\n}", "line 3, column 1: unexpected '}'", None),
        ("SELECT * { { ?s ?p ?o", "line 1, column 22: unexpected end", "'}}' is missing"),
        ("SELECT * { ?s ?p 'Velmora }", "line 1, column 28: unexpected end", "a quotation mark is missing"),
        ("ASK {\n ?s nope:p ?o }", "line 2, column 5: no prefix for nope:p", "PREFIX nope: <https://…>"),
        ("SELECT * { ?s ?p ?o } LIMIT many", "line 1, column 29: unexpected 'many'", None),
        (
            "SELECT ?s (1 AS ?s) { ?s ?p ?o }",
            "line 1, column 33: The SELECT overrides an existing variable using an expression",
            None,
        ),
    ],
)
def test_what_is_not_sparql_is_told_by_its_place(graph: Graph, sparql: str, fault: str, hint: str | None) -> None:
    with pytest.raises(QueryError) as error:
        graph.query(sparql)
    assert str(error.value) == f"the query is not SPARQL: {fault}"
    assert hint in error.value.hint if hint and error.value.hint else error.value.hint is hint


def test_prefixes_are_declared_and_may_be_declared_again(graph: Graph) -> None:
    assert graph.query('ASK { ?o a kg:Organization ; rdfs:label "Velmora" ; ^prov:wasDerivedFrom?/rdf:type ?t }')
    assert graph.query("PREFIX kg: <https://w3id.org/kg-builder/ontology#> ASK { ?o a kg:Organization }")


@pytest.mark.parametrize(
    "value", ["https://kg.example/organization/velmora", "<https://kg.example/organization/velmora>"]
)
def test_substitutions(graph: Graph, value: str) -> None:
    rows = list(graph.query("SELECT ?x ?label { ?x rdfs:label ?label }", {"x": value}).rows())
    assert [row["label"] for row in rows] == ["Velmora"]


def test_a_substitution_must_be_a_term(graph: Graph) -> None:
    for value in ("not an iri", '"open'):
        with pytest.raises(UsageError):
            graph.query("ASK { ?x ?p ?o }", {"x": value})


@pytest.mark.parametrize("name", named_queries())
def test_a_named_query_runs_and_says_what_it_does(graph: Graph, name: str) -> None:
    query = named_queries()[name]
    assert query.description
    assert query.example.startswith(f"kg query {name}")
    values = {"entity": "Velmora", "document": "news/velmora.txt", "status": "possible"}
    required = {p.name: values[p.kind] for p in query.parameters if p.required}
    list(graph.run(name, required))
    for parameter in query.parameters:
        list(graph.run(name, {**required, parameter.name: values[parameter.kind]}))


@pytest.mark.parametrize(
    ("name", "parameters", "column", "values"),
    [
        ("runs", {}, "who", ["Inès Corvalan"]),
        ("runs", {"organization": "velmora"}, "position", ["CEO"]),
        ("runs", {"organization": "Hanseo Shipyards"}, "who", []),
        ("subsidiaries", {"parent": "Velmora"}, "unit", ["Velmora Marine SAS"]),
        ("partners", {"entity": "Velmora"}, "level", ["possible"]),
        ("partners", {"entity": "Hanseo Shipyards"}, "other", ["Velmora"]),
        ("partners", {"status": "asserted"}, "other", []),
        ("rumours", {}, "said_by", ["the press"]),
        ("rumours", {"entity": "Inès Corvalan"}, "said_by", []),
        ("disputed", {}, "subject", []),
        (
            "about",
            {"entity": "Velmora"},
            "relation",
            ["chiefExecutiveOf", "hires", "investsIn", "partnerOf", "subsidiaryOf"],
        ),
        (
            "by-document",
            {"document": "news/velmora.txt"},
            "relation",
            ["chiefExecutiveOf", "subsidiaryOf", "partnerOf", "investsIn", "hires"],
        ),
    ],
)
def test_named_queries(graph: Graph, name: str, parameters: dict[str, str], column: str, values: list[str]) -> None:
    assert [row[column] for row in graph.run(name, parameters).rows()] == values


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("nothing", {}, "no such named query"),
        ("about", {}, "about needs entity"),
        ("about", {"entity": "Nobody"}, "no entity of that name"),
        ("about", {"whom": "Velmora"}, "no parameter whom"),
        ("partners", {"status": "maybe"}, "unknown status"),
        ("by-document", {"document": "x.txt"}, "no such document"),
    ],
)
def test_wrong_uses_of_named_queries(graph: Graph, name: str, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        graph.run(name, parameters)


def test_a_named_query_without_its_header_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="broken"):
        read("broken", "SELECT * { ?s ?p ?o }")


TWO = "SELECT ?name ?count { VALUES (?name ?count) { ('a, \"b\"\\nc' 1) ('小米' UNDEF) } }"


def test_table(graph: Graph) -> None:
    shown = written(graph, TWO, "table")
    assert shown == 'name      count\n────────  ─────\na, "b" c  1\n小米\n'


def test_a_table_shortens_iris_and_long_texts(graph: Graph) -> None:
    shown = written(graph, f'SELECT ?t ?x {{ VALUES (?t ?x) {{ (kg:Claim "{"x" * 200}") }} }}', "table")
    assert shown.splitlines()[2] == "kg:Claim  " + "x" * 49 + "…"


def test_a_table_does_not_steer_the_terminal(graph: Graph) -> None:
    assert "\x1b" not in written(graph, 'SELECT ?x { VALUES ?x { "\x1b[31mred" } }', "table")


def test_csv(graph: Graph) -> None:
    shown = written(graph, TWO, "csv")
    assert list(csv.reader(io.StringIO(shown, newline=""))) == [["name", "count"], ['a, "b"\nc', "1"], ["小米", ""]]


def test_json(graph: Graph) -> None:
    names = [row["name"]["value"] for row in json.loads(written(graph, TWO, "json"))["results"]["bindings"]]
    assert names == ['a, "b"\nc', "小米"]
    assert json.loads(written(graph, "ASK { ?s ?p ?o }", "json"))["boolean"] is True


def test_turtle(graph: Graph) -> None:
    shown = written(graph, "CONSTRUCT { ?s kg:chiefExecutiveOf ?o } WHERE { ?s kg:chiefExecutiveOf ?o }", "turtle")
    assert "kg:chiefExecutiveOf" in shown
    with pytest.raises(UsageError, match="turtle"):
        written(graph, TWO, "turtle")
    with pytest.raises(UsageError, match="yaml"):
        written(graph, TWO, "yaml")


def test_a_query_is_explained_by_its_steps(store: Path, kg: Callable[..., Ran]) -> None:
    query = "SELECT ?n { ?s rdfs:label ?n } ORDER BY ?n"
    steps = json.loads(kg("query", query, "--explain", "--format", "json").out)
    labels = len(kg("query", query, "--format", "csv").out.splitlines()) - 1
    assert [(each["rows"], each["step"].lstrip("· ")) for each in steps] == [
        (labels, "Project(?n)"),
        (labels, "Sort(ASC(?n))"),
        (labels, "QuadPattern(?s <rdfs:label> ?n)"),
    ]
    assert "QuadPattern" in kg("query", "about", "Velmora", "--explain").out
    assert "QuadPattern" in kg("query", "CONSTRUCT WHERE { ?s ?p ?o }", "--explain").out
    assert [each.name for each in store.glob("reader-*")] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["SELECT {"], 1, "the query is not SPARQL: line 1, column 9: unexpected end"),
        (["SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], 1, "SERVICE is refused"),
        (["ASK {}", "--format", "turtle"], 2, "steps are no triples"),
        (["SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.2"], 1, "stopped after 0.2 seconds"),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_can_not_be_explained(kg: Callable[..., Ran], arguments: list[str], code: int, said: str) -> None:
    ran = kg("query", *arguments, "--explain")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


@pytest.mark.usefixtures("store")
def test_the_graph_as_of_a_day_is_explained_too(kg: Callable[..., Ran]) -> None:
    ran = kg("query", "ASK {}", "--as-of", "2025-01-01", "--explain")
    assert (ran.code, ran.err) == (0, "")
    assert "rows" in ran.out


@pytest.mark.usefixtures("store")
def test_without_the_program_explaining_is_refused(kg: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    assert kg("query", "ASK {}", "--explain") == Ran(
        1, "", "Error: explaining needs Oxigraph's own program, which is not installed\nHint: pip install oxigraph\n"
    )
