"""What few words behind an organisation say of it: "spécialisé dans N", "which makes N", "présent en P", "part of X".

A cue of `callings.toml` is a run of words; the organisation is the name, the relative pronoun or the subject before
it, and what follows it is the trade, the places or the parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described
from kg.extract.syntax import Token
from kg.extract.trades import Trades
from kg.model import EntityType, Literal

_ORG, _PLACE, _PERSON = EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PERSON
_NEAR = 2  # tokens between a cue and what follows it: articles
_BETWEEN = 2  # tokens between two places of a list: ", en", "et au"
_ASIDE = 2  # adverbs between the organisation and the cue


@dataclass(frozen=True, slots=True)
class Cue:
    """A run of words and what its complement is."""

    words: tuple[str, ...]
    relation: str
    relative: bool  # only behind a relative pronoun: "qui fabrique", "that makes"
    inverse: bool  # the organisation before it is the object: "propriété de Y"
    person: bool  # said of a person: "transfuge de Y"
    ended: bool


class Callings(Trades):
    """Reads the cues of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause]) -> None:
        super().__init__(context)
        self.clauses = clauses
        table = self.lexicon.language.table("callings")
        self.cues: dict[str, list[Cue]] = {}
        for entry in table["cue"]:
            for text in entry["words"]:
                words = tuple(text.split())
                self.cues.setdefault(words[0], []).append(
                    Cue(
                        words,
                        entry["relation"],
                        entry.get("relative", False),
                        *(entry.get(key, False) for key in ("inverse", "person", "ended")),
                    )
                )
        self.relatives = frozenset(table["relatives"])
        self.vague = frozenset(table["vague"])
        self.adverbs = frozenset(table["adverbs"])
        self.between_places = frozenset(table["between_places"])

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        for token in self.parse.tokens:
            for cue in self.cues.get(token.lower, ()) if token.name < 0 else ():
                words = self.parse.tokens[token.i : token.i + len(cue.words)]
                if tuple(t.lower for t in words) == cue.words:
                    yield from self._read(cue, token, words[-1].i + 1)

    def _read(self, cue: Cue, token: Token, end: int) -> Iterator[Candidate]:
        found = self._holder(cue, token)
        following = next((p for p in self.discourse.phrases if p.last > end), None)
        if found is None or following is None or following.first - end > _NEAR:
            return
        holder, shown = found
        described = Described(following, holder, "calling", self._trigger(token), shown.head)
        for thing, at in self._things(cue, following):
            if thing != holder.i:
                ends = (thing, holder.i) if cue.inverse and isinstance(thing, int) else (holder.i, thing)
                yield self.make(cue.relation, *ends, described, [token.i, at], ended=cue.ended)

    def _trigger(self, token: Token) -> int:
        """The clause that the cue heads or stands in."""
        return next((t.i for t in [token, *self.parse.ancestors(token)] if t.i in self.clauses), token.i)

    # -- who

    def _holder(self, cue: Cue, token: Token) -> tuple[Referent, Phrase] | None:
        """The name or description right before, also with a relative pronoun between, else the subject of the
        cue's clause.
        """
        i = token.i - 1
        while i > token.i - _ASIDE - 1 and i >= 0 and self.parse.tokens[i].lower in self.adverbs:
            i -= 1
        if i < 0 or self.parse.tokens[i].sentence != token.sentence:
            return None
        relative = self.parse.tokens[i].lower in self.relatives
        if cue.relative and not relative:
            return None
        kind = _PERSON if cue.person else _ORG
        return self._beside(i - 1 if relative else i, kind) or (
            None if relative or self.parse.tokens[i].text == "," else self._of_clause(token, kind)
        )

    def _beside(self, i: int, kind: EntityType) -> tuple[Referent, Phrase] | None:
        """The entity that ends at a token, or before the comma there."""
        comma = self.parse.tokens[i].text in {",", "–", "("}
        before = next((p for p in reversed(self.discourse.phrases) if p.last == (i if comma else i + 1)), None)
        return self._entity(before, kind) if before is not None else None

    def _entity(self, phrase: Phrase, kind: EntityType) -> tuple[Referent, Phrase] | None:
        referent = self.referent(phrase)
        return (referent, phrase) if referent is not None and referent.type is kind else None

    def _of_clause(self, token: Token, kind: EntityType) -> tuple[Referent, Phrase] | None:
        clause = self.clauses.get(token.i) or self.clauses.get(token.head)
        for i in clause.arguments.get("agent", ()) if clause is not None else ():
            phrase = self.discourse.by_head.get(i)
            if phrase is not None and (found := self._entity(phrase, kind)) is not None:
                return found
        return None

    # -- what

    def _things(self, cue: Cue, following: Phrase) -> Iterator[tuple[int | Literal, int]]:
        if cue.relation == "industry":
            if self._names_trade(following):
                yield Literal(text=self._stretch(following)), following.head
        elif cue.relation == "operatesIn":
            yield from self._places(following)
        else:
            parent = self.with_title(following)
            referent = self.referent(parent)
            if referent is not None and referent.type not in {_PLACE, _PERSON} and self.is_type(referent, _ORG):
                yield referent.i, parent.head

    def _names_trade(self, phrase: Phrase) -> bool:
        """A noun in general: bare or plural, no figure, no entity."""
        head = self.parse.tokens[phrase.head]
        if phrase.kind is not Kind.NOUN or phrase.entity >= 0 or phrase.role is not None or phrase.names:
            return False
        if (
            phrase.determiner in {"possessive", "demonstrative"}
            or head.lower in self.vague | self.untrade
            or head.lemma in self.vague
        ):
            return False
        single = phrase.determiner == "indefinite" and head.morph.get("Number") == "Sing"
        return not single and not any(c.isdigit() for t in phrase.tokens(self.parse) for c in t.text)

    def _places(self, first: Phrase) -> Iterator[tuple[int | Literal, int]]:
        """The place behind the cue and those listed with it."""
        current: Phrase | None = first
        while current is not None and (referent := self.referent(current)) is not None and referent.type is _PLACE:
            yield referent.i, current.head
            following = self.phrase_at(current.i + 1)
            between = self.parse.tokens[current.last : following.first] if following is not None else []
            linked = 0 < len(between) <= _BETWEEN and all(t.lower in self.between_places for t in between)
            current = following if linked and following is not None and following.kind is Kind.NAME else None
