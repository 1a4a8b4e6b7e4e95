"""Verbs that the tagger takes for nouns: "X dirige Y", "X, que préside Y", "X entre au conseil de Y".

The clause is read off the surface: its subject is the name before, or behind where a relative pronoun stands before.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.prepositions import Prepositions
from kg.extract.syntax import Parse, Token
from kg.extract.verbforms import VerbForms

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_INSERTED = 15  # tokens between the commas of an insertion: "X, passé par Y et Z, dirige W"
_FOLLOWING = frozenset({"DET", "NUM", "ADP", "ADV"})


class HiddenVerbs:
    """Finds such verbs in one parse."""

    def __init__(
        self,
        parse: Parse,
        prepositions: Prepositions,
        lexicon: Lexicon,
        times: set[int],
        coordinated: Callable[[Token], list[Token]],
    ) -> None:
        table = lexicon.language.table("clauses")
        self.parse = parse
        self.prepositions = prepositions
        self.times = times
        self.coordinated = coordinated
        self.forms = VerbForms(lexicon)
        self.clitics = frozenset(table.get("clitics", ()))
        self.objects = frozenset(table.get("relative_objects", ()))
        self.subjects = frozenset({*table.get("relative_subjects", ()), *table.get("subject_pronouns", ())})
        self.partitive = frozenset(table.get("partitive", ()))

    def clause(self, token: Token) -> Clause | None:
        """The clause of a word that stands as a verb; None for others."""
        lemma = self.forms.hidden(token) or self._like_preposition(token)
        if lemma is None or token.i + 1 >= len(self.parse.tokens):
            return None
        before = self._before(token)
        if before is not None and before.lower in self.objects and before.i == token.i - 1:
            return self._inverted(token, lemma)
        if before is not None and before.lower in self.subjects and before.pos == "PRON":
            return self._relative(token, lemma, before)
        if self._has_partitive(token) or (
            before is not None and before.pos == "CCONJ" and self._like_preposition(token)
        ):
            return self._read(token, lemma, self._subject(token) or self._shared(token))
        return self._read(token, lemma, self._subject(token)) if self._stands_as_verb(token) else None

    def _has_partitive(self, token: Token) -> bool:
        """ "et en garde 34 %": a number behind, and before it the pronoun that only verbs have."""
        before, behind = self.parse.tokens[token.i - 1], self.parse.tokens[token.i + 1]
        return token.i > 0 and before.lower in self.partitive and behind.pos == "NUM"

    def _shared(self, token: Token) -> Token | None:
        """The subject of the verb before, which goes on behind "and"."""
        before = self._before(token)
        if before is None or before.pos != "CCONJ":
            return None
        found = [t for t in self.parse.sentence_tokens(token.sentence) if t.i < token.i and t.dep.startswith("nsubj")]
        return found[-1] if found else None

    def _like_preposition(self, token: Token) -> str | None:
        """ "entre au conseil", "entre chez X": what stands behind tells the verb from the preposition."""
        following = self.parse.tokens[token.i + 1].lower if token.i + 1 < len(self.parse.tokens) else ""
        lemma, behind = self.forms.prepositions.get(token.lower, ("", frozenset()))
        return lemma if token.pos != "VERB" and following in behind else None

    # -- "X dirige Y"

    def _stands_as_verb(self, token: Token) -> bool:
        """Behind a name and before what a verb governs: "X dirige Y", "X équipe le groupe Y"."""
        subject = self._subject(token)
        if subject is None or (token.pos != "ADP" and self.parse.children(token, "det", "case")):
            return False
        finite = any(
            t.morph.get("VerbForm") == "Fin" and t.i != token.i and not t.dep.startswith("acl:relcl")
            for t in self.parse.sentence_tokens(token.sentence)
        )
        following = self.parse.tokens[token.i + 1]
        if following.lower in self.forms.content:  # "Jeanne Tardiveau juge que"
            return True
        return not finite and (following.name >= 0 or following.pos in _FOLLOWING)

    def _subject(self, token: Token) -> Token | None:
        """The name right before, an insertion between commas skipped."""
        tokens = self.parse.tokens
        before = self._before(token)
        i = before.i if before is not None else -1
        if i > 0 and tokens[i].text == ",":
            opening = next((k for k in range(i - 1, max(0, i - _INSERTED), -1) if tokens[k].text == ","), 0)
            alone = opening == i - 2 and tokens[i - 1].name >= 0  # "son mari, X, enseigne"
            i = i - 1 if alone else opening - 1 if opening else i
        found = tokens[i] if i >= 0 and tokens[i].sentence == token.sentence else None
        return found if found is not None and self._may_be_subject(found) else None

    def _may_be_subject(self, token: Token) -> bool:
        """A name, or a noun with its article: "la Polonaise siège chez Y"."""
        return token.name >= 0 or (token.pos in {"NOUN", "PROPN"} and bool(self.parse.children(token, "det")))

    def _read(self, token: Token, lemma: str, subject: Token | None) -> Clause:
        """The subject, the object behind, the prepositions further on."""
        clause = Clause(token.i, lemma, tense="pres")
        agent = subject.i if subject is not None else token.i
        clause.arguments["agent"] = [agent]
        near = token.i + 2 if self._has_partitive(token) else token.i
        for other in self.parse.sentence_tokens(token.sentence):
            if (
                other.i <= token.i
                or other.pos not in _NOMINAL
                or (other.head not in {token.i, agent, other.i} and other.head < token.i and other.i > near)
            ):
                continue
            case = self.prepositions.of(other)
            if other.head in {token.i, agent} or (not case and other.i <= token.i + 2):
                self._put(clause, case or ("time" if other.i in self.times else "patient"), other)
        return clause

    def _before(self, token: Token) -> Token | None:
        """The word before a verb and its clitics."""
        i = token.i - 1
        while i > 0 and self.parse.tokens[i].lower in self.clitics:
            i -= 1
        return self.parse.tokens[i] if i >= 0 and self.parse.tokens[i].sentence == token.sentence else None

    # -- "X, qui entre au capital de Y"

    def _relative(self, token: Token, lemma: str, pronoun: Token) -> Clause:
        """Its arguments stand behind it up to the next mark."""
        clause = Clause(token.i, lemma, tense="pres")
        clause.arguments["agent"] = [pronoun.i]
        for other in self.parse.tokens[token.i + 1 :]:
            if other.sentence != token.sentence or other.pos in {"VERB", "AUX"} or other.text in {",", ";", ":"}:
                break
            outer = self.parse.tokens[other.head]
            if other.pos in _NOMINAL and not token.i < outer.i < other.i:
                case = self.prepositions.of(other)
                self._put(clause, case or ("time" if other.i in self.times else "patient"), other)
                for compound, inner in self.prepositions.inner(other):
                    self._put(clause, compound, inner)
        return clause

    # -- "X, que dirige Y"

    def _inverted(self, token: Token, lemma: str) -> Clause | None:
        tokens = self.parse.tokens
        behind = next((t for t in tokens[token.i + 1 : token.i + 4] if t.pos in _NOMINAL), None)
        thing = next((t for t in reversed(tokens[: token.i - 1]) if t.pos in _NOMINAL), None)
        if behind is None or thing is None or thing.sentence != token.sentence or behind.sentence != token.sentence:
            return None
        clause = Clause(token.i, lemma, tense="pres")
        clause.arguments["agent"] = [t.i for t in self.coordinated(behind)]
        clause.arguments["patient"] = [thing.i]
        return clause

    def _put(self, clause: Clause, role: str, token: Token) -> None:
        slot = clause.arguments.setdefault(role, [])
        slot.extend(t.i for t in self.coordinated(token) if t.i not in slot)
