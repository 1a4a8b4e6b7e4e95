"""Subjects that the parser lost: read off the surface, where the words leave no other choice.

The parse is asked first (`clauses`); these rules only fill what it left empty.
"""

from __future__ import annotations

from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.prepositions import Prepositions
from kg.extract.syntax import Parse, Token
from kg.extract.verbforms import VerbForms

_OPENING = 3  # a participle within the first words of its sentence describes the subject behind the comma
_REACH = 30  # tokens up to that comma: a longer opening is a sentence of its own


class Subjects:
    """Gives subjects to the clauses of one parse."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], prepositions: Prepositions, lexicon: Lexicon) -> None:
        self.speech = frozenset(lexicon.language.table("factuality")["verbs"]["report"])
        self.content = VerbForms(lexicon).content
        self.inverts: bool = lexicon.language.table("clauses").get("inverts_speech", False)
        self.relative = frozenset(lexicon.language.table("coreference")["relative"])
        self.based = frozenset(lexicon.language.table("attributes")["based"])
        self.parse = parse
        self.clauses = clauses
        self.prepositions = prepositions

    def run(self) -> None:
        """Fill the empty subjects in order of the text."""
        for clause in self.clauses.values():
            self._free(clause)
            if clause.lemma in self.speech and (speaker := self._inverted(clause)):
                clause.arguments["agent"] = speaker
                clause.arguments.pop("patient", None)
            role = "patient" if clause.passive else "agent"
            if (near := self._seated(clause)) and clause.arguments.get(role, near) != near:
                clause.arguments[role] = near
            if not clause.arguments.get(role) and not clause.copular and (found := self._subject(clause)):
                clause.arguments[role] = found

    def _free(self, clause: Clause) -> None:
        """ "Jeanne Tardiveau juge que Norvane va racheter Y": who says it is no subject of what she says, though the
        tagger takes her verb for a noun.
        """
        token = self.parse.tokens[clause.predicate]
        following = self.parse.tokens[token.i + 1] if token.i + 1 < len(self.parse.tokens) else token
        subject = self._nominal_behind(following) if following.lower in self.content and token.pos != "VERB" else []
        if not subject or not (speaker := clause.arguments.get("agent")):
            return
        for other in self.clauses.values():
            if other.predicate > subject[0] and other.arguments.get("agent") == speaker:
                other.arguments["agent"] = subject

    def _seated(self, clause: Clause) -> list[int]:
        """ "X va rouvrir sous la houlette de Y, basée à Z": over a verb the participle describes the name beside it."""
        token = self.parse.tokens[clause.predicate]
        given = clause.arguments.get("patient") or clause.arguments.get("agent") or []
        near = self._before(token) if clause.form == "part" and token.lower in self.based and given else []
        between = self.parse.tokens[given[0] : near[0]] if near else []
        return near if any(t.morph.get("VerbForm") == "Fin" for t in between) else []

    def _subject(self, clause: Clause) -> list[int]:
        token = self.parse.tokens[clause.predicate]
        first, _ = self.parse.sentences[token.sentence]
        if clause.form == "part":
            return self._behind_comma(token) if token.i - first < _OPENING else self._before(token)
        if clause.form == "inf":
            opens = token.i - first < _OPENING  # "Après avoir racheté Y, X recrute"
            return self._of_previous(token) or (self._behind_comma(token) if opens else [])
        return self._before_commas(token)

    def _start(self, token: Token) -> int:
        """The first token of a verb with its auxiliaries and clitics."""
        own = [
            c.i
            for c in self.parse.children(token)
            if c.i < token.i
            and (c.dep.startswith(("aux", "expl", "iobj")) or (c.dep == "advmod" and c.i >= token.i - 2))
        ]
        return min([token.i, *own])

    def _inverted(self, clause: Clause) -> list[int]:
        """ "« … », a déclaré X", '"…," said X': behind the quotation and the verb stands who speaks."""
        token = self.parse.tokens[clause.predicate]
        start = self._start(token)
        before = [t.text for t in self.parse.tokens[max(0, start - 2) : start]]
        quoted = bool({"»", '"'} & set(before))
        if not before or before[-1] not in {",", "»", '"'} or (not quoted and not self._ends_sentence_part(token)):
            return []
        if not quoted and self._has_subject_before(token):
            return []  # "X, PDG de Y, a annoncé le rachat de Z"
        return self._nominal_behind(token)

    def _has_subject_before(self, token: Token) -> bool:
        """Whether the parser knows a subject of the verb before it, with what it says behind."""
        behind = self.parse.children(token, "obj", "ccomp", "xcomp", "obl:arg")
        return bool(behind) and any(c.i < token.i for c in self.parse.children(token, "nsubj"))

    def _ends_sentence_part(self, token: Token) -> bool:
        """Without a quotation only the languages that invert ("…, a rapporté lundi le quotidien X") are read so."""
        following = self.parse.tokens[token.i + 1] if token.i + 1 < len(self.parse.tokens) else None
        return self.inverts and following is not None and following.pos not in {"SCONJ", "ADP", "PUNCT", "VERB"}

    def _nominal_behind(self, token: Token) -> list[int]:
        """The noun phrase right behind a verb, over the words of a date."""
        _, last = self.parse.sentences[token.sentence]
        for i in range(token.i + 1, min(last, token.i + 6)):
            word = self.parse.tokens[i]
            if any(v.start <= word.start < v.end for v in self.parse.values):
                continue
            if word.pos in {"NOUN", "PROPN"} or (word.pos == "PRON" and word.dep.startswith("nsubj")):
                return [i]
            if word.pos not in {"DET", "ADJ", "ADV", "NUM"}:
                return []
        return []

    def _before_commas(self, token: Token) -> list[int]:
        """ "X, PDG de Y, a annoncé": a name, an apposition between commas, and the verb."""
        start = self._start(token) - 1
        first, _ = self.parse.sentences[token.sentence]
        if found := self._behind_opening(first, start):
            return found
        if start <= first or self.parse.tokens[start].text != ",":
            return []
        if found := self._before_relative(first, start):
            return found
        comma = next((i for i in range(start - 1, first, -1) if self.parse.tokens[i].text == ","), -1)
        word = self.parse.tokens[comma - 1]
        free = word.name >= 0 and self.parse.tokens[comma - 2].pos != "ADP" if comma > first else False
        inside = self.parse.tokens[comma + 1 : start]
        return (
            [word.i]
            if free
            and not any(
                t.pos == "PRON" or (t.pos in {"VERB", "AUX"} and t.morph.get("VerbForm") != "Part") for t in inside
            )
            else []
        )

    def _behind_opening(self, first: int, last: int) -> list[int]:
        """ "Dans un entretien accordé à X, Jeanne Tardiveau affirme": the parser joins the name to the one before."""
        word = self.parse.tokens[last]
        apart = last > first + 1 and self.parse.tokens[last - 1].text == ","
        opens = self.parse.tokens[first].pos == "ADP"
        return [last] if apart and opens and word.name >= 0 and word.dep in {"conj", "appos", "flat:name"} else []

    def _before_relative(self, first: int, end: int) -> list[int]:
        """ "X, which owns 22% of Y and whose chairman, Z, sits on the board, sued": the name that a relative clause
        describes.
        """
        for i in range(first + 1, end - 1):
            opening, word = self.parse.tokens[i + 1], self.parse.tokens[i - 1]
            if self.parse.tokens[i].text == "," and opening.lower in self.relative and opening.pos == "PRON":
                return [word.i] if word.name >= 0 and word.dep.startswith(("nsubj", "dislocated", "root")) else []
        return []

    def _behind_comma(self, token: Token) -> list[int]:
        """ "Racheté en 2019 par X, Y recrute": Y."""
        _, last = self.parse.sentences[token.sentence]
        for comma in range(token.i + 1, min(last, token.i + _REACH)):
            if self.parse.tokens[comma].text == "," and (found := self._opening_noun(comma + 1, last)) is not None:
                return found
        return []

    def _opening_noun(self, first: int, last: int) -> list[int] | None:
        """The noun that stands behind a comma; none where something else does, None where the description goes on."""
        for i in range(first, min(last, first + 3)):
            word = self.parse.tokens[i]
            if i == first and self._goes_on(word):
                return None
            if word.pos in {"ADP", "VERB", "AUX", "CCONJ", "SCONJ", "PUNCT"}:
                return []
            if word.pos in {"NOUN", "PROPN"} or (word.pos == "PRON" and word.dep.startswith("nsubj")):
                return [i]
        return []

    def _goes_on(self, word: Token) -> bool:
        """ "Née à X, diplômée de Y, Z": a participle, or a noun without article, is no subject yet."""
        bare = word.pos == "NOUN" and word.name < 0 and not self.parse.children(word, "det")
        return bare or (word.pos in {"VERB", "ADJ"} and word.morph.get("VerbForm", "Part") == "Part")

    def _before(self, token: Token) -> list[int]:
        """ "X, racheté en 2019": the name right before the comma, or before the participle."""
        i = token.i - 1
        if i >= 0 and self.parse.tokens[i].pos == "ADV":
            i -= 1
        if i >= 0 and self.parse.tokens[i].text == ",":
            i -= 1
        word = self.parse.tokens[i]
        return [i] if i >= 0 and word.sentence == token.sentence and word.name >= 0 else []

    def _of_previous(self, token: Token) -> list[int]:
        """An infinitive's subject is that of the clause before it, if the parse has lost the link."""
        first, _ = self.parse.sentences[token.sentence]
        for i in range(token.i - 1, first - 1, -1):
            clause = self.clauses.get(i)
            if self.parse.tokens[i].text in {";", ":", "»", '"'}:
                return []
            if clause is not None:
                return list(clause.subjects)
        return []
