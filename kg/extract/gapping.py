"""Shares that one verb tells for several holders: "dont X détient 54 % et Y 8 %", "X owns 54% and Y slightly less".

The parser takes the second holder for a second thing held; its own share right behind it says what it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.phrases import Phrase
from kg.extract.slots import Slots
from kg.extract.syntax import Parse
from kg.model import EntityType

HELD = {"ownerOf", "shareholderOf"}
WHOLE = 100.0  # per cent
HALF = 50.0  # per cent: whoever has more owns it, and buys the whole (GUIDELINES: majority holder)
HOLDERS = {EntityType.ORGANIZATION, EntityType.PERSON}


def by_share(share: float) -> str:
    """What a holder of so many per cent is to the company."""
    return "ownerOf" if share > HALF else "shareholderOf"


class Gapping:
    """Reads the holders behind a gapped verb in one document."""

    def __init__(
        self, parse: Parse, clauses: Mapping[int, Clause], discourse: Discourse, slots: Slots, agent: Container[str]
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.slots = slots
        self.agent = agent

    def further(self, first: Candidate) -> Iterator[Candidate]:
        """Who stands before a further share, or behind one with "by", holds it of the same as the first."""
        clause = self.clauses.get(first.trigger)
        if clause is None or clause.copular or first.relation not in HELD or not isinstance(first.object, int):
            return
        share_of = self._share_by if clause.passive else self._share_of
        for phrase in self.discourse.phrases:
            head = self.parse.tokens[phrase.head]
            if head.i <= first.trigger or head.sentence != self.parse.tokens[first.trigger].sentence:
                continue
            share = share_of(phrase, first) if phrase.entity >= 0 and phrase.head not in first.tokens else None
            if share is None or self.discourse.referents[phrase.entity].type not in HOLDERS:
                continue
            if phrase.entity not in {first.subject, first.object}:
                tokens = [first.trigger, phrase.head, *first.tokens[2:]]
                yield replace(first, relation=by_share(share), subject=phrase.entity, tokens=tokens, share=share)

    def _share_of(self, phrase: Phrase, first: Candidate) -> float | None:
        """ "Y 8 %"; the rest is what the first leaves over."""
        if not self.slots.holds_behind(phrase.head):
            return None
        left = WHOLE - first.share if first.share is not None else None
        return self.slots.share_behind(phrase.head) or left

    def _share_by(self, phrase: Phrase, first: Candidate) -> float | None:
        """ "owned 51% by X and 49% by Y": the parser may take Y for somebody else; where it does not, a frame tells."""
        clause = self.clauses[first.trigger]
        known = phrase.head in clause.arguments.get("agent", ())
        own = first.share is not None and phrase.preposition in self.agent and not known
        return self.slots.share_before(phrase.first) if own else None
