"""What exists: classes, relations, statuses and qualifiers, read from `ontology/kg.ttl`.

Read with Oxigraph's parser, which takes three milliseconds; rdflib would take half a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import NAMESPACE
from kg.errors import ConfigurationError, UsageError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the ontology with what people call it; languages are ISO 639-1 codes."""

    name: str  # local name: "Organization"
    labels: Mapping[str, str]
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Class(Term):
    """A class of entities."""

    parents: frozenset[str]  # direct superclasses, local names


@dataclass(frozen=True, slots=True)
class Relation(Term):
    """A property of which facts are made, read from subject to object."""

    inverse_labels: Mapping[str, str]  # the reading from object to subject; the labels, where symmetric
    domain: frozenset[str]  # classes of the subject
    range: frozenset[str]  # classes of the object; empty when it can only be a value
    literal: str | None  # kind of value that the object may be: "date", "quantity", "amount", "text"
    symmetric: bool
    alignments: tuple[str, ...]  # IRIs of close matches in other vocabularies, same direction
    inverse_alignments: tuple[str, ...]  # IRIs of those that read from object to subject


@dataclass(frozen=True, slots=True)
class Ontology:
    """All of `ontology/kg.ttl` that code asks for, by local name, in the order of the file."""

    version: str
    classes: Mapping[str, Class]
    relations: Mapping[str, Relation]
    statuses: Mapping[str, Term]
    qualifiers: Mapping[str, Term]

    def term(self, name: str) -> Term:
        """The class, relation, status or qualifier of that local name. Raises `UsageError` for any other."""
        for terms in (self.relations, self.classes, self.statuses, self.qualifiers):
            if name in terms:
                return terms[name]
        raise UsageError(f"{name}: the ontology has no such name", hint="kg list relations shows what there is")

    def label(self, name: str, language: str) -> str:
        """What people call `name` in `language`; in English where that language has no label."""
        return _in_language(self.term(name).labels, language, name)

    def inverse_label(self, name: str, language: str) -> str:
        """How the relation `name` reads from object to subject. Raises `UsageError` for an unknown relation."""
        if name not in self.relations:
            raise UsageError(f"{name}: unknown relation", hint="kg list relations shows what there is")
        return _in_language(self.relations[name].inverse_labels, language, name)

    def ancestors(self, name: str) -> frozenset[str]:
        """The class `name` and all classes above it; only itself for a name that is no class."""
        parents = self.classes[name].parents if name in self.classes else frozenset()
        return frozenset({name}).union(*(self.ancestors(parent) for parent in parents))

    def is_a(self, name: str, ancestor: str) -> bool:
        """True when `name` is the class `ancestor` or below it."""
        return ancestor in self.ancestors(name)


