"""What tests share: a small store made by hand, and the command line in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

import kg as library
from tests.support.command import Ran
from tests.support.made import velmora
from tests.support.server import oxigraph, rdflib_endpoint

# A shared core makes any example slow now and then; that is no failure of the law under test.
hypothesis.settings.register_profile("shared cores", deadline=None)
hypothesis.settings.load_profile("shared cores")


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "kg.db"
    with library.open(path) as graph:
        graph.put(velmora())
    return path


@pytest.fixture
def store(made_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one's own, in the current folder and under its default name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    return Path(shutil.copytree(made_store, tmp_path / "kg.db"))


@pytest.fixture(scope="session")
def sparql_server() -> Iterator[str]:
    """The address of a real SPARQL server."""
    with oxigraph() as address:
        yield address


@pytest.fixture(scope="session")
def other_server() -> Iterator[str]:
    """The address of one with another engine."""
    with rdflib_endpoint() as address:
        yield address


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `kg` with arguments, in this process."""
    from kg.cli import main

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run
