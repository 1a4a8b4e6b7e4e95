"""Looking entities up by anything like one of their names: case, accents, punctuation, parts and slips don't matter.

All name keys are compared, by rapidfuzz: a third of a second for a million of them. A trigram index (FTS5 of SQLite)
took 1.5 s for a name with a slip among 200,000, and 12 s to build. Reading the keys from the store takes longer than
comparing them; so they are kept in a file beside it, which is made again whenever the store has changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions

from kg.graph import catalogue
from kg.graph.library import Graph
from kg.graph.namespaces import KG
from kg.graph.records import EntityInfo
from kg.graph.store import Store
from kg.resolve.names import name_key

# Shares of what is alike, as `rapidfuzz.fuzz.ratio` counts it in per cent: one slip in a name of four letters gives 75.
_ALIKE = 75
# Words of a longer name: stricter, as a short word has many neighbours.
_WORD_ALIKE = 80
_NEIGHBOURS = 5  # of a word: more would be other words
# What a part of a name counts, in per cent: less than the whole name, more than a name with a slip.
_BEGINNING, _PART = 97, 95
_FEW = 3  # characters: a shorter text is part of too many names


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity, and how much one of its names is like what was looked for, in per cent."""

    entity: EntityInfo
    likeness: float


def search(graph: Graph, name: str, limit: int = 10, state: str | None = None) -> list[Hit]:
    """The entities with a name like that, best first, then those that more documents mention.

    `state`, from `store_state` before the store was opened, says whether the keys that are kept are still those of the
    store; without it they are read from the store.
    """
    wanted = name_key(name)
    if not wanted:
        return []
    likeness = like(wanted, _keys(graph, state), limit)
    found: dict[str, Hit] = {}
    for key, score in likeness.items():
        for entity in _entities(graph.store, key):
            if entity.iri not in found:
                found[entity.iri] = Hit(entity, score)
    return sorted(found.values(), key=lambda hit: (-hit.likeness, -hit.entity.documents, hit.entity.iri))[:limit]


def like(wanted: str, keys: Sequence[str], limit: int) -> dict[str, float]:
    """The keys that are most like the wanted one, with their likeness; more than `limit`, as some may share a place."""
    from rapidfuzz import fuzz, process

    most = 3 * limit
    whole = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=most)
    found: dict[str, float] = {key: score for key, score, _ in whole}
    if len(wanted) >= _FEW:
        for key in _shortest((key for key in keys if wanted in key), most):
            found[key] = max(found.get(key, 0), _part(wanted, key))
    if not found:
        found = _by_words(wanted, keys, most)
    best = sorted(found, key=lambda key: (-found[key], len(key), key))[:most]
    return {key: found[key] for key in best}


def store_state(path: str | os.PathLike[str]) -> str | None:
    """A text that changes whenever the store in that folder does; None for what is no folder.

    The tables of RocksDB never change, new ones get new names; its logs only grow.
    """
    folder = Path(path)
    if not folder.is_dir():
        return None
    files = [entry for entry in os.scandir(folder) if entry.name.endswith((".sst", ".log"))]
    said = sorted(f"{entry.name} {entry.stat().st_size}" for entry in files)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _keys(graph: Graph, state: str | None) -> Sequence[str]:
    """All keys of names, from the file beside the store where that is still right."""
    kept = Path(f"{graph.path}.names") if graph.path and state else None
    if kept is not None and kept.is_file():
        first, _, rest = kept.read_text("utf-8").partition("\n")
        if first == state:
            return rest.split("\n")
    keys = _read_keys(graph.store)
    if kept is not None:
        _keep(kept, "\n".join([state or "", *keys]))
    return keys


def _read_keys(store: Store) -> list[str]:
    """The keys from the store, which writes them itself: row by row through Python takes ten times as long."""
    answer = store.query("SELECT DISTINCT ?key { ?entity kg:nameKey ?key }")
    if not isinstance(answer, QuerySolutions):
        raise TypeError("a SELECT gave no rows")
    rows = (answer.serialize(format=QueryResultsFormat.CSV) or b"").decode().split("\r\n")[1:-1]
    # Only names without any letter have keys that CSV must quote.
    return sorted(row if not row.startswith('"') else row[1:-1].replace('""', '"') for row in rows)


def _keep(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with suppress(OSError):  # where nothing can be written, the keys are read from the store each time
        part.write_text(text, "utf-8")
        part.replace(path)


def _part(wanted: str, key: str) -> float:
    """What a key counts that contains the wanted one: whole words more than letters, the beginning most."""
    if f" {wanted} " not in f" {key} ":
        return _ALIKE
    return _BEGINNING if key.startswith(wanted) else _PART


def _by_words(wanted: str, keys: Sequence[str], most: int) -> dict[str, float]:
    """The keys that have, for each wanted word, a word like it: "corvlan" finds "ines corvalan"."""
    from rapidfuzz import fuzz, process

    words = list({word for key in keys for word in key.split()})
    choices = []
    for each in wanted.split():
        near = process.extract(each, words, scorer=fuzz.ratio, score_cutoff=_WORD_ALIKE, limit=_NEIGHBOURS)
        choices.append({word: score for word, score, _ in near})
    found = {}
    for key in keys if all(choices) else ():
        scores = [max((near.get(word, 0) for word in key.split()), default=0) for near in choices]
        if min(scores, default=0) > 0:
            found[key] = sum(scores) / len(scores) * _PART / 100
    return {key: found[key] for key in sorted(found, key=lambda key: (-found[key], len(key), key))[:most]}


def _shortest(keys: Iterable[str], most: int) -> list[str]:
    return sorted(keys, key=lambda key: (len(key), key))[:most]


def _entities(store: Store, key: str) -> Iterator[EntityInfo]:
    for triple in store.match(None, KG.nameKey, Literal(key)):
        if isinstance(triple.subject, NamedNode) and (found := catalogue.entity(store, triple.subject)) is not None:
            yield found
