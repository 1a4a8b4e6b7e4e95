"""The order of the stages, once: documents → (skip what is unchanged) → extraction → store.

`ingest` is lazy: it reads, extracts and stores batch by batch, and yields one event a document as it goes.
"""

from __future__ import annotations

import os
import traceback
from collections import Counter, deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import PurePath
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from kg.errors import KgError
from kg.graph.records import Outcome
from kg.model import Document, Extraction, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.extract import Extractor
    from kg.graph.library import Graph
    from kg.graph.records import Known

# spaCy's speed is flat from 32 documents on (DESIGN §6); a batch is also what is stored at once and lost by a crash.
BATCH = 32
Results = list[Extraction | Problem]  # of a batch of documents, in their order
# Batches in work for each worker process: one being extracted, one waiting, so that none is idle while we store.
_AHEAD = 2


class Store(Protocol):
    """What ingesting needs of a graph; `kg.open` gives one."""

    def known(self, source: str) -> Known | None:
        """Return what was stored of a document, None if nothing was."""

    def put_many(
        self, extractions: Iterable[Extraction], *, replace: bool = False
    ) -> Iterator[tuple[Extraction, Outcome]]:
        """Store extractions in order, each wholly or not at all; `replace` those too that are there already."""


class Extracting(Protocol):
    """What ingesting needs of an extractor; `kg.extract.Extractor` is one."""

    def extract_many(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Extract in the order of the documents."""


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one document: stored or unchanged (`outcome`), or not read at all (None)."""

    source: str
    outcome: Outcome | None
    statuses: tuple[str, ...] = ()  # of each fact found
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Summary:
    """The counts of one run; `add` it every event."""

    outcomes: Counter[str] = field(default_factory=Counter)  # documents by what became of them
    statuses: Counter[str] = field(default_factory=Counter)  # facts found by status
    problems: list[Problem] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Count an event."""
        if event.outcome is not None:
            self.outcomes[event.outcome.value] += 1
        self.statuses.update(event.statuses)
        self.problems.extend(event.problems)

    @property
    def failed(self) -> int:
        """How many inputs could not be read."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def ingest(
    store: Store,
    documents: Iterable[Document | Problem],
    *,
    languages: tuple[str, ...],
    workers: int = 1,
    replace: bool = False,
) -> Iterator[Event]:
    """Extract the documents that are new or changed, store what is found, and yield an event for each, in input order.

    `workers` is the number of processes that extract; 1 extracts in this one. The events and the store don't depend on
    it. A document is unchanged if its content and the rules of extraction are those of the stored one; with `replace`
    it is extracted and stored all the same.

    Raises:
        KgError: a language model is missing, or the store can't be written.
    """
    from kg.extract import rules_version

    with _extractors(languages, workers) as (extract, ahead):
        yield from run(store, documents, rules_version(), extract, ahead, replace=replace)


def prune(graph: Graph, folders: Iterable[PurePath], events: Iterable[Event]) -> Iterator[str]:
    """Forget the documents that were once read from the folders and are there no more; yield their sources.

    `events` are all those of the run that has just read the folders. Raises `StoreError` when writing fails.
    """
    from kg.read import gone

    seen: set[str] = set()
    failed: set[str] = set()
    for event in events:
        seen.add(event.source)
        failed.update(problem.source for problem in event.problems if problem.severity is Severity.ERROR)
    for source in gone(graph.sources(), folders, seen, failed) if folders else ():
        graph.forget(source)
        yield source
    graph.flush()


def run(
    store: Store,
    documents: Iterable[Document | Problem],
    rules: str,
    extract: Callable[[list[Document]], Future[Results]],
    ahead: int,
    *,
    replace: bool = False,
) -> Iterator[Event]:
    """Do the work of `ingest` with any extractor: `extract` starts on a batch, up to `ahead` batches before storing."""
    waiting: deque[tuple[list[Document | Event], Future[Results]]] = deque()
    entries = _entries(store, documents, None if replace else rules)
    while batch := list(islice(entries, BATCH)):
        waiting.append((batch, extract([entry for entry in batch if isinstance(entry, Document)])))
        if len(waiting) > ahead:
            yield from _stored(store, *waiting.popleft(), replace=replace)
    for entry in waiting:
        yield from _stored(store, *entry, replace=replace)


