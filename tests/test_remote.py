"""A store on a SPARQL server. `test_store.py` and `test_query.py` run over one as well."""

from __future__ import annotations

import base64
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

import kg as library
from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.graph import remote
from kg.graph.backup import backup, restore
from kg.graph.check import check
from kg.graph.http import Endpoints, endpoints
from kg.graph.library import Graph
from kg.model import Extraction
from tests.property.test_graph import built_from, extractions
from tests.support.command import Ran
from tests.support.server import empty

Kg = Callable[..., Ran]


@pytest.fixture(params=["sparql_server", "other_server"])
def server(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(request.param)
    empty(address)
    return address


def quads(graph: Graph) -> list[str]:
    return sorted(map(str, graph.store.quads()))


# Law: after any sequence of putting, replacing and forgetting the server holds what the remaining documents give.
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(extractions() | st.sampled_from(["1.txt", "2.txt", "3.txt"]), max_size=6))
def test_exact_forgetting_on_a_server(server: str, steps: list[Extraction | str]) -> None:
    empty(server)
    documents: dict[str, Extraction] = {}
    with library.open(server) as graph:
        for step in steps:
            if isinstance(step, str):
                assert graph.forget(step) is (documents.pop(step, None) is not None)
            else:
                graph.put(step, replace=True)
                documents[step.document.source] = step
        assert sorted(map(str, graph.store.match(None, None, None))) == built_from(documents.values())
        assert list(check(graph)) == []


def test_the_commands_work_over_a_server(kg: Kg, store: Path, server: str) -> None:
    kg("backup", "a.nq.gz")
    assert kg("restore", "a.nq.gz", "--store", server) == Ran(0, "", f"Restored 1 documents to {server}\n")
    for command in (
        ["stats"],
        ["show", "Velmora"],
        ["list", "entities"],
        ["export"],
        ["query", "about", "Velmora"],
        ["check"],
    ):
        there, here = kg(*command, "--store", server), kg(*command, "--store", store)
        assert (there.code, sorted(there.out.splitlines())) == (0, sorted(here.out.splitlines())), command
    assert kg("forget", "news/velmora.txt", "--store", server).code == 0
    assert json.loads(kg("stats", "--format", "json", "--store", server).out)["triples"] == 0


class Interrupted(Exception):  # noqa: N818
    """The line is cut."""


def test_a_restore_that_was_interrupted_goes_on_where_it_was(
    made_store: Path, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library.open(made_store, read_only=True) as graph:
        backup(graph, tmp_path / "a.nq")
        whole = quads(graph)
    monkeypatch.setattr(remote, "_PIECE", 50)
    sent: list[int] = []
    send = remote.SparqlStore._post

    def cut(self: remote.SparqlStore, piece: list[Quad]) -> None:
        if len(sent) == 2:
            sent.append(0)
            raise Interrupted
        sent.append(len(piece))
        send(self, piece)

    monkeypatch.setattr(remote.SparqlStore, "_post", cut)
    with pytest.raises(Interrupted):
        restore(tmp_path / "a.nq", server)
    with pytest.raises(StoreError, match="restored by half"):
        library.open(server)
    assert restore(tmp_path / "a.nq", server) == 1
    assert sum(sent) == len(whole)  # nothing was sent twice
    with library.open(server, read_only=True) as graph:
        assert quads(graph) == whole
    with pytest.raises(UsageError, match="holds data already"):
        restore(tmp_path / "a.nq", server)


def test_much_is_loaded_in_pieces(made_store: Path, sparql_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the graph store protocol, and by updates where there is none."""
    for graphs in ("/store", None):
        empty(sparql_server)
        monkeypatch.setattr(remote, "_PIECE", 7)
        store = remote.SparqlStore(sparql_server)
        there = store.client.endpoints
        store.client.endpoints = Endpoints(there.query, there.update, graphs)
        with library.open(made_store, read_only=True) as graph:
            store.load_pieces(graph.store.quads(), "a digest")
            assert sorted(map(str, store.quads())) == quads(graph)


@pytest.mark.parametrize(
    ("path", "environment", "expected"),
    [
        ("", {}, Endpoints("/query", "/update", "/store")),
        ("/", {}, Endpoints("/query", "/update", "/store")),
        ("/news/query", {}, Endpoints("/news/query", "/news/update", "/news/store")),
        ("/sparql", {}, Endpoints("/sparql", "/sparql", None)),
        ("/ds", {"KG_STORE_GRAPHS": "/ds/data"}, Endpoints("/ds/query", "/ds/update", "/ds/data")),
        ("/sparql", {"KG_STORE_UPDATE": "/statements"}, Endpoints("/sparql", "/statements", None)),
    ],
)
def test_endpoints_of_an_address(path: str, environment: dict[str, str], expected: Endpoints) -> None:
    assert endpoints(path, environment) == expected


class Guard(http.server.BaseHTTPRequestHandler):
    """Answers nobody, and keeps what it was told."""

    seen: list[str | None] = []  # noqa: RUF012
    status = 401

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append(self.headers["Authorization"])
        self.send_response(self.status)
        self.send_header("Location", "http://elsewhere.example/")
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"not for us")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def guard() -> Iterator[str]:
    Guard.seen.clear()
    with http.server.HTTPServer(("127.0.0.1", 0), Guard) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_who_asks_is_taken_from_the_environment(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    settings: list[dict[str, str]] = [
        {},
        {"KG_STORE_USER": "ann", "KG_STORE_PASSWORD": "pässword"},
        {"KG_STORE_TOKEN": "t"},
    ]
    for environment in settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(StoreError, match="answers 401 not for us") as error:
            library.open(guard)
        assert "KG_STORE_USER" in str(error.value.hint)
    assert Guard.seen == [None, "Basic " + base64.b64encode("ann:pässword".encode()).decode(), "Bearer t"]


def test_a_redirect_is_not_followed(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guard, "status", 302)
    with pytest.raises(StoreError, match="answers 302"):
        library.open(guard)


@pytest.mark.parametrize("address", ["http://", "http://ann:secret@127.0.0.1:1/", "http://x.example/#here"])
def test_an_address_that_is_none_is_a_wrong_use_and_no_password_is_shown(address: str) -> None:
    with pytest.raises(UsageError) as error:
        library.open(address)
    assert "secret" not in str(error.value)


def test_a_server_that_is_not_there_is_one_line(kg: Kg) -> None:
    ran = kg("stats", "--store", "http://127.0.0.1:9")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("Error: http://127.0.0.1:9: no answer: ")


def test_what_a_server_can_not_do_is_said(server: str, tmp_path: Path) -> None:
    with library.open(server) as graph:
        for wrong in (lambda: graph.graph, lambda: graph.store.engine, lambda: backup(graph, tmp_path / "folder")):
            with pytest.raises(UsageError):
                wrong()
        with pytest.raises(QueryError, match="not SPARQL"):
            graph.query("SELECT nonsense")
    with pytest.raises(KgError, match="already closed"):
        graph.stats()
    with library.open(server, read_only=True) as graph, pytest.raises(UsageError, match="reading only"):
        graph.store.change([], [], {})
