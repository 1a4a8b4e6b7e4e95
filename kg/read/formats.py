"""The formats that can be read. To add one, write its reader and list it here."""

from __future__ import annotations

from pathlib import PurePath

from kg.read.draft import Reader
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.text import read_text

TEXT = Reader("text", (".txt", ".text"), read_text)
READERS: tuple[Reader, ...] = (
    TEXT,
    Reader("HTML", (".html", ".htm", ".xhtml"), read_html, signatures=(b"<!doctype html", b"<html")),
    Reader("JSON Lines", (".jsonl", ".ndjson"), read_jsonl, signatures=(b'{"',)),
)


def reader_for(name: str) -> Reader | None:
    """Return the reader of files called so, None where the name does not tell."""
    suffix = PurePath(name).suffix.lower()
    return next((reader for reader in READERS if suffix in reader.suffixes), None)


def reader_by_content(head: bytes) -> Reader:
    """Return the reader of a file that begins so; plain text where nothing says otherwise."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((reader for reader in READERS if start.startswith(reader.signatures)), TEXT)


def known_suffixes() -> str:
    """List the suffixes of all formats, for messages."""
    return ", ".join(suffix for reader in READERS for suffix in reader.suffixes)
