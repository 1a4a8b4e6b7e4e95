"""Is the store as it should be: the SHACL shapes of the ontology, and quotes at their offsets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

from kg.graph.facts import node
from kg.graph.library import Graph
from kg.graph.namespaces import KG, OA
from kg.graph.results import compact
from kg.model import Problem
from kg.ontology import ontology_path

if TYPE_CHECKING:
    import rdflib

_SHACL = "http://www.w3.org/ns/shacl#"


def validate(graph: Graph) -> list[Problem]:
    """What is wrong with the store, by source; empty when all is well."""
    found = {*_shape_problems(graph), *_quote_problems(graph), *_plain_problems(graph)}
    return sorted(found, key=lambda p: (p.source, p.message, p.offset or 0))


def _shape_problems(graph: Graph) -> Iterator[Problem]:
    """Violations of `ontology/shapes.ttl`, by the reference implementation of SHACL."""
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    _, report, _ = pyshacl.validate(_data(graph), shacl_graph=shapes, inplace=True)
    result, focus = rdflib.URIRef(_SHACL + "result"), rdflib.URIRef(_SHACL + "focusNode")
    for violation in report.objects(None, result):
        message = report.value(violation, rdflib.URIRef(_SHACL + "resultMessage"))
        value = report.value(violation, rdflib.URIRef(_SHACL + "value"))
        iri = str(report.value(violation, focus))
        shown = f": {compact(str(value), graph.base)}" if isinstance(value, (rdflib.Literal, rdflib.URIRef)) else ""
        yield Problem(compact(iri, graph.base), f"{message}{shown}")


def _data(graph: Graph) -> rdflib.Graph:
    """The data and the ontology in memory; pySHACL asks so often that through oxrdflib it takes several times as long.

    Of a text it need only see that there is one: what it says is checked against the quotes.
    """
    import rdflib

    triples = graph.store.match(None, None, None)
    written = io.BytesIO()
    serialize((triple for triple in triples if triple.predicate != KG.text), written, format=RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(written.getvalue(), format="nt")
    data.parse(ontology_path("kg.ttl"), format="turtle")
    for triple in graph.store.match(None, KG.text, None):
        if isinstance(triple.subject, NamedNode):
            data.add((rdflib.URIRef(triple.subject.value), rdflib.URIRef(KG.text.value), rdflib.Literal("…")))
    return data


# A query each, as SHACL-SPARQL would ask once for every fact.
_PLAIN = {
    "a plain triple that no document asserts": """
        SELECT ?s ?p ?o {
            ?fact a kg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o
            FILTER NOT EXISTS { ?c kg:claims ?fact ; kg:status kg:asserted FILTER NOT EXISTS { ?c kg:ended true } }
        }""",
    "a document asserts it, but there is no plain triple": """
        SELECT ?s ?p ?o {
            ?c kg:status kg:asserted ; kg:claims ?fact FILTER NOT EXISTS { ?c kg:ended true }
            ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
            FILTER NOT EXISTS { ?s ?p ?o }
        }""",
}


def _plain_problems(graph: Graph) -> Iterator[Problem]:
    """Plain triples that stand without reason, and those that are missing."""
    for message, sparql in _PLAIN.items():
        for row in graph.query(sparql):
            subject, predicate, object_ = (compact(str(term.value), graph.base) for term in row)
            yield Problem(subject, f"{message}: {predicate} {object_}")


def _quote_problems(graph: Graph) -> Iterator[Problem]:
    """Mentions and evidence whose words do not stand at their offsets."""
    for triple in graph.store.match(None, KG.text, None):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            yield from _misquotes(graph, triple.subject, triple.object.value)


def _misquotes(graph: Graph, document: NamedNode, text: str) -> Iterator[Problem]:
    source = compact(document.value, graph.base)
    for predicate in (OA.hasSource, KG.inDocument):
        for part in graph.store.match(None, predicate, document):
            span = node(graph.store, part.subject) if isinstance(part.subject, NamedNode) else {}
            if not {OA.start, OA.end, OA.exact} <= span.keys():
                continue
            start, end, quote = (str(span[p].value) for p in (OA.start, OA.end, OA.exact))
            if start.isdigit() and end.isdigit() and text[int(start) : int(end)] != quote:
                yield Problem(source, f"the text doesn't say “{quote}” there", offset=int(start))
