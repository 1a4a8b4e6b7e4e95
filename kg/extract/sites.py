"""Where organisations work, places within places, and staff: what sites and the neighbours of names say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.choices import alternatives, any_of
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import PlaceKind
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.extract.values import ValueKind
from kg.model import EntityType, Literal

_ORG, _PLACE = EntityType.ORGANIZATION, EntityType.PLACE
_LINKS = 4  # tokens between the noun of a street and its name: "rue de la"


class Sites(Stating):
    """Reads sites and the neighbours of names in one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.place = self.words("place")
        self.operations = self.words("operations")
        self.definite = frozenset(self.lexicon.language.table("language")["phrases"]["definite"])
        self.streets = self.words("streets")
        self.region_codes = frozenset(context.lexicon.language.table("names")["region_codes"])
        self.within = any_of(self.table["within"], rf",? ?%s(?: {alternatives(self.table['quarters'])})?")

    # -- "son usine de X", "X's plant in Y"

    def site(self, phrase: Phrase) -> Iterator[Candidate]:
        """The owner of a site operates where it stands."""
        if not self.is_site(phrase) and self.parse.tokens[phrase.head].lemma not in self.operations:
            return
        for owner, token in self.owners(phrase)[:1]:
            described = Described(phrase, owner, "site", anchor=token)
            for place, at in [*self.places(phrase), *self._behind_owner(phrase, token)]:
                yield self.make("operatesIn", owner.i, place, described, [at])

    def is_site(self, phrase: Phrase) -> bool:
        """Whether the phrase is headed by a plant, office, shop or the like."""
        head = self.parse.tokens[phrase.head]
        return head.lemma in self.lexicon.sites or head.lower in self.lexicon.sites

    def owners(self, phrase: Phrase) -> list[tuple[Referent, int]]:
        """The organisations whose site it is, each with the token that says so."""
        found = [(r, t) for r, t in self.possessors(phrase) if r.type is _ORG]
        return found or [
            (r, o.head)
            for o in self.complements(phrase, self.of)
            if (r := self.referent(o)) is not None and r.type is _ORG
        ]

    def places(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """The places where a site stands, each with its token."""
        yield from self.nations(phrase)
        for i in phrase.names:
            named = self.named(i)
            if named is not None and named.type is _PLACE:
                yield named.i, i
        for other in self.complements(phrase, self.place):
            referent = self.referent(other)
            if referent is not None and referent.type is _PLACE and not self._is_street(other):
                yield referent.i, other.head
                for conjunct, token in self.conjuncts(other, _PLACE):
                    yield conjunct.i, token

    def _is_street(self, name: Phrase) -> bool:
        """ "l'atelier de la rue X", "de la rue des X": an address tells no town."""
        i = name.first - 1
        while i > name.first - _LINKS and self.parse.tokens[i].lower in self.of | self.definite:
            i -= 1
        return i >= 0 and self.parse.tokens[i].lower in self.streets

    def _behind_owner(self, phrase: Phrase, owner: int) -> Iterator[tuple[int, int]]:
        """ "l'usine du groupe X à Lyon": the place stands behind the owner's name."""
        shown = self.discourse.by_head.get(owner)
        if shown is None or shown.i <= phrase.i:
            return
        following = self.phrase_at(self.with_title(shown).i + 1)
        place = self.referent(following) if following is not None else None
        if following is None or place is None or place.type is not _PLACE or following.preposition in self.of:
            return
        between = self.parse.tokens[self.with_title(shown).last : following.first]
        if self.lexicon.plain(following.preposition) in self.place and len(between) <= 1:
            yield place.i, following.head

    def within_larger(self, described: Described) -> Iterator[Candidate]:
        """ "X, a village in Y", "X est une ville polonaise": where a place is said to be."""
        noun = described.phrase.noun
        if noun is None or noun.type is not _PLACE or self.is_site(described.phrase):
            return
        behind = self.complements(described.phrase, self.of) if self.head_first else ()
        regions = [(r.i, p.head) for p in behind if (r := self.referent(p)) is not None and r.type is _PLACE]
        for place, token in [*self.places(described.phrase), *regions]:
            if place != described.referent.i:
                yield self.make("locatedIn", described.referent.i, place, described, [token])
                return

    # -- "Vénissieux (Rhône)", "Gliwice, en Silésie"

    def inside(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """A place followed by the larger one in which it is."""
        following = self.phrase_at(phrase.i + 1)
        other = self.referent(following) if following is not None else None
        if following is None or other is None or referent.code or not self._larger(following, other, referent):
            return
        between = (
            self.parse.text[self.parse.tokens[phrase.last - 1].end : self.parse.tokens[following.head].start]
            .lower()
            .strip()
        )
        if self._links(between, phrase, following, other):
            yield self.make(
                "locatedIn",
                referent.i,
                other.i,
                Described(phrase, referent, "within", anchor=phrase.head),
                [following.head],
            )

    @staticmethod
    def _larger(following: Phrase, other: Referent, referent: Referent) -> bool:
        return following.kind is Kind.NAME and other.type is _PLACE and other.i != referent.i

    def _links(self, between: str, phrase: Phrase, following: Phrase, other: Referent) -> bool:
        """Whether what stands between two places says that the first is in the second."""
        if between == ",":  # "Frederick, Maryland": only where the second is known to be large
            text = self.parse.tokens[following.head].text
            place = self.gazetteer.place(text)
            first = self.gazetteer.place(self.parse.tokens[phrase.head].text)
            if first is not None and place is not None and first.kind is place.kind is PlaceKind.REGION:
                return False  # "in Bavaria, Saxony and Hesse"
            large = bool(other.code or (place is not None and place.kind is not PlaceKind.CITY))
            return not self.head_first and (large or text in self.region_codes)
        if between == "(":
            return self.parse.tokens[following.last].text in {")", ","}
        return bool(self.within.fullmatch(between))

    # -- "X (1 900 salariés)", "X, 21 000 salariés,"

    def staff(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """A headcount right behind a name."""
        end = self.parse.tokens[phrase.last - 1].end
        if not re.match(r" ?[(,] ?", self.parse.text[end : end + 4]):
            return
        for value in self.parse.values:
            unit = (value.unit or "").lower().split()
            if (
                value.kind is ValueKind.QUANTITY
                and end < value.start <= end + 4
                and unit
                and unit[0] in self.lexicon.staff
            ):
                token = self.parse.at(value.start)
                described = Described(phrase, referent, "apposition", anchor=phrase.head)
                yield self.make(
                    "employeeCount", referent.i, Literal(quantity=value.quantity), described, [token.i] if token else []
                )
                return
