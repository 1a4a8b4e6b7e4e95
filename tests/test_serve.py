"""The SPARQL endpoint: the protocol, and what it does not let happen."""

from __future__ import annotations

import csv
import http.client
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

import kg
from kg.graph.check import check
from kg.serve.endpoint import Access, Endpoint, Limits
from kg.serve.protocol import TABLES, Refused, negotiate
from tests.support.made import velmora

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
TOKEN = "a long random text"  # noqa: S105
# Every triple with every other: for ever.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def truth(self) -> bool:
        return bool(json.loads(self.body)["boolean"])


class Asker:
    """Sends requests to one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def __call__(
        self, method: str, query: list[tuple[str, str]], body: bytes = b"", kind: str | None = None, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection(*self.endpoint.server_address[:2], timeout=60)  # type: ignore[arg-type]
        given = {name.replace("_", "-"): value for name, value in headers.items()} | (
            {"Content-Type": kind} if kind else {}
        )
        connection.request(method, "/sparql" + (f"?{urlencode(query)}" if query else ""), body, given)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def ask(self, sparql: str, *graphs: tuple[str, str]) -> bool:
        return self("GET", [("query", sparql), *graphs]).truth

    def select(self, sparql: str, accept: str = TABLES[0]) -> Answer:
        return self("GET", [("query", sparql)], Accept=accept)

    def update(self, sparql: str, *graphs: tuple[str, str], token: str = TOKEN) -> Answer:
        return self("POST", list(graphs), sparql.encode(), UPDATE, Authorization=f"Bearer {token}")


def serving(folder: Path, limits: Limits, access: Access) -> Iterator[Asker]:
    with kg.open(folder / "kg.db") as graph:
        graph.put(velmora())
    endpoint = Endpoint(folder / "kg.db", "127.0.0.1", 0, limits, access)
    thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield Asker(endpoint)
    endpoint.shutdown()
    endpoint.server_close()
    thread.join()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Queries only, of at most two seconds and 100 kB."""
    yield from serving(tmp_path_factory.mktemp("reader"), Limits(2, 100_000, 2), Access())


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield from serving(tmp_path_factory.mktemp("writer"), Limits(30, 100_000, 2), Access(TOKEN, raw=True))


# The cases of the W3C's SPARQL 1.1 Protocol test suite, by their names there.
D1, D2, D3 = (f"http://kasei.us/2009/09/sparql/data/data{n}.rdf" for n in (1, 2, 3))
FOAF = "http://xmlns.com/foaf/0.1/Document"
BOTH = f"ASK {{ <{D1}> a ?t . <{D2}> a ?t }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{D1}> a ?t }} GRAPH ?h {{ <{D2}> a ?t }} }}"
FULL = f"ASK {{ <{D3}> a ?t GRAPH ?g {{ <{D1}> a ?t }} GRAPH ?h {{ <{D2}> a ?t }} }}"
ASK = [("query", "ASK {}")]


