"""Web pages: the article without its surroundings, by trafilatura."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.draft import Draft
from kg.read.encoding import decode
from kg.read.limits import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\slang\s*=\s*["']?\s*([a-z]{2})\b""", re.IGNORECASE)
_HEAD = 4096  # where browsers look for the declared encoding: HTML says 1024, pages are less tidy


def read_html(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield the article of a page with title, date, author and language, or the problem with it."""
    data = read_file(stream, source)
    yield data if isinstance(data, Problem) else read_page(data, source)


def read_page(data: bytes, source: str) -> Draft | Problem:
    """Return the article of a page, or the problem with it."""
    declared = _CHARSET.search(data, 0, _HEAD)
    page = decode(data, source, declared[1].decode() if declared else None)
    return page if isinstance(page, Problem) else _article(page, source)


def _article(page: str, source: str) -> Draft | Problem:
    import trafilatura  # 0.4 s to import: only pages need it

    # Comments are other people's words; tables of a page are rarely sentences.
    try:
        found = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    except Exception as error:  # noqa: BLE001  (broken pages break its parsers in ways that nobody lists)
        return Problem(source, f"not a page that can be read: {type(error).__name__}")
    if not isinstance(found, trafilatura.settings.Document) or not found.text:
        return Problem(source, "no article found in the page", hint="save the article's text as a .txt file")
    language = _LANGUAGE.search(page, 0, _HEAD)
    return Draft(
        source,
        "\n\n".join(line for line in found.text.splitlines() if line.strip()),
        language=language[1].lower() if language else None,
        title=found.title or None,
        published=_date(found.date),
        author=found.author or None,
        media_type="text/html",
    )


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
