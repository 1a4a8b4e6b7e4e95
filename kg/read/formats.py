"""The formats that can be read. To add one, write its reader and list it here."""

from __future__ import annotations

import re
from pathlib import PurePath

from kg.read.archive import open_gzip, open_zip
from kg.read.csv import read_csv
from kg.read.docx import read_docx
from kg.read.draft import Archive, Reader
from kg.read.feed import read_feed
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.mail import read_mail
from kg.read.pdf import read_pdf
from kg.read.text import read_text

TEXT = Reader("text", (".txt", ".text"), read_text, media_types=("text/plain",))
READERS: tuple[Reader, ...] = (
    TEXT,
    Reader(
        "HTML", (".html", ".htm", ".xhtml"), read_html,
        signatures=(b"<!doctype html", b"<html"), media_types=("text/html", "application/xhtml+xml"),
    ),
    Reader("PDF", (".pdf",), read_pdf, signatures=(b"%pdf-",), media_types=("application/pdf",)),
    Reader(
        "Word", (".docx",), read_docx,
        media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    ),
    Reader("mail", (".eml",), read_mail, media_types=("message/rfc822",)),
    Reader(
        "JSON Lines", (".jsonl", ".ndjson"), read_jsonl, signatures=(b'{"',),
        media_types=("application/x-ndjson", "application/jsonl"), many=True,
    ),
    Reader("CSV", (".csv", ".tsv"), read_csv, media_types=("text/csv", "text/tab-separated-values"), many=True),
    Reader(
        "feed", (".rss", ".atom", ".xml"), read_feed, signatures=(b"<rss", b"<feed", b"<rdf:rdf"),
        media_types=("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"), many=True,
    ),
)  # fmt: skip
ARCHIVES: tuple[Archive, ...] = (
    Archive("zip", (".zip",), open_zip, signatures=(b"pk\x03\x04",), media_types=("application/zip",), many=True),
    Archive("gzip", (".gz",), open_gzip, signatures=(b"\x1f\x8b",), media_types=("application/gzip",)),
)
FORMATS: tuple[Reader | Archive, ...] = (*READERS, *ARCHIVES)
_PROLOGUE = re.compile(rb"(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)  # what may stand before the root of XML


def reader_for(name: str) -> Reader | Archive | None:
    """Return the reader of files called so, None where the name does not tell."""
    suffix = PurePath(name).suffix.lower()
    return next((each for each in FORMATS if suffix in each.suffixes), None)


def reader_by_media_type(media_type: str) -> Reader | Archive | None:
    """Return the reader for what a web server calls so, None where that does not tell."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((each for each in FORMATS if plain in each.media_types), None)


def reader_by_content(head: bytes) -> Reader | Archive:
    """Return the reader of a file that begins so; plain text where nothing says otherwise."""
    start = _PROLOGUE.sub(b"", head.removeprefix(b"\xef\xbb\xbf").lstrip(), count=1).lower()
    return next((each for each in FORMATS if start.startswith(each.signatures)), TEXT)


def known_suffixes() -> str:
    """List the suffixes of all formats, for messages."""
    return ", ".join(suffix for each in FORMATS for suffix in each.suffixes)
