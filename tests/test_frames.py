"""Every frame finds its relation in the sentences that it says it does, the right way round, and not in the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from kg.extract.frames import load_frames
from kg.language import languages
from kg.model import Extraction
from kg.ontology import load_ontology
from tests.support.extracting import entities, extract_all, words


@dataclass(frozen=True)
class Example:
    """One sentence of a frame."""

    language: str
    rule: str
    relation: str
    sentence: str
    ends: tuple[str, str] | None  # subject and object, where the example states them
    wanted: bool


@cache
def examples(language: str) -> list[Example]:
    return list(_examples(language))


def _examples(language: str) -> Iterator[Example]:
    for frame in load_frames(language).all:
        for text in frame.match:
            sentence, _, rest = text.partition(" => ")
            ends = tuple(part.strip() for part in rest.split("->")) if rest else None
            yield Example(language, frame.rule, frame.relation, sentence, ends, wanted=True)  # type: ignore[arg-type]
        for text in frame.avoid:
            yield Example(language, frame.rule, frame.relation, text, None, wanted=False)


@cache
def extractions(language: str) -> dict[str, Extraction]:
    sentences = sorted({example.sentence for example in examples(language)})
    return dict(zip(sentences, extract_all(sentences, language), strict=True))


ALL = [example for language in languages() for example in examples(language)]


@pytest.mark.parametrize("example", ALL, ids=lambda e: f"{e.rule}-{'' if e.wanted else 'not-'}{e.sentence[:40]}")
def test_a_frame_does_as_its_examples_say(example: Example) -> None:
    extraction = extractions(example.language)[example.sentence]
    known = entities(extraction)
    found = [f for f in extraction.facts if f.relation == example.relation]
    if not example.wanted:
        assert found == []
        return
    assert found, f"no {example.relation} in: {example.sentence}"
    if example.ends is not None:
        pairs = [(known[f.subject].names, words(extraction, f.object)) for f in found]
        assert any(example.ends[0] in names and example.ends[1] in thing for names, thing in pairs), pairs


@pytest.mark.parametrize("language", languages())
def test_every_frame_has_examples_and_a_known_relation(language: str) -> None:
    frames = load_frames(language).all
    relations = load_ontology().relations
    assert [f.rule for f in frames if f.relation not in relations] == []
    by_trigger = {(f.rule.split("/", 2)[2].removesuffix(":noun"), f.lemmas) for f in frames if f.match and f.avoid}
    assert [f.rule for f in frames if (f.rule.split("/", 2)[2].removesuffix(":noun"), f.lemmas) not in by_trigger] == []
