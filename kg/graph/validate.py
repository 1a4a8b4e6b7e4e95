"""Is the store as it should be: the SHACL shapes of the ontology, and quotes at their offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph.facts import node
from kg.graph.library import Graph
from kg.graph.namespaces import KG, OA, RDF, RDFS, XSD
from kg.graph.results import compact
from kg.graph.shapes import Shapes
from kg.graph.store import Store
from kg.model import Problem
from kg.ontology import ontology_path

_SHACL = "http://www.w3.org/ns/shacl#"
# Suspicious nodes that pySHACL is given at once: some 20,000 triples, which it takes four seconds for.
_AT_ONCE = 2000
_SHOWN = 100  # characters of a value that is wrong: a text may be one


def validate(graph: Graph) -> list[Problem]:
    """What is wrong with the store, by source; empty when all is well."""
    shapes = (problem for _, problem in shape_problems(graph))
    found = {*shapes, *_quote_problems(graph), *_plain_problems(graph)}
    return sorted(found, key=lambda p: (p.source, p.message, p.offset or 0))


def shape_problems(graph: Graph) -> Iterator[tuple[object, Problem]]:
    """Violations of `ontology/shapes.ttl` and their nodes: of those that may break a shape, what pySHACL says."""
    shapes = Shapes(graph.store)
    suspects = shapes.suspects()
    named = iter(sorted((node for node in suspects if isinstance(node, NamedNode)), key=str))
    while focus := set(islice(named, _AT_ONCE)):
        found = violations(_neighbourhood(graph.store, focus, shapes.inverse_paths), graph.base)
        yield from ((node, problem) for node, problem in found if node in focus)
    for each in suspects:
        if not isinstance(each, NamedNode):
            yield each, Problem(str(each), "a blank node, which can't be looked at: kg makes none")


def _neighbourhood(store: Store, focus: Iterable[NamedNode], inverse_paths: Iterable[NamedNode]) -> set[Triple]:
    """What shapes can see of the nodes: their triples, what refers to them, and the types of what they refer to."""
    seen = set(store.match(None, RDFS.subClassOf, None))
    for each in focus:
        about = set(store.match(each, None, None))
        seen |= about
        for object_ in {triple.object for triple in about}:
            if isinstance(object_, NamedNode):
                seen.update(store.match(object_, RDF.type, None))
        for predicate in inverse_paths:
            seen.update(store.match(None, predicate, each))
    return seen


def violations(data: Iterable[Triple], base: str) -> Iterator[tuple[NamedNode, Problem]]:
    """What pySHACL, the reference implementation of SHACL, finds in the data: the node, and what is wrong with it."""
    import pyshacl
    import rdflib

    written = serialize((_shortened(triple) for triple in data), format=RdfFormat.N_TRIPLES) or b""
    known = rdflib.Graph().parse(written, format="nt").parse(ontology_path("kg.ttl"), format="turtle")
    shapes = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    # pySHACL can't compare a 30th of February with a date (a TypeError): as a string it is no date all the same.
    for subject, predicate, told in list(known):
        if isinstance(told, rdflib.Literal) and told.ill_typed:
            known.remove((subject, predicate, told)).add((subject, predicate, rdflib.Literal(str(told))))
    _, report, _ = pyshacl.validate(known, shacl_graph=shapes, inplace=True)
    for violation in report.objects(None, rdflib.URIRef(_SHACL + "result")):
        about = {str(p).removeprefix(_SHACL): o for p, o in report.predicate_objects(violation)}
        node, value = str(about["focusNode"]), about.get("value")
        words = " ".join(compact(str(value), base).split())[:_SHOWN]
        shown = f": {words}" if isinstance(value, (rdflib.Literal, rdflib.URIRef)) else ""
        yield NamedNode(node), Problem(compact(node, base), f"{about['resultMessage']}{shown}")


def _shortened(triple: Triple) -> Triple:
    """Of a document's text shapes need only see that there is one: what it says is checked against the quotes."""
    plain = isinstance(triple.object, Literal) and triple.object.datatype == XSD.string
    return Triple(triple.subject, KG.text, Literal("…")) if plain and triple.predicate == KG.text else triple


# A query each, as SHACL-SPARQL would ask once for every fact. MINUS, since the engine would look through all claims
# of a fact anew for each NOT EXISTS: 0.1 s against 9 s at 420,000 triples.
_PLAIN = {
    "a plain triple that no document asserts": """
        SELECT ?s ?p ?o {
            ?fact a kg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o
            MINUS { ?c kg:claims ?fact ; kg:status kg:asserted FILTER NOT EXISTS { ?c kg:ended true } }
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
