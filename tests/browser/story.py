"""A story of our own in the facts format: three articles in two languages, every status, values, parallel links."""

from __future__ import annotations

from datetime import date
from typing import Any

from kg.model import Document

Fact = dict[str, Any]

FR = "fr/norrvik.txt"
EN = "https://news.example/norrvik"
LATER = "en/later.txt"

TEXTS = {
    FR: "Ada Lind, PDG de Norrvik, a annoncé l’achat de Solmar pour 48 millions d’euros. Norrvik emploie 300 personnes.\n\n"
    "Norrvik prévoit d’ouvrir une usine à Brest en 2026. Solmar est une filiale de Norrvik, et son fournisseur.",
    EN: "According to the trade press, Norrvik could partner with Écume Batteries. Norrvik denied that it would buy Tidewater. "
    "It is not known whether Solmar supplies Écume Batteries.",
    LATER: "Norrvik's former chair, Jonas Berg, said Norrvik has bought Solmar.",
}

DOCUMENTS = {
    FR: Document(FR, TEXTS[FR], "fr", "Norrvik rachète Solmar", date(2025, 3, 14)),
    EN: Document(EN, TEXTS[EN], "en", "Norrvik in talks", date(2025, 6, 2)),
    LATER: Document(LATER, TEXTS[LATER], "en", "What became of Solmar", date(2025, 9, 1)),
}


def entity(kind: str, *names: str) -> dict[str, Any]:
    slug = names[0].lower().replace(" ", "-")
    return {"iri": f"https://kg.example/{kind.lower()}/{slug}", "type": kind, "names": list(names)}


def source(speaker: Fact) -> Fact:
    return {"iri": speaker["iri"], "names": speaker["names"]}


def fact(document: str, subject: Fact, relation: str, object_: Fact, status: str, quote: str, **more: object) -> Fact:
    start = TEXTS[document].index(quote)
    evidence = {"quote": quote, "start": start, "end": start + len(quote)}
    return {
        "document": document,
        "subject": subject,
        "relation": relation,
        "object": object_,
        "status": status,
        "evidence": evidence,
        **more,
    }


ADA = entity("Person", "Ada Lind")
JONAS = entity("Person", "Jonas Berg")
NORRVIK = entity("Organization", "Norrvik")
SOLMAR = entity("Organization", "Solmar")
ECUME = entity("Organization", "Écume Batteries")
TIDEWATER = entity("Organization", "Tidewater")
BREST = entity("Place", "Brest")

FACTS = [
    fact(FR, ADA, "chiefExecutiveOf", NORRVIK, "asserted", "Ada Lind, PDG de Norrvik", position="PDG"),
    fact(
        FR,
        NORRVIK,
        "acquires",
        SOLMAR,
        "planned",
        "l’achat de Solmar pour 48 millions d’euros",
        amount=48e6,
        currency="EUR",
        attributedTo=source(ADA),
    ),
    fact(FR, NORRVIK, "employeeCount", {"quantity": 300}, "asserted", "Norrvik emploie 300 personnes"),
    fact(
        FR, NORRVIK, "operatesIn", BREST, "planned", "Norrvik prévoit d’ouvrir une usine à Brest en 2026", time="2026"
    ),
    fact(FR, SOLMAR, "subsidiaryOf", NORRVIK, "asserted", "Solmar est une filiale de Norrvik"),
    fact(FR, SOLMAR, "suppliesTo", NORRVIK, "asserted", "Solmar est une filiale de Norrvik, et son fournisseur"),
    fact(
        EN,
        NORRVIK,
        "partnerOf",
        ECUME,
        "possible",
        "Norrvik could partner with Écume Batteries",
        attributedTo={"text": "the trade press"},
    ),
    fact(
        EN,
        NORRVIK,
        "acquires",
        TIDEWATER,
        "denied",
        "Norrvik denied that it would buy Tidewater",
        attributedTo=source(NORRVIK),
    ),
    fact(EN, SOLMAR, "suppliesTo", ECUME, "unknown", "It is not known whether Solmar supplies Écume Batteries"),
    fact(LATER, JONAS, "chairOf", NORRVIK, "asserted", "Norrvik's former chair, Jonas Berg", ended=True),
    fact(LATER, NORRVIK, "acquires", SOLMAR, "asserted", "Norrvik has bought Solmar", attributedTo=source(JONAS)),
]