def default(*graphs: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", graph) for graph in graphs]


@pytest.fixture
def data(writer: Asker) -> Asker:
    """An endpoint with three graphs that say of themselves that they are documents, and nothing else."""
    said = " ".join(f"GRAPH <{graph}> {{ <{graph}> a <{FOAF}> }}" for graph in (D1, D2, D3))
    assert writer.update(f"DROP ALL ; INSERT DATA {{ {said} }}").status == 204
    return writer


QUERIES = {
    "query_get": ("GET", ASK, "", None),
    "query_post_form": ("POST", default(D1), "query=ASK%20%7B%7D", FORM),
    "query_post_direct": ("POST", [], "ASK {}", QUERY),
    "query_dataset_default_graphs_get": ("GET", [("query", BOTH), *default(D1, D2)], "", None),
    "query_dataset_default_graphs_post": ("POST", default(D1, D2), BOTH, QUERY),
    "query_dataset_named_graphs_get": ("GET", [("query", NAMED), *named(D1, D2)], "", None),
    "query_dataset_named_graphs_post": ("POST", named(D1, D2), NAMED, QUERY),
    "query_dataset_full": ("POST", [*default(D3), *named(D1, D2)], FULL, QUERY),
    "query_multiple_dataset": ("POST", default(D2), f"ASK FROM <{D1}> {{ <{D2}> ?p ?o FILTER NOT EXISTS {{ <{D1}> ?q ?r }} }}", QUERY),
}  # fmt: skip


@pytest.mark.parametrize(("method", "query", "body", "kind"), QUERIES.values(), ids=list(QUERIES))
def test_w3c_queries(data: Asker, method: str, query: list[tuple[str, str]], body: str, kind: str | None) -> None:
    answer = data(method, query, body.encode(), kind)
    assert (answer.status, answer.truth) == (200, True)


REFUSED = {
    "bad_query_method": ("PUT", ASK, b"", FORM),
    "bad_multiple_queries": ("GET", [*ASK, *ASK], b"", None),
    "bad_query_wrong_media_type": ("POST", [], b"ASK {}", "text/plain"),
    "bad_query_missing_form_type": ("POST", [], b"query=ASK%20%7B%7D", None),
    "bad_query_missing_direct_type": ("POST", [], b"ASK {}", None),
    "bad_query_non_utf8": ("POST", [], "ASK {}".encode("utf-16"), QUERY + "; charset=UTF-16"),
    "bad_query_syntax": ("GET", [("query", "ASK {")], b"", None),
    "bad_update_get": ("GET", [("update", "CLEAR ALL")], b"", None),
    "bad_multiple_updates": ("POST", [], b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
    "bad_update_wrong_media_type": ("POST", [], b"CLEAR NAMED", "text/plain"),
    "bad_update_missing_form_type": ("POST", [], b"update=CLEAR%20NAMED", None),
    "bad_update_non_utf8": ("POST", [], "CLEAR NAMED".encode("utf-16"), UPDATE + "; charset=UTF-16"),
    "bad_update_syntax": ("POST", [], b"update=CLEAR%20XYZ", FORM),
    "bad_update_dataset_conflict": (
        "POST", [("using-graph-uri", D1)],
        f"INSERT {{ <{D1}> a <x:x> }} USING <{D2}> WHERE {{ ?s ?p ?o }}".encode(), UPDATE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "query", "body", "kind"), REFUSED.values(), ids=list(REFUSED))
def test_w3c_refusals(data: Asker, method: str, query: list[tuple[str, str]], body: bytes, kind: str | None) -> None:
    answer = data(method, query, body, kind, Authorization=f"Bearer {TOKEN}")
    assert 400 <= answer.status < 500, answer
    assert answer.body
    assert data.ask(FULL, *default(D3), *named(D1, D2))  # nothing was changed


@pytest.mark.parametrize(
    ("name", "query", "types"),
    [
        ("query_content_type_select", "SELECT (1 AS ?v) {}", set(TABLES)),
        ("query_content_type_ask", "ASK {}", set(TABLES[:2])),
        ("query_content_type_describe", "DESCRIBE <http://example.org/>", {"text/turtle", "application/rdf+xml"}),
        ("query_content_type_construct", "CONSTRUCT { <s:> <p:> 1 } WHERE {}", {"text/turtle", "application/rdf+xml"}),
    ],
)
def test_w3c_content_types(data: Asker, name: str, query: str, types: set[str]) -> None:
    for accept in [*types, "*/*"]:
        answer = data.select(query, accept)
        assert (answer.status, answer.headers.get_content_type() in types) == (200, True), name


# What the update is about → the graphs of which the documents are found by it.
UPDATES = {
    "update_dataset_default_graph": ([D1], [], {D1}),
    "update_dataset_default_graphs": ([D1, D2], [], {D1, D2}),
    "update_dataset_named_graphs": ([], [D1, D2], {D1, D2}),
    "update_dataset_full": ([D1], [D2], {D1, D2}),
}


@pytest.mark.parametrize(("using", "using_named", "found"), UPDATES.values(), ids=list(UPDATES))
def test_w3c_updates_of_a_dataset(data: Asker, using: list[str], using_named: list[str], found: set[str]) -> None:
    graphs = [("using-graph-uri", g) for g in using] + [("using-named-graph-uri", g) for g in using_named]
    pattern = f"{{ GRAPH ?g {{ ?s a <{FOAF}> }} }} UNION {{ ?s a <{FOAF}> }}"
    assert data.update(f"INSERT {{ GRAPH <x:test> {{ ?s a <x:found> }} }} WHERE {{ {pattern} }}", *graphs).status == 204
    answer = data.select("SELECT ?s { GRAPH <x:test> { ?s a <x:found> } }", "text/csv")
    assert set(answer.body.decode().split()[1:]) == found


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [("update_post_form", b"update=CLEAR+ALL", FORM), ("update_post_direct", b"CLEAR ALL", UPDATE)],
)
def test_w3c_updates(data: Asker, name: str, body: bytes, kind: str) -> None:
    assert data("POST", [], body, kind, Authorization=f"Bearer {TOKEN}").status == 204, name
    assert not data.ask("ASK { GRAPH ?g { ?s a ?t } }")
    with kg.open(data.endpoint.store, read_only=True) as graph:  # it is a store of ours still
        assert graph.base == "https://kg.example/"


def test_w3c_update_base_uri(data: Asker) -> None:
    assert data.update("INSERT DATA { <x:s> <x:p> <test> }").status == 204
    assert data.ask(f"ASK {{ <x:s> <x:p> <{data.endpoint.url.removesuffix('sparql')}test> }}")


# What is more than the protocol.


@pytest.mark.parametrize("accept", TABLES)
def test_each_form_of_a_table_reads_back(reader: Asker, accept: str) -> None:
    answer = reader.select("SELECT ?n { ?p kg:chiefExecutiveOf ?o . ?p rdfs:label ?n }", accept)
    assert answer.headers.get_content_type() == accept
    if accept == "text/csv":
        assert list(csv.reader(answer.body.decode().splitlines())) == [["n"], ["Inès Corvalan"]]
        return
    form = ox.QueryResultsFormat.from_media_type(accept)
    assert form is not None
    results = ox.parse_query_results(answer.body, format=form)
    assert isinstance(results, ox.QuerySolutions)
    assert [row["n"] for row in results] == [ox.Literal("Inès Corvalan")]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, TABLES[0]),
        ("*/*", TABLES[0]),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/json", TABLES[0]),
        ("application/*;q=0.2, text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*", TABLES[1]),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", TABLES[1]),
    ],
)
def test_the_client_chooses_the_form(accept: str | None, expected: str) -> None:
    assert negotiate(accept, TABLES) == expected


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", ""])
def test_a_form_that_nobody_can_write_is_refused(accept: str) -> None:
    if accept:
        with pytest.raises(Refused) as refused:
            negotiate(accept, TABLES)
        assert refused.value.status == 406
    else:
        assert negotiate(accept, TABLES) == TABLES[0]


