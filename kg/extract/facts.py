"""Candidates to facts: judged, qualified, proven by their words, and each told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.coreference import Discourse
from kg.extract.factuality import Factuality, Judge, combine
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.qualifiers import Qualifiers
from kg.extract.referents import Referent
from kg.extract.spells import POSTS
from kg.extract.successions import handed_over, joined
from kg.extract.syntax import Parse
from kg.extract.timing import Timing
from kg.extract.values import ValueKind
from kg.model import Document, Entity, EntityType, Evidence, Fact, Literal, Mention, MentionKind, Source, Status
from kg.ontology import Ontology

_WITH_AMOUNT = {"acquires", "sells", "investsIn", "suppliesTo", "sues", "ownerOf", "shareholderOf", "regulates"}
_WITH_DURATION = {"investsIn", "partnerOf", "suppliesTo"}
_WITH_SHARE = {"acquires", "sells", "shareholderOf", "ownerOf"}
# Plans of cuts stand on the word of who makes them, also where no verb of speech says so (13 of 23 in the development
# gold).
_OWN_WORD = {"jobCuts"}
# What lasts, so that an interval of the past says that it has ended.
_STATES = POSTS | {"memberOf", "ownerOf", "shareholderOf", "subsidiaryOf", "operatesIn", "residesIn", "spouseOf"}
_HABITS = {"produces", "partnerOf", "suppliesTo", "headquarteredIn"}
_DAYS = {"bornOn", "diedOn", "foundedOn", "launchDate"}  # events: "since 2012", "1977/1995" are another thing's dates
_SHARED = ("time", "place", "duration", "share", "position")  # what one telling may add to another


def _is_spell(when: str) -> bool:
    """Whether a date is an interval, other than a decade."""
    first, _, last = when.partition("/")
    return bool(last) and not (first.endswith("0") and last == first[:-1] + "9")


class Assembler:
    """Makes the facts, entities and mentions of one document."""

    def __init__(
        self,
        document: Document,
        parse: Parse,
        discourse: Discourse,
        judge: Judge,
        qualifiers: Qualifiers,
        timing: Timing,
        lexicon: Lexicon,
        ontology: Ontology,
    ) -> None:
        self.document = document
        self.parse = parse
        self.discourse = discourse
        self.judge = judge
        self.qualifiers = qualifiers
        self.timing = timing
        self.lexicon = lexicon
        self.ontology = ontology
        self.ids: dict[int, str] = {}

    def facts(self, candidates: Iterable[Candidate]) -> list[Fact]:
        """The facts, each (subject, relation, object, status) once, with the fullest qualifiers, in order of
        evidence.
        """
        told: dict[tuple[object, ...], Fact] = {}
        candidates = tuple(candidates)
        self.timing.learn(candidates)
        for fact in self._told(candidates):
            if fact.ended and fact.status is Status.DENIED:
                continue  # "denied that she had left": it goes on
            key = self._key(fact)
            told[key] = _merged(fact, told[key]) if key in told else fact
        return sorted(
            handed_over(_without_doubles(list(told.values())), self.document.published),
            key=lambda f: (f.evidence.start, f.evidence.end, f.relation, f.subject, str(f.object), f.status),
        )

    def _told(self, candidates: Iterable[Candidate]) -> Iterator[Fact]:
        """The fact of each candidate, and of a rumour that is denied in the same words the rumour."""
        for candidate in candidates:
            if self._typed(candidate):
                yield self._fact(candidate)
                rumour = self.judge.rumoured(candidate.trigger) if candidate.judged else None
                if rumour is not None and candidate.status is None:
                    yield self._fact(candidate, rumour)

    def _key(self, fact: Fact) -> tuple[object, ...]:
        subject, thing = fact.subject, fact.object
        if self.ontology.relations[fact.relation].symmetric and isinstance(thing, str) and thing < subject:
            subject, thing = thing, subject
        return subject, fact.relation, thing, fact.status, fact.ended

    def _typed(self, candidate: Candidate) -> bool:
        """Types may have been settled after the candidate was built."""
        relation = self.ontology.relations[candidate.relation]
        subject = self.discourse.referents[candidate.subject]
        if subject.type is None or subject.type.value not in relation.domain:
            return False
        if isinstance(candidate.object, Literal):
            return not (candidate.relation in _DAYS and _is_spell(candidate.object.date or ""))
        thing = self.discourse.referents[candidate.object]
        return thing.type is not None and thing.type.value in relation.range and thing.i != subject.i

    def _fact(self, candidate: Candidate, verdict: Factuality | None = None) -> Fact:
        judged = candidate.judged and not candidate.presupposed
        verdict = verdict or (self.judge.judge(candidate.trigger) if judged else self._presupposed(candidate))
        status = combine(candidate.status or Status.ASSERTED, verdict.status)
        over = judged and status in {Status.ASSERTED, Status.DENIED} and self._is_over(candidate)
        status = Status.ASSERTED if over else status
        time = candidate.time or self.timing.time(candidate)
        ahead = self.timing.lies_ahead(time or self._day(candidate))
        if judged and status is Status.ASSERTED and (ahead or self.timing.unclosed(candidate)):
            status = Status.PLANNED
        elif status is Status.ASSERTED and ahead and (candidate.presupposed or candidate.relation == "operatesIn"):
            time = None  # "plans to hire 300 people in Leeds next year": in Leeds it is already
        if status is Status.ASSERTED and (opens := self.timing.opening(candidate)):
            status, time = Status.PLANNED, opens
        if status is Status.PLANNED and not candidate.time:
            time = self.timing.planned(candidate, time)
        if status is Status.ASSERTED and time is None:
            time = self.timing.announced(candidate) or self.timing.closed(candidate)
        source = candidate.source or verdict.source or self._quoted(candidate) or self._own_word(candidate, status)
        taken = {candidate.subject} | ({candidate.object} if isinstance(candidate.object, int) else set())
        amount, currency = self._amount(candidate)
        place = (
            candidate.place
            if candidate.place is not None
            else (self.qualifiers.place(candidate.trigger, taken) if candidate.judged else None)
        )
        return Fact(
            subject=self.id(candidate.subject),
            relation=candidate.relation,
            object=self.id(candidate.object) if isinstance(candidate.object, int) else candidate.object,
            status=status,
            evidence=self._evidence(candidate, whole=status is not Status.ASSERTED or source is not None),
            rule=candidate.rule,
            ended=self._has_ended(candidate, time) or over,
            attributed_to=self._source(source, candidate) if source else None,
            time=time,
            place=self.id(place) if place is not None else None,
            amount=amount,
            currency=currency,
            duration=self._duration(candidate),
            position=candidate.position,
            share=candidate.share if candidate.share is not None else self._share(candidate),
        )

    def _presupposed(self, candidate: Candidate) -> Factuality:
        """What words of their own put as a plan or a rumour, "the bidder for X", still stands on somebody's word."""
        told = candidate.judged and candidate.status not in {None, Status.ASSERTED}
        return Factuality(Status.ASSERTED, self.judge.judge(candidate.trigger).source if told else None)

    @staticmethod
    def _day(candidate: Candidate) -> str | None:
        """The day that a fact has as its object: "goes on sale in March"."""
        return candidate.object.date if isinstance(candidate.object, Literal) else None

    def _is_over(self, candidate: Candidate) -> bool:
        """ "n'est plus le patron", "no longer owns": what lasts was so."""
        clause = self.judge.clauses.get(candidate.trigger)
        ends = clause is not None and clause.lapsed and clause.tense != "fut" and not clause.mood
        return ends and candidate.relation in _STATES | _HABITS

    def _has_ended(self, candidate: Candidate, time: str | None) -> bool:
        """Whether a state is over; a post that is left on a day to come is held until then."""
        if time is not None and candidate.bound == "until" and self.timing.lies_ahead(time.split("/")[-1]):
            return False
        return candidate.ended or (candidate.relation in _STATES and self.timing.lies_behind(time))

    def _quoted(self, candidate: Candidate) -> Source | None:
        """Who says what a noun phrase states inside quotation marks."""
        if candidate.judged:
            return None
        who = self.discourse.speaker_at(self.parse.tokens[candidate.tokens[0]].start)
        return self._source_of(who) if who >= 0 else None

    def _own_word(self, candidate: Candidate, status: Status) -> Source | None:
        planner = candidate.planner if candidate.relation not in _OWN_WORD else candidate.subject
        return self._source_of(planner) if status is Status.PLANNED and planner is not None else None

    def _source_of(self, referent: int) -> Source:
        return Source(self.discourse.referents[referent].fullest()[0], str(referent))

    def _source(self, source: Source, candidate: Candidate) -> Source:
        """A source as the document's entities have it; "management" says what its own organisation does."""
        subject = self.discourse.referents[candidate.subject]
        if source.entity is not None:
            told = self.discourse.referents[int(source.entity)]
            told.type = told.type or EntityType.ORGANIZATION  # who says something is somebody
            return Source(source.text, self.id(told.i))
        ends = [subject] + ([self.discourse.referents[candidate.object]] if isinstance(candidate.object, int) else [])
        own = next((r for r in ends if r.type is EntityType.ORGANIZATION), None)
        if own is not None and self.judge.voices.is_own_voice(source.text):
            return Source(source.text, self.id(own.i))
        return source

    # -- qualifiers

    def _amount(self, candidate: Candidate) -> tuple[float | None, str | None]:
        if candidate.relation not in _WITH_AMOUNT or not candidate.judged:
            return None, None
        found = [v for v in self.qualifiers.values(candidate.trigger, ValueKind.MONEY) if v.amount is not None]
        return (found[0].amount, found[0].currency) if found else (None, None)

    def _duration(self, candidate: Candidate) -> str | None:
        if candidate.relation not in _WITH_DURATION or not candidate.judged:
            return None
        found = [v for v in self.qualifiers.values(candidate.trigger, ValueKind.DURATION) if v.duration]
        return found[0].duration if found else None

    def _share(self, candidate: Candidate) -> float | None:
        if candidate.relation not in _WITH_SHARE or not candidate.judged:
            return None
        found = [v for v in self.qualifiers.values(candidate.trigger, ValueKind.SHARE) if v.share is not None]
        return found[0].share if found else None

    # -- evidence

    def _evidence(self, candidate: Candidate, *, whole: bool) -> Evidence:
        """The words from the first to the last that take part; the whole sentence where status or source stand
        outside.
        """
        start, end = self.timing.span(candidate.tokens)
        if whole or not self._shows(candidate, self.parse.text[start:end]):
            first, last = self.parse.sentences[self.parse.tokens[candidate.tokens[0]].sentence]
            start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        return Evidence(start, end, self.document.text[start:end])

    def _shows(self, candidate: Candidate, words: str) -> bool:
        """Whether the words name who takes part: "son pôle" alone proves nothing."""
        ends = [candidate.subject, *([candidate.object] if isinstance(candidate.object, int) else [])]
        return all(any(name in words for name in self.discourse.referents[i].names) for i in ends)

    # -- entities

    def id(self, referent: int) -> str:
        """The id of an entity within the extraction: type and name."""
        if referent not in self.ids:
            entity = self.discourse.referents[referent]
            kind = (entity.type or EntityType.ORGANIZATION).value.lower()
            stem = re.sub(r"[^\w]+", "-", entity.fullest()[0].lower()).strip("-") or "x"
            name, k = f"{kind}/{stem}", 2
            while name in self.ids.values():
                name, k = f"{kind}/{stem}-{k}", k + 1
            self.ids[referent] = name
        return self.ids[referent]

    def entities(self) -> Iterator[Entity]:
        """All entities that facts or names speak of, in order of their first mention."""
        for referent in self.discourse.referents:
            if referent.type is not None and (referent.named or referent.i in self.ids):
                yield Entity(self.id(referent.i), referent.type, tuple(self._names(referent)), code=referent.code)

    def _names(self, referent: Referent) -> list[str]:
        """Forms as the document has them, fullest first; a surname also with its honorific, a name with its title."""
        names = [self._original(n) for n in referent.fullest()]
        if referent.type is EntityType.PERSON:
            lone = " " not in names[0]
            names += sorted(self._with(self.lexicon.honorifics if lone else self.lexicon.titles, referent))
        if referent.type is EntityType.PLACE and len(referent.names) > 1:
            names = sorted(names, key=lambda n: (not n[:1].isupper(), -len(n), n))
        if referent.type is EntityType.ORGANIZATION and referent.named:
            names += sorted(self._with_trade(referent))
        return list(dict.fromkeys(names))

    def _with_trade(self, referent: Referent) -> set[str]:
        """ "le fonds Norvane", "la chocolaterie Norvane": the noun of a trade before a name is often part of it."""
        found = set()
        for phrase in (self.discourse.phrases[i] for i in referent.phrases):
            behind = self.parse.tokens[phrase.head + 1 : phrase.head + 2]
            trade = phrase.noun is not None and phrase.noun.kind == "trades" and " " not in phrase.noun.lemma
            if phrase.reason == "title" and trade and behind and behind[0].text in referent.names:
                found.add(self.document.text[self.parse.tokens[phrase.head].start : behind[0].end])
        return found

    def _original(self, name: str) -> str:
        """A name with the document's own apostrophes and blanks."""
        at = self.parse.text.find(name)
        return self.document.text[at : at + len(name)] if at >= 0 else name

    def _with(self, honorifics: frozenset[str], referent: Referent) -> set[str]:
        found = set()
        for i in referent.phrases:
            phrase = self.discourse.phrases[i]
            before = self.parse.tokens[phrase.head - 1] if phrase.head > 0 else None
            if phrase.kind is Kind.NAME and before is not None and before.text in honorifics:
                found.add(self.document.text[before.start : self.parse.tokens[phrase.head].end])
        return found

    def mentions(self) -> Iterator[Mention]:
        """All that refers, in order of the text."""
        kinds = {Kind.NAME: MentionKind.NAME, Kind.NOUN: MentionKind.NOMINAL, Kind.PRONOUN: MentionKind.PRONOUN}
        known = {r.i for r in self.discourse.referents if r.type is not None and (r.named or r.i in self.ids)}
        for phrase in self.discourse.phrases:
            if phrase.entity in known:
                tokens = self.parse.tokens
                first = phrase.head if phrase.kind is Kind.NAME else phrase.first
                start, end = tokens[first].start, tokens[phrase.last - 1].end
                reason = None if phrase.kind is Kind.NAME else phrase.reason
                yield Mention(
                    start, end, self.document.text[start:end], kinds[phrase.kind], self.id(phrase.entity), reason
                )
            yield from self._inside(phrase, known)

    def _inside(self, phrase: Phrase, known: set[int]) -> Iterator[Mention]:
        """Names among the words of a noun phrase: "a Norvane Party politician"."""
        for i in phrase.names if phrase.kind is Kind.NOUN else ():
            token = self.parse.tokens[i]
            referent = next((r.i for r in self.discourse.referents if token.text in r.names), -1)
            if referent in known:
                words = self.document.text[token.start : token.end]
                yield Mention(token.start, token.end, words, MentionKind.NAME, self.id(referent), None)


