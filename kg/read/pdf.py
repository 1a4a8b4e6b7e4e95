"""PDF, by pypdf: the text of each page, its lines put together to paragraphs, and where pages start.

The day on which a PDF was made is not taken for the day of publication: it is as often the day of printing a page.
"""

from __future__ import annotations

import io
import logging
import re
import time
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from kg.model import Problem, Severity
from kg.read.draft import Draft
from kg.read.limits import MAX_TEXT, read_file
from kg.read.text import normalise, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from pypdf import PdfReader

# 50 times what the slowest PDF of a page took; broken ones can keep pypdf busy for ever.
_SECONDS = 120
_PAGE_BREAK = "\n\n"
# A hyphen at a line's end before a small letter divides a word.
_DIVIDED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_ENDS = (".", "!", "?", ":", ";", "…", "»", "”", '"')
_ITEM = re.compile(r"[•–—*\-]|\d+[.)]\s")
# A line shorter than this share of the page's longest ends a paragraph or is a heading: it doesn't reach the margin.
_FULL = 0.6


def read_pdf(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield the text of a PDF with the offsets of its pages, and a warning for pages that can't be read."""
    data = read_file(stream, source)
    if isinstance(data, Problem):
        yield data
        return
    import pypdf  # 0.2 s to import

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of faults we say ourselves
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Problem(source, "encrypted", hint="save it without its password")
            return
        count = len(reader.pages)
        known: Any = reader.metadata or {}
        found = Draft(
            source, "", title=_text(known, "/Title"), author=_text(known, "/Author"), media_type="application/pdf"
        )
    except Exception as error:  # noqa: BLE001  (broken files break pypdf in ways that it doesn't list)
        yield Problem(source, f"not a PDF that can be read: {_words(error)}")
        return
    yield from _pages(reader, count, found)


def _pages(reader: PdfReader, count: int, found: Draft) -> Iterator[Draft | Problem]:
    """Read page by page, so that a page that fails costs no other, and that there is an end to it."""
    pages: list[str] = []
    until = time.monotonic() + _SECONDS
    for number in range(count):
        if time.monotonic() > until or sum(map(len, pages)) > MAX_TEXT:
            yield Problem(found.source, f"only {number} of {count} pages read: too much", Severity.WARNING)
            break
        try:
            pages.append(normalise(unwrap(reader.pages[number].extract_text())))
        except Exception as error:  # noqa: BLE001  (as above)
            pages.append("")
            message = f"page {number + 1} can't be read: {_words(error)}"
            yield Problem(found.source, message, Severity.WARNING)
    if not any(page.strip() for page in pages):
        yield Problem(found.source, "no text in the PDF", hint="scanned pages need character recognition first")
        return
    starts = accumulate((len(page) + len(_PAGE_BREAK) for page in pages[:-1]), initial=0)
    yield Draft(
        found.source, _PAGE_BREAK.join(pages), title=found.title, author=found.author, media_type=found.media_type,
        pages=tuple(starts),
    )  # fmt: skip


def unwrap(text: str) -> str:
    r"""Return a page's text with a line a paragraph: words put together, line breaks within sentences taken out.

    >>> unwrap("The works coun-\ncil met the board of\nthe company.")
    'The works council met the board of the company.'
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    full = _FULL * max(map(len, lines), default=0)
    joined: list[str] = []
    before = ""
    for line in lines:
        if _DIVIDED.search(before) and line[:1].islower():
            joined[-1] = joined[-1][:-1] + line
        elif len(before) >= full and before and line and not before.endswith(_ENDS) and not _ITEM.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        before = line
    return "\n".join(joined)


def _text(known: Any, key: str) -> str | None:
    value = known.get(key)
    return str(value) if value and str(value).strip() else None


def _words(error: Exception) -> str:
    return one_line(f"{type(error).__name__} {error}")
