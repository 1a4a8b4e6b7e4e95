"""The commands on a small store made by hand: what is asked, and the answer beside it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import Ran, run_process
from tests.support.made import TEXT

Kg = Callable[..., Ran]
pytestmark = pytest.mark.usefixtures("store")


def test_show_has_an_entity_on_one_screen(kg: Kg) -> None:
    assert kg("show", "velmora").out.splitlines() == [
        "Velmora (Organization)",
        "https://kg.example/organization/velmora",
        "",
        "hires",
        "  120 [asserted] (news/velmora.txt)",
        "investsIn",
        "  Velmora Marine SAS [planned] · 400,000,000 EUR (news/velmora.txt)",
        "partnerOf",
        "  Hanseo Shipyards [possible] · said the press (news/velmora.txt)",
        "← chiefExecutiveOf",
        "  Inès Corvalan [asserted] · CEO (news/velmora.txt)",
        "← subsidiaryOf",
        "  Velmora Marine SAS [asserted] (news/velmora.txt)",
    ]


@pytest.mark.parametrize("name", ["Inès Corvalan", "ines corvalan", "https://kg.example/person/ines-corvalan"])
def test_an_entity_is_named_by_any_form_of_its_name_or_its_iri(kg: Kg, name: str) -> None:
    assert kg("show", name).out.startswith("Inès Corvalan (Person)")


def test_why_shows_the_words(kg: Kg) -> None:
    out = kg("why", "Inès Corvalan", "chiefExecutiveOf", "Velmora").out
    end = len("Inès Corvalan is the CEO of Velmora")
    assert out.splitlines()[0] == "Inès Corvalan chiefExecutiveOf Velmora"
    assert out.splitlines()[2:] == [
        "  asserted · CEO",
        "    “Inès Corvalan is the CEO of Velmora”",
        f"    news/velmora.txt:0-{end}, rule en/chiefExecutiveOf/copula",
    ]


def test_why_takes_the_iri_of_a_fact(kg: Kg) -> None:
    facts = map(json.loads, kg("export").out.splitlines())
    iri = next(fact["fact"] for fact in facts if fact["relation"] == "partnerOf")
    assert kg("why", iri).out.startswith("Hanseo Shipyards partnerOf Velmora")


def test_path_connects_and_says_how_sure_each_step_is(kg: Kg) -> None:
    first, second = kg("path", "Inès Corvalan", "Hanseo Shipyards").out.splitlines()
    assert first.startswith("Inès Corvalan chiefExecutiveOf Velmora [asserted] (news/velmora.txt:")
    assert second.startswith("Hanseo Shipyards partnerOf Velmora [possible]")
    assert kg("path", "Inès Corvalan", "Hanseo Shipyards", "--status", "asserted").code == 1
    assert kg("path", "Velmora", "Velmora").out == "Velmora is Velmora\n"


def test_list_is_a_table_or_data(kg: Kg) -> None:
    assert kg("list", "documents").out.splitlines() == [
        "source            language  published   facts  title",
        "────────────────  ────────  ──────────  ─────  ─────────────────────",
        "news/velmora.txt  en        2025-09-08  5      Velmora and its ferry",
    ]
    people = json.loads(kg("list", "entities", "--type", "Person", "--format", "json").out)
    assert [(each["name"], each["documents"]) for each in people] == [("Inès Corvalan", 1)]
    rows = list(csv.DictReader(io.StringIO(kg("list", "relations", "--format", "csv").out)))
    assert {row["relation"]: row["tellings"] for row in rows}["hires"] == "1"


def test_stats_count_facts_by_status(kg: Kg) -> None:
    stats = json.loads(kg("stats", "--format", "json").out)
    assert (stats["documents"], stats["entities"]) == (1, {"Organization": 3, "Person": 1, "Place": 0, "Product": 0})
    assert stats["tellings"] == {"asserted": 3, "planned": 1, "possible": 1, "denied": 0, "unknown": 0}
    assert "3 asserted, 1 planned, 1 possible" in kg("stats").out


ASK = "ASK { ?p kg:chiefExecutiveOf ?o . ?p rdfs:label 'Inès Corvalan' . ?o rdfs:label 'Velmora' }"
NAMES = "SELECT ?name { ?p kg:chiefExecutiveOf ?o . ?p rdfs:label ?name }"


def test_query_answers_in_each_format(kg: Kg) -> None:
    assert "Inès Corvalan" in kg("query", NAMES).out
    assert kg("query", NAMES, "--format", "csv").out.splitlines() == ["name", "Inès Corvalan"]
    assert json.loads(kg("query", NAMES, "--format", "json").out)["head"]["vars"] == ["name"]
    assert "true" in kg("query", ASK).out
    assert (
        "chiefExecutiveOf" in kg("query", "CONSTRUCT { ?s kg:chiefExecutiveOf ?o } { ?s kg:chiefExecutiveOf ?o }").out
    )


def test_a_rumour_is_no_plain_triple(kg: Kg) -> None:
    assert json.loads(kg("query", "ASK { ?a kg:partnerOf ?b }", "--format", "json").out)["boolean"] is False


def test_query_reads_files_and_standard_input(kg: Kg, store: Path) -> None:
    (store.parent / "q.rq").write_text(NAMES)
    expected = "name\nInès Corvalan\n"
    assert kg("query", "-f", "q.rq", "--format", "csv").out.replace("\r", "") == expected
    assert run_process("query", "-", "--format", "csv", cwd=store.parent, stdin=NAMES).out == expected


def test_every_named_query_is_listed_and_its_example_runs(kg: Kg) -> None:
    import shlex

    from kg.graph.query import named_queries

    listed = kg("query", "--list").out
    for named in named_queries().values():
        assert named.name in listed
        words = shlex.split(named.example)
        assert words[:2] == ["kg", "query"]
        ran = kg(*words[1:])
        # The names in the examples need not be in this store.
        assert ran.code == 0 or "no entity of that name" in ran.err or "no such document" in ran.err, named.name


def test_named_queries_take_names(kg: Kg) -> None:
    assert "Velmora Marine SAS" in kg("query", "about", "Velmora").out
    assert kg("query", "subsidiaries", "parent=Velmora").out == kg("query", "subsidiaries", "Velmora").out
    assert kg("query", "disputed", "Velmora").err.startswith(
        "Error: query 'disputed' takes no value\nHint: as in: kg query"
    )
    assert kg("query", "about").err.startswith("Error: query 'about' takes ")


def test_export_writes_every_format_to_pipes_and_files(kg: Kg, store: Path) -> None:
    from kg.cli.export import FORMATS
    from kg.graph import export

    assert set(FORMATS) == set(export.FORMATS)
    assert kg("export", "--format", "csv", "-o", "out.zip").code == 0
    assert zipfile.is_zipfile(store.parent / "out.zip")
    for form in set(FORMATS) - {"csv"}:  # a zip archive, and no text
        piped = kg("export", "--format", form).out
        assert kg("export", "--format", form, "-o", "out").code == 0
        assert (store.parent / "out").read_text() == piped != ""


def test_facts_quote_the_text_at_their_offsets(kg: Kg) -> None:
    for fact in map(json.loads, kg("export").out.splitlines()):
        words = fact["evidence"]
        assert TEXT[words["start"] : words["end"]] == words["quote"]


def test_view_writes_one_page(kg: Kg, store: Path) -> None:
    ran = kg("view", "--focus", "Velmora", "--lang", "fr")
    assert ran.err == "Wrote graph.html\n"
    assert "Inès Corvalan" in (store.parent / "graph.html").read_text()
    assert kg("view", "-o", "-").out.lower().startswith("<!doctype html")


def test_forget_takes_out_all_that_a_document_said(kg: Kg) -> None:
    assert kg("forget", "news/velmora.txt").err == "Forgot news/velmora.txt\n"
    assert json.loads(kg("stats", "--format", "json").out)["facts"] == 0


def test_validate_finds_a_graph_of_ours_valid(kg: Kg) -> None:
    ran = kg("validate")
    assert (ran.code, ran.out, ran.err) == (0, "", "The graph is valid.\n")


def test_the_store_may_be_named_by_the_environment(
    kg: Kg, store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir("/")
    assert kg("stats").code == 2
    monkeypatch.setenv("KG_STORE", str(store))
    assert kg("stats").code == 0
    assert tmp_path.is_dir()


def test_a_query_that_takes_too_long_is_stopped(store: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    ran = run_process("query", endless, "--timeout", "2", cwd=store.parent)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (
        1,
        "",
        "Error: stopped after 2 seconds; what was written is not all",
    )
    ran = run_process("query", endless, "--timeout", "2", "-o", "answer.csv", cwd=store.parent)
    assert ran.code == 1
    assert [path.name for path in store.parent.iterdir()] == ["kg.db"]


@pytest.mark.parametrize(
    "arguments", [["ASK {}"], ["SELECT nonsense"], ["subsidiarys"], ["about", "Nobody"], ["-f", "gone.rq"]]
)
def test_with_enough_time_the_answer_is_the_same(store: Path, arguments: list[str]) -> None:
    without, within = (run_process("query", *arguments, *more, cwd=store.parent) for more in ([], ["--timeout", "60"]))
    assert within == without


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_first_rows_are_those_of_the_whole(kg: Kg, store: Path, form: str) -> None:
    query = "SELECT ?e ?n { ?e a kg:Organization ; rdfs:label ?n } ORDER BY ?n"
    whole, first = (kg("query", query, "--format", form, *more, "--store", store) for more in ([], ["--limit", "2"]))
    if form == "json":
        rows = json.loads(whole.out)["results"]["bindings"]
        assert json.loads(first.out) == {"head": {"vars": ["e", "n"]}, "results": {"bindings": rows[:2]}}
    else:
        lines = [[cell.strip("─") for cell in line.split()] for line in first.out.splitlines()]
        assert lines[-2:] == [line.split() for line in whole.out.splitlines()[-3:-1]]
