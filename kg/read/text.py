"""Plain text, and the one form in which all texts go on."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.draft import Draft
from kg.read.encoding import decode
from kg.read.limits import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Headlines end without a full stop; the longest in our corpus has 130 characters.
_TITLE = re.compile(r"\s*(\S[^\r\n]{0,198}[^\s.,;:])[ \t]*\r?\n[ \t]*\r?\n\s*\S")


def read_text(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield the one draft of a text file, or the problem with it."""
    data = read_file(stream, source)
    text = data if isinstance(data, Problem) else decode(data, source)
    yield text if isinstance(text, Problem) else Draft(source, text, title=find_title(text))


def find_title(text: str) -> str | None:
    """Return the first line if it is a title: short, no whole sentence, and set apart by a blank line."""
    match = _TITLE.match(text)
    return match[1].strip() if match else None


def one_line(text: str, most: int = 80) -> str:
    """Return a file's own words as a message can show them: one line, not too long, nothing that steers a terminal."""
    shown = "".join(c if c.isprintable() else " " for c in text[: most + 1])
    return " ".join(shown[:most].split()) + ("…" if len(text) > most else "")


def normalise(text: str) -> str:
    """Return the text in NFC, its lines ended by line feeds alone, without marks and NULs that no stage should see.

    Idempotent: normalise(normalise(t)) == normalise(t).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = text.replace("\ufeff", "").replace("\x00", "")
    # JSON can escape half of a surrogate pair, which no encoding can store.
    text = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return unicodedata.normalize("NFC", text)
