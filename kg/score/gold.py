"""Gold: what a careful analyst would enter after reading one article, as records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kg.model import EntityType, Problem, Status

Value = str | Mapping[str, Any]  # `GoldEntity.id`, or a literal of the facts format: {"quantity": 300}


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity with the names that an answer may give it."""

    id: str
    type: EntityType
    names: tuple[str, ...]  # forms of the text, fullest first
    aliases: tuple[str, ...] = ()  # other accepted names, which the text does not have


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact that is to be found."""

    subject: str  # `GoldEntity.id`
    relation: str
    object: Value
    status: Status
    evidence: str  # words of the text
    optional: bool = False  # careful analysts may differ: neither its absence nor its presence is an error
    attributed_to: str | None = None  # `GoldEntity.id`, or words of the text
    time: str | None = None  # EDTF-like, as `kg.model.Literal.date`
    # Other acceptable values, by the gold file's keys: s, r, o, status, time, attributedTo …
    alternatives: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def readings(self) -> Iterator[tuple[str, str, Value]]:
        """Subject, relation and object of the fact, and those that each alternative allows."""
        yield self.subject, self.relation, self.object
        for subject in self.alternatives.get("s", ()):
            yield subject, self.relation, self.object
        for relation in self.alternatives.get("r", ()):
            yield self.subject, relation, self.object
        for value in self.alternatives.get("o", ()):
            yield self.subject, self.relation, value

    def statuses(self) -> frozenset[str]:
        """The statuses that are right."""
        return frozenset([self.status.value, *self.alternatives.get("status", ())])

    def times(self) -> frozenset[str]:
        """The times that are right; empty where the text gives none."""
        return frozenset([self.time, *self.alternatives.get("time", ())]) if self.time else frozenset()

    def sources(self) -> tuple[str, ...]:
        """To whom the statement may be attributed: entity ids or words."""
        given = (self.attributed_to, *self.alternatives.get("attributedTo", ()))
        return tuple(source for source in given if source)


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one article."""

    id: str
    language: str  # ISO 639-1
    path: str  # of the text, relative to the folder that the gold names; its stem is the document's name
    published: date | None
    entities: Mapping[str, GoldEntity]  # by id
    facts: tuple[GoldFact, ...]
    text: str = ""


def parse_gold(data: Any, source: str) -> Gold | Problem:
    """The gold of one article's JSON; a `Problem` that names the fact, where it is malformed.

    Its "text" is the path of the article, whose words are left empty; or, where it has a "source", the words
    themselves, as in the JSON Lines that `kg ingest` reads.
    """
    if not isinstance(data, dict) or not isinstance(data.get("facts"), list):
        return Problem(source, 'no gold: "facts" is missing', hint="one JSON object an article, see docs/cli.md")
    try:
        entities = {each["id"]: _entity(each) for each in data["entities"]}
    except (KeyError, TypeError, ValueError) as error:
        return Problem(source, f"an entity is malformed: {_said(error)}")
    facts = []
    for number, record in enumerate(data["facts"], 1):
        try:
            facts.append(_fact(record, entities))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return Problem(source, f"fact {number} is malformed: {_said(error)}")
    try:
        published = date.fromisoformat(data["published"]) if data.get("published") else None
        if "source" in data:
            name = data["source"]
            return Gold(name, data["lang"], name, published, entities, tuple(facts), data["text"])
        return Gold(data["id"], data["lang"], data["text"], published, entities, tuple(facts))
    except (KeyError, TypeError, ValueError) as error:
        return Problem(source, f"the article is malformed: {_said(error)}")


def _entity(record: Mapping[str, Any]) -> GoldEntity:
    aliases = tuple(record.get("aliases", ()))
    return GoldEntity(record["id"], EntityType(record["type"]), tuple(record["names"]), aliases)


def _fact(record: Mapping[str, Any], entities: Mapping[str, GoldEntity]) -> GoldFact:
    fact = GoldFact(
        record["s"], record["r"], record["o"], Status(record["status"]), record["evidence"],
        optional=bool(record.get("optional")), attributed_to=record.get("attributedTo"), time=record.get("time"),
        alternatives={key: tuple(values) for key, values in record.get("alt", {}).items()},
    )  # fmt: skip
    for subject, _, value in fact.readings():
        for end in (subject, value):
            if isinstance(end, str) and end not in entities:
                raise ValueError(f"no entity {end!r}")
        if not isinstance(value, str) and not value:
            raise ValueError("an empty object")
    return fact


def _said(error: Exception) -> str:
    return f"no {error}" if isinstance(error, KeyError) else str(error)
