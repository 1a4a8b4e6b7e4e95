"""The example articles give the facts that stand beside them, and the same ones in both languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.model import Document, Entity, Extraction, Fact, Literal
from tests.support.command import ROOT

EXPECTED = sorted((ROOT / "examples" / "expected").glob("*.facts.jsonl"))
# The qualifiers that an expected fact may name, and that must then be found as they stand there.
QUALIFIERS = ("ended", "time", "amount", "currency", "duration", "position", "share")


@cache
def extraction_of(article: Path) -> Extraction:
    from kg.extract import Extractor
    from kg.language import languages
    from kg.read import Options, find_inputs, read

    (document,) = read(find_inputs([str(article)]), Options(languages()))
    assert isinstance(document, Document)
    return Extractor((document.language,)).extract(document)


def told(extraction: Extraction, fact: Fact) -> dict[str, Any]:
    """A fact in the form of the expected ones, with all names of its entities."""
    entities = {entity.id: entity for entity in extraction.entities}
    source = fact.attributed_to
    return {
        "subject": set(entities[fact.subject].names),
        "relation": fact.relation,
        "object": _object(fact.object, entities),
        "status": fact.status.value,
        "attributedTo": ({source.text} | set(entities[source.entity].names if source.entity else ()))
        if source
        else set(),
        "place": set(entities[fact.place].names) if fact.place else set(),
    } | {key: getattr(fact, key) for key in QUALIFIERS}


def _object(value: str | Literal, entities: dict[str, Entity]) -> set[str] | dict[str, Any]:
    if isinstance(value, str):
        return set(entities[value].names)
    return {key: getattr(value, key) for key in Literal.__slots__ if getattr(value, key) is not None}


def agrees(expected: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether a found fact has all that the expected one says: a name is one of the entity's names."""
    return all(
        value in found[key] if isinstance(found[key], set) else value == found[key] for key, value in expected.items()
    )


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_an_article_gives_the_facts_beside_it(path: Path) -> None:
    """Every expected fact is found, and nothing else is: our own articles are read without a fault."""
    article = ROOT / "examples" / "articles" / path.name.replace(".facts.jsonl", ".txt")
    extraction = extraction_of(article)
    found = [told(extraction, fact) for fact in extraction.facts]
    expected = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    optional = [fact.pop("optional", False) for fact in expected]
    required = [fact for fact, may_lack in zip(expected, optional, strict=True) if not may_lack]
    assert [fact for fact in required if not any(agrees(fact, each) for each in found)] == []
    assert [each for each in found if not any(agrees(fact, each) for fact in expected)] == []


def test_both_languages_give_the_same_graph() -> None:
    """The English telling of a story has the shape of the French one: who, relation, whom, and how sure."""
    shapes = [_shape(extraction_of(ROOT / "examples" / "articles" / f"velmora.{code}.txt")) for code in ("fr", "en")]
    assert shapes[0] == shapes[1]


def _shape(extraction: Extraction) -> list[tuple[str, ...]]:
    """The facts without words that differ by language: of names only those that stand in both texts."""
    proper = {"Inès Corvalan", "Velmora", "Velmora Marine SAS", "Hanseo Shipyards", "Brisemer"}

    def node(value: str | Literal) -> str:
        if isinstance(value, Literal):
            return "text" if value.text else str(value)
        entity = next(entity for entity in extraction.entities if entity.id == value)
        return next((name for name in entity.names if name in proper), entity.type.value)

    return sorted((node(f.subject), f.relation, node(f.object), f.status.value) for f in extraction.facts)
