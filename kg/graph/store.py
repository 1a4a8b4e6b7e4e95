"""Where triples are kept: an interface, with Oxigraph in this process or a SPARQL server behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

Term = NamedNode | Literal
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

# Removed and added in one go with triples of the default graph.
Notes = Mapping[NamedNode, Literal | None]


class Store(Protocol):
    """What the graph asks of a triple store."""

    read_only: bool

    @property
    def path(self) -> Path | None:
        """The folder of the store; None for one in memory or elsewhere."""

    @property
    def engine(self) -> Any:
        """Oxigraph's own store. Raises `UsageError` where the store is none, or closed."""

    def match(self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """The triples of the default graph that match; None matches everything."""

    def change(self, removed: Collection[Triple], added: Collection[Triple], notes: Notes | None = None) -> None:
        """Remove, then add, in the default graph: all of it or, when the process dies, nothing.

        `notes` says in the same go when documents were stored; None for one that is stored no more.
        """

    def noted(self, document: NamedNode) -> Literal | None:
        """When the document was stored, None where nothing is noted of it."""

    def quads(self) -> Iterator[Quad]:
        """All of the default graph, of the settings and of the notes: what a backup holds."""

    def query(self, sparql: str, substitutions: Mapping[str, Term] | None = None) -> Results:
        """The answer to a SPARQL query. Raises `QueryError` when it is malformed or fails."""

    def name_keys(self) -> Sequence[str]:
        """The keys of all names that the store holds; some twice, and some that it holds no more."""

    def settings(self, graph: NamedNode) -> dict[NamedNode, Term]:
        """Predicate → object of what a named graph says of itself."""

    def set(self, graph: NamedNode, values: Mapping[NamedNode, Term]) -> None:
        """Say that, in addition to what it says of itself."""

    def flush(self) -> None:
        """Make what was changed survive a power cut; it survives the end of the process without."""

    def close(self) -> None:
        """Give the store back. Nothing else may be called afterwards."""
