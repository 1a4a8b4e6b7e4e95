"""What noun phrases state by themselves: posts, seats, trades, sites, places within places.

Such facts stand in the text as given ("le fonds londonien X"): they are asserted by the document, whatever the
clause around them says of its own event. A description by "is" is judged with its clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.affiliations import Affiliations
from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, said_of_subject
from kg.extract.enumerations import Enumerations
from kg.extract.offices import Offices
from kg.extract.parties import Parties
from kg.extract.phrases import Kind, Phrase
from kg.extract.posts import Posts
from kg.extract.referents import Referent
from kg.extract.seats import Seats
from kg.extract.sites import Sites
from kg.extract.stating import Context, Described
from kg.extract.trades import Trades
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE

_WEAK = ("/industry/nominal", "/industry/name")  # what tells a trade only where nothing better does, the worst first
_FRONTED = 14  # tokens of a post that opens a sentence, with its dates


class Describing:
    """Reads the noun phrases of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause]) -> None:
        self.context = context
        self.discourse = context.discourse
        self.clauses = clauses
        self.posts = Posts(context)
        self.offices = Offices(context)
        self.affiliations = Affiliations(context)
        self.parties = Parties(context)
        self.trades = Trades(context)
        self.sites = Sites(context)
        self.enumerations = Enumerations(context)
        self.seats = Seats(context)
        self.counters = self.posts.words("counters")
        self.public_posts = self.posts.words("public_posts")

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the phrases, then those of copulas.

        A noun by which the text comes back to an organisation tells its trade only where nothing beside the name does.
        """
        found = list(self._all())
        for i, weak in enumerate(_WEAK):
            known = {c.subject for c in found if c.relation == "industry" and not c.rule.endswith(_WEAK[i:])}
            found = [c for c in found if c.subject not in known or not c.rule.endswith(weak)]
        yield from found

    def _all(self) -> Iterator[Candidate]:
        for phrase in list(self.discourse.phrases):
            if phrase.kind is Kind.NOUN:
                yield from self._noun(phrase)
            elif phrase.kind is Kind.NAME:
                yield from self._name(phrase)
        for clause in self.clauses.values():
            if clause.copular:
                yield from self._copula(clause)

    def _noun(self, phrase: Phrase) -> Iterator[Candidate]:
        if phrase.entity >= 0 and phrase.reason != "name":
            yield from self._described(Described(phrase, self.discourse.referents[phrase.entity], phrase.reason))
        for referent, token in [*self.enumerations.members(phrase), *self.enumerations.preceding(phrase)]:
            if referent.i != phrase.entity:
                yield from self._described(Described(phrase, referent, "enumeration", anchor=token))
        if (office := self.offices.held(phrase)) is not None:
            yield from self.posts.read(office)
        if phrase.entity < 0 and (fronted := self._fronted(phrase)) is not None:
            yield from self._described(fronted)
        yield from self.parties.between(phrase)
        yield from self.sites.site(phrase)
        yield from self.seats.of_noun(phrase)

    def _fronted(self, phrase: Phrase) -> Described | None:
        """As in "Maire de X de 1989 à 2001, Y a …": a post that opens a sentence is its subject's."""
        parse = self.context.parse
        first, _ = parse.sentences[parse.tokens[phrase.head].sentence]
        trade = phrase.noun is not None and phrase.noun.type is _ORG and phrase.role is None
        bare = phrase.determiner in {"", "indefinite"} or (phrase.determiner == "definite" and phrase.role is not None)
        if (phrase.role is None and not trade) or phrase.first != first or not bare:
            return None
        comma = next((t.i for t in parse.tokens[phrase.last : phrase.last + _FRONTED] if t.text == ","), -1)
        subject = (
            next((p for p in self.discourse.phrases[phrase.i + 1 :] if p.first > comma), None) if comma >= 0 else None
        )
        if subject is None or subject.first != comma + 1 or subject.entity < 0 or subject.kind is Kind.NOUN:
            return None
        referent = self.discourse.referents[subject.entity]
        fits = referent.type is (_ORG if trade else _PERSON)
        return Described(phrase, referent, "fronted", anchor=subject.head) if fits else None

    def _described(self, described: Described) -> Iterator[Candidate]:
        phrase, referent = described.phrase, described.referent
        if phrase.role is not None or described.reason == "copula":
            yield from self.posts.read(described)
        if (
            referent.type is _ORG
            and described.reason != "description"
            and (phrase.role is None or phrase.noun is not None)
        ):
            yield from self.trades.read(described)
        if referent.type is _PLACE:
            yield from self.sites.within_larger(described)
        if referent.type is _PERSON:
            yield from self.parties.read(described)
        if referent.type is _PERSON and (
            phrase.role is None or phrase.role.words not in self.public_posts
        ):  # "the French president" is France's
            yield from self.affiliations.nationality(described)
            yield from self.posts.occupation(described)

    def _name(self, phrase: Phrase) -> Iterator[Candidate]:
        if phrase.entity < 0:
            return
        referent = self.discourse.referents[phrase.entity]
        if referent.type is _PLACE:
            yield from self.sites.inside(phrase, referent)
        elif referent.type is not _PERSON:
            yield from self.seats.of_name(phrase, referent)
        if referent.type is _ORG:
            yield from self.sites.staff(phrase, referent)
            yield from self.trades.beside(phrase, referent)
            yield from self.trades.in_name(phrase, referent)
        elif referent.type is _PERSON:
            yield from self.affiliations.affiliated(phrase, referent)

    # -- "X est un fabricant de Y", "X was chief executive of Y"

    def _copula(self, clause: Clause) -> Iterator[Candidate]:
        """A noun that a form of "be" says of an entity."""
        for i in said_of_subject(self.context.parse, self.clauses, self._one_of(clause.predicate)):
            phrase = self.discourse.by_head.get(i)
            if phrase is not None and phrase.kind is Kind.NOUN:
                yield from self._of_subject(clause, phrase)
            elif phrase is not None and phrase.kind is Kind.NAME:
                yield from self._of_predicate(clause, phrase)

    def _one_of(self, predicate: int) -> int:
        """ "X est l'une des fondatrices": what several are, one of them is."""
        parse = self.context.parse
        token = parse.tokens[predicate]
        if token.lower not in self.counters or token.pos == "NOUN":
            return predicate
        inside = parse.children(token, "nmod")
        return inside[0].i if inside and inside[0].morph.get("Number") == "Plur" else predicate

    def _of_subject(self, clause: Clause, phrase: Phrase) -> Iterator[Candidate]:
        for token in clause.arguments.get("agent", ()):
            referent = self.discourse.referent_at(token)
            if referent is not None and referent.i != phrase.entity and self._may_be(phrase, referent.type):
                past = clause.tense == "past" and (phrase.role is not None or phrase.office is not None)
                yield from self._described(Described(phrase, referent, "copula", clause.predicate, token, ended=past))

    def _of_predicate(self, clause: Clause, name: Phrase) -> Iterator[Candidate]:
        """As in "Norvane's chief executive is X", "its largest shareholders are X and Y": a role before its holder."""
        subject = self._before_copula(clause, name)
        if subject is None or subject.kind is not Kind.NOUN or subject.role is None:
            return
        plural = self.context.parse.tokens[subject.head].morph.get("Number") == "Plur"
        for referent, token in self.enumerations.list_from(name) if plural else [(self._meant(name), name.head)]:
            if referent is not None and referent.i != subject.entity and self._may_be(subject, referent.type):
                past = clause.tense == "past"
                yield from self._described(Described(subject, referent, "copula", clause.predicate, token, ended=past))

    def _meant(self, phrase: Phrase) -> Referent | None:
        return self.discourse.referents[phrase.entity] if phrase.entity >= 0 else None

    def _before_copula(self, clause: Clause, name: Phrase) -> Phrase | None:
        """The subject of "be", also where the parser lost it: the noun, with its complement, before the verb."""
        for token in clause.arguments.get("agent", ()):
            return self.discourse.by_head.get(token)
        phrase = self.discourse.phrases[name.i - 1] if name.i else None
        while phrase is not None and phrase.entity < 0 and phrase.inside >= 0:
            phrase = self.discourse.phrases[phrase.inside]
        between = self.context.parse.tokens[phrase.last : name.first] if phrase is not None else []
        return phrase if between and all(t.pos in {"AUX", "ADV"} for t in between) else None

    @staticmethod
    def _may_be(phrase: Phrase, kind: EntityType | None) -> bool:
        """A role is held by a person; an organisation is described by a noun of its own."""
        if phrase.office is not None and phrase.preposition:  # "est à la tête de X"
            return kind is _PERSON
        if phrase.role is not None and phrase.noun is None:
            return True
        if kind is _PERSON:
            return phrase.role is not None or phrase.noun is None or phrase.noun.type is _PERSON
        return phrase.noun is not None and phrase.noun.type is kind and kind in {_ORG, _PLACE}
