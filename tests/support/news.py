"""A news graph of any size: documents about persons, companies, places and amounts, made without any extraction.

A few names are in every other document and most in one or two, as in news; so the number of entities and facts grows
with the number of documents, and some facts are told a hundred times.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from kg.graph.library import Graph
from kg.graph.rdf import document_graph
from kg.graph.update import put_documents
from kg.model import (
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Fact,
    Literal,
    Mention,
    MentionKind,
    Source,
    Status,
)
from kg.ontology import load_ontology

SENTENCES = 8
AT_ONCE = 1000  # documents put in one change
_SYLLABLES = "ba ce di fo gu ha jo ka le mi nor vel mo pra qui ro sta ti vu xel yan zor ber lin cor val an el".split()
_STATUSES = [Status.ASSERTED] * 14 + [Status.PLANNED] * 2 + [Status.POSSIBLE] * 2 + [Status.DENIED, Status.UNKNOWN]
# Words between subject and object, and the types of both; values are made where there is none.
_RELATIONS = (
    ("chiefExecutiveOf", "is the chief executive of", EntityType.PERSON, EntityType.ORGANIZATION),
    ("chairOf", "chairs", EntityType.PERSON, EntityType.ORGANIZATION),
    ("partnerOf", "works with", EntityType.ORGANIZATION, EntityType.ORGANIZATION),
    ("acquires", "takes over", EntityType.ORGANIZATION, EntityType.ORGANIZATION),
    ("subsidiaryOf", "belongs to", EntityType.ORGANIZATION, EntityType.ORGANIZATION),
    ("investsIn", "puts money into", EntityType.ORGANIZATION, EntityType.ORGANIZATION),
    ("operatesIn", "is at work in", EntityType.ORGANIZATION, EntityType.PLACE),
    ("employeeCount", "employs", EntityType.ORGANIZATION, None),
    ("foundedOn", "was founded in", EntityType.ORGANIZATION, None),
)


@cache
def name(kind: EntityType, number: int) -> str:
    """The name of that entity."""
    chance = random.Random(f"{kind}{number}")  # noqa: S311
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize() for _ in range(2)]
    return words[0] if kind is EntityType.PLACE else " ".join(words)


def extraction(number: int) -> Extraction:
    """The document of that number, always the same."""
    writer = _Writer(number)
    for _ in range(SENTENCES):
        writer.sentence()
    document = Document(
        source=f"news/{number:07}.txt",
        text="".join(writer.text),
        language="en",
        title=f"Paper {number}",
        published=date(2015, 1, 1) + timedelta(days=number % 4000),
    )
    entities = tuple(Entity(each, *said) for each, said in sorted(writer.entities.items()))
    return Extraction(document, entities, tuple(writer.mentions), tuple(writer.facts), rules="generated")


def fill(graph: Graph, numbers: Iterable[int]) -> None:
    """Put these documents, which the graph doesn't have."""
    waiting: Iterator[int] = iter(numbers)
    while some := list(islice(waiting, AT_ONCE)):
        made = [document_graph(extraction(number), graph.base, load_ontology()) for number in some]
        put_documents(graph.store, made, graph.base, load_ontology())


class _Writer:
    """Writes a text, and takes down what it says."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)  # noqa: S311
        self.text: list[str] = []
        self.length = 0
        self.entities: dict[str, tuple[EntityType, tuple[str]]] = {}
        self.mentions: list[Mention] = []
        self.facts: list[Fact] = []

    def sentence(self) -> None:
        relation, words, subject_type, object_type = self.chance.choice(_RELATIONS)
        start = self.length
        subject = self._mention(subject_type)
        self._write(f" {words} ")
        if object_type is None:
            object_: str | Literal = self._value(relation)
        else:
            object_ = self._mention(object_type, not_=subject)
        quote = "".join(self.text)[start:]
        self._write(". ")
        self.facts.append(self._fact(subject, relation, object_, Evidence(start, start + len(quote), quote)))

    def _fact(self, subject: str, relation: str, object_: str | Literal, evidence: Evidence) -> Fact:
        chance, said = self.chance, relation == "acquires" and self.chance.random() < 0.5
        return Fact(
            subject, relation, object_, chance.choice(_STATUSES), evidence, "en/generated",
            ended=chance.random() < 0.05,
            attributed_to=Source("the press") if chance.random() < 0.2 else None,
            time=str(chance.randint(1990, 2026)) if chance.random() < 0.3 else None,
            amount=chance.randint(1, 900) * 1e6 if said else None,
            currency="EUR" if said else None,
        )  # fmt: skip

    def _mention(self, kind: EntityType, not_: str = "") -> str:
        while (chosen := f"{kind} {(rank := self._rank())}") == not_:
            pass
        words = name(kind, rank)
        self.mentions.append(Mention(self.length, self.length + len(words), words, MentionKind.NAME, chosen))
        self._write(words)
        self.entities[chosen] = (kind, (words,))
        return chosen

    def _rank(self) -> int:
        """How well-known whom one speaks of is: every fifth time one of the first two, every eighth none of a thousand."""
        return int(self.chance.paretovariate(0.3)) % 1_000_000

    def _value(self, relation: str) -> Literal:
        if relation == "foundedOn":
            value = Literal(date=str(self.chance.randint(1900, 2020)))
            self._write(str(value.date))
        else:
            value = Literal(quantity=self.chance.randint(10, 50_000))
            self._write(f"{value.quantity} people")
        return value

    def _write(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)
