"""Entities without a name: "sa branche polonaise", "une usine de batteries", "la voiture électrique de X"."""

from __future__ import annotations

from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.syntax import Parse
from kg.model import EntityType

_OPEN = -2  # an owner that the text describes and that nothing resolves: "la voiture de la marque"


class Unnamed:
    """Makes the entities that descriptions stand for, one document at a time."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.discourse = discourse
        self.lexicon = lexicon
        self.of = lexicon.of
        self.families = [frozenset(words) for words in lexicon.language.table("relations").get("product_families", ())]
        self.products: list[tuple[int, str, Referent]] = []  # (owner, head lemma, entity)

    def words(self, phrase: Phrase) -> str:
        """The phrase without determiner, with its complements by "of"."""
        tokens = self.parse.tokens
        first = phrase.first + (1 if phrase.determiner and tokens[phrase.first].i != phrase.head else 0)
        last = phrase.last
        todo = [phrase]
        while todo:
            for c in todo.pop().complements:
                other = self.discourse.phrases[c]
                if other.preposition in self.of and other.entity < 0:
                    last = max(last, other.last)
                    todo.append(other)
        return self.parse.text[tokens[first].start : tokens[last - 1].end]

    def referent(self, phrase: Phrase | None, classes: frozenset[str]) -> Referent | None:
        """A new entity for a description that has no name: "sa branche polonaise", "une usine de batteries"."""
        if phrase is None or phrase.kind is not Kind.NOUN or not self._describes(phrase):
            return None
        kind = self._kind(phrase)
        if kind is None or kind.value not in classes:
            return None
        if kind is EntityType.PRODUCT and (named := self._bearer(phrase)) is not None:
            return self._rename(phrase, named)
        owner = self._owner(phrase)
        if kind is EntityType.PRODUCT and (known := self._known(phrase, owner)) is not None:
            return self._join(phrase, known)
        referent = Referent(len(self.discourse.referents), kind, named=False)
        referent.scores[kind] += 4
        for form in self._forms(phrase):
            referent.names[form] += 1
        referent.phrases.append(phrase.i)
        self.discourse.referents.append(referent)
        phrase.entity, phrase.reason = referent.i, "description"
        self.products.append((owner, self.parse.tokens[phrase.head].lemma, referent))
        return referent

    # -- products whose name stands before their noun: "the Zephyr rotor blade"

    def _bearer(self, phrase: Phrase) -> Referent | None:
        """The product that the last name inside a description names."""
        text = self.parse.tokens[phrase.names[-1]].text if phrase.names else ""
        products = (r for r in self.discourse.referents if r.type is EntityType.PRODUCT and text in r.names)
        return next(products, None)

    def _rename(self, phrase: Phrase, referent: Referent) -> Referent:
        """The name with its noun is a form of it, too."""
        tokens = self.parse.tokens
        referent.names[self.parse.text[tokens[phrase.names[-1]].start : tokens[phrase.last - 1].end]] += 1
        referent.phrases.append(phrase.i)
        phrase.entity, phrase.reason = referent.i, "description"
        return referent

    # -- products that go by their owner: "la voiture de X", "le véhicule de la marque"

    def _owner(self, phrase: Phrase) -> int:
        """The entity whose product a description is, -1 for none."""
        if phrase.owner >= 0:
            return self.discourse.phrases[phrase.owner].entity
        if phrase.i in self.discourse.owners:
            return self.discourse.owners[phrase.i]
        owners = [
            self.discourse.phrases[c] for c in phrase.complements if self.discourse.phrases[c].preposition in self.of
        ]
        if not owners:
            return -1
        open_anaphor = owners[0].entity < 0 and owners[0].determiner == "definite" and owners[0].noun is not None
        return _OPEN if open_anaphor else owners[0].entity

    def _known(self, phrase: Phrase, owner: int) -> Referent | None:
        """The product of the same owner that the document described before, by the same noun or one of its family."""
        head = self.parse.tokens[phrase.head].lemma
        for other, lemma, referent in self.products if owner != -1 else ():
            if (
                (other == owner or _OPEN in {other, owner})
                and other != -1
                and (lemma == head or any({lemma, head} <= family for family in self.families))
            ):
                return referent
        return None

    def _join(self, phrase: Phrase, referent: Referent) -> Referent:
        for form in self._forms(phrase):
            referent.names[form] += 1
        referent.phrases.append(phrase.i)
        phrase.entity, phrase.reason = referent.i, "description"
        return referent

    def _with_owner(self, phrase: Phrase) -> str:
        """The description with the possessor behind it, as the text has it: "voiture électrique de X"."""
        tokens = self.parse.tokens
        first = phrase.first + (1 if phrase.determiner and phrase.first != phrase.head else 0)
        owned = [
            self.discourse.phrases[c] for c in phrase.complements if self.discourse.phrases[c].preposition in self.of
        ]
        return self.parse.text[tokens[first].start : tokens[max([phrase.last, *(p.last for p in owned[:1])]) - 1].end]

    def _forms(self, phrase: Phrase) -> set[str]:
        """The description by itself, with its places and with its possessor: "factory", "X's factory in Y"."""
        tokens = self.parse.tokens
        last = max(
            [
                phrase.last,
                *(
                    self._end(c)
                    for c in map(self.discourse.phrases.__getitem__, phrase.complements)
                    if self._is_site_of(c, phrase)
                ),
            ]
        )
        start = tokens[phrase.first + (1 if phrase.determiner and phrase.first != phrase.head else 0)].start
        starts = {start, tokens[self.discourse.phrases[phrase.owner].first].start if phrase.owner >= 0 else start}
        return {
            self.words(phrase),
            self._with_owner(phrase),
            *(self.parse.text[s : tokens[i - 1].end] for s in starts for i in (phrase.last, last)),
        }

    def _is_site_of(self, complement: Phrase, phrase: Phrase) -> bool:
        """A place right behind: "factory in Y"."""
        referent = self.discourse.referent_at(complement.head)
        return complement.first == phrase.last + 1 and referent is not None and referent.type is EntityType.PLACE

    def _end(self, phrase: Phrase) -> int:
        """The token behind a place and the place that it is in."""
        return max(
            [
                phrase.last,
                *(
                    self._end(c)
                    for c in map(self.discourse.phrases.__getitem__, phrase.complements)
                    if self._is_site_of(c, phrase)
                ),
            ]
        )

    def _describes(self, phrase: Phrase) -> bool:
        """Enough is said to tell it apart: a modifier or complement, and no plural of anything."""
        head = self.parse.tokens[phrase.head]
        if phrase.role is not None or (head.morph.get("Number") == "Plur" and self._owner(phrase) == -1):
            return False
        return bool(phrase.modifiers or phrase.complements or phrase.determiner == "possessive" or phrase.names)

    def _kind(self, phrase: Phrase) -> EntityType | None:
        head = self.parse.tokens[phrase.head]
        if phrase.noun is not None and phrase.noun.kind in {"parts", "product"}:
            return phrase.noun.type
        return EntityType.ORGANIZATION if head.lemma in self.lexicon.sites or head.lower in self.lexicon.sites else None
