"""Coreference: who is meant by names, descriptions, pronouns and possessives of one document.

Precision first: what can't be resolved stays open and gives no fact. Each resolution keeps its reason.
"""

from __future__ import annotations

from kg.extract.bodies import Bodies
from kg.extract.descriptions import Describer
from kg.extract.discourse import Discourse, Layout
from kg.extract.epithets import Epithets
from kg.extract.fitting import PERSONAL
from kg.extract.implied import Implied
from kg.extract.interviewees import Interviewees
from kg.extract.lexicon import Lexicon
from kg.extract.naming import Namer
from kg.extract.newcomers import Newcomers
from kg.extract.nominals import Nominals
from kg.extract.pairs import Pairs
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer
from kg.extract.possessors import Possessors
from kg.extract.profiles import Profiles
from kg.extract.pronouns import CLITIC, Pronouns
from kg.extract.salience import Salience
from kg.extract.speakers import Posts, Speakers
from kg.extract.syntax import Parse
from kg.extract.themes import Themes
from kg.extract.topics import Topics
from kg.model import EntityType

__all__ = ["Discourse", "resolve"]

_TITLE_LENGTH = 30  # tokens; a longer first line is no title


def resolve(parse: Parse, phrases: list[Phrase], lexicon: Lexicon, gazetteer: Gazetteer) -> Discourse:
    """Find the entities of a parse; sets `Phrase.entity` and `Phrase.reason`."""
    return Resolver(parse, phrases, lexicon, gazetteer).run()


def _by_head(phrases: list[Phrase]) -> dict[int, Phrase]:
    """Phrases by head token; names also by the tokens before it: the parser may take "Mme" for the head of "Mme X"."""
    before = {i: p for p in phrases if p.kind is Kind.NAME for i in range(p.first, p.head)}
    return before | {p.head: p for p in phrases}


