"""Births and deaths told in running text: "was born on 3 May 1950 in Lyon to A and B", "died at P in 1778", "the death
of X in 1986".

The parser hangs the place of a birth on its date as often as on the verb; so what follows the word is read off the
surface, up to the next verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.extract.syntax import Token
from kg.extract.values import ValueKind
from kg.model import EntityType, Literal

_PERSON, _PLACE = EntityType.PERSON, EntityType.PLACE
_REACH = 24  # tokens behind the word in which its date and place stand
_OPENING = 2  # tokens before a word that opens its sentence: "Born"


@dataclass(frozen=True, slots=True)
class Event:
    """What a word tells of."""

    on: str
    at: str
    noun: bool = False  # "death": whose it is stands beside the noun


class Births(Stating):
    """Reads the births and deaths of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause]) -> None:
        super().__init__(context)
        self.clauses = clauses
        table = context.lexicon.language.table("lives")["told"]
        self.events = {word: Event("bornOn", "bornIn") for word in table["born"]}
        self.events |= {word: Event("diedOn", "diedIn") for word in table["died"]}
        self.events |= {word: Event("diedOn", "diedIn", noun=True) for word in table["death"]}
        self.at = frozenset(table["at"])
        self.inside = frozenset(table["inside"])
        self.to = frozenset(table["to"])
        self.over = frozenset(table["over"])

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        for token in self.parse.tokens:
            event = self.events.get(token.lower) if token.name < 0 else None
            if event is not None:
                for person, phrase in self._whose(token, noun=event.noun):
                    yield from self._told(event, token, person, phrase)

    # -- who

    def _whose(self, token: Token, *, noun: bool) -> list[tuple[Referent, Phrase]]:
        if noun:
            return self._of_noun(token)
        clause = self.clauses.get(token.i)
        roles = ("patient", "agent") if clause is not None and clause.passive else ("agent", "patient")
        found = self._persons(clause.tokens(*roles)) if clause is not None else []
        return found or self._right_before(token) or self._behind_opening(token)

    def _persons(self, tokens: list[int]) -> list[tuple[Referent, Phrase]]:
        phrases = (self.discourse.by_head.get(i) for i in tokens)
        return [
            (r, p) for p in phrases if p is not None and (r := self.referent(p)) is not None and self._is_person(p, r)
        ]

    def _is_person(self, phrase: Phrase, referent: Referent) -> bool:
        return referent.type is _PERSON or (phrase.kind is Kind.NAME and self.is_type(referent, _PERSON))

    def _right_before(self, token: Token) -> list[tuple[Referent, Phrase]]:
        """ "X, born in Leeds,"."""
        before = self.parse.tokens[token.i - 1] if token.i else None
        if before is None or before.text not in {",", "("}:
            return []
        phrase = next((p for p in reversed(self.discourse.phrases) if p.last == before.i), None)
        return self._persons([phrase.head]) if phrase is not None else []

    def _behind_opening(self, token: Token) -> list[tuple[Referent, Phrase]]:
        """ "Born in Leeds in 1950, X …": the subject behind the comma."""
        first, last = self.parse.sentences[token.sentence]
        if token.i - first > _OPENING:
            return []
        for phrase in self.discourse.phrases:
            head = self.parse.tokens[phrase.head]
            if token.i < phrase.first < last and head.dep.startswith("nsubj"):
                return self._persons([phrase.head])
        return []

    def _of_noun(self, token: Token) -> list[tuple[Referent, Phrase]]:
        phrase = self.discourse.by_head.get(token.i)
        if phrase is None:
            return []
        others = [o for o in self.complements(phrase, self.of) if self.referent(o) is not None][:1]
        if others:
            return self._persons([others[0].head])
        return [(r, phrase) for r, _ in self.possessors(phrase) if r.type is _PERSON]

    # -- when, where, to whom

    def _told(self, event: Event, token: Token, person: Referent, shown: Phrase) -> Iterator[Candidate]:
        described = Described(shown, person, "told", self._predicate(event, token), shown.head)
        end = self._end(token)
        if (date := self._date(token.i, end)) is not None:
            yield self.make(event.on, person.i, Literal(date=date[0]), described, [token.i, date[1]])
        for phrase in self._following(token.i, end):
            referent = self.referent(phrase)
            if referent is None or phrase.kind is not Kind.NAME:
                continue
            if self._leads(phrase, self.at) and self._is_place(phrase, referent):
                yield self.make(event.at, person.i, referent.i, described, [token.i, phrase.head])
                break
        if event.on == "bornOn":
            yield from self._parents(token, person, described, end)

    def _predicate(self, event: Event, token: Token) -> int:
        """The verb to be judged: who is told of was born, while deaths are reported and denied."""
        return token.i if token.i in self.clauses and event.on != "bornOn" else -1

    def _end(self, token: Token) -> int:
        """The first token of another clause."""
        _, last = self.parse.sentences[token.sentence]
        for other in self.parse.tokens[token.i + 1 : min(last, token.i + _REACH)]:
            verb = other.pos in {"VERB", "AUX"} and other.lower not in self.over
            if verb or other.text in {";", ":", "("} or (other.pos == "PRON" and other.dep.startswith("nsubj")):
                return other.i
        return min(last, token.i + _REACH)

    def _date(self, start: int, end: int) -> tuple[str, int] | None:
        for value in self.parse.values:
            token = self.parse.at(value.start)
            if value.kind is ValueKind.DATE and value.date and token is not None and start < token.i < end:
                return value.date, token.i
        return None

    def _following(self, start: int, end: int) -> list[Phrase]:
        return [p for p in self.discourse.phrases if start < p.first < end]

    def _is_place(self, phrase: Phrase, referent: Referent) -> bool:
        """Where somebody is born "in" is a place, whatever its name looks like."""
        if referent.type is _PLACE:
            return True
        return phrase.preposition in self.inside and not referent.code and self.is_type(referent, _PLACE)

    def _leads(self, phrase: Phrase, words: frozenset[str]) -> bool:
        """Whether the phrase, or the noun that it complements, stands behind one of the words: "in the town of X"."""
        while self.lexicon.plain(phrase.preposition) in self.of and phrase.inside >= 0:
            phrase = self.discourse.phrases[phrase.inside]
        return self.lexicon.plain(phrase.preposition) in words

    def _parents(self, token: Token, person: Referent, described: Described, end: int) -> Iterator[Candidate]:
        """ "born … to A and B"."""
        found: list[Phrase] = []
        for phrase in self._following(token.i, end):
            referent = self.referent(phrase)
            if referent is None or phrase.kind is not Kind.NAME or referent.i == person.i:
                continue
            if referent.type is not _PERSON or not (found or self._brings(phrase)):
                continue
            found.append(phrase)
            yield self.make("childOf", person.i, referent.i, described, [token.i, phrase.head])
            if len(found) == 2:
                return

    def _brings(self, phrase: Phrase) -> bool:
        """Whether "to" stands before the name or before its description."""
        before = self.phrase_at(phrase.i - 1)
        titled = before is not None and before.last == phrase.first and before.kind is Kind.NOUN
        return bool({phrase.preposition, before.preposition if titled and before is not None else ""} & self.to)
