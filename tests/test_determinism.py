"""The facts depend on the articles alone: not on the run, the number of processes, or the order of the files."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import ROOT, Ran

Kg = Callable[..., Ran]


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Our own articles in the current folder, by name."""
    monkeypatch.chdir(tmp_path)
    # Twelve articles in batches of five: two workers share them, and another order makes other batches.
    monkeypatch.setattr("kg.pipeline.BATCH", 5)
    for path in (ROOT / "tests" / "quality" / "corpus").glob("*/*.txt"):
        shutil.copy(path, tmp_path)
    return sorted(path.name for path in tmp_path.glob("*.txt"))


def facts(kg: Kg, articles: list[str], store: str, *options: str) -> str:
    ran = kg("ingest", *articles, "--store", store, *options)
    assert ran.code == 0, ran.err
    exported = kg("export", "--format", "facts", "--store", store, "-o", f"{store}.jsonl")
    assert exported.code == 0, exported.err
    return Path(f"{store}.jsonl").read_text("utf-8")


def test_the_same_articles_give_the_same_facts(kg: Kg, articles: list[str]) -> None:
    shuffled = random.Random(1).sample(articles, len(articles))  # noqa: S311  (no secret)
    first = facts(kg, articles, "first")
    assert first.count("\n") > len(articles)
    assert facts(kg, shuffled, "shuffled") == first
    assert facts(kg, shuffled[::-1], "two", "--workers", "2") == first
