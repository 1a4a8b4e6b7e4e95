"""The words of a language's data in the form in which the stages look them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from kg.extract.choices import any_of
from kg.language import Language, load_language
from kg.model import EntityType

# The relations of roles that are kinships, and not posts.
KIN = frozenset({"childOf", "spouseOf", "relativeOf", "parent"})
# Classes of descriptive nouns (nouns.toml) and the entity type that each speaks for.
_TYPES = {
    "organization": EntityType.ORGANIZATION,
    "person": EntityType.PERSON,
    "place": EntityType.PLACE,
    "product": EntityType.PRODUCT,
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A descriptive noun: "fabricant", "subsidiary", "ville"."""

    lemma: str
    type: EntityType
    kind: str  # "generic", "parts", "makers", "trades", "relational", "person", "place", "product"
    gender: str  # "m", "f", or "" where the language or the noun has none


@dataclass(frozen=True, slots=True)
class Role:
    """A noun for a post or a kinship: "PDG", "spokesman", "fils"."""

    words: str  # lower case, as in roles.toml
    relation: str  # of the ontology; "parent" for the inverse of childOf


@dataclass(frozen=True)
class Lexicon:
    """One language's words."""

    language: Language
    nouns: Mapping[str, Noun]
    compounds: tuple[str, ...]  # of the nouns, those that end others: "toolmaker"
    ambivalent: frozenset[str]  # nouns for a person's trade as for a company's: "chimiste", "designer"
    trades: Mapping[str, Noun]  # nouns of companies that are nouns of persons as well: "chimiste"
    sites: frozenset[str]
    staff: frozenset[str]
    jobs: frozenset[str]
    hands: frozenset[str]  # people of whom so many are hired: "200 nurses"
    roles: Mapping[str, Role]
    offices: Mapping[str, Role]  # posts without their holders: "présidence"
    ended: frozenset[str]
    future: frozenset[str]
    honorifics: frozenset[str]
    feminine: frozenset[str]  # of the honorifics, those of women
    titles: frozenset[str]  # … those that are part of the name: "Sir", "Dame"
    given_names: frozenset[str]
    legal_form: re.Pattern[str]  # matches at the end of a name, with the comma or blank before
    ended_prefixes: tuple[str, ...]  # "ex-"
    contractions: Mapping[str, str]  # prepositions with an article or elided, and without: "du" → "de"
    described: frozenset[str]  # every word of posts, offices and descriptive nouns
    role_words: frozenset[str]  # each single word that can begin or be a role

    @cached_property
    def of(self) -> frozenset[str]:
        """The prepositions of a plain complement: "de", "of"."""
        return frozenset(self.language.table("language")["phrases"]["of"])

    def noun(self, *forms: str) -> Noun | None:
        """The entry of the first form that has one; forms are lower case, best first (text, lemma)."""
        for form in forms:
            if found := self.nouns.get(form) or self.nouns.get(_singular(form)) or self._compound(form):
                return found
        return None

    def _compound(self, form: str) -> Noun | None:
        """ "toolmaker" is a maker."""
        singular = _singular(form)
        if not singular.endswith(self.compounds) or not form.isalpha():
            return None
        found = (self.nouns[c] for c in self.compounds if singular.endswith(c) and len(singular) > len(c) + 2)
        return next(found, None)

    def role(self, *forms: str) -> Role | None:
        """As `noun`, for posts."""
        for given in forms:
            form = self._without_prefix(given) if given.startswith(self.ended_prefixes) else given
            if found := self.roles.get(form) or self.roles.get(_singular(form)):
                return found
        return None

    def may_describe(self, head: str) -> bool:
        """Whether any post, office or descriptive noun has the word (lower case); most nouns are none."""
        if head.startswith(self.ended_prefixes):
            head = self._without_prefix(head)
        return head in self.described or _singular(head) in self.described or self._compound(head) is not None

    def plain(self, preposition: str) -> str:
        """A preposition without article or elision: "du" → "de"."""
        return self.contractions.get(preposition, preposition)

    def _without_prefix(self, form: str) -> str:
        """ "ex-patron" is a role by "patron"."""
        return next((form.removeprefix(p) for p in self.ended_prefixes if form.startswith(p)), form)


