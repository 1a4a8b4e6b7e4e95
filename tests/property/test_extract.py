"""Laws of extraction, on any text and on articles that something went wrong with."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from kg.extract import Extractor
from kg.language import languages
from kg.model import Document, Extraction
from kg.read.text import normalise
from tests.support.command import ROOT
from tests.support.extracting import extractor

# An example is a parse of its own, some 20 ms: these many take about five seconds a law.
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

SENTENCES = {
    language: [
        sentence
        for path in sorted((ROOT / "tests" / "quality" / "corpus" / language).glob("*.txt"))
        for sentence in re.split(r"(?<=[.!?»”])\s+", path.read_text("utf-8"))
    ]
    for language in languages()
}
WORDS = {language: sorted({word for each in found for word in each.split()}) for language, found in SENTENCES.items()}
# What copying, converting and typing leave behind in texts.
ODD = st.sampled_from([
    "’", "« ", " »", "“", "”", "…", "...", " – ", "—", "\u00a0", "\u202f", "\u200b", "\u200d", "\u00ad", "\ufeff", "e\u0301",
    "\u202e", "\u0000", "\ufffd", "😀", "👩\u200d💻", "北京", "Ж", "ﬁ", "ß", "İ", "ı", "\t", "\n", "\n\n", "\r\n", "\u2028", "(", ")", "[",
    "'", '"', "%", "€", "$", "1.", "2e9999", "-", "²", "½", "٣", "९", "M.", "Inc.", "S.A.", ",", ";", ":", "?!", " ", "  ", "http://a.b/c?d=e",
])  # fmt: skip
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def spoilt(draw: st.DrawFn, language: str) -> str:
    """Some sentences of our articles, cut, doubled, and with odd characters put in."""
    text = " ".join(draw(st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(["delete", "double", "insert", "lower", "upper", "glue"]))
        piece = text[start:end]
        changed = {
            "delete": "", "double": piece * 2, "insert": draw(ODD) + piece, "lower": piece.lower(),
            "upper": piece.upper(), "glue": piece.replace(" ", ""),
        }[kind]  # fmt: skip
        text = text[:start] + changed + text[end:]
    return text


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents as reading makes them."""
    language = draw(st.sampled_from(languages()))
    scattered = st.lists(st.sampled_from(WORDS[language]), max_size=30).map(" ".join)
    text = draw(spoilt(language) | scattered | st.text(max_size=80) | st.text("., ;:!?'\"«»()-–\n", max_size=40))
    text = normalise(text)
    assume(text.strip())  # reading makes no document of a blank text
    return Document("a.txt", text, language, published=draw(DAYS))


def check(extraction: Extraction) -> None:
    """What holds of every extraction."""
    document = extraction.document
    known = {entity.id for entity in extraction.entities}
    assert len(known) == len(extraction.entities)
    assert all(entity.names and all(entity.names) for entity in extraction.entities)
    for each in extraction.mentions:
        assert document.text[each.start : each.end] == each.text
        assert each.text
        assert each.entity in known
    for fact in extraction.facts:
        quote = fact.evidence
        assert document.text[quote.start : quote.end] == quote.quote
        assert quote.quote.strip()
        source = fact.attributed_to.entity if fact.attributed_to else None
        objects = [fact.object] if isinstance(fact.object, str) else []
        assert {each for each in (fact.subject, *objects, fact.place, fact.product, source) if each} <= known


# Law: extraction never raises, whatever the text; every quote and mention stands at its offsets; every entity that a
# fact speaks of (subject, object, place, product, source) is among the entities.
@MANY
@given(documents())
@example(Document("a.txt", "0.000 000", "fr"))  # grouped by a full stop and a blank
def test_any_text_gives_an_extraction_that_holds_together(document: Document) -> None:
    check(extractor().extract(document))


# Law: a word of any length is a word, and takes no more than linear time.
@FEW
@given(
    st.sampled_from(languages()),
    st.sampled_from(["x", "É", "1", "A.", "-", "'", "a,", "(", "€1", " M"]),
    st.integers(1, 5_000),
)
def test_very_long_tokens_are_only_long(language: str, piece: str, length: int) -> None:
    text = SENTENCES[language][3] + " " + piece * (length // len(piece)) + " " + SENTENCES[language][4]
    check(extractor().extract(Document("a.txt", normalise(text), language)))


# Law: what a document says depends on no other document: alone, in a batch, in any order, it is the same.
@FEW
@given(st.lists(documents(), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_a_document_says_the_same_in_any_company(batch: list[Document], random: object) -> None:
    alone = [extractor().extract(document) for document in batch]
    order = list(range(len(batch)))
    random.shuffle(order)  # type: ignore[attr-defined]
    together = dict(zip(order, extractor().extract_many(batch[i] for i in order), strict=True))
    assert [together[i] for i in range(len(batch))] == alone


# Law: extraction is a function of the document: the same twice, by an extractor that has seen much and by a new one.
@FEW
@given(documents())
def test_a_document_says_the_same_twice(document: Document) -> None:
    first = extractor().extract(document)
    assert extractor().extract(document) == first
    assert Extractor().extract(document) == first
