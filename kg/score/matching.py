"""Which extracted fact is which of the gold's: a maximum one-to-one matching, the best pairs first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.score.compare import fits, same_source
from kg.score.gold import Gold, GoldFact

Cost = tuple[bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Matching:
    """Facts of one article beside its gold, both by their index."""

    pairs: Mapping[int, int]  # extracted → gold
    edges: Sequence[Sequence[int]]  # extracted → all gold facts that it could stand for, best first


def match(found: Sequence[Mapping[str, Any]], gold: Gold, symmetric: Collection[str]) -> Matching:
    """Match as many as possible; among these, plain facts with the right status, time and source come first."""
    edges = [
        sorted(
            (j for j, fact in enumerate(gold.facts) if fits(each, fact, gold, symmetric)),
            key=lambda j: _cost(each, gold.facts[j], gold),
        )
        for each in found
    ]
    owner: dict[int, int] = {}
    order = sorted(range(len(found)), key=lambda i: len(edges[i]))
    for usable in _LEVELS:
        allowed = [[j for j in edges[i] if usable(_cost(found[i], gold.facts[j], gold))] for i in range(len(found))]
        for i in order:
            if i not in owner.values():
                _place(i, allowed, owner, set())
    return Matching({i: j for j, i in owner.items()}, edges)


# All right, then the right status, then any: what is placed early may move on, but keeps a partner.
_LEVELS: tuple[Callable[[Cost], bool], ...] = (
    lambda cost: not any(cost),
    lambda cost: not cost[0],
    lambda _cost: True,
)


def _cost(found: Mapping[str, Any], fact: GoldFact, gold: Gold) -> Cost:
    """What is wrong with a pair, the worst first."""
    return (
        found.get("status") not in fact.statuses(),
        fact.optional,
        bool(fact.time) and found.get("time") != fact.time,
        bool(fact.attributed_to) and not same_source(found, fact, gold.entities),
    )


def _place(i: int, allowed: Sequence[Sequence[int]], owner: dict[int, int], seen: set[int]) -> bool:
    """Give the extracted fact a partner, moving others on where they have another choice (Kuhn's algorithm)."""
    for j in allowed[i]:
        if j in seen:
            continue
        seen.add(j)
        if j not in owner or _place(owner[j], allowed, owner, seen):
            owner[j] = i
            return True
    return False
