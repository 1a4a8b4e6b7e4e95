"""What goes into a page: facts as `kg export --format facts` writes them, documents, the words for relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

FactRecord = Mapping[str, Any]
"""One line of the facts format: document, subject, relation, object, status, evidence, and the optional keys."""

LANGUAGES = ("en", "fr")
"""The languages of the interface; each page carries both."""

ENTITY_TYPES = ("Organization", "Person", "Product", "Place")
VALUE_TYPES = {"amount": "Amount", "quantity": "Quantity", "date": "Date", "text": "Text"}
"""The key of a literal object, and the type under which its value is drawn."""

UNDRAWN_TYPES = ("Date", "Text")
"""Values that a large picture opens without, since they crowd it and link nothing; panel and table have them."""

OTHER_TYPE = "Entity"
"""What an entity is drawn as whose type the page does not know."""


class DocumentInfo(Protocol):
    """What the page tells of a document; `kg.model.Document` and `kg.graph.records.DocumentInfo` are such.

    One that also has `text` (what the offsets of the evidence refer to) lets the page show quotes in their context.
    """

    @property
    def title(self) -> str | None:
        """The headline."""
        ...

    @property
    def published(self) -> date | None:
        """The day of publication."""
        ...

    @property
    def language(self) -> str:
        """ISO 639-1."""
        ...


class RelationInfo(Protocol):
    """What the page needs of a relation besides its words."""

    @property
    def symmetric(self) -> bool:
        """Whether it reads the same both ways, and so is drawn without an arrowhead."""
        ...


class Relations(Protocol):
    """The words for relations; `kg.ontology.Ontology` is one."""

    @property
    def relations(self) -> Mapping[str, RelationInfo]:
        """All relations by name."""
        ...

    def label(self, name: str, language: str, /) -> str:
        """The label of a relation ("chiefExecutiveOf") in a language ("en": "chief executive of")."""
        ...


@dataclass(frozen=True, slots=True)
class Node:
    """What is drawn as one node: an entity, or the value of one entity's relation."""

    id: int
    type: str  # one of ENTITY_TYPES, of the values of VALUE_TYPES, or OTHER_TYPE
    names: tuple[str, ...]  # the label first; for a value the plain text of it
    iri: str | None = None
    value: Mapping[str, Any] | None = None  # the literal, as in the facts format


@dataclass(frozen=True, slots=True)
class Proposition:
    """Subject, relation, object: what any number of tellings say."""

    id: int
    subject: int  # Node.id
    relation: str
    object: int  # Node.id


@dataclass(frozen=True, slots=True)
class Telling:
    """One document's statement of a proposition, with its status and its words."""

    proposition: int  # Proposition.id
    record: FactRecord


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the page knows, whether drawn at once or not."""

    nodes: tuple[Node, ...]
    propositions: tuple[Proposition, ...]
    tellings: tuple[Telling, ...]

    def neighbours(self) -> list[list[int]]:
        """For each node the nodes it shares a proposition with, each once, in the order of the propositions."""
        found: list[dict[int, None]] = [{} for _ in self.nodes]
        for proposition in self.propositions:
            if proposition.subject != proposition.object:
                found[proposition.subject][proposition.object] = None
                found[proposition.object][proposition.subject] = None
        return [list(near) for near in found]
