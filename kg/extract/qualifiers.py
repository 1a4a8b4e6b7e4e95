"""When, how much, how long, where: the values and places of a clause, given to the fact that it states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token
from kg.extract.values import Value, ValueKind
from kg.model import EntityType

_LEAD = 24  # characters before a date in which a verb that belongs to it stands
_ASIDE = 40  # characters from a date to the dash before and behind it
_STOPS = {":", ";"}  # what parts two main clauses of a sentence
_WINDOW = 9  # tokens from "since" to the date of the noun behind it
_ENDS = {",", ")", "–"}  # behind a description beside a name
_NOMINAL = {"ADP", "DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"}
_CHAIN = 3  # clauses that may lend their date: "agreed in May to buy X and to close Y"


class Qualifiers:
    """Finds the values that belong to a predicate of one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        verbs = lexicon.language.table("factuality")["verbs"]
        self.report = frozenset(verbs["report"]) - frozenset(verbs["planned"])
        self.dating = frozenset(lexicon.language.table("clauses")["times"]["dating"])
        self.when = frozenset(lexicon.language.table("clauses")["times"]["when"])
        self.place_prepositions: list[str] = lexicon.language.table("clauses")["place"]
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.of_clause: dict[int, list[Value]] = {}
        self.since = frozenset(lexicon.language.table("clauses")["times"]["since"])
        self.earlier = frozenset(lexicon.language.table("clauses")["times"]["earlier"])
        self.later = frozenset(lexicon.language.table("clauses")["times"]["later"])
        self.until = frozenset(lexicon.language.table("clauses")["times"]["until"])
        self.bounds: dict[int, Token] = {}  # start of a date → the word some nouns before it that bounds it
        self.absorbed: set[int] = set()  # starts of dates that begin an interval told further on
        self.dated = tuple(self._bounded(v) for v in parse.values)
        self.argument_of = {i: c.predicate for c in clauses.values() for found in c.arguments.values() for i in found}
        for value in self.dated:
            if value.start in self.absorbed:
                continue
            for predicate in self._predicates(value):
                self.of_clause.setdefault(predicate, []).append(value)
            for predicate in self._dated_by(value):
                self.of_clause.setdefault(predicate, []).append(replace(value, date=_last_day(value.date)))
        for predicate, values in list(self.of_clause.items()):
            if len(values) > 1:
                self.of_clause[predicate] = [v for v in values if not self._is_of_post(v)] or values
            self._bound_main(predicate)

    def _bounded(self, value: Value) -> Value:
        """ "chairman since its flotation in 2012", "until the sale of 2014": a bounded noun bounds its date."""
        token = self.parse.at(value.start)
        if value.kind is not ValueKind.DATE or not value.date or "/" in value.date or token is None:
            return value
        for before in reversed(self.parse.tokens[max(0, token.i - _WINDOW) : token.i]):
            if before.lower in self.since | self.until:
                self.bounds[value.start] = before
                start = self._date_before(before)
                date = f"{value.date}/.." if before.lower in self.since else f"{start or '..'}/{value.date}"
                return replace(value, date=date)
            if before.pos not in _NOMINAL or before.sentence != token.sentence:
                break
        return value

    def _date_before(self, bound: Token) -> str | None:
        """ "from 1968 until her retirement in 2018": the day right before the word that bounds the second."""
        near = (v for v in self.parse.values if v.end == bound.start - 1 and v.date and v.kind is ValueKind.DATE)
        first = next((v for v in near if "/" not in (v.date or "/")), None)
        self.absorbed |= {first.start} if first is not None else set()
        return first.date if first is not None else None

    def _bound_main(self, predicate: int) -> None:
        """ "has chaired X since it was founded in 1990", "until it was sold in 2012": it bounds the clause above."""
        token = self.parse.tokens[predicate]
        marks = self._marks(token)
        dates = [v for v in self.dates(predicate) if "/" not in (v.date or "")]
        if not dates or not marks & (self.since | self.until) or not token.dep.startswith("advcl"):
            return
        above = self.predicate(self.parse.head(token))
        if above >= 0 and above != predicate and not self.of_clause.get(above):
            date = f"{dates[0].date}/.." if marks & self.since else f"../{dates[0].date}"
            self.of_clause[above] = [replace(dates[0], date=date)]

    def _predicates(self, value: Value) -> Iterator[int]:
        """The predicate, or noun beside a name, under which a value stands, and nothing beyond it."""
        token = self.parse.at(max(value.start, value.end - 1))
        if token is None:
            return
        start = value.start - _LEAD
        for above in [token, *self.parse.ancestors(token)]:
            if above.dep.startswith("nsubj") and self._is_beside_name(above, value):
                return
            compound = self.parse.text[start : value.start].rfind(above.text) >= 0 and above.start < value.start
            inside = value.start <= above.start < value.end  # "l'an passé" is no clause of passing
            if above.i in self.clauses and not inside and not (compound and self._is_dating(above)):
                yield self._of_segment(value, above.i)
                return
            if above.dep == "appos" and above.pos == "NOUN" and not inside:
                yield above.i  # "the mayor of Leeds from 2001 to 2007, died": it dates what is said beside the name
                return
        if token.i in self.argument_of:  # of a verb that the tagger took for a noun
            yield self.argument_of[token.i]

    def _is_of_post(self, value: Value) -> bool:
        """ "Directrice de X depuis 2018, elle a démissionné jeudi": between commas, the date is the post's and not the
        clause's.
        """
        last = self.parse.at(max(value.start, value.end - 1))
        tokens = self.parse.tokens
        if last is None or "/" not in (value.date or "") or tokens[min(last.i + 1, len(tokens) - 1)].text not in _ENDS:
            return False
        segment = list(self._segment(last))
        phrases = [p for t in segment if (p := self.discourse.by_head.get(t.i)) is not None]
        return not any(t.i in self.clauses for t in segment) and any(p.role or p.office for p in phrases)

    def _segment(self, last: Token) -> Iterator[Token]:
        """The tokens before another, back to a comma or the beginning of the sentence."""
        for before in reversed(self.parse.tokens[self.parse.sentences[last.sentence][0] : last.i]):
            if before.text in {",", "(", "–"}:
                return
            yield before

    def _of_segment(self, value: Value, predicate: int) -> int:
        """ "X est ambitieux : en mai, il a racheté Y": the parser hangs the date on the clause before the colon; it
        belongs to the first main clause behind.
        """
        token = self.parse.at(value.start)
        if (
            token is None
            or predicate > token.i
            or not any(t.text in _STOPS for t in self.parse.tokens[predicate : token.i])
        ):
            return predicate
        last = self.parse.sentences[token.sentence][1]
        own = (i for i in range(token.i, last) if i in self.clauses and self.clauses[i].form == "fin")
        return next((i for i in own if not self.parse.tokens[i].dep.startswith("acl")), predicate)

    def _dated_by(self, value: Value) -> Iterator[int]:
        """ "until 2012, when it was sold": the clause that hangs on the date."""
        date = self.parse.at(max(value.start, value.end - 1))
        for child in self.parse.children(date, "acl:relcl", "acl") if date is not None else ():
            marks = self.parse.children(child, "mark", "advmod", "obl", "dep")
            if child.i in self.clauses and any(t.lower in self.when for t in marks):
                yield child.i

    def _is_beside_name(self, subject: Token, value: Value) -> bool:
        """ "X, entrée chez Y en 2016, est devenue": what stands behind the comma of a subject's name tells of it alone,
        whatever the parser makes of it.
        """
        behind = subject.name >= 0 and subject.end < value.start
        return behind and self.parse.tokens[subject.i + 1].text == ","

    def _is_dating(self, token: Token) -> bool:
        """ "à compter du 1er mars", "starting in May": a verb that is part of the date."""
        return token.lower in self.dating

    def values(self, trigger: int, kind: ValueKind) -> list[Value]:
        """Values of a kind in the clause of a trigger, nearest first; the clauses it is coordinated below come last."""
        at = self.parse.tokens[trigger]
        predicate = self.predicate(at)
        found = [v for v in self.of_clause.get(predicate, ()) if v.kind is kind] if predicate >= 0 else []
        if not found and trigger != predicate:
            return []
        return sorted(found, key=lambda v: abs(v.start - at.start))

    def dates(self, predicate: int) -> list[Value]:
        """The dates of a clause, in order of the text."""
        return [v for v in self.of_clause.get(predicate, ()) if _dated(v)]

    def predicate(self, token: Token) -> int:
        """The nearest predicate at or above a token, -1 for none."""
        for above in [token, *self.parse.ancestors(token)]:
            if above.i in self.clauses:
                return above.i
        return -1

    def time(self, trigger: int, *, shared: bool = False) -> str | None:
        """The date of the clause, of one that lends it its mood, or of one that dates the sentence; `shared`, for an
        event told by a noun, also the only one of the main clause.
        """
        beside = self._beside(trigger)
        for predicate in [*beside, *([] if beside and self._is_of_subject(beside[0]) else self._upwards(trigger))]:
            dates = self.dates(predicate)
            if dates:
                at = self.parse.tokens[trigger].start
                if predicate != trigger and self.clauses[predicate].lemma in self.report:  # "announced on Monday …"
                    dates = [v for v in dates if v.start > at] or dates
                return min(dates, key=lambda v: (self._is_aside(v, at), abs(v.start - at))).date
        return self._only_date(self.parse.tokens[trigger], main=shared and trigger not in self.clauses)

    def _beside(self, trigger: int) -> list[int]:
        """The noun beside a name of which the trigger is part: "X, its supplier since 2011"."""
        token = self.parse.tokens[trigger]
        for above in [token, *self.parse.ancestors(token)]:
            if above.i in self.clauses:
                return []
            if above.dep == "appos":
                return [above.i]
        return []

    def _is_of_subject(self, noun: int) -> bool:
        """ "X, maker of Y, was founded in 1990": what stands beside a subject holds whatever it did, and when."""
        return self.parse.head(self.parse.tokens[noun]).dep.startswith("nsubj")

    def _upwards(self, trigger: int) -> list[int]:
        """The clause of the trigger, then those above an infinitive, or before "and", that are not of speech."""
        token = self.parse.tokens[trigger]
        predicate = self.predicate(token)
        chain = [predicate] if predicate >= 0 else []
        while chain and len(chain) < _CHAIN:
            current = self.parse.tokens[chain[-1]]
            shares = self._shares(current)
            if (
                not shares
                or current.head not in self.clauses
                or self._is_of_other_tense(self.clauses[current.i], self.clauses[current.head])
                or current.head == current.i
                or (current.dep != "conj" and self.clauses[current.head].lemma in self.report)
            ):
                break
            chain.append(current.head)
        return chain

    def _marks(self, token: Token) -> set[str]:
        """The words by which a clause is tied to the one above: "since", "before", "après"."""
        return {t.lower for t in self.parse.children(token, "mark", "advmod", "case")}

    def before(self, trigger: int) -> str | None:
        """The day before which something was: "worked at X before joining Y in 2019", "after leaving X in 2019"."""
        predicate = self.predicate(self.parse.tokens[trigger])
        if predicate < 0:
            return None
        token = self.parse.tokens[predicate]
        if self._marks(token) & self.later and token.dep.startswith("advcl"):
            return self._day(self.predicate(self.parse.head(token)))
        below = (t for t in self.parse.children(token, "advcl", "obl", "acl") if self._marks(t) & self.earlier)
        return next((day for t in below if t.i in self.clauses and (day := self._day(t.i))), None)

    def behind(self, noun: int) -> str | None:
        """The day until which what a noun tells was so: "after eleven years at X, joined Y in 2019"."""
        past = any(self._marks(t) & self.later for t in self._nouns_above(noun))
        return self._day(self.predicate(self.parse.tokens[noun])) if past else None

    def _nouns_above(self, trigger: int) -> Iterator[Token]:
        """A token and its governors below the predicate."""
        for token in [self.parse.tokens[trigger], *self.parse.ancestors(self.parse.tokens[trigger])]:
            if token.i in self.clauses:
                return
            yield token

    def after(self, trigger: int) -> str | None:
        """The day from which on what follows was: "headed X from 2010 to 2016 before moving to Y"."""
        token = self.parse.tokens[self.predicate(self.parse.tokens[trigger])]
        if token.i not in self.clauses or not self._marks(token) & self.earlier or self.dates(token.i):
            return None
        above = self.predicate(self.parse.head(token))
        ended = [v.date for v in self.dates(above) if v.date and "/" in v.date and not v.date.endswith("..")]
        return _last_day(ended[0]) if above != token.i and len(ended) == 1 else None

    def _day(self, predicate: int) -> str | None:
        """The one date of a clause that is no interval."""
        found = [v.date for v in self.dates(predicate)]
        return found[0] if len(found) == 1 and "/" not in (found[0] or "/") else None

    def _shares(self, token: Token) -> bool:
        """Whether a clause has the time of the one above: infinitives, "and", "…, cutting 300 jobs", "… in 2018, when
        it bought X".
        """
        if self._marks(token) & (self.earlier | self.later):
            return False  # "before joining X": what comes before or after has a time of its own
        if self.clauses[token.i].form == "inf" or token.dep == "conj":
            return True
        if token.dep.startswith("advcl") and any(
            m.lower in self.when for m in self.parse.children(token, "mark", "advmod")
        ):
            return self.parse.head(token).i < token.i
        part = token.morph.get("VerbForm") in {"Part", "Ger"} and token.morph.get("Tense") == "Pres"
        return part and token.dep.split(":")[0] in {"advcl", "acl"}

    @staticmethod
    def _is_of_other_tense(clause: Clause, other: Clause) -> bool:
        """ "opened a plant in 2022 and intends to hire": the second has a time of its own."""
        perfect = [bool(c.auxiliaries) for c in (clause, other)]
        return clause.form == other.form == "fin" and clause.tense != other.tense and not all(perfect)

    def _only_date(self, token: Token, *, main: bool) -> str | None:
        """The one date of the sentence, when it stands in a clause that dates the rest or, if `main`, in the main one.
        Clauses beside the main one have times of their own, and mostly don't tell them (34 of 40 in the gold).
        """
        first, last = self.parse.sentences[token.sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        dates = [v for v in self.parse.values if start <= v.start < end and _dated(v)]
        if len(dates) != 1:
            return None
        at = self.parse.at(dates[0].start)
        owner = self.predicate(at) if at is not None else -1
        if owner < 0:
            verbless = main and not any(i in self.clauses for i in range(first, last))
            return dates[0].date if verbless else None
        main = main and self.parse.tokens[owner].dep == "root" and self.clauses[owner].lemma not in self.report
        return dates[0].date if main or self._sets_time(owner) else None

    def _sets_time(self, predicate: int) -> bool:
        """ "When X floated in 1978 it was worth £11m; Y kept 62%": the clause dates the rest of the sentence."""
        token = self.parse.tokens[predicate]
        first = self.parse.sentences[token.sentence][0]
        return token.dep == "advcl" and any(t.lower in self.when for t in self.parse.tokens[first : first + 1])

    def _is_aside(self, value: Value, at: int) -> bool:
        """Whether a date stands between two dashes or brackets that the trigger stands outside of."""
        for opens, closes in (("–", "–"), ("(", ")")):
            left = self.parse.text.rfind(opens, max(0, value.start - _ASIDE), value.start)
            right = self.parse.text.find(closes, value.end, value.end + _ASIDE)
            if 0 <= left < value.start < right and not left < at < right:
                return "." not in self.parse.text[left:right]
        return False

    def place(self, trigger: int, taken: set[int]) -> int | None:
        """A place of the clause that takes no part in the fact: "supprimera 300 postes à Rennes"."""
        predicate = self.predicate(self.parse.tokens[trigger])
        clause = self.clauses.get(predicate)
        if clause is None:
            return None
        for role in self.place_prepositions:
            for i in clause.arguments.get(role, ()):
                referent = self.discourse.referent_at(i)
                if referent is not None and referent.type is EntityType.PLACE and referent.i not in taken:
                    return referent.i
        return None


def _last_day(date: str | None) -> str | None:
    """What "until 2012", "since 2012", "from 1998 to 2012" name last."""
    return next((part for part in reversed(date.split("/")) if part != ".."), None) if date else None


def _dated(value: Value) -> bool:
    return value.date is not None and value.kind in {ValueKind.DATE, ValueKind.DURATION}
