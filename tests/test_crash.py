"""Killed processes, full disks, folders that one can't write to: a document is in the store wholly or not at all."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg.graph.check import check
from kg.graph.library import Graph
from tests.support.command import ROOT

KILLS = 25
# Each takes as long as the model takes to load; `make bench` kills 25 times.
REAL_KILLS = int(os.environ.get("KG_KILLS", "2"))
DOCUMENTS = 40
TOWNS = "Leeds Lyon Porto Turin Ghent Malmö Graz Brno".split()
WORDS = "Acme Bolt Corvalan Daria Elmsworth Fenwick Garonne Hanseo Ilse Joule Kestrel Lumen Mirabel Norsk".split()


def cheap(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "tests.support.cheap", *map(str, arguments)]


def start(command: list[str], folder: Path, **more: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )


def finish(command: list[str], folder: Path, **more: object) -> tuple[int, str]:
    with start(command, folder, **more) as child:
        _, err = child.communicate()
        return child.returncode, err


def texts(folder: Path, documents: int, seed: str = "kg") -> Path:
    """A folder of texts about the same few companies."""
    chosen = random.Random(seed)  # noqa: S311
    (folder / "news").mkdir(exist_ok=True)
    for number in range(documents):
        sentences = [" and ".join(chosen.sample(WORDS, 3)) + " work together." for _ in range(3)]
        (folder / "news" / f"{number:04}.txt").write_text(f"Paper {number}. " + " ".join(sentences), "utf-8")
    return folder / "news"


def triples(graph: Graph) -> list[str]:
    return sorted(str(triple) for triple in graph.store.match(None, None, None))


def content(path: Path) -> list[str]:
    """All triples of a store that is consistent with itself."""
    with kg.open(path, read_only=True) as graph:
        assert list(check(graph)) == []
        return triples(graph)


def test_killed_at_any_moment_and_run_again_the_graph_is_the_same(tmp_path: Path) -> None:
    texts(tmp_path, DOCUMENTS)
    survives(tmp_path, cheap(), KILLS, chance=0.03)


def test_killed_with_the_real_extractor_the_graph_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for number, (town, company) in enumerate(zip(TOWNS, WORDS, strict=False)):
        text = f"Ada Brook is the chief executive of {company} Marine. {company} Marine works with Hanseo, based in {town}."
        (tmp_path / "news" / f"{number}.txt").write_text(text, "utf-8")
    survives(tmp_path, [sys.executable, "-m", "tests.support.dying"], REAL_KILLS, chance=0.2)


def survives(folder: Path, command: list[str], kills: int, chance: float) -> None:
    """Kill the command `kills` times while it ingests: at random moments from outside, and from inside with that chance
    at each write, with and without workers. Run again, it makes the graph that it makes undisturbed.
    """
    begin = time.monotonic()
    code, err = finish([*command, *ingest("1", "whole.db")], folder)
    assert code == 0, err
    takes = time.monotonic() - begin
    undisturbed = content(folder / "whole.db")
    assert undisturbed
    moments = random.Random(4)  # noqa: S311
    done = 0
    while done < kills:
        again = ingest(moments.choice("112"), "killed.db")
        if done % 2:
            code, err = finish([*command, "--die", str(chance), *again], folder)
        else:
            code, err = killed_after(moments.uniform(0.2, 1) * takes, [*command, *again], folder)
        if code == 0:  # it was through: start over
            assert content(folder / "killed.db") == undisturbed
            shutil.rmtree(folder / "killed.db")
            continue
        assert code == -signal.SIGKILL, err
        done += 1
        if (folder / "killed.db" / "CURRENT").exists() and done % 5 == 0:
            content(folder / "killed.db")  # consistent with itself at every moment
    code, err = finish([*command, *ingest("2", "killed.db")], folder)
    assert code == 0, err
    assert content(folder / "killed.db") == undisturbed


def ingest(workers: str, store: str) -> list[str]:
    return ["ingest", "news", "--lang", "en", "--workers", workers, "--store", store]


def killed_after(seconds: float, command: list[str], folder: Path) -> tuple[int, str]:
    with start(command, folder) as child:
        time.sleep(seconds)
        child.kill()
        _, err = child.communicate()
        return child.returncode, err


def small_files() -> None:
    """As a full disk: no file may grow beyond 100 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_disk_without_room_is_one_line_and_the_store_is_as_before(tmp_path: Path) -> None:
    texts(tmp_path, 3)
    command = cheap("ingest", "news", "--lang", "en")
    assert finish(command, tmp_path)[0] == 0
    before = content(tmp_path / "kg.db")
    texts(tmp_path, 3)
    (tmp_path / "news" / "long.txt").write_text("Acme and Bolt. " + "much ado about nothing " * 20_000, "utf-8")
    code, err = finish(command, tmp_path, preexec_fn=small_files)
    assert (code, err.count("\n")) == (1, 2)
    assert err.startswith("Error: kg.db: could not write: ")
    assert content(tmp_path / "kg.db") == before
    assert finish(command, tmp_path)[0] == 0  # once there is room, it goes on
    assert len(content(tmp_path / "kg.db")) > len(before)


