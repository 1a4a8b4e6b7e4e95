"""What documents together say of an entity, and the labels, types and look-up keys that follow from it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import terms
from kg.graph.namespaces import KG, RDF, RDFS, SKOS
from kg.resolve.countries import code_names
from kg.resolve.names import name_key, slug

# What `entity_triples` writes. All else that has the entity as its subject are plain triples of facts.
DERIVED = (RDFS.label, SKOS.altLabel, KG.nameKey, RDF.type, KG.code)


@dataclass(slots=True)
class Portrait:
    """Names, classes and codes of an entity."""

    names: set[str] = field(default_factory=set)
    classes: set[NamedNode] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    @property
    def given(self) -> dict[str, str]:
        """Language → name that the language data knows by a code; it may stand in no document."""
        return {language: name for code in sorted(self.codes) for language, name in code_names(code).items()}


def from_appearances(appearances: Iterable[Triple]) -> Portrait:
    """What the triples of appearances say of the entity that appears."""
    portrait = Portrait()
    for triple in appearances:
        if triple.predicate == KG.name and isinstance(triple.object, Literal):
            portrait.names.add(triple.object.value)
        elif triple.predicate == KG["class"] and isinstance(triple.object, NamedNode):
            portrait.classes.add(triple.object)
        elif triple.predicate == KG.code and isinstance(triple.object, Literal):
            portrait.codes.add(triple.object.value)
    return portrait


def from_entity(triples: Iterable[Triple]) -> Portrait:
    """What the entity's own triples, which `entity_triples` wrote, say of it; given names are among the names."""
    portrait = Portrait()
    for triple in triples:
        if isinstance(triple.object, Literal) and not triple.object.language:
            if triple.predicate in (RDFS.label, SKOS.altLabel):
                portrait.names.add(triple.object.value)
            elif triple.predicate == KG.code:
                portrait.codes.add(triple.object.value)
        elif triple.predicate == RDF.type and isinstance(triple.object, NamedNode):
            portrait.classes.add(triple.object)
    return portrait


def entity_triples(entity: NamedNode, portrait: Portrait, base: str) -> Iterator[Triple]:
    """All derived triples of an entity."""
    given = portrait.given
    label = main_name(entity.value.removeprefix(base), portrait.names, given)
    yield Triple(entity, RDFS.label, terms.string(label))
    for language, name in given.items():
        yield Triple(entity, RDFS.label, Literal(name, language=language))
    for name in portrait.names - {label}:
        yield Triple(entity, SKOS.altLabel, terms.string(name))
    for key in {name_key(name) for name in portrait.names | {label} | set(given.values())}:
        yield Triple(entity, KG.nameKey, terms.string(key))
    for class_ in portrait.classes:
        yield Triple(entity, RDF.type, class_)
    for code in portrait.codes:
        yield Triple(entity, KG.code, terms.string(code))


def main_name(path: str, names: Iterable[str], given: Mapping[str, str]) -> str:
    """The label of an entity: of its names the one that its IRI is made of, in its best spelling.

    Best is mixed case before all capitals or all small, then with accents, then the longest, then by alphabet:
    a function of the set of names, so that the order of reading doesn't matter.
    """
    own = path.partition("/")[2]
    spelled = [name for name in names if slug(name_key(name)) == own]
    if not spelled and "en" in given:
        return given["en"]
    return min(spelled or names, key=lambda n: (n.isupper() or n.islower(), -_accents(n), -len(n), n))


def _accents(name: str) -> int:
    return sum(ord(character) > 0x7F for character in name)
