"""Bytes in, documents and problems out."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.model import Document, Problem, Severity
from kg.read import Options, find_inputs, read
from kg.read.encoding import decode
from kg.read.text import normalise

FRENCH = "L’usine de Velmora a été inaugurée hier à Fécamp par sa présidente."
ENGLISH = "The works council met the board of the company in Leeds on Monday."


def read_all(*paths: Path | str, **known: object) -> list[Document | Problem]:
    return list(read(find_inputs(map(str, paths)), Options(("en", "fr"), **known)))  # type: ignore[arg-type]


def read_bytes(folder: Path, data: bytes, name: str = "a.txt", **known: object) -> Document | Problem:
    (folder / name).write_bytes(data)
    (found,) = read_all(folder / name, **known)
    return found


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark", "utf-32", "windows-1252", "iso-8859-15", "mac-roman"],
)
def test_text_is_decoded_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = FRENCH + " Sa sœur a donné 3 millions d’€, dit-on : ça fait dix années de travaux répétés."
    if encoding == "iso-8859-15":
        text = text.replace("’", "'")  # which it lacks
    marked = encoding == "utf-16-le-with-mark"
    data = "\ufeff".encode("utf-16-le") + text.encode("utf-16-le") if marked else text.encode(encoding)
    found = read_bytes(tmp_path, data)
    assert isinstance(found, Document)
    assert (found.text, found.language) == (text, "fr")


def test_lines_and_accents_take_one_form(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, unicodedata.normalize("NFD", FRENCH).encode() + b"\r\nEt puis\rvoil\xc3\xa0.")
    assert isinstance(found, Document)
    assert found.text == FRENCH + "\nEt puis\nvoilà."


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """Law: normalise(normalise(t)) == normalise(t), and the result can be stored: it encodes."""
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once.encode().decode()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_utf8_survives_decoding(text: str) -> None:
    """Law: decode(encode(t)) == t for text without control characters, a leading mark excepted."""
    assert decode(text.encode(), "x") == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_give_text_or_a_problem(data: bytes) -> None:
    """Law: decode never raises; it gives characters that can be stored, or a problem that names the source."""
    found = decode(data, "x")
    assert found.source == "x" if isinstance(found, Problem) else found.encode() is not None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no text"),
        (b" \n\n ...", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary data, not text"),
        (b"\x00\x01\x02\x03 text", "binary data, not text"),
        (b"\xff\xfe" + b"\x00\xd8", "not valid UTF-16"),
        (b"Hello there.", "too short to tell its language"),
        ("Der Vorstand der Firma hat gestern mitgeteilt, dass er im Sommer geschlossen zurücktritt.".encode(),
         "written in an unknown language (like 'de')"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_a_problem_with_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    found = read_bytes(tmp_path, data)
    assert isinstance(found, Problem)
    assert (found.source, found.message) == (str(tmp_path / "a.txt"), message)


def test_binary_data_names_its_first_odd_byte(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"some text\x00and more")
    assert isinstance(found, Problem)
    assert found.offset == len(b"some text")


def test_language_can_be_said_where_it_can_not_be_told(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"Hello there.", language="en")
    assert isinstance(found, Document)
    assert found.language == "en"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Velmora recrute\n\n" + FRENCH, "Velmora recrute"),
        ("\n Qui rachètera Velmora ?\r\n\r\n" + FRENCH, "Qui rachètera Velmora ?"),
        (FRENCH + "\n\n" + FRENCH, None),  # a sentence
        ("Velmora recrute\n" + FRENCH, None),  # no blank line
        (FRENCH.rstrip("."), None),  # nothing follows
    ],
)
def test_a_text_may_have_a_title(tmp_path: Path, text: str, title: str | None) -> None:
    found = read_bytes(tmp_path, text.encode())
    assert isinstance(found, Document)
    assert found.title == title


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("12 juillet 2012. - " + FRENCH, date(2012, 7, 12)),
        ("Le titre\n\n 1er août 2019 – " + FRENCH, date(2019, 8, 1)),
        ("LYON, le 3 février 2021 — " + FRENCH, date(2021, 2, 3)),
        ("PARIS (AFP), 3 févr. 2021 - " + FRENCH, date(2021, 2, 3)),
        ("Le titre\n\nMardi 4 mai 2021\n\n" + FRENCH, date(2021, 5, 4)),
        ("September 3, 2020\n\n" + ENGLISH, date(2020, 9, 3)),
        ("A title\n2019-01-04\n\n" + ENGLISH, date(2019, 1, 4)),
        ("A title\n\nFriday, January 4, 2019\n\n" + ENGLISH, date(2019, 1, 4)),
        ("LEEDS, England, Dec 4 2024 (NNA) - " + ENGLISH, date(2024, 12, 4)),
        ("Le 14 juillet 1989, " + FRENCH, None),  # a date in a sentence
        ("PARIS, 14 novembre – " + FRENCH, None),  # no year: nothing is guessed
        ("31 février 2020. " + FRENCH, None),  # no such day
        (FRENCH + "\n" * 2 + "Publié par Brisemer, 3 mars 2020, et 4 mars 2020 encore.", None),
        (ENGLISH, None),
    ],
)
def test_a_document_may_bear_its_date(tmp_path: Path, text: str, published: date | None) -> None:
    found = read_bytes(tmp_path, text.encode())
    assert isinstance(found, Document)
    assert found.published == published


def test_the_users_date_goes_before_the_documents_own(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, f"12 juillet 2012. {FRENCH}".encode(), published=date(2020, 1, 1))
    assert isinstance(found, Document)
    assert found.published == date(2020, 1, 1)


PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="iso-8859-1"><title>Velmora inaugure</title>
<meta property="article:published_time" content="2025-09-08T08:00:00Z"><meta name="author" content="Anne Berthe"></head>
<body><nav><a href="/">Accueil</a><a href="/sport">Sport</a></nav><article><h1>Velmora inaugure</h1>
<p>{FRENCH.replace("’", "'")}</p><p>La cérémonie a réuni les élus de la région et les salariés du chantier naval voisin.</p>
</article><footer>Tous droits réservés, mentions légales</footer></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "without-suffix"])
def test_a_page_gives_its_article_title_date_and_author(tmp_path: Path, name: str) -> None:
    found = read_bytes(tmp_path, PAGE.encode("iso-8859-1"), name)
    assert isinstance(found, Document)
    assert "inaugurée hier à Fécamp" in found.text
    assert "Accueil" not in found.text
    assert "mentions légales" not in found.text
    assert (found.title, found.published, found.author) == ("Velmora inaugure", date(2025, 9, 8), "Anne Berthe")
    assert (found.language, found.media_type) == ("fr", "text/html")


def test_a_page_without_an_article_is_a_problem(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"<html><body></body></html>", "a.html")
    assert isinstance(found, Problem)
    assert found.message == "no article found in the page"


def test_json_lines_are_documents_and_bad_lines_are_named(tmp_path: Path) -> None:
    record = {"text": ENGLISH, "title": "A title", "published": "2024-05-31", "source": "wire/1", "lang": "en"}
    lines = [
        json.dumps(record),
        json.dumps({"text": FRENCH}),
        "",
        "{broken",
        '["a list"]',
        '{"title": "no text"}',
        '{"text": 5}',
        '{"text": "x", "published": "yesterday"}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, second, *problems = read_all(tmp_path / "a.jsonl")
    assert first == Document("wire/1", ENGLISH, "en", "A title", date(2024, 5, 31))
    assert second == Document(f"{tmp_path}/a.jsonl:2", FRENCH, "fr")
    assert [(p.line, p.message) for p in problems if isinstance(p, Problem)] == [
        (4, "not a line of JSON: Expecting property name enclosed in double quotes"),
        (5, "not a JSON object"),
        (6, 'no "text"'),
        (7, '"text" is not a string'),
        (8, '"published" is not a date: yesterday'),
    ]


def test_a_folder_is_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden.txt", ".git/c.txt", "a/photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FRENCH)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    found = read_all(tmp_path, tmp_path / "b.txt")
    assert [Path(each.source).relative_to(tmp_path).as_posix() for each in found] == [
        "a/b.txt",
        "a/photo.png",
        "a/z.txt",
        "b.txt",
    ]
    assert [each.severity for each in found if isinstance(each, Problem)] == [Severity.WARNING]


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(b"\x00\x00")
    (tmp_path / "2.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "3.txt").write_text(FRENCH)
    kinds = [type(each) for each in read_all(*sorted(tmp_path.iterdir()))]
    assert kinds == [Problem, Problem, Document]


def test_a_path_that_does_not_exist_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.txt: no such file or folder"):
        find_inputs([str(tmp_path / "gone.txt")])


def test_the_same_file_has_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(FRENCH)
    monkeypatch.chdir(tmp_path)
    assert [each.source for each in find_inputs(["./a.txt", "a.txt", "."])] == ["a.txt"]
