"""Cypher: statements that build the graph in Neo4j, Memgraph, FalkorDB …; running them twice changes nothing.

Only what holds is an edge of its relation's type; a rumour, plan or denial is a `CLAIMED` edge that says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from kg.graph.forms import network
from kg.graph.library import Graph

_CLAIMED = "CLAIMED"
_HEADER = (
    "// Nodes and edges of kg. For a large graph make an index first, in Neo4j:\n"
    "// CREATE CONSTRAINT kg_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
)
# Escapes of Cypher's strings; anything else may stand as it is.
_ESCAPES = str.maketrans({"\\": r"\\", "'": r"\'", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f"})


def write_cypher(graph: Graph, out: IO[bytes]) -> None:
    """Write a statement a line, nodes before edges."""
    out.write(_HEADER.encode())
    for node in network.nodes(graph):
        out.write(_node(node).encode() + b"\n")
    for edge in network.edges(graph):
        out.write(_edge(edge).encode() + b"\n")


def _node(node: network.Node) -> str:
    labels = ":".join(_name(label) for label in dict.fromkeys(("Entity", node.type, *node.classes)))
    assignments = _assignments("n", {"label": node.label, "names": node.names, "documents": node.documents})
    return f"MERGE (n:Entity {{id: {_term(node.id)}}}) SET n:{labels}, {assignments};"


def _edge(edge: network.Edge) -> str:
    kind = _name(edge.relation if edge.holds else _CLAIMED)
    known: dict[str, network.Property | tuple[str, ...]] = {**network.properties(edge), "told_by": edge.told_by}
    said = {name: value for name, value in known.items() if name not in {"id", "source", "target", "label"}}
    return (
        f"MATCH (a:Entity {{id: {_term(edge.source)}}}), (b:Entity {{id: {_term(edge.target)}}}) "
        f"MERGE (a)-[r:{kind} {{id: {_term(edge.id)}}}]->(b) SET {_assignments('r', said)};"
    )


def _assignments(variable: str, values: Mapping[str, network.Property | tuple[str, ...]]) -> str:
    return ", ".join(f"{variable}.{name} = {_term(value)}" for name, value in values.items())


def _term(value: network.Property | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_term(each) for each in value)}]"
    return f"'{value.translate(_ESCAPES)}'" if isinstance(value, str) else str(value)


def _name(name: str) -> str:
    """A label or type; in backquotes where it is no plain word."""
    return name if name.isidentifier() else "`" + name.replace("`", "``") + "`"
