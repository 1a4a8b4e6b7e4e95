"""How `kg` starts: plain queries without the library that reads the command line, all else through it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli.app import COMMANDS, kg
from kg.cli.plain import plain_query
from kg.cli.query import command
from tests.support.command import ROOT, Ran

Kg = Callable[..., Ran]
WORDS = [
    "ASK {}", "SELECT * { ?s ?p ?o }", "about", "Velmora", "-", "--", "", "--format", "--format=csv", "json", "xml",
    "--limit", "--limit=3", "7", "-1", "١", "--store", "--store=kg.db", "other.db", "http://localhost", "--lim", "-o",
    "--debug", "--help", "--timeout", "--as-of", "2025-09-10",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=6))
@settings(max_examples=1000)
def test_a_plain_query_means_what_the_command_understands(words: list[str]) -> None:
    """Law: where `plain_query` understands words, the command understands the same and nothing more."""
    plain = plain_query(["query", *words])
    if plain is None:
        return
    with command.make_context("query", list(words)) as context:
        understood = context.params
    assert plain.pop("") == understood.pop("query")
    assert plain.pop("--store") == understood.pop("store")
    assert plain.pop("--format", None) == understood.pop("form")
    assert plain.pop("--limit", None) == (str(limit) if (limit := understood.pop("limit")) is not None else None)
    assert not plain
    assert understood.pop("output") == "-"
    assert not any(understood.values())


@pytest.mark.parametrize(
    ("words", "store"),
    [(["ASK {}"], "kg.db"), (["--limit", "3", "ASK {}", "--format=csv", "--store", "a.db"], "a.db")],
)
def test_the_plain_forms_are_plain(words: list[str], store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)
    plain = plain_query(["query", *words])
    assert plain
    assert (plain[""], plain["--store"]) == ("ASK {}", store)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_plain_query_answers_as_the_command_does(store: Path, kg: Kg, form: str) -> None:
    assert store.is_dir()
    query = "SELECT ?s ?o { ?s kg:name ?o } ORDER BY ?s ?o"
    plain = kg("query", query, "--limit", "5", "--format", form)
    assert plain.out
    assert plain == kg("query", query, "--limit", "5", "--format", form, "-o", "-")


def test_a_plain_query_imports_next_to_nothing(store: Path) -> None:
    """What takes longer to import than the engine: the reader of the command line, records, regular expressions."""
    code = "import sys\nfrom kg.cli import main\ntry:\n    main(['query', 'ASK {}'])\nfinally:\n    print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys\nsys.path[:] = {[str(ROOT), *sys.path]!r}\n{code}"],
        cwd=store.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.startswith("answer\n"), ran.stderr
    loaded = set(ran.stdout.split())
    assert "pyoxigraph" in loaded
    assert not loaded & {"click", "typing", "re", "dataclasses", "enum", "pathlib", "inspect", "tempfile", "kg.model"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_itself(name: str) -> None:
    found = kg.get_command(click.Context(kg), name)
    assert found
    assert COMMANDS[name] == found.get_short_help_str(limit=100)
