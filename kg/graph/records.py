"""What the graph answers with: small frozen records, free of any RDF library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What putting a document did."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Known:
    """What the store was made from: a document with the same digest and rules need not be extracted again."""

    digest: str  # `Document.digest`
    rules: str  # `Extraction.rules`


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document of the store without its text."""

    iri: str
    source: str
    language: str
    digest: str
    rules: str
    media_type: str
    characters: int  # length of the text
    claims: int  # facts that it tells, each telling counted
    title: str | None = None
    published: date | None = None
    author: str | None = None
    stored: datetime | None = None  # when it was last put


@dataclass(frozen=True, slots=True)
class EntityInfo:
    """An entity over all documents."""

    iri: str
    type: str  # "Person", "Organization", "Place", "Product"
    label: str  # the main name
    names: tuple[str, ...]  # all names, the label first, then in alphabetical order
    documents: int  # how many mention it
    classes: tuple[str, ...] = ()  # more specific classes: "Company"
    labels: Mapping[str, str] = field(default_factory=dict)  # by language, where the language data knows them


@dataclass(frozen=True, slots=True)
class Stats:
    """How much there is."""

    documents: int
    entities: Mapping[str, int]  # by type
    claims: Mapping[str, int]  # by status; each telling of a fact by a document counts
    facts: int  # distinct propositions, whatever their status
    triples: int
    languages: Mapping[str, int]  # documents by language
