"""Where people studied: "diplômée de X, elle …", "a graduate of X and Y", "read law at X", "the Y-educated founder".

A word of study (`cues`) brings the school that stands behind it; a word that study shares with work (`shared`: "passé
par", "straight from") needs a school that is one by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Stating
from kg.extract.syntax import Token
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
_REACH = 9  # tokens from a cue to its school: "licence d'économie et de gestion à l'université de X"
_TEACHING = 8  # tokens between "taught" and "history at"
_LINK = 4  # tokens between two schools of one cue: ", puis de l'"


class Schooling(Stating):
    """Reads the studies of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        words = self.lexicon.language.table("schooling")
        self.cues = frozenset(words["cues"])
        self.shared = frozenset(words["shared"])
        self.schools = frozenset(words["schools"])
        self.at = frozenset(words["at"])
        self.alumni = frozenset(words["alumni"])
        self.participles = frozenset(words["participles"])
        self.teaching = frozenset(words["teaching"])
        self.links = frozenset(words["links"])

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        for token in self.parse.tokens:
            if token.name >= 0:
                continue
            if token.lower in self.cues or token.lower in self.shared:
                yield from self._cue(token)
            elif token.lower in self.alumni:
                yield from self._alumnus(token)
            elif token.lower in self.participles:
                yield from self._trained(token)

    def _cue(self, token: Token) -> Iterator[Candidate]:
        schools = [*self._before(token), *self._schools_behind(token)]
        person = self._person(token) if schools else None
        if person is None:
            return
        for school, at in schools:
            if school.i != person.i:
                yield self._candidate(person, school, token.i, at)

    def _candidate(self, person: Referent, school: Referent, cue: int, at: int) -> Candidate:
        rule = f"{self.code}/educatedAt/schooling"
        return Candidate(
            "educatedAt", person.i, school.i, cue, [cue, at, *self._shown(person, cue)], rule, judged=False
        )

    def _shown(self, person: Referent, cue: int) -> list[int]:
        """The mention of the person that is nearest in the sentence."""
        sentence = self.parse.tokens[cue].sentence
        heads = [self.discourse.phrases[i].head for i in person.phrases if i < len(self.discourse.phrases)]
        near = [h for h in heads if self.parse.tokens[h].sentence == sentence]
        return [min(near, key=lambda h: abs(h - cue))] if near else []

    # -- the school

    def _schools_behind(self, token: Token) -> list[tuple[Referent, int]]:
        """The first name behind the cue that a preposition of place brings, and those coordinated with it."""
        found: list[tuple[Referent, int]] = []
        end = token.i + 1
        for phrase in self._following(token.i):
            between = self.parse.tokens[end : phrase.first]
            if len(between) > (_LINK if found else _REACH) or self._is_broken(between, bool(found)):
                break
            if phrase.kind is not Kind.NAME:
                continue
            school = self._school(token, phrase)
            if school is None:
                break
            found.append((school, phrase.head))
            end = phrase.last
        return found

    def _following(self, token: int) -> list[Phrase]:
        sentence = self.parse.tokens[token].sentence
        behind = (p for p in self.discourse.phrases if p.first > token)
        return [p for p in behind if self.parse.tokens[p.head].sentence == sentence]

    def _is_broken(self, between: list[Token], linked: bool) -> bool:
        """Whether a mark or a finite verb stands before the school; a further one follows only behind a link."""
        if linked:
            return not any(t.lower in self.links for t in between) or any(t.pos == "VERB" for t in between)
        return any(
            (t.pos == "PUNCT" and t.text not in {"-", "’", "'"}) or t.morph.get("VerbForm") == "Fin" for t in between
        )

    def _school(self, cue: Token, phrase: Phrase) -> Referent | None:
        referent = self.referent(phrase)
        if referent is None or referent.type in {_PERSON, EntityType.PRODUCT} or referent.code:
            return None
        if self.lexicon.plain(phrase.preposition) not in self.at or (
            cue.lower in self.shared and not self._is_school(referent)
        ):
            return None
        if referent.type is _PLACE and any(self.gazetteer.place(name) for name in referent.names):
            return None
        return referent if self.is_type(referent, _ORG) else None

    def _is_school(self, referent: Referent) -> bool:
        return any(word in self.schools for name in referent.names for word in re.split(r"[\s'’-]+", name.lower()))

    def _before(self, token: Token) -> list[tuple[Referent, int]]:
        """As in "a Corvalis graduate"."""
        before = self.parse.tokens[token.i - 1] if token.i else None
        if self.head_first or before is None or before.name < 0 or token.pos == "VERB" or token.lower in self.shared:
            return []
        school = self.entity_inside(before, _ORG)
        return [(school, before.i)] if school is not None and not school.code and self.is_type(school, _ORG) else []

    # -- "polytechnicien", "Corvalis-educated"

    def _alumnus(self, token: Token) -> Iterator[Candidate]:
        """A noun that names the school by itself."""
        phrase = self.discourse.by_head.get(token.i)
        person = self._person(token) if phrase is not None else None
        if phrase is None or person is None:
            return
        school = next((r for r in self.discourse.referents if token.text in r.names), None)
        if school is None:
            school = Referent(len(self.discourse.referents), _ORG)
            school.scores[_ORG] += 4
            school.names[token.text] += 1
            self.discourse.referents.append(school)
        yield self._candidate(person, school, token.i, token.i)

    def _trained(self, token: Token) -> Iterator[Candidate]:
        tokens = self.parse.tokens
        if token.i < 2 or tokens[token.i - 1].text != "-" or tokens[token.i - 2].name < 0:
            return
        school = self.entity_inside(tokens[token.i - 2], _ORG)
        phrase = next(
            (p for p in self.discourse.phrases if p.first <= token.i < p.last or p.first == token.i + 1), None
        )
        person = self.referent(phrase) if phrase is not None else None
        if school is not None and person is not None and person.type is _PERSON and self.is_type(school, _ORG):
            yield self._candidate(person, school, token.i, token.i - 2)

    # -- who studied

    def _person(self, token: Token) -> Referent | None:
        """Whom the cue describes: its phrase's entity, the name before its comma, the subject behind or before it."""
        phrase = self.discourse.by_head.get(token.i)
        own = self.referent(phrase) if phrase is not None else None
        if own is not None and own.type is _PERSON:
            return own
        if self._teaches(token):
            return None
        return self._fronted(token) or self._subject(token)

    def _teaches(self, token: Token) -> bool:
        first, _ = self.parse.sentences[token.sentence]
        return any(t.lower in self.teaching for t in self.parse.tokens[max(first, token.i - _TEACHING) : token.i])

    def _persons(self, first: int, last: int) -> list[tuple[Phrase, Referent]]:
        inside = (
            p
            for p in self.discourse.phrases
            if first <= p.first < last and (p.kind is not Kind.NOUN or p.reason == "nominal")
        )
        return [(p, r) for p in inside if (r := self.referent(p)) is not None and r.type is _PERSON]

    def _subject(self, token: Token) -> Referent | None:
        """The nearest person before the cue who is no complement of another noun, or whose apposition it is: "cède la
        place à X, 44 ans, diplômée de Y".
        """
        first, _ = self.parse.sentences[token.sentence]
        before = [(p, r) for p, r in self._persons(first, token.i) if not p.preposition or self._is_open(p, token)]
        return before[-1][1] if before else None

    def _is_open(self, phrase: Phrase, cue: Token) -> bool:
        """Whether what stands behind a name's comma, without any finite verb, runs on to the cue."""
        between = self.parse.tokens[phrase.last : cue.i]
        named = phrase.kind is Kind.NAME and len(between) > 0 and between[0].text == ","
        return named and not any(t.morph.get("VerbForm") == "Fin" or t.text in {";", ":"} for t in between)

    def _fronted(self, token: Token) -> Referent | None:
        """As in "Diplômée de X, elle …": nobody stands before the cue, and its comma brings the subject."""
        first, end = self.parse.sentences[token.sentence]
        if self._persons(first, token.i):
            return None
        for phrase, referent in self._persons(token.i, end):
            if not phrase.preposition and self.parse.tokens[phrase.first - 1].text == ",":
                return referent
        return None
