"""The record of one clause: a predicate with its arguments."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from kg.extract.predication import torn_off
from kg.extract.syntax import Parse


@dataclass(slots=True)
class Clause:
    """One predicate with its arguments; tokens stand for the phrases that they head."""

    predicate: int  # token
    lemma: str
    arguments: dict[str, list[int]] = field(default_factory=dict)  # role → tokens, coordination spelt out
    passive: bool = False
    negated: bool = False
    lapsed: bool = False  # said to have been so until now: "n'est plus", "no longer"
    copular: bool = False  # the predicate is a noun or adjective
    form: str = "fin"  # "fin", "inf", "part"
    mood: str = ""  # "cnd", "sub", "" for the rest
    tense: str = ""  # "fut", "past", "pres"
    auxiliaries: tuple[str, ...] = ()  # lemmas of auxiliaries and of the modals seen through

    @property
    def subjects(self) -> list[int]:
        """Tokens of whom it is said: the agents, or the patients of a passive."""
        return self.tokens("patient" if self.passive else "agent")

    @property
    def is_done(self) -> bool:
        """Told in the past, or in the perfect, whose auxiliary has the present."""
        return self.tense == "past" or (self.tense == "pres" and bool(self.auxiliaries))

    def tokens(self, *roles: str) -> list[int]:
        """Tokens of the first role that has any."""
        return next((found for role in roles if (found := self.arguments.get(role))), [])


def with_particle(parse: Parse, clause: Clause, known: Container[str]) -> str:
    """The lemma, with an English particle where that makes a known verb: "take over", "laugh off"."""
    children = parse.children(parse.tokens[clause.predicate], "compound:prt", "advmod")
    particles = [c.lower for c in children if c.dep == "compound:prt" or c.i == clause.predicate + 1]
    joined = " ".join([clause.lemma, *particles])
    return joined if joined in known else clause.lemma


def said_of_subject(parse: Parse, predicates: Container[int], predicate: int) -> list[int]:
    """The nouns that "be" says of its subject: the one at `predicate` and those coordinated with it or set beside it.

    "X is a politician, a member of Y and the owner of Z". `predicates` are the tokens that head clauses of their own.
    """
    found = [predicate]
    for child in parse.children(parse.tokens[predicate], "conj", "appos"):
        noun = child.pos in {"NOUN", "PROPN"} and child.name < 0
        if noun and child.i not in predicates and child.morph.get("Number") != "Plur":
            found += said_of_subject(parse, predicates, child.i)
    for part in torn_off(parse, predicate):
        found += said_of_subject(parse, predicates, part.i)
    return found
