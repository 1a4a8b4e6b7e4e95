"""Briefs under the names of towns: in "ROANNE. La laiterie des Monts reprise." the firm told of first is there.

One such line is a date line and says where the news was written; several head the briefs of a region.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_HEADINGS = 2  # towns from which a text is one of briefs


class Townships(Stating):
    """Reads the headings of one document that are towns."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.paragraphs = context.discourse.layout.paragraphs

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        headings = [(i, p) for i in range(1, len(self.paragraphs)) if (p := self._town(i)) is not None]
        for i, town in headings if len(headings) >= _HEADINGS else []:
            place, firm = self.referent(town), self._firm(i + 1)
            if place is not None and firm is not None:
                name, referent = firm
                described = Described(name, referent, "heading", anchor=name.head)
                yield self.make("operatesIn", referent.i, place.i, described, [town.head])

    def _town(self, sentence: int) -> Phrase | None:
        """The place that is all of a sentence which begins a paragraph."""
        first, last = self.parse.sentences[sentence]
        words = [t for t in self.parse.tokens[first:last] if t.text != "."]
        if len(words) != 1 or self.paragraphs[sentence] == self.paragraphs[sentence - 1]:
            return None
        phrase = self.discourse.by_head.get(words[0].i)
        referent = self.referent(phrase) if phrase is not None else None
        return phrase if referent is not None and referent.type is EntityType.PLACE and not referent.code else None

    def _firm(self, sentence: int) -> tuple[Phrase, Referent] | None:
        """The first name of the next sentence, if it is an organisation's."""
        if sentence >= len(self.parse.sentences):
            return None
        first, last = self.parse.sentences[sentence]
        names = (p for p in self.discourse.phrases if p.kind is Kind.NAME and first <= p.head < last)
        name = next(names, None)
        referent = self.referent(name) if name is not None else None
        firm = referent is not None and referent.type is EntityType.ORGANIZATION
        return (name, referent) if firm and name is not None and referent is not None else None
