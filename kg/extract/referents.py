"""Entities of one document while they are being found: names gathered, descriptions linked, features known."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kg.model import EntityType


@dataclass(slots=True)
class Referent:
    """One entity of the document, as coreference builds it up."""

    i: int
    type: EntityType | None
    scores: defaultdict[EntityType, float] = field(default_factory=lambda: defaultdict(float))
    names: Counter[str] = field(default_factory=Counter)  # forms and how often each occurs
    phrases: list[int] = field(default_factory=list)  # all that refer to it, in order of the text
    nouns: set[str] = field(default_factory=set)  # lemmas by which the text describes it
    places: set[str] = field(default_factory=set)  # keys of the places that its descriptions name
    gender: str = ""  # "m", "f", or "" when nothing tells
    named: bool = True  # False for entities that have no proper name: "sa branche polonaise"
    code: str | None = None  # "iso3166:CN"

    def fullest(self) -> list[str]:
        """The names, longest first, the more frequent first among equals."""
        if len(self.names) < 2:
            return list(self.names)
        return sorted(self.names, key=lambda n: (-len(n), -self.names[n], n))


def words_of(name: str) -> list[str]:
    """The words of a name, lower case, without full stops and apostrophes' tails."""
    return [w for w in re.split(r"[\s,'’]+", name.lower().replace(".", "")) if w]


def is_initials(short: str, name: str) -> bool:
    """Whether an acronym is made of a name's initials, in order: "CRE" of "Cormeval Rail Équipements"."""
    letters = [c for c in short.lower() if c.isalpha()]
    initials = [w[0] for part in re.split(r"[\s'’-]+", name.lower()) if (w := part.strip(".,&()"))]
    if len(letters) < 2 or not initials:
        return False
    remaining = iter(initials)
    return all(letter in remaining for letter in letters)


def letters_in_order(short: str, name: str) -> bool:
    """Whether the letters of the short form stand in the name in this order, from the first on."""
    one, other = (_plain(text) for text in (short, name))
    remaining = iter(other)
    return 1 < len(one) < len(other) and one[0] == other[0] and all(letter in remaining for letter in one)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if c.isalpha())
