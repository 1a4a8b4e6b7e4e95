"""The examples beside the patterns of the language data: "sentence => subject relation object", and sentences to avoid."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.model import Extraction, Fact
from tests.support.extracting import entities, extract_all, words


class Examples:
    """The examples of one kind of pattern in all languages, extracted in one batch a language."""

    def __init__(self, patterns: Iterable[tuple[str, str, Iterable[str], Iterable[str]]]) -> None:
        """Take language, end of the rule, sentences with their facts, and sentences to avoid, of each pattern."""
        known = [(language, rule, tuple(match), tuple(avoid)) for language, rule, match, avoid in patterns]
        self.match = [(language, *text.split(" => ")) for language, _, match, _ in known for text in match]
        self.avoid = [(language, rule, text) for language, rule, _, avoid in known for text in avoid]

    @cached_property
    def _extractions(self) -> dict[tuple[str, str], Extraction]:
        asked = {(language, text) for language, text, *_ in self.match} | {(lang, text) for lang, _, text in self.avoid}
        found: dict[tuple[str, str], Extraction] = {}
        for language in sorted({language for language, _ in asked}):
            texts = sorted(text for code, text in asked if code == language)
            found |= {(language, text): each for text, each in zip(texts, extract_all(texts, language), strict=True)}
        return found

    def facts(self, language: str, sentence: str) -> list[str]:
        """What a sentence says, as the examples write it."""
        extraction = self._extractions[language, sentence]
        known = entities(extraction)
        return [f"{known[f.subject].names[0]} {f.relation} {words(extraction, f.object)}" for f in extraction.facts]

    def by_rule(self, language: str, sentence: str, rule: str) -> list[Fact]:
        """The facts of a sentence whose rule ends so."""
        return [f for f in self._extractions[language, sentence].facts if f.rule.endswith(rule)]
