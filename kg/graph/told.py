"""Facts in the facts format as extractions: what `kg export --format facts` wrote, or another program.

The format has no texts. A document is given a text in which each quote stands at its place and nothing else does, so
that evidence can be checked; ingesting the document itself replaces it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from kg import model
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Problem, Source, Status
from kg.ontology import load_ontology
from kg.resolve.countries import SCHEME, country_names
from kg.resolve.identity import identify
from kg.resolve.names import name_key, slug

Record = Mapping[str, Any]

RULES = "imported"  # version of the rules of what was not extracted here
_QUALIFIERS = ("time", "amount", "currency", "duration", "position", "share")
# What reading a record that is not of the format can raise.
_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError)
# Where a text would be longer than any document, an offset is wrong.
_MOST = 10_000_000


def read_facts(lines: Iterable[bytes], source: str, base: str) -> Iterator[Extraction | Problem]:
    """Yield the documents that the lines tell of, and a problem with the line's number for each that can't be read.

    `base` is the IRI below which the facts' entities are named.
    """
    documents: dict[str, list[tuple[int, Record]]] = {}
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            _check(record)
            documents.setdefault(record["document"], []).append((number, record))
        except _WRONG as error:
            if line.strip():
                yield Problem(source, f"not a fact: {type(error).__name__} {error}"[:120], line=number)
    for name, records in documents.items():
        yield from _document(name, records, source, base)


def _check(record: Record) -> None:
    """Raise one of `_WRONG` for a record that can't be a fact."""
    evidence = record["evidence"]
    start, end, quote = int(evidence["start"]), int(evidence["end"]), evidence["quote"]
    if not 0 <= start < end <= _MOST or end - start != len(quote):
        raise ValueError("the quote is not as long as its offsets say")
    if record["relation"] not in load_ontology().relations:
        raise ValueError(f"unknown relation {record['relation']}")
    if not record["document"] or not record["subject"]["names"]:
        raise ValueError("no document, or a subject without a name")
    Status(record["status"])


def _document(name: str, records: list[tuple[int, Record]], source: str, base: str) -> Iterator[Extraction | Problem]:
    text = [" "] * max(int(record["evidence"]["end"]) for _, record in records)
    for _, record in records:
        evidence = record["evidence"]
        text[evidence["start"] : evidence["end"]] = evidence["quote"]
    entities: dict[str, Entity] = {}
    facts = []
    for number, record in records:
        evidence = record["evidence"]
        if "".join(text[evidence["start"] : evidence["end"]]) != evidence["quote"]:
            yield Problem(source, "another quote stands at the same place", line=number)
            continue
        try:
            facts.append(_fact(record, entities, base))
        except _WRONG as error:
            yield Problem(source, f"not a fact: {type(error).__name__} {error}"[:120], line=number)
    rule = str(records[0][1].get("rule", ""))
    language = rule[:2] if rule[2:3] == "/" else "en"
    document = Document(name, "".join(text), language)
    yield Extraction(document, tuple(entities.values()), (), tuple(facts), rules=RULES)


def _fact(record: Record, entities: dict[str, Entity], base: str) -> Fact:
    def entity(reference: Record | None) -> str | None:
        return _entity(reference, entities, base) if reference and reference.get("names") else None

    said = record.get("attributedTo")
    object_ = record["object"]
    subject = entity(record["subject"])
    if subject is None:
        raise ValueError("a subject without a name")
    return Fact(
        subject=subject,
        relation=record["relation"],
        object=entity(object_) or model.Literal(**object_),
        status=Status(record["status"]),
        evidence=Evidence(record["evidence"]["start"], record["evidence"]["end"], record["evidence"]["quote"]),
        rule=str(record.get("rule", RULES)),
        ended=bool(record.get("ended")),
        attributed_to=Source(said.get("text") or said["names"][0], entity(said)) if said else None,
        place=entity(record.get("place")),
        product=entity(record.get("product")),
        **{key: record[key] for key in _QUALIFIERS if key in record},
    )


def _entity(reference: Record, entities: dict[str, Entity], base: str) -> str:
    """The id of the entity, which stands among `entities` from now on."""
    names = tuple(str(name) for name in reference["names"])
    path = str(reference.get("iri", "")).removeprefix(base)
    kind = EntityType(reference["type"]) if "type" in reference else _type(path)
    key = path or f"{kind.value.lower()}/{slug(name_key(names[0]))}"
    if key not in entities:
        entity = Entity(key, kind, names)
        code = _country(path) if identify(entity) != path else None
        entities[key] = Entity(key, kind, names, code=code)
    return key


def _type(path: str) -> EntityType:
    """The type that an IRI of ours begins with."""
    return next(kind for kind in EntityType if path.startswith(kind.value.lower() + "/"))


def _country(path: str) -> str | None:
    """The code of the country whose IRI ends so; documents may name it by an adjective alone."""
    return _countries().get(path.removeprefix("place/")) if path.startswith("place/") else None


@cache
def _countries() -> Mapping[str, str]:
    from babel import Locale

    codes = (str(code) for code in Locale.parse("en").territories if len(str(code)) == 2)
    return {slug(name_key(country_names(code)["en"])): SCHEME + code for code in codes if "en" in country_names(code)}
