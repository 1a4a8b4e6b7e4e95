"""The gazetteer: countries, demonyms with their inflections, regions and cities; capitals decide the ambiguous ones."""

from __future__ import annotations

import pytest

from kg.extract.places import country_name, load_gazetteer


@pytest.mark.parametrize(
    ("language", "word", "name", "code"),
    [
        ("fr", "chinois", "Chine", "CN"),
        ("fr", "chinoises", "Chine", "CN"),
        ("fr", "Sud-Coréens", "Corée du Sud", "KR"),
        ("fr", "grecque", "Grèce", "GR"),
        ("fr", "turques", "Turquie", "TR"),
        ("fr", "lyonnaise", "Lyon", "FR"),
        ("fr", "provençaux", "Provence", "FR"),
        ("fr", "bretonne", "Bretagne", "FR"),
        ("fr", "écossaises", "Écosse", "GB"),
        ("fr", "new-yorkais", "New York", "US"),
        ("fr", "européenne", "Europe", None),
        ("en", "Dutch", "Netherlands", "NL"),
        ("en", "British", "United Kingdom", "GB"),
        ("en", "Americans", "United States", "US"),
        ("en", "Scottish", "Scotland", "GB"),
        ("en", "Londoners", "London", "GB"),
        ("en", "Bavarian", "Bavaria", "DE"),
        ("en", "African", "Africa", None),
    ],
)
def test_a_demonym_names_its_place(language: str, word: str, name: str, code: str | None) -> None:
    place = load_gazetteer(language).demonym(word)
    assert place is not None
    assert (place.name, place.code) == (name, code)


@pytest.mark.parametrize(("language", "word"), [("en", "polish"), ("en", "turkish"), ("fr", "niger"), ("fr", "table")])
def test_other_words_are_no_demonyms(language: str, word: str) -> None:
    assert load_gazetteer(language).demonym(word) is None


@pytest.mark.parametrize(
    ("language", "name", "code"),
    [
        ("fr", "États-Unis", "US"),
        ("fr", "les États-Unis", "US"),
        ("fr", "Côte d\u2019Ivoire", "CI"),
        ("fr", "Grande-Bretagne", "GB"),
        ("fr", "Niger", "NE"),
        ("en", "the US", "US"),
        ("en", "U.S.", "US"),
        ("en", "Britain", "GB"),
        ("en", "Georgia", "GE"),
        ("en", "Turkey", "TR"),
        ("en", "turkey", None),
        ("en", "Paris", None),
    ],
)
def test_countries(language: str, name: str, code: str | None) -> None:
    assert load_gazetteer(language).country(name) == code


@pytest.mark.parametrize(
    ("language", "name", "kind", "code"),
    [
        ("fr", "Londres", "city", "GB"),
        ("fr", "La Haye", "city", "NL"),
        ("fr", "Californie", "region", "US"),
        ("fr", "Isère", "region", "FR"),
        ("en", "Texas", "region", "US"),
        ("en", "Boulder", "city", "US"),
        ("en", "Karnataka", "region", "IN"),
        ("en", "Asia", "continent", None),
        ("en", "Denmark", "country", "DK"),
    ],
)
def test_places_have_a_kind_and_a_country(language: str, name: str, kind: str, code: str | None) -> None:
    place = load_gazetteer(language).place(name)
    assert place is not None
    assert (place.kind, place.code) == (kind, code)


def test_country_names_are_the_usual_ones() -> None:
    assert [country_name(code, "fr") for code in ("US", "GB", "CN")] == ["États-Unis", "Royaume-Uni", "Chine"]
    assert [country_name(code, "en") for code in ("US", "CI", "DK")] == ["United States", "Ivory Coast", "Denmark"]
