"""Facts → scene: who is one node, and which facts are one edge. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.view.records import ENTITY_TYPES, OTHER_TYPE, VALUE_TYPES, FactRecord, Node, Proposition, Scene, Telling

Key = tuple[str, ...]


def build_scene(facts: Iterable[FactRecord]) -> Scene:
    """The nodes, propositions and tellings of `facts`; the order of `facts` does not matter."""
    ordered = sorted(facts, key=_canonical)
    keys = [(_entity_key(fact["subject"]), _object_key(fact)) for fact in ordered]
    nodes = _nodes(ordered, keys)
    ids = {key: node.id for key, node in nodes.items()}
    propositions: dict[tuple[int, str, int], Proposition] = {}
    tellings = []
    for fact, (subject, object_) in zip(ordered, keys, strict=True):
        triple = (ids[subject], str(fact["relation"]), ids[object_])
        proposition = propositions.setdefault(triple, Proposition(len(propositions), *triple))
        tellings.append(Telling(proposition.id, fact))
    return Scene(tuple(nodes.values()), tuple(propositions.values()), tuple(tellings))


def _canonical(fact: FactRecord) -> str:
    return json.dumps(fact, sort_keys=True, ensure_ascii=True, default=str)


def _entity_key(entity: Mapping[str, Any]) -> Key:
    """The identity of an entity: its IRI or, for facts that went through no store, its type and first name."""
    if entity.get("iri"):
        return ("iri", str(entity["iri"]))
    return ("name", str(entity.get("type", OTHER_TYPE)), str(entity["names"][0]))


def _object_key(fact: FactRecord) -> Key:
    """A value belongs to one subject and relation: that two firms employ 300 people each does not connect them."""
    if is_entity(fact["object"]):
        return _entity_key(fact["object"])
    return ("value", *_entity_key(fact["subject"]), str(fact["relation"]), _canonical(fact["object"]))


def is_entity(object_: Mapping[str, Any]) -> bool:
    """Whether the object of a fact is an entity, and not a value."""
    return "names" in object_


def _nodes(facts: list[FactRecord], keys: list[tuple[Key, Key]]) -> dict[Key, Node]:
    names: dict[Key, Counter[str]] = {}
    labels: dict[Key, Counter[str]] = {}
    terms: dict[Key, Mapping[str, Any]] = {}
    for fact, pair in zip(facts, keys, strict=True):
        for key, term in zip(pair, (fact["subject"], fact["object"]), strict=True):
            terms.setdefault(key, term)
            if is_entity(term):
                forms = [str(name) for name in term["names"]] or ["?"]
                names.setdefault(key, Counter()).update(forms)
                labels.setdefault(key, Counter()).update(forms[:1])
    return {
        key: _entity_node(number, term, labels[key], names[key]) if is_entity(term) else _value_node(number, term)
        for number, (key, term) in enumerate(terms.items())
    }


def _entity_node(number: int, entity: Mapping[str, Any], labels: Counter[str], names: Counter[str]) -> Node:
    """The label is the form that most tellings give as the fullest; among equals the longest."""
    label = min(labels, key=lambda name: (-labels[name], -len(name), name))
    others = sorted((name for name in names if name != label), key=lambda name: (-names[name], name))
    kind = str(entity.get("type", OTHER_TYPE))
    iri = str(entity["iri"]) if entity.get("iri") else None
    return Node(number, kind if kind in ENTITY_TYPES else OTHER_TYPE, (label, *others), iri)


def _value_node(number: int, value: Mapping[str, Any]) -> Node:
    kind = next((VALUE_TYPES[key] for key in VALUE_TYPES if key in value), VALUE_TYPES["text"])
    plain = " ".join(str(part) for part in value.values())
    return Node(number, kind, (plain,), value=dict(value))
