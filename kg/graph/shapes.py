"""Which nodes may break a shape: `ontology/shapes.ttl` as queries, so that pySHACL need only look at those.

pySHACL wants all data in memory and takes 0.2 ms a triple. Here each constraint becomes a query that finds every node
that breaks it, and perhaps some that don't: whatever is not clearly right. A constraint that is not understood is an
error, so that a new shape is never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ConfigurationError
from kg.graph.namespaces import RDF, RDFS, XSD
from kg.graph.store import Store
from kg.ontology import ontology_path

Node = NamedNode | BlankNode

_SH = "http://www.w3.org/ns/shacl#"

# How literals of a datatype look that are clearly right. Others may be, too: pySHACL knows. The cast fails for
# 30 February, and a condition that fails does not hold.
_CLEAR: Mapping[NamedNode, str] = {
    XSD.string: "true",
    XSD.boolean: 'STR(?v) IN ("true", "false")',
    XSD.integer: 'REGEX(STR(?v), "^-?[0-9]{1,18}$")',
    XSD.decimal: 'REGEX(STR(?v), "^-?[0-9]{1,18}([.][0-9]{1,18})?$")',
    XSD.date: 'REGEX(STR(?v), "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$") && isLiteral(xsd:date(STR(?v)))',
}
_KINDS = {_SH + "IRI": "isIRI(?v)", _SH + "Literal": "isLiteral(?v)"}
# What becomes no condition for a value: it is read elsewhere, or constrains nothing.
_OF_SHAPE = frozenset({"targetClass", "property", "node", "message"})
_OF_PROPERTY = frozenset({"path", "minCount", "maxCount", "lessThan", "lessThanOrEquals", "message"})
_COMPARISONS = {"lessThan": "<", "lessThanOrEquals": "<="}


@dataclass(frozen=True)
class Shapes:
    """The shapes, beside the ontology that they speak of, for a store."""

    store: Store

    def suspects(self) -> set[Node]:
        """The nodes that are not clearly as their shapes want them.

        Raises `ConfigurationError` for a shape that says what is not understood here.
        """
        return {row[0] for sparql in self._queries() for row in self.store.query(sparql)}  # type: ignore[union-attr]

    @cached_property
    def inverse_paths(self) -> frozenset[NamedNode]:
        """The predicates that shapes follow from object to subject."""
        quads = self._schema.quads_for_pattern(None, NamedNode(_SH + "inversePath"), None)
        return frozenset(quad.object for quad in quads if isinstance(quad.object, NamedNode))

    @cached_property
    def _schema(self) -> ox.Store:
        schema = ox.Store()
        for name in ("shapes.ttl", "kg.ttl"):
            schema.load(path=ontology_path(name), format=ox.RdfFormat.TURTLE)
        return schema

    def _queries(self) -> Iterator[str]:
        targets = self._schema.quads_for_pattern(None, NamedNode(_SH + "targetClass"), None)
        for shape in sorted({quad.subject for quad in targets}, key=str):
            classes = {sub for each in self._said(shape, "targetClass") for sub in self._subclasses(each)}
            yield from self._of_shape(shape, f"VALUES ?t {{ {_listed(classes, ' ')} }} ?f a ?t .")

    def _of_shape(self, shape: object, target: str) -> Iterator[str]:
        for other in self._said(shape, "node"):
            yield from self._of_shape(other, target)
        for each in self._said(shape, "property"):
            yield from self._of_property(each, target)
        if conditions := self._conditions(shape, _OF_SHAPE):
            yield _unless(conditions, f"{target} BIND(?f AS ?v)")

    def _of_property(self, shape: object, target: str) -> Iterator[str]:
        value = self._path(shape)
        for count in self._said(shape, "minCount"):
            _expect(count, "1", "minCount")
            yield f"SELECT DISTINCT ?f {{ {target} FILTER NOT EXISTS {{ {value('?v')} }} }}"
        for count in self._said(shape, "maxCount"):
            _expect(count, "1", "maxCount")
            yield f"SELECT DISTINCT ?f {{ {target} {value('?v')} . {value('?w')} FILTER(!sameTerm(?v, ?w)) }}"
        for name, sign in _COMPARISONS.items():
            for other in self._said(shape, name):
                yield _unless([f"?v {sign} ?w"], f"{target} {value('?v')} . ?f {other} ?w")
        if conditions := self._conditions(shape, _OF_PROPERTY):
            yield _unless(conditions, f"{target} {value('?v')}")

    def _path(self, shape: object) -> Callable[[str], str]:
        """The pattern that binds a value of the property shape to a variable."""
        (path,) = self._said(shape, "path")
        if isinstance(path, NamedNode):
            return lambda variable: f"?f {path} {variable}"
        (inverse,) = self._said(path, "inversePath")
        return lambda variable: f"{variable} {inverse} ?f"

    def _conditions(self, shape: object, known: frozenset[str] = frozenset()) -> list[str]:
        """What holds of ?v where it is clearly right, as SPARQL expressions."""
        found = []
        for quad in self._schema.quads_for_pattern(shape, None, None):  # type: ignore[arg-type]
            name = quad.predicate.value.removeprefix(_SH)
            if quad.predicate.value.startswith(_SH) and name not in known:
                found.append(self._condition(name, quad.object))
        return sorted(found)

    def _condition(self, name: str, said: object) -> str:
        if name == "datatype" and said in _CLEAR:
            return f"DATATYPE(?v) = {said} && {_CLEAR[said]}"  # type: ignore[index]
        if name == "nodeKind" and isinstance(said, NamedNode) and said.value in _KINDS:
            return _KINDS[said.value]
        if name == "class":
            return self._is_a(said)
        if name in {"in", "or", "xone"}:
            return self._of_list(name, list(self._members(said)))
        if name in _SIMPLE:
            return _SIMPLE[name].format(said)
        raise ConfigurationError(f"shapes.ttl: sh:{name} {said} is not understood")

    def _of_list(self, name: str, members: list[object]) -> str:
        if name == "in":
            return " || ".join(f"sameTerm(?v, {each})" for each in members)
        each = [" && ".join(self._conditions(member)) for member in members]
        if name == "or":
            return " || ".join(f"({condition})" for condition in each)
        return " + ".join(f"IF({condition}, 1, 0)" for condition in each) + " = 1"

    def _is_a(self, class_: object) -> str:
        """Being an instance: by what the store says, or by what the ontology does."""
        classes = self._subclasses(class_)
        known = {q.subject for c in classes for q in self._schema.quads_for_pattern(None, RDF.type, c)}
        told = f"EXISTS {{ ?v a ?c FILTER(?c IN ({_listed(classes)})) }}"
        return f"?v IN ({_listed(known)}) || {told}" if known else told

    def _subclasses(self, class_: object) -> set[NamedNode]:
        """The class and all below it, in the ontology and, though it should say nothing of that, in the store."""
        found: set[NamedNode] = set()
        waiting = [class_]
        while waiting:
            above = waiting.pop()
            if isinstance(above, NamedNode) and above not in found:
                found.add(above)
                waiting += [q.subject for q in self._schema.quads_for_pattern(None, RDFS.subClassOf, above)]
                waiting += [t.subject for t in self.store.match(None, RDFS.subClassOf, above)]
        return found

    def _said(self, shape: object, name: str) -> list[object]:
        quads = self._schema.quads_for_pattern(shape, NamedNode(_SH + name), None)  # type: ignore[arg-type]
        return sorted((quad.object for quad in quads), key=str)

    def _members(self, head: object) -> Iterator[object]:
        """The members of an RDF list."""
        while isinstance(head, BlankNode):
            about = {q.predicate: q.object for q in self._schema.quads_for_pattern(head, None, None)}
            yield about[RDF.first]
            head = about[RDF.rest]


_SIMPLE = {
    "pattern": "REGEX(STR(?v), {})",
    "minLength": "STRLEN(STR(?v)) >= {}",
    "minInclusive": "?v >= {}",
    "maxInclusive": "?v <= {}",
}


def _unless(conditions: list[str], pattern: str) -> str:
    """The query for the nodes of which the conditions do not all clearly hold; one that fails does not."""
    every = " && ".join(f"({condition})" for condition in conditions)
    return f"SELECT DISTINCT ?f {{ {pattern} FILTER(!COALESCE({every}, false)) }}"


def _listed(nodes: Iterable[object], separator: str = ", ") -> str:
    return separator.join(sorted(str(node) for node in nodes if isinstance(node, NamedNode)))


def _expect(count: object, wanted: str, name: str) -> None:
    if not isinstance(count, Literal) or count.value != wanted:
        raise ConfigurationError(f"shapes.ttl: sh:{name} {count} is not understood, only {wanted}")
