"""Reading facts back: claims in the stable facts format (one JSON object a fact), with their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.graph import terms
from kg.graph.namespaces import KG, OA, PROV, RDF, local_name
from kg.graph.rdf import appearance_iri
from kg.graph.store import Store
from kg.model import EntityType

_TYPES = frozenset(KG[kind.value] for kind in EntityType)

Node = Mapping[NamedNode, Any]


def node(store: Store, iri: NamedNode) -> Node:
    """Predicate → object of a node, for the predicates that it has once."""
    return {triple.predicate: triple.object for triple in store.match(iri, None, None)}


class DocumentFacts:
    """The facts that one document tells."""

    def __init__(self, store: Store, document: NamedNode, base: str) -> None:
        self._store, self._document, self._base = store, document, base
        self._references: dict[NamedNode, dict[str, Any]] = {}

    @cached_property
    def source(self) -> str:
        """The document's source as it was given."""
        return str(next(t.object.value for t in self._store.match(self._document, KG.source, None)))  # type: ignore[union-attr]

    def all(self) -> list[dict[str, Any]]:
        """All facts of the document in the order of the text."""
        claims = (t.subject for t in self._store.match(None, PROV.wasDerivedFrom, self._document))
        return sorted((self.fact(c) for c in claims if isinstance(c, NamedNode)), key=order)

    def fact(self, claim: NamedNode) -> dict[str, Any]:
        """One claim of the document in the facts format; what is not known has no key."""
        said = node(self._store, claim)
        fact = node(self._store, said[KG.claims])
        found = {
            "document": self.source,
            "subject": self._entity(fact[RDF.subject]),
            "relation": local_name(fact[RDF.predicate]),
            "object": self._object(fact[RDF.object]),
            "status": local_name(said[KG.status]),
            "ended": KG.ended in said,
            **self._qualifiers(said),
            "evidence": self._evidence(said[OA.hasSelector]),
            "rule": said[KG.rule].value,
            "fact": said[KG.claims].value,
            "claim": claim.value,
        }
        return {key: value for key, value in found.items() if value is not None}

    def _qualifiers(self, said: Node) -> dict[str, Any]:
        share = said.get(KG.share)
        amount = said.get(KG.amount)
        return {
            "attributedTo": self._attribution(said),
            "time": _text(said.get(KG.time)),
            "place": self._reference(said.get(KG.place)),
            "amount": terms.python_number(amount.value) if amount else None,
            "currency": _text(said.get(KG.currency)),
            "duration": _text(said.get(KG.duration)),
            "position": _text(said.get(KG.position)),
            "share": float(share.value) if share else None,
            "product": self._reference(said.get(KG.product)),
        }

    def _attribution(self, said: Node) -> dict[str, Any] | None:
        if KG.attributedTo in said:
            return self._reference(said[KG.attributedTo])
        return {"text": said[KG.attribution].value} if KG.attribution in said else None

    def _object(self, term: NamedNode | Literal) -> dict[str, Any]:
        if isinstance(term, Literal):
            return terms.literal_value(term)
        amount = terms.amount_of(term.value, self._base)
        if amount:
            digits, currency = amount
            return {"amount": terms.python_number(digits), **({"currency": currency} if currency else {})}
        return self._entity(term)

    def _entity(self, entity: NamedNode) -> dict[str, Any]:
        """An entity as this document knows it."""
        if entity not in self._references:
            about = list(self._store.match(appearance_iri(self._document, entity, self._base), None, None))
            names = {t.object.value for t in about if t.predicate == KG.name and isinstance(t.object, Literal)}
            full = sorted(t.object.value for t in about if t.predicate == KG.fullName and isinstance(t.object, Literal))
            others = sorted(names - set(full), key=lambda name: (-len(name), name))
            types = sorted(local_name(t.object) for t in about if t.object in _TYPES)
            self._references[entity] = {"iri": entity.value, "type": types[0], "names": [*full, *others]}
        return dict(self._references[entity])

    def _reference(self, entity: NamedNode | None) -> dict[str, Any] | None:
        if entity is None:
            return None
        known = self._entity(entity)
        return {"names": known["names"], "iri": known["iri"]}

    def _evidence(self, selector: NamedNode) -> dict[str, Any]:
        about = node(self._store, selector)
        page = {"page": int(about[KG.pageNumber].value)} if KG.pageNumber in about else {}
        start, end = int(about[OA.start].value), int(about[OA.end].value)
        return {"quote": about[OA.exact].value, "start": start, "end": end, **page}


def order(fact: Mapping[str, Any]) -> tuple[object, ...]:
    """The order of facts: by document, place in the text, relation, and then by content."""
    evidence = fact["evidence"]
    return (fact["document"], evidence["start"], evidence["end"], fact["relation"], fact["fact"], fact["claim"])


def claims_about(store: Store, entity: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Document and claim of each telling of a fact that has the entity as its subject or object."""
    facts = {t.subject for predicate in (RDF.subject, RDF.object) for t in store.match(None, predicate, entity)}
    for fact in facts:
        for told in store.match(None, KG.claims, fact if isinstance(fact, NamedNode) else None):
            claim = told.subject
            if isinstance(claim, NamedNode):
                document = node(store, claim)[PROV.wasDerivedFrom]
                yield document, claim


def _text(term: Literal | None) -> str | None:
    return term.value if term is not None else None
