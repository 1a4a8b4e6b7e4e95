"""One document's extraction as RDF: what belongs to the document alone, and the propositions that it tells.

Pure. What follows from several documents (labels, plain triples …) is derived in `kg.graph.derive`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg import model
from kg.errors import UsageError
from kg.graph import terms
from kg.graph.dates import bounds
from kg.graph.iris import content_hash, document_iri, entity_iri, fact_iri, part_iri
from kg.graph.namespaces import DCT, KG, OA, PROV, RDF, SCHEMA, XSD
from kg.model import Document, Entity, Extraction, Fact, Mention
from kg.ontology import Ontology
from kg.resolve.identity import identify

Object = NamedNode | Literal
Pair = tuple[NamedNode, Object]


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """What one document says, as triples."""

    document: NamedNode
    own: frozenset[Triple]  # their subjects belong to this document and go with it
    shared: Mapping[NamedNode, frozenset[Triple]]  # facts and the run: IRI → node, which others may refer to as well


def document_graph(extraction: Extraction, base: str, ontology: Ontology) -> DocumentGraph:
    """The extraction as triples, entities named by `kg.resolve.identity` below `base`.

    Raises `UsageError` when the extraction contradicts itself or the ontology: an unknown relation or entity id.
    """
    document = extraction.document
    iri = document_iri(base, document.source)
    entities = {e.id: entity_iri(base, identify(e)) for e in extraction.entities}
    writer = _Writer(iri, base, entities, ontology, document.pages)
    run = run_iri(base, extraction.rules)
    shared = {run: run_triples(run, extraction.rules)}
    own = set(_document(iri, document, run))
    for entity in extraction.entities:
        own.update(writer.appearance(entity))
    for mention in extraction.mentions:
        own.update(writer.mention(mention))
    for fact in extraction.facts:
        node, proposition = writer.proposition(fact)
        shared[node] = proposition
        own.update(writer.claim(fact, node))
    return DocumentGraph(iri, frozenset(own), shared)


def run_triples(run: NamedNode, rules: str) -> frozenset[Triple]:
    """The node of the run that read documents with these rules."""
    return frozenset(_about(run, [(RDF.type, KG.Run), (KG.rules, terms.string(rules))]))


def run_iri(base: str, rules: str) -> NamedNode:
    """The IRI of the run that read documents with these rules."""
    return NamedNode(f"{base}run/{content_hash(rules)}")


def appearance_iri(document: NamedNode, entity: NamedNode, base: str) -> NamedNode:
    """The node that says how a document knows an entity."""
    return part_iri(document, "entity", entity.value.removeprefix(base))


def proposition_triples(
    node: NamedNode, subject: NamedNode, predicate: NamedNode, object_: Object
) -> frozenset[Triple]:
    """The node of a fact; where the object is a date, with the days that it spans."""
    pairs: list[tuple[NamedNode, Object | None]] = [
        (RDF.type, KG.Fact),
        (RDF.subject, subject),
        (RDF.predicate, predicate),
        (RDF.object, object_),
    ]
    if isinstance(object_, Literal) and (date := terms.literal_value(object_).get("date")):
        pairs += _bounds(date)
    return frozenset(_about(node, pairs))


def amount_triples(node: NamedNode, base: str) -> frozenset[Triple]:
    """The node of an amount of money, from its IRI; empty for an IRI that is no amount's."""
    amount = terms.amount_of(node.value, base)
    if amount is None:
        return frozenset()
    digits, currency = amount
    pairs: list[tuple[NamedNode, Object | None]] = [
        (RDF.type, SCHEMA.MonetaryAmount),
        (SCHEMA.value, Literal(digits, datatype=XSD.decimal)),
        (SCHEMA.currency, terms.string(currency) if currency else None),
    ]
    return frozenset(_about(node, pairs))


def _about(subject: NamedNode, pairs: Iterable[tuple[NamedNode, Object | None]]) -> Iterator[Triple]:
    """Triples of the pairs whose object is known."""
    return (Triple(subject, predicate, object_) for predicate, object_ in pairs if object_ is not None)


def _document(iri: NamedNode, document: Document, run: NamedNode) -> Iterator[Triple]:
    pairs: list[tuple[NamedNode, Object | None]] = [
        (RDF.type, KG.Document),
        (KG.source, terms.string(document.source)),
        (KG.digest, terms.string(document.digest)),
        (KG.text, terms.string(document.text)),
        (KG.readBy, run),
        (DCT.language, terms.string(document.language)),
        (DCT.format, terms.string(document.media_type)),
        (DCT.title, terms.string(document.title) if document.title is not None else None),
        (DCT.creator, terms.string(document.author) if document.author is not None else None),
        (DCT.issued, terms.day(document.published) if document.published else None),
    ]
    yield from _about(iri, pairs)
    yield from _about(iri, ((KG.page, terms.number(offset)) for offset in document.pages))