class Resolver:
    """Goes through the phrases in order, so that only what was said before is looked at."""

    def __init__(self, parse: Parse, phrases: list[Phrase], lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.parse = parse
        self.phrases = phrases
        self.lexicon = lexicon
        self.masculine = frozenset(lexicon.language.table("coreference")["titles"]["masculine"])
        referents = Namer(parse, phrases, lexicon, gazetteer, self._headlines()).run()
        self.layout = Layout(parse)
        self.discourse = Discourse(referents, phrases, self.layout, by_head=_by_head(phrases))
        self.describer = Describer(parse, phrases, referents, lexicon, gazetteer)
        self.salience = Salience(parse, phrases, referents, self.layout, Topics(parse, phrases, self.layout))
        self.profiles = Profiles(parse, phrases, referents, lexicon, gazetteer)
        self.pronouns = Pronouns(parse, self.discourse, lexicon, self.salience, self.profiles)
        self.possessors = Possessors(parse, self.discourse, lexicon, self.pronouns)
        self.themes = Themes(parse, self.discourse)
        self.nominals = Nominals(
            parse, self.discourse, lexicon, self.salience, self.profiles, self.describer, self.themes
        )

        self.pairs = Pairs(parse, self.discourse, lexicon, self.salience, self.describer)
        self.newcomers = Newcomers(parse, self.discourse, lexicon)
        self.bodies = Bodies(parse, self.discourse, lexicon)
        self.epithets = Epithets(parse, self.discourse, lexicon, self.pronouns, self.describer)

    def run(self) -> Discourse:
        """Names and what touches them first, then all that refers back."""
        self.describer.run(self.layout.margins)
        profiles = self.profiles.run()
        self.discourse.institutions = {i for i, profile in profiles.items() if profile.institution}
        self._set_genders()
        self.posts = Posts(self.parse, self.discourse, self.lexicon, self.salience, self.profiles, self.themes)
        speakers = Speakers(self.parse, self.discourse, self.lexicon, self.layout, self.posts)
        self.pronouns.speaker = speakers.speaker
        implied = Implied(self.parse, self.discourse, self.lexicon, self.posts)
        for phrase in self.phrases:
            self._resolve(phrase)
            owner = max(self.posts.owner(phrase), implied.owner(phrase))
            if owner >= 0:
                self.discourse.owners.setdefault(phrase.i, owner)
        speakers.run()
        Interviewees(self.parse, self.discourse, self.lexicon, self.layout, speakers).run()
        return self.discourse

    def _headlines(self) -> int:
        """Leading sentences that end without a full stop, as titles and date lines do."""
        count = 0
        for first, last in self.parse.sentences[:5]:
            if self.parse.tokens[last - 1].text in {".", "!", "?", '"', "»", "…"} or last - first > _TITLE_LENGTH:
                break
            count += 1
        return count if count < len(self.parse.sentences) else 0

    def _set_genders(self) -> None:
        """Honorifics tell a person's gender, and so do nouns that are of one gender only ("wife", "directrice")."""
        for phrase in self.phrases:
            if phrase.entity < 0:
                continue
            referent = self.discourse.referents[phrase.entity]
            title = self.parse.tokens[phrase.head - 1].text if phrase.kind is Kind.NAME and phrase.head > 0 else ""
            if title in self.lexicon.feminine or title in self.masculine:
                referent.gender = "f" if title in self.lexicon.feminine else "m"
            elif (
                phrase.noun is not None
                and phrase.noun.gender
                and referent.type is EntityType.PERSON
                and not referent.gender
            ):
                referent.gender = self.profiles.gender(phrase)

    # -- one phrase after the other

    def _resolve(self, phrase: Phrase) -> None:
        if phrase.determiner == "possessive" and (owner := self.possessors.owner(phrase)) >= 0:
            self.discourse.owners[phrase.i] = owner
        if phrase.entity < 0 and self.nominals.is_last(phrase):
            self._nominal(phrase)
        elif phrase.entity < 0 and phrase.kind is Kind.PRONOUN:
            self._link(phrase, *self.pronouns.resolve(phrase))
        elif phrase.entity < 0 and (holder := self.posts.holder(phrase)) >= 0:
            self._link(phrase, holder, "post")
        elif phrase.entity < 0 and (newcomer := self.newcomers.resolve(phrase)) >= 0:
            self._link(phrase, newcomer, "newcomer")
        elif phrase.entity < 0 and phrase.kind is Kind.NOUN:
            self._nominal(phrase)
        self._fall_back(phrase)
        if (pair := self.pairs.resolve(phrase)) is not None:
            self.discourse.pairs[phrase.i] = pair
        if phrase.entity >= 0 and phrase.reason != CLITIC:
            self.salience.add(phrase)
        elif phrase.entity < 0 and (types := self._meant(phrase)):
            self.salience.add_open(phrase, types)
        self.salience.add_inside(phrase)

    def _fall_back(self, phrase: Phrase) -> None:
        """What needs no antecedent near: the organisation of a body, the one entity that an epithet fits."""
        for read, reason in ((self.bodies.owner, "body"), (self.epithets.resolve, "epithet")):
            if phrase.entity < 0:
                self._link(phrase, read(phrase), reason)
        if phrase.entity >= 0 and phrase.reason in {"nominal", "epithet"}:
            self._link_behind(phrase)

    def _link_behind(self, phrase: Phrase) -> None:
        """ "L'industriel, fondateur de X, est mort": a bare post behind the comma is his as well."""
        following = self.phrases[phrase.i + 1] if phrase.i + 1 < len(self.phrases) else None
        if following is None or following.entity >= 0 or following.determiner or following.role is None:
            return
        between = self.parse.tokens[phrase.last : following.first]
        person = self.discourse.referents[phrase.entity].type is EntityType.PERSON
        if person and following.role.relation in PERSONAL and [t.text for t in between] == [","]:
            self._link(following, phrase.entity, "apposition")

    def _meant(self, phrase: Phrase) -> set[EntityType]:
        """What an unresolved description or pronoun may mean."""
        if phrase.kind is Kind.PRONOUN:
            return set(self.pronouns.types(self.parse.tokens[phrase.head].lower))
        kind = self.describer.type_of(phrase)
        return {kind} if kind is not None else set()

    def _nominal(self, phrase: Phrase) -> None:
        """Link a description, and let the entity learn from it."""
        found = self.nominals.resolve(phrase)
        self._link(phrase, found, "nominal")
        if found >= 0:
            profile = self.profiles.of[found]
            profile.places |= self.profiles.places(phrase)
            if gender := self.profiles.gender(phrase):
                profile.genders[gender] += 1
            if phrase.noun is not None:
                self.discourse.referents[found].nouns.add(phrase.noun.lemma)

    def _link(self, phrase: Phrase, referent: int, reason: str) -> None:
        if referent >= 0:
            phrase.entity, phrase.reason = referent, reason
            self._learn_gender(phrase)
            self.discourse.referents[referent].phrases.append(phrase.i)

    def _learn_gender(self, phrase: Phrase) -> None:
        """Who was called "she" once is a woman from then on."""
        referent = self.discourse.referents[phrase.entity]
        if phrase.kind is Kind.PRONOUN and referent.type is EntityType.PERSON and not referent.gender:
            referent.gender = self.pronouns.gender(self.parse.tokens[phrase.head].lower)
