"""`kg ingest` from files to the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.read.formats import known_suffixes
from tests.support.command import ROOT, Ran, run_process

Kg = Callable[..., Ran]
ARTICLES = ROOT / "examples" / "articles"
ENGLISH = "Inès Corvalan is the chief executive of Velmora."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    return tmp_path


def documents(kg: Kg) -> dict[str, dict[str, object]]:
    return {each["source"]: each for each in json.loads(kg("list", "documents", "--format", "json").out)}


def test_a_second_run_changes_nothing(kg: Kg) -> None:
    first = kg("ingest", ARTICLES)
    assert first.code == 0
    assert first.out.startswith("Documents: 2 (2 new)\nFacts read: ")
    before = kg("export", "--format", "nquads").out
    assert kg("ingest", ARTICLES).out == "Documents: 2 (2 unchanged)\nFacts read: 0\n"
    assert kg("export", "--format", "nquads").out == before


def test_a_changed_document_replaces_what_it_said(kg: Kg, folder: Path) -> None:
    (folder / "a.txt").write_text(ENGLISH)
    kg("ingest", "a.txt")
    (folder / "a.txt").write_text(ENGLISH.replace("Velmora", "Brisemer"))
    assert kg("ingest", "a.txt").out.startswith("Documents: 1 (1 replaced)\n")
    names = kg("list", "entities").out
    assert "Brisemer" in names
    assert "Velmora" not in names


def test_what_can_not_be_read_is_named_and_the_rest_goes_on(kg: Kg, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    (folder / "good.txt").write_text(ENGLISH)
    (folder / "lines.jsonl").write_text('{"text": "' + ENGLISH + '", "source": "wire"}\n{oops\n')
    (folder / "photo.png").write_bytes(b"\x89PNG")
    ran = kg("ingest", ".", "--report", "report.json")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "Problem: bad.txt at 0: binary data, not text (a format that kg does not read)",
        "Problem: lines.jsonl:2: not a line of JSON: Expecting property name enclosed in double quotes",
        f"Warning: photo.png: passed over: not a known format (known: {known_suffixes()})",
    ]
    assert ran.out.startswith("Documents: 2 (2 new, 2 failed); 1 warnings\n")
    assert list(documents(kg)) == ["good.txt", "wire"]
    report = json.loads((folder / "report.json").read_text())
    assert report["documents"] == {"new": 2, "failed": 2}
    assert [(each["source"], each["line"]) for each in report["problems"]] == [
        ("bad.txt", None),
        ("lines.jsonl", 2),
        ("photo.png", None),
    ]


def test_the_user_may_say_language_and_date(kg: Kg, folder: Path) -> None:
    (folder / "a.txt").write_text("Velmora grandit.")
    assert "too short to tell its language" in kg("ingest", "a.txt").err
    assert kg("ingest", "a.txt", "--lang", "fr", "--published", "2025-09-08").code == 0
    assert (documents(kg)["a.txt"]["language"], documents(kg)["a.txt"]["published"]) == ("fr", "2025-09-08")
    assert kg("ingest", "a.txt", "--published", "yesterday").code == 2
    assert kg("ingest", "a.txt", "--lang", "xx").code == 2


def test_standard_input_is_a_document(kg: Kg, folder: Path) -> None:
    assert run_process("ingest", "-", cwd=folder, stdin=ENGLISH).out.startswith("Documents: 1 (1 new)\n")
    assert list(documents(kg)) == ["-"]


def test_a_rumour_is_stored_and_is_no_plain_triple(kg: Kg) -> None:
    kg("ingest", ARTICLES)
    assert "possible" in kg("query", "partners", "Velmora").out
    assert json.loads(kg("query", "ASK { ?a kg:partnerOf ?b }", "--format", "json").out)["boolean"] is False
    assert json.loads(kg("query", "ASK { ?a kg:chiefExecutiveOf ?b }", "--format", "json").out)["boolean"] is True


def test_prune_forgets_what_a_folder_holds_no_more(kg: Kg, folder: Path) -> None:
    for name in ("news/a.txt", "news/b.txt", "news/deep/c.txt", "newspaper.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(ENGLISH)
    (folder / "news" / "wire.jsonl").write_text(
        f'{{"text": "{ENGLISH}"}}\n{{"text": "{ENGLISH}", "source": "own name"}}\n'
    )
    kg("ingest", "news", "newspaper.txt")
    (folder / "news" / "a.txt").unlink()
    (folder / "news" / "deep" / "c.txt").unlink()
    (folder / "newspaper.txt").unlink()
    (folder / "news" / "b.txt").write_bytes(b"\x00")  # can't be read, and is there all the same
    (folder / "news" / "wire.jsonl").write_text("")
    assert len(documents(kg)) == 6
    ran = kg("ingest", "news", "--prune")
    assert ran.out.startswith("Documents: 0 (1 failed); 3 forgotten\n")
    assert list(documents(kg)) == ["news/b.txt", "newspaper.txt", "own name"]
    assert kg("ingest", ".", "--prune").code == 1
    assert list(documents(kg)) == ["news/b.txt", "own name"]
    assert kg("check").code == 0


def test_prune_needs_a_folder(kg: Kg, folder: Path) -> None:
    (folder / "a.txt").write_text(ENGLISH)
    ran = kg("ingest", "a.txt", "--prune")
    assert (ran.code, ran.err) == (2, "Error: --prune needs a folder\nHint: kg forget takes single documents out\n")


def test_replace_reads_again_what_is_unchanged(kg: Kg, folder: Path) -> None:
    (folder / "a.txt").write_text(ENGLISH)
    kg("ingest", "a.txt")
    before = kg("export", "--format", "nquads").out
    assert kg("ingest", "a.txt", "--replace").out.startswith("Documents: 1 (1 replaced)\n")
    assert sorted(kg("export", "--format", "nquads").out.splitlines()) == sorted(before.splitlines())
