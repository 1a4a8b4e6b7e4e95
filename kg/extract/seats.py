"""Where organisations sit: the words beside a name that say so without a description."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import PlaceKind
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_ORG, _PLACE = EntityType.ORGANIZATION, EntityType.PLACE
_SURE = 3.0  # votes of a name that is an organisation's: "Beja, au Portugal" is a town
_CLOSING = frozenset({",", ".", ")", ";", ":", "–", "»"})  # what ends a place between commas
_BETWEEN = 5  # words between "the headquarters" and the place: "se trouve toujours à"


class Seats(Stating):
    """Reads the seats of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.based = self.words("based")
        self.at = self.words("place")
        self.seat_words = self.words("seats")
        self.housed = self.words("housed")
        self.within = self.words("within")
        self.from_town = self.words("from_town")
        self.national = self.words("national_bodies")
        self.at_town = self.words("at_town")
        self.employing = self.words("employing")

    # -- beside a name

    def of_name(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """As in "France's X", "X of France", "Lyon-based X", "X (Lyon)", "X, basé à Lyon", "X, de Lyon,"."""
        for place, token, how in self._beside(phrase):
            if place.i != referent.i and self.is_type(place, _PLACE) and self.is_type(referent, _ORG):
                relation = {"at": "operatesIn", "housed": "locatedIn", "house": "locatedIn"}.get(how, "headquarteredIn")
                yield self.make(
                    relation,
                    referent.i,
                    place.i,
                    Described(phrase, referent, how, anchor=phrase.head),
                    [token],
                )

    def _beside(self, phrase: Phrase) -> Iterator[tuple[Referent, int, str]]:
        yield from self._national(phrase)
        before = self.phrase_at(phrase.i - 1)
        if phrase.owner >= 0:
            yield from self._town(self.discourse.phrases[phrase.owner], "possessor")
        elif (
            before is not None
            and before.kind is Kind.NAME
            and self._between(before, phrase) in ([["-", word] for word in self.based])
        ):
            yield from self._town(before, "based", known=False)
        for c in phrase.complements:
            preposition = self.discourse.phrases[c].preposition
            if self.head_first and preposition in self.of and self._is_titled(phrase):
                yield from self._town(self.discourse.phrases[c], "house" if self._is_housed(phrase) else "of")
            elif preposition in self.words("possessing"):
                yield from self._town(self.discourse.phrases[c], "of")
            elif self._is_housed(phrase) and preposition in self.within:
                yield from self._town(self.discourse.phrases[c], "housed")
        following = self.phrase_at(phrase.i + 1)
        if following is not None:
            yield from self._behind_name(phrase, following)

    def _is_titled(self, phrase: Phrase) -> bool:
        """ "le fonds X de Lyon", "le musée X de Lyon", not "l'usine X de Lyon", which is one of X's."""
        before = self.phrase_at(phrase.i - 1)
        trade = before is not None and before.noun is not None and before.noun.kind == "trades"
        titled = before is not None and before.last == phrase.first and before.entity == phrase.entity
        site = before is not None and self.parse.tokens[before.head].lemma in self.lexicon.sites
        return self._is_housed(phrase) or (trade and titled and not site)

    def _is_housed(self, phrase: Phrase) -> bool:
        """ "the Commercial Court in Dublin": what is named after its house is there."""
        return not self.housed.isdisjoint(self.parse.tokens[phrase.head].lower.split())

    def _national(self, phrase: Phrase) -> Iterator[tuple[Referent, int, str]]:
        """ "l'Autorité belge de la concurrence": a body named by its country."""
        words = self.parse.tokens[phrase.head].text.split()
        if len(words) < 2 or words[0].lower() not in self.national or not words[1].islower():
            return
        place = self.gazetteer.demonym(words[1])
        if place is not None and place.kind != PlaceKind.CONTINENT:
            yield self.discourse.referents[self.place_of(place, words[1])], phrase.head, "named"

    def _behind_name(self, phrase: Phrase, following: Phrase) -> Iterator[tuple[Referent, int, str]]:
        between = self._between(phrase, following)
        behind = self.parse.tokens[following.last].text if following.last < len(self.parse.tokens) else "."
        if between == ["("] and behind in {")", ",", ";"}:
            yield from self._town(following, "parenthesis")
        elif between[:1] == [","] and len(between) == 2 and between[1] in self.from_town and behind in _CLOSING:
            yield from self._town(following, "from")
        elif between[:1] == [","] and len(between) == 2 and between[1] in self.at_town and behind in _CLOSING:
            yield from self._town(following, self._there(phrase))
        elif (
            between[:1] in ([","], ["("])
            and 3 <= len(between) <= 4
            and between[1] in self.based
            and self.lexicon.plain(between[-1]) in self.at
        ):
            yield from self._town(following, "based", known=False)

    def _there(self, phrase: Phrase) -> str:
        """ "chez X, à Lyon,": it is there, its seat may be elsewhere; a museum stands there; a firm so shown sits
        there.
        """
        if phrase.preposition in self.employing or self.discourse.referents[phrase.entity].scores[_ORG] < _SURE:
            return "at"
        return "house" if self._is_housed(phrase) else "beside"

    def _between(self, first: Phrase, second: Phrase) -> list[str]:
        if self.parse.tokens[first.head].sentence != self.parse.tokens[second.head].sentence:
            return []
        return [t.lower for t in self.parse.tokens[first.last : second.first]]

    def _town(self, phrase: Phrase, how: str, *, known: bool = True) -> Iterator[tuple[Referent, int, str]]:
        """The place of a name phrase; one that nothing else says to be a place only where `known` is not asked."""
        referent = self.referent(phrase)
        if phrase.kind is Kind.NAME and referent is not None and (referent.type is _PLACE or not known):
            yield referent, phrase.head, how

    # -- "dont le siège est à Lyon", "its headquarters are in Lyon"

    def of_noun(self, phrase: Phrase) -> Iterator[Candidate]:
        """The place that stands right behind a seat, and whose seat it is."""
        head = self.parse.tokens[phrase.head]
        if head.lemma not in self.seat_words and head.lower not in self.seat_words:
            return
        place = self._place_behind(phrase) or self._place_inside(phrase)
        for owner, token in self._owners(phrase)[:1]:
            if place is not None and owner.i != place[0].i and self.is_type(owner, _ORG):
                yield self.make(
                    "headquarteredIn",
                    owner.i,
                    place[0].i,
                    Described(phrase, owner, "seat", phrase.head, token),
                    [place[1]],
                )

    def _place_inside(self, phrase: Phrase) -> tuple[Referent, int] | None:
        """ "Norvane's Leeds headquarters"."""
        named = self.named(phrase.names[-1]) if phrase.names else None
        return (named, phrase.names[-1]) if named is not None and named.type is _PLACE else None

    def _place_behind(self, phrase: Phrase) -> tuple[Referent, int] | None:
        following = self.phrase_at(phrase.i + 1)
        if (
            following is None
            or following.kind is not Kind.NAME
            or self.lexicon.plain(following.preposition) not in self.at - self.of
        ):
            return None
        referent = self.referent(following)
        between = self._between(phrase, following)
        fits = 0 < len(between) <= _BETWEEN and not {",", ";", "("} & set(between)
        return (referent, following.head) if fits and referent is not None and referent.type is _PLACE else None

    def _owners(self, phrase: Phrase) -> list[tuple[Referent, int]]:
        found = [
            *self.possessors(phrase),
            *((r, o.head) for o in self.complements(phrase, self.of) if (r := self.referent(o)) is not None),
        ]
        before = self.phrase_at(phrase.i - 1)
        if (
            not found
            and before is not None
            and before.kind is Kind.PRONOUN
            and before.last == phrase.first
            and (r := self.referent(before)) is not None
        ):
            found.append((r, before.head))
        return found
