"""The records in which the stages meet. All are frozen; all carry their place in the source.

Offsets are in characters (Unicode code points) of `Document.text`, half open: `text[start:end]`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntityType(StrEnum):
    """The four classes of entities; the ontology has more specific ones below each (`Entity.classes`)."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    PRODUCT = "Product"


class Status(StrEnum):
    """What the text commits itself to, in the terms of factuality annotation (FactBank)."""

    ASSERTED = "asserted"  # stated as true, now or in the past (CT+)
    PLANNED = "planned"  # announced or promised by somebody who can do it, not done yet
    POSSIBLE = "possible"  # rumoured, conditional, expected (PR+, PS+)
    DENIED = "denied"  # said not to be so, or called off (CT-)
    UNKNOWN = "unknown"  # explicitly left open (Uu)


class MentionKind(StrEnum):
    """How a mention refers."""

    NAME = "name"  # "Xiaomi EV Inc."
    NOMINAL = "nominal"  # "la marque", "the Lyon-based firm"
    PRONOUN = "pronoun"  # "elle", "its", "we" in a quotation
    ADJECTIVE = "adjective"  # "chinois" for China


class Severity(StrEnum):
    """How much of the input a problem concerns."""

    ERROR = "error"  # nothing was read from this input
    WARNING = "warning"  # the input was read, but not all of it or not surely


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the data, reported and never raised."""

    source: str  # the document or file as the user gave it
    message: str  # one line, no full stop
    severity: Severity = Severity.ERROR
    line: int | None = None  # 1-based, where the source has lines
    offset: int | None = None  # bytes in the file, or characters in the text once there is one
    hint: str | None = None  # what the user can do about it

    def __str__(self) -> str:
        place = self.source
        if self.line is not None:
            place += f":{self.line}"
        elif self.offset is not None:
            place += f" at {self.offset}"
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known of it; the unit of reading, extracting, replacing and forgetting."""

    source: str  # path, URL or name as given to ingest; the document's identity
    text: str  # NFC, "\n" line ends; every offset refers to it
    language: str  # ISO 639-1: "fr", "en"
    title: str | None = None
    published: date | None = None  # relative dates of the text are resolved against it
    author: str | None = None
    media_type: str = "text/plain"
    pages: tuple[int, ...] = ()  # offset at which each page starts, for paged formats

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that extraction depends on, the source's name excepted."""
        known = [self.text, self.language, self.title, str(self.published), self.author, self.media_type, self.pages]
        return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove a fact: `document.text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a text that refers to an entity."""

    start: int
    end: int
    text: str
    kind: MentionKind
    entity: str  # `Entity.id` within the same extraction
    reason: str | None = None  # how coreference found the entity, for mentions that are not names


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as one document knows it; `kg.resolve` finds which ones are the same across documents."""

    id: str  # unique within the extraction: "organization/xiaomi-ev-inc"
    type: EntityType
    names: tuple[str, ...]  # forms found in the document, fullest first; never empty
    classes: tuple[str, ...] = ()  # more specific classes of the ontology: "Company", "Country"
    code: str | None = None  # an identifier that the language data knows: "iso3166:CN"


@dataclass(frozen=True, slots=True)
class Literal:
    """An object that is not an entity. Exactly one of quantity, amount (with currency), date and text is set."""

    quantity: int | float | None = None
    amount: float | None = None  # in units of the currency
    currency: str | None = None  # ISO 4217
    date: str | None = None  # "2024", "2024-H1", "2024-Q3", "2012-07", "2012-07-12", "2012/2014", "../2014"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """To whom a text attributes a statement: an entity of the document, or else words of the text."""

    text: str
    entity: str | None = None  # `Entity.id`


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of one document: who, relation, whom, and what the text commits itself to."""

    subject: str  # `Entity.id`
    relation: str  # local name of a property of the ontology: "chiefExecutiveOf"
    object: str | Literal  # `Entity.id` or a value
    status: Status
    evidence: Evidence
    rule: str  # what found it: "fr/chiefExecutiveOf/title"
    ended: bool = False  # the text says that it no longer holds
    attributed_to: Source | None = None
    time: str | None = None  # EDTF-like, as `Literal.date`
    place: str | None = None  # `Entity.id`
    amount: float | None = None
    currency: str | None = None  # ISO 4217
    duration: str | None = None  # ISO 8601: "P10Y"
    position: str | None = None  # words of the text
    share: float | None = None  # per cent
    product: str | None = None  # `Entity.id`


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document: the unit that the store takes in, replaces and forgets."""

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules: str = ""  # version of the rules that made it: a digest of code and language data
