"""What would take all memory, all time or other people's files is refused, with its place and the reason."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Document, Problem
from kg.read import Options, find_inputs, limits, read
from tests.support.command import Ran
from tests.support.files import docx, zipped

FRENCH = "L’usine de Velmora a été inaugurée hier à Fécamp par sa présidente."
MEBIBYTE = 1024 * 1024
LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item>'
    "<description>&b;</description></item></channel></rss>"
)
REACHES_OUT = (
    '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><description>&a;</description></item></rss>'
)


def read_bytes(folder: Path, data: bytes, name: str) -> list[Document | Problem]:
    (folder / name).write_bytes(data)
    return list(read(find_inputs([str(folder / name)]), Options(("en", "fr"))))


def refused(folder: Path, data: bytes, name: str) -> tuple[str, str]:
    (found,) = read_bytes(folder, data, name)
    assert isinstance(found, Problem), found
    return found.source.removeprefix(f"{folder}/"), found.message


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xml", LAUGHS.encode(), "XML that declares entities"),
        ("a.xml", REACHES_OUT.encode(), "XML that declares entities"),
        ("a.xml", b"<rss><item></rss>", "not XML: Opening and ending tag mismatch: item line 1 and rss"),
        ("a.xml", b"<project/>", "XML, but no feed: it begins with <project>"),
        ("a.pdf", b"%PDF-1.4 nothing", "not a PDF that can be read"),
        ("a.docx", b"PK\x03\x04", "not a Word document, or a damaged one: file is not a zip file"),
        ("a.docx", zipped({"a.txt": b"x"}), "not a Word document: it has no word/document.xml"),
        ("a.zip", b"PK\x03\x04", "not a zip archive, or a damaged one: file is not a zip file"),
        ("a.txt.gz", b"\x1f\x8b" + bytes(20), "can't be unpacked: damaged: unknown compression method"),
        ("a.txt.gz", gzip.compress(FRENCH.encode(), mtime=0)[:-9], "can't be unpacked: damaged: compressed file ended before the end-of-stream marker was reached"),
        ("a.eml", b"\n", "not a mail: it has no headers"),
        ("a.eml", b"Subject: x\nContent-Type: image/png\n\nx", "a mail without a text"),
    ],
)  # fmt: skip
def test_what_is_damaged_or_hostile_says_so(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    place, said = refused(tmp_path, data, name)
    assert place == name
    assert said.startswith(message)


def test_entities_in_a_word_document_are_refused(tmp_path: Path) -> None:
    data = docx("").replace(b"word/document.xml", b"word/document.xmX")
    assert refused(tmp_path, data, "a.docx")[1].startswith("not a Word document")
    laughs = zipped({"word/document.xml": LAUGHS.encode()})
    assert refused(tmp_path, laughs, "a.docx")[1] == "XML that declares entities"


@pytest.mark.parametrize(
    "pack", [lambda data: ("a.txt.gz", gzip.compress(data, mtime=0)), lambda data: ("a.zip", zipped({"a.txt": data}))]
)
def test_a_bomb_is_refused_soon(tmp_path: Path, pack: Callable[[bytes], tuple[str, bytes]]) -> None:
    """A gigabyte of zeros packs to a megabyte; no more than 100 times the packed size is unpacked."""
    name, data = pack(bytes(60 * MEBIBYTE))
    start = time.monotonic()
    place, message = refused(tmp_path, data, name)
    assert place.startswith(name)
    assert message == "can't be unpacked: unpacks to more than 100 times its size"
    assert time.monotonic() - start < 10


def test_a_bomb_in_an_archive_ends_the_archive(tmp_path: Path) -> None:
    inner = zipped({f"{n}.txt": bytes(8 * MEBIBYTE) for n in range(5)})
    found = read_bytes(tmp_path, zipped({"a.zip": inner, "b.txt": FRENCH.encode()}), "a.zip")
    assert [type(each) for each in found] == [Problem] * len(found)
    assert "unpacks to more than" in found[-1].message  # type: ignore[union-attr]


def test_archives_are_opened_three_deep(tmp_path: Path) -> None:
    data = {"a.txt": FRENCH.encode()}
    for depth in range(3):
        data = {f"{depth}.zip": zipped(data)}
    assert isinstance(read_bytes(tmp_path, data["2.zip"], "ok.zip")[0], Document)
    assert refused(tmp_path, zipped(data), "a.zip")[1] == "archives within archives, more than 3 deep"


def test_a_text_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.document.MAX_TEXT", len(FRENCH) - 1)
    assert refused(tmp_path, FRENCH.encode(), "a.txt")[1].startswith("a text of more than")


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as sparse:
        sparse.truncate(limits.MAX_FILE + 1)
    (found,) = read(find_inputs([str(tmp_path / "a.txt")]), Options(("en", "fr")))
    assert isinstance(found, Problem)
    assert found.message == "larger than 64 MiB"


@pytest.mark.parametrize(("name", "before"), [("a.jsonl", ""), ("a.csv", "text\n")])
def test_a_line_without_end_is_refused_and_the_next_read(tmp_path: Path, name: str, before: str) -> None:
    line = json.dumps({"text": FRENCH}) if name == "a.jsonl" else FRENCH.replace(",", " ")
    with (tmp_path / name).open("wb") as stream:
        stream.write(before.encode())
        stream.write(b"x" * (100 * MEBIBYTE) + b"\n")
        stream.write(line.encode())
    found = list(read(find_inputs([str(tmp_path / name)]), Options(("en", "fr"))))
    assert isinstance(found[0], Problem)
    assert found[0].message.endswith("a line of more than 32 MiB")
    assert found[0].line == (1 if name == "a.jsonl" else 2)
    if name == "a.jsonl":
        assert isinstance(found[1], Document)


def test_what_was_refused_stands_in_the_report(
    tmp_path: Path, kg: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.zip").write_bytes(zipped({"bad.xml": LAUGHS.encode(), "lines.jsonl": b"{}\n"}))
    ran = kg("ingest", "a.zip", "--report", "report.json")
    assert ran.code == 1
    problems = json.loads(Path("report.json").read_text("utf-8"))["problems"]
    assert [(p["source"], p["message"], p["line"]) for p in problems] == [
        ("a.zip/bad.xml", "XML that declares entities", None),
        ("a.zip/lines.jsonl", 'no "text"', 1),
    ]
