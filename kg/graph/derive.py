"""What follows from the documents together: labels and types of entities, plain triples, fact and run nodes.

Everything here is a function of appearances, claims and documents, and of nothing else, and is derived again for just
what a change touched. So forgetting a document leaves the graph that would stand had it never been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import rdf, terms
from kg.graph.change import Change
from kg.graph.namespaces import KG, RDF, RDFS, SKOS
from kg.ontology import Ontology
from kg.resolve.countries import code_names
from kg.resolve.names import name_key, slug

ASSERTED = KG.asserted

# What `entity_triples` writes. All else that has the entity as its subject are plain triples of facts.
_DERIVED = (RDFS.label, SKOS.altLabel, KG.nameKey, RDF.type, KG.code)


@dataclass(slots=True)
class Portrait:
    """What documents together say of an entity."""

    names: set[str] = field(default_factory=set)
    classes: set[NamedNode] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def derive_entity(change: Change, entity: NamedNode, told: Iterable[Triple], untold: Iterable[Triple], base: str) -> None:
    """Bring labels and types of the entity up to date.

    `told` and `untold` are the triples of its appearances that the change adds and removes. What the entity had
    before stays, except what only an untold appearance supported; so the cost doesn't grow with the store.
    """
    before = [triple for predicate in _DERIVED for triple in change.before(entity, predicate)]
    portrait = _portrait_before(before)
    gone = _portrait(untold)
    for name in gone.names | _given_names(portrait.codes):
        if not _supported(change, entity, KG.name, terms.string(name)):
            portrait.names.discard(name)
    portrait.codes = {c for c in portrait.codes if c not in gone.codes or _code_supported(change, entity, c)}
    portrait.classes = {c for c in portrait.classes if c not in gone.classes or _class_supported(change, entity, c)}
    new = _portrait(told)
    portrait.names |= new.names
    portrait.classes |= new.classes
    portrait.codes |= new.codes
    alive = any(True for _ in change.referring(KG.entity, entity))
    change.replace(before, entity_triples(entity, portrait, base) if alive else ())


def entity_triples(entity: NamedNode, portrait: Portrait, base: str) -> Iterator[Triple]:
    """All derived triples of an entity, from what documents say of it."""
    given = {language: name for code in sorted(portrait.codes) for language, name in code_names(code).items()}
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


def main_name(path: str, names: Set[str], given: Mapping[str, str]) -> str:
    """The label of an entity: of its names the one that its IRI is made of, in its best spelling.

    Best is mixed case before all capitals or all small, then with accents, then the longest, then by alphabet:
    a function of the set of names, so that the order of reading doesn't matter.
    """
    own = path.partition("/")[2]
    spelled = [name for name in names if slug(name_key(name)) == own]
    if not spelled and "en" in given:
        return given["en"]
    return min(spelled or names, key=lambda n: (n.isupper() or n.islower(), -_accents(n), -len(n), n))


def derive_fact(
    change: Change, fact: NamedNode, node: frozenset[Triple], told: bool, ontology: Ontology, base: str
) -> None:
    """Bring the node of a fact, its plain triple and its amount up to date.

    `node` is the fact's node; `told` says that the change itself holds a claim that it is so.
    """
    alive = any(True for _ in change.referring(KG.claims, fact))
    before = frozenset(change.before(fact))
    change.replace(before, node if alive else ())
    about = {t.predicate: t.object for t in node}
    subject, predicate, object_ = about[RDF.subject], about[RDF.predicate], about[RDF.object]
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        raise TypeError(f"a fact without subject or relation: {fact}")
    plain = set(_plain(subject, predicate, object_, ontology))
    held = {triple for triple in plain if change.holds(triple)}
    holds = told or _asserted(change, fact)
    change.replace(held, plain if holds else ())
    if isinstance(object_, NamedNode):
        _keep_while(change, object_, rdf.amount_triples(object_, base), RDF.object)


def derive_run(change: Change, run: NamedNode, node: frozenset[Triple]) -> None:
    """Bring the node of a run up to date: it stands while a document was read by it."""
    _keep_while(change, run, node, KG.readBy)


def asserts(claim: Iterable[Triple]) -> bool:
    """True for a claim that states its fact as true and not as ended."""
    said = {triple.predicate: triple.object for triple in claim}
    return said.get(KG.status) == ASSERTED and KG.ended not in said


def _plain(subject: NamedNode, predicate: NamedNode, object_: object, ontology: Ontology) -> Iterator[Triple]:
    """The plain triple; both readings of a symmetric relation, so that a query finds it from either end."""
    if not isinstance(object_, (NamedNode, Literal)):
        raise TypeError(f"neither an IRI nor a value: {object_}")
    yield Triple(subject, predicate, object_)
    relation = ontology.relations.get(predicate.value.rpartition("#")[2])
    if relation and relation.symmetric and isinstance(object_, NamedNode):
        yield Triple(object_, predicate, subject)


def _asserted(change: Change, fact: NamedNode) -> bool:
    return any(
        change.holds(Triple(claim, KG.status, ASSERTED)) and not change.holds(Triple(claim, KG.ended, Literal(True)))
        for claim in change.referring(KG.claims, fact)
    )


def _keep_while(change: Change, node: NamedNode, triples: frozenset[Triple], predicate: NamedNode) -> None:
    """Have the node's triples stand exactly while something refers to it by the predicate."""
    if triples:
        alive = any(True for _ in change.referring(predicate, node))
        change.replace((t for t in triples if change.holds(t)), triples if alive else ())


def _portrait(appearances: Iterable[Triple]) -> Portrait:
    portrait = Portrait()
    for triple in appearances:
        if triple.predicate == KG.name and isinstance(triple.object, Literal):
            portrait.names.add(triple.object.value)
        elif triple.predicate == KG["class"] and isinstance(triple.object, NamedNode):
            portrait.classes.add(triple.object)
        elif triple.predicate == KG.code and isinstance(triple.object, Literal):
            portrait.codes.add(triple.object.value)
    return portrait


def _portrait_before(triples: Iterable[Triple]) -> Portrait:
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


def _given_names(codes: Set[str]) -> set[str]:
    """Names that stand as a label because of a code, and not for certain in a document."""
    return {name for code in codes for name in code_names(code).values()}


def _supported(change: Change, entity: NamedNode, predicate: NamedNode, value: Literal | NamedNode) -> bool:
    """True when an appearance of the entity will say so; asked by the value, as few entities share a name."""
    return any(change.holds(Triple(node, KG.entity, entity)) for node in change.referring(predicate, value))


def _code_supported(change: Change, entity: NamedNode, code: str) -> bool:
    return _supported(change, entity, KG.code, terms.string(code))


def _class_supported(change: Change, entity: NamedNode, class_: NamedNode) -> bool:
    """Asked by the entity: a class has many more appearances than an entity."""
    return any(change.holds(Triple(node, KG["class"], class_)) for node in change.referring(KG.entity, entity))


def _accents(name: str) -> int:
    return sum(ord(character) > 0x7F for character in name)
