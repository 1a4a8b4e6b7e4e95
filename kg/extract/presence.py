"""Where an organisation is present though no phrase says whose the site is: "l'usine d'Elbeuf fermera", "450 jobs
in Lyon".

A site, or staff, in a place without an owner belongs to the organisation that acts in the clause, or else to the one
that the text is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.owners import Owners
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.sites import Sites
from kg.extract.stating import Context, Described, Stating
from kg.extract.themes import Themes
from kg.extract.values import Value, ValueKind
from kg.model import EntityType, Literal

_PLACE = EntityType.PLACE
_COUNTED = 14  # tokens from "dont" to the preposition of the last place
_NEAR = 3  # characters between a number and the preposition of its place: "dont 35 à Modane"


class Presence(Stating):
    """Finds ownerless sites and staff with a place in one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause], sites: Sites, owners: Owners) -> None:
        super().__init__(context)
        self.clauses = clauses
        self.sites = sites
        self.owners = owners
        self.themes = Themes(context.parse, context.discourse)
        verbs = context.lexicon.language.table("factuality")["verbs"]
        self.unsettled = frozenset(v for kind in ("planned", "possible", "denied", "unknown") for v in verbs[kind])
        self.place = self.words("place")
        self.public = self.words("public_places")
        self.counters = self.words("counters")
        self.including = self.words("including")

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        for phrase in self.discourse.phrases:
            if phrase.kind is Kind.NOUN:
                yield from self._site(phrase)
            elif phrase.kind is Kind.NAME:
                yield from self._staff(phrase)
                yield from self._one_of(phrase)

    # -- whose

    def _owner(self, token: int) -> int:
        """The organisation that acts in the clause, or that the text is about; -1 when neither is clear."""
        acting = self.owners.acting(self.parse.tokens[token])
        theme = self._theme(token)
        if acting is not None:
            return acting[0]
        return theme.i if theme is not None else -1

    # -- "l'usine d'Elbeuf", "un atelier ouvrira à Tanger"

    def _site(self, phrase: Phrase) -> Iterator[Candidate]:
        if (
            not self.sites.is_site(phrase)
            or phrase.entity >= 0
            or phrase.determiner == "possessive"
            or self.sites.owners(phrase)
        ):
            return
        places = list(self.sites.places(phrase))
        bearer = self.owners.bearer(phrase) if places else None
        if (
            bearer is None
            and any(self.parse.tokens[phrase.head].lemma == word for word in self.public)
            and phrase.determiner != "definite"
        ):
            return  # "dans un hôtel de Lyon": anybody's
        owner = -1 if not places else bearer[0] if bearer is not None else self._site_owner(phrase)
        if owner < 0:
            return
        new = self._is_new(phrase) and self._predicate(phrase.head) >= 0
        trigger = self._event(phrase) if new else -1
        described = Described(phrase, self.discourse.referents[owner], "presence", trigger)
        for place, at in places:
            if place != owner:
                yield self.make("operatesIn", owner, place, described, [at])

    def _event(self, phrase: Phrase) -> int:
        """The verb by which a site comes about; the noun itself, below a verb of planning or of giving up."""
        predicate = self._predicate(phrase.head)
        return phrase.head if self.clauses[predicate].lemma in self.unsettled else predicate

    def _is_new(self, phrase: Phrase) -> bool:
        """ "a plant in Leeds", "will set up facilities at Lille": not spoken of before."""
        plural = self.parse.tokens[phrase.head].morph.get("Number") == "Plur"
        return phrase.determiner == "indefinite" or (not phrase.determiner and plural)

    def _site_owner(self, phrase: Phrase) -> int:
        """The theme's; a new site is also its subject's, where the text has no theme."""
        theme = self._theme(phrase.head)
        if theme is not None or phrase.determiner != "indefinite":
            return theme.i if theme is not None else -1
        acting = self.owners.subject(self.parse.tokens[phrase.head])
        return acting[0] if acting is not None else -1

    def _theme(self, token: int) -> Referent | None:
        return self.discourse.referent_at(self.themes.at(token)) if self.themes.at(token) >= 0 else None

    def _predicate(self, token: int) -> int:
        current = self.parse.tokens[token]
        return next((t.i for t in [current, *self.parse.ancestors(current)] if t.i in self.clauses), -1)

    # -- "dont 35 à Modane", "450 postes seront supprimés à Belfort et en Suisse"

    def _staff(self, phrase: Phrase) -> Iterator[Candidate]:
        referent = self.referent(phrase)
        if (
            referent is None
            or referent.type is not _PLACE
            or self.lexicon.plain(phrase.preposition) not in self.place
            or phrase.preposition in self.of
        ):
            return
        counted = self._counted(phrase)
        if counted is None:
            return
        owner = self._owner(phrase.head)
        if owner < 0 or owner == referent.i:
            return
        described = Described(phrase, self.discourse.referents[owner], "staff")
        yield self.make("operatesIn", owner, referent.i, described, [])
        if counted[1]:
            literal = Literal(quantity=counted[0].quantity)
            token = self.parse.at(counted[0].start)
            part = self.make("employeeCount", owner, literal, described, [token.i] if token else [])
            part.place = referent.i
            yield part

    def _counted(self, phrase: Phrase) -> tuple[Value, bool] | None:
        """The staff that the place goes with, and whether it is a part of a headcount ("dont 350 en Slovaquie")."""
        before = self.parse.tokens[phrase.first].start if phrase.determiner else self.parse.tokens[phrase.head].start
        preposition = self.parse.tokens[phrase.first - 1].start if phrase.first > 0 else before
        sentence = self.parse.tokens[phrase.head].sentence
        staff = [v for v in self.parse.values if v.kind is ValueKind.QUANTITY and self._in(v, sentence)]
        near = next((v for v in staff if 0 <= preposition - v.end <= _NEAR), None)
        if near is not None:
            if self._is_staff(near):
                return near, False
            head = next((v for v in staff if v.end <= near.start and self._is_staff(v)), None)
            return (near, self._employs(head)) if head is not None and near.unit is None else None
        predicate = self._predicate(phrase.head)
        same = [
            v
            for v in staff
            if self._is_staff(v) and (t := self.parse.at(v.start)) is not None and self._predicate(t.i) == predicate
        ]
        return (
            (same[0], False) if same and predicate >= 0 and self.parse.tokens[phrase.head].head == predicate else None
        )

    def _in(self, value: Value, sentence: int) -> bool:
        token = self.parse.at(value.start)
        return token is not None and token.sentence == sentence

    def _is_staff(self, value: Value) -> bool:
        words = (value.unit or "").lower().split()
        return any(w in self.lexicon.staff or w in self.lexicon.jobs for w in words)

    def _employs(self, value: Value) -> bool:
        """Whether a headcount is of people, not of posts to be cut."""
        token = self.parse.at(value.start)
        clause = self.clauses.get(self._predicate(token.i)) if token is not None else None
        return clause is not None and clause.lemma in self.words("employing_verbs")

    # -- "quatre usines, dont une en Pologne et une autre au Portugal"

    def _one_of(self, phrase: Phrase) -> Iterator[Candidate]:
        """The place of one of the sites that a sentence counts."""
        referent, first = self.referent(phrase), self._outer(phrase)
        if referent is None or referent.type is not _PLACE or phrase.preposition in self.of or first < 2:
            return
        sentence = self.parse.tokens[phrase.head].sentence
        before = [t for t in self.parse.tokens[max(0, first - _COUNTED) : first] if t.sentence == sentence]
        counted = bool(before) and before[-1].lower in self.counters
        if not counted or not any(t.lower in self.including for t in before):
            return
        owner = self._owner(phrase.head)
        if owner >= 0 and owner != referent.i:
            yield self.make(
                "operatesIn", owner, referent.i, Described(phrase, self.discourse.referents[owner], "one-of"), []
            )

    def _outer(self, phrase: Phrase) -> int:
        """The first token of a phrase with its preposition."""
        first = phrase.first
        return first - 1 if phrase.preposition and self.parse.tokens[first].lower != phrase.preposition else first
