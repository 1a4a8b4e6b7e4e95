"""Which documents of a folder are there no more: what `kg ingest --prune` forgets."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.read.formats import reader_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# What stands behind a file's name for one document of several in it: "wire.jsonl:3", "wire.zip/a.txt".
_WITHIN = re.compile(r"[:/#!]")


def folders_of(paths: Iterable[str]) -> list[PurePath]:
    """Return the paths that are folders. Raises `UsageError` when none is: nothing could be missing from a file."""
    folders = [PurePath(path) for path in paths if os.path.isdir(path)]
    if not folders:
        raise UsageError("--prune needs a folder", hint="kg forget takes single documents out")
    return folders


def gone(
    stored: Iterable[str], folders: Iterable[PurePath], read: Collection[str], failed: Collection[str]
) -> list[str]:
    """Return the sources of `stored` that were once read from the folders, and are there no more; sorted.

    `read` are the sources that were found this time. What lies in a file or folder of `failed`, which could not be
    read, may be there still. A source that is no path of a known format has a name of its own and stays.
    """
    below = [os.path.join(folder, "") if folder.parts else "" for folder in folders]
    return sorted(
        source
        for source in set(stored) - set(read)
        if any(_is_below(source, folder) for folder in below)
        and reader_for(re.sub(r":\d+$", "", source))
        and not any(_is_in(source, place) for place in failed)
    )


def _is_below(source: str, folder: str) -> bool:
    """True for a path in the folder; "" is the current one, to which absolute paths and addresses don't belong."""
    if folder:
        return source.startswith(folder)
    return not os.path.isabs(source) and ".." not in PurePath(source).parts and "://" not in source


def _is_in(source: str, place: str) -> bool:
    rest = source.removeprefix(place)
    return source.startswith(place) and (not rest or _WITHIN.match(rest) is not None)
