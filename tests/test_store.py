"""Putting, replacing, forgetting, and stores that can't be opened."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph
import pytest

import kg
from kg.errors import KgError, StoreError, UsageError
from kg.graph import embedded
from kg.graph.library import Graph
from kg.graph.records import Known, Outcome
from kg.model import Extraction, Status
from tests.support.gold import gold_extractions, gold_files
from tests.support.made import velmora
from tests.support.server import empty


def triples(graph: Graph) -> list[str]:
    return sorted(str(triple) for triple in graph.store.match(None, None, None))


def denied(extraction: Extraction) -> Extraction:
    """The same document as later rules read it: its first fact is denied."""
    first, *others = extraction.facts
    changed = (dataclasses.replace(first, status=Status.DENIED), *others)
    return dataclasses.replace(extraction, facts=changed, rules="later")


@pytest.fixture(params=[None, "sparql_server", "other_server"])
def graph(request: pytest.FixtureRequest) -> Iterator[Graph]:
    """The store in this process, and those on two SPARQL servers: whatever holds for one holds for the others."""
    address = request.getfixturevalue(request.param) if request.param else None
    if address:
        empty(address)
    with kg.open(address) as made:
        made.put(velmora())
        yield made


def test_putting_twice_changes_nothing(graph: Graph) -> None:
    before = triples(graph)
    assert graph.put(velmora()) is Outcome.UNCHANGED
    assert triples(graph) == before


def test_a_changed_document_replaces_what_it_said(graph: Graph) -> None:
    assert graph.query("ASK { ?p kg:chiefExecutiveOf ?o }")
    assert graph.put(denied(velmora())) is Outcome.REPLACED
    assert not graph.query("ASK { ?p kg:chiefExecutiveOf ?o }")
    assert graph.stats().claims["denied"] == 1
    assert graph.stats().documents == 1


def test_forgetting_the_only_document_leaves_nothing(graph: Graph) -> None:
    assert graph.forget("news/velmora.txt")
    assert triples(graph) == []
    assert not graph.forget("news/velmora.txt")


def test_forgetting_one_of_two_leaves_the_other(graph: Graph) -> None:
    before = triples(graph)
    other = dataclasses.replace(denied(velmora()), document=dataclasses.replace(velmora().document, source="b.txt"))
    graph.put(other)
    assert graph.query("ASK { ?p kg:chiefExecutiveOf ?o }")  # one document asserts it, the other denies it
    graph.forget("b.txt")
    assert triples(graph) == before


def test_what_is_known_tells_what_need_not_be_read_again(graph: Graph) -> None:
    assert graph.known("news/velmora.txt") == Known(velmora().document.digest, "by hand")
    assert graph.known("news/other.txt") is None


def test_documents_come_back(graph: Graph) -> None:
    (info,) = graph.documents()
    assert (info.source, info.language, info.title) == ("news/velmora.txt", "en", "Velmora and its ferry")
    assert (info.published, info.claims) == (date(2025, 9, 8), 5)
    assert graph.document(info.source) == velmora().document
    assert graph.document("other") is None


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("Inès Corvalan", ["Inès Corvalan"]),
        ("ines CORVALAN", ["Inès Corvalan"]),
        ("velmora", ["Velmora"]),
        ("organization/velmora-marine-sas", ["Velmora Marine SAS"]),
        ("https://kg.example/organization/velmora", ["Velmora"]),
        ("Velm", []),
        ("", []),
    ],
)
def test_find(graph: Graph, name: str, labels: list[str]) -> None:
    assert [entity.label for entity in graph.find(name)] == labels


def test_entities_by_type(graph: Graph) -> None:
    assert [e.label for e in graph.entities("Person")] == ["Inès Corvalan"]
    assert [e.label for e in graph.entities("Organization")] == ["Hanseo Shipyards", "Velmora", "Velmora Marine SAS"]
    assert len(list(graph.entities())) == 4
    with pytest.raises(UsageError, match="Robot"):
        graph.entities("Robot")


@pytest.mark.parametrize(
    ("wanted", "relations"),
    [
        ({}, ["chiefExecutiveOf", "subsidiaryOf", "partnerOf", "investsIn", "hires"]),
        ({"status": "possible"}, ["partnerOf"]),
        ({"relation": "hires"}, ["hires"]),
        ({"document": "news/velmora.txt", "status": "planned"}, ["investsIn"]),
        ({"entity": "https://kg.example/organization/velmora-marine-sas"}, ["subsidiaryOf", "investsIn"]),
        ({"entity": "https://kg.example/organization/nobody"}, []),
    ],
)
def test_facts_in_the_order_of_the_text(graph: Graph, wanted: dict[str, str], relations: list[str]) -> None:
    assert [fact["relation"] for fact in graph.facts(**wanted)] == relations


@pytest.mark.parametrize("wanted", [{"document": "x.txt"}, {"relation": "hasCEO"}, {"status": "true"}])
def test_unknown_filters_are_a_wrong_use(graph: Graph, wanted: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(wanted.values()))):
        graph.facts(**wanted)


def test_a_store_keeps_what_was_put(tmp_path: Path) -> None:
    with kg.open(tmp_path / "kg.db") as first:
        assert [outcome for _, outcome in first.put_many([velmora()])] == [Outcome.NEW]
        before = triples(first)
    with kg.open(tmp_path / "kg.db", read_only=True) as again:
        assert triples(again) == before
        with pytest.raises(UsageError, match="reading only"):
            again.forget("news/velmora.txt")
    with pytest.raises(UsageError, match="already closed"):
        again.stats()


def test_what_was_put_survives_a_power_cut_though_tables_are_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def log() -> str:
        return max(path.name for path in (tmp_path / "kg.db").glob("*.log"))

    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(Path(os.readlink(f"/proc/self/fd/{file}")).name))
    with kg.open(tmp_path / "kg.db") as graph:
        first = log()
        assert len(list(graph.put_many([velmora()]))) == 1
        assert {first, "names", "kg.db"} <= set(synced)
        assert log() == first
        monkeypatch.setattr(embedded, "most_in_log", lambda _: 10)
        graph.flush()
        assert log() > first, "tables hold what stood in the first one"


def test_the_base_is_set_once(tmp_path: Path) -> None:
    with kg.open(tmp_path / "kg.db", base="https://news.example/kg") as made:
        made.put(velmora())
        assert made.find("Velmora")[0].iri == "https://news.example/kg/organization/velmora"
    with kg.open(tmp_path / "kg.db") as again:
        assert again.base == "https://news.example/kg/"
    with pytest.raises(UsageError, match=r"its base is https://news\.example/kg/"):
        kg.open(tmp_path / "kg.db", base="https://other.example/")


def made_by_another_program(path: Path) -> None:
    node = pyoxigraph.NamedNode("https://x.example/")
    pyoxigraph.Store(path).add(pyoxigraph.Quad(node, node, node))


def a_file(path: Path) -> None:
    path.write_text("no store", "utf-8")


def a_folder_of_texts(path: Path) -> None:
    path.mkdir()
    (path / "a.txt").write_text("no store", "utf-8")


def a_damaged_store(path: Path) -> None:
    kg.open(path).close()
    (path / "CURRENT").write_text("MANIFEST-999999\n", "utf-8")


@pytest.mark.parametrize("make", [made_by_another_program, a_file, a_folder_of_texts, a_damaged_store])
def test_what_is_no_store_is_refused_in_one_line_and_left_alone(tmp_path: Path, make: object) -> None:
    path = tmp_path / "kg.db"
    assert callable(make)
    make(path)
    before = sorted(p.name for p in tmp_path.rglob("*.txt"))
    for read_only in (False, True):
        with pytest.raises(StoreError, match=re.escape(str(path))) as error:
            kg.open(path, read_only=read_only)
        assert "\n" not in str(error.value)
    assert sorted(p.name for p in tmp_path.rglob("*.txt")) == before


@pytest.mark.parametrize("wanted", [{"read_only": True}, {"create": False}])
def test_a_missing_store_is_named_and_not_made(tmp_path: Path, wanted: dict[str, bool]) -> None:
    with pytest.raises(UsageError, match="no store there"):
        kg.open(tmp_path / "kg.db", **wanted)  # type: ignore[arg-type]
    assert not (tmp_path / "kg.db").exists()


def test_a_second_writer_is_told_that_the_store_is_in_use(tmp_path: Path) -> None:
    code = "import kg, sys\ntry: kg.open(sys.argv[1])\nexcept kg.errors.StoreError as e: print(e.hint)"
    with kg.open(tmp_path / "kg.db"):
        command = [sys.executable, "-c", "import kg.errors\n" + code, str(tmp_path / "kg.db")]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "another kg is writing" in told


def test_a_base_must_be_an_iri() -> None:
    with pytest.raises(KgError, match="not an IRI"):
        kg.open(None, base="my graph")


# A child puts documents without end and is killed; whatever the moment, no document is there by half.
KILLED = """
import dataclasses, itertools, sys, kg
from tests.support.made import velmora
from tests.support.server import empty
graph = kg.open(sys.argv[1])
for number in itertools.count():
    document = dataclasses.replace(velmora().document, source=f"{number % 7}.txt")
    graph.put(dataclasses.replace(velmora(), document=document, rules=str(number)))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 9, 23])
def test_a_killed_writer_leaves_whole_documents(tmp_path: Path, after: int) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "kg.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        for _ in range(after):
            child.stdout.readline()
        child.kill()
    with kg.open(tmp_path / "kg.db") as found, kg.open(None) as rebuilt:
        for info in found.documents():
            document = dataclasses.replace(velmora().document, source=info.source)
            rebuilt.put(dataclasses.replace(velmora(), document=document, rules=info.rules))
        assert found.stats().documents >= min(after, 7)
        assert triples(found) == triples(rebuilt)


def test_the_gold_put_and_half_forgotten_is_the_other_half() -> None:
    files = gold_files()
    if not files:
        pytest.skip("the shared gold is not here")
    some = list(gold_extractions())[:24]
    with kg.open(None) as whole, kg.open(None) as half:
        for extraction in some:
            whole.put(extraction)
        for extraction in some[::2]:
            whole.forget(extraction.document.source)
        for extraction in reversed(some[1::2]):
            half.put(extraction)
        assert triples(whole) == triples(half)
