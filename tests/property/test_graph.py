"""Laws of the graph, over real stores.

Exact forgetting: after any sequence of putting, replacing and forgetting, the store holds what a store holds into
which only the remaining documents were put, in any order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import kg
from kg.graph.check import check
from kg.graph.library import Graph
from kg.graph.records import Outcome
from kg.model import (
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Fact,
    Literal,
    Mention,
    MentionKind,
    Source,
    Status,
)

TEXT = "Acme, Bolt, Rhea, 12 %, 2024"

# Entities that meet: spellings of one name, classes and codes that only some documents give, names two entities share.
ENTITIES = (
    Entity("a", EntityType.ORGANIZATION, ("Acme",)),
    Entity("a", EntityType.ORGANIZATION, ("ACME", "the group"), ("Company",)),
    Entity("b", EntityType.ORGANIZATION, ("Bolt", "the group")),
    Entity("b", EntityType.PLACE, ("China", "chinois"), ("Country",), "iso3166:CN"),
    Entity("c", EntityType.PLACE, ("china",)),
    Entity("c", EntityType.PLACE, ("chinois",), (), "iso3166:CN"),
    Entity("c", EntityType.ORGANIZATION, ("Bölt",), ("Company", "Bank")),
)
OBJECTS = ("a", "b", "c", Literal(quantity=0.9), Literal(amount=5e6, currency="EUR"), Literal(date="2024-H1"))

identifiers = st.sampled_from("abc")
facts = st.builds(
    Fact,
    subject=identifiers,
    relation=st.sampled_from(["partnerOf", "acquires", "revenue"]),
    object=st.sampled_from(OBJECTS),
    status=st.sampled_from([Status.ASSERTED, Status.POSSIBLE]),
    evidence=st.sampled_from([Evidence(0, 4, "Acme"), Evidence(6, 10, "Bolt")]),
    rule=st.just("test"),
    ended=st.booleans(),
    attributed_to=st.sampled_from([None, Source("Bolt", "b")]),
    amount=st.sampled_from([None, 0.9]),
)
mentions = st.builds(Mention, st.just(0), st.just(4), st.just("Acme"), st.just(MentionKind.NAME), identifiers)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Small documents about the same few entities."""
    entities = [draw(st.sampled_from([e for e in ENTITIES if e.id == each])) for each in "abc"]
    return Extraction(
        Document(draw(st.sampled_from(["1.txt", "2.txt", "3.txt"])), TEXT, "en"),
        tuple(entities),
        tuple(draw(st.lists(mentions, max_size=2))),
        tuple(draw(st.lists(facts, max_size=4))),
        rules=draw(st.sampled_from(["v1", "v2"])),
    )


def triples(graph: Graph) -> list[str]:
    return sorted(str(triple) for triple in graph.store.match(None, None, None))


def built_from(documents: Iterable[Extraction]) -> list[str]:
    with kg.open(None) as graph:
        for extraction in documents:
            graph.put(extraction)
        return triples(graph)


class Forgetting(RuleBasedStateMachine):
    """Put, replace and forget at will in a store on disk."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.graph = kg.open(Path(self.folder.name) / "kg.db")
        self.documents: dict[str, Extraction] = {}

    @rule(extraction=extractions())
    def put(self, extraction: Extraction) -> None:
        source = extraction.document.source
        before = self.documents.get(source)
        outcome = self.graph.put(extraction)
        if before is None:
            assert outcome is Outcome.NEW
        else:
            assert outcome is (Outcome.UNCHANGED if before.rules == extraction.rules else Outcome.REPLACED)
        if outcome is not Outcome.UNCHANGED:
            self.documents[source] = extraction

    @rule(extraction=extractions())
    def replace(self, extraction: Extraction) -> None:
        """As `kg ingest --replace`: the same text and rules may give something else, when a model changed."""
        source = extraction.document.source
        outcome = self.graph.put(extraction, replace=True)
        assert outcome is (Outcome.REPLACED if source in self.documents else Outcome.NEW)
        self.documents[source] = extraction

    @rule(source=st.sampled_from(["1.txt", "2.txt", "3.txt"]))
    def forget(self, source: str) -> None:
        assert self.graph.forget(source) is (self.documents.pop(source, None) is not None)

    @rule()
    def reopen(self) -> None:
        path = self.graph.path
        self.graph.close()
        self.graph = kg.open(path)

    @invariant()
    def is_the_graph_of_the_documents_that_remain(self) -> None:
        if hasattr(self, "graph"):
            assert triples(self.graph) == built_from(reversed(self.documents.values()))
            assert {info.source: info.stored is not None for info in self.graph.documents()} == dict.fromkeys(
                self.documents, True
            )
            assert not list(check(self.graph))

    def teardown(self) -> None:
        if hasattr(self, "graph"):
            self.graph.close()
            self.folder.cleanup()


# 25 runs of at most 10 steps take some five seconds on one core, and found each fault that was put in on purpose.
Forgetting.TestCase.settings = settings(
    max_examples=25, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
TestForgetting = Forgetting.TestCase


# Law: a plain triple stands exactly for a fact that a claim asserts without saying that it ended.
@settings(max_examples=40, deadline=None)
@given(st.lists(extractions(), max_size=4))
def test_plain_triples_are_what_is_asserted(documents: list[Extraction]) -> None:
    with kg.open(None) as graph:
        for extraction in documents:
            graph.put(extraction)
        held = {f["fact"] for f in graph.facts() if f["status"] == "asserted" and not f["ended"]}
        plain = {
            row["fact"]
            for row in graph.query(
                "SELECT ?fact { ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o }"
            ).rows()
        }
        assert plain == held


# Law: facts come back with the words, the status and the qualifiers that were put.
@settings(max_examples=40, deadline=None)
@given(extractions())
def test_what_is_put_comes_back(extraction: Extraction) -> None:
    with kg.open(None) as graph:
        graph.put(extraction)
        put = {(f.relation, f.status.value, f.ended, f.evidence.quote, f.amount) for f in extraction.facts}
        back = {
            (f["relation"], f["status"], f["ended"], f["evidence"]["quote"], f.get("amount")) for f in graph.facts()
        }
        assert back == put
        assert graph.document(extraction.document.source) == extraction.document
