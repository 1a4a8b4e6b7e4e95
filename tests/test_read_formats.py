"""Files of every format in, documents out."""

from __future__ import annotations

import gzip
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

import kg
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Literal, Problem, Severity, Status
from kg.read import Options, find_inputs, read
from kg.read.pdf import unwrap
from tests.support.files import docx, pdf, zipped

FRENCH = "L’usine de Velmora a été inaugurée hier à Fécamp par sa présidente."
ENGLISH = "The works council met the board of the company in Leeds on Monday."


def read_bytes(folder: Path, data: bytes, name: str, **known: object) -> list[Document | Problem]:
    (folder / name).write_bytes(data)
    return list(read(find_inputs([str(folder / name)]), Options(("en", "fr"), **known)))  # type: ignore[arg-type]


def document(found: list[Document | Problem]) -> Document:
    assert len(found) == 1, found
    assert isinstance(found[0], Document), found
    return found[0]


def problem(found: list[Document | Problem]) -> Problem:
    assert len(found) == 1, found
    assert isinstance(found[0], Problem), found
    return found[0]


@pytest.mark.parametrize("name", ["a.pdf", "without-suffix"])
def test_a_pdf_gives_its_text_title_and_pages(tmp_path: Path, name: str) -> None:
    pages = [["Velmora inaugure son usine", "", FRENCH], [ENGLISH]]
    found = document(read_bytes(tmp_path, pdf(pages, "Velmora inaugure"), name, language="fr"))
    assert (found.title, found.media_type) == ("Velmora inaugure", "application/pdf")
    assert FRENCH in found.text
    assert [found.text[start:][: len("The works")] for start in found.pages] == ["Velmora i", "The works"]
    assert found.published is None  # the day on which a file was made is not that of publication


def test_the_page_of_a_fact_is_kept(tmp_path: Path) -> None:
    found = document(read_bytes(tmp_path, pdf([[FRENCH], ["Velmora a recruté 120 personnes."]]), "a.pdf"))
    start = found.text.index("Velmora a recruté")
    evidence = Evidence(start, start + len("Velmora a recruté 120"), "Velmora a recruté 120")
    fact = Fact("v", "hires", Literal(quantity=120), Status.ASSERTED, evidence, "fr/hires/verb")
    entity = Entity("v", EntityType.ORGANIZATION, ("Velmora",))
    with kg.open(None) as graph:
        graph.put(Extraction(found, (entity,), (), (fact,), rules="by hand"))
        (told,) = graph.facts()
        assert told["evidence"] == {"quote": evidence.quote, "start": start, "end": evidence.end, "page": 2}
        assert graph.document(found.source) == found


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("The works coun-\ncil met the board of\nthe company.", "The works council met the board of the company."),
        ("A short heading\nThe works council of the company met the\nboard.", "A short heading\nThe works council of the company met the board."),
        ("The works council met the board today.\nIt was a Monday in the month of May.", "The works council met the board today.\nIt was a Monday in the month of May."),
        ("The company sells these things here:\n• ferries for passengers and for cars\n• tugs", "The company sells these things here:\n• ferries for passengers and for cars\n• tugs"),
    ],
)  # fmt: skip
def test_lines_of_a_page_are_put_together(lines: str, text: str) -> None:
    assert unwrap(lines) == text


