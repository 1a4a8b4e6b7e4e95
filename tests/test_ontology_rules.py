"""The ontology is sound: every term is explained in both languages, and OWL RL finds no contradiction in it."""

from __future__ import annotations

import io

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, Literal, Namespace, URIRef

import kg
from kg import NAMESPACE
from kg.graph.export import export
from kg.graph.validate import validate
from kg.ontology import ontology_path
from tests.support.made import velmora
from tests.support.wire import STORY

KG = Namespace(NAMESPACE)
ONTOLOGY = rdflib.Graph().parse(ontology_path("kg.ttl"), format="turtle")
SHAPES = rdflib.Graph().parse(ontology_path("shapes.ttl"), format="turtle")
SH = Namespace("http://www.w3.org/ns/shacl#")
TERMS = sorted({s for s in ONTOLOGY.subjects() if isinstance(s, URIRef) and s.startswith(NAMESPACE)})
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, KG.Relation, KG.Qualifier}
PROPERTIES = [term for term in TERMS if KINDS & set(ONTOLOGY.objects(term, RDF.type))]


def exported() -> rdflib.Graph:
    out = io.BytesIO()
    with kg.open(None) as graph:
        for extraction in (velmora(), *STORY):
            graph.put(extraction)
        assert validate(graph) == []
        export(graph, "turtle", out)
    return rdflib.Graph().parse(data=out.getvalue(), format="turtle")


DATA = exported()


def closure(*graphs: rdflib.Graph) -> rdflib.Graph:
    found = rdflib.Graph()
    for graph in graphs:
        found += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(found)
    return found


def contradictions(found: rdflib.Graph) -> list[str]:
    """What the reasoner says of contradictions."""
    errors = [
        str(message)
        for node in found.subjects(RDF.type, URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage"))
        for message in found.objects(node)
    ]
    return [*errors, *(str(node) for node in found.subjects(RDF.type, OWL.Nothing))]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(NAMESPACE))
def test_a_term_has_a_label_in_both_languages(term: URIRef) -> None:
    languages = [label.language for label in ONTOLOGY.objects(term, RDFS.label) if isinstance(label, Literal)]
    assert sorted(filter(None, languages)) == ["en", "fr"]


@pytest.mark.parametrize("term", PROPERTIES, ids=lambda term: term.removeprefix(NAMESPACE))
def test_a_property_has_one_domain_and_one_range(term: URIRef) -> None:
    """More than one would mean that both hold; alternatives are a union."""
    for end in (RDFS.domain, RDFS.range):
        assert len(list(ONTOLOGY.objects(term, end))) == 1
    comments = {text.language for text in ONTOLOGY.objects(term, RDFS.comment) if isinstance(text, Literal)}
    assert comments == {"en", "fr"}


def test_what_the_graph_uses_is_in_the_ontology() -> None:
    used = {
        term
        for triple in DATA
        for term in (triple[1], triple[2])
        if isinstance(term, URIRef) and term.startswith(NAMESPACE)
    }
    datatypes = {
        term.datatype for _, _, term in DATA if isinstance(term, Literal) and str(term.datatype).startswith(NAMESPACE)
    }
    assert used | datatypes <= set(TERMS)


def test_shapes_speak_of_terms_that_there_are() -> None:
    named = {term for triple in SHAPES for term in triple if isinstance(term, URIRef) and term.startswith(NAMESPACE)}
    shapes = set(SHAPES.subjects(RDF.type, SH.NodeShape))
    assert named - shapes <= set(TERMS)


def test_there_is_a_shape_for_every_kind_of_node() -> None:
    """Classes of the graph's own nodes and the four of entities; a class of entities is held by the one it is below."""
    targets = set(SHAPES.objects(None, SH.targetClass))
    own = {
        KG[name]
        for name in ("Document", "Claim", "Fact", "Mention", "Appearance", "Person", "Organization", "Place", "Product")
    }
    assert own <= targets


def test_the_ontology_is_consistent_under_owl_rl() -> None:
    assert contradictions(closure(ONTOLOGY)) == []


def test_a_graph_is_consistent_with_the_ontology_under_owl_rl() -> None:
    found = closure(ONTOLOGY, DATA)
    assert contradictions(found) == []
    velmora_ = URIRef("https://kg.example/organization/velmora")
    assert (velmora_, RDF.type, KG.Entity) in found  # the reasoner did its work


def test_a_contradiction_is_found() -> None:
    """That the four classes exclude each other is in the ontology, and the reasoner sees it."""
    both = rdflib.Graph()
    for class_ in (KG.Person, KG.Organization):
        both.add((URIRef("https://kg.example/x"), RDF.type, class_))
    assert contradictions(closure(ONTOLOGY, both))
