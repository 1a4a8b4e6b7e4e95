"""Which updates leave the default graph alone: what is let through does, whatever else it is."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.layout import HISTORY
from kg.graph.namespaces import PREFIXES
from kg.graph.targets import only_named

DATA = "INSERT DATA { <x:s> <x:p> <x:o> . GRAPH <x:g> { <x:s> <x:p> <x:o> } GRAPH <x:h> { <x:s> <x:p> 1 } }"
NAMED = [
    "INSERT DATA { GRAPH <x:new> { <x:a> <x:b> 1 ; <x:c> 'GRAPH { }' } }",
    "insert data { graph <x:new> { <x:a> <x:b> <x:c> } . graph kg:mine { <x:a> <x:b> <x:c> } }",
    "PREFIX e: <x:> BASE <x:y> DELETE DATA { GRAPH e:g { <x:s> <x:p> <x:o> } }",
    "DELETE WHERE { GRAPH <x:g> { ?s ?p ?o } }",
    "DELETE { GRAPH <x:g> { ?s ?p ?o } } INSERT { GRAPH <x:h> { ?s ?p ?o } } WHERE { ?s ?p ?o { ?s ?p ?x } }",
    "WITH <x:g> DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }",
    "INSERT { GRAPH <x:new> { ?s ?p ?o } } USING <x:g> WHERE { ?s ?p ?o }",
    "INSERT {} WHERE { ?s ?p ?o }",
    "CLEAR GRAPH <x:g> ; DROP SILENT GRAPH <x:h> ; CREATE GRAPH <x:new>",
    "COPY DEFAULT TO <x:new> ; ADD GRAPH <x:g> TO GRAPH <x:h> ; MOVE <x:g> TO <x:h> ;",
    "# nothing\n",
]
DEFAULT = [
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "INSERT DATA { GRAPH <x:new> { <x:a> <x:b> 1 } <x:a> <x:b> 1 }",
    "INSERT DATA { <x:a> <x:b> 1 GRAPH <x:new> { <x:a> <x:b> 1 } }",
    "INSERT DATA { [] <x:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE WHERE { GRAPH ?g { ?s ?q ?o } . ?s ?p ?o }",
    "DELETE { GRAPH <x:g> { ?s ?p ?o } } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }",
    "INSERT { ?s a <x:t> } WHERE { GRAPH <x:g> { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } USING <x:g> WHERE { ?s ?p ?o }",
    "CLEAR DEFAULT", "CLEAR ALL", "DROP SILENT ALL", "drop default",
    "MOVE DEFAULT TO <x:new>", "COPY <x:h> TO DEFAULT", "ADD GRAPH <x:h> TO DEFAULT",
    "CREATE GRAPH <x:new> ; CLEAR ALL",
    "CREATE GRAPH <x:new> ;\n# ; {\nDELETE WHERE { ?s ?p ?o }",
]  # fmt: skip
# What is refused as well, for we can't tell, or for it is ours though it is no data.
DOUBTFUL = [
    "INSERT { GRAPH ?g { ?s ?p 2 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "CLEAR NAMED",
    "\\u0043LEAR ALL",
    f"CLEAR GRAPH {HISTORY}",
    "INSERT DATA { GRAPH kg:history { <x:a> <x:b> <x:c> } }",
    "PAINT THE SHED",
]


def changed(sparql: str) -> bool:
    store = ox.Store()
    store.update(DATA)
    before = set(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    store.update(sparql, prefixes=dict(PREFIXES))
    return set(store.quads_for_pattern(None, None, None, ox.DefaultGraph())) != before


@pytest.mark.parametrize("sparql", NAMED)
def test_updates_of_named_graphs_are_let_through(sparql: str) -> None:
    assert only_named(sparql)
    assert not changed(sparql)


@pytest.mark.parametrize("sparql", DEFAULT)
def test_updates_of_the_default_graph_are_not(sparql: str) -> None:
    assert not only_named(sparql)
    assert changed(sparql)


@pytest.mark.parametrize("sparql", DOUBTFUL)
def test_what_is_not_clear_is_not_let_through(sparql: str) -> None:
    assert not only_named(sparql)
