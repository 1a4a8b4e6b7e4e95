"""Laws of the readers.

Whatever the bytes, a reader gives drafts and problems, raises nothing but `OSError`, and comes to an end.
"""

from __future__ import annotations

import gzip
import io
import os
import time
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.model import Document, Problem
from kg.read.document import Options, finish
from kg.read.draft import Archive, Reader
from kg.read.formats import FORMATS, reader_by_content
from kg.read.limits import Growth
from kg.read.unpack import HEAD, drafts
from tests.support.files import docx, pdf, zipped

WORDS = "The works council met the board of the company in Leeds."
MAIL = EmailMessage()
MAIL["Subject"], MAIL["Date"] = "Leeds", "Mon, 08 Sep 2025 23:30:00 +0200"
MAIL.set_content(WORDS)
MAIL.add_alternative(f"<p>{WORDS}</p>", subtype="html")
VALID = {
    "text": WORDS.encode(),
    "HTML": f"<!doctype html><html lang=en><meta charset=utf-8><article><p>{WORDS}</p></article></html>".encode(),
    "PDF": pdf([[WORDS], [WORDS]], "Leeds"),
    "Word": docx(f"<w:p><w:r><w:t>{WORDS}</w:t><w:br/></w:r></w:p>", "<dc:title>Leeds</dc:title>"),
    "mail": MAIL.as_bytes(),
    "JSON Lines": b'{"text": "%s", "published": "2025-09-08"}\n{"text": null}\n' % WORDS.encode(),
    "CSV": f'title,date,text\nLeeds,2025-09-08,"{WORDS}"\n'.encode(),
    "feed": f"<rss><channel><item><title>Leeds</title><description>&lt;p&gt;{WORDS}</description></item></channel></rss>".encode(),
    "zip": zipped({"a.txt": WORDS.encode(), "b.txt.gz": gzip.compress(WORDS.encode())}),
    "gzip": gzip.compress(WORDS.encode()),
}  # fmt: skip
# How many inputs of each kind and format; KG_FUZZ=2000 for a long run (tests/bench/fuzzing.py prints its figures).
EXAMPLES = int(os.environ.get("KG_FUZZ", "25"))
# CPU time of an input of a few kilobytes: some 10 ms, but the first of a format imports its library.
SECONDS = 10
relaxed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
formats = pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """A file with pieces replaced, taken out, doubled, and perhaps cut off."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.binary(max_size=20), st.just(data[start:end] * 3), st.just(b"")))
        data = data[:start] + piece + data[end:]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


def read_all(kind: Reader | Archive, data: bytes) -> None:
    start = time.process_time()
    stream = io.BufferedReader(io.BytesIO(data))  # as `open` gives one
    try:
        for found in drafts(stream, "x", kind, Growth(len(data))):
            assert found.source
            if isinstance(found, Problem):
                assert found.message.isprintable()
            else:
                assert isinstance(finish(found, Options(("en", "fr"))), Document | Problem)
                assert all(page <= len(found.text) for page in found.pages)
    except OSError:
        pass  # which `kg.read.sources` says as a problem
    assert time.process_time() - start < SECONDS


@formats
@given(data=st.data())
@relaxed
def test_a_damaged_file_ends_in_drafts_and_problems(kind: Reader | Archive, data: st.DataObject) -> None:
    read_all(kind, data.draw(damaged(VALID[kind.name])))


@formats
@given(data=st.binary(max_size=500))
@example(b"")
@relaxed
def test_any_bytes_end_in_drafts_and_problems(kind: Reader | Archive, data: bytes) -> None:
    read_all(kind, data)
    read_all(reader_by_content(data[:HEAD]), data)


# Law: what is cut off nowhere is read: the valid file of each format gives a document with its words.
@formats
def test_the_files_that_are_damaged_were_whole(kind: Reader | Archive) -> None:
    stream = io.BufferedReader(io.BytesIO(VALID[kind.name]))  # as `open` gives one
    found = next(drafts(stream, "x", kind, Growth(0)))
    assert not isinstance(found, Problem)
    assert WORDS in found.text
