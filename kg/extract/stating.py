"""What the readers of noun phrases share: who is meant, by whom something is had, and where the evidence stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.candidates import Candidate
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer, PlaceKind, PlaceRef
from kg.extract.referents import Referent
from kg.extract.syntax import Parse, Token
from kg.model import EntityType, Literal, Status

_PLACE = EntityType.PLACE
_GAIN = 4  # votes that such a correction adds
_PARENTHESIS = 8  # tokens of the longest that may stand between a post and whom it is held for
_WEAK = 3.5  # as in `relations`: a type whose votes reach less may be corrected by what a relation asks for


@dataclass(frozen=True, slots=True)
class Described:
    """A noun phrase that says something of an entity, and how it comes to: beside the name, or by "is"."""

    phrase: Phrase
    referent: Referent
    reason: str
    trigger: int = -1  # token whose factuality counts; -1: the phrase states it by itself
    anchor: int = -1  # token by which the evidence shows the entity; -1: its nearest mention
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """One document with the language's words, as all readers need them."""

    parse: Parse
    discourse: Discourse
    lexicon: Lexicon
    gazetteer: Gazetteer


class Stating:
    """Base of the readers of one document."""

    def __init__(self, context: Context) -> None:
        self.parse = context.parse
        self.discourse = context.discourse
        self.lexicon = context.lexicon
        self.gazetteer = context.gazetteer
        self.code = context.lexicon.language.code
        self.table = context.lexicon.language.table("attributes")
        phrases = context.lexicon.language.table("language")["phrases"]
        self.of = frozenset(phrases["of"])
        self.head_first: bool = phrases["head"] == "first"

    # -- words

    def words(self, key: str) -> frozenset[str]:
        """A list of attributes.toml."""
        return frozenset(self.table.get(key, ()))

    def demonym(self, token: Token) -> PlaceRef | None:
        """The place that an adjective or noun of nationality names; hyphens may have cut it ("new-yorkais")."""
        if token.name >= 0:
            return None
        found = self.gazetteer.demonym(token.text) or (
            self.gazetteer.demonym(token.lemma) if token.pos in {"ADJ", "NOUN"} else None
        )
        return found or self._hyphened(token)

    def _hyphened(self, token: Token) -> PlaceRef | None:
        tokens = self.parse.tokens
        if token.i < 2 or tokens[token.i - 1].text != "-":
            return None
        return self.gazetteer.demonym(self.parse.text[tokens[token.i - 2].start : token.end])

    def nations(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """The places whose adjectives stand beside a noun, "the Polish plant", each with its token."""
        for i in phrase.modifiers:
            ref = self.demonym(self.parse.tokens[i])
            if ref is not None and ref.kind != PlaceKind.CONTINENT:
                yield self.place_of(ref, self.parse.tokens[i].text), i

    # -- entities

    def referent(self, phrase: Phrase) -> Referent | None:
        """Whom a phrase refers to."""
        return self.discourse.referents[phrase.entity] if phrase.entity >= 0 else None

    def phrase_at(self, i: int) -> Phrase | None:
        """The phrase of an index, None beyond the ends."""
        return self.discourse.phrases[i] if 0 <= i < len(self.discourse.phrases) else None

    def named(self, token: int) -> Referent | None:
        """The entity that a name token inside another phrase means."""
        text = self.parse.tokens[token].text
        return next((r for r in self.discourse.referents if text in r.names), None)

    def entity_inside(self, token: Token, kind: EntityType) -> Referent:
        """The entity of a name inside another phrase ("the Gdansk firm"), made of that type when nothing else
        names it.
        """
        if (found := self.named(token.i)) is not None:
            return found
        referent = Referent(len(self.discourse.referents), kind)
        referent.scores[kind] += _GAIN
        referent.names[token.text] += 1
        self.discourse.referents.append(referent)
        return referent

    def is_type(self, referent: Referent, kind: EntityType) -> bool:
        """Whether the entity is of the type, or may be: little speaks for another one, and then it is from now on."""
        if referent.type is kind:
            return True
        if referent.code or (referent.scores and max(referent.scores.values()) > _WEAK):
            return False
        if (
            kind is not _PLACE
            and referent.type is _PLACE
            and any(self.gazetteer.place(name) for name in referent.names)
        ):
            return False
        referent.scores[kind] += _GAIN
        referent.type = kind
        return True

    def place_of(self, ref: PlaceRef, form: str) -> int:
        """The referent of a place that an adjective names; made when the text doesn't name it otherwise."""
        code = f"iso3166:{ref.code}" if ref.code and ref.kind == "country" else None
        for referent in self.discourse.referents:
            if (code and referent.code == code) or (
                not code and ref.name in referent.names and referent.type is _PLACE
            ):
                referent.names[form] += 1
                return referent.i
        referent = Referent(len(self.discourse.referents), _PLACE, code=code)
        referent.scores[_PLACE] += 9
        referent.names[ref.name] += 1
        referent.names[form] += 1
        self.discourse.referents.append(referent)
        return referent.i

    def unnamed(self, phrase: Phrase, text: str, kind: EntityType) -> Referent:
        """The entity of a description that tells it apart without a name."""
        referent = next((r for r in self.discourse.referents if text in r.names), None)
        if referent is None:
            referent = Referent(len(self.discourse.referents), kind, named=False)
            referent.scores[kind] += 4
            self.discourse.referents.append(referent)
        referent.names[text] += 1
        referent.phrases.append(phrase.i)
        phrase.entity, phrase.reason = referent.i, "description"
        return referent

    # -- candidates

    def make(
        self,
        relation: str,
        subject: int,
        thing: int | Literal,
        described: Described,
        tokens: list[int],
        *,
        ended: bool = False,
        status: Status | None = None,
        position: str | None = None,
    ) -> Candidate:
        """A candidate whose evidence runs from the entity's mention over the description."""
        head = described.phrase.head
        judged = described.trigger >= 0
        anchor = [described.anchor] if described.anchor >= 0 else self.anchor(described.referent, described.phrase)
        rule = f"{self.code}/{relation}/{described.reason}"
        return Candidate(
            relation,
            subject,
            thing,
            described.trigger if judged else head,
            [head, *tokens, *anchor],
            rule,
            judged=judged,
            ended=ended,
            status=status,
            position=position,
        )

    def anchor(self, referent: Referent, phrase: Phrase) -> list[int]:
        """The token by which the evidence shows the entity: the nearest name of it in the sentence, else the phrase."""
        sentence = self.parse.tokens[phrase.head].sentence
        mentions = [
            self.discourse.phrases[i] for i in referent.phrases if i < len(self.discourse.phrases) and i != phrase.i
        ]
        near = [p for p in mentions if self.parse.tokens[p.head].sentence == sentence]
        near = [p for p in near if p.kind is Kind.NAME] or near
        return [min(near, key=lambda p: abs(p.head - phrase.head)).head] if near else []

    # -- who has it

    def possessors(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        """As in "X's plant", "son usine", "the X plant"."""
        if phrase.owner >= 0:
            owner = self.referent(self.discourse.phrases[phrase.owner])
            if owner is not None:
                yield owner, self.discourse.phrases[phrase.owner].head
        elif phrase.i in self.discourse.owners:
            yield self.discourse.referents[self.discourse.owners[phrase.i]], phrase.first
        else:
            for i in phrase.names[-1:]:
                if self.parse.tokens[i + 1].text == "-":
                    return  # "a Corvalis-educated lawyer"
                if (named := self.named(i)) is not None:
                    yield named, i

    def complements(self, phrase: Phrase, prepositions: frozenset[str], depth: int = 0) -> Iterator[Phrase]:
        """Complements, and those of complements that name nobody: "directeur du site de Modane de X"."""
        for i in self._behind(phrase):
            other = self.discourse.phrases[i]
            share = any(t.text == "%" for t in other.tokens(self.parse))  # "filiale à 100 % de X"
            if other.kind is Kind.PRONOUN or not (
                share or {self.lexicon.plain(other.preposition), other.preposition} & prepositions
            ):
                continue
            yield self.with_title(other)
            if other.entity < 0 and depth < 4:
                yield from self.complements(other, prepositions, depth + 1)

    def _behind(self, phrase: Phrase) -> list[int]:
        """Complement phrases; those behind the words of a long post count as well ("président du directoire de X")."""
        found = list(phrase.complements)
        end = max(phrase.last, phrase.role_last)
        for i in range(phrase.i + 1, min(phrase.i + 4, len(self.discourse.phrases))):
            other = self.discourse.phrases[i]
            close = phrase.last < other.first <= phrase.role_last + 1 and other.first >= phrase.role_last
            behind = close or (other.first - 1 <= self._behind_parenthesis(end) <= other.first)
            if other.preposition and behind and i not in found:
                found.append(i)
        return found

    def _behind_parenthesis(self, i: int) -> int:
        """The token behind a parenthesis that opens at a token: "maire (PNV) de X"; -1 if none does."""
        tokens = self.parse.tokens
        if i >= len(tokens) or tokens[i].text != "(":
            return -1
        return next((t.i + 1 for t in tokens[i : i + _PARENTHESIS] if t.text == ")"), -1)

    def with_title(self, phrase: Phrase) -> Phrase:
        """The name that a complement's title stands before, or its possessor: "PDG du groupe X", "of Korea's X"."""
        following = self.phrase_at(phrase.i + 1)
        if following is not None and following.owner == phrase.i and following.kind is Kind.NAME:
            return following
        if (
            phrase.entity < 0
            and following is not None
            and following.kind is Kind.NAME
            and following.first == phrase.last
        ):
            return following
        return phrase

    def conjuncts(self, phrase: Phrase, kind: EntityType) -> Iterator[tuple[Referent, int]]:
        """Entities of a type coordinated with a phrase: "administrateur de X et de Y"."""
        for child in self.parse.conjuncts(self.parse.tokens[phrase.head]):
            referent = self.discourse.referent_at(child.i)
            if referent is not None and referent.type is kind:
                yield referent, child.i