@lru_cache(maxsize=1 << 16)  # the same words come up in every text
def _singular(word: str) -> str:
    """A cheap singular for look-ups only; wrong singulars find nothing."""
    if word.endswith("aux") and len(word) > 4:
        return word[:-3] + "al"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith(("s", "x")) and len(word) > 3 else word


@cache
def load_lexicon(code: str) -> Lexicon:
    """Compile the lexicon of a language; cached."""
    language = load_language(code)
    roles, names, nouns = (language.table(stage) for stage in ("roles", "names", "nouns"))
    posts = {
        words: Role(words, relation)
        for relation in roles
        if relation not in {"ended", "future"}
        for words in roles[relation]
    }
    return Lexicon(
        language=language,
        nouns={noun.lemma: noun for noun in _nouns(nouns)},
        compounds=tuple(nouns["compounds"]),
        ambivalent=_ambivalent(nouns),
        trades=_ambiguous(_nouns(nouns)),
        sites=frozenset(word for key in nouns["site"] for word in nouns["site"][key]),
        staff=frozenset(nouns["staff"]["people"]),
        jobs=frozenset(nouns["staff"]["jobs"]),
        hands=frozenset(nouns["staff"]["hands"]),
        roles=posts,
        offices={
            words: Role(words, relation)
            for relation, found in language.table("appointments")["offices"].items()
            for words in found
        },
        ended=frozenset(roles["ended"]),
        future=frozenset(roles["future"]),
        honorifics=frozenset(names["honorifics"]),
        feminine=frozenset(names["feminine_honorifics"]),
        titles=frozenset(names["titles"]),
        given_names=frozenset(names["given_names"]),
        legal_form=_legal_forms(names["legal_forms"]),
        ended_prefixes=tuple(sorted(word for word in roles["ended"] if word.endswith("-"))),
        contractions=language.table("clauses")["contractions"],
        described=frozenset(part for words in _entries(language) for part in [*re.split(r"[\s'-]+", words), words]),
        role_words=frozenset(words.split()[0] for words in posts),
    )


def _entries(language: Language) -> Iterable[str]:
    """All entries that describe: posts, offices, nouns."""
    roles = language.table("roles")
    yield from (words for key in roles if key not in {"ended", "future"} for words in roles[key])
    yield from (words for found in language.table("appointments")["offices"].values() for words in found)
    yield from (noun.lemma for noun in _nouns(language.table("nouns")))


def _ambivalent(table: Mapping[str, Mapping[str, Iterable[str]]]) -> frozenset[str]:
    organization, person = (
        {word for words in table[key].values() for word in words} for key in ("organization", "person")
    )
    return frozenset(organization & person)


def _ambiguous(nouns: Iterable[Noun]) -> dict[str, Noun]:
    """The nouns of organisations whose words also mean persons."""
    found = list(nouns)
    persons = {noun.lemma for noun in found if noun.type is EntityType.PERSON}
    return {noun.lemma: noun for noun in found if noun.type is EntityType.ORGANIZATION and noun.lemma in persons}


def _nouns(table: Mapping[str, Mapping[str, Iterable[str]]]) -> Iterable[Noun]:
    for section, kind_of in _TYPES.items():
        for key, words in table.get(section, {}).items():
            kind, _, gender = key.rpartition("_") if "_" in key else ("", "", key)
            if key == "relational":
                kind, gender = "relational", ""
            for word in words:
                yield Noun(word, kind_of, kind or section, gender if gender in {"m", "f"} else "")


def _legal_forms(forms: Iterable[str]) -> re.Pattern[str]:
    """Longest first; a form stands after a blank or comma and before no further letter."""
    return any_of(forms, r"(?:,? %s(?!\w))+")
