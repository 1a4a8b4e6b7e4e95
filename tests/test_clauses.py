"""Clauses: repairs of what French taggers and parsers get wrong, each with its sentence."""

from __future__ import annotations

from functools import cache

import pytest

from kg.extract.clause import Clause
from kg.extract.clauses import find_clauses
from kg.extract.parse import Parser
from kg.extract.syntax import Parse


@cache
def _parser() -> Parser:
    return Parser("fr")


def _clause(text: str, lemma: str) -> tuple[Parse, Clause]:
    parser = _parser()
    parse = next(iter(parser.parse([(text, None)])))
    return parse, next(c for c in find_clauses(parse, parser.lexicon).values() if c.lemma == lemma)


@pytest.mark.parametrize(
    ("text", "lemma", "agent"),
    [
        (
            "Jeanne Tardiveau, directrice générale de Tilmex, rejoint Norvane à Londres.",
            "rejoindre",
            "Jeanne Tardiveau",
        ),
        ("Le groupe Corvalis recrute 30 personnes.", "recruter", "groupe"),
        ("Il a par ailleurs finalisé l'acquisition du belge Corvalis.", "finaliser", "Il"),
        ("La jeune pousse lyonnaise Tilmex a racheté Norvane.", "racheter", "jeune pousse"),
    ],
)
def test_the_subject_of_an_active_verb(text: str, lemma: str, agent: str) -> None:
    """A present that looks like a participle, a subject on the auxiliary, a compound that the tagger does not know."""
    parse, clause = _clause(text, lemma)
    assert not clause.passive
    assert [parse.tokens[i].text for i in clause.arguments["agent"]] == [agent]


def test_a_participle_with_be_is_a_verb() -> None:
    """In "est mort" there is no copula with a noun."""
    _, clause = _clause("Paul Mirande est mort dimanche à Nice.", "mourir")
    assert not clause.copular
    assert not clause.passive
