"""`kg score`: facts in, figures and errors out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.model import Problem
from kg.score import Gold, Report, parse_gold, score
from kg.score.compare import key, overlap
from tests.support.command import ROOT, Ran
from tests.support.made import TEXT

Kg = Callable[..., Ran]
SYMMETRIC = {"partnerOf"}

# Of the document that tests.support.made stores.
GOLD: dict[str, Any] = {
    "id": "velmora", "lang": "en", "text": "velmora.txt", "published": "2025-09-08",
    "entities": [
        {"id": "ines", "type": "Person", "names": ["Inès Corvalan"]},
        {"id": "velmora", "type": "Organization", "names": ["Velmora"]},
        {"id": "marine", "type": "Organization", "names": ["Velmora Marine SAS"], "aliases": ["Velmora Marine"]},
        {"id": "hanseo", "type": "Organization", "names": ["Hanseo Shipyards"]},
    ],
    "facts": [
        {"s": "ines", "r": "chiefExecutiveOf", "o": "velmora", "status": "asserted", "evidence": "Inès Corvalan is the CEO"},
        {"s": "marine", "r": "subsidiaryOf", "o": "velmora", "status": "asserted", "evidence": "is its unit"},
        {"s": "velmora", "r": "partnerOf", "o": "hanseo", "status": "possible", "attributedTo": "the press",
         "evidence": "Velmora could partner with Hanseo Shipyards"},
        {"s": "velmora", "r": "hires", "o": {"quantity": 120}, "status": "asserted", "time": "2025",
         "evidence": "It hired 120 engineers"},
    ],
}  # fmt: skip


def gold(**changes: Any) -> Gold:
    found = parse_gold(GOLD | changes, "gold.json")
    assert isinstance(found, Gold)
    return found


def fact(
    subject: str, relation: str, value: str | dict[str, Any], status: str = "asserted", **more: Any
) -> dict[str, Any]:
    return {
        "document": "news/velmora.txt", "subject": {"names": [subject]}, "relation": relation,
        "object": {"names": [value]} if isinstance(value, str) else value, "status": status, **more,
    }  # fmt: skip


ALL = [
    fact("Inès Corvalan", "chiefExecutiveOf", "Velmora"),
    fact("Velmora Marine", "subsidiaryOf", "Velmora"),
    fact("Hanseo Shipyards", "partnerOf", "Velmora", "possible", attributedTo={"text": "press"}),
    fact("Velmora", "hires", {"quantity": 120}, time="2025"),
]


def scored(*facts: dict[str, Any], by: Gold | None = None) -> Report:
    return score([by or gold()], facts, SYMMETRIC)


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.relation) for finding in report.findings]


def test_all_found_and_nothing_else_is_perfect() -> None:
    """An alias names the entity, a symmetric relation reads both ways, and a source is known by its words."""
    figures = scored(*ALL).total
    assert (figures.precision, figures.recall, figures.f1_with_status) == (1.0, 1.0, 1.0)
    assert (figures.attribution_accuracy, figures.time_accuracy) == (1.0, 1.0)
    assert (figures.gold, figures.predicted) == (4, 4)


def test_no_facts_miss_everything() -> None:
    report = scored()
    assert (report.total.precision, report.total.recall, report.total.f1) == (0.0, 0.0, 0.0)
    assert [kind for kind, _ in kinds(report)] == ["missed"] * 4
    assert report.absent == ("velmora.txt",)


@pytest.mark.parametrize(
    ("wrong", "findings"),
    [
        (fact("Inès Corvalan", "chairOf", "Velmora"), [("wrong", "chairOf"), ("missed", "chiefExecutiveOf")]),
        (fact("Velmora", "chiefExecutiveOf", "Inès Corvalan"), [("swapped", "chiefExecutiveOf"), ("missed", "chiefExecutiveOf")]),
        (fact("Inès Corvalan", "chiefExecutiveOf", "Velmora", "planned"), [("status", "chiefExecutiveOf")]),
    ],
    ids=["another relation", "the other way round", "another status"],
)  # fmt: skip
def test_each_error_is_of_its_kind(wrong: dict[str, Any], findings: list[tuple[str, str]]) -> None:
    assert kinds(scored(wrong, *ALL[1:])) == findings


def test_a_wrong_status_counts_in_the_figure_with_status_only() -> None:
    figures = scored(ALL[0] | {"status": "planned"}, *ALL[1:]).total
    assert (figures.f1, figures.f1_with_status, figures.status_accuracy) == (1.0, 0.75, 0.75)


def test_a_fact_told_twice_is_found_once() -> None:
    figures = scored(*ALL, ALL[0]).total
    assert (figures.precision, figures.recall) == (0.8, 1.0)


def test_a_relation_that_goes_both_ways_is_never_swapped() -> None:
    """Told twice and stored as "Hanseo partnerOf Velmora": the second is one too many, and no error of direction."""
    assert kinds(scored(*ALL, ALL[2])) == [("wrong", "partnerOf")]


def test_an_optional_fact_may_be_found_or_not() -> None:
    optional = gold(facts=[GOLD["facts"][0] | {"optional": True}, *GOLD["facts"][1:]])
    with_it, without = scored(*ALL, by=optional).total, scored(*ALL[1:], by=optional).total
    assert with_it == without
    assert (with_it.precision, with_it.recall, with_it.gold) == (1.0, 1.0, 3)


def test_alternatives_are_right_too() -> None:
    changed = GOLD["facts"][3] | {"alt": {"o": [{"quantity": 130}], "status": ["planned"], "time": ["2025-09"]}}
    found = fact("Velmora", "hires", {"quantity": 130}, "planned", time="2025-09")
    figures = scored(found, by=gold(facts=[changed])).total
    assert (figures.f1_with_status, figures.time_accuracy) == (1.0, 1.0)


def test_the_right_status_is_matched_first() -> None:
    """Of two tellings of a fact, a rumour and a denial, each is matched with its own."""
    rumour = GOLD["facts"][2]
    both = gold(facts=[rumour | {"status": "denied"}, rumour])
    told = [fact("Velmora", "partnerOf", "Hanseo Shipyards", status) for status in ("possible", "denied")]
    assert scored(*told, by=both).total.f1_with_status == 1.0


@pytest.mark.parametrize(("quote", "share"), [("Velmora Marine SAS is", 1.0), ("Velmora Marine", 0.0)])
def test_a_quote_must_stand_at_its_offsets(quote: str, share: float) -> None:
    import dataclasses

    start = TEXT.index("Velmora Marine SAS is")
    evidence = {"quote": quote, "start": start, "end": start + len("Velmora Marine SAS is")}
    report = scored(ALL[1] | {"evidence": evidence}, by=dataclasses.replace(gold(), text=TEXT))
    assert report.total.quotes_in_place == share


def test_figures_stand_by_language_and_relation() -> None:
    report = scored(*ALL[1:])
    assert report.languages["en"] == report.total
    assert (report.relations["chiefExecutiveOf"].recall, report.relations["hires"].recall) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("L’Oréal", "l'oreal", True),
        ("The Acme Group", "Acme Group", True),
        ("SOCIÉTÉ GÉNÉRALE", "Société générale", True),
        ("Xiaomi", "Xiaomi EV", False),
    ],
)  # fmt: skip
def test_names_are_compared_without_case_accents_and_articles(one: str, other: str, same: bool) -> None:
    assert (key(one) == key(other)) is same


def test_phrases_are_compared_by_their_words() -> None:
    assert overlap("fabricant de batteries", "le fabricant de batteries") == 1.0
    assert overlap("fabricant de batteries", "batteries") == pytest.approx(2 / 3)
    assert overlap("de la", "de la") == 0.0


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ([], 'no gold: "facts" is missing'),
        (GOLD | {"facts": [{}]}, "fact 1 is malformed: no 's'"),
        (GOLD | {"facts": [GOLD["facts"][0] | {"o": "nobody"}]}, "fact 1 is malformed: no entity 'nobody'"),
        (GOLD | {"facts": [GOLD["facts"][0] | {"status": "sure"}]}, "fact 1 is malformed: 'sure' is not a valid Status"),
        (GOLD | {"entities": [{"id": "x"}]}, "an entity is malformed: no 'type'"),
        (GOLD | {"published": "yesterday"}, "the article is malformed: Invalid isoformat string: 'yesterday'"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_named(broken: Any, message: str) -> None:
    found = parse_gold(broken, "gold.json")
    assert isinstance(found, Problem)
    assert found.message == message


@pytest.fixture
def gold_folder(store: Path) -> Path:
    folder = store.parent / "gold"
    folder.mkdir()
    (folder / "velmora.json").write_text(json.dumps(GOLD), "utf-8")
    (folder / "velmora.txt").write_text(TEXT, "utf-8")
    return folder


def test_the_command_scores_a_store(kg: Kg, gold_folder: Path) -> None:
    figures = json.loads(kg("score", gold_folder, "--format", "json").out)
    assert (figures["precision"], figures["recall"], figures["quotes_in_place"]) == (0.8, 1.0, 1.0)
    assert figures["findings"] == {"missed": 0, "wrong": 1, "swapped": 0, "status": 0}
    assert figures["languages"]["en"]["recall"] == 1.0


def test_errors_are_listed_with_document_and_words(kg: Kg, gold_folder: Path) -> None:
    lines = kg("score", gold_folder, "--errors").out.splitlines()
    assert lines[:2] == [
        "WRONG   Velmora investsIn Velmora Marine SAS [planned]",
        "        velmora.txt:138 “It pledged 400 million euros for Velmora Marine SAS” (en/investsIn/pledge)",
    ]
    assert lines[-1] == "0 missed, 1 wrong, 0 swapped, 0 status"


def test_texts_are_extracted_with_the_language_and_date_of_the_gold(kg: Kg, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    figures = json.loads(
        kg("score", ROOT / "examples" / "gold", ROOT / "examples" / "articles", "--format", "json", "--errors").out
    )
    assert figures["quotes_in_place"] == 1.0
    assert (figures["documents"], figures["gold"]) == (2, 18)
    assert figures["predicted"]
    assert not (tmp_path / "kg.db").exists()


def test_json_lines_are_texts_and_gold_in_one(kg: Kg, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    line = GOLD | {"source": "one", "text": TEXT}
    lines = [json.dumps(line), "{", json.dumps(GOLD), "", json.dumps(line | {"source": "two"})]
    Path("gold.jsonl").write_text("\n".join(lines), "utf-8")
    Path("texts.jsonl").write_text("\n".join([lines[0], lines[4], '{"text": "Of this there is no gold."}']), "utf-8")
    ran = kg("score", "gold.jsonl", "texts.jsonl", "--format", "json")
    assert ran.code == 1
    assert "gold.jsonl:2: not JSON" in ran.err
    assert 'gold.jsonl:3: no "source"' in ran.err
    figures = json.loads(ran.out)
    assert (figures["documents"], figures["quotes_in_place"]) == (2, 1.0)
    assert figures["gold"] == 2 * scored(*ALL).total.gold


def test_broken_gold_is_named_and_the_rest_scored(kg: Kg, gold_folder: Path) -> None:
    (gold_folder / "a.json").write_text('{"facts": [\n,]}')
    (gold_folder / "b.json").write_text(json.dumps(GOLD | {"text": "elsewhere.txt"}))
    ran = kg("score", gold_folder)
    assert ran.code == 1
    assert "a.json:2: not JSON" in ran.err
    assert "no text elsewhere.txt" in ran.err
    assert "0 missed, 1 wrong" in ran.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "Path 'nowhere' does not exist"),
        (["."], "no gold there"),
        (["gold", "empty"], "empty: no text of the gold there"),
        (["gold", "--store", "other.db"], "no store there"),
    ],
)
def test_wrong_use_is_one_line_and_a_hint(kg: Kg, gold_folder: Path, arguments: list[str], message: str) -> None:
    (gold_folder.parent / "empty").mkdir()
    ran = kg("score", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "Hint: " in ran.err
