"""Every frame of appointments finds what its sentences say, and nothing where they say nothing of the kind."""

from __future__ import annotations

from functools import cache

import pytest

from kg.extract.postframes import load_appointments
from kg.language import languages
from kg.model import Extraction
from tests.support.extracting import entities, extract_all, words

_FRAMES = [(language, frame) for language in languages() for frame in load_appointments(language)]
_MATCH = [(language, *text.split(" => ")) for language, frame in _FRAMES for text in frame.match]
_AVOID = [(language, frame.rule, text) for language, frame in _FRAMES for text in frame.avoid]


@cache
def extractions(language: str) -> dict[str, Extraction]:
    sentences = sorted(
        {s for lang, s, *_ in _MATCH if lang == language} | {s for lang, _, s in _AVOID if lang == language}
    )
    return dict(zip(sentences, extract_all(sentences, language), strict=True))


@pytest.mark.parametrize(("language", "sentence", "fact"), _MATCH)
def test_a_frame_finds_its_post(language: str, sentence: str, fact: str) -> None:
    extraction = extractions(language)[sentence]
    known = entities(extraction)
    found = [f"{known[f.subject].names[0]} {f.relation} {words(extraction, f.object)}" for f in extraction.facts]
    assert fact in found


@pytest.mark.parametrize(("language", "rule", "sentence"), _AVOID)
def test_a_frame_finds_no_post_where_none_is(language: str, rule: str, sentence: str) -> None:
    assert [f for f in extractions(language)[sentence].facts if f.rule.endswith(rule)] == []


@pytest.mark.parametrize("language", languages())
def test_every_frame_has_examples(language: str) -> None:
    assert [f.rule for f in load_appointments(language) if not (f.match and f.avoid)] == []
