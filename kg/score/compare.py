"""When an extracted fact is the gold's: names by their words, values exactly, phrases by the words they share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from kg.score.gold import Gold, GoldEntity, GoldFact, Value

# Articles and particles, with which one analyst quotes a name and another doesn't.
_PARTICLES = frozenset("le la les l un une des du de d et en au aux à the a an of and in".split())
# Phrases are the same that share three words of five: of "équipementier automobile français" the first two are enough.
_OVERLAP = 0.6
_PRECISION = 1e-6  # amounts, relative: 1.2e9 and 1200000000 may differ in the last bit


@lru_cache(maxsize=1 << 14)
def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return tuple(re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c))))


@lru_cache(maxsize=1 << 14)
def key(name: str) -> str:
    """What two forms of a name have in common: its words, without particles before them."""
    left = list(words(name))
    while len(left) > 1 and left[0] in _PARTICLES:
        del left[0]
    return " ".join(left)


def overlap(one: str, other: str) -> float:
    """Share of words that two phrases have in common (Dice), particles left out: 0 to 1."""
    left, right = ({word for word in words(text) if word not in _PARTICLES} for text in (one, other))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def same_entity(found: Mapping[str, Any], wanted: GoldEntity) -> bool:
    """Whether the two share a name."""
    return not {key(name) for name in found.get("names", ())}.isdisjoint(map(key, wanted.names + wanted.aliases))


def same_object(found: Mapping[str, Any], wanted: Value, entities: Mapping[str, GoldEntity]) -> bool:
    """Whether an object of the facts format is the gold's entity or value."""
    if isinstance(wanted, str):
        return "names" in found and same_entity(found, entities[wanted])
    kind = next(iter(wanted))
    if kind == "text":
        said = found.get("text") or " / ".join(found.get("names", ())[:1])
        return overlap(said, wanted["text"]) >= _OVERLAP
    if kind not in found:
        return False
    if kind == "amount":
        near = abs(found[kind] - wanted[kind]) <= _PRECISION * abs(wanted[kind])
        return near and found.get("currency") == wanted.get("currency")
    return bool(found[kind] == wanted[kind] if kind == "quantity" else str(found[kind]) == str(wanted[kind]))


def fits(found: Mapping[str, Any], fact: GoldFact, gold: Gold, symmetric: Collection[str]) -> bool:
    """Whether subject, relation and object are the gold's; those of a symmetric relation may change places."""
    for subject, relation, value in fact.readings():
        if found["relation"] != relation:
            continue
        if _joins(found["subject"], found["object"], subject, value, gold):
            return True
        both_ways = relation in symmetric and "names" in found["object"] and isinstance(value, str)
        if both_ways and _joins(found["object"], found["subject"], subject, value, gold):
            return True
    return False


def is_swapped(found: Mapping[str, Any], facts: Iterable[GoldFact], gold: Gold) -> bool:
    """Whether the fact is one of the gold's with subject and object in each other's place."""
    if "names" not in found["object"]:
        return False
    turned = {**found, "subject": found["object"], "object": found["subject"]}
    return any(fits(turned, fact, gold, ()) for fact in facts)


def _joins(subject: Mapping[str, Any], value: Mapping[str, Any], wanted: str, other: Value, gold: Gold) -> bool:
    return same_entity(subject, gold.entities[wanted]) and same_object(value, other, gold.entities)


def same_source(found: Mapping[str, Any], fact: GoldFact, entities: Mapping[str, GoldEntity]) -> bool:
    """Whether the fact is attributed to one of those to whom the gold attributes it."""
    said = found.get("attributedTo") or {}
    phrases = [said.get("text", ""), *said.get("names", ())]
    return any(
        (wanted in entities and same_entity(said, entities[wanted]))
        or any(overlap(phrase, wanted) >= _OVERLAP for phrase in phrases)
        for wanted in fact.sources()
    )
