"""The quick attribute ruler says what the model's own says."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from kg.extract.models import load_pipeline, model_name
from kg.language import load_language

EXAMPLES = Path(__file__).parents[1] / "examples"
# Patterns of two tokens, of one by its spelling, of words and dependencies that are listed, and a blank.
HARD = """There is a ship. There was nothin' left. Let's go, they're gonna ask; it ain't so. C'mon, y'all gotta see!
Both of these firms which had been sold, the other's too, better than any; better still. He'd've known it's hers."""


def texts() -> list[str]:
    own = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("**/*.txt"))]
    return [HARD, HARD.replace("\n", " "), *(" ".join(text.split()) for text in own)]


def annotations(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.dep_, t.pos_, str(t.morph), t.lemma_) for t in doc]


@pytest.mark.parametrize("code", ["fr", "en"])
def test_same_annotations(code: str) -> None:
    """Word by word, over our examples and the hard cases."""
    name = model_name(load_language(code))
    quick, own = load_pipeline(name, ["ner"]), spacy.load(name, exclude=["ner"])
    assert len(texts()) > 3
    for text in texts():
        assert annotations(quick(text)) == annotations(own(text))


def test_it_is_used() -> None:
    """English models have rules of the form that can be asked once a kind; few kinds suffice."""
    quick = load_pipeline(model_name(load_language("en")), ["ner"])
    list(quick.pipe(text for text in texts() if "\n" not in text))
    assert 50 < len(quick.get_pipe("kg_quick_ruler").known) < 1500  # type: ignore[attr-defined]
