"""Word documents (Office Open XML): paragraphs, and the properties that say title, author and language."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.draft import Draft
from kg.read.limits import MAX_FILE, read_file
from kg.read.text import one_line
from kg.read.xml import parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from lxml.etree import _Element as Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"  # as Word saves "strict" documents
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says again what stands before it
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PROPERTIES = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
}
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, LookupError)


def read_docx(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield the text of a Word document, a blank line between paragraphs, with what its properties say."""
    data = read_file(stream, source)
    yield data if isinstance(data, Problem) else _draft(data, source)


def _draft(data: bytes, source: str) -> Draft | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml", source)
            properties = _part(package, "docProps/core.xml", source)
    except (*_DAMAGE, OSError) as error:
        return Problem(source, f"not a Word document, or a damaged one: {one_line(str(error)).lower()}")
    if body is None:
        return Problem(source, "not a Word document: it has no word/document.xml")
    if isinstance(body, Problem):
        return body
    known = {} if properties is None or isinstance(properties, Problem) else _properties(properties)
    text = "\n\n".join(paragraph for paragraph in _paragraphs(body) if paragraph.strip())
    return Draft(
        source,
        text,
        language=known.get("language", "")[:2].lower() or None,
        title=known.get("title"),
        author=known.get("author"),
        media_type=_MEDIA_TYPE,
    )


def _part(package: zipfile.ZipFile, name: str, source: str) -> Element | Problem | None:
    if name not in package.namelist():
        return None
    with package.open(name) as packed:
        data = read_file(packed, source, MAX_FILE)  # type: ignore[arg-type]  # a binary stream in all but its class
    return data if isinstance(data, Problem) else parse_xml(data, source)


def _paragraphs(body: Element) -> Iterator[str]:
    for space in (_WORD, _STRICT):
        for paragraph in body.iter(space + "p"):
            if next(paragraph.iterancestors(_FALLBACK), None) is None:
                yield "".join(_runs(paragraph, space))


def _runs(element: Element, space: str) -> Iterator[str]:
    """The text of a paragraph's runs. Deleted text (`w:delText`) is none; text boxes have paragraphs of their own."""
    for child in element:
        if child.tag == space + "t":
            yield child.text or ""
        elif isinstance(child.tag, str) and child.tag.removeprefix(space) in _BLANKS:
            yield _BLANKS[child.tag.removeprefix(space)]
        elif child.tag not in {space + "p", _FALLBACK}:
            yield from _runs(child, space)


def _properties(root: Element) -> Mapping[str, str]:
    found = {_PROPERTIES[str(child.tag)]: (child.text or "").strip() for child in root if child.tag in _PROPERTIES}
    return {name: value for name, value in found.items() if value}
