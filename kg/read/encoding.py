"""From bytes to characters."""

from __future__ import annotations

import codecs
import re

from kg.model import Problem

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings that Western texts without UTF-8 come in, the most common first. Statistics alone take two French
# sentences in windows-1252 for Polish; that all characters are usual ones decides rightly from the first accent on.
_WESTERN = ("windows-1252", "iso-8859-15", "mac-roman")
_USUAL = frozenset("àâäáãåæçéèêëíîïñóôöõøœùûüúÿßÀÂÄÁÅÆÇÉÈÊËÍÎÏÑÓÔÖØŒÙÛÜÚŸ«»‹›‘’“”„–—…•·°€£§©®™¿¡ºª²³\u00a0")
_CAPITAL_WITHIN = re.compile(r"[a-zß-ÿœ][À-ÞŒŸ]")
# Control characters that text files do contain; NUL and the others mean that the file is not text.
_HARMLESS = frozenset("\t\n\r\f\v\x1a\x85")
# A text in a legacy encoding has none or a stray one; compressed data has one byte in nine. 1 in 100 lies between.
_MAX_CONTROL_SHARE = 0.01


def decode(data: bytes, source: str, declared: str | None = None) -> str | Problem:
    """Decode by byte order mark, as UTF-8, as `declared` by the file itself, or by what the bytes look like.

    Nothing is ever replaced or left out: bytes that no encoding explains are a `Problem` that names the first of them.
    """
    encoding = marked(data)
    if encoding:
        return _strict(data, encoding, source)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _legacy(data, declared, source, error.start)
    return _checked(text, source)


def marked(data: bytes) -> str | None:
    """Return the encoding that a byte order mark at the start says; None where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _strict(data: bytes, encoding: str, source: str) -> str | Problem:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return Problem(source, f"not valid {encoding.upper()}", offset=error.start, hint="convert the file to UTF-8")
    return _checked(text, source)


def _legacy(data: bytes, declared: str | None, source: str, first_bad: int) -> str | Problem:
    if declared:
        try:
            return _checked(data.decode(declared), source)
        except (LookupError, UnicodeDecodeError):
            pass  # pages lie about their encoding; the bytes themselves do not
    western = _western(data)
    if western:
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None and b"\x00" in data:
        return _binary(source, data.index(b"\x00"))
    if best is None:
        return Problem(source, "unknown encoding", offset=first_bad, hint="convert the file to UTF-8")
    return _checked(str(best), source)


def _western(data: bytes) -> str | None:
    """Decode by the first Western encoding in which every character is a usual one and stands where it may."""
    for encoding in _WESTERN:
        text = data.decode(encoding, errors="replace")
        beyond_ascii = {character for character in text if character > "~"}
        no_text = any(character < " " and character not in _HARMLESS for character in text)
        if not no_text and beyond_ascii <= _USUAL and not _CAPITAL_WITHIN.search(text):
            return text
    return None


def _checked(text: str, source: str) -> str | Problem:
    """Refuse what decodes but is no text: UTF-8 accepts every control character."""
    if "\x00" in text:
        return _binary(source, text.index("\x00"))
    control = [n for n, c in enumerate(text) if (c < " " or "\x7f" <= c <= "\x9f") and c not in _HARMLESS]
    if len(control) > _MAX_CONTROL_SHARE * len(text):
        return _binary(source, control[0])
    return text


def _binary(source: str, offset: int) -> Problem:
    return Problem(source, "binary data, not text", offset=offset, hint="a format that kg does not read")
