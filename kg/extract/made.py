"""What is made is a product: "makes the Zephyr", "a pager made by Norvane" said of the Zephyr before it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.discourse import Discourse
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.slots import Filler
from kg.extract.syntax import Parse
from kg.model import EntityType

_DEFAULTED = 1.0  # votes of a name that nothing speaks for but that most names are organisations'
_GAIN = 3.5  # votes that what is done to it adds: more than a preposition before it has given it


class Made:
    """Types what verbs and nouns of making have as their object, in one document."""

    def __init__(self, parse: Parse, discourse: Discourse) -> None:
        self.parse = parse
        self.discourse = discourse

    def note(self, fillers: Iterable[Filler]) -> None:
        """Make products of the names among the objects, and of those that an object without name stands beside."""
        for filler in fillers:
            thing = filler.referent
            if thing is not None and thing.named and sum(thing.scores.values()) <= _DEFAULTED:
                self._become(thing)
            elif thing is None and filler.phrase is not None:
                self._name(filler.phrase)

    def _become(self, thing: Referent) -> None:
        thing.scores[EntityType.PRODUCT] += _GAIN
        thing.type = EntityType.PRODUCT

    def _name(self, phrase: Phrase) -> None:
        """ "The Zephyr, a pager made by Norvane", "will launch a watch, the Zephyr, in May"."""
        known = phrase.noun is not None and phrase.noun.type is not EntityType.PRODUCT
        if phrase.kind is not Kind.NOUN or known or phrase.role is not None or phrase.determiner != "indefinite":
            return
        for name in self._beside(phrase):
            thing = self.discourse.referents[name.entity]
            if thing.type is not EntityType.PRODUCT and sum(thing.scores.values()) > _DEFAULTED:
                continue
            self._become(thing)
            phrase.entity, phrase.reason = thing.i, "apposition"
            thing.phrases.append(phrase.i)
            return

    def _beside(self, phrase: Phrase) -> list[Phrase]:
        """The names that a comma parts from a phrase: right before it, or behind it and closed by a comma as well."""
        near = self.discourse.phrases[max(0, phrase.i - 1) : phrase.i + 2]
        names = [p for p in near if p.kind is Kind.NAME and p.entity >= 0 and not p.preposition]
        before = [p for p in names if p.last == phrase.first - 1 and self._is_comma(p.last)]
        behind = [p for p in names if p.first == phrase.last + 1 and self._is_comma(phrase.last)]
        return before + [p for p in behind if self._is_comma(p.last) or self._is_end(p.last)]

    def _is_comma(self, token: int) -> bool:
        return token < len(self.parse.tokens) and self.parse.tokens[token].text == ","

    def _is_end(self, token: int) -> bool:
        return token >= len(self.parse.tokens) or self.parse.tokens[token].text == "."
