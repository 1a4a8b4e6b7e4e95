"""Whatever goes wrong is one line, a hint and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support.command import ROOT, Ran, run_process

Kg = Callable[..., Ran]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "Velmorra"], "Error: no entity named 'Velmorra'\nHint: did you mean Velmora"),
        (["path", "Velmora", "Nobody at all"], "Error: no entity named 'Nobody at all'\nHint: kg list entities"),
        (["why", "Velmora", "ownsOf"], "Error: no relation 'ownsOf'\nHint: did you mean ownerOf"),
        (["why", "Hanseo Shipyards", "hires"], "Error: no such fact\nHint: kg show"),
        (["forget", "news/velmoro.txt"], "Error: no document 'news/velmoro.txt'\nHint: did you mean news/velmora.txt?"),
        (["query", "subsidiarys"], "Error: no query named 'subsidiarys'\nHint: did you mean subsidiaries?"),
        (["query"], "Error: no query\nHint: kg query --list"),
        (["query", "-f", "gone.rq"], "Error: gone.rq: no such file"),
        (["query", "ASK {}", "-f", "gone.rq"], "Error: give a query or a file"),
        (["ingest", "gone.txt"], "Error: gone.txt: no such file or folder"),
        (["ingest"], "Error: Missing argument"),
        (["stats", "--store", "elsewhere.db"], "Error: elsewhere.db: no store there\nHint: kg ingest makes one"),
        (["view", "--focus", "Velmorra"], "Error: no entity named 'Velmorra'"),
        (["view", "--depth", "-1"], "Error: Invalid value for '--depth'"),
        (["export", "--format", "turtel"], "Error: Invalid value for '--format'"),
        (["list", "documents", "--type", "Person"], "Error: --type goes with entities"),
        (["qurey"], "Error: no command 'qurey'\nHint: did you mean query?"),
        (["--bogus"], "Error: No such option"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(kg: Kg, store: Path, arguments: list[str], line: str) -> None:
    assert store.is_dir()
    ran = kg(*arguments)
    assert ran.code == 2
    assert ran.err.startswith(line)
    assert ran.err.count("\n") <= 2  # the error and its hint
    assert ran.out == ""


def test_failed_work_is_exit_code_1(kg: Kg, store: Path) -> None:
    broken = kg("query", "SELECT ?x { ?x")
    assert (broken.code, broken.out) == (1, "")
    assert broken.err.startswith("Error: ")
    unwritable = kg("export", "-o", "no/such/folder/out.nt")
    assert (unwritable.code, unwritable.err.splitlines()[0][:7]) == (1, "Error: ")
    assert kg("path", "Inès Corvalan", "Hanseo Shipyards", "--status", "denied").err.startswith(
        "Error: no chain of facts"
    )
    assert store.is_dir()


def test_a_failed_export_leaves_no_file(kg: Kg, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.graph.export.export", fail)
    ran = kg("export", "-o", "out.jsonl")
    assert (ran.code, ran.err) == (1, "Error: out.jsonl: no space left on device\n")
    assert [path.name for path in store.parent.iterdir()] == ["kg.db"]


def test_debug_shows_where_an_error_comes_from(store: Path) -> None:
    for arguments in (["--debug", "show", "Nobody"], ["show", "Nobody", "--debug"]):
        ran = run_process(*arguments, cwd=store.parent)
        assert "Traceback" in ran.err
        assert "UsageError: no entity named 'Nobody'" in ran.err


def test_an_unexpected_error_is_a_line_too(kg: Kg, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli.stats.describe", lambda _: 1 / 0)
    ran = kg("stats")
    assert ran.code == 1
    assert ran.err.splitlines()[0] == "Error: unexpected ZeroDivisionError: division by zero"
    assert store.is_dir()


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    command = f"{sys.executable} -m kg export --format nquads | head -n 1"
    ran = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        cwd=store.parent, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout.count("\n") == 1
    assert ran.stderr == ""
    assert ran.returncode in {0, 1}


@given(
    command=st.sampled_from(["query", "show", "why", "path", "list", "forget", "export", "view"]),
    words=st.lists(
        st.text() | st.sampled_from(["-", "--", "--format", "-f", "Velmora", "{", "ASK {}", "="]), max_size=3
    ),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_give_an_answer_or_an_error(kg: Kg, store: Path, command: str, words: list[str]) -> None:
    """Law: whatever stands behind a command, it leaves with 0, 1 or 2, and no error is one of ours."""
    assume("-" not in words or command != "query")  # would read the tests' standard input
    ran = kg(command, *words, "--store", str(store))
    assert ran.code in {0, 1, 2}
    assert "report what it shows" not in ran.err  # the hint of an unexpected error


HEAVY = (
    "spacy",
    "thinc",
    "pyvis",
    "rdflib",
    "pyoxigraph",
    "pyshacl",
    "networkx",
    "trafilatura",
    "numpy",
    "rich",
    "babel",
)


def test_help_is_quick_because_it_loads_no_library() -> None:
    """`kg --help` and each command's help import none of the heavy libraries."""
    code = (
        "import sys\nfrom kg.cli.app import COMMANDS, kg\n"
        "for command in ([], *([name] for name in COMMANDS)):\n"
        "    kg.main([*command, '--help'], standalone_mode=False)\n"
        f"print('LOADED', *[name for name in {HEAVY} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED"
