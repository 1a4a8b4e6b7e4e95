"""When what was changed is put on disk, and how: RocksDB's log is made safe at once, its tables are written seldom.

`flush` of the engine writes tables, and each four of them are merged with all that the store holds so far. At the end
of each batch of 32 documents, that made a third of the cost of a document in a store of 4,000; so tables are written
when the log is long, measured by the store. What stands in the log alone survives a power cut as well once the log is
synced. Its length is also what a reader has to take in before it answers, 15 µs a triple; so while somebody reads, it
is kept short.
"""

from __future__ import annotations

import os
from contextlib import suppress

from kg.graph.snapshot import READER

# Triples that may stand in the log alone. RocksDB by itself waits for 64 MB in each of its families: forgetting
# thousands of documents in one go held 520 MB then.
SHORTEST, LONGEST = 10_000, 200_000
_SHARE = 2000  # bytes of tables to a triple in the log: some 15 triples


def sync_log(folder: str) -> None:
    """Have survive a power cut what stands in the log. Raises `OSError` where it can't be written."""
    for name in os.listdir(folder):
        if name.endswith(".log"):
            with suppress(FileNotFoundError):  # what stood in it has become tables
                _sync(f"{folder}/{name}")
    _sync(folder)


def most_in_log(folder: str) -> int:
    """How many triples may stand in the log alone."""
    size = 0
    for entry in os.scandir(folder):
        if entry.name.startswith(READER):
            return SHORTEST
        if entry.name.endswith(".sst"):
            with suppress(FileNotFoundError):  # merged with others meanwhile
                size += entry.stat().st_size
    return min(LONGEST, max(SHORTEST, size // _SHARE))


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
