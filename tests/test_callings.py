"""The cues of callings, studies and lives find what their sentences say, and nothing where they say nothing of the kind."""

from __future__ import annotations

import pytest

from kg.language import languages, load_language
from tests.support.examples import Examples

_EXAMPLES = Examples(
    (language, "/" + rule, entry["match"], entry["avoid"])
    for language in languages()
    for rule, entries in (
        ("calling", load_language(language).table("callings")["cue"]),
        ("schooling", [load_language(language).table("schooling")]),
        ("parties", [load_language(language).table("parties")]),
        ("told", [load_language(language).table("lives")["told"]]),
    )
    for entry in entries
)


@pytest.mark.parametrize(("language", "sentence", "fact"), _EXAMPLES.match)
def test_a_cue_finds_its_fact(language: str, sentence: str, fact: str) -> None:
    assert fact in _EXAMPLES.facts(language, sentence)


@pytest.mark.parametrize(("language", "rule", "sentence"), _EXAMPLES.avoid)
def test_a_cue_finds_nothing_where_nothing_is(language: str, rule: str, sentence: str) -> None:
    assert _EXAMPLES.by_rule(language, sentence, rule) == []
