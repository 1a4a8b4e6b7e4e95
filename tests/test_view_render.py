"""The page as a text: what stands in it, what can't, and that it is always the same."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.model import Document
from kg.ontology import load_ontology
from kg.view.page import render, write_page
from kg.view.payload import to_json
from tests.browser.story import DOCUMENTS, FACTS, FR

STATIC = Path(__file__).parents[1] / "kg" / "view" / "static"


def page(**options: Any) -> str:
    return render(FACTS, DOCUMENTS, load_ontology(), **options)


def data_of(html: str) -> dict[str, Any]:
    """What stands in the page's data element."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_same_facts_in_any_order_give_the_same_bytes() -> None:
    assert render(FACTS[::-1], DOCUMENTS, load_ontology(), title="T") == page(title="T")


def test_every_script_and_style_is_allowed_by_its_hash_and_nothing_else_is() -> None:
    html = page()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    bodies = re.findall(r"<script>(.*?)</script>", html, re.DOTALL) + re.findall(
        r"<style>(.*?)</style>", html, re.DOTALL
    )
    hashes = {base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies}
    assert set(re.findall(r"'sha256-([^']+)'", allowed)) == hashes
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    assert "http" not in allowed


def test_no_element_loads_anything() -> None:
    html = page()
    outside_scripts = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)\s*=\s*["']([^"']*)""", outside_scripts) == ["data:,"]
    assert re.findall(r"<script[^>]*src", html) == []


@given(st.text())
def test_data_can_not_leave_their_element(text: str) -> None:
    # Law: json.loads(to_json(x)) == x, and no text of the data can end the element or begin a tag or a comment.
    written = to_json({"name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"name": text}


def test_half_a_character_does_not_stop_the_page() -> None:
    assert json.loads(to_json("\ud83d")) == "?"


def test_relations_are_labelled_in_both_languages() -> None:
    relations = data_of(page())["relations"]
    assert relations["partnerOf"] == {"en": "partner of", "fr": "est partenaire de", "symmetric": True}


def test_a_relation_that_the_ontology_does_not_know_is_read_as_words() -> None:
    html = render([{**FACTS[0], "relation": "wasSeenWith"}], {}, load_ontology())
    assert data_of(html)["relations"]["wasSeenWith"]["fr"] == "was seen with"


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("Ada Lind", None, " runs Norrvik."),  # the paragraph's first words
        ("Norrvik.", "Ada Lind runs ", None),  # and its last
        ("It grew.", None, None),  # a paragraph of its own
    ],
)
def test_the_context_of_a_quote_is_its_paragraph(quote: str, before: str | None, after: str | None) -> None:
    text = "Ada Lind runs Norrvik.\nIt grew."
    start = text.index(quote)
    fact = {**FACTS[0], "evidence": {"quote": quote, "start": start, "end": start + len(quote)}}
    telling = data_of(render([fact], {FR: Document(FR, text, "en")}, load_ontology()))["tellings"][0]
    assert (telling.get("before"), telling.get("after")) == (before, after)


def test_long_contexts_are_cut_between_words() -> None:
    text = "word " * 100 + "QUOTE" + " word" * 100
    fact = {**FACTS[0], "evidence": {"quote": "QUOTE", "start": 500, "end": 505}}
    telling = data_of(render([fact], {FR: Document(FR, text, "en")}, load_ontology()))["tellings"][0]
    assert telling["before"].startswith("… word ")
    assert telling["after"].endswith(" word …")
    assert len(telling["before"]) < 170


def test_an_empty_graph_is_a_page_as_well() -> None:
    assert data_of(render([], {}, load_ontology()))["nodes"] == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "de"}, "the page can't be in 'de'"),
        ({"depth": -1}, "depth is -1"),
        ({"focus": ["Nobody"]}, "no entity is named 'Nobody'"),
    ],
)
def test_wrong_use_is_said_in_one_line(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        page(**options)


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    words = json.loads((STATIC / "interface.json").read_text(encoding="utf-8"))
    places = {
        language: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in texts.items()}
        for language, texts in words.items()
    }
    assert places["en"] == places["fr"]


def test_is_written_in_utf_8(tmp_path: Path) -> None:
    write_page(page(title="Énergie — 電池"), tmp_path / "graph.html")
    assert "<title>Énergie — 電池</title>".encode() in (tmp_path / "graph.html").read_bytes()


def test_files_of_the_page_stay_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in STATIC.iterdir()}
    assert {name: lines for name, lines in lengths.items() if lines > 500} == {}
