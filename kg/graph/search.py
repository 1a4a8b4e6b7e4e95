"""Looking entities up by anything like one of their names: case, accents, punctuation, parts and slips don't matter.

All name keys are compared, by rapidfuzz: an eighth of a second for a million of them. A trigram index (FTS5 of SQLite)
took 1.5 s for a name with a slip among 200,000, and 12 s to build. The keys are those of `Store.name_keys`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

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
# Below that, the wanted text may be a part of a longer name, with a slip: one in a name of ten letters gives 90.
_SURE = 90
_NEIGHBOURS = 5  # of a word: more would be other words
# What a part of a name counts, in per cent: less than the whole name, more than a name with a slip.
_BEGINNING, _PART = 97, 95
_FEW = 3  # characters: a shorter text is part of too many names
_MORE = 3  # times as many keys are looked at as entities are wanted, and again when that was too few


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity, and how much one of its names is like what was looked for, in per cent."""

    entity: EntityInfo
    likeness: float


def search(graph: Graph, name: str, limit: int = 10) -> list[Hit]:
    """The entities with a name like that, best first, then those that more documents mention."""
    wanted = name_key(name)
    if not wanted:
        return []
    keys = graph.store.name_keys()
    most = _MORE * limit  # as some keys are no longer in the store, and some share a place
    while True:
        likeness = like(wanted, keys, most)
        found = _hits(graph.store, likeness)
        if len(found) >= limit or len(likeness) < most:
            return found[:limit]
        most *= _MORE


def like(wanted: str, keys: Sequence[str], most: int) -> dict[str, float]:
    """The keys that are most like the wanted one, with their likeness."""
    from rapidfuzz import fuzz, process

    whole = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
    found: dict[str, float] = {key: score for key, score, _ in whole}
    if len(wanted) >= _FEW:
        for key in keys:
            if wanted in key:
                found[key] = max(found.get(key, 0), _part(wanted, key))
    if max(found.values(), default=0) < _SURE:
        found = _by_words(wanted, keys) | found
    best = sorted(found, key=lambda key: (-found[key], len(key), key))[:most]
    return {key: found[key] for key in best}


def _hits(store: Store, likeness: dict[str, float]) -> list[Hit]:
    """The entities that have these keys, best first."""
    found: dict[str, Hit] = {}
    for key, score in likeness.items():
        for entity in _entities(store, key):
            if entity.iri not in found:
                found[entity.iri] = Hit(entity, score)
    return sorted(found.values(), key=lambda hit: (-hit.likeness, -hit.entity.documents, hit.entity.iri))


def _part(wanted: str, key: str) -> float:
    """What a key counts that contains the wanted one: whole words more than letters, the beginning most."""
    if f" {wanted} " not in f" {key} ":
        return _ALIKE
    return _BEGINNING if key.startswith(wanted) else _PART


def _by_words(wanted: str, keys: Sequence[str]) -> dict[str, float]:
    """The keys that have, for each wanted word, a word like it: "corvlan" finds "ines corvalan"."""
    from rapidfuzz import fuzz, process

    text = "\n".join(keys)
    words = list(set(text.split()))
    choices = []
    for each in wanted.split():
        close = process.extract(each, words, scorer=fuzz.ratio, score_cutoff=_WORD_ALIKE, limit=_NEIGHBOURS)
        choices.append({word: score for word, score, _ in close})
    found = {}
    for key in {key for word in choices[0] for key in _lines(text, word)} if all(choices) else ():
        scores = [max((near.get(word, 0) for word in key.split()), default=0) for near in choices]
        if min(scores, default=0) > 0:
            found[key] = sum(scores) / len(scores) * _PART / 100
    return found


def _lines(text: str, word: str) -> Iterator[str]:
    """The lines that hold the word; quicker than asking each of a million of them."""
    at = text.find(word)
    while at >= 0:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield text[text.rfind("\n", 0, at) + 1 : end]
        at = text.find(word, end)


def _entities(store: Store, key: str) -> Iterator[EntityInfo]:
    for triple in store.match(None, KG.nameKey, Literal(key)):
        if isinstance(triple.subject, NamedNode) and (found := catalogue.entity(store, triple.subject)) is not None:
            yield found
