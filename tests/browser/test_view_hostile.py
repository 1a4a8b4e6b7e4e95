"""Names, quotes and titles that try to run something: they are shown as text, and nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Document
from tests.browser.conftest import Page

HOSTILE = [
    '<img src=x onerror="window.hit=1">',
    "</script><script>window.hit=1</script>",
    "<!--<script>window.hit=1",
    'href="javascript:window.hit=1"',
    "javascript:window.hit=1",
    '" onmouseover="window.hit=1',
    "{{ 7*7 }}{% raw %}",
    "<b>Bold</b> & Co. \u2028 line",
    "__proto__",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_is_shown_as_text_and_runs_nothing(open_page: Callable[..., Page], text: str) -> None:
    name = {"type": "Organization", "names": [text]}
    fact = {
        "document": text, "subject": name, "relation": text, "object": {"type": text, "names": ["Norrvik"]}, "status": text,
        "evidence": {"quote": text, "start": 0, "end": len(text)}, "attributedTo": {"text": text}, "time": text, "position": text,
        "amount": 1, "currency": text, "duration": text, "rule": text,
    }  # fmt: skip
    values = [{**fact, "object": {key: text}} for key in ("text", "date", "quantity")]
    document = Document(text, f"{text}", "en", title=text, published=date(2025, 1, 1))
    page = open_page([fact, *values], {text: document}, title=text)
    page.run("kgView.select(kgView.find('Norrvik')[0].node)")
    page.click("#panel .link")
    page.keys("#search", "norr")
    page.keys("#search", "\ue00c")
    page.click("#language")
    page.click("#theme")
    page.click("#view")
    assert page.run("return window.hit") is None
    # Line separators and runs of blanks collapse on the screen.
    assert " ".join(text.split()) in " ".join(page.run("return document.getElementById('panel').textContent").split())
    assert " ".join(text.split()) in " ".join(page.run("return document.getElementById('table').textContent").split())
    assert " ".join(page.run("return document.title").split()) == " ".join(text.split())
    assert page.run("return document.querySelectorAll('img, iframe, b b, a[href^=javascript]').length") == 0
    assert page.complaints() == []
    assert {address for address in page.requests() if not address.startswith("data:")} == {page.address}


def test_an_address_that_would_run_is_no_link(open_page: Callable[..., Page]) -> None:
    fact = {
        "document": "javascript:window.hit=1//https://news.example/", "subject": {"type": "Person", "names": ["Ada Lind"]}, "relation": "worksFor",
        "object": {"type": "Organization", "names": ["Norrvik"]}, "status": "asserted", "evidence": {"quote": "Ada", "start": 0, "end": 3},
    }  # fmt: skip
    page = open_page([fact], {})
    page.click("#view")
    assert "javascript:window.hit=1" in page.text("#table")
    assert page.run("return document.querySelectorAll('a').length") == 0
