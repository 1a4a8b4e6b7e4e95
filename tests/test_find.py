"""Entities are found by anything like their names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg as library
from kg.graph.search import like, search, store_state
from kg.model import Document, Entity, EntityType, Extraction
from kg.resolve.names import name_key
from tests.support.command import Ran

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


def test_the_command_answers_from_the_file_beside_the_store(named: Path, kg: Kg) -> None:
    assert kg("find", "velmora").out.splitlines()[2].split()[:3] == ["Velmora", "Organization", "1"]
    kept = named / "kg.db.names"
    assert kept.read_text("utf-8").splitlines()[1:] == KEYS
    kept.write_text(f"{store_state('kg.db')}\nlg\n", "utf-8")  # as if that were all
    assert [each["name"] for each in json.loads(kg("find", "lg", "--format", "json").out)] == ["LG"]
    assert kg("find", "velmora").code == 1


def test_a_changed_store_is_read_again(named: Path, kg: Kg) -> None:
    assert named.is_dir()
    assert kg("find", "brisemer").code == 1
    put("kg.db", "Brisemer")
    assert "Brisemer" in kg("find", "brisemer").out


def test_a_folder_that_can_not_be_written_does_no_harm(named: Path, kg: Kg) -> None:
    (named / "kg.db.names").mkdir()  # nothing can be put in its place
    assert "Velmora" in kg("find", "velmora").out
