"""Who is being talked about at a point of the text: the candidates of an anaphor with their scores.

Scores are in units of about one sentence's distance. The weights were set by hand on the development articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kg.extract.discourse import Layout, Mention
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.syntax import Parse
from kg.extract.topics import Topics
from kg.model import EntityType

SUBJECT = 2.0  # weight of the subject of a main clause
_SUBORDINATE = 1.5
_INSIDE = 0.3  # in the complement of another noun: "the head of X"
_BEHIND = 1.2  # … when that noun is a subject that nobody is: "shares in X", "X's profit", "a spokesman for X"
_DISTANCE = 0.9  # a sentence further back
_PARAGRAPH = 1.5  # another paragraph, when this one has spoken of somebody who may be meant
_SECTION = 4.0  # another section: nearly never
_FREQUENCY = 0.25  # each mention so far, up to six
_LABEL = 2.0  # the name with which a section begins is its topic
_UNSURE = 1.0  # an entity whose type is a guess
OPEN = -2  # a subject of which nobody knows who it is
_REACH = 5.0  # what scores less is not thought of any more
_FRONTED = 12  # tokens from such a noun to its comma
_WEAK_TYPE = 3.0  # votes for a type; one with less may turn out to be another (see relations.Matcher)
AGE = re.compile(r" ?[,(] ?(?:1[5-9]|[2-9]\d|10\d)(?: \w{2,5})?[,)]")  # ", 44 ans,", ", 44,": who is introduced so
_MAIN = frozenset({"root", "conj", "parataxis", "ccomp"})


class Salience:
    """Mentions so far, in order of the text."""

    def __init__(
        self, parse: Parse, phrases: list[Phrase], referents: list[Referent], layout: Layout, topics: Topics
    ) -> None:
        self.parse = parse
        self.phrases = phrases
        self.referents = referents
        self.layout = layout
        self.topics = topics
        self.mentions: list[Mention] = []
        self.open: dict[int, set[EntityType]] = {}  # head tokens of unresolved subjects, what they may be

    def add_open(self, phrase: Phrase, types: set[EntityType]) -> None:
        """Note a subject of one of the types that stayed unresolved: what follows may go on with it."""
        plural = self.parse.tokens[phrase.head].morph.get("Number") == "Plur"
        if self._weight(phrase) >= _SUBORDINATE and not plural and not self._is_predicate(phrase):
            self.open[phrase.head] = types
            self._add(phrase, OPEN)

    def _is_predicate(self, phrase: Phrase) -> bool:
        """ "Veuf de X, il laisse": a bare noun that opens a sentence says what the subject behind its comma is."""
        first, _ = self.parse.sentences[self.parse.tokens[phrase.head].sentence]
        if phrase.kind is not Kind.NOUN or phrase.determiner or phrase.first != first:
            return False
        return any(t.text == "," for t in self.parse.tokens[phrase.last : phrase.last + _FRONTED])

    def add_inside(self, phrase: Phrase) -> None:
        """Count the names among a phrase's modifiers: "Norvane shares", "the Norvane chief executive"."""
        for token in phrase.names:
            text = self.parse.tokens[token].text
            referent = next((r.i for r in self.referents if text in r.names), OPEN)
            organization = referent != OPEN and self.referents[referent].type is EntityType.ORGANIZATION
            if organization and token not in self.layout.margins:
                self._note(token, referent, _BEHIND if self._is_subject(phrase) else _INSIDE, aside=True)

    def _is_subject(self, phrase: Phrase) -> bool:
        """Whether a phrase is a subject, or the title of one."""
        token = self.parse.tokens[phrase.head]
        return token.dep.startswith("nsubj") or self.parse.head(token).dep.startswith("nsubj")

    def add(self, phrase: Phrase) -> None:
        """Count the phrase as a mention of its entity."""
        if phrase.head not in self.layout.margins:
            self._add(phrase, phrase.entity)

    def _add(self, phrase: Phrase, referent: int) -> None:
        topical = phrase.head in self.layout.labels | self.layout.headed
        self._note(phrase.head, referent, self._weight(phrase) + _LABEL * topical)

    def _note(self, token: int, referent: int, weight: float, *, aside: bool = False) -> None:
        sentence = self.parse.tokens[token].sentence
        section, quote = self.layout.sections[sentence], self.layout.quote(token)
        self.mentions.append(Mention(token, referent, weight, sentence, section, quote, aside))

    def _weight(self, phrase: Phrase) -> float:
        """Subjects are talked about; what stands in a complement hardly is."""
        token = self.parse.tokens[phrase.head]
        if phrase.kind is Kind.NAME and AGE.match(self.parse.text, self.parse.tokens[phrase.last - 1].end):
            return SUBJECT
        if phrase.inside >= 0 and (outer := self.phrases[phrase.inside]).entity < 0 and self._is_subject(outer):
            return _BEHIND if outer.noun is None else _INSIDE
        if phrase.reason == "relative" or phrase.inside >= 0 or phrase.owner >= 0:
            return _INSIDE
        if phrase.first > 0 and self.parse.tokens[phrase.first - 1].text == "(":
            return _INSIDE
        if token.dep.startswith("nsubj"):
            verb = self.parse.head(token)
            return SUBJECT if verb.dep in _MAIN else _SUBORDINATE
        if phrase.kind is Kind.NAME and (token.dep == "root" or self._before_verb(phrase)):
            return SUBJECT
        if self._is_fronted(phrase):
            return _SUBORDINATE
        return 1.0 if token.dep in {"obj", "appos", "obl:agent"} else 0.6

    def _is_fronted(self, phrase: Phrase) -> bool:
        """ "For Norvane, it is a bold bet": a sentence begins with what it is about."""
        first, _ = self.parse.sentences[self.parse.tokens[phrase.head].sentence]
        return phrase.kind is Kind.NAME and phrase.preposition != "" and phrase.first == first + 1

    def _before_verb(self, phrase: Phrase) -> bool:
        """ "Basé à Lyon, X appartient à": between a comma and a finite verb, whatever the parser makes of it."""
        tokens = self.parse.tokens
        if phrase.preposition or not 0 < phrase.first <= phrase.last < len(tokens):
            return False
        return tokens[phrase.first - 1].text == "," and tokens[phrase.last].morph.get("VerbForm") == "Fin"

    def scores(self, phrase: Phrase, types: Iterable[EntityType]) -> dict[int, float]:
        """The entities spoken of before the phrase that can be of one of the types, by nearness, place and
        frequency.
        """
        token = self.parse.tokens[phrase.head]
        section, quote = self.layout.sections[token.sentence], self.layout.quote(phrase.head)
        allowed = set(types)
        best: dict[int, float] = {}
        here: set[int] = set()
        counts: Counter[int] = Counter()
        fits = {-1: False, OPEN: False}
        paragraph = self.layout.paragraphs[token.sentence]
        for m in self.mentions:
            if m.referent not in fits:
                fits[m.referent] = m.referent >= 0 and self._is_possible(m.referent, allowed)
            if m.token >= phrase.first or not fits[m.referent]:
                continue
            if m.aside and (phrase.noun is None or phrase.role is not None or phrase.determiner == "possessive"):
                continue
            counts[m.referent] += 1
            if self.layout.paragraphs[m.sentence] == paragraph:
                here.add(m.referent)
            away = self.layout.distance(token.sentence, m.sentence, inside=quote >= 0)
            score = m.weight - _DISTANCE * away + 0.02 * m.token / max(1, phrase.head)
            score -= _SECTION * (m.section != section) + 1.2 * (m.quote >= 0 and m.quote != quote)
            best[m.referent] = max(best.get(m.referent, -99.0), score)
        scores = {r: s + _FREQUENCY * min(counts[r], 6) for r, s in best.items() if s > -_REACH}
        scores = {r: s - _PARAGRAPH * (bool(here) and r not in here) for r, s in scores.items()}
        return {r: s - _UNSURE * self.unsure(self.referents[r]) for r, s in scores.items()}

    def _is_possible(self, referent: int, types: set[EntityType]) -> bool:
        """Whether an entity can be of one of the types and is named elsewhere than in the margins, if at all."""
        found = self.referents[referent]
        return self.can_be(found, types) and (self.topics.told[referent] > 0 or not found.named)

    @staticmethod
    def unsure(referent: Referent) -> bool:
        """Whether the type is a guess: none, or few votes and nothing that only persons have."""
        if referent.type is None:
            return True
        return (
            referent.named and referent.scores[referent.type] < _WEAK_TYPE and not referent.gender and not referent.code
        )

    @staticmethod
    def can_be(referent: Referent, types: set[EntityType]) -> bool:
        """Whether the entity is of one of the types, or little speaks for the type that it has."""
        if referent.type in types:
            return True
        if EntityType.ORGANIZATION not in types or referent.code:
            return False
        return Salience.unsure(referent)

    def last_subject(self, phrase: Phrase, types: Iterable[EntityType], *, here: bool) -> int:
        """The subject nearest before: within the sentence when `here`, else of a main clause of the sentence before.

        Subjects that can't be of the types are passed over. -1 when there is none, `OPEN` when nobody knows who it is.
        """
        allowed = set(types)
        token = self.parse.tokens[phrase.head]
        quote = self.layout.quote(phrase.head)
        for m in reversed(self.mentions):
            if m.aside or m.token >= phrase.first or m.quote not in {-1, quote} or m.referent == phrase.entity >= 0:
                continue
            if not (
                self.open[m.token] & allowed if m.referent == OPEN else self.can_be(self.referents[m.referent], allowed)
            ):
                continue
            if here and m.sentence == token.sentence and m.weight >= _SUBORDINATE:
                return m.referent
            if not here and m.sentence < token.sentence:
                if (
                    self.layout.distance(token.sentence, m.sentence, inside=quote >= 0) > 1
                    or m.section != self.layout.sections[token.sentence]
                ):
                    return -1
                if m.weight >= SUBJECT:
                    return m.referent
        return -1


def best(scores: dict[int, float], enough: float, margin: float) -> int:
    """The highest score if it is high enough and clearly ahead of the second, else -1."""
    ranked = sorted(scores.items(), key=lambda p: (-p[1], p[0]))
    if not ranked or ranked[0][1] < enough:
        return -1
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < margin:
        return -1
    return ranked[0][0]
