"""Kin: "X, son of A and B", "A's wife, X", "their two daughters, X and Y", "A and B have a son, X"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.lexicon import KIN
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_PERSON = EntityType.PERSON
_SURVIVORS = 6  # phrases back to the kin of the same list
_PARENTS = 14  # tokens from one parent to the "and" before the other
_FAMILY = 12  # names of a list of kin; longer ones are of something else
_UNSURE = 3.5  # votes of a name that may turn out to be a person's, as in `stating`
_SENTENCES = 3  # … between two kin of one family
_LATE = 2  # tokens between "and" and whom it brings: "the late"

Relative = tuple[Referent, int]


class Kin(Stating):
    """Reads the kinships that noun phrases tell in one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.joiners = self.words("listing")
        possessives = context.lexicon.language.table("coreference")["possessives"]
        self.theirs = frozenset(word for word, features in possessives.items() if features.get("kin"))
        self.having = self.words("kin_having")
        self.verbs = {t.i for t in self.parse.tokens if t.pos in {"VERB", "AUX"} and t.morph.get("VerbForm") == "Fin"}

    def read(self, described: Described) -> Iterator[Candidate]:
        """The facts of a description with a kinship."""
        phrase, holder = described.phrase, described.referent
        role = phrase.role
        if role is None or self._are_others(described):
            return
        for other, token in self._relatives(phrase):
            if other.i == holder.i or not self.is_type(other, _PERSON):
                continue
            if role.relation == "parent":
                yield self.make("childOf", other.i, holder.i, described, [token])
            else:
                ended = role.relation == "spouseOf" and self._is_over(phrase)
                yield self.make(role.relation, holder.i, other.i, described, [token], ended=ended)

    def _are_others(self, described: Described) -> bool:
        """ "his wife, X, three children and …": several behind one name are further ones of a list."""
        phrase = described.phrase
        plural = self.parse.tokens[phrase.head].morph.get("Number") == "Plur"
        before = self.phrase_at(phrase.i - 1)
        return (
            plural and described.reason == "apposition" and before is not None and before.entity == described.referent.i
        )

    def _is_over(self, phrase: Phrase) -> bool:
        """ "his former wife", "ex-husband"."""
        tokens = self.parse.tokens
        words = {t.lower for t in tokens[max(0, phrase.first - 1) : max(phrase.last, phrase.role_last)]}
        return bool(words & self.lexicon.ended) or tokens[phrase.head].lower.startswith("ex-")

    def _relatives(self, phrase: Phrase) -> list[Relative]:
        """Whose kin somebody is: of the complement with those joined to it, of the possessor, of who has them."""
        for other in self.complements(phrase, self.of):
            if (referent := self.referent(other)) is not None:
                return [(referent, other.head), *self._joined(phrase, other)]
        return self._owners(phrase) or self._survived(phrase) or self._had(phrase)

    # -- "son of A and his wife B", "mother of A, B and C"

    def _joined(self, kin: Phrase, first: Phrase) -> list[Relative]:
        """Who stands beside the first one; a child has two parents, a spouse one spouse."""
        relation = kin.role.relation if kin.role is not None else ""
        if relation == "childOf":
            return self._other_parent(first)
        found: list[Relative] = []
        current: Phrase | None = first
        while current is not None and len(found) < _FAMILY and relation != "spouseOf":
            current = self._next(current)
            if current is not None and (referent := self.referent(current)) is not None:
                found.append((referent, current.head))
        return found

    def _other_parent(self, first: Phrase) -> list[Relative]:
        """The name behind the next "and", over what the first parent is, and the second one: "of A, the painter, and
        his wife B".
        """
        tokens = self.parse.tokens
        _, end = self.parse.sentences[tokens[first.head].sentence]
        for token in tokens[first.last : min(end, first.last + _PARENTS)]:
            if token.i in self.verbs:
                return []
            if token.lower in self.joiners - {","}:
                return self._beyond(token.i + 1)
        return []

    def _beyond(self, start: int) -> list[Relative]:
        phrase = next((p for p in self.discourse.phrases if p.last > start), None)
        if phrase is None or phrase.first - start > _LATE or phrase.kind is Kind.PRONOUN:
            return []
        person = self._named(phrase)
        owned = any(p.owner == person.i for p in self.discourse.phrases) if person is not None else False
        referent = self.referent(person) if person is not None and not owned else None
        return [(referent, person.head)] if referent is not None and person is not None else []

    def _next(self, current: Phrase) -> Phrase | None:
        """The next name of a list, with its own description before it."""
        following = self.phrase_at(current.i + 1)
        if following is None:
            return None
        between = [t.lower for t in self.parse.tokens[current.last : following.first]]
        linked = 0 < len(between) <= _LATE and all(w in self.joiners for w in between)
        return self._named(following) if linked else None

    def _named(self, phrase: Phrase) -> Phrase | None:
        """A person's name, or the one right behind a description: "his wife, B", "the poet B"."""
        if phrase.kind is Kind.NAME:
            return phrase if self._may_be_person(phrase) else None
        following = self.phrase_at(phrase.i + 1)
        if phrase.kind is not Kind.NOUN or following is None or following.kind is not Kind.NAME:
            return None
        between = [t.text for t in self.parse.tokens[phrase.last : following.first]]
        between = [t for t in between if t not in self.lexicon.honorifics]
        touching = not between or (between == [","] and phrase.determiner == "possessive")
        return following if touching and self._may_be_person(following) else None

    def _may_be_person(self, phrase: Phrase) -> bool:
        referent = self.referent(phrase)
        return (
            referent is not None
            and not referent.code
            and (referent.type in {None, _PERSON} or bool(referent.scores and max(referent.scores.values()) <= _UNSURE))
        )

    # -- "A and B's daughter, X"

    def _owners(self, phrase: Phrase) -> list[Relative]:
        found = list(self.possessors(phrase))
        owner = self.discourse.phrases[phrase.owner] if phrase.owner >= 0 else None
        before = self.phrase_at(owner.i - 1) if owner is not None else None
        if owner is not None and before is not None and before.kind is Kind.NAME and before.last == owner.first - 1:
            linked = self.parse.tokens[before.last].lower in self.joiners - {","}
            referent = self.referent(before)
            if linked and referent is not None and referent.type is _PERSON:
                found.append((referent, before.head))
        return [*found, *self._partner(phrase, found)]

    def _partner(self, phrase: Phrase, found: list[Relative]) -> list[Relative]:
        """ "her sister X … their father": whoever was just said to be the owner's spouse or sibling, in such a way that
        the two have one child or one parent.
        """
        if self.parse.tokens[phrase.first].lower not in self.theirs or len(found) != 1 or phrase.role is None:
            return []
        wanted = "spouseOf" if phrase.role.relation == "childOf" else "relativeOf"
        sentence = self.parse.tokens[phrase.head].sentence
        for other in reversed(self.discourse.phrases[: phrase.i]):
            if sentence - self.parse.tokens[other.head].sentence > _SENTENCES:
                return []
            if other.role is None or other.role.relation != wanted or (one := self.referent(other)) is None:
                continue
            two = next((r for r, _ in self.possessors(other)), None)
            if two is not None and found[0][0].i in {one.i, two.i}:
                return [(one if found[0][0].i == two.i else two, phrase.first)]
        return []

    # -- "He is survived by his wife and four daughters, A and B"

    def _survived(self, phrase: Phrase) -> list[Relative]:
        """Kin of nobody's, listed with somebody's."""
        if phrase.determiner not in {"", "indefinite"}:
            return []
        sentence = self.parse.tokens[phrase.head].sentence
        for other in reversed(self.discourse.phrases[max(0, phrase.i - _SURVIVORS) : phrase.i]):
            if self.parse.tokens[other.head].sentence != sentence:
                break
            if other.role is not None and other.role.relation in KIN and other.determiner == "possessive":
                return [p for p in self.possessors(other) if p[0].type is _PERSON]
        return []

    # -- "A and B have two children, X and Y"

    def _had(self, phrase: Phrase) -> list[Relative]:
        """Whoever has them: the subject of the verb before."""
        if phrase.determiner not in {"", "indefinite"} or phrase.preposition:
            return []
        verb = self.parse.head(self.parse.tokens[phrase.head])
        if verb.lemma not in self.having or verb.i > phrase.head:
            return []
        subjects = [c for c in self.parse.children(verb) if c.dep.startswith("nsubj")]
        found: list[Relative] = []
        for subject in subjects:
            people = [subject, *self.parse.children(subject, "conj")]
            found += [(r, t.i) for t in people if (r := self.discourse.referent_at(t.i)) and r.type is _PERSON]
        return found
