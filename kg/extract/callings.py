"""What few words say of whom they stand beside: "spécialisé dans N", "which makes N", "part of X", "a native of P".

A cue of `callings.toml` is a run of words; whom it describes is the name, the relative pronoun, the description or the
subject before it, or the subject behind it ("Based in P, X …"); what follows it is the trade, the place or the parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, said_of_subject
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent, words_of
from kg.extract.stating import Context, Described
from kg.extract.syntax import Token
from kg.extract.trades import Trades
from kg.extract.values import ValueKind
from kg.language import load_language
from kg.model import EntityType, Literal

_ORG, _PLACE, _PERSON = EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PERSON
_NEAR = 2  # tokens between a cue and what follows it: articles
_BETWEEN = 2  # tokens between two places of a list: ", en", "et au"
_ASIDE = 6  # words between the organisation and the cue: ", a wholly-owned"
_LINK = 3  # … between two employers: ", puis par"
_OPENING = 3  # tokens before a cue that opens its sentence: "Originally", "A lifelong"
_FORMER = 2  # tokens before a cue in which "formerly a" stands
_FRONTED = 14  # tokens from such a cue to the comma before its subject
_PLACED = {"operatesIn", "headquarteredIn", "bornIn", "residesIn"}

Holder = tuple[Referent, Phrase]


@dataclass(frozen=True, slots=True)
class Cue:
    """A run of words and what its complement is."""

    words: tuple[str, ...]
    relation: str
    relative: bool  # only behind a relative pronoun: "qui fabrique", "that makes"
    inverse: bool  # the organisation before it is the object: "propriété de Y"
    person: bool  # said of a person: "transfuge de Y"
    ended: bool
    fronted: bool  # may open a sentence and describe its subject: "Based in Y, X …"


class Callings(Trades):
    """Reads the cues of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause]) -> None:
        super().__init__(context)
        self.clauses = clauses
        table = self.lexicon.language.table("callings")
        self.cues = _cues(self.code)
        self.relatives = frozenset(table["relatives"])
        self.vague = frozenset(table["vague"])
        self.links, self.through = frozenset(table.get("links", ())), frozenset(table.get("through", ()))
        self.schools = frozenset(self.lexicon.language.table("schooling")["schools"])
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
        following = next((p for p in self.discourse.phrases if p.last > end), None)
        things = list(self._things(cue, following, end)) if following is not None else []
        if following is None or not things:
            return
        for holder, shown in self._holders(cue, token, end):
            before = cue.ended and shown.head > end  # "Passée par X, elle …": whatever she does now
            described = Described(following, holder, "calling", -1 if before else self._trigger(token), shown.head)
            for thing, at in things:
                if thing != holder.i:
                    ends = (thing, holder.i) if cue.inverse and isinstance(thing, int) else (holder.i, thing)
                    ended = cue.ended or self._is_former(token)
                    made = self.make(cue.relation, *ends, described, [token.i, at], ended=ended)
                    yield replace(made, bound="until") if ended and described.trigger == token.i else made

    def _is_former(self, token: Token) -> bool:
        """ "Formerly a division of X", "ancienne filiale de X"."""
        before = self.parse.tokens[max(0, token.i - _FORMER) : token.i]
        return any(t.lower in self.lexicon.ended for t in before if t.sentence == token.sentence)

    def _trigger(self, token: Token) -> int:
        """The clause that the cue heads or stands in."""
        return next((t.i for t in [token, *self.parse.ancestors(token)] if t.i in self.clauses), token.i)

    # -- who

    def _holders(self, cue: Cue, token: Token, end: int) -> list[Holder]:
        """The name or description right before, also with a relative pronoun between, else the subject of the
        cue's clause, or the one behind a cue that opens its sentence.
        """
        kind = _PERSON if cue.person else _ORG
        if cue.fronted and (behind := self._behind_opening(token, end, kind)):
            return behind
        i = token.i - 1
        while i > token.i - _ASIDE - 1 and i >= 0 and self.parse.tokens[i].lower in self.adverbs:
            i -= 1
        if i < 0 or self.parse.tokens[i].sentence != token.sentence:
            return []
        relative = self.parse.tokens[i].lower in self.relatives
        if cue.relative and not relative:
            return []
        found = self._beside(i - 1 if relative else i, kind)
        if found or relative or self.parse.tokens[i].text == ",":
            return found
        return self._of_clause(cue, token, kind)

    def _behind_opening(self, token: Token, end: int, kind: EntityType) -> list[Holder]:
        """The subject behind the comma that ends an opening: "Based in Y, X is hiring"."""
        tokens = self.parse.tokens
        first, last = self.parse.sentences[token.sentence]
        if token.i - first > _OPENING or any(
            p.entity >= 0 for p in self.discourse.phrases if first <= p.head < token.i
        ):
            return []
        for phrase in self.discourse.phrases:
            if end < phrase.first < min(last, end + _FRONTED) and tokens[phrase.first - 1].text == ",":
                subject = tokens[phrase.head].dep.startswith("nsubj")
                found = self._entity(phrase, kind) if subject else None
                if found is not None or subject:
                    return [found] if found is not None else []
        return []

    def _beside(self, i: int, kind: EntityType) -> list[Holder]:
        """The entity that ends at a token, or before the comma there; also what a noun there is said of: "X is a
        maker of pumps based in Y".
        """
        comma = self.parse.tokens[i].text in {",", "–", "("}
        before = next((p for p in reversed(self.discourse.phrases) if p.last == (i if comma else i + 1)), None)
        while before is not None and before.entity < 0 and before.inside >= 0 and before.kind is Kind.NOUN:
            before = self.discourse.phrases[before.inside]
        if before is None:
            return []
        found = self._entity(before, kind)
        return [found] if found is not None else self._predicated(before, kind)

    def _predicated(self, phrase: Phrase, kind: EntityType) -> list[Holder]:
        """The subject of which a noun is said."""
        for clause in self.clauses.values():
            if (
                clause.copular
                and not clause.negated
                and phrase.head in said_of_subject(self.parse, self.clauses, clause.predicate)
            ):
                return self._entities(clause.arguments.get("agent", ()), kind)
        return []

    def _entity(self, phrase: Phrase, kind: EntityType) -> Holder | None:
        referent = self.referent(phrase)
        return (referent, phrase) if referent is not None and self._is_kind(phrase, referent, kind) else None

    def _is_kind(self, phrase: Phrase, referent: Referent, kind: EntityType) -> bool:
        """A name of which little is known may turn out to be a person's, or what is based and founded."""
        if referent.type is kind:
            return True
        plain = phrase.kind is Kind.NAME and not self.parse.tokens[phrase.head].text.isupper()
        return plain and referent.type in {None, _ORG, _PERSON} and self.is_type(referent, kind)

    def _entities(self, tokens: Iterable[int], kind: EntityType) -> list[Holder]:
        phrases = (self.discourse.by_head.get(i) for i in tokens)
        return [found for p in phrases if p is not None and (found := self._entity(p, kind)) is not None]

    def _of_clause(self, cue: Cue, token: Token, kind: EntityType) -> list[Holder]:
        own = self.clauses.get(token.i) or self.clauses.get(token.head)
        clause = own if cue.relation == "industry" else self.clauses.get(self._trigger(token))
        if clause is None:
            return []
        return self._entities(clause.subjects, kind)

    # -- what

    def _things(self, cue: Cue, following: Phrase, end: int) -> Iterator[tuple[int | Literal, int]]:
        if cue.relation == "foundedOn":
            yield from self._dates(end)
        elif following.first - end > _NEAR:
            return
        elif cue.relation == "industry":
            if self._names_trade(following):
                yield Literal(text=self._stretch(following)), following.head
        elif cue.relation in _PLACED:
            yield from self._places(following, listed=cue.relation == "operatesIn")
        else:
            yield from self._organizations(cue, following)

    def _organizations(self, cue: Cue, following: Phrase) -> Iterator[tuple[int | Literal, int]]:
        """The organisation behind the cue; of people also the next ones: "passée par X puis par Y". To have gone
        through a school is to have studied there.
        """
        current: Phrase | None = following
        while current is not None:
            parent = self.with_title(current)
            referent = self.referent(parent)
            if referent is None or referent.type in {_PLACE, _PERSON} or not self.is_type(referent, _ORG):
                return
            if not (cue.relation == "worksFor" and self._is_school(referent)):
                yield referent.i, parent.head
            current = self._linked(parent) if cue.person else None

    def _is_school(self, referent: Referent) -> bool:
        return any(word in self.schools for name in referent.names for word in words_of(name))

    def _linked(self, phrase: Phrase) -> Phrase | None:
        """The phrase that "puis", "puis par" joins to another."""
        following = self.phrase_at(phrase.i + 1)
        between = [t.lower for t in self.parse.tokens[phrase.last : following.first]] if following is not None else []
        linked = 0 < len(between) <= _LINK and between[0] in self.links | {","} and between[-1] != ","
        return following if linked and all(w in self.links | self.through | {","} for w in between) else None

    def _dates(self, end: int) -> Iterator[tuple[int | Literal, int]]:
        """A date right behind the cue."""
        for value in self.parse.values:
            token = self.parse.at(value.start)
            if value.kind is ValueKind.DATE and value.date and token is not None and token.i == end:
                yield Literal(date=value.date), token.i

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

    def _places(self, first: Phrase, *, listed: bool) -> Iterator[tuple[int | Literal, int]]:
        """The place behind the cue and those joined to it; behind a comma stands another one only in a list, else
        the region around it: "in Leeds, England".
        """
        current: Phrase | None = first
        while current is not None and (referent := self.referent(current)) is not None and referent.type is _PLACE:
            yield referent.i, current.head
            following = self.phrase_at(current.i + 1)
            between = self.parse.tokens[current.last : following.first] if following is not None else []
            linked = 0 < len(between) <= _BETWEEN and all(t.lower in self.between_places for t in between)
            linked = linked and (listed or not any(t.text == "," for t in between))
            current = following if linked and following is not None and following.kind is Kind.NAME else None


@cache
def _cues(code: str) -> dict[str, list[Cue]]:
    """The cues of a language by their first words."""
    found: dict[str, list[Cue]] = {}
    for entry in load_language(code).table("callings")["cue"]:
        signs = [entry.get(key, False) for key in ("relative", "inverse", "person", "ended", "fronted")]
        for text in entry["words"]:
            words = tuple(text.split())
            found.setdefault(words[0], []).append(Cue(words, entry["relation"], *signs))
    return found
