"""The cues of callings, studies and lives find what their sentences say, and nothing where they say nothing of the kind."""

from __future__ import annotations

from functools import cache

import pytest

from kg.language import languages, load_language
from kg.model import Extraction
from tests.support.extracting import entities, extract_all, words

_ENTRIES = [
    (language, rule, entry)
    for language in languages()
    for rule, entries in (
        ("calling", load_language(language).table("callings")["cue"]),
        ("schooling", [load_language(language).table("schooling")]),
        ("parties", [load_language(language).table("parties")]),
        ("told", [load_language(language).table("lives")["told"]]),
    )
    for entry in entries
]
_MATCH = [(language, *text.split(" => ")) for language, _, entry in _ENTRIES for text in entry["match"]]
_AVOID = [(language, rule, text) for language, rule, entry in _ENTRIES for text in entry["avoid"]]


@cache
def extractions(language: str) -> dict[str, Extraction]:
    sentences = sorted(
        {s for lang, s, *_ in _MATCH if lang == language} | {s for lang, _, s in _AVOID if lang == language}
    )
    return dict(zip(sentences, extract_all(sentences, language), strict=True))


@pytest.mark.parametrize(("language", "sentence", "fact"), _MATCH)
def test_a_cue_finds_its_fact(language: str, sentence: str, fact: str) -> None:
    extraction = extractions(language)[sentence]
    known = entities(extraction)
    found = [f"{known[f.subject].names[0]} {f.relation} {words(extraction, f.object)}" for f in extraction.facts]
    assert fact in found


@pytest.mark.parametrize(("language", "rule", "sentence"), _AVOID)
def test_a_cue_finds_nothing_where_nothing_is(language: str, rule: str, sentence: str) -> None:
    assert [f for f in extractions(language)[sentence].facts if f.rule.endswith("/" + rule)] == []
