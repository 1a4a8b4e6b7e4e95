"""Predicate–argument structure, the same for all languages: who did what to whom, and below what.

A clause is a predicate (a verb, or a noun or adjective with a copula) with its arguments by role: "agent", "patient",
"recipient", or a preposition. Passives, relative clauses, participles, control and coordination are resolved here, so
that frames state each relation once.
"""

from __future__ import annotations

from kg.extract.clause import Clause
from kg.extract.hidden import HiddenVerbs
from kg.extract.lexicon import Lexicon
from kg.extract.misattached import MisattachedVerbs, is_hung_on_time, is_object_behind, is_past_participle
from kg.extract.negation import Negation
from kg.extract.prepositions import Prepositions, marks_object
from kg.extract.subjects import Subjects
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.extract.verbforms import VerbForms, share_helpers
from kg.extract.voice import Voice

_SUBJECT = ("nsubj", "nsubj:pass", "csubj")
_NO_CLAUSE = frozenset({"cop", "aux", "aux:pass", "aux:tense", "fixed", "case"})
_SPILT = ("nmod", "obl", "dep", "appos", "advmod", "amod")  # the last two: "un prêt auprès de X"
_ARGUMENTS = ("obl", "nmod", "advmod", "iobj", "xcomp", "obl:npmod")


