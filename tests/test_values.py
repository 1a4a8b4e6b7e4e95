"""Values: the text, and what is found in it. Everything is published on Thursday 23 May 2024."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import UsageError
from kg.extract.values import Value, find_values, load_grammar

PUBLISHED = date(2024, 5, 23)


def found(language: str, text: str) -> tuple[Value, ...]:
    return find_values(text, load_grammar(language), PUBLISHED)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "né le 12 mai 1932", ["1932-05-12"]),
        ("fr", "le 12/03/2012", ["2012-03-12"]),
        ("fr", "en mars dernier", ["2024-03"]),
        ("fr", "Il a démissionné en novembre", ["2023-11"]),
        ("fr", "Il partira en novembre", ["2024-11"]),
        ("fr", "au premier semestre 2024", ["2024-H1"]),
        ("fr", "elle a perdu 3 % au deuxième trimestre", ["2023-Q2"]),
        ("fr", "il a signé mardi", ["2024-05-21"]),
        ("fr", "mardi prochain", ["2024-05-28"]),
        ("fr", "hier", ["2024-05-22"]),
        ("fr", "l'an dernier", ["2023"]),
        ("fr", "L\u2019année prochaine", ["2025"]),
        ("fr", "ce mois-ci", ["2024-05"]),
        ("fr", "l'exercice 2023-2024", ["2023/2024"]),
        ("fr", "l'exercice clos le 31 mars 2022", ["2021-04/2022-03"]),
        ("fr", "les trois mois clos en janvier 2024", ["2023-11/2024-01"]),
        ("fr", "la période avril-juin 2023", ["2023-Q2"]),
        ("fr", "sur les neuf premiers mois de 2023", ["2023-01/2023-09"]),
        ("fr", "il ouvrira à la rentrée", ["2024-09"]),
        ("fr", "il partira avant Noël", ["../2024-12"]),
        ("fr", "il a dit qu'elle prendrait sa retraite fin juin", ["2024-06"]),
        ("fr", "fin 2025", ["2025"]),
        ("fr", "d\u2019ici à 2030", ["../2030"]),
        ("fr", "depuis 2016", ["2016/.."]),
        ("fr", "entre 2012 et 2014", ["2012/2014"]),
        ("fr", "de 2012 à 2014", ["2012/2014"]),
        ("fr", "de janvier à juin 2019", ["2019-H1"]),
        ("fr", "il y a trois ans", ["2021"]),
        ("fr", "dans deux ans", ["2026"]),
        ("fr", "En 1983, il vend ; cinq ans plus tard, il rachète", ["1983", "1988"]),
        ("fr", "il y a quelques semaines", []),
        ("fr", "il a été mis en examen", []),
        ("en", "on 12 July 2012", ["2012-07-12"]),
        ("en", "July 12, 2012", ["2012-07-12"]),
        ("en", "She left in April", ["2024-04"]),
        ("en", "She will leave in April", ["2025-04"]),
        ("en", "it may march on", []),
        ("en", "Q3 2024", ["2024-Q3"]),
        ("en", "the first half of 2025", ["2025-H1"]),
        ("en", "It announced on Tuesday", ["2024-05-21"]),
        ("en", "next Tuesday", ["2024-05-28"]),
        ("en", "last month", ["2024-04"]),
        ("en", "last year", ["2023"]),
        ("en", "the April-June period", ["2023-Q2"]),
        ("en", "in the first nine months of 2023", ["2023-01/2023-09"]),
        ("en", "the quarter ended September 30, 2023", ["2023-Q3"]),
        ("en", "It will open before Christmas", ["../2024-12"]),
        ("en", "in FY25", ["2024/2025"]),
        ("en", "the year to June 2023", ["2022-07/2023-06"]),
        ("en", "by the end of 2025", ["../2025"]),
        ("en", "since March 2020", ["2020-03/.."]),
        ("en", "from 1998 until 2012", ["1998/2012"]),
        ("en", "three years ago", ["2021"]),
        ("en", "floated in 1985 and the following year", ["1985", "1986"]),
        ("en", "2000 employees", []),
    ],
)
def test_dates(language: str, text: str, expected: list[str]) -> None:
    assert [value.date for value in found(language, text) if value.date] == expected


@pytest.mark.parametrize(
    ("language", "text", "amount", "currency"),
    [
        ("fr", "10 milliards de dollars", 10e9, "USD"),
        ("fr", "3,2 millions d\u2019euros", 3.2e6, "EUR"),
        ("fr", "640\u00a0M€", 640e6, "EUR"),
        ("fr", "1,2 Md€", 1.2e9, "EUR"),
        ("fr", "410 M EUR", 410e6, "EUR"),
        ("fr", "un milliard et demi d'euros", 1.5e9, "EUR"),
        ("fr", "un demi-milliard d'euros", 0.5e9, "EUR"),
        ("fr", "40 millions de livres sterling", 40e6, "GBP"),
        ("fr", "10 millions de francs suisses", 10e6, "CHF"),
        ("fr", "87,5 milliards de F CFA", 87.5e9, "XOF"),
        ("fr", "entre 3 et 4 milliards d'euros", 4e9, "EUR"),
        ("en", "$1.2bn", 1.2e9, "USD"),
        ("en", "US$1.2 billion", 1.2e9, "USD"),
        ("en", "£40m", 40e6, "GBP"),
        ("en", "€ 3.5 million", 3.5e6, "EUR"),
        ("en", "Rs 1,850 crore", 18.5e9, "INR"),
        ("en", "C$35m", 35e6, "CAD"),
        ("en", "half a billion dollars", 0.5e9, "USD"),
        ("en", "a quarter of a million pounds", 0.25e6, "GBP"),
        ("en", "between $5.1 and $5.2 billion", 5.2e9, "USD"),
        ("en", "212 million Danish crowns", 212e6, "DKK"),
    ],
)
def test_money(language: str, text: str, amount: float, currency: str) -> None:
    assert [(value.amount, value.currency) for value in found(language, text)] == [(amount, currency)]


def test_bare_millions_take_the_currency_of_the_money_before() -> None:
    profit, sales = found("fr", "un bénéfice de 312 millions d'euros pour un chiffre d'affaires de 7,9 milliards")
    assert (profit.amount, sales.amount, sales.currency) == (312e6, 7.9e9, "EUR")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "1 200 postes", [(1200, "postes")]),
        ("fr", "1.900 personnes", [(1900, "personnes")]),
        ("fr", "trois cents salariés", [(300, "salariés")]),
        ("fr", "un millier de postes", [(1000, "postes")]),
        ("fr", "mille deux cents emplois", [(1200, "emplois")]),
        ("fr", "quatre-vingt-dix-sept personnes", [(97, "personnes")]),
        ("fr", "de 1 000 à 4 000 emplois", [(4000, "emplois")]),
        ("fr", "Falcon 9, n° 3, A320, 18h15", []),
        ("en", "two hundred and fifty jobs", [(250, "jobs")]),
        ("en", "12,000 people", [(12000, "people")]),
        ("en", "a dozen people", [(12, "people")]),
        ("en", "now employs 610", [(610, None)]),
        ("en", "Chapter 11, at 10 am, dozens of people", []),
        ("en", "9" * 400, []),
    ],
)
def test_quantities(language: str, text: str, expected: list[tuple[int, str | None]]) -> None:
    assert [(value.quantity, value.unit) for value in found(language, text)] == expected


@pytest.mark.parametrize(
    ("language", "text", "duration"),
    [
        ("fr", "les dix prochaines années", "P10Y"),
        ("fr", "pendant 18 mois", "P18M"),
        ("fr", "un an et demi", "P18M"),
        ("en", "a 10-year deal", "P10Y"),
        ("en", "the next decade", "P10Y"),
        ("en", "a five-year plan", "P5Y"),
    ],
)
def test_durations(language: str, text: str, duration: str) -> None:
    assert [value.duration for value in found(language, text)] == [duration]


def test_depuis_with_a_duration_gives_its_start_as_well() -> None:
    (value,) = found("fr", "en poste depuis sept ans")
    assert (value.duration, value.date) == ("P7Y", "2017/..")


@pytest.mark.parametrize(
    ("language", "text", "share"),
    [
        ("fr", "12,5 %", 12.5), ("fr", "51 pour cent", 51), ("fr", "la moitié du capital", 50), ("fr", "un tiers", 33.3),
        ("en", "30 per cent", 30), ("en", "a 40 percent stake", 40), ("en", "a fifth of its workforce", 20),
    ],
)  # fmt: skip
def test_shares(language: str, text: str, share: float) -> None:
    assert [value.share for value in found(language, text)] == [share]


def test_what_stands_before_bounds_the_value() -> None:
    assert [value.bound for value in found("fr", "plus de 300 employés, jusqu'à 20 postes")] == ["min", "max"]
    assert [value.approximate for value in found("en", "about 300 jobs and 20 jobs")] == [True, False]


def test_offsets_are_those_of_the_text_given() -> None:
    text = "İ : 1\u202f900 salariés"
    (value,) = found("fr", text)
    assert text[value.start : value.end] == "1\u202f900 salariés"


def test_without_published_only_full_dates_are_given() -> None:
    assert [value.date for value in find_values("mardi, en mars 2020", load_grammar("fr"), None)] == ["2020-03"]


def test_an_unknown_language_is_a_wrong_use() -> None:
    with pytest.raises(UsageError):
        load_grammar("xx")
