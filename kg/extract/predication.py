"""Nouns that a form of "be" says of a subject, read off the parse: "X is a writer", "X was an engineer and a poet"."""

from __future__ import annotations

from collections.abc import Container

from kg.extract.syntax import Parse, Token

_JOINED = {"conj", "compound", "appos", "amod"}  # how the parser hangs the nouns of one predicate on each other
_LONGEST = 4  # nouns of one predicate: "a writer, painter, publisher and politician"


def subject_of(parse: Parse, noun: int, negation: Container[str]) -> Token | None:
    """The subject of which a noun is said, also as one of several: "X is a politician and writer who …"; None where
    it is denied of him.
    """
    token = parse.tokens[noun]
    for _ in range(_LONGEST):
        if parse.children(token, "cop"):
            denied = any(c.lower in negation for c in parse.children(token))
            subjects = parse.children(token, "nsubj")
            return subjects[-1] if subjects and not denied else None
        if token.dep not in _JOINED:
            return None
        token = parse.head(token)
    return None


def torn_off(parse: Parse, predicate: int) -> list[Token]:
    """Nouns of a predicate that the parser took for parts of its last one: "an engineer and film director", or the
    first part of one for the whole: "Vice-Chairman".

    A part of a compound has neither an article nor a conjunction of its own.
    """
    hyphened = [t for t in parse.tokens[predicate + 2 : predicate + 3] if parse.tokens[t.i - 1].text == "-"]
    return hyphened + [
        c
        for c in parse.children(parse.tokens[predicate], "compound", "amod")
        if c.pos == "NOUN" and c.name < 0 and parse.children(c, "det", "cc", "conj")
    ]
