"""Products by their possessive: "son logiciel Zéphyr", "its Zephyr line": whose it is makes it."""

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
            owner = self.discourse.owners.get(phrase.i)
            if owner is None or self.discourse.referents[owner].type is not EntityType.ORGANIZATION:
                continue
            product = self._product(phrase)
            if product is not None:
                yield Candidate(
                    "produces",
                    owner,
                    product.entity,
                    product.head,
                    [phrase.first, product.head],
                    f"{self.code}/produces/possessive",
                    judged=False,
                )

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
