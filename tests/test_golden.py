"""Text in, facts out: every fact of the short texts in tests/golden, and no other."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from kg.model import Extraction
from tests.support.extracting import extract_all, line

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Case:
    """A short text with all its facts, as `tests.support.extracting.line` writes them."""

    language: str
    topic: str
    text: str
    facts: tuple[str, ...]


@cache
def cases() -> list[Case]:
    return [
        Case(path.parent.name, path.stem, case["text"], tuple(case["facts"]))
        for path in sorted(FOLDER.glob("*/*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


@cache
def extractions(language: str) -> dict[str, Extraction]:
    texts = sorted({case.text for case in cases() if case.language == language})
    return dict(zip(texts, extract_all(texts, language), strict=True))


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.language}-{c.topic}-{c.text[:60]}")
def test_a_text_gives_its_facts_and_no_others(case: Case) -> None:
    extraction = extractions(case.language)[case.text]
    assert sorted(line(extraction, fact) for fact in extraction.facts) == sorted(case.facts)


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.language}-{c.topic}-{c.text[:60]}")
def test_every_quote_stands_at_its_offsets(case: Case) -> None:
    extraction = extractions(case.language)[case.text]
    assert [f for f in extraction.facts if case.text[f.evidence.start : f.evidence.end] != f.evidence.quote] == []
