"""JSON Lines: one document a line, as other programs write them.

`{"text": "…", "title": "…", "published": "2024-05-31", "source": "…", "lang": "fr"}`; all but the text may be left out.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.model import Problem
from kg.read.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield a draft, or a problem with the line's number, for each line that is not empty."""
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield _draft(line, source, number)


def _draft(line: bytes, source: str, number: int) -> Draft | Problem:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "not UTF-8, or nested too deeply"
        return Problem(source, f"not a line of JSON: {reason}", line=number)
    if not isinstance(record, dict):
        return Problem(source, "not a JSON object", line=number, hint='write {"text": "…"}')
    return _from_record(record, source, number)


def _from_record(record: dict[str, Any], source: str, number: int) -> Draft | Problem:
    for key in ("text", "title", "published", "source", "lang", "author"):
        if not isinstance(record.get(key), str | None):
            return Problem(source, f'"{key}" is not a string', line=number)
    if record.get("text") is None:
        return Problem(source, 'no "text"', line=number, hint='write {"text": "…"}')
    try:
        published = date.fromisoformat(record["published"][:10]) if record.get("published") else None
    except ValueError:
        message = f'"published" is not a date: {record["published"]}'
        return Problem(source, message, line=number, hint="as in 2024-05-31")
    return Draft(
        record.get("source") or f"{source}:{number}",
        record["text"],
        language=record.get("lang") or None,
        title=record.get("title") or None,
        published=published,
        author=record.get("author") or None,
    )
