"""Two at once: "les deux groupes", "the two companies" are the two organisations that the text speaks of.

A pair is not one entity; frames read it as both (see relations.Matcher), so that "les deux groupes fusionnent" joins
one to the other.
"""

from __future__ import annotations

from kg.extract.descriptions import Describer
from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.salience import Salience
from kg.extract.syntax import Parse
from kg.model import EntityType

_ORG = EntityType.ORGANIZATION
_TOPIC = 0.4  # for each time that the text names an organisation: pairs are mostly whom it is about
_ENOUGH = -1.0  # least score of the second
_AHEAD = 1.0  # by which the third must stay behind. These were set on the development articles


class Pairs:
    """Finds the two entities of such descriptions in one document."""

    def __init__(
        self, parse: Parse, discourse: Discourse, lexicon: Lexicon, salience: Salience, describer: Describer
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.salience = salience
        self.describer = describer
        self.two = frozenset(lexicon.language.table("coreference")["pairs"]["two"])

    def resolve(self, phrase: Phrase) -> tuple[int, int] | None:
        """The two organisations that a phrase means, None when it is no such phrase or that is not clear."""
        if not self._is_pair(phrase):
            return None
        scores = self.salience.scores(phrase, {_ORG})
        scores = {i: s + _TOPIC * self.salience.topics.weight(i) for i, s in scores.items() if self._is_organization(i)}
        ranked = sorted(scores.items(), key=lambda p: (-p[1], p[0]))
        if len(ranked) < 2 or ranked[1][1] < _ENOUGH:
            return None
        if len(ranked) > 2 and ranked[1][1] - ranked[2][1] < _AHEAD:
            return None
        return ranked[0][0], ranked[1][0]

    def _is_organization(self, referent: int) -> bool:
        found = self.discourse.referents[referent]
        return found.type is _ORG and not found.code and not self.salience.unsure(found)

    def _is_pair(self, phrase: Phrase) -> bool:
        """Definite, two, of organisations, and nobody named beside."""
        tokens = self.parse.tokens
        if phrase.kind is not Kind.NOUN or phrase.entity >= 0 or phrase.determiner != "definite":
            return False
        if not any(tokens[i].lower in self.two for i in range(phrase.first, phrase.head)):
            return False
        end = self.describer.end_of(phrase)
        named = any(t.name >= 0 or t.text == ":" for t in tokens[end : end + 2])  # also "the two sellers, X and Y"
        return self.describer.type_of(phrase) is _ORG and not named and not phrase.names
