"""A store made by kg is valid; each fault that is put into it is told."""

from __future__ import annotations

import pytest

import kg
from kg.graph.library import Graph
from kg.graph.validate import validate
from kg.model import Problem
from tests.support.gold import gold_extraction, gold_files
from tests.support.made import velmora


def made() -> Graph:
    graph = kg.open(None)
    graph.put(velmora())
    return graph


def faulty(update: str) -> list[Problem]:
    graph = made()
    prefixes = "PREFIX kg: <https://w3id.org/kg-builder/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX oa: <http://www.w3.org/ns/oa#> "
    graph.store.engine.update(prefixes + update)
    return validate(graph)


def test_what_kg_makes_is_valid() -> None:
    graph = made()
    for path in gold_files()[:2]:
        graph.put(gold_extraction(path))
    assert validate(graph) == []


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ("DELETE { ?c kg:status ?s } INSERT { ?c kg:status kg:maybe } WHERE { ?c kg:status ?s }", "one status"),
        ("DELETE WHERE { ?c oa:hasSelector ?s }", "needs its evidence"),
        ("DELETE { ?x oa:end ?e } INSERT { ?x oa:end 0 } WHERE { ?x oa:end ?e }", "before its end"),
        ("DELETE { ?x oa:start ?e } INSERT { ?x oa:start 2 } WHERE { ?x oa:start ?e }", "the text doesn't say"),
        ("DELETE WHERE { ?s kg:chiefExecutiveOf ?o }", "there is no plain triple"),
        ("INSERT { ?s kg:partnerOf ?o } WHERE { ?f rdf:predicate kg:partnerOf ; rdf:subject ?s ; rdf:object ?o }", "no document asserts"),
        ("INSERT { ?c kg:time 'soon' } WHERE { ?c a kg:Claim }", "a time is written as"),
        ("INSERT { ?e a kg:Person } WHERE { ?e a kg:Organization }", "one of the four classes"),
        ("DELETE { ?d kg:digest ?x } INSERT { ?d kg:digest 'abc' } WHERE { ?d kg:digest ?x }", "SHA-256"),
        ("INSERT { ?c kg:share 120 } WHERE { ?c a kg:Claim }", "0 to 100"),
    ],
)  # fmt: skip
def test_faults_are_told(update: str, message: str) -> None:
    problems = faulty(update)
    assert any(message in problem.message for problem in problems), problems
