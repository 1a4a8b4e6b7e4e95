"""XML of strangers: entities are not resolved, no file or machine is reached, no element grows without bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Problem
from kg.read.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parse_xml(data: bytes, source: str) -> Element | Problem:
    """Return the root of an XML document, or the problem with it."""
    from lxml import etree  # 0.1 s to import

    # libxml2 without `huge_tree` refuses depths over 256 and texts over 10 MB.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return Problem(source, f"not XML: {_first_sentence(error.msg)}", line=error.lineno or None)
    except ValueError as error:
        return Problem(source, f"not XML: {one_line(str(error))}")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        return Problem(source, "XML that declares entities", hint="they can grow without bound, and are refused")
    return root


def text_of(element: Element) -> str:
    """Return all text within an element; comments and processing instructions are none."""
    return "".join(str(part) for part in element.itertext("*"))


def _first_sentence(message: str | None) -> str:
    return one_line((message or "empty").partition(",")[0])
