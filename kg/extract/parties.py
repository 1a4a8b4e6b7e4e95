"""The parties of politicians: "Labour MP X", "X, a Republican senator", "the X politician Y", "la députée Y (PS)".

A party stands before the noun for a politician, as a name or as an adjective of `parties.toml`, or in parentheses
behind the name of somebody whom such a noun describes.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.extract.syntax import Token
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
_LONGEST = 8  # letters of a party's short name in parentheses


class Parties(Stating):
    """Reads the parties of one document's politicians."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        table = context.lexicon.language.table("parties")
        self.politicians = frozenset(table["politicians"])
        self.partisans = frozenset(table["partisans"])
        self.adjectives = frozenset(table["adjectives"])
        self.of_party = frozenset(table["of"])
        self.naming = frozenset(table["naming"])
        self.legislatures = self.words("legislatures")

    def read(self, described: Described) -> Iterator[Candidate]:
        """The party that a description of a person names."""
        phrase = described.phrase
        head = self.parse.tokens[phrase.head]
        if head.lemma not in self.politicians and head.lower not in self.politicians:
            return
        found = self._before(phrase) or self._complement(phrase) or self._acronym(phrase)
        found = found or self._in_parentheses(described)
        if found is not None and found[0].i != described.referent.i:
            ended = self._is_over(phrase) or described.ended
            yield self.make("memberOf", described.referent.i, found[0].i, described, [found[1]], ended=ended)

    def _is_over(self, phrase: Phrase) -> bool:
        return any(t.lower in self.lexicon.ended for t in phrase.tokens(self.parse))

    # -- "a Conservative councillor", "the Norvane Party politician"

    def _before(self, phrase: Phrase) -> tuple[Referent, int] | None:
        words = self.parse.tokens[phrase.first : phrase.head]
        for token in reversed(words):
            if token.name >= 0 and (named := self.named(token.i)) is not None:
                fits = named.type is not _PLACE and self._is_party(token.text, self.parse.tokens[phrase.head])
                return (named, token.i) if fits and self.is_type(named, _ORG) else None
        adjectives = [t for t in words if t.name < 0 and t.text[:1].isupper() and t.lower in self.adjectives]
        return (self._party(adjectives), adjectives[-1].i) if adjectives else None

    def _is_party(self, text: str, head: Token) -> bool:
        """A name that says so, or any beside a noun that parties alone have: "a leading Norvan politician"."""
        words = text.lower().split()
        said = bool({*words} & self.naming) or words[-1] in self.adjectives
        return said or (head.lemma in self.partisans and not {*words} & self.legislatures)

    def _party(self, adjectives: list[Token]) -> Referent:
        """The party of an adjective: one that the text names, or a new one."""
        text = self.parse.text[adjectives[0].start : adjectives[-1].end]
        known = next(
            (r for r in self.discourse.referents if r.type is _ORG and any(n.startswith(text) for n in r.names)), None
        )
        if known is not None:
            known.names[text] += 1
            return known
        referent = Referent(len(self.discourse.referents), _ORG)
        referent.scores[_ORG] += 4
        referent.names[text] += 1
        self.discourse.referents.append(referent)
        return referent

    # -- "a candidate of the Norvane Party", "a member of the Norvane Party"

    def _complement(self, phrase: Phrase) -> tuple[Referent, int] | None:
        for other in self.complements(phrase, self.of_party):
            referent = self.referent(other)
            if referent is not None:
                named = any({*name.lower().split()} & self.naming for name in referent.names)
                return (referent, other.head) if named and self.is_type(referent, _ORG) else None
        return None

    # -- "maire (PNV) de Lille", "le député PNV Paul Mirande"

    def _acronym(self, phrase: Phrase) -> tuple[Referent, int] | None:
        """A short acronym right behind the noun, in parentheses or bare."""
        following = self.phrase_at(phrase.i + 1)
        party = self.referent(following) if following is not None else None
        if following is None or party is None or following.kind is not Kind.NAME or party.type in {_PLACE, _PERSON}:
            return None
        text = self.parse.tokens[following.head].text
        touching = following.first == max(phrase.last, phrase.role_last) or self._is_enclosed(phrase, following)
        short = text.isupper() and 1 < len(text) <= _LONGEST
        return (party, following.head) if touching and short and self.is_type(party, _ORG) else None

    # -- "la députée Jeanne Tardiveau (PNV)", "Senator Joan Hartwell (NPP)"

    def _in_parentheses(self, described: Described) -> tuple[Referent, int] | None:
        names = [self.discourse.phrases[i] for i in described.referent.phrases if i < len(self.discourse.phrases)]
        for name in names:
            following = self.phrase_at(name.i + 1)
            if following is None or following.kind is not Kind.NAME or name.kind is not Kind.NAME:
                continue
            party = self.referent(following)
            if party is None or party.type in {_PLACE, _PERSON} or not self._is_enclosed(name, following):
                continue
            short = len(self.parse.tokens[following.head].text) <= _LONGEST
            if short and self.is_type(party, _ORG):
                return party, following.head
        return None

    def between(self, phrase: Phrase) -> Iterator[Candidate]:
        """ "La députée (Parti norvan) Jeanne Tardiveau": the party stands between the noun and the name."""
        party, name = self.phrase_at(phrase.i + 1), self.phrase_at(phrase.i + 2)
        if self.parse.tokens[phrase.head].lower not in self.politicians or party is None or name is None:
            return
        closing = self.parse.tokens[name.first - 1].text
        if party.kind is not Kind.NAME or name.kind is not Kind.NAME or closing != ")":
            return
        group, person = self.referent(party), self.referent(name)
        if group is None or person is None or group.type is _PERSON or not self._is_enclosed(phrase, party, last=False):
            return
        if self.is_type(person, _PERSON) and self.is_type(group, _ORG):
            described = Described(phrase, person, "title", anchor=name.head)
            yield self.make("memberOf", person.i, group.i, described, [party.head])

    def _is_enclosed(self, name: Phrase, following: Phrase, *, last: bool = True) -> bool:
        tokens = self.parse.tokens
        between = [t.text for t in tokens[name.last : following.first]]
        closed = following.last < len(tokens) and tokens[following.last].text in {")", ","}
        return between == ["("] and (closed or not last)
