"""How much a text is about each of its entities, before anaphors are resolved: by its names alone."""

from __future__ import annotations

from collections import Counter

from kg.extract.discourse import Layout
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse

_MOST = 8  # mentions that count; more make nobody likelier
_LEAD = 1  # mentions that a place in the title or the first sentence of the text is worth
_LEADING = 2  # sentences that are the lead: title and first sentence


class Topics:
    """The names of one document, counted."""

    def __init__(self, parse: Parse, phrases: list[Phrase], layout: Layout) -> None:
        named = [p for p in phrases if p.kind is Kind.NAME and p.entity >= 0 and p.head not in layout.margins]
        self.told = Counter(p.entity for p in named)
        opening = sorted({parse.tokens[p.head].sentence for p in named})[:_LEADING]
        self.leading = {p.entity for p in named if parse.tokens[p.head].sentence in opening}

    def weight(self, referent: int) -> int:
        """Mentions of an entity in the whole text, those of the lead counted more."""
        return min(self.told[referent] + _LEAD * (referent in self.leading), _MOST)