def _merged(one: Fact, other: Fact) -> Fact:
    """Two tellings of a fact: the fuller one, with what only the other says of time, place and amount."""
    best, rest = (one, other) if _richness(one) > _richness(other) else (other, one)
    missing = {key: getattr(rest, key) for key in _SHARED if getattr(best, key) is None}
    if spell := joined(one.time, other.time):
        missing["time"] = spell
    if best.amount is None:
        missing |= {"amount": rest.amount, "currency": rest.currency}
    return replace(best, **missing)


def _without_doubles(facts: list[Fact]) -> list[Fact]:
    """ "X, filiale de Y, devra payer": the same words don't state a fact and plan it, too; what lasted until some day
    isn't told as lasting by who gives no time.
    """
    stated = [f for f in facts if f.status is Status.ASSERTED]
    over = {(f.subject, f.relation, f.object) for f in stated if f.ended and f.time}
    return [
        f
        for f in facts
        if not _is_of_post(f, facts)
        if f.ended or f.time or f.status is not Status.ASSERTED or (f.subject, f.relation, f.object) not in over
        if f.status not in {Status.PLANNED, Status.POSSIBLE}
        or not any(
            (f.subject, f.relation, f.object) == (g.subject, g.relation, g.object) and _same_words(f, g) for g in stated
        )
    ]


def _same_words(one: Fact, other: Fact) -> bool:
    return one.evidence.start < other.evidence.end and other.evidence.start < one.evidence.end


def _is_of_post(fact: Fact, facts: list[Fact]) -> bool:
    """ "sacked its chief executive, X": bare employment, where the same words tell the post."""
    ends = fact.subject, fact.object, fact.status
    bare = fact.relation == "worksFor" and fact.position is None and fact.ended
    return bare and any(
        (f.subject, f.object, f.status) == ends and f.relation in POSTS - {"worksFor"} and _same_words(f, fact)
        for f in facts
    )


def _richness(fact: Fact) -> int:
    """How much a telling says beyond the bare fact."""
    told = (fact.time, fact.place, fact.amount, fact.duration, fact.position, fact.share, fact.attributed_to)
    return sum(value is not None for value in told)
