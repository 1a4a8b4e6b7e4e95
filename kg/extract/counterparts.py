"""Counterparts: "son homologue de Tilmex, X", "her German opposite number, X" hold the same post elsewhere.

Where: what the words name, the country of a minister's nationality, the organisation that the text puts there, or the
other one of the two that the text is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Stating
from kg.extract.themes import Themes
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
_NEAR = 4  # tokens from the description to the name: "his opposite number at Tilmex, X"
_POSTS = frozenset({"chiefExecutiveOf", "chairOf", "worksFor"})


class Counterparts(Stating):
    """Reads such descriptions of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        table = context.lexicon.language.table("appointments")["counterparts"]
        self.nouns = frozenset(table["nouns"])
        self.at = frozenset(table["at"]) | self.of
        self.themes = Themes(context.parse, context.discourse)

    def run(self, known: tuple[Candidate, ...]) -> Iterator[Candidate]:
        """Candidates in order of the phrases."""
        for phrase in self.discourse.phrases:
            if phrase.kind is not Kind.NOUN or self.parse.tokens[phrase.head].lemma not in self.nouns:
                continue
            holder, post = self._holder(phrase), self._post(phrase, known)
            if holder is None or post is None or post.subject == holder.i:
                continue
            employer = self._employer(phrase, post, known)
            if employer is not None and employer.i not in {post.object, holder.i}:
                rule = f"{self.code}/{post.relation}/counterpart"
                tokens = [phrase.first, phrase.head]
                yield replace(
                    post, subject=holder.i, object=employer.i, trigger=phrase.head, tokens=tokens, rule=rule, time=None,
                    judged=False, status=None, ended=False, position=None, source=None, place=None,
                )  # fmt: skip

    def _holder(self, phrase: Phrase) -> Referent | None:
        """Whom the description is of, or whose name stands right behind it or behind a comma."""
        found = self.referent(phrase)
        following = self.phrase_at(phrase.i + 1)
        while following is not None and following.inside >= phrase.i:
            following = self.phrase_at(following.i + 1)
        if found is None and following is not None and following.kind is Kind.NAME:
            found = self.referent(following) if following.first <= phrase.last + _NEAR else None
        return found if found is not None and found.type is _PERSON else None

    def _post(self, phrase: Phrase, known: tuple[Candidate, ...]) -> Candidate | None:
        """The post that the other one was last said to hold."""
        other = next((r for r, _ in self.possessors(phrase)), None)
        posts = [
            c
            for c in known
            if other is not None and c.subject == other.i and c.relation in _POSTS and isinstance(c.object, int)
        ]
        before = [c for c in posts if c.trigger < phrase.head and not c.ended]
        return max(before, key=lambda c: c.trigger, default=None)

    # -- where

    def _employer(self, phrase: Phrase, post: Candidate, known: tuple[Candidate, ...]) -> Referent | None:
        named = [r for i in phrase.names if (r := self.named(i)) is not None]
        named += [r for c in self.complements(phrase, self.at) if (r := self.referent(c)) is not None]
        if named:
            return next((r for r in named if r.type in {_ORG, _PLACE}), None)
        place = self._nation(phrase)
        if place is not None and isinstance(post.object, int) and self.discourse.referents[post.object].type is _PLACE:
            return self.discourse.referents[place]
        seated = {c.subject for c in known if c.relation == "headquarteredIn" and c.object == place} - {post.object}
        if place is not None and seated:
            return self.discourse.referents[seated.pop()] if len(seated) == 1 else None
        return self._other(phrase, post)

    def _nation(self, phrase: Phrase) -> int | None:
        """The country whose adjective stands in the phrase."""
        found = [(ref, t) for t in phrase.tokens(self.parse) if (ref := self.demonym(t)) is not None]
        return self.place_of(found[0][0], found[0][1].text) if found else None

    def _other(self, phrase: Phrase, post: Candidate) -> Referent | None:
        """The other one of the two organisations that the text is about."""
        token = self.themes.beside(phrase.head, {post.object} if isinstance(post.object, int) else set())
        found = self.discourse.referent_at(token) if token >= 0 else None
        return found if found is not None and found.type is _ORG else None
