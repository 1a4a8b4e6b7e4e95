"""Figures, headcounts, approvals, possessions and unnamed products: read off the surface of invented sentences."""

from __future__ import annotations

import pytest

from tests.support.extracting import entities, extract_all, words

CASES = [
    (
        "fr",
        "Le groupe Norvane a réalisé un chiffre d'affaires de 410 millions d'euros en 2023.",
        "Norvane",
        "revenue",
        "410000000 EUR",
    ),
    (
        "fr",
        "Le groupe Norvane a dégagé un bénéfice net de 12 millions d'euros, contre 9 millions un an plus tôt.",
        "Norvane",
        "profit",
        "9000000 EUR",
    ),
    (
        "fr",
        "Le groupe Norvane a réalisé 640 M€ de chiffre d'affaires, pour une perte nette de 8 millions d'euros.",
        "Norvane",
        "profit",
        "-8000000 EUR",
    ),
    (
        "fr",
        "Le groupe Norvane a racheté la société Tilmex (24 magasins, 1 900 salariés).",
        "Tilmex",
        "employeeCount",
        "1900",
    ),
    ("fr", "Fort de 300 salariés, le groupe Norvane recrute.", "Norvane", "employeeCount", "300"),
    (
        "fr",
        "Norvane va racheter la société Tilmex. L'opération doit recevoir le feu vert de la Commission européenne.",
        "Commission européenne",
        "regulates",
        "Norvane",
    ),
    (
        "fr",
        "La fabrication en série des voitures de Norvane commencera en 2027.",
        "voitures de Norvane",
        "productionStart",
        "2027",
    ),
    ("fr", "Le groupe Norvane détient 30 % de Tilmex et 62 % de Corvalis.", "Norvane", "ownerOf", "Corvalis"),
    ("fr", "Le groupe Norvane détient 30 % de Tilmex et 62 % de Corvalis.", "Norvane", "shareholderOf", "Tilmex"),
    (
        "en",
        "Norvane agreed to buy Tilmex Ltd for $3m. The deal is subject to approval by the European Commission.",
        "European Commission",
        "regulates",
        "Norvane",
    ),
]
CHANGES = [
    "Le chiffre d'affaires de Norvane a progressé de 30 millions d'euros.",
    "Le bénéfice de Norvane est en hausse de 3 millions d'euros.",
]


@pytest.mark.parametrize(("language", "text", "subject", "relation", "thing"), CASES)
def test_a_figure_is_given_to_whom_it_belongs(
    language: str, text: str, subject: str, relation: str, thing: str
) -> None:
    (extraction,) = extract_all([text], language)
    known = entities(extraction)
    found = {
        (name, f.relation, words(extraction, f.object)) for f in extraction.facts for name in known[f.subject].names
    }
    assert (subject, relation, thing) in found


@pytest.mark.parametrize("text", CHANGES)
def test_a_change_is_no_level(text: str) -> None:
    (extraction,) = extract_all([text], "fr")
    assert [f for f in extraction.facts if f.relation in {"revenue", "profit"}] == []
