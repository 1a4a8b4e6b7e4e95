"""JSON Lines: one document a line, as other programs write them.

`{"text": "…", "title": "…", "published": "2024-05-31", "source": "…", "lang": "fr"}`; all but the text may be left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.draft import Draft
from kg.read.limits import MAX_LINE, MEBIBYTE, skip_line
from kg.read.record import from_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield a draft, or a problem with the line's number, for each line that is not empty."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            yield Problem(source, f"a line of more than {MAX_LINE // MEBIBYTE} MiB", line=number)
            skip_line(stream)
        elif line.strip():
            yield _draft(line, source, number)


def _draft(line: bytes, source: str, number: int) -> Draft | Problem:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "not UTF-8, or nested too deeply"
        return Problem(source, f"not a line of JSON: {reason}", line=number)
    if not isinstance(record, dict):
        return Problem(source, "not a JSON object", line=number, hint='write {"text": "…"}')
    return from_record(record, source, number)
