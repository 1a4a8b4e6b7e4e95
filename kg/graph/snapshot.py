"""A store's files as they were at one moment, for readers: a writer may go on, and neither disturbs the other.

Oxigraph says that opening a store for reading while another process writes is undefined. But RocksDB changes no file
once it is whole: tables (`*.sst`) are written once, and only the latest log (`*.log`) and the manifest grow. So a
folder with copies of these two, and links to the others, is a store of its own: what a crash would have left. It lies
in the store's folder, where links are possible, and takes no room but that of the log.

Of Python's library only what is quickly imported is used here: every `kg query` begins with a snapshot.
"""

from __future__ import annotations

import fcntl
import os
import time

READER = "reader-"  # the beginning of the name of a reader's folder
# A writer at full speed changes the manifest every 100 ms or so, and taking a snapshot lasts 5 ms: two tries are rare.
_TRIES = 50
_PAUSE = 0.02  # seconds
_PIECE = 1 << 20  # bytes

_MANIFEST_NAME = "CURRENT"  # the file that names the manifest


class Snapshot:
    """A folder that holds the store as it is now, until it is closed or the process ends.

    Raises `OSError` where none can be made: in a folder that one can't write to, or on a file system without links.
    """

    def __init__(self, store: str) -> None:
        _sweep(store)
        self.folder = f"{store}/{READER}{os.getpid()}-{os.urandom(4).hex()}"
        os.mkdir(self.folder, 0o700)
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
            _remove(self.folder)
            os.close(self._lock)
            self._lock = -1


def _sweep(store: str) -> None:
    """Remove what readers that were killed left behind: nobody holds its lock."""
    for name in os.listdir(store):
        if not name.startswith(READER):
            continue
        try:
            lock = os.open(f"{store}/{name}", os.O_RDONLY)
        except OSError:  # another reader sweeps, too
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(f"{store}/{name}")
        except OSError:
            pass  # in use
        finally:
            os.close(lock)


def _remove(folder: str) -> None:
    """Remove the folder as far as that goes; there are only files in it."""
    try:
        _clear(folder)
        os.rmdir(folder)
    except OSError:
        pass  # another reader sweeps, too, or we may not


def _clear(folder: str) -> None:
    for name in os.listdir(folder):
        os.unlink(f"{folder}/{name}")


def _copy(store: str, folder: str) -> None:
    """Copy until the manifest has not changed meanwhile: every file that it names was there all the time."""
    for _ in range(_TRIES):
        try:
            before = _manifest(store)
            _take(store, folder, *before)
            if _manifest(store) == before:
                return
        except FileNotFoundError:  # the writer was done with a file
            pass
        _clear(folder)
        time.sleep(_PAUSE)
    raise OSError(f"{store}: changes too fast to be read")


def _manifest(store: str) -> tuple[str, bytes]:
    name = _read(f"{store}/{_MANIFEST_NAME}").decode("ascii").strip()
    return name, _read(f"{store}/{name}")


def _take(store: str, folder: str, manifest: str, content: bytes) -> None:
    _write(f"{folder}/{_MANIFEST_NAME}", f"{manifest}\n".encode("ascii"))
    _write(f"{folder}/{manifest}", content)
    names = os.listdir(store)
    # Only the latest log may still grow. It is copied first, so that what is there has no gap.
    latest = max((name for name in names if name.endswith(".log")), default=None)
    if latest:
        with open(f"{store}/{latest}", "rb") as log, open(f"{folder}/{latest}", "wb") as copy:
            while piece := log.read(_PIECE):
                copy.write(piece)
    for name in names:
        if name.endswith((".sst", ".blob", ".log")) and name != latest:
            os.link(f"{store}/{name}", f"{folder}/{name}")


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
