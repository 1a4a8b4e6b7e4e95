"""Figures of organisations: turnover, result, worth and staff, from measure nouns and the values beside them.

News packs figures tightly ("un bénéfice net de 12 M€ pour 640 M€ de chiffre d'affaires, contre 11 un an plus tôt"), and
the parser hangs them anywhere. Their surface is regular: the noun, a level word, the amount. Whose figure it is, the
possessive, the complement, the parenthesis or the subject says; a bare "le chiffre d'affaires" is the topic's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from kg.extract.candidates import Candidate
from kg.extract.choices import any_of
from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.owners import Owners
from kg.extract.syntax import Parse, Token
from kg.extract.values import Value, ValueKind, shift, year_before
from kg.model import Literal, Source, Status

_FAR = 16  # tokens between a measure and its amount; more and the amount is another thing's
_NEAR = 3  # sentences for which the period of a figure goes without saying
_PERIOD = re.compile(r"\d{4}(?:-[HQ]\d)?|\d{4}(?:-\d\d)?/\d{4}(?:-\d\d)?")  # years, halves, quarters
_PART = re.compile(r"/|[HQ]\d$")  # of a period, and of no founding
_LEAD = 20  # characters before a date in which "compared with" stands
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REPORTING = 4  # months after a year in which its results are told
_BEYOND = 45  # characters between an amount and that of the earlier period
_OF_PERIODS = {"revenue", "profit"}  # … and worth is that of a day


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure noun of the text."""

    start: int
    end: int
    relation: str
    sign: int
    token: Token


