"""Laws of what comes in otherwise than through the readers: exported graphs, backups, SPARQL, requests.

Whatever they hold, the answer is one, or an error of ours in a line; and the store keeps its laws.
"""

from __future__ import annotations

import gzip
import io
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import KgError
from kg.graph.backup import backup, restore
from kg.graph.check import check
from kg.graph.export import export
from kg.graph.imports import SYNTAXES, import_facts, import_graph, read_graph
from kg.graph.library import Graph
from kg.graph.query import named_queries
from kg.graph.results import FORMATS, write_answer
from kg.graph.targets import only_named
from kg.model import Problem
from kg.serve.protocol import Operation, Refused, operation
from tests.property.test_read import damaged
from tests.support.made import velmora

# Inputs of each kind; KG_FUZZ=2000 for a long run (tests/bench/fuzzing.py prints its figures).
EXAMPLES = int(os.environ.get("KG_FUZZ", "25"))
relaxed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
EXPORTS = {"facts": ".jsonl", "turtle": ".ttl", "nquads": ".nq", "trig": ".trig", "jsonld": ".jsonld"}


@cache
def exported(form: str) -> bytes:
    with kg.open(None) as graph:
        graph.put(velmora())
        out = io.BytesIO()
        export(graph, form, out)
        return out.getvalue()


@cache
def backed_up(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder, kg.open(None) as graph:
        graph.put(velmora())
        backup(graph, Path(folder) / name)
        return (Path(folder) / name).read_bytes()


def taken_in(form: str, data: bytes, graph: Graph) -> list[str | Problem]:
    if form == "facts":
        return list(import_facts(io.BytesIO(data), "x", graph))
    with read_graph(io.BytesIO(data), SYNTAXES[EXPORTS[form]], "x") as given:
        return list(import_graph(given, graph))


@pytest.mark.parametrize("form", EXPORTS)
@given(data=st.data())
@relaxed
def test_a_damaged_export_leaves_a_consistent_store(form: str, data: st.DataObject) -> None:
    given_bytes = data.draw(damaged(exported(form)))
    with kg.open(None) as graph:
        with suppress(KgError):
            for found in taken_in(form, given_bytes, graph):
                assert not isinstance(found, Problem) or found.message.isprintable()
        assert list(map(str, check(graph))) == []


# Law: what is damaged nowhere is taken in.
@pytest.mark.parametrize("form", EXPORTS)
def test_the_exports_that_are_damaged_were_whole(form: str) -> None:
    with kg.open(None) as graph:
        assert taken_in(form, exported(form), graph) == ["news/velmora.txt"]


@pytest.mark.parametrize("name", ["a.nq", "a.nq.gz"])
@given(data=st.data())
@relaxed
def test_a_damaged_backup_is_a_store_or_an_error(name: str, data: st.DataObject) -> None:
    given_bytes = data.draw(damaged(backed_up(name)))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(given_bytes)
        with suppress(KgError):
            restore(Path(folder) / name, f"{folder}/kg.db")
            kg.open(f"{folder}/kg.db", read_only=True).close()
        assert {path.name for path in Path(folder).iterdir()} <= {name, "kg.db"}


def test_a_backup_that_is_packed_twice_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.nq.gz").write_bytes(gzip.compress(backed_up("a.nq.gz")))
    with pytest.raises(KgError):
        restore(tmp_path / "a.nq.gz", str(tmp_path / "kg.db"))


WORDS = "SELECT ASK CONSTRUCT DESCRIBE WHERE FROM GRAPH FILTER OPTIONAL UNION VALUES BIND LIMIT GROUP BY COUNT AS ORDER".split()
WORDS += (
    "* { } ( ) . ; , ?s ?p ?o a kg:Fact rdfs:label 'x' \"y\"@fr 1 <x:a> <b> [] ^ / + | ! = <<( )>> # \\u0041".split()
)
WORDS += "INSERT DELETE DATA CLEAR ALL DEFAULT WITH USING MOVE TO COPY".split()


@st.composite
def sparql(draw: st.DrawFn) -> str:
    """Nonsense out of SPARQL's words, any text, or a query of ours that is damaged."""
    whole = draw(st.sampled_from([query.text for query in named_queries().values()]))
    kinds = [st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.text(max_size=60)]
    text: str = draw(st.one_of(*kinds, damaged(whole.encode()).map(lambda data: data.decode("utf-8", "replace"))))
    return text


@given(text=sparql(), form=st.sampled_from(FORMATS))
@relaxed
def test_any_sparql_is_answered_or_refused(text: str, form: str) -> None:
    with kg.open(None) as graph:
        graph.put(velmora())
        with suppress(KgError):
            write_answer(graph.query(text), form, io.BytesIO(), graph.base)
        assert only_named(text) in {True, False}


@given(
    method=st.sampled_from(["GET", "POST", "HEAD"]),
    query=st.text(max_size=60) | st.sampled_from(["query=ASK%20%7B%7D", "update=x&query=y", "query=%FF", "&&=", "query"]),
    kind=st.none() | st.text(max_size=30) | st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded; charset=x"]),
    body=st.binary(max_size=60) | sparql().map(lambda text: text.encode("utf-8", "replace")),
)  # fmt: skip
@relaxed
def test_any_request_is_an_operation_or_refused(method: str, query: str, kind: str | None, body: bytes) -> None:
    with suppress(Refused):
        assert isinstance(operation(method, query, kind, body), Operation)
