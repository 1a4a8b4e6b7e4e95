"""A story told by several documents on several days, written by hand: rumour, denial, confirmation, end."""

from __future__ import annotations

from datetime import date

from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Status

ENTITIES = (
    Entity("n", EntityType.ORGANIZATION, ("Norvane",)),
    Entity("t", EntityType.ORGANIZATION, ("Tilmex",)),
    Entity("a", EntityType.PERSON, ("Ada Brook",)),
)


def said(source: str, day: date | None, text: str, *facts: tuple[str, str, str, Status, bool]) -> Extraction:
    """A document that says each of the facts (subject, relation, object, status, ended) with all of its text."""
    evidence = Evidence(0, len(text), text)
    told = tuple(Fact(s, r, o, status, evidence, "en/test", ended=ended) for s, r, o, status, ended in facts)
    return Extraction(Document(source, text, "en", published=day), ENTITIES, (), told, rules="by hand")


RUMOUR = said("1.txt", date(2025, 9, 1), "Norvane could buy Tilmex, where Ada Brook is in charge.",
              ("n", "acquires", "t", Status.POSSIBLE, False), ("a", "chiefExecutiveOf", "t", Status.ASSERTED, False))  # fmt: skip
DENIAL = said("2.txt", date(2025, 9, 8), "Norvane denies that it will buy Tilmex.",
              ("n", "acquires", "t", Status.DENIED, False))  # fmt: skip
DONE = said("3.txt", date(2025, 9, 15), "Norvane has bought Tilmex. Its partner Ada Brook has left Tilmex.",
            ("n", "acquires", "t", Status.ASSERTED, False), ("a", "chiefExecutiveOf", "t", Status.ASSERTED, True),
            ("n", "partnerOf", "a", Status.PLANNED, False))  # fmt: skip
UNDATED = said("4.txt", None, "Ada Brook owns Norvane.", ("a", "ownerOf", "n", Status.ASSERTED, False))
STORY = (RUMOUR, DENIAL, DONE, UNDATED)