class Figures:
    """Reads the figures of one document."""

    def __init__(
        self,
        parse: Parse,
        clauses: dict[int, Clause],
        lexicon: Lexicon,
        owners: Owners,
        published: date | None,
    ) -> None:
        self.parse = parse
        self.published = published
        self.periods: dict[int, tuple[str | None, int]] = {}  # owner → period of its last figure, and the sentence
        self.clauses = clauses
        self.lexicon = lexicon
        self.code = lexicon.language.code
        table = lexicon.language.table("figures")
        self.kinds = {noun: kind for kind, nouns in table["measures"].items() for noun in nouns}
        self.words = {key: frozenset(words) for key, words in table["words"].items()}
        self.compared = tuple(f" {words}" for words in table["words"]["compared"])
        self.owners = owners

    def run(self, told: Iterable[Candidate] = ()) -> list[Candidate]:
        """What is told already, with the periods of its figures, and behind it the candidates in order of the text."""
        known = list(told)
        by_sentence: dict[int, list[int]] = {}
        for k, candidate in enumerate(known):
            by_sentence.setdefault(self.parse.tokens[candidate.trigger].sentence, []).append(k)
        found: list[Candidate] = []
        for i in range(len(self.parse.sentences)):
            for k in by_sentence.get(i, ()):
                known[k] = self._dated(known[k], i)
            found += self._of_sentence(i)
        return known + found

    def _of_sentence(self, sentence: int) -> Iterator[Candidate]:
        measures = self._measures(sentence)
        for k, measure in enumerate(measures):
            limit = measures[k + 1].start if k + 1 < len(measures) else self._bounds(sentence)[1]
            yield from self._figure(measure, limit, sentence)

    def _dated(self, candidate: Candidate, sentence: int) -> Candidate:
        """ "For the three months to July it earned 11 million. Its insurance arm lost 2": a verb's figure is of the
        period told before, where its own sentence names none.
        """
        thing = candidate.object
        if candidate.relation not in _OF_PERIODS or candidate.time or not isinstance(thing, Literal):
            return candidate
        start, end = self._bounds(sentence)
        own = [m for m in self.money if start <= m.start < end and m.amount == abs(thing.amount or 0)]
        dates = [v for v in self.parse.values if start <= v.start < end and v.date]
        if not own or not all(self._looks_back(d) for d in dates):
            return candidate
        token = self.parse.tokens[candidate.trigger]
        measure = Measure(token.start, token.end, candidate.relation, 1, token)
        return replace(candidate, time=self._period(measure, own[0], sentence, candidate.subject))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All measure nouns, longest first."""
        return any_of(self.kinds, r"(?<![\w-])%s(?![\w-])", re.IGNORECASE)

    def _bounds(self, sentence: int) -> tuple[int, int]:
        first, last = self.parse.sentences[sentence]
        return self.parse.tokens[first].start, self.parse.tokens[last - 1].end

    def _measures(self, sentence: int) -> list[Measure]:
        start, end = self._bounds(sentence)
        found = []
        for match in self.pattern.finditer(self.parse.text, start, end):
            token = self.parse.at(match.start())
            if token is None or token.name >= 0 or (len(match.group()) < 3 and match.group().islower()):
                continue
            kind = self.kinds[match.group().lower()]
            found.append(
                Measure(
                    match.start(), match.end(), "profit" if kind == "loss" else kind, -1 if kind == "loss" else 1, token
                )
            )
        return found

    # -- the amount of a measure

    def _figure(self, measure: Measure, limit: int, sentence: int) -> Iterator[Candidate]:
        value = self._before(measure) or self._behind(measure, limit)
        if value is None or (literal := self._literal(value, measure)) is None:
            return
        owner = self.owners.owner(measure.token, measure.end)
        if owner is None:
            return
        period = self._period(measure, value, sentence, owner[0])
        yield self._candidate(measure, owner, literal, value, period)
        if earlier := self._earlier(value, sentence):
            other = self._literal(earlier, measure)
            if other is not None:
                yield self._candidate(measure, owner, other, earlier, self._compared(earlier, sentence, period))

    def _compared(self, earlier: Value, sentence: int, period: str | None) -> str | None:
        """The period of an earlier figure: its own date; "a year earlier" is that of the first, a year before."""
        own = self._time(earlier, sentence, behind=True)
        said = own is None or self._is_said(earlier, sentence, "year_before")
        return (year_before(period) or own) if said else own

    def _period(self, measure: Measure, value: Value, sentence: int, owner: int) -> str | None:
        """The period of a figure: its own date, else that of the owner's last figure just before; of a forecast, the
        year.
        """
        own = self._time(value, sentence)
        if own is not None and _DAY.fullmatch(own) and measure.relation in _OF_PERIODS:
            own = self._year_told(value, sentence)  # "reported sales of $3bn on Tuesday": the day is that of the report
        own = self._just_over(own, sentence)
        last, told = self.periods.get(owner, (None, -_NEAR))
        last = last if sentence - told < _NEAR else None
        if self._is_said(value, sentence, "year_before"):
            base = last or self._told_beside(sentence) or self._told_before(sentence)
            if base is not None and last is None and not self._told_beside(sentence):
                self.periods[owner] = (base, sentence)
            return year_before(base) or own
        if own is None and self._is_forecast(measure.token):
            yearly = self._is_said(value, sentence, "yearly", before=True)
            return str(self.published.year) if yearly and self.published is not None else None
        period = own or last or self._told_before(sentence)
        if period is not None:
            self.periods[owner] = (period, sentence)
        return period

    def _year_told(self, value: Value, sentence: int) -> str | None:
        """ "a publié jeudi un chiffre d'affaires annuel": the year that is over, in the months in which it is told."""
        if self.published is None or self.published.month > _REPORTING:
            return None
        yearly = self._is_said(value, sentence, "yearly", before=True)
        return str(self.published.year - 1) if yearly else None

    def _just_over(self, period: str | None, sentence: int) -> str | None:
        """ "expected to post third-quarter sales of …", in November: the quarter that is just over."""
        earlier = year_before(period) if period is not None and "Q" in period else None
        if earlier is None or self.published is None or earlier != shift(self.published, "quarter", -1):
            return period
        start, end = self._bounds(sentence)
        return period if str(period)[:4] in self.parse.text[start:end] else earlier

    def _told_beside(self, sentence: int) -> str | None:
        """ "a loss in the six months to June, against a profit a year earlier": the one that is no comparison."""
        found = {
            d.date for d in self._dates(sentence) if d.date and _PERIOD.fullmatch(d.date) and not self._looks_back(d)
        }
        return found.pop() if len(found) == 1 else None

    def _looks_back(self, date: Value) -> bool:
        """Whether the words of a date, "a year earlier", or those before it, "up 4% from 2023", name the period of an
        earlier figure.
        """
        words = self.parse.text[date.start : date.end].lower()
        before = self.parse.text[max(0, date.start - _LEAD) : date.start].lower().strip()
        return any(said in words for said in self.words["year_before"]) or before.endswith(self.compared)

    def _told_before(self, sentence: int) -> str | None:
        """ "In the first half it lost 30 million. Sales were …": the one date of the sentence before, if that is of
        money, too.
        """
        if sentence == 0 or not self._follows(sentence):
            return None
        start, end = self._bounds(sentence - 1)
        told = [d for d in self._dates(sentence - 1) if d.date and not _DAY.fullmatch(d.date)]
        dates = {d.date for d in told if not self._looks_back(d)}
        period = dates.pop() if len(dates) == 1 else None
        money = any(start <= m.start < end for m in self.money)
        return period if money and period is not None and _PERIOD.fullmatch(period) else None

    def _follows(self, sentence: int) -> bool:
        """Whether it stands in the paragraph of the sentence before."""
        return "\n" not in self.parse.text[self._bounds(sentence - 1)[1] : self._bounds(sentence)[0]]

    def _is_said(self, value: Value, sentence: int, key: str, *, before: bool = False) -> bool:
        """Whether words stand behind an amount, before the next one; or else before it, too."""
        start, end = self._bounds(sentence)
        end = min([end, *(m.start for m in self.money if m.start > value.start)])
        text = self.parse.text[start if before else value.end : end].lower()
        return any(word in text for word in self.words[key])

    @cached_property
    def money(self) -> list[Value]:
        """All amounts, in order of the text."""
        return sorted((v for v in self.parse.values if v.kind is ValueKind.MONEY), key=lambda v: v.start)

    def _before(self, measure: Measure) -> Value | None:
        """ "640 M€ de chiffre d'affaires"."""
        at = bisect_left(self.money, measure.start, key=lambda v: v.start)
        if at == 0:
            return None
        value = self.money[at - 1]
        between = self.parse.text[value.end : measure.start].strip().lower() if value.end <= measure.start else "?"
        return value if between in self.words["of"] else None

    def _behind(self, measure: Measure, limit: int) -> Value | None:
        """The first amount behind the noun that is a level and not a change."""
        for value in self.money[bisect_left(self.money, measure.end, key=lambda v: v.start) :]:
            if value.start >= limit or not self._near(measure, value):
                return None
            if self._is_level(value):
                return value
        return None

    def _near(self, measure: Measure, value: Value) -> bool:
        between = self.parse.text[measure.end : value.start]
        token = self.parse.at(value.start)
        return token is not None and token.i - measure.token.i <= _FAR and ";" not in between and "»" not in between

    def _is_level(self, value: Value) -> bool:
        """Whether the words before the amount lead to a level: "à 902 M€" and not "en hausse de 30 M€"."""
        token = self.parse.at(value.start)
        i = token.i - 1 if token is not None else -1
        seen: list[str] = []
        while i >= 0 and self.parse.tokens[i].lower in self.words["vague"]:
            seen.append(self.parse.tokens[i].lower)
            i -= 1
        if i < 0 or self.parse.tokens[i].sentence != (token.sentence if token else -1):
            return bool(seen)
        stop = self.parse.tokens[i]
        if seen and seen[-1] in self.words["of"] and {stop.lower, stop.lemma} & self.words["change"]:
            return False
        return stop.lower in self.words["level"] or any(w in self.words["level"] for w in seen)

    def _earlier(self, value: Value, sentence: int) -> Value | None:
        """ "…, contre 71 M€ un an plus tôt", "contre 3,1 l'an dernier"."""
        _, end = self._bounds(sentence)
        for other in self.parse.values:
            if other.kind not in {ValueKind.MONEY, ValueKind.QUANTITY} or not value.end <= other.start < min(
                end, value.end + _BEYOND
            ):
                continue
            before = self.parse.text[value.end : other.start].lower().replace(",", " ").split()
            if before and before[-1] in self.words["earlier"]:
                return other if other.kind is ValueKind.MONEY else self._scaled(other, value)
            return None
        return None

    def _scaled(self, other: Value, value: Value) -> Value | None:
        """A bare number in the unit of the amount before: "20 millions d'euros, contre 3,1"."""
        number = re.search(r"\d+(?:[.,]\d+)?", self.parse.text[value.start : value.end])
        if number is None or value.amount is None or other.quantity is None or other.unit:
            return None
        scale = value.amount / float(number.group().replace(",", "."))
        return Value(
            other.start, other.end, ValueKind.MONEY, amount=round(other.quantity * scale, 2), currency=value.currency
        )

    # -- the fact

    @staticmethod
    def _literal(value: Value, measure: Measure) -> Literal | None:
        if value.amount is None or value.currency is None:
            return None
        amount = -abs(value.amount) if measure.sign < 0 else value.amount
        return Literal(amount=amount, currency=value.currency)

    def _candidate(
        self, measure: Measure, owner: tuple[int, int], literal: Literal, value: Value, time: str | None
    ) -> Candidate:
        token = self.parse.at(value.start)
        trigger, status = self._judged(measure)
        tokens = [owner[1], measure.token.i, *([token.i] if token else [])]
        return Candidate(
            measure.relation,
            owner[0],
            literal,
            trigger,
            tokens,
            f"{self.code}/{measure.relation}/figure",
            status=status,
            time=time,
            source=self._told_by(measure, owner[0], status),
        )

    def _told_by(self, measure: Measure, owner: int, status: Status | None) -> Source | None:
        """ "X reported a loss of …", "X relève sa prévision de …": results and forecasts are their owner's word."""
        clause = self._clause(measure)
        agents = [r for i in clause.arguments.get("agent", ()) if (r := self.owners.referent(i))] if clause else []
        tells = clause is not None and clause.lemma in self.words["told"] and owner in {r.i for r in agents}
        if not tells and (status is not Status.PLANNED or any(r.i != owner for r in agents)):
            return None
        return Source(self.owners.name(owner), str(owner))

    def _judged(self, measure: Measure) -> tuple[int, Status | None]:
        """The token whose factuality counts; figures are told, not announced as events to come."""
        status = Status.PLANNED if self._is_forecast(measure.token) else None
        clause = self._clause(measure)
        aimed = clause is None or clause.lemma in self.words["aims"]
        return measure.token.i if aimed or clause is None else clause.predicate, status

    def _clause(self, measure: Measure) -> Clause | None:
        """The clause in which a measure stands."""
        above = [measure.token, *self.parse.ancestors(measure.token)]
        return next((self.clauses[t.i] for t in above if t.i in self.clauses), None)

    def _is_forecast(self, token: Token) -> bool:
        """ "sa prévision de résultat", "un objectif de chiffre d'affaires"."""
        first, _ = self.parse.sentences[token.sentence]
        return any(t.lemma in self.words["forecast"] for t in self.parse.tokens[max(first, token.i - 4) : token.i])

    def _time(self, value: Value, sentence: int, *, behind: bool = False) -> str | None:
        """The date nearest to the amount, with no other amount between."""
        near = [d for d in self._dates(sentence) if (d.start > value.start if behind else not self._is_other(d, value))]
        dates = [
            d
            for d in near
            if not any(min(d.start, value.start) < m.start < max(d.start, value.start) for m in self.money)
        ]
        if not dates and not behind:  # "a profit of 3 on revenue of 20 last year": one period for both
            dates = near if len(near) == 1 else []
        return min(dates, key=lambda d: abs(d.start - value.start)).date if dates else None

    def _is_other(self, date: Value, value: Value) -> bool:
        """Whether a date is that of the earlier figure: "at 41 million, against 49 in 2020", "… a year earlier"."""
        if self._looks_back(date):
            before = self._amount_before(date)
            return before is not None and before.start != value.start
        between = self.parse.text[value.end : date.start].lower().replace(",", " ").split()
        return bool(self.words["earlier"] & set(between))

    def _amount_before(self, date: Value) -> Value | None:
        """The amount of the sentence that stands last before a date."""
        token = self.parse.at(date.start)
        start = self._bounds(token.sentence)[0] if token is not None else 0
        return next((m for m in reversed(self.money) if start <= m.start and m.end <= date.start), None)

    def _dates(self, sentence: int) -> list[Value]:
        """The dates of a sentence but those of participles beside it: "founded in 1988, it made 3 million"."""
        start, end = self._bounds(sentence)
        found = [d for d in self.parse.values if d.kind is ValueKind.DATE and d.date and start <= d.start < end]
        return [d for d in found if _PART.search(d.date or "") or not self._is_beside(d)]

    def _is_beside(self, date: Value) -> bool:
        token = self.parse.at(date.start)
        above = [token, *self.parse.ancestors(token)] if token is not None else []
        clause = next((self.clauses[t.i] for t in above if t.i in self.clauses), None)
        if clause is None or not (clause.passive and clause.form == "part"):
            return False
        return not any(self._clause_at(m.start) == clause.predicate for m in self.money)

    def _clause_at(self, offset: int) -> int:
        token = self.parse.at(offset)
        above = [token, *self.parse.ancestors(token)] if token is not None else []
        return next((t.i for t in above if t.i in self.clauses), -1)
