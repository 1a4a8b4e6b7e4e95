"""Extract from single sentences, in one batch a language, and write facts as one reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from kg.extract import Extractor
from kg.model import Document, Entity, Extraction, Fact, Literal

PUBLISHED = date(2024, 1, 15)


@cache
def extractor() -> Extractor:
    """One for the session: models load once a process."""
    return Extractor()


def extract_all(texts: Sequence[str], language: str) -> list[Extraction]:
    """One extraction a text, published on 15 January 2024."""
    documents = [Document(f"text-{i}", text, language, published=PUBLISHED) for i, text in enumerate(texts)]
    return list(extractor().extract_many(documents))


def entities(extraction: Extraction) -> dict[str, Entity]:
    return {entity.id: entity for entity in extraction.entities}


def words(extraction: Extraction, value: str | Literal) -> str:
    """An object as text: the entity's first name, or the literal's value."""
    if isinstance(value, str):
        return entities(extraction)[value].names[0]
    if value.amount is not None:
        return f"{value.amount:.0f} {value.currency}"
    return str(value.quantity if value.quantity is not None else value.date or value.text)


def line(extraction: Extraction, fact: Fact) -> str:
    """A fact as "subject | relation | object | status", with source and qualifiers where it has them."""
    known = entities(extraction)
    parts = [known[fact.subject].names[0], fact.relation, words(extraction, fact.object), fact.status.value]
    if fact.ended:
        parts.append("ended")
    if fact.attributed_to is not None:
        source = fact.attributed_to
        parts.append("by " + (known[source.entity].names[0] if source.entity else source.text))
    for name in ("time", "duration"):
        if getattr(fact, name):
            parts.append(f"{name} {getattr(fact, name)}")
    if fact.amount is not None:
        parts.append(f"amount {fact.amount:.0f} {fact.currency}")
    if fact.share is not None:
        parts.append(f"share {fact.share:g}")
    if fact.place is not None:
        parts.append(f"place {known[fact.place].names[0]}")
    return " | ".join(parts)