def _entries(store: Store, documents: Iterable[Document | Problem], rules: str | None) -> Iterator[Document | Event]:
    """Yield the documents that need work (all, for no rules), and the events of the others in their places."""
    digests: dict[str, str] = {}
    for document in documents:
        if isinstance(document, Problem):
            yield Event(document.source, None, problems=(document,))
            continue
        before = digests.setdefault(document.source, document.digest)
        known = store.known(document.source)
        if before != document.digest:
            yield Event(document.source, None, problems=(_second(document),))
        elif known and (known.digest, known.rules) == (document.digest, rules):
            yield Event(document.source, Outcome.UNCHANGED)
        else:
            yield document


def _second(document: Document) -> Problem:
    return Problem(document.source, "a second document with the same source", hint="the first one was read")


def _stored(store: Store, batch: list[Document | Event], future: Future[Results], *, replace: bool) -> Iterator[Event]:
    results = future.result()
    stored = store.put_many((each for each in results if isinstance(each, Extraction)), replace=replace)
    found = iter(results)
    for entry in batch:
        if isinstance(entry, Event):
            yield entry
        elif isinstance(result := next(found), Problem):
            yield Event(result.source, None, problems=(result,))
        else:
            yield _event(*next(stored))
    for _ in stored:  # let the store finish the batch: it flushes after the last one
        pass


def _event(extraction: Extraction, outcome: Outcome) -> Event:
    statuses = tuple(fact.status.value for fact in extraction.facts)
    return Event(extraction.document.source, outcome, statuses, extraction.problems)


@contextmanager
def _extractors(
    languages: tuple[str, ...], workers: int
) -> Iterator[tuple[Callable[[list[Document]], Future[Results]], int]]:
    """Give a function that starts extracting a batch, and how many batches may be in work at once."""
    if workers <= 1:
        _load(languages)
        yield _extract_here, 0
        return
    # Spawned and not forked: the store's engine has threads of its own, which a fork would lose halfway.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (languages,))
    try:
        yield lambda batch: pool.submit(_extract, batch), _AHEAD * workers
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(languages: tuple[str, ...]) -> None:
    """Begin a worker process; it ends with the one that made it, which when killed can't tell it to."""
    Thread(target=_end_with_parent, daemon=True).start()
    _load(languages)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _load(languages: tuple[str, ...]) -> None:
    """Make this process's extractor; it loads a language's model at the first text in it."""
    from kg.extract import Extractor

    _extractor[:] = [Extractor(languages)]


def _extract(batch: list[Document]) -> Results:
    return extracted(_extractor[0], batch)


def extracted(extractor: Extracting, batch: list[Document]) -> Results:
    """The extractions of a batch, in order, with a Problem for each document over which our own rules stumble.

    Such a fault must not cost a night's run its other documents. Raises `KgError` only: no document can be read then.
    """
    try:
        return list(extractor.extract_many(batch))
    except KgError:
        raise
    except Exception as fault:  # noqa: BLE001 - told as the document's problem
        if len(batch) == 1:
            return [_fault(batch[0], fault)]
        return [result for document in batch for result in extracted(extractor, [document])]


def _fault(document: Document, fault: Exception) -> Problem:
    """What went wrong, with the place in our code."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{PurePath(place.filename).name}:{place.lineno}"
    hint = "a fault of kg, please report it; the document was left out"
    return Problem(document.source, f"extraction failed: {type(fault).__name__} at {where}", hint=hint)


def _extract_here(batch: list[Document]) -> Future[Results]:
    done: Future[Results] = Future()
    done.set_result(_extract(batch))
    return done


_extractor: list[Extractor] = []  # one a process: loading the models takes seconds
