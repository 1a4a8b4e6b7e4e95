"""The order of the stages, with an extractor that finds nothing but counts what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

import kg
from kg.graph.library import Graph
from kg.graph.records import Outcome
from kg.model import Document, Extraction, Problem, Severity
from kg.pipeline import BATCH, Event, Results, Summary, extracted, run


class Extractor:
    """Does the work of a worker pool: starts when it is given a batch, and keeps what it was given."""

    def __init__(self, rules: str = "1") -> None:
        self.rules = rules
        self.batches: list[list[str]] = []

    def __call__(self, batch: list[Document]) -> Future[Results]:
        self.batches.append([document.source for document in batch])
        future: Future[Results] = Future()
        future.set_result(extracted(self, batch))
        return future

    def extract_many(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            if "fault" in document.text:
                raise KeyError(document.source)
            yield Extraction(document, rules=self.rules)


def document(source: str, text: str = "Some text.") -> Document:
    return Document(source, text, "en")


def outcomes(
    graph: Graph, documents: list[Document | Problem], extractor: Extractor, ahead: int = 0
) -> list[tuple[str, object]]:
    return [(event.source, event.outcome) for event in run(graph, documents, extractor.rules, extractor, ahead)]


@pytest.fixture
def graph() -> Iterator[Graph]:
    with kg.open(None) as graph:
        yield graph


def test_only_what_is_new_or_changed_is_extracted(graph: Graph) -> None:
    first = Extractor()
    assert outcomes(graph, [document("a"), document("b")], first) == [("a", Outcome.NEW), ("b", Outcome.NEW)]
    again = Extractor()
    assert outcomes(graph, [document("a"), document("b", "Other text.")], again) == [
        ("a", Outcome.UNCHANGED),
        ("b", Outcome.REPLACED),
    ]
    assert again.batches == [["b"]]


def test_new_rules_extract_everything_again(graph: Graph) -> None:
    outcomes(graph, [document("a")], Extractor("1"))
    assert outcomes(graph, [document("a")], Extractor("2")) == [("a", Outcome.REPLACED)]


def test_problems_stand_in_their_places_and_stop_nothing(graph: Graph) -> None:
    broken = Problem("b", "can't be read")
    assert outcomes(graph, [document("a"), broken, document("c")], Extractor()) == [
        ("a", Outcome.NEW),
        ("b", None),
        ("c", Outcome.NEW),
    ]
    assert [info.source for info in graph.documents()] == ["a", "c"]


def test_a_document_over_which_our_rules_stumble_costs_only_itself(graph: Graph) -> None:
    documents = [document("a"), document("b", "A fault."), document("c")]
    events = list(run(graph, documents, "1", Extractor(), 0))
    assert [(event.source, event.outcome) for event in events] == [("a", Outcome.NEW), ("b", None), ("c", Outcome.NEW)]
    (problem,) = events[1].problems
    assert str(problem).startswith("b: extraction failed: KeyError at test_pipeline.py:")


def test_of_two_documents_with_one_source_the_first_is_read(graph: Graph) -> None:
    events = list(run(graph, [document("a"), document("a", "Another."), document("a")], "1", Extractor(), 0))
    assert [event.outcome for event in events] == [Outcome.NEW, None, Outcome.UNCHANGED]
    assert events[1].problems[0].message == "a second document with the same source"
    stored = graph.document("a")
    assert stored is not None
    assert stored.text == "Some text."


@pytest.mark.parametrize("ahead", [0, 1, 7])
def test_events_come_in_the_order_of_the_input_however_much_is_in_work(graph: Graph, ahead: int) -> None:
    sources = [f"{number:03}" for number in range(3 * BATCH + 5)]
    extractor = Extractor()
    assert outcomes(graph, [document(source) for source in sources], extractor, ahead) == [
        (s, Outcome.NEW) for s in sources
    ]
    assert [len(batch) for batch in extractor.batches] == [BATCH, BATCH, BATCH, 5]


def test_input_is_read_no_further_than_the_work_has_come(graph: Graph) -> None:
    taken: list[str] = []

    def endless() -> Iterator[Document]:
        while True:
            taken.append(str(len(taken)))
            yield document(taken[-1])

    assert next(run(graph, endless(), "1", Extractor(), ahead=1)).source == "0"
    assert len(taken) == 2 * BATCH


def test_the_summary_counts() -> None:
    summary = Summary()
    summary.add(Event("a", Outcome.NEW, ("asserted", "possible")))
    summary.add(Event("b", Outcome.NEW, ("asserted",), (Problem("b", "odd", Severity.WARNING),)))
    summary.add(Event("c", None, problems=(Problem("c", "can't be read"),)))
    assert summary.outcomes == {"new": 2}
    assert summary.statuses == {"asserted": 2, "possible": 1}
    assert (summary.failed, len(summary.problems)) == (1, 2)


def test_workers_give_the_same_store(tmp_path: Path) -> None:
    """Law: the export doesn't depend on the number of processes."""
    from io import BytesIO

    from kg.graph.export import export
    from kg.pipeline import ingest
    from kg.read import Options, find_inputs, read
    from tests.support.command import ROOT

    exported = []
    for workers in (1, 2):
        with kg.open(tmp_path / str(workers)) as graph:
            documents = read(find_inputs([str(ROOT / "examples" / "articles")]), Options(("en", "fr")))
            assert [e.outcome for e in ingest(graph, documents, languages=("en", "fr"), workers=workers)] == [
                Outcome.NEW
            ] * 2
            out = BytesIO()
            export(graph, "facts", out)
            exported.append(out.getvalue())
    assert exported[0] == exported[1] != b""
