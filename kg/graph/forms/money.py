"""FollowTheMoney entities, a JSON object a line, for Aleph and OpenSanctions' tools.

FollowTheMoney has no status. So only what holds becomes an Ownership, a Directorship …; a rumour, plan, denial or past
fact is an UnknownLink whose `role` and `status` say what it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import IO

from kg.graph.forms import network
from kg.graph.library import Graph

# Schemata of classes, the most specific first; all others by type.
_CLASSES = {"Company": "Company", "Bank": "Company", "PublicBody": "PublicBody", "Court": "PublicBody"}
_TYPES = {"Person": "Person", "Organization": "Organization", "Place": "Address", "Product": "Asset"}
_LEGAL = frozenset({"Person", "Organization", "Company", "PublicBody"})  # what FollowTheMoney calls a LegalEntity
_ORGANIZATIONS = _LEGAL - {"Person"}
_ASSETS = frozenset({"Company", "Asset"})
_PEOPLE = frozenset({"Person"})

# Relation → schema, property and possible schemata of the subject, the same of the object.
_LINKS: Mapping[str, tuple[str, str, frozenset[str], str, frozenset[str]]] = {
    "chiefExecutiveOf": ("Directorship", "director", _LEGAL, "organization", _ORGANIZATIONS),
    "chairOf": ("Directorship", "director", _LEGAL, "organization", _ORGANIZATIONS),
    "boardMemberOf": ("Directorship", "director", _LEGAL, "organization", _ORGANIZATIONS),
    "worksFor": ("Employment", "employee", _PEOPLE, "employer", _ORGANIZATIONS),
    "memberOf": ("Membership", "member", _LEGAL, "organization", _ORGANIZATIONS),
    "ownerOf": ("Ownership", "owner", _LEGAL, "asset", _ASSETS),
    "shareholderOf": ("Ownership", "owner", _LEGAL, "asset", _ASSETS),
    "subsidiaryOf": ("Ownership", "asset", _ASSETS, "owner", _LEGAL),
    "spouseOf": ("Family", "person", _PEOPLE, "relative", _PEOPLE),
    "childOf": ("Family", "person", _PEOPLE, "relative", _PEOPLE),
    "relativeOf": ("Family", "person", _PEOPLE, "relative", _PEOPLE),
}
_THINGS = frozenset({*_TYPES.values(), *_CLASSES.values()})
_UNKNOWN = ("UnknownLink", "subject", _THINGS, "object", _THINGS)
# Values that entities have as properties; other values are notes.
_VALUES = {"foundedOn": "incorporationDate", "bornOn": "birthDate", "diedOn": "deathDate"}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


def write_followthemoney(graph: Graph, out: IO[bytes]) -> None:
    """Write entities with their values, then links."""
    values: dict[str, list[tuple[network.Edge, str]]] = {}
    labels = {node.id: node.label for node in network.nodes(graph) if node.type == network.VALUE}
    for edge in network.edges(graph):
        if edge.target in labels:
            values.setdefault(edge.source, []).append((edge, labels[edge.target]))
    schemata: dict[str, str] = {}
    for node in network.nodes(graph):
        if node.type != network.VALUE:
            schemata[node.id] = _schema(node)
            _write(out, node.id, schemata[node.id], _entity(node, schemata[node.id], values.get(node.id, [])))
    for edge in network.edges(graph):
        if edge.target in schemata:
            _write(out, edge.id, *_link(edge, schemata))


def _schema(node: network.Node) -> str:
    return next((_CLASSES[each] for each in node.classes if each in _CLASSES), _TYPES[node.type])


def _entity(node: network.Node, schema: str, values: list[tuple[network.Edge, str]]) -> dict[str, list[str]]:
    found = {"name": [node.label], "alias": [name for name in node.names if name != node.label]}
    if schema == "Address":
        found["full"] = [node.label]
    for edge, text in values:
        if edge.holds and edge.relation in _VALUES:
            found.setdefault(_VALUES[edge.relation], []).append(_date(text))
        else:
            found.setdefault("notes", []).append(f"{edge.label}: {text}")
    return found


def _link(edge: network.Edge, schemata: Mapping[str, str]) -> tuple[str, dict[str, list[str]]]:
    """Schema and properties of a link; an UnknownLink where it doesn't hold, or where the schema wants others."""
    schema, subject, of, object_, to = _LINKS.get(edge.relation, _UNKNOWN)
    if not edge.holds or schemata[edge.source] not in of or schemata[edge.target] not in to:
        schema, subject, of, object_, to = _UNKNOWN
    found = {subject: [_identifier(edge.source)], object_: [_identifier(edge.target)], "summary": [edge.quote]}
    found["relationship" if schema == "Family" else "role"] = [edge.position or edge.label]
    if schema != "Family":
        found["status"] = [edge.status]
    if edge.time:
        found["date"] = [_date(edge.time)]
    if edge.share is not None and schema == "Ownership":
        found["percentage"] = [f"{edge.share:g}"]
    return schema, found | {"sourceUrl": [each for each in edge.told_by if _is_web(each)]}


def _write(out: IO[bytes], iri: str, schema: str, properties: Mapping[str, list[str]]) -> None:
    known = {name: values for name, values in properties.items() if values}
    entity = {"id": _identifier(iri), "schema": schema, "properties": known}
    out.write(json.dumps(entity, ensure_ascii=False).encode() + b"\n")


def _identifier(iri: str) -> str:
    """An id as FollowTheMoney wants it, of letters and digits: the same IRI has the same one in every export."""
    return "kg-" + hashlib.sha256(iri.encode()).hexdigest()[:40]


def _date(text: str) -> str:
    """Year, month or day; FollowTheMoney has no halves and quarters, and of an interval it takes the beginning."""
    found = _DATE.match(text.removeprefix("../"))
    return found[0] if found else text


def _is_web(source: str) -> bool:
    """True for a document that has an address."""
    return source.startswith(("http://", "https://"))