def test_a_query_that_runs_over_is_killed_and_answered_with_an_error(reader: Asker) -> None:
    start = time.monotonic()
    answer = reader.select(ENDLESS)
    assert (answer.status, answer.body) == (503, b"stopped after 2 seconds without a whole answer\n")
    assert time.monotonic() - start < 20
    assert reader.ask("ASK {}")  # the next one is answered


def test_an_answer_that_starts_and_never_ends_is_no_good_answer(reader: Asker) -> None:
    answer = reader.select("SELECT * { ?a ?b ?c . ?d ?e ?f . FILTER (RAND() < 0.000001) }")
    assert answer.status in {200, 503}
    if answer.status == 200:
        json.loads(answer.body)


def test_an_answer_that_is_too_large_is_an_error(reader: Asker) -> None:
    answer = reader.select("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (answer.status, answer.body) == (500, b"the answer has more than 100,000 bytes; a LIMIT makes it shorter\n")
    assert reader.select("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 10").status == 200


def test_runaway_queries_do_not_keep_others_waiting_for_ever(reader: Asker) -> None:
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda sparql: reader.select(sparql).status, [ENDLESS, ENDLESS, "ASK {}", "ASK {}"]))
    assert statuses[:2] == [503, 503]
    assert set(statuses[2:]) <= {200, 503}
    assert reader.ask("ASK {}")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused(reader: Asker, sparql: str) -> None:
    answer = reader.select(sparql)
    assert (answer.status, answer.body) == (400, b"SERVICE is refused: a query may not reach the network\n")


def test_load_is_refused(writer: Asker) -> None:
    answer = writer.update("LOAD <http://127.0.0.1:9/>")
    assert (answer.status, answer.body) == (400, b"LOAD is refused: a query may not reach the network\n")


