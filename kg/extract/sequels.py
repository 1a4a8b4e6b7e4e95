"""When an event is done, as the sentences behind it say: "The deal is expected to close in March", "Production is due
to start in 2027", "Les livraisons débuteront en 2028".

A family (`[[sequels]]` of `lang/<code>/clauses.toml`) says for which relations which nouns, in the subject of which
verbs, tell of it. Beside the sentences behind, a clause tells of it that hangs on such a noun: "a plant in Leeds,
slated to open in 2026".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.qualifiers import Qualifiers
from kg.extract.syntax import Parse, Token

_AFTER = 6  # sentences behind an event in which its end is told; set on the deals of the development articles
_BESIDE = ("acl", "appos", "parataxis")
_NOUNS = {"NOUN", "PROPN"}
_GOVERNORS = 2  # verbs above the one that tells: "is slated to enter"


@dataclass(frozen=True, slots=True)
class Family:
    """The words by which the coming about of one kind of event is told."""

    relations: frozenset[str]
    nouns: frozenset[str]  # subjects of their own
    things: frozenset[str]  # … and what the event is about, of which a clause beside it or a pronoun tells
    verbs: frozenset[str]
    reach: int


def _family(entry: Mapping[str, Any]) -> Family:
    relations, nouns, things, verbs = (frozenset(entry[key]) for key in ("relations", "nouns", "things", "verbs"))
    return Family(relations, nouns, things, verbs, entry.get("reach", _AFTER))


class Sequels:
    """Finds, in one document, when what is told will be done."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], qualifiers: Qualifiers, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.qualifiers = qualifiers
        table = lexicon.language.table("clauses")
        self.families = [_family(entry) for entry in table["sequels"]]
        self.relatives = frozenset(table["times"]["relatives"])
        self.pronouns = frozenset(table["times"]["thing_pronouns"])

    def times(self, candidate: Candidate) -> Iterator[str]:
        """The dates of the clauses that tell when a candidate's event is done, nearest first."""
        here = self.parse.tokens[candidate.trigger].sentence
        for family in self.families:
            if candidate.relation not in family.relations:
                continue
            last = min(here + family.reach, len(self.parse.sentences) - 1)
            for clause in self._clauses(here, last):
                if clause.predicate != candidate.trigger and self._tells(clause, family, here):
                    yield from self._dates(clause)

    def of_thing(self, candidate: Candidate) -> str | None:
        """The date of a clause that hangs on what the candidate names: "a plant in Leeds, slated to open in 2026"."""
        for family in self.families:
            for clause in self._clauses(*[self.parse.tokens[candidate.trigger].sentence] * 2):
                noun = self._noun_above(clause)
                told = noun is not None and noun.lemma in family.things and noun.i in self._above(candidate)
                if told and candidate.relation in family.relations and self._is_verb(clause, family):
                    return next(self._dates(clause), None)
        return None

    def _above(self, candidate: Candidate) -> set[int]:
        """The tokens that take part, and those that they hang on."""
        tokens = [self.parse.tokens[i] for i in candidate.tokens]
        return {t.i for token in tokens for t in [token, *self.parse.ancestors(token)]}

    def _clauses(self, first: int, last: int) -> Iterator[Clause]:
        start, end = self.parse.sentences[first][0], self.parse.sentences[last][1]
        return (self.clauses[i] for i in range(start, end) if i in self.clauses)

    def _dates(self, clause: Clause) -> Iterator[str]:
        time = self.qualifiers.time(clause.predicate)
        if time is not None:
            yield time

    def _tells(self, clause: Clause, family: Family, here: int) -> bool:
        if not self._is_verb(clause, family):
            return False
        subjects = [self.parse.tokens[i] for i in clause.subjects]
        if any(t.name < 0 and t.lemma in family.nouns for t in subjects):
            return True
        above = self._noun_above(clause)
        if above is not None:
            return above.name < 0 and above.lemma in family.things
        behind = self.parse.tokens[clause.predicate].sentence == here + 1
        return behind and any(t.lower in self.pronouns for t in subjects) and bool(family.things)

    def _is_verb(self, clause: Clause, family: Family) -> bool:
        """Whether the verb, or a word that stands with it, tells of the event; no verb above denies it."""
        below = (i for found in clause.arguments.values() for i in found)
        said = clause.lemma in family.verbs or any(self.parse.tokens[i].lemma in family.verbs for i in below)
        above = list(self.parse.ancestors(self.parse.tokens[clause.predicate]))[:_GOVERNORS]
        return said and not clause.negated and not any(t.i in self.clauses and self.clauses[t.i].negated for t in above)

    def _noun_above(self, clause: Clause) -> Token | None:
        """The noun on which a relative clause or a participle hangs, also by the verb above: "which is slated to"."""
        token = self.parse.tokens[clause.predicate]
        for _ in range(_GOVERNORS):
            head = self.parse.head(token)
            if token.dep.startswith(_BESIDE) and head.pos in _NOUNS:
                return self._over_name(head)
            if (noun := self._before(token)) is not None:
                return noun
            token = head
        return None

    def _before(self, token: Token) -> Token | None:
        """The noun right before a clause that the parser hangs elsewhere: "a plant, slated to open"."""
        clause = self.clauses.get(token.i)
        if clause is None:
            return None
        subjects = [i for i in clause.subjects if i < token.i]
        relative = [i for i in subjects if self.parse.tokens[i].lower in self.relatives]
        at = relative[0] if relative else token.i if clause.form == "part" else 0
        comma = at > 1 and self.parse.tokens[at - 1].text == ","
        before = self.parse.tokens[at - 2] if comma else None
        return self._over_name(before) if before is not None and before.pos in _NOUNS else None

    def _over_name(self, token: Token) -> Token:
        """ "a plant in Leeds, which will open": what a name is the place of."""
        head = self.parse.head(token)
        return head if token.name >= 0 and token.dep.startswith("nmod") and head.name < 0 else token
