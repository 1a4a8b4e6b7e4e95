"""Scoring: every article's facts matched with its gold, counted in all and by language and relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from kg.score.compare import is_swapped, same_source
from kg.score.figures import Figures, Tally
from kg.score.gold import Gold, GoldFact
from kg.score.matching import Matching, match


class FindingKind(StrEnum):
    """What is wrong."""

    MISSED = "missed"  # in the gold, and not found
    WRONG = "wrong"  # found, and not in the gold
    SWAPPED = "swapped"  # as wrong, but right with subject and object in each other's place
    STATUS = "status"  # found with another status


@dataclass(frozen=True, slots=True)
class Finding:
    """One error."""

    kind: FindingKind
    document: str  # as the gold names it
    language: str
    relation: str
    subject: Mapping[str, Any]  # as in the facts format
    object: Mapping[str, Any]
    status: str  # as found; the gold's for what was missed
    quote: str
    wanted: str | None = None  # the gold's status, where another was found
    start: int | None = None  # where the quote stands, in characters; None for what was missed
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The score of some facts."""

    total: Figures
    languages: Mapping[str, Figures]
    relations: Mapping[str, Figures]  # the most frequent of the gold first
    findings: tuple[Finding, ...]
    documents: int  # articles of the gold
    absent: tuple[str, ...]  # articles of the gold of which no fact was given

    def count(self, kind: FindingKind) -> int:
        """How many errors of a kind there are."""
        return sum(finding.kind is kind for finding in self.findings)


def score(golds: Iterable[Gold], facts: Iterable[Mapping[str, Any]], symmetric: Collection[str]) -> Report:
    """Score facts (in the facts format of `kg export`) against the gold.

    A document belongs to the article whose text has the same file name, suffix and folder aside; facts of other
    documents are left out. `symmetric` are the relations that read the same both ways.
    """
    by_name: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for fact in facts:
        by_name[document_name(fact["document"])].append(fact)
    scorer = _Scorer(symmetric)
    articles = list(golds)
    for gold in articles:
        scorer.add(gold, by_name[document_name(gold.path)])
    absent = tuple(gold.path for gold in articles if not by_name[document_name(gold.path)])
    return scorer.report(len(articles), absent)


def document_name(source: str) -> str:
    """What a text is known by in both the gold and the store: its file name without the suffix."""
    return PurePath(source).stem


@dataclass(slots=True)
class _Scorer:
    symmetric: Collection[str]
    total: Tally = field(default_factory=Tally)
    languages: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    relations: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    findings: list[Finding] = field(default_factory=list)

    def add(self, gold: Gold, found: Sequence[Mapping[str, Any]]) -> None:
        """Count one article."""
        matching = match(found, gold, self.symmetric)
        for i, fact in enumerate(found):
            for tally in self._tallies(gold, fact["relation"]):
                tally.update(quotes=1, quotes_ok=_stands(fact, gold.text))
            if i in matching.pairs:
                self._pair(gold, fact, gold.facts[matching.pairs[i]])
            elif not _is_excused(matching, i, gold):
                self._wrong(gold, fact)
        taken = set(matching.pairs.values())
        self._missed(gold, (fact for j, fact in enumerate(gold.facts) if j not in taken and not fact.optional))

    def _tallies(self, gold: Gold, relation: str) -> tuple[Tally, Tally, Tally]:
        return self.total, self.languages[gold.language], self.relations[relation]

    def _pair(self, gold: Gold, fact: Mapping[str, Any], wanted: GoldFact) -> None:
        if wanted.optional:
            return
        right = fact.get("status") in wanted.statuses()
        counts = {"tp": 1, "status": right}
        if wanted.attributed_to:
            counts |= {"source": 1, "source_ok": same_source(fact, wanted, gold.entities)}
        if wanted.time:
            counts |= {"time": 1, "time_ok": str(fact.get("time")) in wanted.times()}
        for tally in self._tallies(gold, wanted.relation):
            tally.update(counts)
        if not right:
            self.findings.append(_finding(FindingKind.STATUS, gold, fact, wanted.status.value))

    def _wrong(self, gold: Gold, fact: Mapping[str, Any]) -> None:
        for tally in self._tallies(gold, fact["relation"]):
            tally["fp"] += 1
        turned = fact["relation"] not in self.symmetric and is_swapped(fact, gold.facts, gold)
        kind = FindingKind.SWAPPED if turned else FindingKind.WRONG
        self.findings.append(_finding(kind, gold, fact))

    def _missed(self, gold: Gold, missed: Iterable[GoldFact]) -> None:
        for fact in missed:
            for tally in self._tallies(gold, fact.relation):
                tally["fn"] += 1
            self.findings.append(_missing(gold, fact))

    def report(self, documents: int, absent: tuple[str, ...]) -> Report:
        """The figures of all that was counted."""
        by_size = sorted(self.relations.items(), key=lambda item: (-item[1]["tp"] - item[1]["fn"], item[0]))
        return Report(
            self.total.figures(),
            {language: tally.figures() for language, tally in sorted(self.languages.items())},
            {relation: tally.figures() for relation, tally in by_size},
            tuple(self.findings),
            documents,
            absent,
        )


def _is_excused(matching: Matching, i: int, gold: Gold) -> bool:
    """A fact that could stand for an optional one of the gold is not wrong, even where another was matched with it."""
    return any(gold.facts[j].optional for j in matching.edges[i])


def _stands(fact: Mapping[str, Any], text: str) -> bool:
    evidence = fact.get("evidence") or {}
    quote = evidence.get("quote")
    return bool(quote) and text[evidence.get("start", 0) : evidence.get("end", 0)] == quote


def _finding(kind: FindingKind, gold: Gold, fact: Mapping[str, Any], wanted: str | None = None) -> Finding:
    evidence = fact.get("evidence") or {}
    return Finding(
        kind, gold.path, gold.language, fact["relation"], fact["subject"], fact["object"], str(fact.get("status")),
        evidence.get("quote", ""), wanted, evidence.get("start"), fact.get("rule"),
    )  # fmt: skip


def _missing(gold: Gold, fact: GoldFact) -> Finding:
    names = {each.id: {"names": list(each.names)} for each in gold.entities.values()}
    value = names[fact.object] if isinstance(fact.object, str) else fact.object
    subject = names[fact.subject]
    return Finding(
        FindingKind.MISSED, gold.path, gold.language, fact.relation, subject, value, fact.status.value, fact.evidence
    )
