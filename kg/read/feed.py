"""RSS and Atom: one document an entry, with the text that the feed itself carries."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.draft import Draft
from kg.read.limits import read_file
from kg.read.xml import parse_xml, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from lxml.etree import _Element as Element

# Names of elements without their namespaces, the first that has a text taken: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom.
_ENTRIES = frozenset({"item", "entry"})
_TEXT = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "updated")
_AUTHORS = ("creator", "author")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_feed(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield a draft, or a problem with the line's number, for each entry; an entry's source is its link."""
    data = read_file(stream, source)
    root = data if isinstance(data, Problem) else parse_xml(data, source)
    if isinstance(root, Problem):
        yield root
        return
    if _name(root) not in {"rss", "feed", "RDF"}:
        yield Problem(source, f"XML, but no feed: it begins with <{_name(root)}>", line=root.sourceline)
        return
    language = _language(root)
    entries = [element for element in root.iter() if _name(element) in _ENTRIES]
    if not entries:
        yield Problem(source, "a feed without entries")
    for number, entry in enumerate(entries, 1):
        yield _draft(entry, source, number, language)


def _draft(entry: Element, source: str, number: int, language: str | None) -> Draft | Problem:
    parts = {name: _first(entry, name) for name in (*_TEXT, *_DATES, *_AUTHORS, "title", "guid", "id")}
    text = next((_plain(part) for name in _TEXT if (part := parts[name])), "")
    if not text:
        return Problem(source, f"entry {number} has no text", line=entry.sourceline, hint="give the page that it links")
    title = _plain(parts["title"])
    return Draft(
        _link(entry) or parts["guid"] or parts["id"] or f"{source}:{number}",
        text,
        language=language,
        title=title or None,
        published=next((day for name in _DATES if (day := _day(parts[name]))), None),
        author=next((parts[name] for name in _AUTHORS if parts[name]), None),
        media_type="application/atom+xml" if _name(entry) == "entry" else "application/rss+xml",
    )


def _first(entry: Element, name: str) -> str:
    """The text of an entry's first child of that name; empty where there is none."""
    return next((text_of(child).strip() for child in entry if _name(child) == name), "")


def _link(entry: Element) -> str | None:
    """The address of an entry's page: the text of RSS's link, the `href` of Atom's."""
    links = [child for child in entry if _name(child) == "link"]
    pages = [link for link in links if link.get("rel", "alternate") == "alternate"]
    found = [str(link.get("href") or link.text or "").strip() for link in pages]
    return next((address for address in found if address), None)


def _plain(markup: str) -> str:
    """The words of a piece of HTML, a paragraph a line; feeds carry it escaped, or plain text."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    from lxml import html

    root = html.fragment_fromstring(f"<div>{markup}</div>", create_parent="div")
    for element in root.iter("script", "style"):
        element.text = None
    for element in root.iter("p", "br", "li", "div", "h1", "h2", "h3", "blockquote"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _day(text: str) -> date | None:
    """The day of an RFC 5322 date (RSS) or an ISO 8601 one (Atom, Dublin Core)."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text).date()
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _language(root: Element) -> str | None:
    said = root.get(_LANGUAGE) or next((text_of(e) for e in root.iter() if _name(e) == "language"), "")
    return str(said).strip()[:2].lower() or None


def _name(element: Element) -> str:
    """The name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
