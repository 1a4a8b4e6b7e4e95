"""Entities are found by anything like their names."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg as library
from kg.graph.namefile import read_names, stored_keys
from kg.graph.search import like, search
from kg.model import Document, Entity, EntityType, Extraction
from kg.resolve.names import name_key
from tests.support.command import Ran
from tests.support.server import empty

Kg = Callable[..., Ran]
NAMES = (
    "Inès Corvalan",
    "Velmora",
    "Velmora Marine SAS",
    "Crédit Norvane",
    "Hanseo Shipyards",
    "Œuvre d’Étretat",
    "LG",
    "Tilmex-Bank",
)
KEYS = sorted(map(name_key, NAMES))


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    put("kg.db", *NAMES)
    return tmp_path


def put(store: str, *names: str) -> None:
    entities = tuple(Entity(str(n), EntityType.ORGANIZATION, (name,)) for n, name in enumerate(names))
    with library.open(store) as graph:
        graph.put(Extraction(Document("-".join(names), " ".join(names), "fr"), entities, rules="by hand"))


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("Inès Corvalan", "Inès Corvalan"),
        ("ines CORVALAN", "Inès Corvalan"),
        ("corvalan", "Inès Corvalan"),
        ("corvlaan", "Inès Corvalan"),  # a slip in a part
        ("Corvalan, Inès", "Inès Corvalan"),  # another order
        ("velmroa", "Velmora"),
        ("velmora", "Velmora"),  # and not the longer name
        ("marine", "Velmora Marine SAS"),
        ("credit norvan", "Crédit Norvane"),
        ("hanso shipyard", "Hanseo Shipyards"),
        ("oeuvre d'etretat", "Œuvre d’Étretat"),
        ("lg", "LG"),
        ("Tilmex Bank", "Tilmex-Bank"),
    ],
)
def test_what_is_found_first(named: Path, looked_for: str, found: str) -> None:
    with library.open(named / "kg.db", read_only=True) as graph:
        hits = search(graph, looked_for)
    assert hits
    assert hits[0].entity.label == found


@pytest.mark.parametrize("looked_for", ["Xiaomi", "", "…", "zz"])
def test_what_is_like_no_name_finds_none(named: Path, looked_for: str) -> None:
    with library.open(named / "kg.db", read_only=True) as graph:
        assert search(graph, looked_for) == []


@given(st.sampled_from([key for key in KEYS if len(key) >= 4]), st.data())
@settings(max_examples=100)
def test_a_slip_is_forgiven(key: str, data: st.DataObject) -> None:
    """Law: a name with one letter left out, doubled or exchanged with the next finds the name."""
    at = data.draw(st.integers(0, len(key) - 2))
    slip = data.draw(
        st.sampled_from(
            [key[:at] + key[at + 1 :], key[:at] + key[at] + key[at:], key[:at] + key[at + 1] + key[at] + key[at + 2 :]]
        )
    )
    assert key in like(slip.strip(), KEYS, 10)


def test_the_command_answers_from_the_file_in_the_store(named: Path, kg: Kg) -> None:
    assert kg("find", "velmora").out.splitlines()[2].split()[:3] == ["Velmora", "Organization", "1"]
    kept = named / "kg.db" / "names"
    assert sorted(kept.read_text("utf-8").split()) == sorted(" ".join(KEYS).split())
    kept.write_text("\nlg\n", "utf-8")  # as if that were all
    assert [each["name"] for each in json.loads(kg("find", "lg", "--format", "json").out)] == ["LG"]
    assert kg("find", "velmora").code == 1


def test_what_is_put_is_found_and_what_is_forgotten_is_not(named: Path, kg: Kg) -> None:
    assert named.is_dir()
    assert kg("find", "brisemer").code == 1
    put("kg.db", "Brisemer")
    assert "Brisemer" in kg("find", "brisemer").out
    assert kg("forget", "Brisemer").code == 0
    assert kg("find", "brisemer").code == 1


def test_a_store_without_its_file_is_read_and_gets_one_when_it_changes(named: Path, kg: Kg) -> None:
    (named / "kg.db" / "names").unlink()
    assert "Velmora" in kg("find", "velmora").out
    assert not (named / "kg.db" / "names").exists()
    put("kg.db", "Brisemer")
    assert set(KEYS) < set(read_names(named / "kg.db").split("\n"))  # type: ignore[union-attr]


@given(st.lists(st.tuples(st.integers(0, 3), st.sets(st.sampled_from(NAMES), max_size=3)), max_size=8))
@settings(max_examples=25, deadline=None)
def test_the_file_holds_every_key_of_the_store(steps: list[tuple[int, set[str]]]) -> None:
    """Law: whatever is put, replaced and forgotten, each key of the store stands in the file, and `kg find` sees no other."""
    with tempfile.TemporaryDirectory() as folder:
        for number, names in steps:
            with library.open(folder) as graph:
                if names:
                    entities = tuple(Entity(name, EntityType.ORGANIZATION, (name,)) for name in sorted(names))
                    graph.put(Extraction(Document(f"{number}.txt", " ".join(sorted(names)), "fr"), entities))
                else:
                    graph.forget(f"{number}.txt")
                stored = set(stored_keys(graph.store))
                assert stored <= set((read_names(folder) or "").split("\n"))
                for name in NAMES:
                    labels = {hit.entity.label for hit in search(graph, name)}
                    assert (name in labels) == (name_key(name) in stored)


def test_a_file_with_much_in_vain_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.namefile._FEW", 0)
    put(str(tmp_path / "kg.db"), *NAMES[:3])
    put(str(tmp_path / "kg.db"), *NAMES[3:])
    with library.open(tmp_path / "kg.db") as graph:
        graph.forget("-".join(NAMES[:3]))
        assert "velmora" in str(read_names(tmp_path / "kg.db"))
    assert sorted(str(read_names(tmp_path / "kg.db")).split("\n")[1:]) == sorted(map(name_key, NAMES[3:]))


def test_copies_of_a_store_have_the_file(named: Path, kg: Kg) -> None:
    for backup in ("copy.db", "copy.nq"):
        assert kg("backup", backup).code == 0
        assert kg("restore", backup, "--store", f"{backup}.back").code == 0
        assert set(str(read_names(named / f"{backup}.back")).split("\n")) >= set(KEYS)


@pytest.mark.parametrize("server", ["sparql_server", "other_server"])
def test_a_server_is_asked(kg: Kg, server: str, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue(server)
    empty(address)
    put(address, *NAMES)
    assert "Inès Corvalan" in kg("find", "corvlaan", "--store", address).out
