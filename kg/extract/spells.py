"""Since when and until when a state lasted, where another clause of the sentence says so.

"Its chief executive, Joan Hartwell, poached from Tilmex in 2022" has the post since then; "sold its unit Tilmex in
May", "sacked its chairman in March": unit and chairman until then. The description itself has no date; the verb beside
it, or above it, has one.
"""

from __future__ import annotations

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, with_particle
from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind
from kg.extract.qualifiers import Qualifiers
from kg.extract.syntax import Parse, Token
from kg.extract.values import Value, ValueKind
from kg.model import EntityType

POSTS = frozenset({"chiefExecutiveOf", "chairOf", "boardMemberOf", "worksFor"})
_POSSESSED = {"subsidiaryOf", "ownerOf"}  # what ends when it is sold
_SITES = {"operatesIn"}  # … when it is closed, too
_BESIDE = {"acl", "acl:relcl", "appos", "amod", "advcl", "parataxis"}
_BREAKS = {",", "–", "—", "("}
_LEAD = 24  # characters before a date in which "with effect from" stands
_NEXT = 2  # sentences behind an appointment that tell when it begins
_HIGH = 6  # governors between a description and the verb that ends what it says


class Spells:
    """Dates the states of one document by the verbs of their beginning and end."""

    def __init__(
        self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, qualifiers: Qualifiers, lexicon: Lexicon
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.qualifiers = qualifiers
        self.of = lexicon.of
        table = lexicon.language.table("clauses")["times"]
        self.entering = frozenset(table["entering"])
        self.assuming = frozenset(table["assuming"])
        self.starting = frozenset(table["starting"])
        self.assumed = frozenset(table["assumed"])
        self.effects = frozenset(table["effects"])
        self.appointments = frozenset(table["appointments"])
        self.effective: list[str] = table["effective"]
        self.opening = tuple(words.rstrip("eu' ") for words in self.effective)
        self.parting = frozenset(table["parting"])
        self.dismissing = frozenset(table["dismissing"])
        self.disposing = frozenset(table["disposing"])
        self.freeing = frozenset(table["freeing"]) | self.disposing
        self.ceasing = frozenset(table["ceasing"]) | self.disposing

    def time(self, candidate: Candidate) -> str | None:
        """The interval that is open on the side of which nothing is said; None where no verb dates the state."""
        if candidate.relation in _SITES:
            return self._ended(candidate, self.ceasing, candidate.subject, whole=False)
        if found := self._in_turn(candidate):
            return found
        if candidate.relation in _POSSESSED and candidate.ended:
            return self._freed(candidate)
        if candidate.judged:
            return self._left(candidate) or self._held(candidate) if candidate.bound == "until" else None
        if candidate.relation in _POSSESSED:
            seller = candidate.object if candidate.relation == "subsidiaryOf" else candidate.subject
            return self._ended(candidate, self.disposing, seller if isinstance(seller, int) else -1)
        if candidate.relation not in POSTS or candidate.ended:
            return None
        return self._ended(candidate, self.dismissing, -1) or self._left(candidate) or self._entered(candidate)

    def _in_turn(self, candidate: Candidate) -> str | None:
        """What the next post of the same person tells of this one: "headed X before joining Y in 2019"."""
        if candidate.relation not in POSTS or not (candidate.judged or candidate.ended):
            return None
        day = self.qualifiers.behind(candidate.tokens[0])
        if day is None and candidate.judged and candidate.bound != "since":
            day = self.qualifiers.before(candidate.trigger)
        if day is not None or not candidate.judged:
            return f"../{day}" if day else None
        day = self.qualifiers.after(candidate.trigger)
        return f"{day}/.." if day else None

    def _freed(self, candidate: Candidate) -> str | None:
        """ "Formerly a unit of X, Tilmex has been independent since a buyout in 2014": it was one until then."""
        for i in range(*self.parse.sentences[self.parse.tokens[candidate.trigger].sentence]):
            clause = self.clauses.get(i)
            if clause is not None and clause.lemma in self.freeing and not clause.negated:
                days = {day for v in self.qualifiers.dates(i) if (day := (v.date or "").removesuffix("/.."))}
                return f"../{days.pop()}" if len(days) == 1 and "/" not in "".join(days) else None
        return None

    def starts(self, candidate: Candidate) -> str | None:
        """The day from which an appointment holds, where that is not the day of the news: "effective March 1", "Elle
        prendra ses fonctions le 1er mars".
        """
        if candidate.bound != "since":
            return None
        later = self._of_post(candidate) or self._assumed(candidate) if self.is_post(candidate) else None
        return self._effective(candidate) or later

    def _effective(self, candidate: Candidate) -> str | None:
        """The date of the sentence behind "effective", "with effect from", "à compter du"."""
        _, last = self.parse.sentences[self.parse.tokens[candidate.trigger].sentence]
        start, end = self.parse.tokens[candidate.trigger].start, self.parse.tokens[last - 1].end
        for value in self.parse.values:
            before = self.parse.text[max(0, value.start - _LEAD) : value.start].lower()
            here = start < value.start < end and value.date and not self._is_of_state(value)
            if here and any(words in before for words in self.effective):
                return (value.date or "").removesuffix("/..")
        return None

    @staticmethod
    def is_post(candidate: Candidate) -> bool:
        """Whether more is told than that somebody joined somebody."""
        return candidate.position is not None or candidate.relation != "worksFor"

    def _is_of_state(self, value: Value) -> bool:
        """ "who became chairman in 2019, was finance director from 2012": what somebody is has a time of its own."""
        token = self.parse.at(value.start)
        clause = self.clauses.get(self.qualifiers.predicate(token)) if token is not None else None
        return clause is not None and clause.copular

    def is_from(self, value: Value) -> bool:
        """Whether "from", "à partir de" and the like stand right before a date, but for an article."""
        before = self.parse.text[max(0, value.start - _LEAD) : value.start].lower().rstrip("eu' ")
        return before.endswith(self.opening)

    def _of_post(self, candidate: Candidate) -> str | None:
        """ "a rejoint X en 2012, avant d'en prendre la direction en 2019": the date beside the post."""
        own = self.qualifiers.predicate(self.parse.tokens[candidate.tokens[0]])
        if own in {-1, candidate.trigger} or own not in self.clauses or self._at_another(own, candidate):
            return None
        return next((v.date for v in self.qualifiers.dates(own) if v.date and "/" not in v.date), None)

    def _at_another(self, predicate: int, candidate: Candidate) -> bool:
        """ "passed ten years at X before joining Y as director": the post is Y's."""
        found = [i for tokens in self.clauses[predicate].arguments.values() for i in tokens]
        named = {r.i for i in found if (r := self.discourse.referent_at(i)) is not None}
        return bool(named - {candidate.subject, candidate.object})

    def _assumed(self, candidate: Candidate) -> str | None:
        """What the rest of the sentence and the next two say of the same person: "She will take over on 1 March"."""
        here = self.parse.tokens[candidate.trigger].sentence
        for sentence in range(here, min(here + _NEXT + 1, len(self.parse.sentences))):
            for i in range(*self.parse.sentences[sentence]):
                clause = self.clauses.get(i) if i != candidate.trigger else None
                if clause is not None and (self._takes_up(clause, candidate) or self._takes_effect(clause, candidate)):
                    return next((v.date for v in self.qualifiers.dates(i) if v.date and "/" not in v.date), None)
        return None

    def _takes_up(self, clause: Clause, candidate: Candidate) -> bool:
        """Of the person; right behind the appointment a pronoun that nobody else claims is whoever takes up a post."""
        if not self._assumes(clause) or clause.negated:
            return False
        behind = self.parse.tokens[clause.predicate].sentence - self.parse.tokens[candidate.trigger].sentence == 1
        agents = [i for i in clause.arguments.get("agent", []) if self.parse.tokens[i].pos == "PRON"]
        unclaimed = any(self.discourse.referent_at(i) is None for i in agents)
        return self._is_about(clause, candidate) or (behind and unclaimed)

    def _takes_effect(self, clause: Clause, candidate: Candidate) -> bool:
        """ "Her appointment takes effect on 1 March", "Sa nomination sera effective le 1er mars"."""
        agents = [self.parse.tokens[i] for i in clause.tokens("agent")]
        behind = [self.parse.tokens[i].lemma for found in clause.arguments.values() for i in found]
        effect = clause.lemma in self.effects or any(lemma in self.effects for lemma in behind)
        near = clause.predicate > candidate.trigger and not clause.negated
        return near and effect and any(t.lemma in self.appointments and t.name < 0 for t in agents)

    def _assumes(self, clause: Clause) -> bool:
        """A verb of taking up, and what one takes up where the verb alone doesn't tell: "prendre ses fonctions"."""
        lemma = with_particle(self.parse, clause, self.assuming)
        if lemma in self.starting:
            return True
        below = [i for found in clause.arguments.values() for i in found]
        return lemma in self.assuming and any(self.parse.tokens[i].lemma in self.assumed for i in below)

    # -- the end

    def _ended(self, candidate: Candidate, verbs: frozenset[str], by: int, *, whole: bool = True) -> str | None:
        """ "sold its unit X in May": the verb or noun above, done by who has it where that is known; not `whole`, what
        stands there ends with it: "closed a plant in X".
        """
        below = token = self.parse.tokens[candidate.trigger]
        for _ in range(_HIGH):
            clause = self.clauses.get(token.i)
            if (clause.lemma if clause is not None else token.lemma) in verbs:
                parts = {below.i, candidate.trigger}
                ends = clause is None or below is token or self._does(clause, by, parts, whole=whole)
                return self._until(token.i) if ends else None
            if (clause is not None and token.i != candidate.trigger) or token.head == token.i:
                return None
            if whole and not self._is_of(token):
                return None
            if token.dep == "appos" and self.parse.head(token).lemma in verbs:
                return None  # "the sale of X to Y, a unit of Z"
            below, token = token, self.parse.head(token)
        return None

    def _does(self, clause: Clause, by: int, below: set[int], *, whole: bool) -> bool:
        """Whether the clause says that `by`, or nobody known, makes an end of one of the tokens below it."""
        agents = [] if clause.passive else clause.arguments.get("agent", [])
        known = {r.i for i in agents if (r := self.discourse.referent_at(i)) is not None}
        direct = not whole or bool(below & set(clause.arguments.get("patient", [])))
        return not clause.negated and direct and (by < 0 or not known or by in known)

    def _is_of(self, token: Token) -> bool:
        """ "the sale of X", "the X sale", and not "the sale to X", "a stake in X"."""
        cases = self.parse.children(token, "case")
        return not cases or any(t.lower in self.of for t in cases)

    def _until(self, predicate: int) -> str | None:
        time = self.qualifiers.time(predicate)
        if time is None or time.startswith(".."):
            return time
        return f"../{time}" if "/" not in time else None

    def _left(self, candidate: Candidate) -> str | None:
        """ "Paul Mirande, its chairman, who stepped down in March", "parti en retraite fin juin"."""
        for clause in self._beside(candidate):
            if clause.lemma in self.parting | self.dismissing:
                return self._until(clause.predicate)
        return None

    def _held(self, candidate: Candidate) -> str | None:
        """ "quitte le conseil, dont il était membre depuis 2008": the one date of the sentence, since when."""
        first, last = self.parse.sentences[self.parse.tokens[candidate.trigger].sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        dates = [v for v in self.parse.values if start <= v.start < end and v.date and v.kind is ValueKind.DATE]
        if len(dates) != 1 or not (dates[0].date or "").endswith("/.."):
            return None
        token = self.parse.at(dates[0].start)
        clause = self.clauses.get(self.qualifiers.predicate(token)) if token is not None else None
        return dates[0].date if clause is not None and self._is_about(clause, candidate) else None

    # -- the beginning

    def _entered(self, candidate: Candidate) -> str | None:
        """ "who took over in September", "nommé en 2019": no other post and no other employer in the clause."""
        for clause in self._beside(candidate):
            if clause.lemma in self.entering and not self._of_another(clause, candidate):
                dates = [v.date for v in self.qualifiers.dates(clause.predicate) if v.date and "/" not in v.date]
                return f"{dates[0]}/.." if dates else None
        return None

    def _of_another(self, clause: Clause, candidate: Candidate) -> bool:
        """Whether it names a post or what one may come to: "nommé ministre en 2019", "joined Tilmex in 2019"."""
        things = set(clause.arguments.get("patient", [])) if not clause.passive else set()
        for phrase in self.discourse.phrases:
            if phrase.entity in {candidate.subject, candidate.object} or phrase.head == clause.predicate:
                continue
            below = clause.predicate in {t.i for t in self.parse.ancestors(self.parse.tokens[phrase.head])}
            if below and (phrase.role is not None or (phrase.kind is Kind.NAME and phrase.head in things)):
                return True
        return False

    def _beside(self, candidate: Candidate) -> list[Clause]:
        """The clauses that hang on the sentence's mention of the post's holder and say what became of him."""
        first, last = self.parse.sentences[self.parse.tokens[candidate.trigger].sentence]
        found = [self.clauses[i] for i in range(first, last) if i in self.clauses]
        return [c for c in found if self._hangs(c) and self._is_about(c, candidate)]

    def _hangs(self, clause: Clause) -> bool:
        """Whether it is beside the main clause; a participle behind a comma may be taken for the main verb: ", poached
        from X in 2019, has".
        """
        token = self.parse.tokens[clause.predicate]
        if self.name_before(clause) is not None:
            return True
        behind = token.i > 0 and self.parse.tokens[token.i - 1].text in _BREAKS
        taken = behind and clause.tense == "past" and (clause.passive or not clause.arguments.get("patient"))
        return token.dep in _BESIDE or taken

    def is_put(self, clause: Clause, verbs: frozenset[str]) -> bool:
        """Whether somebody is put in or out of office: "was named", "parachuté en mai"."""
        return clause.lemma in verbs and (clause.passive or clause.form == "part")

    def name_before(self, clause: Clause) -> int | None:
        """ "X, parti en retraite en juin": who a participle behind a name's comma tells of, wherever it hangs."""
        i = clause.predicate
        if clause.form != "part" or i < 2 or self.parse.tokens[i - 1].text not in _BREAKS:
            return None
        name = self.discourse.referent_at(i - 2)
        person = name is not None and name.type is EntityType.PERSON and self.parse.tokens[i - 2].name >= 0
        return name.i if name is not None and person else None

    def _is_about(self, clause: Clause, candidate: Candidate) -> bool:
        if (name := self.name_before(clause)) is not None:
            return not clause.negated and name == candidate.subject
        arguments = [*clause.arguments.get("agent", []), *clause.arguments.get("patient", [])]
        about = [r.i for i in arguments if (r := self.discourse.referent_at(i)) is not None]
        return not clause.negated and about[:1] == [candidate.subject]
