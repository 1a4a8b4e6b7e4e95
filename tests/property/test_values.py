"""Laws of `find_values` for any text."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.values import find_values, load_grammar

PUBLISHED = date(2024, 5, 23)
LANGUAGES = st.sampled_from(["fr", "en"])
PIECES = st.sampled_from(
    "12 2024 1 000 3,5 1.5 % $ € £ Rs 1er M€ bn million milliards deux cents vingt half a quarter of March mars mai May mardi Tuesday "
    "semestre quarter first premier ans years ago il y a depuis since by d'ici entre between and et de à to - . , ( ) 18h15 İ ’ \u202f "
    "un une an last next dernier prochain dollars euros employés jobs plus tard later 2012/2014 2012-13 31/02/2020 \n".split(
        " "
    )
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
)


@given(TEXTS, LANGUAGES)
def test_values_are_found_in_order_inside_the_text(text: str, language: str) -> None:
    """Law: for any text nothing is raised, and 0 <= start < end <= next start <= length."""
    end = 0
    for value in find_values(text, load_grammar(language), PUBLISHED):
        assert end <= value.start < value.end <= len(text)
        end = value.end


@given(TEXTS, LANGUAGES)
def test_without_a_date_nothing_relative_is_dated(text: str, language: str) -> None:
    """Law: leaving out `published` never raises."""
    find_values(text, load_grammar(language), None)


@pytest.mark.parametrize(
    ("language", "sentence", "before", "after"),
    [
        (
            "fr",
            "Elle a embauché 300 salariés en mars 2021 pour 1,5 milliard d'euros.",
            "Rien ne change. ",
            " Le ciel est bleu.",
        ),
        ("en", "It hired 300 people in March 2021 for $1.5 billion.", "Nothing happens. ", " The sky is blue."),
    ],
)
@given(count=st.integers(0, 20))
def test_sentences_around_change_nothing(language: str, sentence: str, before: str, after: str, count: int) -> None:
    """Law: find(before + s + after) == find(s), moved by the length of `before`."""
    grammar, lead = load_grammar(language), before * count
    alone = find_values(sentence, grammar, PUBLISHED)
    assert len(alone) == 3
    moved = tuple(replace(value, start=value.start + len(lead), end=value.end + len(lead)) for value in alone)
    assert find_values(lead + sentence + after * count, grammar, PUBLISHED) == moved


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "piece", ["1", "1 ", " 000", "deux ", "half a ", "a million ", "1.1.", "in March ", "2012 et "]
)
def test_time_grows_no_faster_than_the_text(language: str, piece: str) -> None:
    """Law: 60,000 characters of one repeated piece take seconds at most, where quadratic work takes minutes."""
    text = "1 000" + piece * (60_000 // len(piece))
    start = time.process_time()
    find_values(text, load_grammar(language), PUBLISHED)
    assert time.process_time() - start < 20
