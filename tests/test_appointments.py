"""Every frame of appointments finds what its sentences say, and nothing where they say nothing of the kind."""

from __future__ import annotations

import pytest

from kg.extract.postframes import load_appointments
from kg.language import languages
from tests.support.examples import Examples

_EXAMPLES = Examples(
    (language, frame.rule, frame.match, frame.avoid)
    for language in languages()
    for frame in load_appointments(language)
)


@pytest.mark.parametrize(("language", "sentence", "fact"), _EXAMPLES.match)
def test_a_frame_finds_its_post(language: str, sentence: str, fact: str) -> None:
    assert fact in _EXAMPLES.facts(language, sentence)


@pytest.mark.parametrize(("language", "rule", "sentence"), _EXAMPLES.avoid)
def test_a_frame_finds_no_post_where_none_is(language: str, rule: str, sentence: str) -> None:
    assert _EXAMPLES.by_rule(language, sentence, rule) == []


@pytest.mark.parametrize("language", languages())
def test_every_frame_has_examples(language: str) -> None:
    assert [f.rule for f in load_appointments(language) if not (f.match and f.avoid)] == []
