"""GraphML and GEXF, by networkx, for Gephi, yEd, Cytoscape and igraph. The whole network is held in memory."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from kg.graph.forms import network
from kg.graph.library import Graph

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 can't hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(graph: Graph, out: IO[bytes]) -> None:
    """Write nodes and edges as GraphML."""
    import networkx as nx

    nx.write_graphml(to_networkx(graph), out, named_key_ids=True)


def write_gexf(graph: Graph, out: IO[bytes]) -> None:
    """Write nodes and edges as GEXF 1.2."""
    import networkx as nx

    nx.write_gexf(to_networkx(graph), out, version="1.2draft")


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """The graph as networkx has it: nodes by IRI, edges by id, with properties."""
    import networkx as nx

    found = nx.MultiDiGraph()
    for node in network.nodes(graph):
        found.add_node(node.id, **_clean(network.properties(node), "id"))
    for edge in network.edges(graph):
        found.add_edge(edge.source, edge.target, edge.id, **_clean(network.properties(edge), "id", "source", "target"))
    return found


def _clean(properties: dict[str, network.Property], *left_out: str) -> dict[str, network.Property]:
    """Texts without what XML can't hold; amounts as decimals, as a property has one type in the whole file."""
    return {
        name: _NO_XML.sub("\ufffd", value) if isinstance(value, str) else float(value) if name == "amount" else value
        for name, value in properties.items()
        if name not in left_out
    }
