"""What stands where in a store, and triples as SPARQL takes them.

All data stand in the default graph. What is no part of the data stands in named ones: the settings of the store, and
when each document was stored (the same documents give the same data, whenever they are read).
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import NAMESPACE

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pyoxigraph import Literal, Triple

SETTINGS = NamedNode(NAMESPACE + "store")  # the graph, and the subject, of what the store says of itself
HISTORY = NamedNode(NAMESPACE + "history")  # the graph that says when documents were stored
STORED = NamedNode("http://www.w3.org/ns/prov#generatedAtTime")

AS_OF = "as-of"  # the folder in that of the store with the copy that `kg.graph.copies` makes


def sparql_data(triples: Collection[Triple]) -> str:
    """The triples as SPARQL's INSERT DATA and DELETE DATA take them; sorted, so that a change has one text."""
    return " .\n".join(sorted(str(triple) for triple in triples))


def note_data(notes: Mapping[NamedNode, Literal]) -> str:
    """The notes as SPARQL's INSERT DATA and DELETE DATA take them; "" for none."""
    said = " . ".join(f"{document} {STORED} {at}" for document, at in notes.items())
    return f"GRAPH {HISTORY} {{ {said} }}" if said else ""


def one_line(error: Exception) -> str:
    """What a library says of an error, in one line."""
    return " ".join(str(error).split())
