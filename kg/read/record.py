"""A record with keys, as JSON Lines and CSV give them, as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.model import Problem
from kg.read.draft import Draft
from kg.read.text import one_line

KEYS = ("text", "title", "published", "source", "lang", "author")


def from_record(record: Mapping[str, object], source: str, line: int) -> Draft | Problem:
    """Return the draft of a record with `KEYS`, all but the text optional, or the problem with it.

    `source` and `line` say where the record stands; they name a document that doesn't name itself.
    """
    values = {key: record.get(key) for key in KEYS}
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    for key, value in values.items():
        if value is not None and key not in texts:
            return Problem(source, f'"{key}" is not a string', line=line)
    if "text" not in texts:
        return Problem(source, 'no "text"', line=line, hint='write {"text": "…"}')
    try:
        published = date.fromisoformat(texts["published"][:10]) if texts.get("published") else None
    except ValueError:
        message = f'"published" is not a date: {one_line(texts["published"])}'
        return Problem(source, message, line=line, hint="as in 2024-05-31")
    return Draft(
        texts.get("source") or f"{source}:{line}",
        texts["text"],
        language=texts.get("lang") or None,
        title=texts.get("title") or None,
        published=published,
        author=texts.get("author") or None,
    )
