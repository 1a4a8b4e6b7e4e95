"""Which nodes a page opens with: a picture of everything can't be read. Pure."""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Iterable, Sequence

from kg.errors import UsageError
from kg.view.records import UNDRAWN_TYPES, Scene

OPENING = 40
"""Nodes drawn at first without a focus: with 60 the names were too small to read on a screen of 1440 × 900."""

MOST = 300
"""Nodes drawn at once at most; a picture with more can't be read, and panning gets slow (DESIGN §6)."""


def fold(name: str) -> str:
    """The name without case and accents, as search compares it."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def find_focus(scene: Scene, focus: Iterable[str]) -> list[int]:
    """The nodes that the names or IRIs of `focus` mean, in order, each once.

    Raises UsageError for one that means no entity of the scene.
    """
    index: dict[str, list[int]] = {}
    for node in scene.nodes:
        if node.value is None:
            for form in {*map(fold, node.names), node.iri or ""}:
                index.setdefault(form, []).append(node.id)
    found: dict[int, None] = {}
    for wanted in focus:
        ids = index.get(wanted) or index.get(fold(wanted))
        if not ids or not wanted.strip():
            raise UsageError(f"no entity is named {wanted!r}", hint="kg list entities shows the names")
        found.update(dict.fromkeys(ids))
    return list(found)


def undrawn_types(scene: Scene) -> tuple[str, ...]:
    """The types that the picture opens without: none when everything fits."""
    return UNDRAWN_TYPES if len(scene.nodes) > OPENING else ()


def opening(scene: Scene, focus: Sequence[int], depth: int) -> list[int]:
    """The nodes to draw at first: those within `depth` steps of the focus or, without one, around the most connected.

    At most MOST with a focus (the nearest), OPENING without.
    """
    near = scene.neighbours()
    types = undrawn_types(scene)
    undrawn = {node.id for node in scene.nodes if node.type in types}
    near = [[] if node in undrawn else [n for n in found if n not in undrawn] for node, found in enumerate(near)]
    chosen = _around(near, focus, depth) if focus else _grow(near, OPENING + len(undrawn))
    return [node for node in chosen if node not in undrawn][: MOST if focus else OPENING]


def _around(near: list[list[int]], focus: Sequence[int], depth: int) -> list[int]:
    seen = dict.fromkeys(focus)
    ring = list(focus)
    for _ in range(depth):
        # The better connected first, so that what the limit cuts off are leaves.
        ring = sorted({n for node in ring for n in near[node]} - seen.keys(), key=lambda n: (-len(near[n]), n))
        seen.update(dict.fromkeys(ring))
    return list(seen)[:MOST]


def _grow(near: list[list[int]], limit: int) -> list[int]:
    """Connected growth from the best connected node: a picture of hubs alone would be dots without edges."""
    if len(near) <= limit:
        return list(range(len(near)))
    taken: dict[int, None] = {}
    frontier: list[tuple[int, int]] = []
    for start in sorted(range(len(near)), key=lambda n: (-len(near[n]), n)):
        heapq.heappush(frontier, (-len(near[start]), start))
        while frontier and len(taken) < limit:
            _, node = heapq.heappop(frontier)
            if node not in taken:
                taken[node] = None
                for n in near[node]:
                    heapq.heappush(frontier, (-len(near[n]), n))
        if len(taken) >= limit:
            break
    return list(taken)
