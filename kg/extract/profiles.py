"""What the descriptions of a document tell of each entity: places, trades, grammatical gender, kind of body.

An anaphor is checked against all that the text says of a candidate, also later: "the Korean panel maker" is nobody
whom the text calls French anywhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer, PlaceKind, PlaceRef
from kg.extract.referents import Referent, words_of
from kg.extract.syntax import Parse, Token
from kg.language import load_language, shared_table
from kg.model import EntityType

_GENDERS = {"Masc": "m", "Fem": "f"}
SAME, INSIDE, NEAR, OPEN, APART = 4.0, 3.0, 1.0, -0.5, -6.0  # how well two places go together


@dataclass(slots=True)
class Profile:
    """What is known of one entity."""

    places: set[PlaceRef] = field(default_factory=set)
    words: set[str] = field(default_factory=set)  # lemmas of the content words of its descriptions
    roles: set[str] = field(default_factory=set)  # relations of the posts that a person is said to hold
    genders: Counter[str] = field(default_factory=Counter)  # grammatical, of the nouns and articles used for it
    institution: bool = False  # an authority, court, union, party, university, family …, never "the group"


class Profiles:
    """Profiles of all entities, built from titles, appositions and the words around names."""

    def __init__(
        self, parse: Parse, phrases: list[Phrase], referents: list[Referent], lexicon: Lexicon, gazetteer: Gazetteer
    ) -> None:
        self.parse = parse
        self.phrases = phrases
        self.referents = referents
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        table = lexicon.language.table("coreference")
        self.seat_words = frozenset(table["seat"]["words"])
        self.institutions = frozenset(table["nouns"]["institutions"])
        self.feminine, self.masculine = _given_names(lexicon.language.code)
        names = lexicon.language.table("names")
        self.heads = self.institutions | frozenset(names["institutions"]) | frozenset(names["families"])
        self.articles: dict[str, str] = table["articles"]
        self.of: dict[int, Profile] = {}

    def run(self) -> dict[int, Profile]:
        """Learn from all phrases that already have an entity."""
        for referent in self.referents:
            self.of[referent.i] = Profile()
            self._from_name(referent)
        for phrase in self.phrases:
            if phrase.entity >= 0:
                self.learn(phrase)
        self._from_predicates()
        return self.of

    # -- the name itself

    def _from_name(self, referent: Referent) -> None:
        profile = self.of[referent.i]
        words = words_of(referent.fullest()[0]) if referent.names else []
        if referent.type is EntityType.PERSON:
            self._gender_of_given_name(referent)
        elif words:
            first = words[0] if words[0] not in self.articles or len(words) == 1 else words[1]
            noun = self.lexicon.noun(first)
            profile.institution = any(w in self.heads for w in (first, words[-1]))
            if noun is not None and noun.gender:
                profile.genders[noun.gender] += 2

    def _gender_of_given_name(self, referent: Referent) -> None:
        given = referent.fullest()[0].split()[0].split("-")[0]
        referent.gender = "f" if given in self.feminine else "m" if given in self.masculine else referent.gender

    # -- descriptions

    def learn(self, phrase: Phrase) -> None:
        """Take in what a phrase says of its entity."""
        profile = self.of[phrase.entity]
        if phrase.kind is Kind.NAME:
            self._from_surroundings(phrase, profile)
            return
        if phrase.kind is not Kind.NOUN or phrase.reason == "nominal":
            return
        self._take_in(phrase, profile)

    def _take_in(self, phrase: Phrase, profile: Profile) -> None:
        profile.places |= self.places(phrase)
        profile.words |= self.content(phrase)
        if phrase.role is not None:
            profile.roles.add(phrase.role.relation)
        if phrase.noun is not None and phrase.noun.lemma in self.institutions:
            profile.institution = True
        if gender := self.gender(phrase):
            profile.genders[gender] += 1

    def _from_predicates(self) -> None:
        """ "X is the Lyon subsidiary of Y": what is said of a name with "be" describes it as its appositions do."""
        names = {p.head: p for p in self.phrases if p.kind is Kind.NAME and p.entity >= 0}
        for phrase in self.phrases:
            token = self.parse.tokens[phrase.head]
            if phrase.kind is not Kind.NOUN or phrase.noun is None or not self.parse.children(token, "cop"):
                continue
            if any(c.morph.get("Polarity") == "Neg" for c in self.parse.children(token)):
                continue
            for subject in self.parse.children(token, "nsubj"):
                name = names.get(subject.i)
                if name is not None and self.referents[name.entity].type is phrase.noun.type:
                    self.referents[name.entity].nouns.add(phrase.noun.lemma)
                    self._take_in(phrase, self.of[name.entity])

    def _from_surroundings(self, phrase: Phrase, profile: Profile) -> None:
        """ "la Y", "Germany's Y", "Y, in Lyon", "Y (Lyon)"."""
        tokens = self.parse.tokens
        if phrase.determiner and (gender := self.articles.get(tokens[phrase.first].lower)):
            profile.genders[gender] += 1
        if self.referents[phrase.entity].type is EntityType.PLACE:
            return
        if phrase.owner >= 0 and (place := self._named_place(self.phrases[phrase.owner])):
            profile.places.add(place)
        following = self.phrases[phrase.i + 1] if phrase.i + 1 < len(self.phrases) else None
        if following is None or following.kind is not Kind.NAME or following.first - phrase.last > 6:
            return
        between = [t.lower for t in tokens[phrase.last : following.head]]
        if between and all(w in self.seat_words for w in between) and (place := self._named_place(following)):
            profile.places.add(place)

    def gender(self, phrase: Phrase) -> str:
        """The grammatical gender of a phrase's head, "" when nothing tells: of its article ("la ministre"), then
        of the noun.
        """
        if phrase.first < phrase.head and (gender := self.articles.get(self.parse.tokens[phrase.first].lower)):
            return gender
        if phrase.noun is not None and phrase.noun.gender and not self._is_epicene(phrase):
            return phrase.noun.gender
        return _GENDERS.get(self.parse.tokens[phrase.head].morph.get("Gender", ""), "")

    def _is_epicene(self, phrase: Phrase) -> bool:
        """ "ministre", "maire": the parser's word counts, not the list's."""
        return (
            phrase.noun is not None
            and phrase.noun.type is EntityType.PERSON
            and "Gender" in self.parse.tokens[phrase.head].morph
        )

    def content(self, phrase: Phrase) -> set[str]:
        """Lemmas of what qualifies the head: modifiers and nameless complements, without places."""
        found = {self._lemma(i) for i in phrase.modifiers if self.demonym(self.parse.tokens[i]) is None}
        for c in phrase.complements:
            other = self.phrases[c]
            if other.kind is Kind.NOUN and other.entity < 0:
                found |= {self._lemma(other.head)} | self.content(other)
        return {w for w in found if len(w) > 2}

    def _lemma(self, token: int) -> str:
        return self.parse.tokens[token].lemma

    # -- places

    def places(self, phrase: Phrase) -> set[PlaceRef]:
        """The places in a description: demonyms, "de Lyon", "the Lyon firm", "Lyon-based"."""
        tokens = self.parse.tokens
        found = {p for i in [*phrase.modifiers, phrase.head] if (p := self.demonym(tokens[i]))}
        found |= {self._place(tokens[i]) for i in phrase.names if self._is_place(tokens[i])}
        for c in phrase.complements:
            other = self.phrases[c]
            if place := self._named_place(other):
                found.add(place)
            elif other.kind is Kind.NOUN and other.entity < 0 and not other.determiner:
                found |= self.places(other)
        return found

    def demonym(self, token: Token) -> PlaceRef | None:
        """The place that an adjective or noun of origin stands for."""
        if token.name >= 0:
            return None
        return self.gazetteer.demonym(token.text) or self.gazetteer.demonym(token.lemma)

    def _named_place(self, phrase: Phrase) -> PlaceRef | None:
        if (
            phrase.kind is not Kind.NAME
            or phrase.entity < 0
            or self.referents[phrase.entity].type is not EntityType.PLACE
        ):
            return None
        return self._place(self.parse.tokens[phrase.head])

    def _is_place(self, token: Token) -> bool:
        return self.gazetteer.place(token.text) is not None or self.parse.names[token.name].type is EntityType.PLACE

    def _place(self, token: Token) -> PlaceRef:
        return self.gazetteer.place(token.text) or PlaceRef(token.text, None, PlaceKind.CITY)


def compatible(one: set[PlaceRef], other: set[PlaceRef]) -> float:
    """How well the places of an anaphor go with those of an entity: the best pair decides."""
    return max((_pair(a, b) for a in one for b in other), default=0.0)


def _pair(a: PlaceRef, b: PlaceRef) -> float:
    if a.name == b.name:
        return SAME
    if PlaceKind.CONTINENT in {a.kind, b.kind} or a.code is None or b.code is None:
        return OPEN if a.kind is not b.kind else APART / 2
    if a.code != b.code:
        return APART
    if PlaceKind.COUNTRY in {a.kind, b.kind}:
        return INSIDE
    return APART if a.kind is b.kind else NEAR


@cache
def _given_names(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The given names of women and those of men, as the language has them and, where it is silent, other countries."""
    own: dict[str, list[str]] = load_language(code).table("coreference")["given_names"]
    genders = shared_table("given_genders")
    feminine, masculine = frozenset(own["feminine"]), frozenset(own["masculine"])
    return (
        feminine | frozenset(genders["feminine"].split()) - masculine,
        masculine | frozenset(genders["masculine"].split()) - feminine,
    )