def ontology_path(name: str) -> Path:
    """The file `name` ("kg.ttl", "shapes.ttl") of the ontology, in a checkout as well as in an installed wheel.

    Raises `ConfigurationError` when it is in neither place.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / name).is_file():
            return folder / name
    raise ConfigurationError(f"{name}: not found in {package / '_ontology'} nor in {package.parent / 'ontology'}")


@cache
def load_ontology() -> Ontology:
    """The ontology that ships with `kg`. Raises `ConfigurationError` when its file is missing or broken."""
    return read_ontology(ontology_path("kg.ttl"))


def read_ontology(path: Path) -> Ontology:
    """The ontology in the Turtle file `path`. Raises `ConfigurationError` when it can't be read."""
    try:
        statements = _Statements(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    return Ontology(
        version=next((t.value for t in statements.every(_OWL + "versionInfo")), ""),
        classes={t.name: _class(t, statements) for t in statements.terms(_OWL + "Class") if t.name not in _NO_ENTITY},
        relations={t.name: _relation(t, statements) for t in statements.terms(NAMESPACE + "Relation")},
        statuses={t.name: t for t in statements.terms(_SKOS + "Concept")},
        qualifiers={t.name: t for t in statements.terms(NAMESPACE + "Qualifier")},
    )


# Classes of the graph's own nodes and of properties: no entity has them.
_NO_ENTITY = frozenset({"Fact", "Claim", "Document", "Mention", "Appearance", "Run", "Relation", "Qualifier"})

_Subject = ox.NamedNode | ox.BlankNode
_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _Statements:
    """The statements of a file by subject and predicate, in the order of the file."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._objects: dict[object, dict[str, list[_Node]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self._objects[quad.subject][quad.predicate.value].append(quad.object)

    def of(self, subject: object, predicate: str) -> list[_Node]:
        return self._objects[subject][predicate] if subject in self._objects else []

    def every(self, predicate: str) -> list[ox.Literal]:
        return [o for s in self._objects.values() for o in s.get(predicate, []) if isinstance(o, ox.Literal)]

    def terms(self, kind: str) -> list[Term]:
        """The terms of our namespace with that type."""
        found = []
        for subject, about in self._objects.items():
            kinds = [k.value for k in about.get(_RDF + "type", []) if isinstance(k, ox.NamedNode)]
            if isinstance(subject, ox.NamedNode) and kind in kinds and subject.value.startswith(NAMESPACE):
                labels, comments = self.texts(subject, _RDFS + "label"), self.texts(subject, _RDFS + "comment")
                found.append(Term(subject.value.removeprefix(NAMESPACE), labels, comments))
        return found

    def texts(self, subject: object, predicate: str) -> dict[str, str]:
        return {o.language or "": o.value for o in self.of(subject, predicate) if isinstance(o, ox.Literal)}

    def names(self, subject: object, predicate: str) -> frozenset[str]:
        """Local names of our namespace that the property holds, the members of a union each for itself."""
        found: set[str] = set()
        for node in self.of(subject, predicate):
            members = [m for union in self.of(node, _OWL + "unionOf") for m in self.members(union)]
            found.update(n.value for n in [node, *members] if isinstance(n, ox.NamedNode))
        return frozenset(n.removeprefix(NAMESPACE) for n in found if n.startswith(NAMESPACE))

    def members(self, head: _Node) -> list[_Node]:
        """The members of an RDF list."""
        rest = self.of(head, _RDF + "rest")
        return [*self.of(head, _RDF + "first"), *(self.members(rest[0]) if rest else [])]


def _class(term: Term, statements: _Statements) -> Class:
    subject = ox.NamedNode(NAMESPACE + term.name)
    return Class(term.name, term.labels, term.comments, statements.names(subject, _RDFS + "subClassOf"))


def _relation(term: Term, statements: _Statements) -> Relation:
    subject = ox.NamedNode(NAMESPACE + term.name)
    kinds = [o.value for o in statements.of(subject, NAMESPACE + "valueKind") if isinstance(o, ox.Literal)]
    return Relation(
        name=term.name,
        labels=term.labels,
        comments=term.comments,
        inverse_labels=statements.texts(subject, NAMESPACE + "inverseLabel"),
        domain=_basic(statements.names(subject, _RDFS + "domain")),
        range=_basic(statements.names(subject, _RDFS + "range")),
        literal=kinds[0] if kinds else None,
        symmetric=ox.NamedNode(_OWL + "SymmetricProperty") in statements.of(subject, _RDF + "type"),
        alignments=_iris(statements.of(subject, _SKOS + "closeMatch")),
        inverse_alignments=_iris(statements.of(subject, NAMESPACE + "inverseAlignment")),
    )


def _basic(classes: frozenset[str]) -> frozenset[str]:
    """`kg:Entity` stands for the four classes of entities."""
    return frozenset({"Person", "Organization", "Place", "Product"}) if "Entity" in classes else classes


def _iris(nodes: list[_Node]) -> tuple[str, ...]:
    return tuple(node.value for node in nodes if isinstance(node, ox.NamedNode))


def _in_language(texts: Mapping[str, str], language: str, name: str) -> str:
    return texts.get(language) or texts.get("en") or name
