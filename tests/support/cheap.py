"""`kg` with an extractor that costs nothing: `python -m tests.support.cheap [--die CHANCE] ingest …`.

All else is the product: reading, worker processes, batches, the store. What is "found" is a function of the text, and
documents share entities and facts, so that much is derived from several. `--die` is that of `tests.support.dying`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

import kg.extract
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Fact, Literal, Mention, MentionKind, Status
from tests.support.dying import main


class Cheap:
    """Takes each capitalised word for an organisation that partners with the next, and hires as many as it has letters."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def extract_many(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        return map(extracted, documents)


def extracted(document: Document) -> Extraction:
    """What `Cheap` finds."""
    found = list(re.finditer(r"\b[A-Z][a-z]+\b", document.text))
    evidence = [Evidence(m.start(), m.end(), m[0]) for m in found]
    facts = [
        Fact(m[0], "hires", Literal(quantity=len(m[0])), Status.ASSERTED, e, "cheap")
        for m, e in zip(found, evidence, strict=True)
    ]
    statuses = list(Status)
    facts += [
        Fact(m[0], "partnerOf", other[0], statuses[(m.start() + len(other[0])) % len(statuses)], e, "cheap")
        for m, other, e in zip(found, found[1:], evidence, strict=False)
        if m[0] != other[0]
    ]
    return Extraction(
        document,
        tuple(Entity(name, EntityType.ORGANIZATION, (name,)) for name in sorted({m[0] for m in found})),
        tuple(Mention(m.start(), m.end(), m[0], MentionKind.NAME, m[0]) for m in found),
        tuple(facts),
        rules=kg.extract.rules_version(),
    )


kg.extract.Extractor = Cheap  # type: ignore[misc,assignment]  # in worker processes too: they import this module anew

if __name__ == "__main__":
    main(sys.argv[1:])
