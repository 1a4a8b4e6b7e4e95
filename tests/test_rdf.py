"""What a document's extraction becomes: triples on the one side, and on the other side what must not be one."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

import kg
from kg.errors import UsageError
from kg.graph.dates import bounds
from kg.graph.iris import document_iri
from kg.graph.library import Graph
from kg.graph.terms import decimal_text
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Literal, Source, Status


def told(*facts: Fact, source: str = "a.txt", text: str = "Rhea runs Acme with Bolt.") -> Extraction:
    entities = (
        Entity("rhea", EntityType.PERSON, ("Rhea Stone", "Rhea")),
        Entity("acme", EntityType.ORGANIZATION, ("Acme",), ("Company",)),
        Entity("bolt", EntityType.ORGANIZATION, ("Bolt",)),
        Entity("china", EntityType.PLACE, ("chinois",), ("Country",), "iso3166:CN"),
    )
    return Extraction(Document(source, text, "en"), entities, (), facts, rules="1")


def fact(subject: str, relation: str, obj: str | Literal, status: Status = Status.ASSERTED, **more: object) -> Fact:
    made = Fact(subject, relation, obj, status, Evidence(0, 4, "Rhea"), "en/test/rule")
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def graph_of(*facts: Fact) -> Graph:
    graph = kg.open(None)
    graph.put(told(*facts))
    return graph


CEO = fact("rhea", "chiefExecutiveOf", "acme")


@pytest.mark.parametrize(
    ("one", "holds"),
    [
        (CEO, True),
        (dataclasses.replace(CEO, ended=True), False),
        *((dataclasses.replace(CEO, status=status), False) for status in Status if status != Status.ASSERTED),
    ],
)
def test_a_plain_triple_is_what_is_asserted_and_not_ended(one: Fact, holds: bool) -> None:
    ask = 'ASK { ?p kg:chiefExecutiveOf ?o . ?p rdfs:label "Rhea Stone" . ?o rdfs:label "Acme" }'
    assert bool(graph_of(one).query(ask)) is holds


def test_a_rumour_beside_an_assertion_leaves_the_plain_triple() -> None:
    graph = graph_of(CEO, dataclasses.replace(CEO, status=Status.POSSIBLE))
    assert graph.query("ASK { ?p kg:chiefExecutiveOf ?o }")
    assert graph.stats().facts == 1
    assert graph.stats().claims["asserted"] == graph.stats().claims["possible"] == 1


def test_a_symmetric_fact_is_one_fact_and_is_found_from_both_ends() -> None:
    graph = graph_of(fact("acme", "partnerOf", "bolt"), fact("bolt", "partnerOf", "acme"))
    assert graph.stats().facts == 1
    for one, other in (("Acme", "Bolt"), ("Bolt", "Acme")):
        assert graph.query(f'ASK {{ ?a kg:partnerOf ?b . ?a rdfs:label "{one}" . ?b rdfs:label "{other}" }}')


@pytest.mark.parametrize(
    ("value", "sparql"),
    [
        (Literal(quantity=300), "?s kg:hires 300"),
        (Literal(quantity=1.5), "?s kg:hires 1.5"),
        (Literal(text="steel"), '?s kg:hires "steel"'),
        (Literal(date="2024-05-01"), '?s kg:hires "2024-05-01"^^xsd:date'),
        (Literal(date="2024-05"), '?s kg:hires "2024-05"^^xsd:gYearMonth'),
        (Literal(date="2024"), '?s kg:hires "2024"^^xsd:gYear'),
        (Literal(date="2024-H1"), '?s kg:hires "2024-H1"^^kg:edtf'),
        (Literal(amount=1.5e9, currency="USD"), '?s kg:hires [ schema:value 1500000000.0 ; schema:currency "USD" ]'),
        (Literal(amount=-2.5, currency=None), "?s kg:hires [ schema:value -2.5 ]"),
    ],
)
def test_values(value: Literal, sparql: str) -> None:
    graph = graph_of(fact("acme", "hires", value))
    assert graph.query(f"ASK {{ {sparql} }}")
    expected = {key: v for key, v in dataclasses.asdict(value).items() if v is not None}
    assert next(graph.facts())["object"] == expected


def test_a_date_object_has_its_bounds() -> None:
    graph = graph_of(fact("acme", "foundedOn", Literal(date="2024-H1")))
    ask = 'ASK { ?f kg:from "2024-01-01"^^xsd:date ; kg:to "2024-06-30"^^xsd:date ; a kg:Fact }'
    assert graph.query(ask)


def test_all_qualifiers_come_back_in_the_facts_format() -> None:
    full = fact(
        "acme", "investsIn", "bolt", Status.PLANNED, attributed_to=Source("Rhea", "rhea"), time="2024-Q3",
        place="china", amount=1e10, currency="USD", duration="P10Y", position="boss", share=30, product="bolt",
    )  # fmt: skip
    found = next(graph_of(full).facts())
    base = "https://kg.example/"
    assert found.pop("fact").startswith(base + "fact/")
    assert found.pop("claim").startswith(base + "claim/")
    assert found == {
        "document": "a.txt",
        "subject": {"iri": base + "organization/acme", "type": "Organization", "names": ["Acme"]},
        "relation": "investsIn",
        "object": {"iri": base + "organization/bolt", "type": "Organization", "names": ["Bolt"]},
        "status": "planned",
        "ended": False,
        "attributedTo": {"names": ["Rhea Stone", "Rhea"], "iri": base + "person/rhea-stone"},
        "time": "2024-Q3",
        "place": {"names": ["chinois"], "iri": base + "place/china"},
        "amount": 10000000000,
        "currency": "USD",
        "duration": "P10Y",
        "position": "boss",
        "share": 30.0,
        "product": {"names": ["Bolt"], "iri": base + "organization/bolt"},
        "evidence": {"quote": "Rhea", "start": 0, "end": 4},
        "rule": "en/test/rule",
    }


def test_what_is_not_known_has_no_key() -> None:
    keys = next(graph_of(CEO).facts()).keys()
    assert list(keys) == [
        "document", "subject", "relation", "object", "status", "ended", "evidence", "rule", "fact", "claim",
    ]  # fmt: skip


def test_a_country_has_its_names_in_both_languages() -> None:
    (china,) = graph_of(CEO).find("Chine")
    assert (china.label, china.labels) == ("China", {"en": "China", "fr": "Chine"})
    assert china.names == ("China", "chinois")
    assert china.classes == ("Country",)


def test_two_entities_of_a_document_may_be_one() -> None:
    twice = told(CEO, fact("twin", "chiefExecutiveOf", "acme"))
    twin = Entity("twin", EntityType.PERSON, ("RHEA STONE", "Ms Stone"))
    graph = kg.open(None)
    graph.put(dataclasses.replace(twice, entities=(*twice.entities, twin)))
    (rhea,) = graph.find("rhea stone")
    assert rhea.names == ("Rhea Stone", "Ms Stone", "RHEA STONE", "Rhea")
    assert graph.stats().claims["asserted"] == 1


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        (told(fact("nobody", "chiefExecutiveOf", "acme")), "nobody"),
        (told(fact("rhea", "hasCEO", "acme")), "hasCEO"),
        (told(fact("acme", "hires", Literal())), "quantity"),
        (told(fact("acme", "hires", Literal(quantity=float("nan")))), "nan"),
    ],
)
def test_a_contradictory_extraction_is_refused_and_leaves_no_trace(broken: Extraction, place: str) -> None:
    graph = kg.open(None)
    with pytest.raises(UsageError, match=place):
        graph.put(broken)
    assert graph.stats().triples == 0


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-H1", (2024, 1, 1), (2024, 6, 30)),
        ("2024-H2", (2024, 7, 1), (2024, 12, 31)),
        ("2023-Q1", (2023, 1, 1), (2023, 3, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2012-07-12", (2012, 7, 12), (2012, 7, 12)),
        ("2012/2014-06", (2012, 1, 1), (2014, 6, 30)),
        ("../2014", None, (2014, 12, 31)),
        ("2014/..", (2014, 1, 1), None),
        ("2024-13", None, None),
        ("2024-02-30", None, None),
        ("soon", None, None),
    ],
)
def test_bounds_of_dates(text: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None) -> None:
    assert bounds(text) == (date(*first) if first else None, date(*last) if last else None)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.9, "0.9"), (1e10, "10000000000"), (1.5e-7, "0.00000015"), (-0.0, "0"), (300, "300"), (1e22, "1" + "0" * 22)],
)
def test_decimals_are_canonical(value: float, text: str) -> None:
    assert decimal_text(value) == text


@pytest.mark.parametrize(
    ("source", "iri"),
    [
        ("corpus/fr/a.txt", "https://kg.example/document/corpus/fr/a.txt"),
        ("../a b.txt", "https://kg.example/document/%2E%2E/a%20b.txt"),
        ("https://x.example/?q=é#top", "https://kg.example/document/https://x.example/%3Fq=%C3%A9%23top"),
    ],
)
def test_iris_of_documents(source: str, iri: str) -> None:
    assert document_iri("https://kg.example/", source).value == iri
