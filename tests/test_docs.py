"""What the documentation says is so: its commands run, its queries answer, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.app import COMMANDS, kg
from kg.language import load_language
from tests.support.command import ROOT

PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/cli.md")]
REFERENCE = (ROOT / "docs" / "cli.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples, and `kg` on the path."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "bin").mkdir()
    script = folder / "bin" / "kg"
    script.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m kg "$@"\n')
    script.chmod(0o755)
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "KG_STORE"}
    environment["PATH"] = f"{folder / 'bin'}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def blocks(text: str, kind: str) -> Iterator[str]:
    yield from re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_reference_runs_from_top_to_bottom(folder: Path) -> None:
    """Every command of docs/cli.md, in order: exit code 0, and an answer."""
    for line in "".join(blocks(REFERENCE, "console")).splitlines():
        ran = run(line.removeprefix("$ "), folder)
        assert ran.returncode in ({0, 1} if "| head" in line else {0}), f"{line}\n{ran.stderr}"
        assert ran.stdout + ran.stderr or ">" in line, f"{line} says nothing"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_and_its_help_has_an_example(command: str) -> None:
    assert f"\n## kg {command}\n" in REFERENCE
    assert f"`kg {command}" in README
    ran = re.search(rf"## kg {command}\n.*?```console\n(.*?)```", REFERENCE, re.DOTALL)
    assert ran
    assert f"kg {command}" in ran[1]
    found = kg.get_command(None, command)  # type: ignore[arg-type]
    assert found is not None
    assert f"Example: kg {command}" in (found.help or "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.fixture(scope="module")
def store(folder: Path) -> Path:
    path = folder / "readme.db"
    ran = run(f"kg ingest examples/articles --store {path}", folder)
    assert ran.returncode == 0, ran.stderr
    return path


def test_the_readmes_queries_answer(folder: Path, store: Path) -> None:
    who, rumours, plain = blocks(README, "sparql")
    expected = {
        who: "Inès Corvalan,Velmora",
        rumours: "Hanseo Shipyards",
        plain: "false",
    }
    for query, answer in expected.items():
        ran = run(f"kg query --store {store} --format csv {shlex.quote(query)}", folder)
        assert answer in ran.stdout, ran.stderr


def test_the_readmes_python_runs(folder: Path, store: Path) -> None:
    (code,) = blocks(README, "python")
    ran = subprocess.run(
        [sys.executable, "-c", code.replace("demo/kg.db", str(store))],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.startswith("possible ")


def test_the_readmes_frame_is_one_of_ours() -> None:
    (frame,) = tomllib.loads("".join(blocks(README, "toml")))["noun"]
    frames = load_language("en").table("relations")["noun"]
    assert [each["match"] for each in frames if each["name"] == frame["name"]] == [frame["match"]]


@pytest.mark.parametrize("query", sorted((ROOT / "examples" / "queries").glob("*.rq")), ids=lambda path: path.name)
def test_the_example_queries_answer(folder: Path, store: Path, query: Path) -> None:
    ran = run(f"kg query --store {store} -f {query}", folder)
    assert ran.returncode == 0, ran.stderr
    assert "Velmora" in ran.stdout or "velmora" in ran.stdout
