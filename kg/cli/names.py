"""Things named on the command line: entities by label or IRI, and what is near a name that is unknown."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.library import Graph
    from kg.graph.records import EntityInfo

# difflib's default of 0.6 offers "Renault" for "Rexel"; at 0.7 a slip in a five-letter name is still found.
_SIMILAR = 0.7
_SHOWN = 4  # near matches: a line's worth


def entity_named(graph: Graph, name: str) -> EntityInfo:
    """Return the entity of that name or IRI.

    Raises:
        UsageError: there is none, or more than one.
    """
    from kg.resolve.names import name_key

    found = graph.find(name)
    by_main_name = [entity for entity in found if name_key(entity.label) == name_key(name)]
    if len(found) == 1 or len(by_main_name) == 1:
        return (by_main_name or found)[0]
    if found:
        raise UsageError(f"{name!r} names {len(found)} entities", hint="say which: " + _listed(e.iri for e in found))
    labels = [label for entity in graph.entities() for label in entity.names]
    raise UsageError(f"no entity named {name!r}", hint=near(name, labels) or "kg list entities shows all")


def near(name: str, known: Iterable[str]) -> str | None:
    """Return a hint with the known names that are most like an unknown one, None if none is like it."""
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    matches = get_close_matches(name.casefold(), folded, n=_SHOWN, cutoff=_SIMILAR)
    parts = [each for each in folded if len(name) > 2 and name.casefold() in each and each not in matches]
    names = [folded[match] for match in (matches + sorted(parts, key=len))[:_SHOWN]]
    return "did you mean " + " or ".join(names) + "?" if names else None


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")
