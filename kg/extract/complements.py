"""The complements of nouns and verbs: what stands behind a preposition, wherever the parser has hung it."""

from __future__ import annotations

from kg.extract.choices import any_of
from kg.extract.clause import Clause, said_of_subject
from kg.extract.coreference import Discourse
from kg.extract.frames import Frames
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse, Token
from kg.extract.themes import Themes
from kg.extract.values import Value, ValueKind

_RELATIVE = 9  # tokens from "dont" to what it complements
CLITIC = 4  # tokens from the pronoun to its verb: "en a déjà revendu"
_OPENING = 3  # tokens before a noun that opens its sentence: "Avec l'", "Longtemps"
_FRONTED = 14  # … from there to the comma before whom it tells of
_BESIDE = 25  # characters between "à 51 % par" and the name, title included
_ABOUT = 24  # … between a name and its share that is told roughly: "un peu plus de", "slightly less than"


class Complements:
    """Walks from a noun to its complements in one document."""

    def __init__(
        self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon, frames: Frames
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.frames = frames
        words = lexicon.language.table("relations")
        self.before_share = any_of(words["before_share"], "(?: %s)* ")
        self.rest = any_of(words["rest"], r" %s\b")
        self.of = lexicon.of
        self.parts_of: list[str] = lexicon.language.table("language")["phrases"]["parts_of"]
        self.lexicon = lexicon
        self.called = frozenset(lexicon.language.table("language")["phrases"].get("called", ()))
        self.loose = frozenset(lexicon.language.table("language")["phrases"].get("loose", ()))
        self.relative = frozenset(lexicon.language.table("coreference")["relative"])
        self.whether = frozenset(lexicon.language.table("clauses")["whether"])
        self.having = frozenset(lexicon.language.table("language")["phrases"].get("having", ()))
        self.partitive = frozenset(lexicon.language.table("clauses").get("partitive", ()))
        self.genitive = frozenset(lexicon.language.table("clauses").get("genitive", ()))
        self.by = frozenset(lexicon.language.table("clauses")["agent"])
        self.joining = frozenset(lexicon.language.table("language")["phrases"].get("coordinating", ()))
        self.values = {i: v for v in parse.values for i in self.tokens_of(v)}
        self.predicated = {
            i: a
            for c in clauses.values()
            if c.copular
            for a in c.arguments.get("agent", [])[-1:]
            for i in said_of_subject(parse, clauses, c.predicate)
        }
        self.become = self._become(frozenset(lexicon.language.table("clauses").get("becoming", ())))
        self.predicated |= self.become
        self.identified = {
            i: c.predicate
            for c in clauses.values()
            if c.copular and discourse.referent_at(c.predicate) is not None
            for i in c.arguments.get("agent", [])[-1:]
        }
        self.themes = Themes(parse, discourse)
        self.governors = {i: c for c in clauses.values() for role in c.arguments.values() for i in role}

    def _become(self, verbs: frozenset[str]) -> dict[int, int]:
        """The nouns that "become" and "remain" say of a subject, with it: "X deviendra l'actionnaire de Y"."""
        return {
            child.i: subject
            for c in self.clauses.values()
            if c.lemma in verbs
            for subject in c.arguments.get("agent", [])[-1:]
            for child in self.parse.children(self.parse.tokens[c.predicate], "obj", "xcomp", "obl:arg", "nmod")
            if child.pos == "NOUN" and child.name < 0 and child.i > c.predicate
        }

    def tokens_of(self, value: Value) -> range:
        """The tokens of a value's words."""
        first, last = self.parse.at(value.start), self.parse.at(max(value.start, value.end - 1))
        return range(first.i, last.i + 1) if first is not None and last is not None else range(0)

    # -- complements

    def complements(self, token: int, prepositions: list[str]) -> list[int]:
        """Heads of the complements of a noun with one of the prepositions."""
        head = self.parse.tokens[token]
        found: list[int] = []
        for child in self.parse.children(head):
            if (
                child.i > token
                and child.dep.split(":")[0] in {"nmod", "obl", "appos", "acl", "dep", "advmod"}
                and self._case(child) in prepositions
            ):
                found += [child.i, *self._conjuncts(child)]
        phrase = self.discourse.by_head.get(token)
        for c in phrase.complements if phrase is not None else ():
            other = self.discourse.phrases[c]
            if self.lexicon.plain(other.preposition) in prepositions and other.head not in found:
                found += [other.head, *self._conjuncts(self.parse.tokens[other.head])]
            elif not found and self._is_amount(other.head):  # "a fine of £3m on X"
                found += self._behind_amount(other, prepositions)
        found += [i for o in found if (p := self.discourse.by_head.get(o)) for i in self._paired(p) if i not in found]
        return (
            found
            or self._behind_doer(phrase, prepositions)
            or self.relative_owner(token, prepositions)
            or self._behind_bare(token, prepositions)
            or self._partitive_owner(token, prepositions)
            or self._misattached(token, prepositions)
        )

    def _paired(self, phrase: Phrase) -> list[int]:
        """ "la fusion entre X et Y", "de X et de Y": the second of two, which the parser may have joined elsewhere."""
        last = self._end_of_title(phrase)
        behind = next((p for p in self.discourse.phrases[phrase.i + 1 :] if p.first >= last), None)
        if behind is None or phrase.entity < 0 or behind.entity in {-1, phrase.entity}:
            return []
        between = [t.lower for t in self.parse.tokens[last : behind.first]]
        alike = self.lexicon.plain(behind.preposition) in {"", self.lexicon.plain(phrase.preposition)}
        joined = between[:1] and between[0] in self.joining and len(between) <= 1 + bool(behind.preposition)
        return [behind.head] if joined and alike else []

    def _end_of_title(self, phrase: Phrase) -> int:
        """The token behind a phrase and the name that it announces: "l'armateur | Norvane"."""
        name = self.discourse.phrases[phrase.i + 1] if phrase.i + 1 < len(self.discourse.phrases) else phrase
        return name.last if name.first == phrase.last and name.entity == phrase.entity else phrase.last

    def _behind_doer(self, phrase: Phrase | None, prepositions: list[str]) -> list[int]:
        """ "le rachat par X de Y": to the parser Y is of X."""
        if phrase is None or not self.of & set(prepositions):
            return []
        doers = [p for c in phrase.complements if (p := self.discourse.phrases[c]).preposition in self.by]
        inner = [self.discourse.phrases[c] for p in doers if p.kind is Kind.NAME for c in p.complements]
        return [p.head for p in inner if self.lexicon.plain(p.preposition) in prepositions and p.entity >= 0][:1]

    def _is_amount(self, token: int) -> bool:
        value = self.values.get(token)
        return value is not None and value.kind in {ValueKind.MONEY, ValueKind.SHARE}

    def _behind_amount(self, amount: Phrase, prepositions: list[str]) -> list[int]:
        """Complements that the parser hung on the amount that a noun is of."""
        inner = [self.discourse.phrases[c] for c in amount.complements]
        return [p.head for p in inner if self.lexicon.plain(p.preposition) in prepositions and p.entity >= 0]

    def _partitive_owner(self, token: int, prepositions: list[str]) -> list[int]:
        """ "en détient 6 %", "en a revendu une partie": the pronoun before the verb stands for the complement of
        its object.
        """
        clause = self.governors.get(token)
        part = token in self.values or self.parse.tokens[token].lemma in self.frames.transparent
        if (
            clause is None
            or not part
            or not self.of & set(prepositions)
            or token not in clause.arguments.get("patient", ())
        ):
            return []
        for word in reversed(self.parse.tokens[max(0, clause.predicate - CLITIC) : clause.predicate]):
            if word.lower in self.partitive and word.i in self.discourse.by_head:
                return [word.i]
            if word.pos not in {"AUX", "PRON", "ADV", "VERB"}:
                return []
        return []

    def relative_owner(self, token: int, prepositions: list[str]) -> list[int]:
        """ "X, dont la vente", "X, dont il détient 34 %": the relative pronoun stands for the complement."""
        if not self.of & set(prepositions):
            return []
        first, _ = self.parse.sentences[self.parse.tokens[token].sentence]
        verbs = 0
        for i in range(token - 1, max(first, token - _RELATIVE) - 1, -1):
            word = self.parse.tokens[i]
            verbs += i in self.clauses
            if word.lower in self.genitive:
                return [i]
            if verbs > 1 or word.text in {",", ";"}:
                return []
        return []

    def _behind_bare(self, token: int, prepositions: list[str]) -> list[int]:
        """ "la fabrication en série de X": the noun without article belongs to the one before."""
        if not self.of & set(prepositions):
            return []
        bare = [
            c
            for c in self.parse.children(self.parse.tokens[token], "nmod")
            if c.i == token + 2 and c.name < 0 and not self.parse.children(c, "det")
        ]
        return [t for c in bare if self._case(c) not in self.of for t in self.complements(c.i, prepositions)]

    def share_beside(self, token: int) -> float | None:
        """The share right before or behind a holder: "à 51 % par X", "X (15 %)", "X à 30 %"."""
        start, end = self.parse.tokens[token].start, self.parse.tokens[token].end
        before = [
            v for v in self.parse.values if v.kind is ValueKind.SHARE and v.end <= start and start - v.end <= _BESIDE
        ]
        behind = [v for v in self.parse.values if v.kind is ValueKind.SHARE and v.start >= end and v.start - end <= 2]
        found = behind[:1] or before[-1:]
        return found[0].share if found else None

    def share_before(self, token: int) -> float | None:
        """The share right before the preposition of a phrase that begins at a token: "à 49 % par X"."""
        end = self.parse.tokens[token - 1].start
        shares = (v.share for v in self.parse.values if v.kind is ValueKind.SHARE and 0 <= end - v.end <= 1)
        return next(shares, None)

    def share_behind(self, token: int) -> float | None:
        """The share right behind a name: "et Y 8 %", "et Y un peu moins de 8 %", "and Y the remaining 40%"."""
        word = self._name_of(token)
        value = next((v for v in self.parse.values if v.kind is ValueKind.SHARE and v.start >= word.end), None)
        if word.name < 0 or value is None or value.start - word.end > _ABOUT:
            return None
        between = self.parse.text[word.end : value.start]
        roughly = value.approximate and all(c.isalpha() or c.isspace() for c in between)
        return value.share if roughly or self.before_share.fullmatch(between) else None

    def _name_of(self, token: int) -> Token:
        """The name behind a title: "le groupe X"."""
        phrase = self.discourse.by_head.get(token)
        behind = self.discourse.phrases[phrase.i + 1 : phrase.i + 2] if phrase is not None else []
        titled = (p.head for p in behind if phrase is not None and (p.first, p.entity) == (phrase.last, phrase.entity))
        return self.parse.tokens[next(titled, token)]

    def holds_behind(self, token: int) -> bool:
        """Whether a name's own share stands behind it, or the rest: "Y 8 %", "Y le solde"."""
        word = self._name_of(token)
        rest = word.name >= 0 and self.rest.match(self.parse.text, word.end)
        return bool(rest) or self.share_behind(token) is not None

    def _misattached(self, token: int, prepositions: list[str]) -> list[int]:
        """Complements that the parser gave to the verb or to a noun below: "prohibited the takeover of X by Y"."""
        loose = [p for p in prepositions if p in self.loose]
        below = [
            c.i
            for c in self.parse.children(self.parse.tokens[token], "nmod")
            if self.discourse.referent_at(c.i) is None
        ]
        if loose and (found := [t for i in below for t in self.complements(i, loose)]):
            return found
        if loose and (beside := self._beside_whole(token, loose)):
            return beside
        clause = self.governors.get(token)
        if clause is None or clause.passive or clause.copular or token < clause.predicate:
            return []
        return [i for p in loose for i in clause.arguments.get(p, ()) if i > token]

    def _beside_whole(self, token: int, prepositions: list[str]) -> list[int]:
        """ "le projet de rachat de X par Y": what stands behind the inner noun, though it hangs on the outer."""
        word = self.parse.tokens[token]
        whole = self.parse.head(word)
        if word.dep != "nmod" or whole.pos != "NOUN" or self.discourse.referent_at(whole.i) is not None:
            return []
        beside = self.parse.children(whole, "nmod")
        return [c.i for c in beside if c.i > token and self._case(c) in prepositions]

    def _case(self, token: Token) -> str:
        words = [self.lexicon.plain(c.lower) for c in self.parse.children(token, "case") if c.i < token.i]
        return " ".join(words)

    def _conjuncts(self, token: Token) -> list[int]:
        found = []
        for child in self.parse.children(token, "conj"):
            if child.pos in {"NOUN", "PROPN", "PRON", "NUM"}:
                found += [child.i, *self._conjuncts(child)]
        return found

    def _fronted(self, token: int) -> list[int]:
        """Whom the noun that opens a sentence tells of: "Avec le rachat de Y, X …", "Propriété de Y, X …"."""
        first, last = self.parse.sentences[self.parse.tokens[token].sentence]
        if token - first > _OPENING:
            return []
        comma = next((i for i in range(token, min(last, token + _FRONTED)) if self.parse.tokens[i].text == ","), last)
        behind = next((p for p in self.discourse.phrases if p.first > comma), None)
        named = behind is not None and behind.first == comma + 1 and behind.entity >= 0 and not behind.preposition
        verbs = any(i in self.clauses for i in range(first, comma))
        return [behind.head] if behind is not None and named and not verbs else []

    def _opened(self, trigger: int) -> list[int]:
        """ "Propriété de Y depuis 2003, X …": a bare noun with what it is of opens the sentence."""
        phrase = self.discourse.by_head.get(trigger)
        bare = phrase is not None and not phrase.determiner and not phrase.preposition and bool(phrase.complements)
        return self._fronted(trigger) if bare else []
