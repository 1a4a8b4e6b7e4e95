"""Facts before they are judged: built by the matchers, then typed, qualified and merged."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Literal, Source, Status


@dataclass(slots=True)
class Candidate:
    """A possible fact: who, relation, whom, by which rule, at which words."""

    relation: str
    subject: int  # referent
    object: int | Literal  # referent or value
    trigger: int  # token whose factuality is the fact's
    tokens: list[int]  # all that take part, for the evidence
    rule: str
    status: Status | None = None  # set by the rule itself; None: ask the trigger's factuality
    presupposed: bool = False  # asserted whatever the clause says of its event
    ended: bool = False
    position: str | None = None
    share: float | None = None
    time: str | None = None
    place: int | None = None  # referent
    judged: bool = True  # False for what a noun phrase states by itself: asserted, without a source
    source: Source | None = None  # who says so, where the rule itself knows
    bound: str = ""  # "since", "until": what the clause's date is to the fact, where it is not the date of all of it
    planner: int | None = None  # referent whose plan it is, as long as it is one
    used: set[int] = field(default_factory=set)  # starts of the values that are spoken for
