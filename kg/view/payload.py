"""Scene → the data of the page, as JSON that may stand in a script element. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.view.records import LANGUAGES, DocumentInfo, Node, Relations, Scene, Telling

STATUS_DASHES: dict[str, bool | list[int]] = {
    "asserted": False,
    "planned": [9, 6],
    "possible": [1, 6],
    "denied": False,  # drawn in red, with a cross
    "unknown": [1, 14],
}
"""How the edge of each status is dashed (canvas line dash, pixels), in the order of the legend."""

CONTEXT = 160
"""Characters shown on each side of a quote: about two lines of the panel."""

KEPT = ("time", "amount", "currency", "duration", "position", "share", "rule")
"""The keys of a fact that the page takes over as they are."""

# Written into HTML these could end the script element, begin a comment, or (U+2028/9) end a line of JavaScript.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def to_json(data: object) -> str:
    """`data` as JSON without `<`, `>`, `&`; the same data always give the same text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode("utf-8", "replace").decode().translate(_ESCAPES)


def entity_data(scene: Scene) -> list[dict[str, Any]]:
    """What the page knows of each node, by its id."""
    return [_present(iri=n.iri, type=n.type, names=n.names, value=n.value) for n in scene.nodes]


def telling_data(scene: Scene, documents: Mapping[str, DocumentInfo | None]) -> list[dict[str, Any]]:
    """Each telling with its words and their context, the document by its place in `document_data`."""
    order = {source: place for place, source in enumerate(sources(scene))}
    by_iri = {node.iri: node.id for node in scene.nodes if node.iri}
    return [_telling(t, order, by_iri, scene, documents) for t in scene.tellings]


def sources(scene: Scene) -> list[str]:
    """The documents that the tellings come from, sorted."""
    return sorted({str(telling.record["document"]) for telling in scene.tellings})


def document_data(scene: Scene, documents: Mapping[str, DocumentInfo | None]) -> list[dict[str, Any]]:
    """Source, title, date of publication and language of each document that something is told by."""
    return [_document(source, documents.get(source)) for source in sources(scene)]


def _document(source: str, info: DocumentInfo | None) -> dict[str, Any]:
    if info is None:
        return {"source": source}
    published = info.published.isoformat() if info.published else None
    return _present(source=source, title=info.title, published=published, language=info.language)


def relation_data(scene: Scene, relations: Relations) -> dict[str, dict[str, Any]]:
    """For each relation told of: its label in each language, and whether it is symmetric."""
    names = sorted({proposition.relation for proposition in scene.propositions})
    return {name: _relation(name, relations) for name in names}


def _relation(name: str, relations: Relations) -> dict[str, Any]:
    if name in relations.relations:
        labels = {language: relations.label(name, language) for language in LANGUAGES}
        return {**labels, "symmetric": relations.relations[name].symmetric}
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()  # a relation of somebody else's ontology
    return {**dict.fromkeys(LANGUAGES, words), "symmetric": False}


def _telling(
    telling: Telling,
    order: Mapping[str, int],
    by_iri: Mapping[str, int],
    scene: Scene,
    documents: Mapping[str, DocumentInfo | None],
) -> dict[str, Any]:
    fact = telling.record
    proposition = scene.propositions[telling.proposition]
    source, evidence = str(fact["document"]), fact["evidence"]
    text = getattr(documents.get(source), "text", None) or ""
    return _present(
        edge=telling.proposition,
        document=order[source],
        status=fact["status"] if fact["status"] in STATUS_DASHES else "unknown",
        ended=True if fact.get("ended") else None,
        by=_party(fact.get("attributedTo"), by_iri),
        place=_party(fact.get("place"), by_iri),
        product=_party(fact.get("product"), by_iri),
        quote=str(evidence["quote"]),
        start=evidence["start"],
        end=evidence["end"],
        page=evidence.get("page"),
        before=_before(text, evidence["start"]),
        after=_after(text, evidence["end"]),
        subjectNames=_own_names(fact["subject"], scene.nodes[proposition.subject]),
        objectNames=_own_names(fact["object"], scene.nodes[proposition.object]),
        **{key: fact.get(key) for key in KEPT},
    )


def _party(term: Mapping[str, Any] | None, by_iri: Mapping[str, int]) -> dict[str, Any] | None:
    """Somebody or something beside the fact: its words and, where it is also drawn, its node."""
    if not term:
        return None
    names = [str(name) for name in term.get("names") or [term.get("text", "?")]]
    return _present(names=names, text=term.get("text"), iri=term.get("iri"), node=by_iri.get(str(term.get("iri"))))


def _own_names(term: Mapping[str, Any], node: Node) -> Sequence[str] | None:
    """The names of this document, where they are not all that the node has."""
    own = tuple(str(name) for name in term.get("names", ()))
    return own if own and own != node.names else None


def _before(text: str, start: int) -> str | None:
    """The context before a quote, within its paragraph and from the start of a word."""
    part = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    cut = start - len(part) > 0 and text[start - len(part) - 1] != "\n"
    return ("… " + part.partition(" ")[2] if cut else part) or None


def _after(text: str, end: int) -> str | None:
    """The context after a quote, within its paragraph and up to the end of a word."""
    part = text[end : end + CONTEXT].partition("\n")[0]
    cut = end + len(part) < len(text) and text[end + len(part)] != "\n"
    return (part.rpartition(" ")[0] + " …" if cut else part) or None


def _present(**values: object) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
