"""What was not understood: sentences that name two or more entities, and tell no fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract import sentences
from kg.extract.normalise import normalise
from kg.language import load_language
from kg.model import Document

# A fact between entities has two of them; a sentence with one tells at most a value (a date, an amount).
ENTITIES = 2

Span = tuple[int, int]  # characters of the document's text


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of the text that refers to an entity."""

    start: int
    end: int
    entity: str  # any identifier: an IRI, or `Entity.id`
    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence that no fact was found in."""

    start: int
    end: int
    sentence: str
    entities: tuple[str, ...]  # names, in the order of the sentence


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document was understood."""

    source: str
    sentences: int  # those with two or more entities
    gaps: tuple[Gap, ...]  # those of them without a fact

    @property
    def covered(self) -> int:
        """Sentences with two or more entities that tell a fact."""
        return self.sentences - len(self.gaps)


def sentence_spans(document: Document) -> list[Span]:
    """The sentences as extraction sees them; loads the model of the document's language, for its dictionary.

    Raises `ConfigurationError` when there is none.
    """
    from kg.extract.models import load_model

    model = load_model(load_language(document.language))
    return sentences.split(normalise(document.text), model)


def find_gaps(
    document: Document, spans: Iterable[Span], references: Iterable[Reference], evidence: Iterable[Span]
) -> Coverage:
    """Find the sentences of two or more different entities that no fact's evidence touches.

    `spans` are the sentences in their order, `evidence` those of the quotes.
    """
    found, quotes = sorted(references, key=lambda each: (each.start, -each.end)), sorted(set(evidence))
    dense, gaps = 0, []
    for start, end in spans:
        names: dict[str, str] = {}
        for each in found:
            if start <= each.start < end:
                names.setdefault(each.entity, each.name)
        if len(names) < ENTITIES:
            continue
        dense += 1
        if not any(first < end and start < last for first, last in quotes):
            gaps.append(Gap(start, end, document.text[start:end], tuple(names.values())))
    return Coverage(document.source, dense, tuple(gaps))
