"""Texts on the command line that are read and extracted without a store: a graph in memory holds what is found."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.progress import progress_bar
from kg.model import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.library import Graph
    from kg.model import Document


@contextmanager
def extracted(documents: Iterable[Document | Problem], expected: int | None, workers: int = 1) -> Iterator[Graph]:
    """Give a graph in memory of what the documents say; problems are printed as they come.

    `expected` is how many documents there are, where that is known.
    """
    import kg
    from kg.language import languages
    from kg.pipeline import ingest

    with kg.open(None) as graph:
        with progress_bar("Reading", expected) as advance:
            for event in ingest(graph, documents, languages=languages(), workers=workers):
                advance(event.source)
                for problem in event.problems:
                    print_problem(problem)
        yield graph


def print_problem(problem: Problem) -> None:
    """Name what is wrong with the data, on standard error."""
    click.echo(f"{'Warning' if problem.severity is Severity.WARNING else 'Problem'}: {problem}", err=True)
