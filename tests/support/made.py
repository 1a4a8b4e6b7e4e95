"""A small extraction written by hand, for tests of what comes after extraction."""

from __future__ import annotations

from datetime import date

from kg.model import (
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Fact,
    Literal,
    Mention,
    MentionKind,
    Source,
    Status,
)

TEXT = (
    "Inès Corvalan is the CEO of Velmora. Velmora Marine SAS is its unit. "
    "According to the press, Velmora could partner with Hanseo Shipyards. "
    "It pledged 400 million euros for Velmora Marine SAS. It hired 120 engineers."
)


def evidence(quote: str, text: str = TEXT) -> Evidence:
    start = text.index(quote)
    return Evidence(start, start + len(quote), quote)


def mention(name: str, entity: str, text: str = TEXT) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), name, MentionKind.NAME, entity)


def velmora() -> Extraction:
    """One document with a fact of each status that matters, written by hand."""
    names = {
        "person/ines-corvalan": "Inès Corvalan",
        "organization/velmora": "Velmora",
        "organization/velmora-marine-sas": "Velmora Marine SAS",
        "organization/hanseo-shipyards": "Hanseo Shipyards",
    }
    types = {"person": EntityType.PERSON, "organization": EntityType.ORGANIZATION}
    ines, company, unit, hanseo = names
    return Extraction(
        Document("news/velmora.txt", TEXT, "en", "Velmora and its ferry", date(2025, 9, 8)),
        tuple(Entity(key, types[key.split("/")[0]], (name,)) for key, name in names.items()),
        tuple(mention(name, key) for key, name in names.items()),
        (
            Fact(ines, "chiefExecutiveOf", company, Status.ASSERTED,
                 evidence("Inès Corvalan is the CEO of Velmora"), "en/chiefExecutiveOf/copula", position="CEO"),
            Fact(unit, "subsidiaryOf", company, Status.ASSERTED,
                 evidence("Velmora Marine SAS is its unit"), "en/subsidiaryOf/copula"),
            Fact(company, "partnerOf", hanseo, Status.POSSIBLE,
                 evidence("Velmora could partner with Hanseo Shipyards"), "en/partnerOf/verb",
                 attributed_to=Source("the press")),
            Fact(company, "investsIn", unit, Status.PLANNED,
                 evidence("It pledged 400 million euros for Velmora Marine SAS"), "en/investsIn/pledge",
                 amount=400e6, currency="EUR"),
            Fact(company, "hires", Literal(quantity=120), Status.ASSERTED,
                 evidence("It hired 120 engineers"), "en/hires/verb"),
        ),
        rules="by hand",
    )  # fmt: skip
