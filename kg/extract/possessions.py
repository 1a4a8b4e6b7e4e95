"""Products by whose they are: "son logiciel Zéphyr", "its Zephyr line", "Norvane's Zephyr phone": he makes it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse
from kg.model import EntityType


class Possessions:
    """Reads the products that organisations call theirs."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.discourse = discourse
        self.code = lexicon.language.code

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the phrases."""
        for phrase in self.discourse.phrases:
            owner = self.discourse.owners.get(phrase.i, self._named_owner(phrase))
            if owner < 0 or self.discourse.referents[owner].type is not EntityType.ORGANIZATION:
                continue
            found = self._product(phrase)
            product, at = (found.entity, found.head) if found is not None else self._inside(phrase)
            if product >= 0:
                yield Candidate(
                    "produces",
                    owner,
                    product,
                    at,
                    [phrase.first, at],
                    f"{self.code}/produces/possessive",
                    judged=False,
                )

    def _named_owner(self, phrase: Phrase) -> int:
        """ "Norvane's Zephyr phone"."""
        return self.discourse.phrases[phrase.owner].entity if phrase.owner >= 0 else -1

    def _inside(self, phrase: Phrase) -> tuple[int, int]:
        """A name right before a noun for products: "Zephyr phone"."""
        known = phrase.noun is not None and phrase.noun.type is EntityType.PRODUCT and phrase.kind is Kind.NOUN
        if not known or phrase.names[-1:] != [phrase.head - 1]:
            return -1, -1
        text = self.parse.tokens[phrase.head - 1].text
        referent = next((r for r in self.discourse.referents if text in r.names), None)
        fits = referent is not None and referent.type is EntityType.PRODUCT
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
                and referent.type is EntityType.PRODUCT
                and (other.kind is Kind.NAME or other.reason in {"title", "apposition"})
            ):
                return other
        return None
