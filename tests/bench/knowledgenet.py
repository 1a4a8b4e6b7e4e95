"""Precision and recall on KnowledgeNet's development passages, by property.

python tests/bench/knowledgenet.py [../shared/bench/knowledgenet-dev.jsonl] [--errors [PROPERTY]]

For each passage and property the file lists every fact. A fact of ours counts when its relation stands for that
property: right if its pair is listed, wrong if not. Listed ends are compared by span, coreferent mentions included,
or by name. Recall is told twice: over all listed pairs, and over those whose two ends have a name in the passage. The
passages are single sentences, so that half of the pairs rest on a "He" without antecedent, of whom nothing is stated.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.extract.extractor import Extractor
from kg.extract.values import Value, ValueKind, find_values, load_grammar
from kg.model import Document, Extraction, Fact, Literal, Status

FILE = Path(__file__).parents[3] / "shared" / "bench" / "knowledgenet-dev.jsonl"

_POSTS = ("worksFor", "memberOf", "chiefExecutiveOf", "chairOf", "boardMemberOf")
# Property → our relations, whether the pair is turned round, and relations that may match but prove nothing wrong.
PROPERTIES: dict[str, tuple[tuple[str, ...], bool, tuple[str, ...]]] = {
    "CEO": (("chiefExecutiveOf",), True, ("worksFor",)),
    "FOUNDED_BY": (("founderOf",), True, ()),
    "SUBSIDIARY_OF": (("subsidiaryOf",), False, ("acquires:turned", "ownerOf:turned")),
    "HEADQUARTERS": (("headquarteredIn",), False, ()),
    "DATE_FOUNDED": (("foundedOn",), False, ()),
    "EMPLOYEE_OR_MEMBER_OF": (_POSTS, False, ("founderOf",)),
    "EDUCATED_AT": (("educatedAt",), False, ()),
    "POLITICAL_AFFILIATION": (("memberOf",), False, ("worksFor", "chairOf", "founderOf")),
    "CHILD_OF": (("childOf",), False, ()),
    "SPOUSE": (("spouseOf",), False, ()),
    "DATE_OF_BIRTH": (("bornOn",), False, ()),
    "DATE_OF_DEATH": (("diedOn",), False, ()),
    "PLACE_OF_BIRTH": (("bornIn",), False, ()),
    "PLACE_OF_RESIDENCE": (("residesIn",), False, ("bornIn", "diedIn")),
    "NATIONALITY": (("citizenOf",), False, ()),
}
_SYMMETRIC = {"SPOUSE"}
_PRONOUNS = frozenset(
    "he she it they his her him its their theirs hers i my me we our us who whom whose which that you your himself herself itself themselves".split()
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """One listed fact: the words and places of its ends."""

    subject: str
    object: str
    spans: tuple[Span, Span]

    @property
    def named(self) -> bool:
        return self.subject.lower() not in _PRONOUNS and self.object.lower() not in _PRONOUNS


@dataclass
class Tally:
    """What became of the facts and pairs of one property."""

    right: int = 0
    wrong: int = 0
    found: int = 0
    listed: int = 0
    named_found: int = 0
    named: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for key in ("right", "wrong", "found", "listed", "named_found", "named"):
            setattr(self, key, getattr(self, key) + getattr(other, key))

    def line(self, name: str) -> str:
        return f"{name:24}{_ratio(self.right, self.right + self.wrong)}{_ratio(self.named_found, self.named)}{_ratio(self.found, self.listed)}{self.right:7}{self.wrong:7}{self.named:7}{self.listed:7}"


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole if whole else 0:8.3f}"


def load(path: Path) -> dict[str, dict[str, list[Pair]]]:
    """Passage → property → listed pairs."""
    found: dict[str, dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        pair = Pair(row["subject"], row["object"], (tuple(row["subjectSpan"]), tuple(row["objectSpan"])))
        found[row["passage"]][row["property"]].append(pair)
    return found


class Reading:
    """Our reading of one passage, as the listed pairs are compared with it."""

    def __init__(self, extraction: Extraction) -> None:
        self.text = extraction.document.text
        self.facts = [f for f in extraction.facts if f.status is not Status.DENIED]
        self.names = {e.id: {n.lower() for n in e.names} for e in extraction.entities}
        self.mentions = extraction.mentions
        self.around: dict[str, set[str]] = defaultdict(set)  # a place → the places around it, which are listed as well
        for fact in self.facts:
            if fact.relation == "locatedIn" and isinstance(fact.object, str):
                self.around[fact.subject].add(fact.object)

    @cached_property
    def dates(self) -> list[Value]:
        return [
            v
            for v in find_values(self.text, load_grammar("en"), None)
            if v.kind in {ValueKind.DATE, ValueKind.DURATION} and v.date
        ]

    def entities(self, words: str, span: Span) -> set[str]:
        """The entities to which a stretch of the passage refers: by a mention that shares half of it, or by name."""
        at = {
            m.entity
            for m in self.mentions
            if 2 * (min(m.end, span[1]) - max(m.start, span[0])) > min(m.end - m.start, span[1] - span[0])
        }
        return at | {i for i, names in self.names.items() if words.lower() in names}

    def reached(self, entity: str) -> set[str]:
        """The entity and, for a place, all that it lies in."""
        found, todo = {entity}, [entity]
        while todo:
            new = self.around[todo.pop()] - found
            found |= new
            todo += new
        return found

    def is_end(self, end: str | Literal, words: str, span: Span) -> bool:
        """Whether one end of a fact is what is listed."""
        if isinstance(end, str):
            return bool(self.reached(end) & self.entities(words, span))
        if end.date is None:
            return False
        exact = {
            day
            for v in self.dates
            if v.start < span[1] and span[0] < v.end and v.date
            for day in (v.date, *v.date.split("/"))  # "(1891–1971)" is one interval and two dates of a life
        }
        return end.date in exact or (not exact and end.date[:4] in words)

    def turned(self, fact: Fact, *, round_: bool) -> tuple[str | Literal, str | Literal]:
        return (fact.object, fact.subject) if round_ else (fact.subject, fact.object)

    def is_pair(self, ends: tuple[str | Literal, str | Literal], pair: Pair, *, symmetric: bool) -> bool:
        def right(one: str | Literal, two: str | Literal) -> bool:
            return self.is_end(one, pair.subject, pair.spans[0]) and self.is_end(two, pair.object, pair.spans[1])

        return right(*ends) or (symmetric and right(ends[1], ends[0]))


def judge(reading: Reading, prop: str, pairs: Iterable[Pair]) -> Tally:
    """One passage and property."""
    relations, round_, lenient = PROPERTIES[prop]
    tally = Tally()
    said: list[tuple[str | Literal, str | Literal]] = []
    pairs = list({(p.subject.lower(), p.object.lower()): p for p in pairs}.values())
    for fact in reading.facts:
        ends = reading.turned(fact, round_=round_)
        if fact.relation in relations:
            ok = any(reading.is_pair(ends, p, symmetric=prop in _SYMMETRIC) for p in pairs)
            tally.right, tally.wrong = tally.right + ok, tally.wrong + (not ok)
            if not ok:
                tally.errors.append(
                    f"WRONG   {prop}: {_words(reading, fact)} «{reading.text[:200]}» listed {[(p.subject, p.object) for p in pairs]}"
                )
            said.append(ends)
        elif fact.relation in lenient:
            said.append(ends)
        elif f"{fact.relation}:turned" in lenient:
            said.append((ends[1], ends[0]))
    for pair in pairs:
        hit = any(reading.is_pair(ends, pair, symmetric=prop in _SYMMETRIC) for ends in said)
        tally.listed, tally.found = tally.listed + 1, tally.found + hit
        tally.named, tally.named_found = tally.named + pair.named, tally.named_found + (hit and pair.named)
        if not hit and pair.named:
            tally.errors.append(f"MISSED  {prop}: {pair.subject} -> {pair.object} «{reading.text[:220]}»")
    return tally


def _words(reading: Reading, fact: Fact) -> str:
    thing = (
        sorted(reading.names.get(fact.object, {fact.object}))
        if isinstance(fact.object, str)
        else fact.object.date or fact.object.text
    )
    return f"{sorted(reading.names[fact.subject])} {fact.relation} {thing} [{fact.rule}]"


def score(passages: dict[str, dict[str, list[Pair]]], extractions: Iterable[Extraction]) -> dict[str, Tally]:
    """Tallies by property."""
    tallies: dict[str, Tally] = {prop: Tally() for prop in PROPERTIES}
    for extraction in extractions:
        reading = Reading(extraction)
        for prop, pairs in passages[extraction.document.text].items():
            one = judge(reading, prop, pairs)
            tallies[prop].add(one)
            tallies[prop].errors += one.errors
    return tallies


def report(tallies: dict[str, Tally]) -> Iterator[str]:
    """The table, one line a property and one for all."""
    yield f"{'property':24}{'P':>8}{'R named':>8}{'R all':>8}{'right':>7}{'wrong':>7}{'named':>7}{'listed':>7}"
    total = Tally()
    for prop, tally in sorted(tallies.items()):
        total.add(tally)
        yield tally.line(prop)
    yield total.line("all")


def main(arguments: list[str]) -> int:
    """Prints the table, and the errors if asked to."""
    given = [a for a in arguments if not a.startswith("--")]
    path = Path(given[0]) if given and Path(given[0]).suffix == ".jsonl" else FILE
    if not path.exists():
        print(f"knowledgenet: {path} is not here; nothing measured")
        return 0
    passages = load(path)
    documents = (Document(f"kn-{i}", text, "en") for i, text in enumerate(passages))
    tallies = score(passages, Extractor(["en"]).extract_many(documents))
    print("\n".join(report(tallies)))
    if "--errors" in arguments:
        for prop, tally in tallies.items():
            if not given or prop in given or path.name in given[-1]:
                print("\n".join(tally.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
