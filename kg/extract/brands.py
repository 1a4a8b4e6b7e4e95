"""What a firm holds, in parentheses behind its name: "Norvane (maroquinerie Tilmex, parfums Corvalis)"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_LONGEST = 40  # tokens of a list in parentheses
_SURE = 3.0  # votes of a name that is an organisation's
_HELD = {EntityType.ORGANIZATION, EntityType.PRODUCT, None}


class Brands(Stating):
    """Reads the lists of brands of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.separators = self.words("listing")
        self.alliances = self.words("alliances")

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        for phrase in self.discourse.phrases:
            owner = self.referent(phrase) if phrase.kind is Kind.NAME else None
            held = self._held(phrase) if owner is not None and self._holds(owner) else []
            for name, member in held:
                described = Described(phrase, member, "brands", anchor=phrase.head)
                if owner is not None and member.i != owner.i:
                    yield self.make("subsidiaryOf", member.i, owner.i, described, [name.head])

    def _holds(self, owner: Referent) -> bool:
        """Surely an organisation, and none that others are members of."""
        firm = owner.type is EntityType.ORGANIZATION and owner.scores[EntityType.ORGANIZATION] >= _SURE
        return firm and not owner.nouns & self.alliances

    def _held(self, phrase: Phrase) -> list[tuple[Phrase, Referent]]:
        """Two names or more that fill the parentheses behind a name, each with at most a noun before it."""
        tokens = self.parse.tokens
        if phrase.last >= len(tokens) or tokens[phrase.last].text != "(":
            return []
        inside = range(phrase.last + 1, min(phrase.last + _LONGEST, len(tokens)))
        end = next((i for i in inside if tokens[i].text == ")"), -1)
        near = [p for p in self.discourse.phrases[phrase.i + 1 : phrase.i + 14] if p.last <= end]
        found = [(p, r) for p in near if p.kind is Kind.NAME and (r := self.referent(p)) is not None]
        covered = {i for p in near for i in range(p.first, p.last)}
        rest = {tokens[i].lower for i in range(phrase.last + 1, end) if i not in covered}
        nouns = sum(p.kind is Kind.NOUN for p in near)
        listed = rest and rest <= self.separators and nouns == len(found) > 1
        return found if listed and all(r.type in _HELD for _, r in found) else []