def _bounds(value: str) -> list[tuple[NamedNode, Object | None]]:
    first, last = bounds(value)
    return [(KG["from"], terms.day(first) if first else None), (KG.to, terms.day(last) if last else None)]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one document."""

    document: NamedNode
    base: str
    entities: Mapping[str, NamedNode]  # by `Entity.id`
    ontology: Ontology
    pages: tuple[int, ...] = ()  # offset at which each page of the document starts

    def appearance(self, entity: Entity) -> Iterator[Triple]:
        node = appearance_iri(self.document, self.entities[entity.id], self.base)
        pairs: list[tuple[NamedNode, Object | None]] = [
            (RDF.type, KG.Appearance),
            (KG.inDocument, self.document),
            (KG.entity, self.entities[entity.id]),
            (KG.fullName, terms.string(entity.names[0])),
            (KG.code, terms.string(entity.code) if entity.code else None),
        ]
        yield from _about(node, pairs)
        yield from _about(node, ((KG.name, terms.string(name)) for name in entity.names))
        yield from _about(node, ((KG["class"], self._class(name)) for name in (entity.type.value, *entity.classes)))

    def mention(self, mention: Mention) -> Iterator[Triple]:
        entity = self._entity(mention.entity)
        path = entity.value.removeprefix(self.base)
        node = part_iri(self.document, "mention", mention.start, mention.end, path)
        yield from _about(
            node,
            [
                (RDF.type, KG.Mention),
                (KG.inDocument, self.document),
                (KG.refersTo, entity),
                (OA.start, terms.number(mention.start)),
                (OA.end, terms.number(mention.end)),
                (OA.exact, terms.string(mention.text)),
                (KG.kind, terms.string(mention.kind.value)),
                (KG.reason, terms.string(mention.reason) if mention.reason else None),
            ],
        )

    def proposition(self, fact: Fact) -> tuple[NamedNode, frozenset[Triple]]:
        """The node of what the fact says, whatever its status; one for both readings of a symmetric relation."""
        relation = self.ontology.relations.get(fact.relation)
        if relation is None:
            raise UsageError(f"{self.document.value}: {fact.relation} is not a relation of the ontology")
        subject, object_ = self._entity(fact.subject), self._object(fact.object)
        if relation.symmetric and isinstance(fact.object, str) and object_.value < subject.value:
            subject, object_ = self._entity(fact.object), subject
        node = fact_iri(self.base, subject, KG[fact.relation], object_)
        return node, proposition_triples(node, subject, KG[fact.relation], object_)

    def claim(self, fact: Fact, proposition: NamedNode) -> Iterator[Triple]:
        selector = part_iri(self.document, "char", fact.evidence.start, fact.evidence.end)
        pairs: list[tuple[NamedNode, Object | None]] = [
            (RDF.type, KG.Claim),
            (KG.claims, proposition),
            (PROV.wasDerivedFrom, self.document),
            (OA.hasSelector, selector),
            (KG.status, KG[fact.status.value]),
            (KG.rule, terms.string(fact.rule)),
            *self._qualifiers(fact),
        ]
        said = sorted(f"{p} {o}" for p, o in pairs if o is not None)
        yield from _about(NamedNode(f"{self.base}claim/{content_hash(*said)}"), pairs)
        yield from self._selector(selector, fact.evidence)

    def _selector(self, node: NamedNode, evidence: model.Evidence) -> Iterator[Triple]:
        yield from _about(
            node,
            [
                (RDF.type, OA.TextQuoteSelector),
                (RDF.type, OA.TextPositionSelector),
                (OA.hasSource, self.document),
                (OA.exact, terms.string(evidence.quote)),
                (OA.start, terms.number(evidence.start)),
                (OA.end, terms.number(evidence.end)),
                (KG.pageNumber, terms.number(bisect_right(self.pages, evidence.start)) if self.pages else None),
            ],
        )

    def _qualifiers(self, fact: Fact) -> Iterator[tuple[NamedNode, Object | None]]:
        source = fact.attributed_to
        yield KG.ended, Literal(True) if fact.ended else None
        yield KG.attribution, terms.string(source.text) if source else None
        yield KG.attributedTo, self._entity(source.entity) if source and source.entity else None
        yield KG.time, terms.string(fact.time) if fact.time else None
        yield from _bounds(fact.time) if fact.time else ()
        yield KG.place, self._entity(fact.place) if fact.place else None
        yield KG.product, self._entity(fact.product) if fact.product else None
        yield KG.amount, terms.decimal(fact.amount) if fact.amount is not None else None
        yield KG.currency, terms.string(fact.currency) if fact.currency else None
        yield KG.duration, Literal(fact.duration, datatype=XSD.duration) if fact.duration else None
        yield KG.position, terms.string(fact.position) if fact.position else None
        yield KG.share, terms.decimal(fact.share) if fact.share is not None else None

    def _object(self, value: str | model.Literal) -> Object:
        return self._entity(value) if isinstance(value, str) else terms.value_term(value, self.base)

    def _entity(self, identifier: str) -> NamedNode:
        if identifier not in self.entities:
            raise UsageError(f"{self.document.value}: no entity {identifier} in the extraction")
        return self.entities[identifier]

    def _class(self, name: str) -> NamedNode:
        if name not in self.ontology.classes:
            raise UsageError(f"{self.document.value}: {name} is not a class of the ontology")
        return KG[name]