def test_a_word_document_gives_paragraphs_and_properties(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:r><w:t>{FRENCH[:20]}</w:t></w:r><w:del><w:r><w:delText>biffé</w:delText></w:r></w:del>"
        f"<w:r><w:t>{FRENCH[20:]}</w:t></w:r></w:p><w:p/>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ligne</w:t><w:br/><w:t>de tableau</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<mc:AlternateContent><mc:Fallback><w:p><w:r><w:t>encore</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )
    properties = "<dc:title>Inauguration</dc:title><dc:creator>Anne Berthe</dc:creator><dc:language>fr-FR</dc:language>"
    found = document(read_bytes(tmp_path, docx(body, properties), "a.docx"))
    assert found.text == f"{FRENCH}\n\nLigne\nde tableau"
    assert (found.title, found.author, found.language) == ("Inauguration", "Anne Berthe", "fr")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_gives_subject_sender_day_and_text(tmp_path: Path, kind: str) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Inauguration à Fécamp", "Anne Berthe <anne@example.org>"
    mail["Date"] = "Mon, 08 Sep 2025 23:30:00 +0200"
    words = FRENCH.replace("’", "'")  # which ISO 8859-15 lacks
    html = f"<html><body><article><p>{words}</p><p>{words}</p></article></body></html>"
    mail.set_content(words if kind == "plain" else html, subtype=kind, charset="iso-8859-15")
    found = document(read_bytes(tmp_path, mail.as_bytes(), "a.eml"))
    assert words in found.text
    assert (found.title, found.author) == ("Inauguration à Fécamp", "Anne Berthe <anne@example.org>")
    assert found.published == date(2025, 9, 8)


def test_what_is_attached_to_a_mail_is_named(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content(FRENCH)
    mail.add_attachment(b"...", maintype="application", subtype="pdf", filename="plan.pdf")
    first, second = read_bytes(tmp_path, mail.as_bytes(), "a.eml")
    assert isinstance(first, Document)
    assert isinstance(second, Problem)
    assert (second.message, second.severity) == ("1 attached files not read: plan.pdf", Severity.WARNING)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_has_a_column_with_the_text(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [
        ["Titre", "Date", "Texte", "URL"],
        ["Une usine", "2025-09-08", f'"{FRENCH}\nEt puis voilà."', "wire/1"],
        ["", "", FRENCH, ""],
        ["", "hier", FRENCH, ""],
        ["sans texte", "", "", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    first, second, third, fourth = read_bytes(tmp_path, text.encode(encoding), "a.csv")
    assert first == Document("wire/1", f"{FRENCH}\nEt puis voilà.", "fr", "Une usine", date(2025, 9, 8))
    assert second == Document(f"{tmp_path}/a.csv:4", FRENCH, "fr")
    assert isinstance(third, Problem)
    assert (third.line, third.message) == (5, '"published" is not a date: hier')
    assert isinstance(fourth, Problem)
    assert (fourth.line, fourth.message) == (6, 'no "text"')


def test_a_csv_file_without_such_a_column_says_what_it_has(tmp_path: Path) -> None:
    found = problem(read_bytes(tmp_path, b"id,name\n1,Velmora\n", "a.csv"))
    assert (found.line, found.message) == (1, "no column with the text, only id, name")


RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Brisemer</title><language>fr-fr</language>
<item><title>Une usine &amp; un port</title><link>https://example.org/1</link><pubDate>Mon, 08 Sep 2025 08:00:00 GMT</pubDate>
<dc:creator>Anne Berthe</dc:creator><description>Résumé</description>
<content:encoded><![CDATA[<p>{FRENCH}</p><p>Et <b>voilà</b> tout.</p><script>x</script>]]></content:encoded></item>
<item><title>Vide</title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Brisemer</title><entry><title>Une usine &amp; un port</title>
<link rel="edit" href="https://example.org/edit"/><link href="https://example.org/1"/><published>2025-09-08T08:00:00Z</published>
<author><name>Anne Berthe</name></author><content type="html">&lt;p&gt;{FRENCH}&lt;/p&gt;&lt;p&gt;Et &lt;b&gt;voilà&lt;/b&gt; tout.&lt;/p&gt;</content>
</entry><entry><title>Vide</title></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM], ids=["rss", "atom"])
@pytest.mark.parametrize("name", ["a.xml", "without-suffix"])
def test_a_feed_gives_its_entries(tmp_path: Path, feed: str, name: str) -> None:
    found, empty = read_bytes(tmp_path, feed.encode(), name)
    assert isinstance(found, Document)
    assert found.text == f"{FRENCH}\nEt voilà tout."
    assert (found.source, found.title) == ("https://example.org/1", "Une usine & un port")
    assert (found.published, found.author, found.language) == (date(2025, 9, 8), "Anne Berthe", "fr")
    assert isinstance(empty, Problem)
    assert empty.message == "entry 2 has no text"


def test_archives_give_what_is_in_them(tmp_path: Path) -> None:
    inner = zipped({"c.txt": FRENCH.encode()})
    lines = "\n".join(f'{{"text": "{ENGLISH}"}}' for _ in range(2)).encode()
    data = zipped({
        "b/inner.zip": inner, "a.txt": FRENCH.encode(), "lines.jsonl.gz": gzip.compress(lines), "photo.png": b"\x89PNG",
        "__MACOSX/a.txt": b"x", ".hidden.txt": b"x", "bad.pdf": b"%PDF-1.4", "p.pdf": pdf([[FRENCH]]),
    })  # fmt: skip
    found = read_bytes(tmp_path, data, "a.zip")
    places = [each.source.removeprefix(f"{tmp_path}/a.zip/") for each in found]
    assert places == [
        "a.txt", "b/inner.zip/c.txt", "bad.pdf", "lines.jsonl.gz:1", "lines.jsonl.gz:2", "p.pdf", "photo.png",
    ]  # fmt: skip
    assert [type(each) for each in found] == [Document, Document, Problem, Document, Document, Document, Problem]


def test_a_gzipped_file_keeps_its_name(tmp_path: Path) -> None:
    found = document(read_bytes(tmp_path, gzip.compress(FRENCH.encode()), "a.txt.gz"))
    assert (found.source, found.text) == (f"{tmp_path}/a.txt.gz", FRENCH)


def test_standard_input_may_be_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip archive is read from its end, which a pipe doesn't have."""
    import os

    ours, theirs = os.pipe()
    os.write(theirs, zipped({"a.txt": FRENCH.encode()}))  # less than a pipe holds
    os.close(theirs)
    with open(ours) as stream:
        monkeypatch.setattr("sys.stdin", stream)
        found = document(list(read(find_inputs(["-"]), Options(("en", "fr")))))
    assert (found.source, found.text) == ("-/a.txt", FRENCH)
