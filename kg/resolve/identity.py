"""Which entity of the graph an entity of a document is.

Identity is a pure function of what the document says of the entity: its type and its fullest name, or the code
that the language data knows. So it depends neither on the order in which documents come nor on what else is in the
store, and names that contain each other (Xiaomi, Xiaomi EV Inc.) are different entities.
"""

from __future__ import annotations

from kg.model import Entity
from kg.resolve.countries import code_names
from kg.resolve.names import name_key, slug


def identify(entity: Entity) -> str:
    """The path of the entity's IRI below the base: "organization/xiaomi-ev-inc", "place/china"."""
    return f"{entity.type.value.lower()}/{slug(identity_key(entity))}"


def identity_key(entity: Entity) -> str:
    """What entities of one type must share to be the same: the key of the fullest name, or of what the code names."""
    names = code_names(entity.code)
    if names:
        return name_key(names["en"])
    return name_key(entity.code) if entity.code else name_key(entity.names[0])