def test_updates_need_a_server_that_allows_them_and_its_token(reader: Asker, writer: Asker) -> None:
    insert = "INSERT DATA { <x:a> <x:b> <x:c> }"
    assert reader.update(insert).status == 403
    assert writer.update(insert, token="a guess").status == 401  # noqa: S106
    assert writer("POST", [], insert.encode(), UPDATE).status == 401
    assert writer("POST", [], b"INSERT DATA { <x:a> <x:b> <x:c> }", QUERY).status == 400  # an update is no query
    assert not writer.ask("ASK { <x:a> ?b ?c }")
    assert writer.update(insert).status == 204
    assert writer.ask("ASK { <x:a> ?b ?c }")


def test_what_another_process_writes_is_seen_by_the_next_query(reader: Asker) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?d a kg:Document }"
    assert b'"1"' in reader.select(count).body
    with kg.open(reader.endpoint.store) as graph:
        assert graph.forget("news/velmora.txt")
        graph.flush()
        assert b'"0"' in reader.select(count).body  # while the writer has it open
        graph.put(velmora())
    assert b'"1"' in reader.select(count).body


def test_updates_of_named_graphs_keep_what_holds_of_the_graph(tmp_path: Path) -> None:
    for asker in serving(tmp_path, Limits(), Access(TOKEN)):
        before = asker.select("SELECT * { ?s ?p ?o }").body
        for refused in ("INSERT DATA { <x:a> <x:b> <x:c> }", "DELETE WHERE { ?p kg:chiefExecutiveOf ?o }", "CLEAR ALL"):
            answer = asker.update(refused)
            assert (answer.status, answer.body.startswith(b"an update here writes to graphs")) == (403, True)
        insert = "INSERT { GRAPH <x:mine> { ?p <x:met> <x:me> } } WHERE { ?p kg:chiefExecutiveOf ?o } ;"
        assert asker.update(insert).status == 204
        assert asker.ask("ASK { GRAPH <x:mine> { ?p <x:met> <x:me> } ?p kg:chiefExecutiveOf ?o }")
        assert asker.update("INSERT DATA { GRAPH kg:store { kg:store kg:base 'x:' } }").status == 204
        assert asker.select("SELECT * { ?s ?p ?o }").body == before
        with kg.open(asker.endpoint.store, read_only=True) as graph:
            assert graph.base == "https://kg.example/"
            assert list(check(graph)) == []


def test_what_a_raw_update_breaks_the_check_tells(tmp_path: Path) -> None:
    for asker in serving(tmp_path, Limits(), Access(TOKEN, raw=True)):
        assert (
            asker.update("DELETE WHERE { ?p kg:chiefExecutiveOf ?o } ; INSERT DATA { <x:a> <x:b> <x:c> }").status == 204
        )
        with kg.open(asker.endpoint.store, read_only=True) as graph:
            missing, stray = map(str, check(graph))
        assert "is missing: person/ines-corvalan kg:chiefExecutiveOf organization/velmora" in missing
        assert "a triple without reason: x:a x:b x:c" in stray


def test_a_store_that_somebody_writes_to_refuses_updates_and_says_why(writer: Asker) -> None:
    with kg.open(writer.endpoint.store):
        answer = writer.update("INSERT DATA { <x:a> <x:b> <x:c> }")
    assert answer.status == 500
    assert b"could not open the store" in answer.body


def test_pages_of_others_may_not_ask_unless_they_are_named(reader: Asker, tmp_path: Path) -> None:
    answer = reader("GET", ASK, Origin="https://other.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert reader("OPTIONS", [], Origin="https://other.example").headers["Access-Control-Allow-Origin"] is None
    assert reader("GET", ASK, Host="rebound.example").status == 403
    for open_one in serving(tmp_path, Limits(), Access(origin="https://friend.example")):
        assert open_one("GET", ASK).headers["Access-Control-Allow-Origin"] == "https://friend.example"


def test_the_endpoint_describes_itself(reader: Asker) -> None:
    answer = reader("GET", [])
    described = {str(t.predicate) for t in ox.parse(answer.body, format=ox.RdfFormat.TURTLE, base_iri="x:")}
    assert "<http://www.w3.org/ns/sparql-service-description#endpoint>" in described


@pytest.mark.parametrize("body", [b"\xff", "ASK {}".encode("utf-16"), b"query=%FF"])
def test_bytes_that_are_no_text_are_refused(reader: Asker, body: bytes) -> None:
    assert reader("POST", [], body, QUERY).status == 400
    assert reader("POST", [], body, FORM).status == 400
