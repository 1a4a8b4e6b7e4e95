"""Asking: SPARQL of the user's, and the named queries of `queries/*.rq`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg.errors import ConfigurationError, UsageError
from kg.graph import catalogue
from kg.graph.iris import document_iri
from kg.graph.namespaces import KG, PREFIXES
from kg.graph.results import Answer
from kg.graph.sparql import check
from kg.graph.store import Store, Term
from kg.ontology import load_ontology

__all__ = ["PREFIXES", "NamedQuery", "Parameter", "ask", "check", "named_queries", "run"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a named query that the user sets."""

    name: str
    kind: str  # "entity", "document", "relation", "status", "text"
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with `kg`, from `queries/<name>.rq`."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str
    text: str


# What follows "# parameter:" in a header: "entity entity required Whom it is about".
_PARAMETER = re.compile(
    r"(?P<name>\w+) (?P<kind>entity|document|relation|status|text) (?P<need>required|optional) (?P<what>.+)"
)
_HEADER = re.compile(r"#\s*(?P<key>\w+):\s*(?P<value>.+)")


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """All named queries by name. Raises `ConfigurationError` when the header of one can't be read."""
    found = sorted((Path(__file__).parent / "queries").glob("*.rq"))
    queries = (read(file.stem, file.read_text("utf-8")) for file in found)
    return MappingProxyType({query.name: query for query in queries})


def read(name: str, text: str) -> NamedQuery:
    """The named query of a file with that text: a header of comments, then SPARQL."""
    header = [match for line in text.splitlines() if (match := _HEADER.fullmatch(line.strip()))]
    first = {match["key"]: match["value"] for match in reversed(header)}
    parameters = [_PARAMETER.fullmatch(match["value"]) for match in header if match["key"] == "parameter"]
    if not {"description", "example"} <= first.keys() or None in parameters:
        raise ConfigurationError(f"queries/{name}.rq: needs description, example and well-formed parameters")
    return NamedQuery(
        name=name,
        description=first["description"],
        parameters=tuple(Parameter(p["name"], p["kind"], p["need"] == "required", p["what"]) for p in parameters if p),
        example=first["example"],
        text=text,
    )


def ask(store: Store, sparql: str, substitutions: Mapping[str, str]) -> Answer:
    """See `kg.graph.library.Graph.query`."""
    check(sparql)
    return Answer(store.query(sparql, {name: _term(text) for name, text in substitutions.items()}))


def run(store: Store, name: str, given: Mapping[str, str], base: str) -> Answer:
    """See `kg.graph.library.Graph.run`."""
    return Answer(store.query(filled(store, name, given, base)))


def filled(store: Store, name: str, given: Mapping[str, str], base: str) -> str:
    """The text of a named query with its parameters set; raises as `Graph.run` does."""
    if name not in named_queries():
        raise UsageError(f"{name}: no such named query", hint=", ".join(named_queries()))
    query = named_queries()[name]
    unknown = given.keys() - {p.name for p in query.parameters}
    if unknown:
        raise UsageError(f"{name} has no parameter {min(unknown)}", hint=_usage(query))
    missing = next((p for p in query.parameters if p.required and p.name not in given), None)
    if missing:
        raise UsageError(f"{name} needs {missing.name}: {missing.description}", hint=_usage(query))
    values = {p.name: _values(store, p, given[p.name], base) for p in query.parameters if p.name in given}
    return _with_values(query.text, values)


def _with_values(text: str, values: Mapping[str, Iterable[Term]]) -> str:
    """The query with each variable restricted at the start of its body, where it spares the engine most."""
    clauses = "".join(f" VALUES ?{name} {{ {' '.join(map(str, terms))} }}" for name, terms in values.items())
    return re.sub(r"(?m)^WHERE \{", lambda match: match[0] + clauses, text, count=1)


def _values(store: Store, parameter: Parameter, given: str, base: str) -> list[Term]:
    """The terms that a parameter stands for: several where several entities share a name."""
    if parameter.kind == "entity":
        found = catalogue.named(store, given, base)
        if not found:
            raise UsageError(f"{given}: no entity of that name", hint="kg list entities shows all")
        return sorted(found, key=str)
    if parameter.kind == "document":
        iri = document_iri(base, given)
        if catalogue.known(store, iri) is None:
            raise UsageError(f"{given}: no such document in the store", hint="kg list documents shows all")
        return [iri]
    if parameter.kind in {"relation", "status"}:
        ontology = load_ontology()
        known = ontology.relations if parameter.kind == "relation" else ontology.statuses
        if given not in known:
            raise UsageError(f"{given}: unknown {parameter.kind}", hint=", ".join(known))
        return [KG[given]]
    return [Literal(given)]


def _term(text: str) -> Term:
    """An IRI, or a term as N-Triples writes it."""
    if not text.startswith(('"', "<")):
        return catalogue.iri_term(text)
    import pyoxigraph as ox

    try:
        quad = next(iter(ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    except SyntaxError as error:
        raise UsageError(f"{text}: not an RDF term", hint='<https://…>, "text", "2024"^^<…#gYear>') from error
    if not isinstance(quad.object, (NamedNode, Literal)):
        raise UsageError(f"{text}: not an IRI or a literal")
    return quad.object


def _usage(query: NamedQuery) -> str:
    return f"for instance: {query.example}"
