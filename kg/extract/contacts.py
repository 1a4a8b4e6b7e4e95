"""Relative clauses without a pronoun: "Norvane, the company Joan Hartwell founded"."""

from __future__ import annotations

from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse


def opens_clause(parse: Parse, before: Phrase, phrase: Phrase, name: Phrase) -> bool:
    """Whether a name behind an apposed description is the subject of what is said of it, and not called so.

    `before` is the phrase in front of the description.
    """
    tokens = parse.tokens
    if before.kind is not Kind.NAME or phrase.role is not None or phrase.determiner != "definite":
        return False
    if before.last != phrase.first - 1 or tokens[before.last].text != "," or name.last >= len(tokens):
        return False
    verb = tokens[name.last]
    return verb.pos == "VERB" and verb.morph.get("VerbForm") == "Fin"
