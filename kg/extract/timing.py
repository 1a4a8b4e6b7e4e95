"""When a fact holds: the date of its clause, of its description, of the sentence behind that says when the deal closes.

The plain date is `Qualifiers`' work; here it becomes the time of the relation: a post holds from the day of the
appointment on, a purchase that is agreed is done when it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.discourse import Discourse
from kg.extract.echoes import Echoes, is_recent
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.qualifiers import Qualifiers
from kg.extract.sequels import Sequels
from kg.extract.spells import POSTS, Spells
from kg.extract.successions import joined
from kg.extract.syntax import Parse, Token
from kg.extract.tenures import Tenures
from kg.extract.values import Value, ValueKind
from kg.model import EntityType

_PLAIN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")  # a year, month or day: no half-year
_YEARS = re.compile(r"P(\d{1,2})Y")
_FIRST = re.compile(r"[HQ]\d$")
_OPENS = {"H1": "01", "H2": "07", "Q1": "01", "Q2": "04", "Q3": "07", "Q4": "10"}  # … and the months they begin with
_GAP = 12  # characters between a description and its date: " since ", " depuis le "
_OFFICE = 32  # characters before a date in which "in office until" stands
_NEAR = 2  # … in which it is told that it was signed or closed
_DEALS = {"acquires", "sells", "mergesWith", "investsIn"}
_EVENTS = _DEALS | {"partnerOf", "suppliesTo", "sues", "regulates", "meets", "jobCuts", "hires"}
_DONE = _DEALS | {"partnerOf", "operatesIn", "suppliesTo", "meets", "jobCuts"}  # what is planned for a day
_LASTING = POSTS | {"suppliesTo", "memberOf", "operatesIn", "residesIn"}
_FIGURES = {"revenue", "profit", "valuation"}
_CONTRACTS = {"partnerOf", "suppliesTo"}
_UNTIMED = {
    "competitorOf",
    "childOf",
    "relativeOf",
    "headquarteredIn",
    "industry",
    "citizenOf",
    "locatedIn",
    "productionStart",
    "launchDate",
    "foundedOn",
    "bornOn",
    "diedOn",
}


class Timing:
    """Dates the facts of one document."""

    def __init__(
        self,
        parse: Parse,
        clauses: dict[int, Clause],
        discourse: Discourse,
        qualifiers: Qualifiers,
        lexicon: Lexicon,
        published: date | None,
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.qualifiers = qualifiers
        self.published = published
        self.spells = Spells(parse, clauses, discourse, qualifiers, lexicon)
        self.tenures = Tenures(parse, clauses, discourse, qualifiers, self.spells, lexicon)
        table = lexicon.language.table("clauses")["times"]
        self.echoes = Echoes(parse, discourse, qualifiers, lexicon, published)
        self.sequels = Sequels(parse, clauses, qualifiers, lexicon)
        self.deals = frozenset(table["deals"])
        self.closing = frozenset(table["closing"])
        self.signing = frozenset(table["signing"])
        self.telling = qualifiers.report | self.signing
        self.moves = frozenset(table["moves"])
        self.perfect = frozenset(table["perfect"])
        self.throughout = tuple(table["throughout"])
        self.in_office: list[str] = table["in_office"]
        self.now = frozenset(table["now"])

    def learn(self, candidates: Iterable[Candidate]) -> None:
        """Take note of all candidates: what else is told of who holds a post."""
        self.tenures.learn(candidates)

    def time(self, candidate: Candidate) -> str | None:
        """The time that the text gives a fact, as far as it has happened or is told."""
        if candidate.relation in _UNTIMED:
            return None
        if candidate.relation == "employeeCount" and (year := self._now(candidate)):
            return year
        stands = candidate.relation == "operatesIn" or (candidate.ended and candidate.relation == "subsidiaryOf")
        if stands and (end := self.spells.time(candidate)):
            return end
        told = candidate.trigger in candidate.tokens or candidate.relation in _FIGURES | _EVENTS  # … not only judged so
        if candidate.bound or (candidate.judged and told):
            told_so = self.qualifiers.time(candidate.trigger, shared=candidate.relation in _EVENTS)
            found = self.spells.starts(candidate) or (None if self._is_only_told(candidate) else told_so)
        else:
            found = self._behind(candidate) or (self.echoes.under(candidate) if candidate.relation in POSTS else None)
        if found is None:
            found = self.spells.time(candidate)
        if found is None and candidate.relation in POSTS and (candidate.bound or not candidate.judged):
            found = self._in_office(candidate)
        if found is None and candidate.relation in _EVENTS and candidate.judged:
            found = self.echoes.time(candidate)
        if candidate.relation in _DEALS:  # "led X until its sale in 2019": the sale itself was then
            found = next((v.date for v in self.parse.values if self._is_bounded(v, found)), found)
        bound = "until" if candidate.ended and candidate.relation in _CONTRACTS else candidate.bound
        bounded = self._lasting(self._bounded(found, bound), candidate)
        if bound == "until" and bounded is not None and candidate.relation in POSTS:
            bounded = joined(self._in_office(candidate), bounded) or bounded
        return self.tenures.time(candidate, bounded or self._for_years(candidate))

    def _for_years(self, candidate: Candidate) -> str | None:
        """ "has been chairman for seven years", "has worked there for 25 years": since then."""
        clause = self.clauses.get(candidate.trigger)
        perfect = clause is not None and clause.tense == "pres" and bool(self.perfect & set(clause.auxiliaries))
        if not perfect or candidate.relation not in _LASTING or not candidate.judged or self.published is None:
            return None
        spans = [v for v in self.qualifiers.of_clause.get(candidate.trigger, ()) if v.kind is ValueKind.DURATION]
        lasts = [v for v in spans if self.parse.text[: v.start].lower().endswith(self.throughout)]
        years = _YEARS.fullmatch(lasts[0].duration or "") if len(lasts) == 1 else None
        return f"{self.published.year - int(years[1])}/.." if years is not None else None

    def _is_bounded(self, value: Value, found: str | None) -> bool:
        bounds = self.qualifiers.bounds
        return found is not None and value.start in bounds and found.strip("./") == value.date

    def _is_only_told(self, candidate: Candidate) -> bool:
        """ "announced on Monday the appointment of X": the day of the news is not that of the post."""
        if not candidate.bound or candidate.trigger in self.clauses:
            return False
        clause = self.clauses.get(self.qualifiers.predicate(self.parse.tokens[candidate.trigger]))
        return clause is not None and clause.lemma in self.qualifiers.report

    def announced(self, candidate: Candidate) -> str | None:
        """The day on which a deal just made is told, where no other is: "X has bought Y, they said on Tuesday"."""
        told = candidate.relation in _DEALS | _CONTRACTS or (
            candidate.relation in {"regulates", "sues"} and self._is_reported_done(candidate.trigger)
        )
        if not told or not candidate.judged or not self._is_fresh(candidate):
            return None
        first, last = self.parse.sentences[self.parse.tokens[candidate.trigger].sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        found = {v.date for v in self.parse.values if start <= v.start < end and v.kind is ValueKind.DATE and v.date}
        dates = {d for d in found if "/" not in d}  # "in its biggest order since 2016"
        said = {
            v.date
            for i in range(first, last)
            if i in self.clauses and self.clauses[i].lemma in self.telling
            for v in self.qualifiers.dates(i)
        }
        day = dates.pop() if len(dates) == 1 and dates == said else None
        return day if is_recent(day, self.published) else None

    def _is_fresh(self, candidate: Candidate) -> bool:
        """Whether it is told in the present or the perfect, "has bought", "a annoncé avoir racheté": news, and not what
        was done long ago.
        """
        if self._is_reported_done(candidate.trigger):
            return True
        clause = self._finite(self.parse.tokens[candidate.trigger])
        return clause is not None and clause.tense == "pres" and not clause.negated

    def _is_reported_done(self, trigger: int) -> bool:
        """ "a annoncé avoir racheté", "annonce avoir signé un accord en vue d'acquérir"."""
        token = self.parse.tokens[trigger]
        for above in [token, *self.parse.ancestors(token)]:
            clause = self.clauses.get(above.i)
            if clause is not None and (clause.form != "inf" or clause.negated):
                return False
            if clause is not None and clause.auxiliaries:
                over = self.clauses.get(self.parse.head(above).i)
                return over is not None and over.lemma in self.qualifiers.report
        return False

    def _finite(self, token: Token) -> Clause | None:
        """The finite clause at or above a token of whose news it is part, not the one whose subject it describes."""
        for above in [token, *self.parse.ancestors(token)]:
            clause = self.clauses.get(above.i)
            if clause is not None and clause.form == "fin":
                return clause if clause.lemma not in self.qualifiers.report or above is token else None
            if above.dep.startswith(("acl", "appos")) and self.parse.head(above).dep.startswith("nsubj"):
                return None
        return None

    def unclosed(self, candidate: Candidate) -> bool:
        """Whether a deal told in the present is yet to be closed: "X rachète Y. L'opération sera bouclée en mai"."""
        if candidate.relation not in _DEALS or not self._is_fresh(candidate):
            return False
        return self._closing(candidate) is not None

    def _in_office(self, candidate: Candidate) -> str | None:
        """ "Le secrétaire général, en fonction jusqu'en mars 2013": what the text says elsewhere of who holds the
        post.
        """
        for value in self.parse.values if self.in_office else ():
            before = self.parse.text[max(0, value.start - _OFFICE) : value.start].lower()
            if value.date and "/" in value.date and any(words in before for words in self.in_office):
                token = self.parse.at(value.start)
                if token is not None and self._is_of_holder(token, candidate):
                    return value.date
        return None

    def _is_of_holder(self, token: Token, candidate: Candidate) -> bool:
        person = self._nearest_person(token)
        return person == candidate.subject or (person < 0 and self._names(token, candidate))

    def _names(self, token: Token, candidate: Candidate) -> bool:
        """ "Le secrétaire général, en fonction jusqu'en mars": the post alone, as the candidate has it."""
        first, _ = self.parse.sentences[token.sentence]
        near = [p for p in self.discourse.phrases if first <= p.head < token.i and p.determiner == "definite"]
        posts = [p.role.words for p in near if p.role is not None]
        return bool(posts) and posts[-1] == (candidate.position or "").lower()

    def _nearest_person(self, token: Token) -> int:
        """The person of whom the clause of a token tells, else the one whom the sentence named last; -1 for none."""
        clause = self.clauses.get(self.qualifiers.predicate(token))
        agents = [p.entity for i in (clause.tokens("agent") if clause else ()) if (p := self.discourse.by_head.get(i))]
        near = [
            p
            for p in self.discourse.phrases
            if p.head < token.i and self.parse.tokens[p.head].sentence == token.sentence and self._is_person(p.entity)
        ]
        if near and near[-1].last < token.i and self.parse.tokens[near[-1].last].text in {",", "(", "–"}:
            return near[-1].entity  # "X, en poste depuis 2015"
        return next((i for i in [*agents, *(p.entity for p in reversed(near))] if self._is_person(i)), -1)

    def _is_person(self, referent: int) -> bool:
        return referent >= 0 and self.discourse.referents[referent].type is EntityType.PERSON

    def planned(self, candidate: Candidate, found: str | None) -> str | None:
        """The time of a plan: when the deal closes or the site opens, or when the move that it is part of comes."""
        if (candidate.relation in _DEALS or found is None) and (closes := self._closing(candidate)):
            return closes
        if found is None and candidate.relation == "headquarteredIn" and candidate.judged:
            found = self.qualifiers.time(candidate.trigger)  # a seat has no time, but its move does
        return found or self._of_move(candidate) or self._sole(candidate)

    def _sole(self, candidate: Candidate) -> str | None:
        """ "in a reshuffle expected before Christmas": the one date of the sentence, where it lies ahead."""
        if candidate.relation not in _DONE:
            return None
        first, last = self.parse.sentences[self.parse.tokens[candidate.trigger].sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        dates = {v.date for v in self.qualifiers.dated if start <= v.start < end and v.date}
        day = dates.pop() if len(dates) == 1 else ""
        return day if day and (self.lies_ahead(day) or (day.startswith("../") and self.lies_ahead(day[3:]))) else None

    def opening(self, candidate: Candidate) -> str | None:
        """When a site opens that is told as if it were there: "is building a plant, slated to open in 2026"."""
        time = self.sequels.of_thing(candidate) if candidate.relation == "operatesIn" else None
        return time if time is not None and self._is_to_come(time) else None

    def lies_ahead(self, time: str | None) -> bool:
        """Whether a time begins after the day of publication: what is told of it has not happened yet."""
        if time is None or self.published is None or time.startswith(".."):
            return False
        start = _FIRST.sub(lambda part: _OPENS[part.group()], time.split("/")[0])
        today = self.published.isoformat()
        return _PLAIN.fullmatch(start) is not None and start > today[: len(start)]

    def lies_behind(self, time: str | None) -> bool:
        """Whether an interval has ended before the day of publication."""
        if time is None or self.published is None or "/" not in time or time.endswith(".."):
            return False
        end = time.split("/")[1]
        return (
            re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", end) is not None and end < self.published.isoformat()[: len(end)]
        )

    def _lasting(self, time: str | None, candidate: Candidate) -> str | None:
        """ "will supply X from 2026", "à partir de juillet": what lasts does so from then on."""
        if time is None or "/" in time or candidate.relation not in _LASTING:
            return time
        sentence = self.parse.tokens[candidate.trigger].sentence
        for value in self.parse.values:
            token = self.parse.at(value.start) if value.date == time else None
            if token is not None and token.sentence == sentence and self.spells.is_from(value):
                return f"{time}/.."
        return time

    @staticmethod
    def _bounded(time: str | None, bound: str) -> str | None:
        """A day of taking or leaving a post begins or ends the time of the post; one of its end ends a partnership."""
        if time is None or "/" in time or not bound:
            return time
        return f"{time}/.." if bound == "since" else f"../{time}"

    def _now(self, candidate: Candidate) -> str | None:
        """ "now employs 610", "compte aujourd'hui 11 200 salariés": a headcount is that of the year."""
        near = self.parse.tokens[max(0, candidate.trigger - 3) : candidate.trigger + 4]
        here = [t for t in near if t.sentence == self.parse.tokens[candidate.trigger].sentence]
        said = any(t.lower in self.now for t in here)
        return str(self.published.year) if said and self.published is not None else None

    def _behind(self, candidate: Candidate) -> str | None:
        """A date right behind a description: "chief executive since 2019", "maire de X de 1989 à 2001"."""
        start, end = self.span(candidate.tokens)
        end = self._over_names(end)
        for value in self.qualifiers.dated:
            now = self.parse.text[value.start : value.end].lower() in self.now  # "aujourd'hui consultant": not since
            beside = start <= value.start < end or self._touch(start, end, value)
            if value.date and value.kind is ValueKind.DATE and beside and not now:
                return value.date
        return None

    def _touch(self, start: int, end: int, value: Value) -> bool:
        """Whether nothing but a preposition stands between a description and a date: no verb and no comma."""
        bound = self.qualifiers.bounds.get(value.start)
        if bound is not None and start < bound.start <= end + 1:
            return True  # "chairman of X since its flotation in 2012"
        if not end <= value.start <= end + _GAP:
            return False
        if self.parse.text[end : value.start] == " (":
            return True  # "directeur de X (2004-2010)"
        blank = self.parse.text[end : end + 1] == " "
        gap = self.parse.covered(end + blank, value.start)
        return all(self.parse.tokens[i].pos in {"ADP", "DET", "ADV", "SCONJ"} for i in gap)

    def _over_names(self, end: int) -> int:
        """ "PDG de la confiserie X": the names that close the description."""
        token = self.parse.at(end + 1)
        while token is not None and token.name >= 0 and token.start == end + 1:
            end = token.end
            token = self.parse.at(end + 1)
        return end

    def span(self, tokens: list[int]) -> tuple[int, int]:
        """Characters from the first to the last of the tokens, with their phrases, complements and values."""
        sentence = self.parse.tokens[tokens[0]].sentence
        spans = []
        for i in tokens:
            token = self.parse.tokens[i]
            if token.sentence != sentence:
                continue
            phrase = self.discourse.by_head.get(i)
            first, last = (phrase.first, self._last(phrase)) if phrase is not None else (i, i + 1)
            spans.append((self.parse.tokens[first].start, self.parse.tokens[last - 1].end))
            spans += [(v.start, v.end) for v in self.parse.values if v.start <= token.start < v.end]
        return min(s for s, _ in spans), max(e for _, e in spans)

    def _last(self, phrase: Phrase) -> int:
        """The token behind a phrase and the complements that name nobody."""
        inner = [self.discourse.phrases[c] for c in phrase.complements]
        return max([phrase.last, *(self._last(p) for p in inner if p.entity < 0)])

    # -- from the sentences around

    def _closing(self, candidate: Candidate) -> str | None:
        """ "The deal is expected to close in the third quarter": what the sentences behind say of an event to come."""
        return next((time for time in self.sequels.times(candidate) if self._is_to_come(time)), None)

    def _is_to_come(self, time: str) -> bool:
        return time.startswith("..") or self.lies_ahead(time) or self._is_open(time)

    def closed(self, candidate: Candidate) -> str | None:
        """ "La signature est intervenue mercredi", "The deal closed on Friday": the day of a deal told behind it."""
        here = self.parse.tokens[candidate.trigger].sentence
        told = candidate.relation in _DEALS or (candidate.relation in _CONTRACTS and here == 0)  # by the title
        if not told or not candidate.judged or not self._is_fresh(candidate):
            return None
        for clause in self._clauses_of(range(here + 1, min(here + _NEAR + 1, len(self.parse.sentences)))):
            objects = (self.parse.tokens[i] for i in clause.arguments.get("patient", []))
            done = not clause.passive and any(self._lemma(t) in self.deals for t in objects)  # "a bouclé le rachat"
            if self._is_done(clause) and (done or self._is_about(clause, self.deals)):
                return self.qualifiers.time(clause.predicate)
        return None

    def _is_done(self, clause: Clause) -> bool:
        """A verb of signing or closing in the past, or in the perfect, whose auxiliary has the present."""
        verb = clause.lemma in self.closing or clause.lemma in self.signing
        return clause.is_done and verb and clause.form == "fin" and not clause.negated

    def _is_open(self, time: str) -> bool:
        """Whether a half-year or quarter may still be to come: the one of publication, or a later one."""
        return self.published is not None and bool(_FIRST.search(time)) and time[:4] >= str(self.published.year)

    def _of_move(self, candidate: Candidate) -> str | None:
        """ "The move will cost 312 jobs": the plan of the sentence before, and its date."""
        predicate = self.qualifiers.predicate(self.parse.tokens[candidate.trigger])
        clause = self.clauses.get(predicate)
        sentence = self.parse.tokens[candidate.trigger].sentence
        if clause is None or sentence == 0 or not self._is_about(clause, self.moves):
            return None
        for before in self._clauses_of(range(sentence - 1, sentence)):
            if time := self.qualifiers.time(before.predicate):
                return time
        return None

    def _clauses_of(self, sentences: range) -> Iterator[Clause]:
        for sentence in sentences:
            first, last = self.parse.sentences[sentence]
            yield from (self.clauses[i] for i in range(first, last) if i in self.clauses)

    def _is_about(self, clause: Clause, nouns: frozenset[str]) -> bool:
        """Whether the clause's subject is one of the nouns, with "the" and no name of its own."""
        subjects = clause.subjects
        return any(self._lemma(self.parse.tokens[i]) in nouns for i in subjects)

    @staticmethod
    def _lemma(token: Token) -> str:
        return token.lemma if token.name < 0 else ""
