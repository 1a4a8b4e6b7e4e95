"""What became known between two states of the graph. Pure: facts in the facts format in, developments out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Telling = Mapping[str, Any]


class Kind(StrEnum):
    """How a fact stands differently, the most telling first: a fact has one kind."""

    CONFIRMED = "confirmed"  # was told as a plan, rumour or denial only; now somebody asserts it
    DENIED = "denied"  # now somebody denies it, and nobody did
    ENDED = "ended"  # now somebody says that it no longer holds, and nobody did
    CORRECTED = "corrected"  # a document that told it tells it otherwise
    KNOWN = "known"  # nobody told it
    WITHDRAWN = "withdrawn"  # the documents that told it no longer do, or are gone


@dataclass(frozen=True, slots=True)
class Development:
    """One fact that stands differently, and the tellings on both sides."""

    kind: Kind
    before: tuple[Telling, ...]
    after: tuple[Telling, ...]

    @property
    def shown(self) -> Telling:
        """The telling that shows it best: the one that is new, else the one that is gone."""
        known = {(t["document"], standing(t)) for t in self.before}
        new = [t for t in self.after if (t["document"], standing(t)) not in known]
        wanted = {Kind.DENIED: "denied", Kind.CONFIRMED: "asserted"}.get(self.kind)
        best = [t for t in new if t["status"] == wanted] or [t for t in new if t["ended"]] or new
        return (best or list(self.after) or list(self.before))[0]


def compare(before: Iterable[Telling], after: Iterable[Telling]) -> list[Development]:
    """The facts that stand differently `after`, by kind and in the order in which documents tell them."""
    sides: list[defaultdict[str, list[Telling]]] = [defaultdict(list), defaultdict(list)]
    for side, facts in zip(sides, (before, after), strict=True):
        for fact in facts:
            side[fact["fact"]].append(fact)
    old, new = sides
    found = []
    for iri in dict.fromkeys((*new, *old)):
        was, now = old.get(iri, []), new.get(iri, [])
        if kind := _kind(was, now):
            found.append(Development(kind, tuple(was), tuple(now)))
    order = list(Kind)
    return sorted(found, key=lambda development: order.index(development.kind))


def standing(telling: Telling) -> str:
    """Status, and whether it has ended: what the text commits itself to."""
    return str(telling["status"]) + (", ended" if telling["ended"] else "")


def _kind(before: list[Telling], after: list[Telling]) -> Kind | None:
    was, now = {standing(t) for t in before}, {standing(t) for t in after}
    if not after:
        return Kind.WITHDRAWN
    if before and "asserted" in now - was:
        return Kind.CONFIRMED
    if "denied" in now - was:
        return Kind.DENIED
    if before and {s for s in now - was if s.endswith("ended")}:
        return Kind.ENDED
    if not before:
        return Kind.KNOWN
    return Kind.CORRECTED if _by_document(before) != _by_document(after, {t["document"] for t in before}) else None


def _by_document(told: list[Telling], only: set[str] | None = None) -> set[tuple[str, str]]:
    return {(t["document"], standing(t)) for t in told if only is None or t["document"] in only}
