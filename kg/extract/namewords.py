"""The words by which names are found and typed, of one language, compiled once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from kg.language import load_language, shared_table


@dataclass(frozen=True)
class NameWords:
    """What names.toml says, in the form in which the stages look it up; all words in lower case."""

    never: frozenset[str]  # capitalised, but no names
    closing: frozenset[str]  # … that may end one: "Norvane AI"
    inner: frozenset[str]  # lower-case words inside an institution's name
    glue: frozenset[str]  # lower-case words that join whatever stands left and right
    particles: frozenset[str]  # between a given name and a surname
    saints: frozenset[str]  # "st": before the name of one, after which hospitals and schools are named
    generations: frozenset[str]  # behind a surname: "Jr", without full stop
    heads: frozenset[str]  # nouns that begin an institution's name
    tails: frozenset[str]  # nouns that end one, so that "and" may stand inside
    institutions: frozenset[str]  # named by a capital and an article alone
    openers: Mapping[str, tuple[tuple[str, ...], ...]]  # first word → lower-case beginnings of institutions' names
    national: frozenset[str]  # of the openers, what an adjective of origin alone completes
    region_codes: frozenset[str]  # "CA": a region behind a town's comma
    having: frozenset[str]  # "has", "will": behind "'s", which so belongs to a name, "Hartwell's has"
    acting: frozenset[str]  # "is", "who": behind a given name, even one that is a common word as well
    officers: tuple[str, ...]  # "chief", "officer": whatever stands between them in capitals is a post
    families: frozenset[str]  # "famille", "clan": a name with the surname
    purposes: frozenset[str]  # prepositions before what an institution is for: "pour la transparence"
    streets: frozenset[str]  # nouns of streets: what stands behind "of" is one
    fused: frozenset[str]  # "du", "des": a preposition with its article
    house_endings: tuple[str, ...]  # of nouns of trades that are houses with a name: "laiterie des Monts"
    adverb_endings: tuple[str, ...]
    gerund_endings: tuple[str, ...]  # "Having failed": no name at the beginning of a sentence
    participle_endings: tuple[str, ...]  # of compounds with a hyphen: "Tilmex-headquartered"
    conjunctions: frozenset[str]
    of: frozenset[str]
    articles: frozenset[str]
    lower_case: bool  # institutions' names go on in lower case, as in French
    given_names: frozenset[str]
    given_places: frozenset[str]  # given names that name a place as well
    towns: frozenset[str]
    organization_words: frozenset[str]
    first_words: frozenset[str]  # of those, what makes an organisation also at the beginning of a name
    recipients: frozenset[str]  # prepositions of a place that may as well stand before a recipient
    giving: re.Pattern[str]  # … which verbs and nouns of giving tell: "a cédé", "la vente"
    place_words: frozenset[str]
    place_patterns: tuple[re.Pattern[str], ...]
    place_prepositions: frozenset[str]
    organization_prepositions: frozenset[str]
    impersonal: frozenset[str]  # prepositions behind which nobody is named
    organization_nouns: frozenset[str]  # "rachat", "shares": what stands behind "of" is an organisation
    product_nouns: frozenset[str]
    owned: frozenset[str]  # "board", "shares": what only an organisation's possessive case goes with
    person_behind: re.Pattern[str]
    organization_behind: re.Pattern[str]
    place_behind: re.Pattern[str]
    apposition: re.Pattern[str]
    copula: re.Pattern[str]  # what is said of a name: "is now the", "served as"
    between: frozenset[str]  # prepositions and articles: what stands behind is another thing
    stops: frozenset[str]  # words across which no noun describes a name

    @cached_property
    def institutional(self) -> frozenset[str]:
        """What begins or ends the name of an organisation."""
        return self.heads | self.organization_words

    @cached_property
    def low(self) -> frozenset[str]:
        """What stands in lower case inside a name."""
        return self.inner | self.glue

    @cached_property
    def bound(self) -> frozenset[str]:
        """What goes on to another word."""
        return self.low | self.articles | self.conjunctions


@cache
def load_name_words(code: str) -> NameWords:
    """Compile names.toml of a language; cached."""
    language = load_language(code)
    table, phrases = language.table("names"), language.table("language")["phrases"]
    given = frozenset(shared_table("given_names")["names"].split()) | frozenset(table["given_names"])
    values: dict[str, Any] = {key: frozenset(table[key]) for key in _SETS}
    values |= {key: re.compile(_alternatives(table[key])) for key in _PATTERNS}
    values |= {key: tuple(table[key]) for key in _TUPLES}
    return NameWords(
        **values,
        heads=_both_spellings(table["heads"]),
        openers=_openers(table["openers"]),
        of=frozenset(phrases["of"]),
        articles=frozenset(phrases["definite"]),
        lower_case=table["lower_case_institutions"],
        given_names=given,
        given_places=frozenset(shared_table("given_names")["places"].split()),
        towns=_towns(),
        organization_words=_both_spellings(table["organization_words"]),
        place_patterns=tuple(re.compile(p) for p in table["place_patterns"]),
        apposition=re.compile(r", ?(" + "|".join(table["apposition_articles"]) + r")? ?((?:[\w'’-]+ ){0,4}[\w'’-]+)"),
        copula=re.compile(
            r" (?:" + "|".join(table["copulas"]) + r") (?:(" + "|".join(table["apposition_articles"]) + r") ?)?"
            r"((?:[\w'’-]+ ){0,4}[\w'’-]+)"
        ),
    )


@cache
def _towns() -> frozenset[str]:
    """The towns of all countries, the same for all languages."""
    return frozenset(
        name.strip() for names in shared_table("towns").values() for name in names.replace("\n", " ").split(",")
    )


_TUPLES = ("adverb_endings", "participle_endings", "gerund_endings", "house_endings", "officers")
_PATTERNS = ("person_behind", "organization_behind", "place_behind", "giving")
_SETS = (
    "never", "closing", "inner", "glue", "particles", "generations", "tails", "institutions", "families",
    "conjunctions", "having",
    "place_words", "place_prepositions", "organization_prepositions", "impersonal", "organization_nouns",
    "product_nouns", "owned", "between", "stops", "first_words", "national", "recipients", "region_codes", "acting",
    "purposes", "fused", "saints", "streets",
)  # fmt: skip


def _alternatives(patterns: Iterable[str]) -> str:
    return r"(?:" + "|".join(patterns) + r")(?!\w)"


def _both_spellings(words: Iterable[str]) -> frozenset[str]:
    """With and without accents: capitals often lose theirs ("Editions", "Ecole")."""
    found = frozenset(words)
    return found | {"".join(c for c in unicodedata.normalize("NFD", w) if not unicodedata.combining(c)) for w in found}


def _openers(phrases: Iterable[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Phrases by first word, longest first; an apostrophe ends a word, as in the tokens."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.replace("'", "' ").split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in found.items()}
