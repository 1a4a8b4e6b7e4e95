"""Plural descriptions and the names that they hold for: "les banques belges que sont X, Y et Z", "retailers like X"."""

from __future__ import annotations

from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Stating
from kg.model import EntityType

_GAP = 3  # tokens of an introducing expression; the longest of the data has two
_INSERT = 6  # tokens of an insertion between two names of a list
_NAMES = 12  # names of a list that are read; longer lists in news are tables


class Enumerations(Stating):
    """Finds the members of plural descriptions in one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.introducers = self.words("enumerating")
        self.separators = self.words("listing")
        self.far = self.words("enumerating_far")

    def members(self, phrase: Phrase) -> list[tuple[Referent, int]]:
        """The entities, each with the token of its name, of which a plural phrase says what they are; none for
        others.
        """
        if phrase.kind is not Kind.NOUN or (phrase.noun is None and phrase.role is None) or not self._is_plural(phrase):
            return []
        end = self._end(phrase)
        first = self._first_name(phrase, end)
        if first is None:
            return []
        found = self.list_from(first)
        introduced = self._words_between(end, first) not in {"", ","}
        return found if introduced or len(found) > 1 else []

    def included(self, phrase: Phrase) -> list[tuple[Referent, int]]:
        """The members that a plural phrase brings in by a word, whatever it calls them: "ses clients, dont X et Y"."""
        if phrase.kind is not Kind.NOUN or phrase.entity >= 0 or not self._is_plural(phrase):
            return []
        end = self._end(phrase, named=True)
        first = self._first_name(phrase, end)
        if first is None or self._words_between(end, first) in {"", ",", ":"}:
            first = self._announced(phrase, end)
        return self.list_from(first) if first is not None else []

    def _announced(self, phrase: Phrase, end: int) -> Phrase | None:
        """The first name behind a word that goes back over the verb: "deux candidats se sont déclarés : X et Y"."""
        _, last = self.parse.sentences[self.parse.tokens[phrase.head].sentence]
        for other in self.discourse.phrases[phrase.i + 1 :]:
            others = other.kind is Kind.NOUN and other.first >= end and not other.preposition
            if other.first >= last or (others and self._is_plural(other)):
                return None
            if other.kind is Kind.NAME and other.first >= end:
                before = self._words_between(end, other)
                return other if before.endswith(tuple(f" {w}" for w in self.far)) else None
        return None

    def preceding(self, phrase: Phrase) -> list[tuple[Referent, int]]:
        """The names joined to the one that a plural apposition stands behind: "X et Y, administrateurs de Z"."""
        current = self.phrase_at(phrase.i - 1)
        if current is None or phrase.reason != "apposition" or current.entity != phrase.entity:
            return []
        found: list[tuple[Referent, int]] = []
        while self._is_plural(phrase) and (previous := self.phrase_at(current.i - 1)) is not None:
            between = [t.lower for t in self.parse.tokens[previous.last : current.first]]
            referent = self.referent(previous)
            if previous.kind is not Kind.NAME or referent is None or not between or len(found) == _NAMES:
                break
            if not set(between) <= self.separators:
                break
            found.append((referent, previous.head))
            current = previous
        return found

    def _is_plural(self, phrase: Phrase) -> bool:
        """ "le fonds" has a plural's form and a singular's determiner."""
        opening = self.parse.tokens[phrase.first]
        return self.parse.tokens[phrase.head].morph.get("Number") == "Plur" and not (
            phrase.determiner and opening.morph.get("Number") == "Sing" and phrase.determiner != "possessive"
        )

    def _end(self, phrase: Phrase, *, named: bool = False) -> int:
        """The token behind a phrase with its complements, those that name somebody only where `named` is set."""
        inner = [self.discourse.phrases[c] for c in phrase.complements]
        ends = (self._end(p, named=named) for p in inner if named or p.entity < 0)
        return max([phrase.last, phrase.role_last, *ends])

    def _start(self, name: Phrase) -> int:
        """The first token of a name with its title: "et le groupe X"."""
        before = self.phrase_at(name.i - 1)
        titled = before is not None and before.kind is Kind.NOUN and before.entity == name.entity >= 0
        return before.first if before is not None and titled and before.last == name.first else name.first

    def _words_between(self, end: int, name: Phrase) -> str:
        tokens = self.parse.tokens[end : self._start(name)]
        return self.parse.text[tokens[0].start : tokens[-1].end].lower() if tokens else ""

    def _first_name(self, phrase: Phrase, end: int) -> Phrase | None:
        """The name that follows directly, behind a comma, or behind an introducing expression."""
        following = next(
            (p for p in self.discourse.phrases[phrase.i + 1 : phrase.i + 8] if p.first >= end and p.kind is Kind.NAME),
            None,
        )
        if following is None or self._start(following) - end > _GAP:
            return None
        if self.parse.tokens[following.first].sentence != self.parse.tokens[phrase.head].sentence:
            return None
        between = self._words_between(end, following)
        bare = between.removeprefix(",").strip()
        return following if between in {"", ","} or bare in self.introducers else None

    def list_from(self, first: Phrase) -> list[tuple[Referent, int]]:
        """The entities of a list of names, each with its token, from its first name on."""
        found: list[tuple[Referent, int]] = []
        previous: Phrase | None = None
        current: Phrase | None = first
        while current is not None and len(found) < _NAMES:
            referent = self.referent(current)
            if referent is None:
                break
            found.append((referent, current.head))
            following = self._next_name(current)
            closed = (
                self._is_last(previous, current) and following is not None and self._link(current, following) == ","
            )
            previous, current = current, None if closed else following
        return found

    def _is_last(self, previous: Phrase | None, phrase: Phrase) -> bool:
        """Whether a conjunction has brought the name: a comma behind it ends the list, "by A and B, C became"."""
        return previous is not None and self._link(previous, phrase) not in {"", ","}

    def _link(self, first: Phrase, second: Phrase) -> str:
        return " ".join(t.lower for t in self.parse.tokens[first.last : self._start(second)])

    def _next_name(self, phrase: Phrase) -> Phrase | None:
        """The next name of the list, a parenthesis between them skipped."""
        tokens = self.parse.tokens
        for other in self.discourse.phrases[phrase.i + 1 : phrase.i + 4]:
            if other.kind is not Kind.NAME or tokens[other.first].sentence != tokens[phrase.head].sentence:
                continue
            between = _without_inserts([t.lower for t in tokens[phrase.last : self._start(other)]])
            if other.preposition and self.is_place(other):
                continue  # "X, de Lille, et Y"
            return other if between and len(between) <= 2 and all(w in self.separators for w in between) else None
        return None

    def is_place(self, phrase: Phrase) -> bool:
        """Whether a phrase names a place."""
        referent = self.referent(phrase)
        return referent is not None and referent.type is EntityType.PLACE


def _without_inserts(words: list[str]) -> list[str]:
    """The words between two names without what stands in parentheses or between commas: "et, depuis juin,"."""
    if "(" in words and ")" in words:
        words = words[: words.index("(")] + words[words.index(")") + 1 :]
    commas = [i for i, word in enumerate(words) if word == ","]
    if len(commas) == 2 and 1 < commas[1] - commas[0] <= _INSERT:
        return words[: commas[0]] + words[commas[1] + 1 :]
    return words
