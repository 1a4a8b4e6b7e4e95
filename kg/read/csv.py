"""CSV and TSV: one document a row, with a column for the text and others for what is known of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.encoding import decode, marked
from kg.read.limits import MAX_LINE, MEBIBYTE
from kg.read.record import KEYS, from_record
from kg.read.text import one_line

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

    from kg.read.draft import Draft

# What the columns of news corpora are called, in the order in which they are looked for.
_NAMES = {
    "text": ("text", "texte", "content", "contenu", "body", "corps", "article", "full_text", "maintext"),
    "title": ("title", "titre", "headline"),
    "published": ("published", "date", "published_at", "publication_date", "date_publish", "pubdate"),
    "source": ("source", "url", "link", "id"),
    "lang": ("lang", "language", "langue"),
    "author": ("author", "auteur", "authors", "byline"),
}
_DELIMITERS = ",;\t|"
# What shows the encoding: accents stand on every page. The rest is decoded as it is read, so that a corpus of any size
# fits into memory.
_SAMPLE = MEBIBYTE


def read_csv(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield a draft, or a problem with the line's number, for each row; the first row names the columns."""
    head = stream.read(_SAMPLE)
    encoding = _encoding(head, source)
    if isinstance(encoding, Problem):
        yield encoding
        return
    csv.field_size_limit(MAX_LINE)  # of the whole process; Python's own limit of 131,072 refuses long articles
    lines = _Lines(head, stream, encoding)
    rows = csv.reader(lines, delimiter=_delimiter(head.decode(encoding, "replace")), strict=False)
    try:
        yield from _drafts(rows, source)
    except (csv.Error, UnicodeDecodeError, ValueError) as error:
        reason = "not " + encoding.upper() if isinstance(error, UnicodeDecodeError) else str(error)
        yield Problem(source, f"not CSV: {reason}", line=rows.line_num + 1)


def _drafts(rows: Reader, source: str) -> Iterator[Draft | Problem]:
    names = [name.strip().lower() for name in next(rows, [])]
    columns = {key: _column(key, names) for key in KEYS}
    if columns["text"] is None:
        shown = one_line(", ".join(names))
        yield Problem(source, f"no column with the text, only {shown}", line=1, hint="name one of the columns text")
        return
    for row in rows:
        if any(row):
            cells = {key: row[at].strip() for key, at in columns.items() if at is not None and at < len(row)}
            known = {key: value for key, value in cells.items() if value}
            yield from_record(known, source, rows.line_num)


def _column(key: str, names: Sequence[str]) -> int | None:
    return next((names.index(name) for name in _NAMES[key] if name in names), None)


def _encoding(head: bytes, source: str) -> str | Problem:
    """The encoding of what begins so; Western ones are those that `kg.read.encoding` finds in the beginning."""
    if encoding := marked(head):
        return encoding
    whole_lines = head[: head.rfind(b"\n") + 1] or head
    text = decode(whole_lines, source)
    if isinstance(text, Problem):
        return text
    candidates = ("utf-8", "windows-1252", "iso-8859-15", "mac-roman")
    return next((each for each in candidates if _decodes(whole_lines, each, text)), "utf-8")


def _decodes(data: bytes, encoding: str, text: str) -> bool:
    try:
        return data.decode(encoding) == text
    except UnicodeDecodeError:
        return False


def _delimiter(text: str) -> str:
    """The one of the usual delimiters that stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


class _Lines:
    """The lines of a stream as text; one that is too long is refused before it is read whole."""

    def __init__(self, head: bytes, rest: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(io.BufferedReader(_Joined(head, rest)), encoding, newline="")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE)
        if len(line) == MAX_LINE:
            raise ValueError(f"a line of more than {MAX_LINE // MEBIBYTE} MiB")
        if not line:
            raise StopIteration
        return line.replace("\0", "")  # which Python's reader can't take


class _Joined(io.RawIOBase):
    """What was read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        data = self._head.read(len(target)) or self._rest.read(len(target))
        target[: len(data)] = data
        return len(data)
