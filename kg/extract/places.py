"""Gazetteer of a language: countries, regions and cities, and the words for those who come from them.

What it knows is data: `kg/lang/<code>/places.toml` (or a folder `places/`), and babel for the names of countries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel import Locale

from kg.language import load_language

_ISO_3166 = re.compile(r"[A-Z]{2}")  # babel's territories hold numbered regions as well
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " "})
_ARTICLE = re.compile(r"(?:the|The|les|Les|le|Le|la|La|l'|L')\s*(?=[^\W\d_])")
# endings of the French masculine and what they become in the feminine, the first that fits
_FEMININES = (("ien", "ienne"), ("éen", "éenne"), ("on", "onne"), ("al", "ale"), ("er", "ère"), ("e", "e"), ("", "e"))


class PlaceKind(StrEnum):
    """How large a place is."""

    COUNTRY = "country"
    CONTINENT = "continent"  # and other parts of the world larger than a country
    REGION = "region"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place by its usual name in the language."""

    name: str
    code: str | None  # ISO 3166 alpha-2 of the country it is or lies in; None for continents and unknown ones
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places that a language names. Lookups read capitals: "Turkey" is one, "turkey" none."""

    countries: Mapping[str, str]
    demonyms: Mapping[str, PlaceRef]
    places: Mapping[str, PlaceRef]
    beginnings: frozenset[str]  # first words of the names of several words

    def country(self, name: str) -> str | None:
        """ISO 3166 alpha-2 code of the country of that name, with or without an article."""
        plain = name.translate(_APOSTROPHES)
        return self.countries.get(plain) or self.countries.get(_ARTICLE.sub("", plain, count=1))

    def demonym(self, word: str) -> PlaceRef | None:
        """The place that an adjective or noun of origin stands for: "chinoises", "Londoner"."""
        return self.demonyms.get(word if word.isalpha() else word.translate(_APOSTROPHES))

    def place(self, name: str) -> PlaceRef | None:
        """The country, continent, region or city of that name, with or without an article."""
        plain = name.translate(_APOSTROPHES)
        return self.places.get(plain) or self.places.get(_ARTICLE.sub("", plain, count=1))


@lru_cache(maxsize=8)
def load_gazetteer(language: str) -> Gazetteer:
    """The gazetteer of `language` (ISO 639-1).

    Raises `UsageError` for a language that `kg` does not know, `ConfigurationError` when its data is missing.
    """
    data = load_language(language).table("places")
    countries = _countries(language, data)
    places = _places(language, data, countries)
    beginnings = frozenset(
        re.split(r"[\s'-]", name)[0] + ("'" if re.match(r"\w+'", name) else "")
        for name in places
        if re.search(r"[\s'-]", name)
    )
    return Gazetteer(countries, _demonyms(language, data, places), places, beginnings)


@lru_cache(maxsize=1024)
def country_name(code: str, language: str) -> str:
    """The usual name of a country in a language; the code itself where there is none."""
    usual = load_language(language).table("places")["countries"].get(code)
    return str(usual[0]) if usual else str(Locale(language).territories.get(code, code))


def _countries(language: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Names of countries to codes: babel's, then our own, which win."""
    names = {
        str(name).translate(_APOSTROPHES): code
        for code, name in Locale(language).territories.items()
        if _ISO_3166.fullmatch(code) and code not in _NOT_COUNTRIES
    }
    return names | {name: code for code, found in data["countries"].items() for name in found}


def _places(language: str, data: Mapping[str, Any], countries: Mapping[str, str]) -> dict[str, PlaceRef]:
    """All names of places; the larger place wins ("Luxembourg", "Géorgie"), then the first of the file."""
    places = {name: PlaceRef(country_name(code, language), code, PlaceKind.COUNTRY) for name, code in countries.items()}
    for name in _table(data["origins"]["continents"]):
        places.setdefault(name, PlaceRef(name, None, PlaceKind.CONTINENT))
    # cities before regions: "Valence" and "Vienne" are cities in the news, départements only by their full names
    for table, kind in (("cities", PlaceKind.CITY), ("regions", PlaceKind.REGION)):
        for code, names in data[table].items():
            for name in names:
                places.setdefault(name, PlaceRef(name, code, kind))
    return places


def _table(rows: Iterable[str]) -> dict[str, list[str]]:
    """Rows such as "DK: Danish, Dane" as a table."""
    cut = (row.partition(":") for row in rows)
    return {name: [word.strip() for word in words.split(",") if word.strip()] for name, _, words in cut}


def _demonyms(language: str, data: Mapping[str, Any], places: Mapping[str, PlaceRef]) -> dict[str, PlaceRef]:
    found: dict[str, PlaceRef] = {}
    feminine = _table(data["inflected"]["feminine"]) if "inflected" in data else None
    irregular = None if feminine is None else {word: forms[0] for word, forms in feminine.items()}
    for code, words in _table(data["origins"]["demonyms"]).items():
        _add(found, words, PlaceRef(country_name(code, language), code, PlaceKind.COUNTRY), irregular)
    for table in ("continents", "local"):
        for name, words in _table(data["origins"][table]).items():
            kind = PlaceKind.CONTINENT if table == "continents" else PlaceKind.CITY
            _add(found, words, places.get(name, PlaceRef(name, None, kind)), irregular)
    return found


def _add(
    found: dict[str, PlaceRef], words: Iterable[str], place: PlaceRef, irregular: Mapping[str, str] | None
) -> None:
    for word in words:
        forms = _french_forms(word, irregular) if irregular is not None else _english_forms(word)
        for form in forms:
            found.setdefault(form, place)


def _english_forms(word: str) -> Iterator[str]:
    """The word and, for nouns that take one, its plural."""
    yield word
    if not word.endswith(("s", "sh", "ch", "ese", ".", "man", "K")):
        yield word + "s"


def _french_forms(word: str, irregular: Mapping[str, str]) -> Iterator[str]:
    """Masculine and feminine, singular and plural, as adjective and, with a capital, as noun."""
    feminine = irregular.get(word) or _feminine(word)
    for form in (word, _plural(word), feminine, _plural(feminine)):
        yield form
        yield "-".join(part[:1].upper() + part[1:] for part in form.split("-"))
        yield form[:1].upper() + form[1:]


def _feminine(word: str) -> str:
    """The regular feminine: "lyonnais" → "lyonnaise", "parisien" → "parisienne", "breton" → "bretonne"."""
    ending, feminine = next(pair for pair in _FEMININES if word.endswith(pair[0]))
    return word.removesuffix(ending) + feminine


def _plural(word: str) -> str:
    """The regular plural: "provençal" → "provençaux", "manceau" → "manceaux"."""
    if word.endswith(("s", "x")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if word.endswith("eau") else "s")
