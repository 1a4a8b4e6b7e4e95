"""JSON-LD as people read it: facts with their tellings and the words that prove them, in the terms of a context.

The context is `ontology/context.jsonld`. It stands in what is written, so that reading it needs no network. It is the
same graph as in every other syntax: nothing is left out, and nothing but the nesting added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from pyoxigraph import Literal, NamedNode

from kg import NAMESPACE
from kg.graph.library import Graph
from kg.graph.namespaces import KG, OA, RDF, XSD, local_name
from kg.graph.results import compact
from kg.graph.store import Store
from kg.ontology import ontology_path

# What is written within another node, and there only: under a reverse property of the node, or where it is referred to.
_REVERSE = {KG.claims: "tellings", KG.inDocument: "contains"}
_EMBEDDED = frozenset({OA.hasSelector})
_WITHIN = frozenset({KG.Claim, KG.Mention, KG.Appearance, OA.TextQuoteSelector, OA.TextPositionSelector})
_NATIVE = frozenset({XSD.integer, XSD.boolean})  # as JSON's own numbers and truth values


def write_jsonld(graph: Graph, out: IO[bytes]) -> None:
    """Write the graph, a top node a line."""
    context = json.loads(ontology_path("context.jsonld").read_text("utf-8"))["@context"]
    frame = _Frame(graph.store, context)
    out.write(b'{"@context": ' + json.dumps(context).encode() + b',\n"@graph": [')
    for number, node in enumerate(_top_nodes(graph.store)):
        out.write((b",\n" if number else b"\n") + json.dumps(frame.node(node), ensure_ascii=False).encode())
    out.write(b"\n]}\n")


def _top_nodes(store: Store) -> Iterator[NamedNode]:
    """Documents, entities, facts, runs and amounts, each once."""
    seen: set[NamedNode] = set()
    for triple in store.match(None, RDF.type, None):
        node = triple.subject
        if triple.object not in _WITHIN and isinstance(node, NamedNode) and node not in seen:
            seen.add(node)
            yield node


class _Frame:
    """Writes nodes in the terms of a context."""

    def __init__(self, store: Store, context: Mapping[str, Any]) -> None:
        self._store = store
        definitions = {term: d if isinstance(d, dict) else {"@id": d} for term, d in context.items()}
        # The context writes what stands in our own vocabulary without an "@id".
        self._terms = {d["@id"]: term for term, d in definitions.items() if "@id" in d and ":" in str(d["@id"])}
        self._coercions = {term: d["@type"] for term, d in definitions.items() if "@type" in d}

    def node(self, iri: NamedNode, without: NamedNode | None = None) -> dict[str, Any]:
        """A node with all that is said of it, and with the nodes that belong within it."""
        found: dict[str, list[Any]] = {}
        for triple in self._store.match(iri, None, None):
            if triple.predicate == RDF.type:
                found.setdefault("type", []).append(self._term(triple.object))
            elif triple.predicate != without:
                term = self._term(triple.predicate)
                found.setdefault(term, []).append(self._value(term, triple.predicate, triple.object))
        for predicate, term in _REVERSE.items():
            for triple in self._store.match(None, predicate, iri):
                if isinstance(triple.subject, NamedNode):
                    found.setdefault(term, []).append(self.node(triple.subject, predicate))
        return {"id": iri.value, **{key: values[0] if len(values) == 1 else values for key, values in found.items()}}

    def _value(self, term: str, predicate: NamedNode, value: object) -> Any:
        coercion = self._coercions.get(term)
        if isinstance(value, NamedNode):
            if predicate in _EMBEDDED:
                return self.node(value)
            if coercion == "@vocab":
                return self._term(value)
            return value.value if coercion == "@id" else {"id": value.value}
        if not isinstance(value, Literal):
            raise TypeError(f"neither an IRI nor a literal: {value}")
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype in _NATIVE:
            return json.loads(value.value)
        datatype = self._term(value.datatype)
        return value.value if datatype in {"xsd:string", coercion} else {"@value": value.value, "@type": datatype}

    def _term(self, iri: object) -> str:
        """An IRI as the context says it: by a term, by its local name, or with its prefix."""
        if isinstance(iri, NamedNode) and iri.value.startswith(NAMESPACE):
            return local_name(iri)
        text = compact(iri.value) if isinstance(iri, NamedNode) else str(iri)
        return self._terms.get(text, text)
