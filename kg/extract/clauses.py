"""Predicate–argument structure, the same for all languages: who did what to whom, and below what.

A clause is a predicate (a verb, or a noun or adjective with a copula) with its arguments by role: "agent", "patient",
"recipient", or a preposition. Passives, relative clauses, participles, control and coordination are resolved here, so
that frames state each relation once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token


@dataclass(slots=True)
class Clause:
    """One predicate with its arguments; tokens stand for the phrases that they head."""

    predicate: int  # token
    lemma: str
    arguments: dict[str, list[int]] = field(default_factory=dict)  # role → tokens, coordination spelt out
    passive: bool = False
    negated: bool = False
    copular: bool = False  # the predicate is a noun or adjective
    form: str = "fin"  # "fin", "inf", "part"
    mood: str = ""  # "cnd", "sub", "" for the rest
    tense: str = ""  # "fut", "past", "pres"
    auxiliaries: tuple[str, ...] = ()  # lemmas of auxiliaries and of the modals seen through

    def tokens(self, *roles: str) -> list[int]:
        """Tokens of the first role that has any."""
        return next((found for role in roles if (found := self.arguments.get(role))), [])


_SUBJECT = ("nsubj", "nsubj:pass", "csubj")
_ARGUMENTS = ("obl", "nmod", "advmod", "iobj", "xcomp", "obl:npmod")


class ClauseFinder:
    """Builds the clauses of one parse."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse = parse
        table = lexicon.language.table("clauses")
        self.etre = frozenset(table["etre"])
        self.agent = frozenset(table["agent"])
        self.object_control = frozenset(table["object_control"])
        self.negation = frozenset(table["negation"])
        self.modals = frozenset(table["modals"])
        self.clauses: dict[int, Clause] = {}

    def run(self) -> dict[int, Clause]:
        """Clauses by predicate token, in order of the text."""
        for token in self.parse.tokens:
            copular = any(c.dep == "cop" for c in self.parse.children(token, "cop"))
            if (token.pos == "VERB" and token.dep not in {"cop", "aux", "aux:pass", "fixed", "case"}) or copular or self._is_auxiliary_root(token):
                self.clauses[token.i] = self._clause(token, copular=copular)
        for clause in self.clauses.values():
            self._inherit(clause)
        for clause in self.clauses.values():  # a second time: chains of control and coordination
            self._inherit(clause)
        return self.clauses

    @staticmethod
    def _is_auxiliary_root(token: Token) -> bool:
        return token.pos == "AUX" and token.dep in {"root", "conj", "ccomp", "acl:relcl", "advcl", "parataxis"}

    # -- one clause by itself

    def _clause(self, token: Token, *, copular: bool) -> Clause:
        clause = Clause(token.i, token.lemma, copular=copular)
        helpers = self.parse.children(token, "aux", "aux:pass", "aux:tense", "cop")
        self._set_form(clause, token, helpers)
        clause.auxiliaries = tuple(h.lemma for h in helpers if h.pos != "PART")
        clause.passive = not copular and self._is_passive(token, helpers)
        clause.negated = any(c.lower in self.negation for c in [*self.parse.children(token, "advmod", "neg", "det"), *helpers] if c.i < token.i + 3)
        clause.negated = clause.negated or self._negated_around(token, helpers)
        for child in self.parse.children(token):
            self._add_argument(clause, token, child)
        return clause

    def _negated_around(self, token: Token, helpers: list[Token]) -> bool:
        """"n'a pas": the parser hangs "pas" anywhere near; it stands between the first helper and the verb, or right behind."""
        first = min([token.i, *(h.i for h in helpers)])
        window = self.parse.tokens[max(first - 2, 0) : token.i + 2]
        words = [t.lower for t in window if t.sentence == token.sentence]
        return ("ne" in words or "n'" in words) and any(w in self.negation for w in words)

    @staticmethod
    def _set_form(clause: Clause, token: Token, helpers: list[Token]) -> None:
        finite = next((h for h in [*helpers, token] if h.morph.get("VerbForm") == "Fin"), None)
        if finite is None:
            form = token.morph.get("VerbForm", "Fin" if token.pos not in {"VERB", "AUX"} else "Inf")
            clause.form = {"Inf": "inf", "Part": "part", "Ger": "part"}.get(form, "fin")
            if any(h.morph.get("VerbForm") == "Inf" for h in helpers):
                clause.form = "inf"
            return
        clause.mood = {"Cnd": "cnd", "Sub": "sub"}.get(finite.morph.get("Mood", ""), "")
        clause.tense = {"Fut": "fut", "Past": "past", "Imp": "past", "Pres": "pres"}.get(finite.morph.get("Tense", ""), "")

    def _is_passive(self, token: Token, helpers: list[Token]) -> bool:
        if token.lemma in self.etre:
            return False
        if any(h.dep == "aux:pass" for h in helpers) or self.parse.children(token, "nsubj:pass"):
            return True
        bare = token.morph.get("VerbForm") == "Part" and token.morph.get("Tense") == "Past" and not helpers
        return bare and (token.dep in {"acl", "amod", "advcl", "root", "appos", "conj", "ROOT", "xcomp", "acl:relcl"})

    def _add_argument(self, clause: Clause, token: Token, child: Token) -> None:
        role = self._role(clause, token, child)
        if role:
            clause.arguments.setdefault(role, []).extend(t.i for t in self._coordinated(child))

    def _role(self, clause: Clause, token: Token, child: Token) -> str:
        """The role of a dependent; "" for those that are none."""
        if child.dep.startswith("nsubj") or child.dep == "csubj":
            return "patient" if clause.passive else "agent"
        if child.dep == "obj":
            case = self.case(child)
            return case if case and child.pos != "PRON" else "patient"
        if child.dep == "iobj":
            return "recipient"
        case = self.case(child)
        if child.dep == "obl:agent" or (case in self.agent and clause.passive):
            return "agent"
        if child.dep.split(":")[0] in {"obl", "nmod"} or child.dep in _ARGUMENTS:
            if not case and child.name >= 0 and child.i > token.i and not clause.passive and not self.parse.children(token, "obj"):
                return "patient"  # the parser takes unknown names behind a verb for adverbials
            return case or ("time" if child.dep.startswith("obl") else "")
        return ""

    def case(self, token: Token) -> str:
        """The preposition of a noun, lower case; compound ones joined with blanks ("auprès de")."""
        cases = [c for c in self.parse.children(token, "case", "mark") if c.i < token.i]
        if not cases:
            return ""
        words = [c.lower for c in cases]
        words += [f.lower for c in cases for f in self.parse.children(c, "fixed")]
        return _PLAIN.get(words[0], words[0]) if len(words) == 1 else " ".join(_PLAIN.get(w, w) for w in words)

    def _coordinated(self, token: Token) -> list[Token]:
        """A token and the nouns coordinated with it."""
        found = [token]
        for conj in self.parse.children(token, "conj"):
            if conj.pos in {"NOUN", "PROPN", "NUM", "PRON", "X", "SYM"} and conj.i not in self.clauses:
                found += self._coordinated(conj)
        return found

    # -- what a clause takes from the ones above it

    def _inherit(self, clause: Clause) -> None:
        token = self.parse.tokens[clause.predicate]
        role = "patient" if clause.passive else "agent"
        if clause.arguments.get(role) and not (clause.passive and role == "agent"):
            return
        head = self.parse.head(token)
        governor = self.clauses.get(head.i)
        if token.dep in {"acl", "amod"} or (token.dep == "acl:relcl" and clause.form == "part"):
            if head.pos in {"NOUN", "PROPN", "PRON"} and clause.form == "part":
                clause.arguments[role] = [head.i]
            elif clause.form == "inf":
                self._from_noun(clause, head, role)
        elif governor is not None and token.dep in {"xcomp", "ccomp", "advcl", "conj", "parataxis", "obl", "obl:arg", "obl:mod", "advmod", "nmod"}:
            self._from_governor(clause, governor, token, role)
        elif token.dep in {"nmod", "obl", "advcl", "xcomp"} and clause.form == "inf":
            self._from_noun(clause, head, role)

    def _from_governor(self, clause: Clause, governor: Clause, token: Token, role: str) -> None:
        if clause.form == "fin" and token.dep not in {"conj", "parataxis", "xcomp", "ccomp"}:
            return
        if token.dep == "ccomp" and clause.form == "fin":
            return
        if governor.lemma in self.object_control and token.dep != "conj":
            subject = governor.tokens("recipient", "patient", "à")
        else:
            subject = governor.arguments.get("patient" if governor.passive else "agent", [])
        if subject:
            clause.arguments[role] = list(subject)

    def _from_noun(self, clause: Clause, noun: Token, role: str) -> None:
        """"son projet de racheter Y": the subject is that of the clause around the noun, or what the noun belongs to."""
        for above in self.parse.ancestors(noun):
            if (governor := self.clauses.get(above.i)) is not None:
                subject = governor.arguments.get("patient" if governor.passive else "agent", [])
                if subject and noun.i not in subject:
                    clause.arguments[role] = list(subject)
                return


_PLAIN = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à", "qu'": "que"}


def find_clauses(parse: Parse, lexicon: Lexicon) -> dict[int, Clause]:
    """The clauses of a parse by predicate token."""
    return ClauseFinder(parse, lexicon).run()