def as_anybody() -> None:
    """Give up the right of the administrator to write where nobody may (CAP_DAC_OVERRIDE, 1)."""
    if os.getuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture
def locked_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a store in it, of which nothing can be changed."""
    texts(tmp_path, 3)
    assert finish(cheap("ingest", "news", "--lang", "en"), tmp_path)[0] == 0
    places = [tmp_path, *tmp_path.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    if finish(["touch", "new"], tmp_path, preexec_fn=as_anybody)[0] == 0:
        pytest.skip("the administrator's rights can't be given up here")
    yield tmp_path
    for place in places:
        place.chmod(0o755 if place.is_dir() else 0o644)


def test_a_folder_that_is_read_only_can_be_asked_and_not_be_written(locked_folder: Path) -> None:
    before = content(locked_folder / "kg.db")
    code, err = finish(cheap("ingest", "news", "--lang", "en", "--replace"), locked_folder, preexec_fn=as_anybody)
    assert (code, err.splitlines()[1]) == (1, "Hint: no permission to write there"), err
    code, err = finish(cheap("ingest", "news", "--store", "other.db"), locked_folder, preexec_fn=as_anybody)
    assert (code, err.splitlines()[1]) == (1, "Hint: no permission to write there"), err
    code, err = finish(cheap("query", "ASK {}"), locked_folder, preexec_fn=as_anybody)
    assert code == 0, err
    assert content(locked_folder / "kg.db") == before


def test_a_second_writer_is_told_so_and_readers_see_whole_documents(tmp_path: Path) -> None:
    """While one process writes: another can't, readers can, backups can be made, and each sees a consistent store."""
    texts(tmp_path, 250)
    with start(cheap("ingest", "news", "--lang", "en"), tmp_path) as writer:
        wait_for((tmp_path / "kg.db" / "CURRENT").exists)
        code, err = finish(cheap("ingest", "news", "--lang", "en"), tmp_path)
        assert (code, err.splitlines()[1]) == (
            1,
            "Hint: another kg is writing to it; wait until it ends, or name another store",
        ), err
        seen: list[int] = []
        while writer.poll() is None:
            with kg.open(tmp_path / "kg.db", read_only=True) as graph:
                seen.append(sum(1 for _ in graph.sources()))
                if len(seen) == 3:
                    assert list(check(graph)) == []
        assert seen == sorted(seen)
        assert len(set(seen)) > 3, "the writer was through before anybody read"
        assert writer.returncode == 0
    assert not list((tmp_path / "kg.db").glob("reader-*"))


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_a_killed_reader_leaves_the_next_one_removes(tmp_path: Path) -> None:
    kg.open(tmp_path / "kg.db").close()
    code = "import kg, os, sys\ngraph = kg.open(sys.argv[1], read_only=True)\nos.kill(os.getpid(), 9)"
    assert finish([sys.executable, "-c", code, str(tmp_path / "kg.db")], tmp_path)[0] == -signal.SIGKILL
    assert len(list((tmp_path / "kg.db").glob("reader-*"))) == 1
    with kg.open(tmp_path / "kg.db", read_only=True):
        assert len(list((tmp_path / "kg.db").glob("reader-*"))) == 1  # that of the reader itself
    assert not list((tmp_path / "kg.db").glob("reader-*"))