class ClauseFinder:
    """Builds the clauses of one parse."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.parse = parse
        table = lexicon.language.table("clauses")
        self.agent = frozenset(table["agent"])
        self.object_control = frozenset(table["object_control"])
        self.controlled: tuple[str, ...] = tuple(table.get("controlled", ()))
        self.of = lexicon.of
        self.negation = Negation(parse, lexicon)
        self.adjectival = frozenset(table["adjectival"])
        self.purpose = frozenset(table["purpose"])
        self.limits = frozenset(table.get("limits", ()))
        self.of_things = frozenset(table["of_things"])
        self.naming = frozenset(table.get("naming", ()))
        self.spilling = frozenset(table["spilling"])
        self.predicative = frozenset(table.get("predicative", ()))
        self.counted = _tokens_of(parse, ValueKind.MONEY, ValueKind.SHARE, ValueKind.QUANTITY)
        self.amounts = _tokens_of(parse, ValueKind.MONEY)
        self.forms = VerbForms(lexicon)
        self.prepositions = Prepositions(parse, table["compounds"], lexicon)
        self.voice = Voice(parse, self.prepositions, lexicon)
        self.time_tokens = _tokens_of(parse, ValueKind.DATE, ValueKind.DURATION)
        self.share_tokens = _tokens_of(parse, ValueKind.SHARE)
        self.relative = frozenset(lexicon.language.table("coreference")["relative"])
        self.hidden = HiddenVerbs(parse, self.prepositions, lexicon, self.time_tokens, self._coordinated)
        self.clauses: dict[int, Clause] = {}

    def run(self) -> dict[int, Clause]:
        """Clauses by predicate token, in order of the text."""
        for token in self.parse.tokens:
            copular = self._is_copular(token)
            if (
                (token.pos == "VERB" and token.dep not in _NO_CLAUSE)
                or copular
                or self._is_auxiliary_root(token)
                or self._is_adjectival(token)
                or self._stands_as_verb(token)
            ):
                self.clauses[token.i] = self._clause(token, copular=copular)
            elif (clause := self.hidden.clause(token)) is not None:
                self.clauses[token.i] = clause
        MisattachedVerbs(self.parse, self.clauses, self.prepositions, self.lexicon, self.time_tokens).run()
        share_helpers(self.parse, self.clauses)
        for clause in self.clauses.values():
            self._displaced(clause)
            self._swallowed(clause)
            self._spill(clause)
        for clause in self.clauses.values():
            self._inherit(clause)
        for clause in self.clauses.values():
            self._relative_object(clause)
        for clause in self.clauses.values():  # a second time: chains of control and coordination
            self._inherit(clause)
        Subjects(self.parse, self.clauses, self.prepositions, self.lexicon).run()
        return self.clauses

    def _is_copular(self, token: Token) -> bool:
        """Also "est candidat", where the parser takes the noun for a participle."""
        like = any(token.lower.endswith(endings) for endings in self.forms.participles.values())
        noun = token.pos == "NOUN" and not like and bool(self.parse.children(token, "aux:pass"))
        return (noun or bool(self.parse.children(token, "cop"))) and not is_past_participle(token)

    @staticmethod
    def _is_auxiliary_root(token: Token) -> bool:
        return token.pos == "AUX" and token.dep in {"root", "conj", "ccomp", "acl:relcl", "advcl", "parataxis"}

    def _is_adjectival(self, token: Token) -> bool:
        """A participle that the tagger takes for an adjective or noun: "diplômée de", "originaire de"."""
        return token.name < 0 and token.pos in {"ADJ", "NOUN"} and token.lemma in self.adjectival

    def _stands_as_verb(self, token: Token) -> bool:
        """ "est pressentie pour", "X and Y plan to merge": what has a verb's helpers, or a subject and an infinitive,
        is one, whatever the tagger says.
        """
        if token.name >= 0 or token.pos in {"VERB", "AUX"} or token.dep in _NO_CLAUSE:
            return False
        below = {c.dep for c in self.parse.children(token)}
        if not below & {"nsubj", "nsubj:pass"} or below & {"cop", "det", "case"}:
            return False
        return bool(below & {"aux:pass", "aux:tense"}) or (token.pos == "NOUN" and "xcomp" in below)

    # -- one clause by itself

    def _clause(self, token: Token, *, copular: bool) -> Clause:
        clause = Clause(token.i, token.lemma if copular else self.forms.lemma(token), copular=copular)
        helpers = self.parse.children(token, "aux", "aux:pass", "aux:tense", "cop")
        self._set_form(clause, token, helpers)
        clause.auxiliaries = tuple(h.lemma for h in helpers if h.pos != "PART")
        present = self._is_present(token, helpers)
        if present:
            clause.form, clause.tense = "fin", "pres"
        clause.passive = (
            not copular and not present and (self.voice.is_passive(token, helpers) or self.voice.is_caused(token))
        )
        clause.negated = self.negation.of(token, helpers)
        clause.lapsed = self.negation.is_over(token, helpers, negated=clause.negated)
        for child in self.parse.children(token):
            self._add_argument(clause, child)
        for child in [c for h in helpers if h.dep.startswith("aux") for c in self.parse.children(h, *_SUBJECT)]:
            self._add_argument(clause, child)  # "il a par ailleurs vendu": the subject hangs on the auxiliary
        self._part_subjects(clause)
        if (
            present
            and not clause.arguments.get("agent")
            and (head := self.parse.head(token)).i < token.i
            and head.pos in {"NOUN", "PROPN"}
        ):
            clause.arguments["agent"] = [head.i]
        return clause

    def _is_present(self, token: Token, helpers: list[Token]) -> bool:
        """A finite verb that looks like a participle, in a sentence that has no other or before what it says."""
        if helpers or not self.forms.is_present(token):
            return False
        marks = {m.lower for c in self.parse.children(token, "ccomp") for m in self.parse.children(c, "mark")}
        finite = (t.morph.get("VerbForm") == "Fin" for t in self.parse.sentence_tokens(token.sentence))
        return bool(self.forms.content & marks) or not any(finite)

    def _part_subjects(self, clause: Clause) -> None:
        """ "X possède Y" with two subjects: the one behind an active verb is its object."""
        agents = clause.arguments.get("agent", [])
        behind = [i for i in agents if i > clause.predicate]
        near = bool(agents) and not any(
            t.lower in self.relative for t in self.parse.tokens[agents[0] : clause.predicate]
        )
        if (
            near
            and behind
            and len(behind) < len(agents)
            and not (clause.passive or clause.copular or clause.arguments.get("patient"))
        ):
            clause.arguments["agent"] = [i for i in agents if i < clause.predicate]
            clause.arguments["patient"] = behind

    def _displaced(self, clause: Clause) -> None:
        """ "…, and five years later bought the maker X": a subject behind the second of two active verbs is its
        object.
        """
        token = self.parse.tokens[clause.predicate]
        above = self.clauses.get(token.head)
        agents = clause.arguments.get("agent", [])
        if (
            token.dep != "conj"
            or above is None
            or not agents
            or min(agents) < token.i
            or clause.copular
            or clause.passive
            or clause.arguments.get("patient")
        ):
            return
        if not above.copular and clause.form == "fin" and any(i < above.predicate for i in above.subjects):
            clause.arguments["patient"] = clause.arguments.pop("agent")

    def _set_form(self, clause: Clause, token: Token, helpers: list[Token]) -> None:
        finite = next((h for h in [*helpers, token] if h.morph.get("VerbForm") == "Fin"), None)
        if finite is None:
            if self.voice.is_simple_past(token, helpers):
                clause.tense = "past"
                return
            form = token.morph.get("VerbForm", "Fin" if token.pos not in {"VERB", "AUX"} else "Inf")
            clause.form = {"Inf": "inf", "Part": "part", "Ger": "part"}.get(form, "fin")
            if any(h.morph.get("VerbForm") == "Inf" for h in helpers):
                clause.form = "inf"
            return
        clause.mood = {"Cnd": "cnd", "Sub": "sub"}.get(finite.morph.get("Mood", ""), "")
        if self.forms.is_conditional(finite):
            clause.mood = "cnd"
        clause.tense = {"Fut": "fut", "Past": "past", "Imp": "past", "Pres": "pres"}.get(
            finite.morph.get("Tense", ""), ""
        )
        if self.forms.is_future(finite):
            clause.tense = "fut"
            clause.mood = ""  # "paraîtra": to the tagger at times a conditional

    def _add_argument(self, clause: Clause, child: Token) -> None:
        compound = list(self.prepositions.inner(child))
        for case, inner in compound:
            self._put(clause, case, inner)
        if not compound and (role := self._role(clause, child)):
            self._put(clause, role, child)

    def _put(self, clause: Clause, role: str, token: Token) -> None:
        slot = clause.arguments.setdefault(role, [])
        slot.extend(t.i for t in self._coordinated(token) if t.i not in slot)

    def _swallowed(self, clause: Clause) -> None:
        """ "fined X $30m", "took X private": the name right behind the verb is an object of its own, and no part of
        the noun that follows.
        """
        heads = clause.arguments.get("patient", [])
        if clause.passive or len(heads) != 1:
            return
        head = self.parse.tokens[heads[0]]
        names = [
            c for c in self.parse.children(head, "compound", "nmod") if c.name >= 0 and c.i == clause.predicate + 1
        ]
        if not names:
            return
        if head.i in self.amounts:
            clause.arguments["recipient"] = [names[0].i]
        elif head.lemma in self.predicative:
            clause.arguments["patient"] = [names[0].i]
            clause.arguments["predicate"] = [head.i]

    def _spill(self, clause: Clause) -> None:
        """Arguments that the parser hung on another argument: "a vendu X à Y", "détenu à 30 % par Y"."""
        joined = [
            c.i
            for c in self.parse.children(self.parse.tokens[clause.predicate], "conj")
            if c.pos in {"NOUN", "SYM"} and c.i not in self.clauses
        ]
        for i in [*(i for role, found in clause.arguments.items() if role != "agent" for i in found), *joined]:
            for child in self.parse.children(self.parse.tokens[i], *_SPILT):
                for compound, inner in self.prepositions.inner(child):
                    self._put(clause, compound, inner)
                case = self.prepositions.of(child)
                role = "agent" if clause.passive and case in self.agent else case
                if not case and is_object_behind(self.parse, clause, self.parse.tokens[i], child, self.time_tokens):
                    self._put(clause, "patient", child)
                elif (
                    child.i > i > clause.predicate
                    and (
                        role == "agent"
                        or case in self.spilling
                        or (i in self.time_tokens and is_hung_on_time(child, case, self.of, self.time_tokens))
                    )
                    and (role not in clause.arguments or role == "agent")
                ):
                    self._put(clause, role, child)

    def _role(self, clause: Clause, child: Token) -> str:
        """The role of a dependent; "" for those that are none."""
        if child.dep == "nsubj" and child.i in self.time_tokens and not clause.copular:
            return "time"  # "and the following year bought Y"
        if child.dep.startswith("nsubj") or child.dep == "csubj":
            return "patient" if clause.passive else "agent"
        if child.dep == "obj":
            case = self.case(child)
            if case in self.limits and child.i in self.counted:
                return "patient"  # "prendre jusqu'à 30 % de Y"
            if child.i in self.time_tokens and child.pos != "PRON":
                return "time"
            return case if case and child.pos != "PRON" else "patient"
        if child.dep == "iobj":
            return "recipient"
        case = self.case(child)
        if (child.dep == "obl:agent" and (clause.passive or not case)) or (case in self.agent and clause.passive):
            return "agent"
        named = child.dep.startswith("flat") and child.name >= 0 and child.i > clause.predicate
        if child.dep.split(":")[0] in {"obl", "nmod"} or child.dep in _ARGUMENTS or named:
            return case or self._bare(clause, child)
        return ""

    def _bare(self, clause: Clause, child: Token) -> str:
        """A nominal without preposition behind an active verb is its object, unless it is a time: "a racheté X en
        mai".
        """
        called = child.dep == "xcomp" and (child.name < 0 or clause.lemma in self.naming)
        if (
            child.i in self.time_tokens
            or child.pos not in {"NOUN", "PROPN"}
            or child.dep in {"advmod", "iobj"}
            or called  # "devenu X", "baptisé X"; behind other verbs a name is the object
        ):
            return "time" if child.dep.startswith("obl") or child.i in self.time_tokens else ""
        behind = child.i > clause.predicate and not any(
            t.text == "," for t in self.parse.tokens[clause.predicate : child.i]
        )
        return (
            "patient"
            if behind and not clause.passive and not clause.copular
            else "time"
            if child.dep.startswith("obl")
            else ""
        )

    def case(self, token: Token) -> str:
        """The preposition of a noun, lower case; compound ones joined with blanks ("auprès de")."""
        return self.prepositions.of(token)

    def _coordinated(self, token: Token) -> list[Token]:
        """A token and the nouns coordinated with it."""
        found = [token]
        for conj in [*self.parse.children(token, "conj"), *self._behind_apposition(token)]:
            if conj.pos in {"NOUN", "PROPN", "NUM", "PRON", "X", "SYM"} and conj.i not in self.clauses:
                found += self._coordinated(conj)
        return found

    def _behind_apposition(self, token: Token) -> list[Token]:
        """ "owns X, an estate, and 4% of Y": names and shares joined to the apposition are joined to what it
        describes.
        """
        found = []
        for apposition in self.parse.children(token, "appos") if token.name >= 0 else ():
            for conj in self.parse.children(apposition, "conj"):
                closed = any(
                    self.parse.tokens[c.i - 1].text == ","
                    for c in [*self.parse.children(conj, "cc"), *self.parse.children(apposition, "cc")]
                )
                if closed and (conj.name >= 0 or conj.i in self.share_tokens):
                    found.append(conj)
        return found

    # -- what a clause takes from the ones above it

    def _inherit(self, clause: Clause) -> None:
        token = self.parse.tokens[clause.predicate]
        role = "patient" if clause.passive else "agent"
        if clause.arguments.get(role) and not (clause.passive and role == "agent"):
            return
        head = self.parse.head(token)
        governor = self.clauses.get(head.i)
        if self._is_headline(token, clause, head):
            clause.arguments[role] = [head.i]
        elif (
            token.dep == "advcl"
            and clause.passive
            and clause.form == "part"
            and clause.lemma in self.of_things
            and (near := self._nearest(head, token)) != head.i
        ):
            clause.arguments[role] = [near]
        elif token.dep in {"acl", "amod"} or (token.dep == "acl:relcl" and clause.form == "part"):
            if head.pos in {"NOUN", "PROPN", "PRON"} and clause.form == "part":
                clause.arguments[role] = [self._nearest(head, token)]
            elif clause.form == "inf":
                self._from_noun(clause, head, role)
        elif governor is not None and token.dep in {
            "xcomp",
            "ccomp",
            "advcl",
            "conj",
            "parataxis",
            "obl",
            "obl:arg",
            "obl:mod",
            "advmod",
            "nmod",
        }:
            self._from_governor(clause, governor, token, role)
        elif token.dep in {"nmod", "obl", "advcl", "xcomp"} and clause.form == "inf":
            self._from_noun(clause, head, role)

    @staticmethod
    def _is_headline(token: Token, clause: Clause, head: Token) -> bool:
        """ "X to buy Y": in headlines an infinitive says what the name is going to do."""
        return token.dep in {"acl", "acl:relcl"} and clause.form == "inf" and head.dep == "root" and head.pos == "PROPN"

    def _nearest(self, head: Token, participle: Token) -> int:
        """ "X a fait fortune avec Y, fondé en 1990": a participle behind a name and a comma doesn't reach back over
        a verb.
        """
        before = self.parse.tokens[participle.i - 2] if participle.i > 1 else head
        comma = self.parse.tokens[participle.i - 1].text == ","
        crossed = any(head.i <= i < before.i and c.form == "fin" for i, c in self.clauses.items())
        return before.i if comma and crossed and before.name >= 0 and before.sentence == participle.sentence else head.i

    def _relative_object(self, clause: Clause) -> None:
        """The object of a relative clause: "the unit it sold", "which it agreed to buy"."""
        token = self.parse.tokens[clause.predicate]
        if clause.passive or "patient" in clause.arguments:
            return
        head = self.parse.head(token)
        governor = self.clauses.get(head.i)
        if (
            (token.dep == "acl:relcl" or (token.dep == "acl" and marks_object(self.parse, token, self.lexicon)))
            and clause.form == "fin"
            and clause.arguments.get("agent")
            and not self._has_relative(clause)
            and not clause.copular
        ):
            clause.arguments["patient"] = [head.i]
        elif token.dep == "xcomp" and clause.form == "inf" and governor is not None:
            moved = [i for i in governor.arguments.get("patient", []) if self._is_relative(i)]
            if moved and not governor.passive:
                clause.arguments["patient"] = moved

    def _has_relative(self, clause: Clause) -> bool:
        """Whether one of the clause's own words already stands for the noun that it describes."""
        below = self.parse.subtree(
            self.parse.tokens[clause.predicate], lambda t: not t.dep.startswith(("acl", "advcl", "conj"))
        )
        return any(self._is_relative(t.i) for t in below)

    def _is_relative(self, token: int) -> bool:
        return self.parse.tokens[token].lower in self.relative

    def _from_governor(self, clause: Clause, governor: Clause, token: Token, role: str) -> None:
        if clause.form == "fin" and token.dep not in {"conj", "parataxis", "xcomp", "ccomp"}:
            return
        if clause.form == "fin" and (token.dep == "ccomp" or self._is_apart(governor.predicate, token.i)):
            return
        subject: list[int] = []
        if governor.lemma in self.object_control and token.dep != "conj" and not self._is_purpose(token):
            subject = governor.tokens("recipient", "patient", *self.controlled)
        if not subject:  # also "will stop buying": with nobody told to do it
            subject = governor.subjects
        if subject:
            clause.arguments[role] = list(subject)

    def _is_apart(self, one: int, other: int) -> bool:
        """Whether a colon stands between two verbs: each has its own subject."""
        return any(t.text == ":" for t in self.parse.tokens[min(one, other) : max(one, other)])

    def _is_purpose(self, token: Token) -> bool:
        """ "a mandaté X pour vendre Y", "afin de", "avant de": the subject stays that of the clause above."""
        return any(m.lower in self.purpose for m in self.parse.children(token, "mark", "case"))

    def _from_noun(self, clause: Clause, noun: Token, role: str) -> None:
        """ "son projet de racheter Y": the subject is that of the clause around the noun, or what the noun belongs
        to.
        """
        for above in self.parse.ancestors(noun):
            if (governor := self.clauses.get(above.i)) is not None:
                subject = governor.subjects
                if subject and noun.i not in subject:
                    clause.arguments[role] = list(subject)
                return


def _tokens_of(parse: Parse, *kinds: ValueKind) -> set[int]:
    return {i for v in parse.values if v.kind in kinds for i in parse.covered(v.start, v.end)}


def find_clauses(parse: Parse, lexicon: Lexicon) -> dict[int, Clause]:
    """The clauses of a parse by predicate token."""
    return ClauseFinder(parse, lexicon).run()
