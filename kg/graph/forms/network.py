"""The graph as nodes and edges with properties, which GraphML, GEXF, CSV and Cypher all write.

An edge is what documents say of a fact with one status. Its label tells a rumour from a fact: "acquires" is what holds,
"acquires (possible)" is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from kg.graph.library import Graph

_QUALIFIERS = ("time", "amount", "currency", "share", "position")  # of the first telling that says them
VALUE = "Value"  # type of the nodes that stand for an object that is no entity

Property = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Node:
    """An entity; or the value of one fact, as values that two facts share connect nothing."""

    id: str  # IRI
    label: str
    type: str  # Person, Organization, Place, Product or VALUE
    names: tuple[str, ...]
    classes: tuple[str, ...]
    documents: int  # how many mention it


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact with one status: who, relation, whom, and how often and where it is told so."""

    id: str  # the fact's IRI with the status
    source: str  # Node.id
    target: str  # Node.id
    relation: str
    label: str  # the relation, with the status in brackets unless the fact holds
    status: str
    ended: bool
    weight: int  # tellings
    told_by: tuple[str, ...]  # sources of documents
    quote: str  # of the first telling
    time: str  # empty where no telling says it, as for what follows
    amount: float | None
    currency: str
    share: float | None
    position: str

    @property
    def holds(self) -> bool:
        """True where the fact is also a plain triple."""
        return self.status == "asserted" and not self.ended


def nodes(graph: Graph) -> Iterator[Node]:
    """All entities, by label, and then the values of facts."""
    for entity in graph.entities():
        yield Node(entity.iri, entity.label, entity.type, entity.names, entity.classes, entity.documents)
    seen: set[str] = set()
    for fact in graph.facts():
        if "iri" not in fact["object"] and fact["fact"] not in seen:
            seen.add(fact["fact"])
            text = value_text(fact["object"])
            yield Node(value_id(fact), text, VALUE, (text,), (), 1)


def edges(graph: Graph) -> Iterator[Edge]:
    """An edge for each fact and status, in the order in which documents tell them first."""
    groups: dict[tuple[str, str, bool], list[Mapping[str, Any]]] = {}
    for fact in graph.facts():
        groups.setdefault((fact["fact"], fact["status"], fact["ended"]), []).append(fact)
    return (_edge(told) for told in groups.values())


def _edge(told: list[Mapping[str, Any]]) -> Edge:
    first = told[0]
    said = {key: next((fact[key] for fact in told if key in fact), None) for key in _QUALIFIERS}
    standing = first["status"] + (", ended" if first["ended"] else "")
    return Edge(
        id=f"{first['fact']}#{first['status']}{'-ended' if first['ended'] else ''}",
        source=first["subject"]["iri"],
        target=first["object"].get("iri") or value_id(first),
        relation=first["relation"],
        label=first["relation"] if standing == "asserted" else f"{first['relation']} ({standing})",
        status=first["status"],
        ended=first["ended"],
        weight=len(told),
        told_by=tuple(dict.fromkeys(fact["document"] for fact in told)),
        quote=first["evidence"]["quote"],
        time=said["time"] or "",
        amount=said["amount"],
        currency=said["currency"] or "",
        share=said["share"],
        position=said["position"] or "",
    )


def value_id(fact: Mapping[str, Any]) -> str:
    """The id of the node that stands for the value of a fact."""
    return f"{fact['fact']}#value"


def value_text(value: Mapping[str, Any]) -> str:
    """A value as words: "120", "400000000 EUR", "2024-H1"."""
    if "amount" in value:
        return f"{value['amount']} {value.get('currency', '')}".rstrip()
    return str(next(iter(value.values())))


def properties(thing: Node | Edge, separator: str = " | ") -> dict[str, Property]:
    """What is known of a node or edge by name, without what is not; lists are joined, as tables have none."""
    found: dict[str, Property] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if value is not None and value not in ("", ()):
            found[field.name] = separator.join(value) if isinstance(value, tuple) else value
    return found
