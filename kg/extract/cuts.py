"""Cuts of posts that no verb of the company states: "147 emplois menacés", "the move will cost 231 jobs", "dont
350 à Rennes".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.candidates import Candidate
from kg.extract.choices import any_of
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.owners import Owners
from kg.extract.referents import words_of
from kg.extract.syntax import Parse, Token
from kg.extract.values import Value, ValueKind
from kg.model import Literal, Status

_WINDOW = 60  # characters on each side of a number within which its words are looked for


class Cuts:
    """Reads the cuts of one document that the frames leave."""

    def __init__(
        self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon, owners: Owners
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.code = lexicon.language.code
        table = lexicon.language.table("figures")["cuts"]
        words = lexicon.language.table("relations")["words"]
        self.bodies = frozenset({*words["authority"], *table["bodies"]}.difference(table["employers"]))
        self.before = any_of(table["before"], r"(?<!\w)%s(?:\s+\w+){0,2}\s*$")
        self.announced = any_of(table["announced"], r"(?<!\w)%s(?:\s+\w+){0,2}\s*$")
        self.behind = any_of(table["behind"], r"^\S+(?:\s\d+)*\s+(?:\w+\s+)?%s(?!\w)")
        self.threatened = any_of(table["threatened"], r"^\S+(?:\s\d+)*\s+(?:\w+\s+)?%s(?!\w)")
        self.owners = owners

    def run(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Candidates in order of the text; numbers that a frame has taken are left out."""
        taken = {c.object.quantity for c in candidates if c.relation == "jobCuts" and isinstance(c.object, Literal)}
        for value in self.parse.values:
            token = self.parse.at(value.start)
            if (
                value.kind is not ValueKind.QUANTITY
                or value.quantity in taken
                or value.quantity is None
                or value.quantity < 2
                or token is None
            ):
                continue
            status = self._status(value, token)
            owner = self.owners.acting(token) if status is not None else None
            if owner is not None and not self._is_body(owner[0]):
                yield self._candidate(value, token, owner, status)

    def _status(self, value: Value, token: Token) -> Status | None:
        """What the words beside a number make of it; None where they speak of no cut."""
        first, last = self.parse.sentences[token.sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        before = self.parse.text[max(start, value.start - _WINDOW) : value.start].lower()
        behind = self.parse.text[value.start : min(end, value.start + _WINDOW)].lower()
        if self.threatened.search(behind):
            return Status.POSSIBLE
        if self.announced.search(before) and self._counts(value):
            return Status.PLANNED
        return (
            Status.ASSERTED
            if (self.before.search(before) and self._counts(value)) or self.behind.search(behind)
            else None
        )

    def _is_body(self, referent: int) -> bool:
        """Unions and authorities speak of cuts; companies make them."""
        found = self.discourse.referents[referent]
        return bool(self.bodies & {w for text in (*found.names, *found.nouns) for w in words_of(text)})

    @staticmethod
    def _counts(value: Value) -> bool:
        """Whether the number counts anything but itself."""
        return bool(value.unit)

    def _candidate(self, value: Value, token: Token, owner: tuple[int, int], status: Status | None) -> Candidate:
        trigger = next((t.i for t in [token, *self.parse.ancestors(token)] if t.i in self.clauses), token.i)
        rule = f"{self.code}/jobCuts/cut-beside"
        return Candidate(
            "jobCuts",
            owner[0],
            Literal(quantity=value.quantity),
            trigger,
            [token.i],
            rule,
            status=None if status is Status.ASSERTED else status,
        )
