"""The keys of all names in one file of the store's folder, so that looking names up need not read the store.

Reading a million keys from the store takes seconds, from the file a tenth of one. The law that makes it safe: at any
time the file holds every key that the store holds. So keys are added to it before the store gets them; and what the
store has no more may stay for a while, as whoever finds it asks the store about it. Each key that the store lost is
noted by a line of its own, and when there are many, the file is made anew.
"""

from __future__ import annotations

import errno
import os

from pyoxigraph import QuerySolutions

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store

NAME = "names"
_LOST = "\t"  # no key has a tab

# Lost keys that the file may hold: a tenth of it, which no look-up feels, and not worth the work when few.
_LOST_SHARE, _FEW = 0.1, 1000


def read_names(folder: str | os.PathLike[str]) -> str | None:
    """The keys in the folder of a store, one a line, some twice and some in vain; None where there is no file."""
    try:
        with open(f"{os.fspath(folder)}/{NAME}", encoding="utf-8", newline="\n") as file:
            return file.read()
    except OSError:
        return None


def stored_keys(store: Store) -> Iterable[str]:
    """The keys that the store holds, some twice; a query is four times as fast as `match`, which reads entities too."""
    answer = store.query("SELECT ?key { ?entity kg:nameKey ?key }")
    return (row[0].value for row in answer) if isinstance(answer, QuerySolutions) else ()


class NameFile:
    """The file in the folder of a store that one may write to; not for several writers, as the store isn't either.

    Everything but `lose` raises `OSError` when it can't be written.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = f"{folder}/{NAME}"
        self._changed = False

    @property
    def missing(self) -> bool:
        """True where a store came without its file: it must be written before anything is added."""
        return not os.path.exists(self._path)

    @property
    def worn(self) -> bool:
        """True when it was changed and holds so many keys in vain that it should be written anew."""
        text = read_names(self._folder) if self._changed else None
        return text is not None and text.count(_LOST) > max(_FEW, _LOST_SHARE * text.count("\n"))

    def write(self, keys: Iterable[str]) -> None:
        """Have the file hold these keys, which are all that the store has."""
        part = f"{self._path}.part"
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"\n{key}" for key in keys)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self._path)

    def add(self, keys: Iterable[str]) -> None:
        """Add keys that the store is about to get."""
        self._append("".join(f"\n{key}" for key in keys))

    def lose(self, count: int) -> None:
        """Note that the store has lost so many keys; where that can't be written, they only stay longer."""
        from contextlib import suppress

        with suppress(OSError):
            self._append(f"\n{_LOST}" * count)

    def sync(self) -> None:
        """Have what was added survive a power cut."""
        if self._changed:
            descriptor = os.open(self._path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _append(self, text: str) -> None:
        """In one piece, behind a line break: whatever died in the middle of a key spoils no other."""
        if not text:
            return
        data = text.encode()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        self._changed = True
        try:
            if os.write(descriptor, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._path)
        finally:
            os.close(descriptor)
