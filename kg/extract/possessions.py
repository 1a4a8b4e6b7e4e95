"""Products by whose they are: "son logiciel Zéphyr", "Norvane's Zephyr phone", "le drone Zéphyr de Norvane", "Zephyr, a
game by Norvane", "« Zéphyr », le roman de Jeanne Tardiveau": he makes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Stating
from kg.extract.wordsigns import CLOSING
from kg.model import EntityType

_PRODUCT = EntityType.PRODUCT


class Possessions(Stating):
    """Reads the products that organisations, or the authors of works, call theirs."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.makers = self.words("made_by") | self.of
        self.works = self.words("works")
        self.relatives = self.words("relative_owner")

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the phrases; what two phrases say of a product is said once."""
        told = set()
        for phrase in self.discourse.phrases:
            found = self._product(phrase)
            product, at = (found.entity, found.head) if found is not None else self._inside(phrase)
            for maker, token in self._makers(phrase) if product >= 0 else ():
                if (maker.i, product) not in told and self._may_make(maker, product):
                    told.add((maker.i, product))
                    places = [min(phrase.first, token), at, token]
                    rule = f"{self.code}/produces/possessive"
                    yield Candidate("produces", maker.i, product, at, places, rule, judged=False)

    def _may_make(self, maker: Referent, product: int) -> bool:
        """An organisation makes goods; a person only what bears his name: a book, a film."""
        if maker.type is EntityType.ORGANIZATION:
            return maker.i != product
        return maker.type is EntityType.PERSON and bool(self.discourse.referents[product].nouns & self.works)

    def _makers(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        """Whose a phrase says that a product is, each with the token that shows it."""
        owner = self.discourse.owners.get(phrase.i, self._named_owner(phrase))
        if owner >= 0:
            yield self.discourse.referents[owner], phrase.first
        for other in self._complements(phrase):
            if other.entity >= 0:
                yield self.discourse.referents[other.entity], other.head

    def _named_owner(self, phrase: Phrase) -> int:
        """ "Norvane's Zephyr phone", "Norvane, dont le logiciel Zéphyr"."""
        if phrase.owner >= 0:
            return self.discourse.phrases[phrase.owner].entity
        before = self.discourse.phrases[phrase.i - 1] if phrase.i else None
        whose = before is not None and before.kind is Kind.PRONOUN and before.last == phrase.first
        relative = whose and before is not None and self.parse.tokens[before.head].lower in self.relatives
        return before.entity if relative and before is not None else -1

    def _complements(self, phrase: Phrase) -> Iterator[Phrase]:
        """The complements of the phrase and of its name, by "of", "by" and the like."""
        following = self._following(phrase)
        for of in (phrase, following):
            for i in of.complements if of is not None else ():
                if self.discourse.phrases[i].preposition in self.makers:
                    yield self.discourse.phrases[i]
        if (author := self._author(following or phrase)) is not None:
            yield author

    def _author(self, name: Phrase) -> Phrase | None:
        """ "le film « Zéphyr », de Paul Mirande": who stands behind the comma."""
        behind = [t.text for t in self.parse.tokens[name.last : name.last + 2]]
        comma = name.last + (behind[:1] != [","])
        if name.kind is not Kind.NAME or "," not in behind or (comma > name.last and behind[0] not in CLOSING):
            return None
        found = next((p for p in self.discourse.phrases[name.i + 1 : name.i + 2] if p.first == comma + 2), None)
        return found if found is not None and found.preposition in self.makers else None

    def _following(self, phrase: Phrase) -> Phrase | None:
        """The name of which the phrase is the title."""
        following = self.discourse.phrases[phrase.i + 1] if phrase.i + 1 < len(self.discourse.phrases) else None
        titled = following is not None and following.kind is Kind.NAME and phrase.reason == "title"
        return following if titled and following is not None and following.entity == phrase.entity else None

    def _inside(self, phrase: Phrase) -> tuple[int, int]:
        """A name right before a noun for products: "Zephyr phone"."""
        known = phrase.noun is not None and phrase.noun.type is _PRODUCT and phrase.kind is Kind.NOUN
        if not known or phrase.names[-1:] != [phrase.head - 1]:
            return -1, -1
        text = self.parse.tokens[phrase.head - 1].text
        referent = next((r for r in self.discourse.referents if text in r.names), None)
        fits = referent is not None and referent.type is _PRODUCT
        return (referent.i, phrase.head) if fits and referent is not None else (-1, -1)

    def _product(self, phrase: Phrase) -> Phrase | None:
        """The phrase itself or the name it is the title of, when that is a named product."""
        following = self.discourse.phrases[phrase.i + 1] if phrase.i + 1 < len(self.discourse.phrases) else None
        for other in (phrase, following):
            if other is None or other.entity < 0 or (other is following and other.first != phrase.last):
                continue
            referent = self.discourse.referents[other.entity]
            if (
                referent.named
                and referent.type is _PRODUCT
                and (other.kind is Kind.NAME or other.reason in {"title", "apposition"})
            ):
                return other
        return None
