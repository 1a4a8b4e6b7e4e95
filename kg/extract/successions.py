"""Posts that pass from one to the next: whoever succeeds somebody begins when that one leaves.

"Norvane named Joan Hartwell as chief executive, succeeding Paul Marden, who steps down in November": hers from
November on, whatever the day of the news. "Her predecessor, Paul Marden": his until hers began.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.extract.spells import POSTS
from kg.model import Fact, Status

_SUCCEED = "/appointment-succeed"
_PREDECESSOR = "/pair"


def joined(one: str | None, other: str | None) -> str | None:
    """Two half-open times of one state as one: "2018/.." and "../2025" → "2018/2025"; None where they are no pair."""
    for start, end in ((one, other), (other, one)):
        if start and end and start.endswith("/..") and end.startswith("../") and start[:-3] <= end[3:]:
            return f"{start[:-3]}/{end[3:]}"
    return None


def handed_over(facts: list[Fact], published: date | None) -> list[Fact]:
    """The facts, with the beginning and end that successor and predecessor lend each other."""
    facts = [_left(f, facts) for f in facts if not _is_bare_leaving(f) or not _posts_of(f, facts)]
    return [_timed(f, facts, published) if f.relation in POSTS else f for f in facts]


def _is_bare_leaving(fact: Fact) -> bool:
    """ "She will leave the company in March": of the post that is told elsewhere, no employment of its own."""
    until = fact.time is not None and fact.time.startswith("../")
    return fact.relation == "worksFor" and fact.position is None and until and fact.status is Status.ASSERTED


def _posts_of(fact: Fact, facts: list[Fact]) -> list[Fact]:
    """The posts that somebody is told to hold where a fact tells that he is employed."""
    ends = fact.subject, fact.object
    held = (f for f in facts if f.relation in POSTS and (f.subject, f.object) == ends and f.status is fact.status)
    return [f for f in held if f is not fact and (f.position is not None or f.relation != "worksFor")]


def _left(fact: Fact, facts: list[Fact]) -> Fact:
    """A post with the day on which its holder leaves, where that is told apart and he has but one."""
    leaving = [f for f in facts if _is_bare_leaving(f) and fact in _posts_of(f, facts)]
    if len(leaving) != 1 or len(_posts_of(leaving[0], facts)) != 1 or fact.relation not in POSTS:
        return fact
    time = leaving[0].time if fact.time is None else joined(fact.time, leaving[0].time) or fact.time
    return replace(fact, time=time, ended=fact.ended or leaving[0].ended)


def _timed(fact: Fact, facts: list[Fact], published: date | None) -> Fact:
    others = [f for f in facts if (f.relation, f.object) == (fact.relation, fact.object) and f.subject != fact.subject]
    if not others:
        return fact
    if fact.ended and fact.time is None:
        near = others if fact.rule.endswith(_PREDECESSOR) else [f for f in others if _is_handed(f, fact)]
        starts = {f.time[:-3] for f in near if f.time and f.time.endswith("/..") and not f.ended}
        return replace(fact, time=f"../{starts.pop()}") if len(starts) == 1 else fact
    ends = _ends(fact, others)
    today = published.isoformat() if published is not None else ""
    day = ends.pop() if len(ends) == 1 else ""
    told_only = fact.time is None or (fact.time[:-3] <= today < day and fact.time.endswith("/.."))
    if not day or not told_only or fact.ended:
        return fact
    if day <= today and _SUCCEED not in fact.rule:
        return fact  # "named to replace X, who left in March": named since
    ahead = fact.status is Status.ASSERTED and day > today[: len(day)]
    return replace(fact, time=f"{day}/..", status=Status.PLANNED if ahead else fact.status)


def _ends(fact: Fact, others: Iterable[Fact]) -> set[str]:
    """When those leave whom the fact's words tell to be followed."""
    return {
        end for f in others if f.time and "/" in f.time and (end := f.time.split("/")[1]) != ".." if _is_handed(f, fact)
    }


def _is_handed(one: Fact, other: Fact) -> bool:
    """Whether the same words tell of two that one succeeds the other."""
    return (
        _SUCCEED in one.rule + other.rule
        and one.evidence.start < other.evidence.end
        and other.evidence.start < one.evidence.end
    )
