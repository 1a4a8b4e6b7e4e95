"""On all gold of the project's workshop: no direction is wrong, every quote stands, and both programs count alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.cli.gold import gold_files, read_gold
from kg.cli.texts import extracted
from kg.language import languages
from kg.model import Document
from kg.ontology import load_ontology
from kg.read import Input, Options, read
from kg.score import Gold, Report, score
from tests.support.gold import SHARED

Facts = list[dict[str, Any]]

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="../shared is not here")


def documents(golds: list[Gold]) -> Iterator[Document]:
    for gold in golds:
        for document in read([Input(str(SHARED / gold.path))], Options(languages(), gold.language, gold.published)):
            assert isinstance(document, Document)
            yield document


@pytest.fixture(scope="module")
def golds() -> list[Gold]:
    return [gold for gold in read_gold(gold_files(SHARED / "gold")) if isinstance(gold, Gold)]


@pytest.fixture(scope="module")
def facts(golds: list[Gold]) -> Facts:
    with extracted(documents(golds), len(golds)) as graph:
        return list(graph.facts())


@pytest.fixture(scope="module")
def report(golds: list[Gold], facts: Facts) -> Report:
    symmetric = {name for name, relation in load_ontology().relations.items() if relation.symmetric}
    return score(golds, facts, symmetric)


def test_all_of_the_gold_is_read(golds: list[Gold]) -> None:
    assert len(golds) == len(gold_files(SHARED / "gold"))


def test_no_fact_has_subject_and_object_swapped(report: Report) -> None:
    swapped = [
        f"{each.document}: {each.subject['names'][0]} {each.relation} {each.object['names'][0]} ({each.rule}) “{each.quote}”"
        for each in report.findings
        if each.kind == "swapped"
    ]
    assert swapped == []


def test_every_quote_stands_in_its_place(report: Report) -> None:
    assert report.total.quotes_in_place == 1.0


def test_the_scorer_of_the_workshop_counts_the_same(facts: Facts, report: Report, tmp_path: Path) -> None:
    ours = report.total.as_dict() | {"languages": {key: each.as_dict() for key, each in report.languages.items()}}
    assert_within(workshop_score(facts, tmp_path), ours)


def test_the_scorer_of_the_workshop_counts_the_same_on_faulty_facts(
    golds: list[Gold], facts: Facts, tmp_path: Path
) -> None:
    """Statuses, directions, offsets and sources of every third, fifth … fact are spoilt, and many facts told twice."""
    spoilt = [faulty(fact, number) for number, fact in enumerate(facts + facts[::4])]
    symmetric = {name for name, relation in load_ontology().relations.items() if relation.symmetric}
    report = score(golds, spoilt, symmetric)
    ours = report.total.as_dict() | {"languages": {key: each.as_dict() for key, each in report.languages.items()}}
    assert_within(workshop_score(spoilt, tmp_path), ours)
    assert any(each.kind == "swapped" for each in report.findings)


def faulty(fact: dict[str, Any], number: int) -> dict[str, Any]:
    changed = dict(fact)
    if number % 3 == 0:
        changed["status"] = "possible"
    if number % 5 == 0 and "names" in fact["object"]:
        changed["subject"], changed["object"] = fact["object"], fact["subject"]
    if number % 7 == 0:
        changed["evidence"] = fact["evidence"] | {"start": fact["evidence"]["start"] + 1}
    if number % 11 == 0:
        changed["attributedTo"] = {"text": "la presse économique"}
    if number % 13 == 0:
        changed["subject"] = {"names": ["The " + fact["subject"]["names"][0].upper()]}
    return changed


def workshop_score(facts: Facts, folder: Path) -> dict[str, Any]:
    (folder / "facts.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts), "utf-8")
    gold = SHARED / "gold"
    program: list[str | Path] = [sys.executable, gold / "score.py", "--gold", gold, "--json"]
    ran = subprocess.run([*program, "--facts", folder / "facts.jsonl"], capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def assert_within(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> None:
    """Every figure of the workshop's scorer is among ours, and the same."""
    for key, value in theirs.items():
        if isinstance(value, dict):
            assert_within(value, ours[key])
        else:
            assert ours[key] == value, key
