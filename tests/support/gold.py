"""Gold files as extractions: what a perfect extractor would hand to the graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kg import model
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Mention, MentionKind, Source, Status

SHARED = Path(__file__).resolve().parents[3] / "shared"


def gold_files() -> list[Path]:
    """All gold files; none where the shared folder is missing."""
    return sorted((SHARED / "gold").glob("??/*.json"))


def gold_extractions() -> Iterator[Extraction]:
    """The gold of every article."""
    return (gold_extraction(path) for path in gold_files())


def gold_extraction(path: Path) -> Extraction:
    """The gold of one article, each name of an entity a mention where it first stands."""
    gold = json.loads(path.read_text("utf-8"))
    text = (SHARED / gold["text"]).read_text("utf-8")
    published = date.fromisoformat(gold["published"]) if gold.get("published") else None
    document = Document(gold["text"], text, gold["lang"], published=published)
    entities = tuple(Entity(e["id"], EntityType(e["type"]), tuple(e["names"])) for e in gold["entities"])
    ids = {e.id for e in entities}
    facts = tuple(_fact(f, text, ids, gold["lang"]) for f in gold["facts"])
    return Extraction(document, entities, tuple(_mentions(entities, text)), facts, rules="gold")


def _mentions(entities: tuple[Entity, ...], text: str) -> Iterator[Mention]:
    for entity in entities:
        for name in entity.names:
            start = text.find(name)
            if start >= 0:
                yield Mention(start, start + len(name), name, MentionKind.NAME, entity.id)


def _evidence(quote: str, text: str) -> Evidence:
    """Where the quote stands; a few quotes of the gold write a line break as a space."""
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    assert found, quote
    return Evidence(found.start(), found.end(), found[0])


def _fact(fact: dict[str, Any], text: str, ids: set[str], language: str) -> Fact:
    evidence = _evidence(fact["evidence"], text)
    said = fact.get("attributedTo")
    return Fact(
        subject=fact["s"],
        relation=fact["r"],
        object=fact["o"] if isinstance(fact["o"], str) else model.Literal(**fact["o"]),
        status=Status(fact["status"]),
        evidence=evidence,
        rule=f"{language}/{fact['r']}/gold",
        ended=fact.get("ended", False),
        attributed_to=Source(said, said if said in ids else None) if said else None,
        time=fact.get("time"),
        place=fact.get("place"),
        amount=fact.get("amount"),
        currency=fact.get("currency"),
        duration=fact.get("duration"),
        position=fact.get("position"),
        share=fact.get("share"),
        product=fact.get("product"),
    )
