"""A store's files as they were at one moment, for readers: a writer may go on, and neither disturbs the other.

Oxigraph says that opening a store for reading while another process writes is undefined. But RocksDB changes no file
once it is whole: tables (`*.sst`) are written once, and only the logs (`*.log`) and the manifest grow. So a folder with
links to the tables, and copies of the logs and of the manifest, is a store of its own: what a crash would have left.
It lies in the store's folder, where links are possible, and takes no room but that of the logs.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "reader-"
# A writer at full speed changes the manifest every 100 ms or so, and taking a snapshot lasts 5 ms: two tries are rare.
_TRIES = 50
_PAUSE = 0.02  # seconds

_MANIFEST_NAME = "CURRENT"  # the file that names the manifest


class Snapshot:
    """A folder that holds the store as it is now, until it is closed or the process ends.

    Raises `OSError` where none can be made: in a folder that one can't write to, or on a file system without links.
    """

    def __init__(self, store: Path) -> None:
        _sweep(store)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=store))
        self._lock = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX)  # by which `_sweep` sees that somebody uses it
            _copy(store, self.folder)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the folder. Closing twice does nothing."""
        if self._lock >= 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def _sweep(store: Path) -> None:
    """Remove what readers that were killed left behind: nobody holds its lock."""
    for left in store.glob(_PREFIX + "*"):
        try:
            lock = os.open(left, os.O_RDONLY)
        except OSError:  # another reader sweeps, too
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except OSError:
            pass  # in use
        finally:
            os.close(lock)


def _copy(store: Path, folder: Path) -> None:
    """Copy until the manifest has not changed meanwhile: every file that it names was there all the time."""
    for _ in range(_TRIES):
        try:
            before = _manifest(store)
            _take(store, folder, *before)
            if _manifest(store) == before:
                return
        except FileNotFoundError:  # the writer was done with a file
            pass
        for left in folder.iterdir():
            left.unlink()
        time.sleep(_PAUSE)
    raise OSError(f"{store}: changes too fast to be read")


def _manifest(store: Path) -> tuple[str, bytes]:
    name = (store / _MANIFEST_NAME).read_text("ascii").strip()
    return name, (store / name).read_bytes()


def _take(store: Path, folder: Path, manifest: str, content: bytes) -> None:
    (folder / _MANIFEST_NAME).write_text(f"{manifest}\n", "ascii")
    (folder / manifest).write_bytes(content)
    names = os.listdir(store)
    # The latest log first: only that one may still grow, so that what is copied has no gap.
    for name in sorted((name for name in names if name.endswith(".log")), reverse=True):
        shutil.copyfile(store / name, folder / name)
    for name in names:
        if name.endswith((".sst", ".blob")):
            os.link(store / name, folder / name)
