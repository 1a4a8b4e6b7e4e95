"""Since when and until when somebody holds a post, where another clause of the text says so.

"Joan Hartwell, chief executive of Norvane, … She took over in 2018 and will hand over the reins in March"; "Her
contract expires in June". Such a clause names no post, or the same one, and nobody else's organisation; of who holds
several posts it tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, with_particle
from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.qualifiers import Qualifiers
from kg.extract.spells import POSTS, Spells
from kg.extract.syntax import Parse
from kg.model import EntityType


@dataclass(frozen=True, slots=True)
class Event:
    """That somebody came to his post, or leaves it, on a day."""

    ends: bool
    day: str
    employers: frozenset[int]  # referents that the clause names
    posts: tuple[Phrase, ...]  # … and posts


class Tenures:
    """The events of one document's posts."""

    def __init__(
        self,
        parse: Parse,
        clauses: dict[int, Clause],
        discourse: Discourse,
        qualifiers: Qualifiers,
        spells: Spells,
        lexicon: Lexicon,
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.qualifiers = qualifiers
        self.spells = spells
        table = lexicon.language.table("clauses")["tenures"]
        self.leaving = {verb: frozenset(things) for verb, things in table["leaving"].items()}
        self.entering = {verb: frozenset(things) for verb, things in table["entering"].items()}
        self.away = frozenset(table["away"])
        self.terms = frozenset(table["terms"])
        self.expiring = frozenset(table["expiring"])
        self.renewing = frozenset(table["renewing"])
        self.departures = frozenset(table["departures"])
        self.occurring = frozenset(table["occurring"])
        self.posts: dict[int, set[tuple[str, int]]] = {}  # what posts each person is told to hold or have held

    def learn(self, candidates: Iterable[Candidate]) -> None:
        """Note who holds what; to have joined somebody tells no post."""
        for c in candidates:
            if c.relation in POSTS and Spells.is_post(c) and isinstance(c.object, int):
                self.posts.setdefault(c.subject, set()).add((c.relation, c.object))

    def time(self, candidate: Candidate, found: str | None) -> str | None:
        """The time of a post with what the text tells elsewhere of its beginning, if there is none yet, and its end."""
        if candidate.relation not in POSTS or not isinstance(candidate.object, int):
            return found
        fitting = [e for e in self._events.get(candidate.subject, ()) if self._fits(e, candidate)]
        ends = {e.day for e in fitting if e.ends}
        if candidate.bound == "until" and len(ends) == 1:
            return f"../{ends.pop()}"  # "named on Monday to succeed X, who leaves in June"
        if candidate.ended or (found is not None and (not found.endswith("/..") or candidate.bound == "since")):
            return found
        starts = {e.day for e in fitting if not e.ends} if found is None else {found.removesuffix("/..")}
        if len(ends) > 1 or len(starts) > 1 or not ends | starts:
            return found
        start, end = next(iter(starts), ".."), next(iter(ends), "..")
        return f"{start}/{end}" if ".." in {start, end} or start <= end else found

    def _fits(self, event: Event, candidate: Candidate) -> bool:
        """Whether an event can only be of this post."""
        held = self.posts.get(candidate.subject, set())
        here = {relation for relation, employer in held if employer == candidate.object}
        if event.employers - {candidate.object} or (not event.employers and len({e for _, e in held}) > 1):
            return False
        return any(self._names(p, candidate) for p in event.posts) if event.posts else len(here) == 1

    @staticmethod
    def _names(post: Phrase, candidate: Candidate) -> bool:
        """Whether a post that a clause names is the candidate's."""
        held = post.role or post.office
        if held is None or held.relation != candidate.relation:
            return False
        return candidate.relation != "worksFor" or held.words in (candidate.position or "").lower()

    @cached_property
    def _events(self) -> dict[int, list[Event]]:
        """The events of each person, in order of the text."""
        found: dict[int, list[Event]] = {}
        for clause in self.clauses.values():
            if clause.negated or not (days := self._days(clause)):
                continue
            for person, ends in self._told(clause):
                found.setdefault(person, []).append(Event(ends, days[0], self._named(clause), self._posts(clause)))
        return found

    def _days(self, clause: Clause) -> list[str]:
        """The one date of a clause, as a day; none where there are several."""
        days = [(v.date or "").removeprefix("../") for v in self.qualifiers.dates(clause.predicate)]
        return days if len(days) == 1 and "/" not in days[0] else []

    def _told(self, clause: Clause) -> Iterator[tuple[int, bool]]:
        """Whose coming or leaving a clause tells, and whether it is the end."""
        subjects = clause.subjects
        for i in subjects:
            lemma = self.parse.tokens[i].lemma
            expires = lemma in self.terms and self._says(clause, self.expiring) and not self._is_renewed(clause)
            goes = lemma in self.departures and self._says(clause, self.occurring)
            if (expires or goes) and (holder := self._holder(i, clause)) >= 0:
                yield holder, True
        kind = self._kind(clause)
        person = self._person(clause) if kind is not None else -1
        if kind is not None and person >= 0:
            yield person, kind

    def _says(self, clause: Clause, words: frozenset[str]) -> bool:
        return clause.lemma in words or bool(self._things(clause) & words)

    def _is_renewed(self, clause: Clause) -> bool:
        """ "whose contract expired in June, has signed for another year"."""
        first, last = self.parse.sentences[self.parse.tokens[clause.predicate].sentence]
        return any(i in self.clauses and self.clauses[i].lemma in self.renewing for i in range(first, last))

    def _kind(self, clause: Clause) -> bool | None:
        """True of a verb of leaving, False of one of coming, None of others."""
        for verbs, ends in ((self.leaving, True), (self.entering, False)):
            lemma = with_particle(self.parse, clause, verbs)
            wanted = verbs.get(lemma)
            if wanted is not None and self._is_met(clause, wanted):
                return ends
        if self.spells.is_put(clause, self.spells.dismissing):
            return True
        return False if self.spells.is_put(clause, self.spells.entering) else None

    def _is_met(self, clause: Clause, wanted: frozenset[str]) -> bool:
        """Whether a verb stands with one of the words that it needs; one that needs none, without a goal."""
        if wanted:
            return bool(self._things(clause) & wanted)
        return not clause.arguments.keys() & self.away and not clause.arguments.get("patient")

    def _things(self, clause: Clause) -> set[str]:
        """The lemmas of what stands in a clause, beside its subject, but for names."""
        below = [i for role, found in clause.arguments.items() if role != "agent" or clause.passive for i in found]
        return {self.parse.tokens[i].lemma for i in below if self.parse.tokens[i].name < 0}

    def _person(self, clause: Clause) -> int:
        """The one person of whom the clause tells; -1 for none."""
        if (name := self.spells.name_before(clause)) is not None:
            return name
        subjects = clause.subjects
        persons = {r.i for i in subjects if (r := self.discourse.referent_at(i)) is not None and self._is_person(r.i)}
        return persons.pop() if len(persons) == 1 else -1

    def _is_person(self, referent: int) -> bool:
        return referent >= 0 and self.discourse.referents[referent].type is EntityType.PERSON

    def _holder(self, noun: int, clause: Clause) -> int:
        """Whose term it is: "her contract", "le mandat de X", "X, dont le bail"; -1 when that is not told."""
        phrase = self.discourse.by_head.get(noun)
        if phrase is None:
            return -1
        owners = [self.discourse.owners.get(phrase.i, -1)]
        owners += [self.discourse.phrases[i].entity for i in (phrase.owner, *phrase.complements) if i >= 0]
        token = self.parse.tokens[clause.predicate]
        if token.dep.startswith("acl") and (above := self.discourse.referent_at(token.head)) is not None:
            owners.append(above.i)
        return next((i for i in owners if self._is_person(i)), -1)

    def _named(self, clause: Clause) -> frozenset[int]:
        """The organisations and places that take part in a clause."""
        below = (i for tokens in clause.arguments.values() for i in tokens)
        found = [r for i in below if (r := self.discourse.referent_at(i)) is not None]
        return frozenset(r.i for r in found if r.type is not EntityType.PERSON)

    def _posts(self, clause: Clause) -> tuple[Phrase, ...]:
        """The posts that a clause names, other than by its subject."""
        first, last = self.parse.sentences[self.parse.tokens[clause.predicate].sentence]
        subjects = set(clause.subjects)
        return tuple(
            p
            for p in self.discourse.phrases
            if first <= p.head < last and (p.role or p.office) is not None and p.head not in subjects
            if self.qualifiers.predicate(self.parse.head(self.parse.tokens[p.head])) == clause.predicate
        )
