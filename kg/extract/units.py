"""What the parser sees: units of the text, and in which order, where speech is parsed apart from what it reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.asides import Aside
from kg.extract.syntax import Token

_NOMINAL = {"NOUN", "PROPN", "PRON"}


class Unit(NamedTuple):
    """What the parser is to see as one piece: a stretch of the text and the words that stand for it."""

    start: int
    end: int
    words: tuple[str, ...]
    name: int = -1
    first: bool = False  # begins a sentence


def parse_order(units: Sequence[Unit], apart: Sequence[Aside]) -> list[int]:
    """The units as the parser sees them: what is parsed apart stands behind its sentence, its commas last."""
    cut = {i for aside in apart for i in range(aside.start, aside.stop)}
    order: list[int] = []
    held: list[Aside] = []
    asides = {aside.start: aside for aside in apart}
    for i, unit in enumerate(units):
        if unit.first and held:
            order += [j for aside in held for j in _turned(aside, units)]
            held = []
        if i in asides:
            held.append(asides[i])
        if i not in cut:
            order.append(i)
    return order + [j for aside in held for j in _turned(aside, units)]


def _turned(aside: Aside, units: Sequence[Unit]) -> list[int]:
    """The units of an aside, its first comma behind the rest."""
    first = opening(aside, units)
    return [*range(first, aside.stop), *range(aside.start, first)]


def opening(aside: Aside, units: Sequence[Unit]) -> int:
    """The unit with which an aside begins for the parser."""
    comma = not units[aside.start].words[0][0].isalnum()
    return aside.start + 1 if comma and aside.start + 1 < aside.stop else aside.start


def hang(tokens: list[Token], here: range, verb: int) -> None:
    """Hang what was parsed apart on the root of the sentence around it: its verb, with who speaks for a subject."""
    sentence = [t for t in tokens if t.sentence == tokens[verb].sentence]
    main = next((t.i for t in sentence if t.head == t.i and t.i not in here), verb)
    said = tokens[verb]
    for root in [tokens[i] for i in here if tokens[i].head == i and i != verb]:
        root.dep, root.head = "nsubj" if root.pos in _NOMINAL else "dep", verb
    said.dep, said.head = ("parataxis:said", main) if main != verb else ("root", verb)
    if said.pos != "VERB":
        said.pos, said.morph = "VERB", {"VerbForm": "Fin"}
    below = [tokens[i] for i in here if tokens[i].head == verb and i != verb]
    if not any(t.dep.startswith("nsubj") for t in below):
        who = [t for t in below if t.pos in _NOMINAL and not any(c.head == t.i and c.dep == "case" for c in sentence)]
        for token in who[:1]:
            token.dep = "nsubj"
