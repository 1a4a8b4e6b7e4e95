"""Backup, restore and check: what comes back, and what is refused."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import kg as library
from kg.errors import KgError, StoreError, UsageError
from kg.graph.backup import backup, restore
from kg.graph.check import check
from kg.graph.library import Graph
from tests.support.command import Ran

Kg = Callable[..., Ran]


def quads(graph: Graph) -> list[str]:
    return sorted(map(str, graph.store.quads()))


@pytest.mark.parametrize("target", ["copy.db", "copy.nq", "copy.nq.gz"])
def test_what_is_saved_comes_back_settings_and_times_included(kg: Kg, store: Path, target: str) -> None:
    assert kg("backup", target) == Ran(0, "", f"Saved 1 documents to {target}\n")
    assert kg("restore", target, "--store", "new.db") == Ran(0, "", "Restored 1 documents to new.db\n")
    with library.open(store, read_only=True) as before, library.open("new.db") as after:
        assert quads(after) == quads(before)
        assert after.base == before.base
        assert [info.stored for info in after.documents()] == [info.stored for info in before.documents()]
        assert after.forget("news/velmora.txt")


def test_the_same_store_gives_the_same_bytes(kg: Kg, store: Path) -> None:
    for name in ("a.nq.gz", "b.nq.gz"):
        kg("backup", name)
    assert (store.parent / "a.nq.gz").read_bytes() == (store.parent / "b.nq.gz").read_bytes()


def test_nothing_is_overwritten(kg: Kg, store: Path) -> None:
    kg("backup", "a.nq")
    assert kg("backup", "a.nq").err == "Error: a.nq: is there already\nHint: a backup overwrites nothing\n"
    ran = kg("restore", "a.nq")  # onto kg.db, the store itself
    assert (ran.code, ran.err.splitlines()[0]) == (2, "Error: kg.db: is there already")
    assert store.is_dir()


def cut_off(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-3]))


def without_end(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"# end")[0])


def garbled(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"<https://", b"<https//", 1).replace(b" .\n", b" \n", 1))


def of_another_program(path: Path) -> None:
    path.write_bytes(b"<x:s> <x:p> <x:o> .\n# end of backup: 1 quads\n")


@pytest.mark.parametrize("damage", [cut_off, without_end, garbled, of_another_program])
def test_a_damaged_backup_makes_no_store(store: Path, damage: Callable[[Path], None]) -> None:
    with library.open(store, read_only=True) as graph:
        backup(graph, Path("a.nq"))
    damage(Path("a.nq"))
    with pytest.raises(StoreError):
        restore(Path("a.nq"), "new.db")
    assert sorted(path.name for path in store.parent.iterdir()) == ["a.nq", "kg.db"]


def test_a_gzip_file_that_was_cut_off_makes_no_store(store: Path) -> None:
    with library.open(store, read_only=True) as graph:
        backup(graph, Path("a.nq.gz"))
    whole = Path("a.nq.gz").read_bytes()
    assert gzip.decompress(whole).splitlines()[-1].startswith(b"# end of backup: ")
    for length in (0, 5, len(whole) // 2, len(whole) - 1):
        Path("a.nq.gz").write_bytes(whole[:length])
        with pytest.raises(KgError):
            restore(Path("a.nq.gz"), "new.db")
        assert not Path("new.db").exists()


def test_a_gzip_file_with_a_wrong_byte_makes_no_store(store: Path) -> None:
    with library.open(store, read_only=True) as graph:
        backup(graph, Path("a.nq.gz"))
    whole = Path("a.nq.gz").read_bytes()
    for place in range(10, len(whole), len(whole) // 20):  # behind the header, in which some bytes mean nothing
        Path("a.nq.gz").write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(StoreError):
            restore(Path("a.nq.gz"), "new.db")
        assert not Path("new.db").exists()


@pytest.mark.parametrize("source", ["missing.nq", "notes.txt", "."])
def test_what_is_no_backup_is_refused(store: Path, source: str) -> None:
    Path("notes.txt").write_text("no backup", "utf-8")
    with pytest.raises(KgError):
        restore(Path(source), "new.db")
    assert not Path("new.db").exists()
    assert store.is_dir()


def test_a_backup_in_memory_is_a_file(made_store: Path, tmp_path: Path) -> None:
    with library.open(made_store, read_only=True) as graph, library.open(None) as memory:
        memory.store.engine.bulk_extend(graph.store.quads())
        with pytest.raises(UsageError, match="only a store on disk"):
            backup(memory, tmp_path / "copy.db")
        backup(memory, tmp_path / "copy.nq")
    assert restore(tmp_path / "copy.nq", str(tmp_path / "new.db")) == 1


# What is done to the store → what `kg check` finds, as a pattern.
WRONG = {
    "INSERT DATA { <https://kg.example/organization/velmora> kg:partnerOf <https://kg.example/organization/hanseo-shipyards> }": "is there and should not be: .*kg:partnerOf",
    "DELETE WHERE { ?a kg:subsidiaryOf ?b }": "is missing: .*kg:subsidiaryOf",
    "DELETE WHERE { <https://kg.example/organization/velmora> rdfs:label ?l }": "is missing: .*rdfs:label",
    "INSERT DATA { <https://kg.example/organization/velmora> skos:altLabel 'Velmo' }": "is there and should not be: .*Velmo",
    "INSERT DATA { <x:a> <x:b> <x:c> }": "a triple without reason: x:a x:b x:c",
    "DELETE { ?f rdf:object ?o } WHERE { ?f rdf:object 120 ; rdf:object ?o }": "not a whole fact",
    "DELETE { ?c kg:status ?s } INSERT { ?c kg:status kg:asserted } WHERE { ?c kg:status ?s FILTER (?s = kg:possible) }": "the claim is not what it was",
    "DELETE WHERE { ?d kg:text ?t } ; INSERT DATA { <https://kg.example/document/news/velmora.txt> kg:text 'x' }": "the text is not the one that was read",
    "DELETE WHERE { ?f a kg:Fact ; rdf:predicate kg:hires ; ?p ?o }": "the claim lacks its kg:claims",
    "DELETE WHERE { ?r kg:rules ?x }": "the run is not what it was",
}  # fmt: skip


def test_a_store_that_was_only_ingested_is_consistent(kg: Kg, store: Path) -> None:
    assert kg("check", "--store", store) == Ran(0, "", "The store is consistent.\n")


@pytest.mark.parametrize(("update", "found"), WRONG.items(), ids=list(WRONG.values()))
def test_what_is_wrong_with_a_store_is_named(kg: Kg, store: Path, update: str, found: str) -> None:
    from kg.graph.namespaces import PREFIXES

    with library.open(store) as graph:
        graph.store.engine.update("".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items()) + update)
        assert list(check(graph))
    ran = kg("check", "--store", store)
    assert ran.code == 1
    assert re.search(found, ran.out), ran.out
