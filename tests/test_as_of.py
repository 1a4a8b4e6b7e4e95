"""The graph as it stood on a day, and what became known since."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg as library
from kg.graph.copies import as_of
from kg.graph.diff import Kind, compare
from kg.graph.library import Graph
from kg.model import Status
from tests.support.command import Ran
from tests.support.wire import DENIAL, DONE, RUMOUR, STORY, said

Kg = Callable[..., Ran]


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    with library.open("kg.db") as graph:
        for extraction in STORY:
            graph.put(extraction)
    return tmp_path / "kg.db"


def triples(graph: Graph) -> set[str]:
    return {str(triple) for triple in graph.store.match(None, None, None)}


@pytest.mark.parametrize("day", [date(2025, 8, 31), date(2025, 9, 1), date(2025, 9, 10), date(2025, 9, 15)])
def test_as_of_is_the_graph_of_the_documents_published_until_then(story: Path, day: date) -> None:
    """Law: as_of(D) holds the triples of a store into which only the documents published until D were put."""
    with library.open(story) as graph, as_of(graph, day) as then, library.open(None) as built:
        for extraction in STORY:
            if extraction.document.published and extraction.document.published <= day:
                built.put(extraction)
        assert triples(then) == triples(built)


@given(st.lists(st.tuples(st.sampled_from(["put", "forget", "ask"]), st.integers(0, 4)), max_size=12))
@settings(max_examples=20, deadline=None)
def test_the_kept_copy_follows(steps: list[tuple[str, int]]) -> None:
    """Law: whatever was asked, put and forgotten before, as_of(D) is the graph of the documents published until D."""
    days = [date(2025, 8, 31), date(2025, 9, 1), date(2025, 9, 10), date(2025, 9, 15), date(2025, 10, 1)]
    with tempfile.TemporaryDirectory() as folder, library.open(folder) as graph:
        there = {}
        for step, number in steps:
            chosen = STORY[number % len(STORY)]
            if step == "put":
                graph.put(chosen)
                there[chosen.document.source] = chosen
            elif step == "forget":
                graph.forget(chosen.document.source)
                there.pop(chosen.document.source, None)
            else:
                with as_of(graph, days[number]) as then, library.open(None) as built:
                    for each in there.values():
                        if each.document.published and each.document.published <= days[number]:
                            built.put(each)
                    assert triples(then) == triples(built)


def test_what_is_forgotten_is_not_kept_in_the_copy(story: Path, kg: Kg) -> None:
    assert kg("query", "ASK {}", "--as-of", "2025-09-15").code == 0
    assert (story / "as-of").is_dir()
    assert kg("forget", "2.txt").code == 0
    assert not (story / "as-of").exists()


def test_a_copy_in_use_is_made_in_memory(story: Path) -> None:
    with (
        library.open(story / "as-of"),  # as if another reader made it
        library.open(story, read_only=True) as graph,
        as_of(graph, date(2025, 9, 15)) as then,
    ):
        assert then.path is None
        assert then.stats().documents == 3


def test_commands_take_a_day(story: Path, kg: Kg) -> None:
    assert story.is_dir()
    question = "ASK { ?a kg:acquires ?b }"
    assert kg("query", question, "--as-of", "2025-09-10").out.split()[-1] == "false"
    assert kg("query", question, "--as-of", "2025-09-15").out.split()[-1] == "true"
    ran = kg("show", "Norvane", "--as-of", "2025-09-08")
    assert "Tilmex [denied] (2.txt)" in ran.out
    assert "asserted" not in ran.out
    assert ran.err == "Left out: 1 documents without a date of publication\n"
    assert len(kg("export", "--as-of", "2025-09-01").out.splitlines()) == 2
    assert kg("view", "--as-of", "2025-09-01", "-o", "then.html").code == 0
    assert "Norvane denies" not in Path("then.html").read_text("utf-8")
    assert kg("show", "Norvane", "--as-of", "last week").code == 2


def test_diff_says_what_became_known(story: Path, kg: Kg) -> None:
    assert story.is_dir()
    assert kg("diff", "2025-09-01", "2025-09-08").out.splitlines() == [
        "denied",
        "  Norvane acquires Tilmex [possible → denied] (2.txt:0-39)",
    ]
    assert kg("diff", "2025-09-08", "2025-09-30").out.splitlines() == [
        "confirmed",
        "  Norvane acquires Tilmex [possible, denied → asserted] (3.txt:0-65)",
        "ended",
        "  Ada Brook chiefExecutiveOf Tilmex [asserted → asserted, ended] (3.txt:0-65)",
        "known",
        "  Norvane partnerOf Ada Brook [planned] (3.txt:0-65)",
    ]
    assert kg("diff", "2025-09-30", "2025-10-30").out == "no difference\n"
    records = json.loads(kg("diff", "2025-09-01", "2025-09-08", "--format", "json").out)
    assert [(r["kind"], len(r["before"]), len(r["after"])) for r in records] == [("denied", 1, 2)]


def test_diff_of_two_stores_says_what_was_corrected_and_withdrawn(story: Path, kg: Kg) -> None:
    with library.open("new.db") as graph:
        graph.put(
            said("1.txt", date(2025, 9, 1), "Norvane will buy Tilmex.", ("n", "acquires", "t", Status.PLANNED, False))
        )
    with library.open("old.db") as graph:
        graph.put(RUMOUR)
    assert kg("diff", "old.db", "new.db").out.splitlines() == [
        "corrected",
        "  Norvane acquires Tilmex [possible → planned] (1.txt:0-24)",
        "withdrawn",
        "  Ada Brook chiefExecutiveOf Tilmex [asserted] (1.txt:0-55)",
    ]
    assert story.is_dir()


@pytest.mark.parametrize(("side", "said_"), [("2025-13-01", "no such day"), ("nowhere", "neither a day nor a store")])
def test_a_side_that_is_nothing_is_wrong_use(story: Path, kg: Kg, side: str, said_: str) -> None:
    assert story.is_dir()
    ran = kg("diff", side, "2025-09-01")
    assert (ran.code, said_ in ran.err) == (2, True)


def test_nothing_differs_from_itself(story: Path) -> None:
    with library.open(story) as graph:
        told = list(graph.facts())
    assert compare(told, told) == []
    assert {each.kind for each in compare([], told)} == {Kind.KNOWN, Kind.DENIED}
    assert {each.kind for each in compare(told, [])} == {Kind.WITHDRAWN}
    assert DENIAL.document.published
    assert DONE.document.published
