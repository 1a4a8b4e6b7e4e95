"""Shares that one verb tells for several holders: "dont X détient 54 % et Y 8 %", "X owns 54% and Y slightly less".

The parser takes the second holder for a second thing held; its own share right behind it says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.slots import Slots
from kg.extract.syntax import Parse
from kg.model import EntityType

HELD = {"ownerOf", "shareholderOf"}
HALF = 50.0  # per cent: whoever has more owns it, and buys the whole (GUIDELINES: majority holder)
HOLDERS = {EntityType.ORGANIZATION, EntityType.PERSON}


def by_share(share: float) -> str:
    """What a holder of so many per cent is to the company."""
    return "ownerOf" if share > HALF else "shareholderOf"


class Gapping:
    """Reads the holders behind a gapped verb in one document."""

    def __init__(self, parse: Parse, clauses: Mapping[int, Clause], discourse: Discourse, slots: Slots) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.slots = slots

    def further(self, first: Candidate) -> Iterator[Candidate]:
        """Who stands before a further share holds it of the same as the first."""
        clause = self.clauses.get(first.trigger)
        if clause is None or clause.passive or clause.copular or first.relation not in HELD:
            return
        for phrase in self.discourse.phrases:
            head = self.parse.tokens[phrase.head]
            share = self.slots.share_behind(phrase.head) if head.i > first.trigger else None
            if head.sentence != self.parse.tokens[first.trigger].sentence or share is None or phrase.entity < 0:
                continue
            holder = self.discourse.referents[phrase.entity]
            if holder.type in HOLDERS and holder.i not in {first.subject, first.object}:
                tokens = [first.trigger, phrase.head, *first.tokens[2:]]
                yield replace(first, relation=by_share(share), subject=holder.i, tokens=tokens, share=share)
