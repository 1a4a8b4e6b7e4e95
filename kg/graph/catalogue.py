"""Documents and entities of the store, looked up and listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.graph import terms
from kg.graph.namespaces import DCT, KG, PROV, RDF, RDFS, SKOS, local_name
from kg.graph.records import DocumentInfo, EntityInfo, Known, Stats
from kg.graph.store import Store, Term
from kg.model import Document, EntityType, Status
from kg.resolve.names import name_key

_TYPES = {KG[kind.value]: kind.value for kind in EntityType}


def iri_term(iri: str) -> NamedNode:
    """The term of an IRI. Raises `UsageError` for what is none."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri}: not an IRI") from error


def known(store: Store, document: NamedNode) -> Known | None:
    """Digest and rules of the document in the store; None when it isn't there."""
    digest, run = _one(store, document, KG.digest), _one(store, document, KG.readBy)
    if digest is None or not isinstance(run, NamedNode):
        return None
    return Known(digest.value, _text(store, run, KG.rules))


def sources(store: Store) -> Iterator[str]:
    """Sources of all documents, in no order."""
    return (t.object.value for t in store.match(None, KG.source, None) if isinstance(t.object, Literal))


def documents(store: Store) -> Iterator[DocumentInfo]:
    """All documents, by source."""
    found = [(_value(t.object), t.subject) for t in store.match(None, KG.source, None)]
    for source, iri in sorted(found, key=lambda pair: pair[0]):
        if isinstance(iri, NamedNode) and (record := document(store, iri)) is not None:
            now = known(store, iri)
            yield DocumentInfo(
                iri=iri.value,
                source=source,
                language=record.language,
                digest=now.digest if now else "",
                rules=now.rules if now else "",
                media_type=record.media_type,
                characters=len(record.text),
                claims=sum(1 for _ in store.match(None, PROV.wasDerivedFrom, iri)),
                title=record.title,
                published=record.published,
                author=record.author,
                stored=datetime.fromisoformat(at.value) if (at := store.noted(iri)) else None,
            )


def document(store: Store, iri: NamedNode) -> Document | None:
    """The document with its text; None when it isn't there."""
    about: defaultdict[NamedNode, list[str]] = defaultdict(list)
    for triple in store.match(iri, None, None):
        about[triple.predicate].append(_value(triple.object))
    if KG.source not in about:
        return None
    first = {predicate: values[0] for predicate, values in about.items()}
    issued = first.get(DCT.issued)
    return Document(
        source=first[KG.source],
        text=first[KG.text],
        language=first[DCT.language],
        title=first.get(DCT.title),
        published=date.fromisoformat(issued) if issued else None,
        author=first.get(DCT.creator),
        media_type=first[DCT["format"]],
        pages=tuple(sorted(int(offset) for offset in about.get(KG.page, ()))),
    )


def entity(store: Store, iri: NamedNode) -> EntityInfo | None:
    """The entity as all documents together know it; None when there is none of that IRI."""
    label, labels, others, classes = "", {}, [], []
    for triple in (t for p in (RDFS.label, SKOS.altLabel, RDF.type) for t in store.match(iri, p, None)):
        if triple.predicate == RDF.type:
            classes.append(triple.object)
        elif isinstance(triple.object, Literal) and triple.object.language:
            labels[triple.object.language] = triple.object.value
        elif triple.predicate == RDFS.label:
            label = _value(triple.object)
        else:
            others.append(_value(triple.object))
    types = sorted(_TYPES[c] for c in classes if isinstance(c, NamedNode) and c in _TYPES)
    if not label or not types:
        return None
    return EntityInfo(
        iri=iri.value,
        type=types[0],
        label=label,
        names=(label, *sorted(others)),
        documents=sum(1 for _ in store.match(None, KG.entity, iri)),
        classes=tuple(sorted(local_name(c) for c in classes if c not in _TYPES)),
        labels=labels,
    )


def entities(store: Store, class_: NamedNode | None = None) -> Iterator[EntityInfo]:
    """All entities, or those of a class, by label and IRI."""
    classes = [class_] if class_ else list(_TYPES)
    found = {t.subject for c in classes for t in store.match(None, RDF.type, c)}
    known_ones = [e for iri in found if isinstance(iri, NamedNode) and (e := entity(store, iri)) is not None]
    return iter(sorted(known_ones, key=lambda e: (name_key(e.label), e.iri)))


def find(store: Store, name: str, base: str) -> list[EntityInfo]:
    """Entities of that name, or of that IRI (whole, or below the base); best first."""
    key = name_key(name)
    found = [e for iri in named(store, name, base) if (e := entity(store, iri)) is not None]
    return sorted(found, key=lambda e: (name_key(e.label) != key, -e.documents, e.iri))


def named(store: Store, name: str, base: str) -> list[NamedNode]:
    """The same as IRIs, in no order: how often each is mentioned takes time to count."""
    for iri in filter(None, map(_iri, (name, base + name))):
        if any(True for _ in store.match(iri, RDFS.label, None)):
            return [iri]
    found = {t.subject for t in store.match(None, KG.nameKey, terms.string(name_key(name)))}
    return [iri for iri in found if isinstance(iri, NamedNode)]


def stats(store: Store) -> Stats:
    """How much there is."""
    languages = Counter(_value(t.object) for t in store.match(None, DCT.language, None))
    return Stats(
        documents=_count(store, KG.source, None),
        entities={name: _count(store, RDF.type, class_) for class_, name in _TYPES.items()},
        claims={status.value: _count(store, KG.status, KG[status.value]) for status in Status},
        facts=_count(store, RDF.type, KG.Fact),
        triples=_count(store, None, None),
        languages=dict(sorted(languages.items())),
    )


def _count(store: Store, predicate: NamedNode | None, object_: Term | None) -> int:
    return sum(1 for _ in store.match(None, predicate, object_))


def _iri(text: str) -> NamedNode | None:
    try:
        return NamedNode(text)
    except ValueError:  # a name, and no IRI
        return None


def _one(store: Store, subject: NamedNode, predicate: NamedNode) -> Term | None:
    found = next(store.match(subject, predicate, None), None)
    return found.object if found and isinstance(found.object, (NamedNode, Literal)) else None


def _text(store: Store, subject: NamedNode, predicate: NamedNode) -> str:
    found = _one(store, subject, predicate)
    return found.value if found is not None else ""


def _value(term: object) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)
