"""What comes into being in a text, and how it is spoken of then: "la coentreprise", "the new company".

"X and Y set up a joint venture, Z. The venture will be led by …": such nouns mean neither X nor Y but what the text
said to be created, merged or jointly owned. Where it has no name, or where several are told of, they mean nobody.
"""

from __future__ import annotations

from functools import cached_property

from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.syntax import Parse, Token
from kg.model import EntityType

_KINDS = {EntityType.ORGANIZATION, None}
_SHARED = {"definite", "demonstrative", "possessive"}  # "leur coentreprise"
_OBJECTS = {"obj", "nsubj:pass", "xcomp", "ccomp", "appos", "conj"}


class Newcomers:
    """Finds the new organisations of one document."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.discourse = discourse
        self.of = lexicon.of
        table = lexicon.language.table("coreference")
        own = table["newcomers"]
        self.ventures = frozenset(own["ventures"])
        self.adjectives = frozenset(own["adjectives"])
        self.nouns = frozenset(own["nouns"]) | frozenset(table["nouns"]["universal"])
        self.creating = frozenset(own["creating"])
        self.creations = frozenset(own["creations"])

    def resolve(self, phrase: Phrase) -> int:
        """The newcomer that a description means, -1 for none."""
        if not self._is_anaphor(phrase):
            return -1
        section = self._section(phrase)
        told = [p for p in self._told if p.i < phrase.i and self._section(p) == section]
        shared = [p for p in told if self.is_venture(p)] if self.is_venture(phrase) else []
        found = {p.entity for p in shared or told}
        return found.pop() if len(found) == 1 else -1

    def is_venture(self, phrase: Phrase) -> bool:
        """ "la coentreprise", "the 50-50 venture": what two founded together."""
        return phrase.kind is Kind.NOUN and self._head(phrase).lemma in self.ventures

    def _is_anaphor(self, phrase: Phrase) -> bool:
        if phrase.kind is not Kind.NOUN or phrase.role is not None or phrase.owner >= 0 or phrase.names:
            return False
        if self._head(phrase).morph.get("Number") == "Plur" or self._names_another(phrase):
            return False
        if self.is_venture(phrase):
            return phrase.determiner in _SHARED
        return phrase.determiner in _SHARED - {"possessive"} and self._is_new(phrase)

    def _is_new(self, phrase: Phrase) -> bool:
        """ "la nouvelle société", "the combined group"."""
        noun = phrase.noun.lemma if phrase.noun is not None else self._head(phrase).lemma
        adjectives = {self.parse.tokens[i].lemma for i in phrase.modifiers}
        return phrase.kind is Kind.NOUN and noun in self.nouns and bool(adjectives & self.adjectives)

    def _names_another(self, phrase: Phrase) -> bool:
        """ "la coentreprise de X et Y", "the new company of X": told apart by whose it is."""
        inner = (self.discourse.phrases[c] for c in phrase.complements)
        return any(p.kind is Kind.NAME and p.preposition in self.of for p in inner)

    @cached_property
    def _told(self) -> list[Phrase]:
        """Where the text says that something is new, in order."""
        return [p for p in self.discourse.phrases if p.entity >= 0 and self._may_be(p) and self._is_told(p)]

    def _may_be(self, phrase: Phrase) -> bool:
        referent: Referent = self.discourse.referents[phrase.entity]
        return referent.type in _KINDS and referent.i not in self.discourse.institutions

    def _is_told(self, phrase: Phrase) -> bool:
        return self.is_venture(phrase) or self._is_new(phrase) or self._is_created(phrase)

    def _is_created(self, phrase: Phrase) -> bool:
        """ "X crée Y", "Y sera créé", "la création de Y"."""
        token = self._head(phrase)
        holder = self.discourse.phrases[phrase.inside] if phrase.inside >= 0 else None
        if holder is not None:
            return phrase.preposition in self.of and self._head(holder).lemma in self.creations
        verb = self.parse.head(token)
        return token.dep in _OBJECTS and verb.lemma in self.creating

    def _head(self, phrase: Phrase) -> Token:
        return self.parse.tokens[phrase.head]

    def _section(self, phrase: Phrase) -> int:
        return self.discourse.layout.sections[self._head(phrase).sentence]
