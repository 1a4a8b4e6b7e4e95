"""IRIs made from content: the same content has the same IRI in every store with the same base."""

from __future__ import annotations

import hashlib
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError

# Hexadecimal digits of SHA-256 in an IRI: 80 bits make a collision among 100 million facts a one in 200 million event.
_DIGITS = 20


def check_base(base: str) -> str:
    """The base with a slash or hash at its end. Raises `UsageError` unless it is an absolute IRI."""
    try:
        NamedNode(base)
    except ValueError as error:
        raise UsageError(f"{base}: not an IRI", hint="for instance https://kg.example/") from error
    return base if base.endswith(("/", "#")) else base + "/"


def document_iri(base: str, source: str) -> NamedNode:
    """The document's IRI: its source below the base, with what an IRI can't hold percent-encoded (one to one)."""
    path = quote(source.encode("utf-8", "replace"), safe="/:,;=@!~")
    # "." and ".." would be resolved away by whatever treats the IRI as relative.
    steps = [step.replace(".", "%2E") if step in {".", ".."} else step for step in path.split("/")]
    return NamedNode(f"{base}document/{'/'.join(steps)}")


def entity_iri(base: str, path: str) -> NamedNode:
    """The entity's IRI from its path of `kg.resolve.identity`."""
    return NamedNode(base + path)


def fact_iri(base: str, subject: NamedNode, predicate: NamedNode, object_: NamedNode | Literal) -> NamedNode:
    """The IRI of a proposition."""
    return NamedNode(f"{base}fact/{content_hash(str(subject), str(predicate), str(object_))}")


def part_iri(document: NamedNode, *parts: object) -> NamedNode:
    """The IRI of a part of a document: `part_iri(doc, "char", 61, 83)` ends in "#char=61,83"."""
    kind, *rest = parts
    return NamedNode(f"{document.value}#{kind}={','.join(str(p) for p in rest)}")


def content_hash(*parts: object) -> str:
    """Some hexadecimal digits that stand for the parts, which are kept apart by a character no IRI or name holds."""
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def readable(iri: str, base: str) -> str:
    """The IRI as people read it: below the base, percent-encoding undone."""
    return unquote(iri.removeprefix(base))
