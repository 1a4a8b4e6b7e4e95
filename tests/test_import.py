"""What was exported is taken in again: the same graph, and what is not a graph of kg is refused."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kg as library
from kg.graph.export import export
from kg.graph.library import Graph
from kg.graph.validate import validate
from tests.support.command import Ran
from tests.support.gold import gold_extraction, gold_files
from tests.support.made import velmora
from tests.support.wire import STORY

Kg = Callable[..., Ran]
SUFFIXES = {"nquads": ".nq", "turtle": ".ttl", "trig": ".trig", "jsonld": ".jsonld", "facts": ".jsonl"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    with library.open("kg.db", base="https://graph.example/") as graph:
        for extraction in (velmora(), *STORY, *map(gold_extraction, gold_files()[-3:])):
            graph.put(extraction)
        for form, suffix in SUFFIXES.items():
            Path("out" + suffix).write_bytes(exported(graph, form))
    return tmp_path


def exported(graph: Graph, form: str) -> bytes:
    out = io.BytesIO()
    export(graph, form, out)
    return out.getvalue()


def triples(path: str) -> set[str]:
    with library.open(path) as graph:
        return {str(triple) for triple in graph.store.match(None, None, None)}


@pytest.mark.parametrize("suffix", [".nq", ".ttl", ".trig", ".jsonld"])
def test_a_graph_comes_back_whole(folder: Path, kg: Kg, suffix: str) -> None:
    assert folder.is_dir()
    ran = kg("import", f"out{suffix}", "--store", "copy.db")
    assert (ran.code, ran.err) == (0, "")
    assert triples("copy.db") == triples("kg.db")


def test_a_graph_joins_another_as_if_its_documents_had_been_read_there(folder: Path, kg: Kg) -> None:
    assert folder.is_dir()
    with library.open("other.db", base="https://graph.example/") as graph:
        graph.put(STORY[0])
    Path("out.nq.gz").write_bytes(gzip.compress(Path("out.nq").read_bytes()))
    assert kg("import", "out.nq.gz", "--store", "other.db").code == 0
    assert triples("other.db") == triples("kg.db")


def test_facts_come_back_with_their_identities(folder: Path, kg: Kg) -> None:
    assert folder.is_dir()
    with library.open("copy.db", base="https://graph.example/"):
        pass
    ran = kg("import", "out.jsonl", "--store", "copy.db")
    assert (ran.code, ran.err) == (0, "")
    with library.open("copy.db") as graph:
        assert validate(graph) == []
        ours = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
        theirs = list(graph.facts())

    def told(facts: list[dict[str, object]]) -> list[str]:
        return sorted(json.dumps({k: v for k, v in fact.items() if k != "claim"}, sort_keys=True) for fact in facts)

    assert told(theirs) == told(ours)


@pytest.mark.parametrize(
    ("name", "text", "code", "message"),
    [
        ("a.nq", "<https://x> <https://y> <https://z> .", 2, "no document of kg in it"),
        ("a.nq", "<https://x> nothing", 2, "not N-Quads"),
        ("a.txt", "x", 2, "not a format that can be imported"),
        ("a.jsonl", "{}\n", 1, "a.jsonl:1: not a fact: KeyError"),
        ("a.jsonl", '{"document": "x", "subject": {"names": ["a"], "type": "Person"}, "relation": "knows", "object": {"text": "b"}, "status": "asserted", "evidence": {"quote": "a", "start": 0, "end": 1}}', 1, "unknown relation knows"),
        ("a.jsonl", '{"document": "x", "subject": {"names": ["a"], "type": "Person"}, "relation": "bornOn", "object": {"date": "1999"}, "status": "asserted", "evidence": {"quote": "a", "start": 0, "end": 9}}', 1, "not as long as its offsets say"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused(
    tmp_path: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch, name: str, text: str, code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text)
    ran = kg("import", name, "--store", "new.db")
    assert (ran.code, message in ran.err) == (code, True), ran.err


def test_a_document_that_is_not_whole_is_left_out(folder: Path, kg: Kg) -> None:
    assert folder.is_dir()
    lines = Path("out.nq").read_text("utf-8").splitlines(keepends=True)
    Path("cut.nq").write_text("".join(line for line in lines if not ("document/1.txt>" in line and "#text>" in line)))
    ran = kg("import", "cut.nq", "--store", "copy.db")
    assert ran.code == 1
    assert "Problem: 1.txt: not whole" in ran.err
    with library.open("copy.db") as graph:
        assert {info.source for info in graph.documents()} >= {"2.txt", "3.txt"}
        assert graph.document("1.txt") is None


def test_another_base_is_wrong_use(folder: Path, kg: Kg) -> None:
    assert folder.is_dir()
    with library.open("other.db"):
        pass
    assert kg("import", "out.nq", "--store", "other.db").code == 2
