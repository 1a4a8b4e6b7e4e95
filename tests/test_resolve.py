"""Which entities are one: input is how documents name them, beside it the path of the IRI."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.model import Entity, EntityType
from kg.resolve.countries import code_names
from kg.resolve.identity import identify
from kg.resolve.names import name_key, slug


def named(kind: str, *names: str, code: str | None = None) -> Entity:
    return Entity("e", EntityType(kind), names, code=code)


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        (named("Organization", "Xiaomi EV Inc."), "organization/xiaomi-ev-inc"),
        (named("Organization", "Xiaomi"), "organization/xiaomi"),
        (named("Organization", "L’Oréal"), "organization/l-oreal"),
        (named("Organization", "L'Oreal", "Oréal"), "organization/l-oreal"),
        (named("Person", "Łukasz Ærø"), "person/lukasz-aero"),
        (named("Organization", "小米"), "organization/小米"),
        (named("Place", "हिन्दी"), "place/हिन्दी"),
        (named("Place", "chinois", code="iso3166:CN"), "place/china"),
        (named("Place", "Chine", code="iso3166:CN"), "place/china"),
        (named("Place", "Côte d’Ivoire", code="iso3166:CI"), "place/cote-d-ivoire"),
        (named("Product", "Apple"), "product/apple"),
        (named("Organization", "Apple"), "organization/apple"),
    ],
)
def test_identity(entity: Entity, path: str) -> None:
    assert identify(entity) == path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xiaomi", "Xiaomi EV Inc."),
        ("Apple", "Apple Records"),
        ("Société Générale SA", "Société Générale"),
        ("C", "C++"),
        ("AT&T", "AT T"),
        ("हन्द", "हिन्दी"),
        ("…", "—"),
    ],
)
def test_different_names_are_different_entities(one: str, other: str) -> None:
    assert identify(named("Organization", one)) != identify(named("Organization", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("XIAOMI", "Xiaomi"), ("Citroën", "CITROEN"), ("Coca-Cola", "Coca Cola"), ("Crédit agricole", "Crédit Agricole")],
)
def test_case_accents_and_hyphens_do_not_matter(one: str, other: str) -> None:
    assert identify(named("Organization", one)) == identify(named("Organization", other))


def test_names_of_countries() -> None:
    assert code_names("iso3166:CN") == {"en": "China", "fr": "Chine"}
    assert code_names("iso3166:XX") == {}
    assert code_names("lei:5493") == {}
    assert code_names(None) == {}


def test_an_unknown_code_still_identifies() -> None:
    assert identify(named("Place", "Zembla", code="iso3166:ZZX")) == "place/iso3166-zzx"


# Law: two keys share a slug only when they are one key, and every slug can stand in an IRI.
@given(st.text(min_size=1), st.text(min_size=1))
def test_slugs_are_injective(one: str, other: str) -> None:
    keys = [name_key(name) for name in (one, other)]
    slugs = [slug(key) for key in keys]
    assert (slugs[0] == slugs[1]) == (keys[0] == keys[1])
    for each in slugs:
        assert each
        assert NamedNode(f"https://kg.example/{each}").value.endswith(each)


def test_a_name_that_looks_like_a_hashed_slug_cannot_meet_one() -> None:
    hashed = slug(name_key("C++"))
    assert slug(name_key(hashed.replace("-", " "))) != hashed
