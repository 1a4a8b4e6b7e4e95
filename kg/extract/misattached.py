"""Verbs that the parser hung on their own subject: in "X lance une offre" it takes the verb for a part of the name."""

from __future__ import annotations

from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.prepositions import Prepositions
from kg.extract.syntax import Parse, Token
from kg.extract.verbforms import VerbForms

_MISHUNG = frozenset({"flat:name", "flat:foreign", "amod", "acl", "appos", "nmod", "dep", "compound"})
_SUBJECT = ("nsubj", "nsubj:pass", "csubj")
_JOINED = frozenset({"cc", "conj", "punct"})


class MisattachedVerbs:
    """Gives the verbs of one parse their subjects, and what hangs on the subject behind them."""

    def __init__(
        self,
        parse: Parse,
        clauses: dict[int, Clause],
        prepositions: Prepositions,
        lexicon: Lexicon,
        times: set[int],
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.prepositions = prepositions
        self.times = times
        self.forms = VerbForms(lexicon)
        self.clitics = frozenset(lexicon.language.table("clauses").get("clitics", ()))

    def run(self) -> None:
        """Change the clauses in place."""
        for clause in self.clauses.values():
            token = self.parse.tokens[clause.predicate]
            if self._is_misattached(clause, token):
                self._adopt(clause, token)
                self._share(clause, self.parse.head(token))
            elif "agent" not in clause.arguments and (name := self._name_before(clause, token)) is not None:
                clause.arguments["agent"] = [name.i]
            elif (first := self._joined_before(clause, token)) is not None:
                clause.arguments["agent"].insert(0, first.i)

    def _is_misattached(self, clause: Clause, token: Token) -> bool:
        head = self.parse.head(token)
        return (
            token.dep in _MISHUNG
            and not (clause.auxiliaries or clause.copular)
            and head.i < token.i
            and head.sentence == token.sentence
            and self.forms.is_finite(token)
            and not self.parse.children(token, *_SUBJECT)
            and all(self._is_between(t) for t in self.parse.tokens[head.i + 1 : token.i])
        )

    def _joined_before(self, clause: Clause, token: Token) -> Token | None:
        """ "Norvane et Tilmex ont annoncé": the parser joins the verb to the first of two names, which opens the
        sentence.
        """
        head, agents = self.parse.head(token), clause.arguments.get("agent", [])
        opens = head.i == self.parse.sentences[token.sentence][0]
        if token.dep != "conj" or head.name < 0 or not opens or len(agents) != 1 or clause.passive:
            return None
        between = self.parse.tokens[head.i + 1 : agents[0]]
        return head if len(between) == 1 and between[0].pos == "CCONJ" else None

    def _name_before(self, clause: Clause, token: Token) -> Token | None:
        """ "Norvane competes with Tilmex": the name right before a verb that the parser took for a part of it."""
        below = [c for c in self.parse.children(token, "compound", "nmod") if c.i == token.i - 1 and c.name >= 0]
        active = not (clause.passive or clause.copular or clause.auxiliaries) and token.pos == "VERB"
        return below[0] if below and active and token.morph.get("VerbForm") == "Fin" else None

    def _is_between(self, token: Token) -> bool:
        """Names, what joins them, and pronouns may stand between a subject's head and its verb."""
        return token.name >= 0 or token.lower in self.clitics or token.dep == "cc"

    def _adopt(self, clause: Clause, token: Token) -> None:
        """The name is the subject; what hangs on it behind the verb belongs to the verb."""
        head = self.parse.head(token)
        joined = [c.i for c in self.parse.children(head, "conj") if c.i < token.i]
        clause.form, clause.tense, clause.passive = "fin", clause.tense or "pres", False
        clause.arguments["agent"] = [head.i, *joined]
        for child in self.parse.children(head):
            if child.i > token.i and child.dep not in _JOINED and child.pos in {"NOUN", "PROPN", "NUM"}:
                case = self.prepositions.of(child)
                role = case or ("time" if child.i in self.times else "patient")
                if case or role not in clause.arguments:
                    clause.arguments.setdefault(role, []).append(child.i)

    def _share(self, clause: Clause, subject: Token) -> None:
        """ "X change de patron et vend Y": the next verb hangs on the subject, too."""
        for child in self.parse.children(subject, "conj"):
            other = self.clauses.get(child.i)
            if other is not None and not other.passive and child.i > clause.predicate:
                other.arguments.setdefault("agent", list(clause.arguments["agent"]))


def is_object_behind(parse: Parse, clause: Clause, before: Token, child: Token, times: set[int]) -> bool:
    """ "contrôlera chaque mois les ateliers de Y", "met en vente Y": what stands without preposition behind a time or a
    lone noun is the verb's object.
    """
    if clause.passive or clause.copular or not child.i > before.i > clause.predicate:
        return False
    nominal = child.dep == "nmod" and child.pos in {"NOUN", "PROPN"} and child.i not in times
    if not nominal or any(t.text == "," for t in parse.tokens[before.i : child.i]):
        return False
    objects = clause.arguments.get("patient", [])
    lone = child.i == before.i + 1 and child.name >= 0 and before.i not in objects
    behind_time = before.i in times and (child.name >= 0 or bool(parse.children(child, "det")))
    taken = [i for i in objects if i != before.i]
    return not taken and (behind_time or (lone and not parse.children(before, "det")))


def is_hung_on_time(child: Token, case: str, of: frozenset[str], times: set[int]) -> bool:
    """ "a été placée mercredi en redressement": a day governs nothing but its date."""
    return case not in {"", *of} and child.i not in times


def is_past_participle(token: Token) -> bool:
    """ "est mort", "est détenu par": to the parser at times what "be" says of the subject; it is a verb."""
    return token.pos == "VERB" and token.morph.get("VerbForm") == "Part" and token.morph.get("Tense") == "Past"
