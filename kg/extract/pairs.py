"""Two at once: "les deux groupes", "both men", "the two sides", "they" are the two that the text speaks of.

A pair is not one entity; frames read it as both (see relations.Matcher), so that "les deux groupes fusionnent" joins
one to the other.
"""

from __future__ import annotations

from itertools import pairwise

from kg.extract.descriptions import Describer
from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.salience import Salience
from kg.extract.syntax import Parse
from kg.model import EntityType

Pair = tuple[int, int]

_PERSON, _ORG = EntityType.PERSON, EntityType.ORGANIZATION
_TOPIC = 0.4  # for each time that the text names an organisation: pairs are mostly whom it is about
_CALLED = 2.0  # for who was called so: "les deux éditeurs" after "l'éditeur X"
_ENOUGH = -1.0  # least score of the second
_AHEAD = 1.0  # by which the third must stay behind. These were set on the development articles
_BACK = 1  # sentences between "they" and the two that it goes on with


class Pairs:
    """Finds the two entities of such words in one document."""

    def __init__(
        self, parse: Parse, discourse: Discourse, lexicon: Lexicon, salience: Salience, describer: Describer
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.salience = salience
        self.describer = describer
        self.of = lexicon.of
        self.universal = frozenset(lexicon.language.table("coreference")["nouns"]["universal"])
        table = lexicon.language.table("coreference")["pairs"]
        self.two = frozenset(table["two"])
        self.both = frozenset(table["both"])
        self.sides = frozenset(table["sides"])
        self.they = frozenset(table["they"])

    def resolve(self, phrase: Phrase) -> Pair | None:
        """The two that a phrase means, None when it is no such phrase or that is not clear."""
        if phrase.kind is Kind.PRONOUN:
            return self._meant_by_they(phrase)
        kind = self._type(phrase)
        if kind is None:
            return None
        beside = self._coarguments(phrase)
        if phrase.noun is not None and phrase.noun.lemma in self.universal:
            beside |= self.discourse.institutions  # "both companies" are no universities
        return self._talked_about(phrase, kind, beside) or self._joined(phrase, kind, beside)

    def _talked_about(self, phrase: Phrase, kind: EntityType, beside: set[int]) -> Pair | None:
        """The two in the foreground, if nobody else is."""
        scores = self.salience.scores(phrase, {kind})
        scores = {
            i: s + _TOPIC * self.salience.topics.weight(i) + _CALLED * self._is_called(phrase, i)
            for i, s in scores.items()
            if i not in beside and self._is(i, kind)
        }
        ranked = sorted(scores.items(), key=lambda p: (-p[1], p[0]))
        if len(ranked) < 2 or ranked[1][1] < _ENOUGH:
            return None
        if len(ranked) > 2 and ranked[1][1] - ranked[2][1] < _AHEAD:
            return None
        return ranked[0][0], ranked[1][0]

    def _is_called(self, phrase: Phrase, referent: int) -> bool:
        """Whether the text has called an entity by the noun of which there are two."""
        noun = phrase.noun.lemma if phrase.noun is not None else ""
        return noun not in self.universal and noun in self.discourse.referents[referent].nouns

    def _coarguments(self, phrase: Phrase) -> set[int]:
        """ "The university is suing both companies": its subject is none of them."""
        token = self.parse.tokens[phrase.head]
        if token.dep.startswith("nsubj"):
            return set()
        subjects = self.parse.children(self.parse.head(token), "nsubj")
        return {r.i for s in subjects if (r := self.discourse.referent_at(s.i)) is not None}

    def _joined(self, phrase: Phrase, kind: EntityType, beside: set[int]) -> Pair | None:
        """The only two of the type that the text has joined by "and" so far."""
        found = {
            frozenset((a.entity, b.entity)): (a.entity, b.entity)
            for a, b in pairwise(p for p in self.discourse.phrases[: phrase.i] if p.kind is Kind.NAME)
            if self._is(a.entity, kind)
            and self._is(b.entity, kind)
            and self._are_joined(a, b)
            and a.entity != b.entity
            and not {a.entity, b.entity} & beside
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _are_joined(self, one: Phrase, other: Phrase) -> bool:
        """Whether nothing but a conjunction stands between two names, which end no longer list."""
        tokens = self.parse.tokens
        between = [t for t in tokens[one.last : other.first] if t.pos not in {"DET", "ADP"}]
        listed = one.first > 1 and tokens[one.first - 1].text == "," and tokens[one.first - 2].name >= 0
        return len(between) == 1 and between[0].pos == "CCONJ" and not listed

    def _is(self, referent: int, kind: EntityType) -> bool:
        if referent < 0:
            return False
        found = self.discourse.referents[referent]
        return found.type is kind and not found.code and not self.salience.unsure(found)

    # -- which phrases

    def _type(self, phrase: Phrase) -> EntityType | None:
        """What a phrase has two of: definite, or "both", and nobody named beside; None for others."""
        tokens = self.parse.tokens
        if phrase.kind is not Kind.NOUN or phrase.entity >= 0 or phrase.determiner not in {"definite", ""}:
            return None
        before = {t.lower for t in tokens[max(0, phrase.first - 1) : phrase.head]}
        counted = before & self.two if phrase.determiner else before & self.both
        end = self.describer.end_of(phrase)
        named = any(t.name >= 0 or t.text == ":" for t in tokens[end : end + 2])  # also "the two sellers, X and Y"
        told_apart = any(
            not self.describer.gazetteer.demonym(tokens[i].text) for i in phrase.modifiers if tokens[i].pos != "NUM"
        )
        if not counted or named or told_apart or phrase.names or self._of_somebody(phrase):
            return None
        if tokens[phrase.head].lemma in self.sides:
            return _ORG
        kind = self.describer.type_of(phrase)
        return kind if kind in {_ORG, _PERSON} else None

    def _of_somebody(self, phrase: Phrase) -> bool:
        return any(self.discourse.phrases[c].preposition in self.of for c in phrase.complements)

    # -- "X et Y ont annoncé qu'ils fusionneraient"

    def _meant_by_they(self, phrase: Phrase) -> Pair | None:
        """The two of whom the sentence, or the one before, has spoken as one subject."""
        token = self.parse.tokens[phrase.head]
        if token.lower not in self.they or not token.dep.startswith("nsubj"):
            return None
        for other in reversed(self.discourse.phrases[: phrase.i]):
            head = self.parse.tokens[other.head]
            if token.sentence - head.sentence > _BACK:
                return None
            if head.dep.startswith("nsubj") and (pair := self._of_subject(other)) is not None:
                return pair
            if head.dep.startswith("nsubj") and head.morph.get("Number") == "Plur":
                return None
        return None

    def _of_subject(self, phrase: Phrase) -> Pair | None:
        """The two that a subject is: a pair itself, or two names that are joined."""
        if phrase.i in self.discourse.pairs or phrase.kind is not Kind.NAME:
            return self.discourse.pairs.get(phrase.i)
        names = [p for p in self.discourse.phrases[phrase.i + 1 : phrase.i + 4] if p.kind is Kind.NAME][:1]
        kind = self.discourse.referents[phrase.entity].type if phrase.entity >= 0 else None
        joined = kind in {_ORG, _PERSON} and names and names[0].i == phrase.i + 1 and self._are_joined(phrase, names[0])
        fits = joined and kind is not None and self._is(names[0].entity, kind) and self._is(phrase.entity, kind)
        return (phrase.entity, names[0].entity) if fits else None
