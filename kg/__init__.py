"""Turns French and English documents into a knowledge graph that one can trust.

Importing `kg` imports nothing else; `kg.open` loads the store's engine when it is called.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as `typing` says, which takes longer to import than all else that a query needs
if TYPE_CHECKING:
    import os

    from kg.graph.library import Graph

__version__ = "0.1.0"

NAMESPACE = "https://w3id.org/kg-builder/ontology#"  # what the names of the ontology stand below


def open(  # noqa: A001  (`kg.open` is what users of other stores expect)
    path: str | os.PathLike[str] | None,
    *,
    base: str | None = None,
    read_only: bool = False,
    create: bool = True,
) -> Graph:
    """Open the graph stored in the folder `path`, made when it is missing; None keeps it in memory.

    `base` is the IRI below which entities, facts and documents are named. It is set once, when the store is made.

    Raises `kg.errors.UsageError` when there is no store and none may be made, or when `base` is not the stored one;
    `kg.errors.StoreError` when the store is in use, broken, or something else than a store of ours.
    """
    from kg.graph.library import open_graph

    return open_graph(path, base=base, read_only=read_only, create=create)
