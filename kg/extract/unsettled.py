"""Events that a text leaves open: "the merger still needs approval", "neither confirmed nor denied"."""

from __future__ import annotations

from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token

_NEITHER = 3  # tokens from "neither" to "confirmed"


class Unsettled:
    """Recognises them in one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        verbs, words = lexicon.language.table("factuality")["verbs"], lexicon.language.table("clauses")
        self.pending = frozenset(verbs["pending"])
        self.approving = frozenset(verbs["announce"])
        self.future = frozenset(lexicon.language.table("factuality")["future"]["lemmas"])
        self.open = frozenset(verbs["open"])
        self.negation = frozenset(words["negation"])
        self.perfect = frozenset(words.get("perfect", ()))

    def is_pending(self, event: Token) -> bool:
        """Whether the sentence says of an event what it needs, or that it is to be approved."""
        first, last = self.parse.sentences[event.sentence]
        around = (self.clauses[i] for i in range(first, last) if i in self.clauses)
        return any(self._needs(c) or self._is_due(c) for c in around if event.i in c.subjects and not c.negated)

    def _needs(self, clause: Clause) -> bool:
        done = clause.tense == "past" or bool(self.perfect & set(clause.auxiliaries))  # "a nécessité deux ans"
        return clause.lemma in self.pending and not done

    def _is_due(self, clause: Clause) -> bool:
        """ "La fusion doit encore être approuvée"."""
        above = self.clauses.get(self.parse.tokens[clause.predicate].head)
        due = above is not None and above.lemma in self.future
        return due and clause.form == "inf" and clause.passive and clause.lemma in self.approving

    def is_left_open(self, denial: Clause) -> bool:
        """Whether a verb of denying is one of two: "n'a ni confirmé ni démenti"."""
        token = self.parse.tokens[denial.predicate]
        before = self.parse.head(token) if token.dep == "conj" else token
        other = self.clauses.get(before.i)
        first = max(before.i - _NEITHER, self.parse.sentences[token.sentence][0])
        neither = any(t.lower in self.negation for t in self.parse.tokens[first : before.i])
        return other is not None and other.lemma in self.open and neither
