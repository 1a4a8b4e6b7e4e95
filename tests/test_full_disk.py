"""A file system that is really full: one line, exit code 1, and the store is as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_crash import cheap, content, finish, texts

STORE = ("--store", "disk/kg.db")
LONG = "Acme and Bolt. " + "much ado about nothing " * 200_000


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Path]:
    """A folder with a store on a file system of 2 MB, `disk`, and a larger one, `big.db`, beside it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("only the administrator can mount a small file system")
    try:
        texts(tmp_path, 3)
        assert finish(cheap("ingest", "news", "--lang", "en", *STORE), tmp_path) == (0, "")
        (tmp_path / "news" / "long.txt").write_text(LONG, "utf-8")
        assert finish(cheap("ingest", "news", "--lang", "en", "--store", "big.db"), tmp_path) == (0, "")
        yield tmp_path
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def refused(work: Path, *command: str) -> str:
    """Have a command fail for want of room; its error is one line, and perhaps a hint."""
    before = content(work / "disk" / "kg.db")
    names = sorted(path.name for path in (work / "disk").iterdir())
    code, err = finish(cheap(*command), work)
    error, *hint = err.splitlines()
    assert (code, len(hint) <= 1) == (1, True), err
    assert error.startswith("Error: disk/")
    assert "no space left on device" in error.lower()
    assert content(work / "disk" / "kg.db") == before
    assert sorted(path.name for path in (work / "disk").iterdir()) == names, "nothing is left by half"
    return error


def test_on_a_full_disk_nothing_is_stored_by_half(work: Path) -> None:
    ingest = ("ingest", "news", "--lang", "en", *STORE)
    assert finish(cheap("export", "--format", "nquads", "--store", "big.db", "-o", "big.nq"), work)[0] == 0
    assert finish(cheap("backup", "b.nq", "--store", "big.db"), work)[0] == 0
    assert refused(work, *ingest).startswith("Error: disk/kg.db: could not write: ")
    assert refused(work, "import", "big.nq", *STORE).startswith("Error: disk/kg.db: could not write: ")
    assert refused(work, "backup", "disk/b.nq", "--store", "big.db").startswith("Error: disk/b.nq: could not write: ")
    assert refused(work, "backup", "disk/b.db", "--store", "big.db").startswith("Error: disk/b.db: could not write: ")
    refused(work, "restore", "b.nq", "--store", "disk/new.db")
    assert refused(work, "restore", "big.db", "--store", "disk/new.db").startswith(
        "Error: disk/new.db: could not write"
    )
    refused(work, "export", "--format", "nquads", "--store", "big.db", "-o", "disk/big.nq")
    (work / "news" / "long.txt").unlink()
    assert finish(cheap(*ingest, "--prune"), work)[0] == 0  # and where there is room it goes on
