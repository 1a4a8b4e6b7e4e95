"""Match the frames of verbs and of event nouns on the clauses: candidate facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from kg.extract.announcers import Announcers
from kg.extract.candidates import Candidate
from kg.extract.clause import Clause, with_particle
from kg.extract.coreference import Discourse
from kg.extract.frames import Frame, Frames
from kg.extract.gapping import HALF, HELD, Gapping, by_share
from kg.extract.lexicon import Lexicon
from kg.extract.made import Made
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent, words_of
from kg.extract.slots import Filler, Members, Slots
from kg.extract.syntax import Parse, Token
from kg.extract.unnamed import Unnamed
from kg.extract.values import Value, ValueKind
from kg.model import EntityType, Literal
from kg.ontology import Ontology, Relation

_STAFFING = {"hires", "jobCuts"}
_DEALS = {"acquires", "sells"}
_NO_OBJECT = {"agent", "recipient", "time"}
_WEAK = (
    3.5  # a type whose votes reach less may be corrected by what a relation asks for; a noun or legal form gives more
)


class Matcher:
    """Matches frames in one document."""

    def __init__(
        self,
        parse: Parse,
        clauses: dict[int, Clause],
        discourse: Discourse,
        lexicon: Lexicon,
        frames: Frames,
        ontology: Ontology,
        members: Members,
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.lexicon = lexicon
        self.frames = frames
        self.ontology = ontology
        self.reflexives = frozenset(lexicon.language.table("clauses").get("reflexives", ()))
        self.unnamed = Unnamed(parse, discourse, lexicon)
        self.announcers = Announcers(parse, clauses, discourse, lexicon)
        self.slots = Slots(parse, clauses, discourse, lexicon, frames, members)
        self.made = Made(parse, discourse)
        agent = frozenset(lexicon.language.table("clauses")["agent"])
        self.gapping = Gapping(parse, clauses, discourse, self.slots, agent)

    def run(self) -> Iterator[Candidate]:
        """Candidates of verbs, then of nouns, each in order of the text; last those that need to know what it is
        about.
        """
        told = [*self._told(implied=False)]
        self.slots.themes.learn(
            (c.subject, c.object) for c in told if c.relation in _DEALS and isinstance(c.object, int)
        )
        for candidate in told:
            self._note(candidate)
        yield from told
        for candidate in self._told(implied=True):
            self._note(candidate)
            yield candidate

    def _note(self, told: Candidate) -> None:
        """What is told of: shares and sides of a deal that go unsaid behind it are of the same."""
        if not isinstance(told.object, int):
            return
        if told.relation in HELD or told.share is not None:
            self.slots.themes.note_held(told.trigger, told.object)
        if told.relation in _DEALS:
            self.slots.themes.note_deal(told.trigger, told.object)

    def _told(self, *, implied: bool) -> Iterator[Candidate]:
        for clause in self.clauses.values():
            for frame in self.frames.verbs.get(with_particle(self.parse, clause, self.frames.verbs), ()):
                if frame.implied is implied and clause.copular is frame.copular and self._applies(frame, clause):
                    yield from self._candidates(frame, clause.predicate)
        for head, frame in self._by_nouns:
            if (
                frame.implied is implied
                and (not frame.deal or self.slots.themes.dealing)
                and self._is_below(frame, head)
            ):
                yield from self._candidates(frame, head)

    @cached_property
    def _by_nouns(self) -> list[tuple[int, Frame]]:
        """The frames of each noun, beside its token, in order of the text."""
        nouns = (phrase for phrase in self.discourse.phrases if phrase.kind is Kind.NOUN)
        return [(phrase.head, frame) for phrase in nouns for frame in self._noun_frames(phrase)]

    def _noun_frames(self, phrase: Phrase) -> list[Frame]:
        tokens = self.parse.tokens
        head = tokens[phrase.head]
        _, end = self.parse.sentences[head.sentence]
        for last in range(min(end, phrase.head + 4), phrase.head + 1, -1):
            text = self.parse.text[head.start : tokens[last - 1].end].lower()
            if text in self.frames.nouns:
                return self.frames.nouns[text]
        if phrase.first < phrase.head:
            for first in range(phrase.first, phrase.head):
                text = self.parse.text[tokens[first].start : head.end].lower()
                if text in self.frames.nouns:
                    return self.frames.nouns[text]
        return self.frames.nouns.get(head.lower) or self.frames.nouns.get(head.lemma) or []

    def _applies(self, frame: Frame, clause: Clause) -> bool:
        if frame.deal and not self.slots.themes.dealing:
            return False
        if frame.passive_only and not clause.passive:
            return False
        if any(role in clause.arguments for role in frame.without):
            return False
        if frame.not_patient and any(self.parse.tokens[i].lemma in frame.not_patient for i in clause.tokens("patient")):
            return False
        if frame.reflexive is not None and frame.reflexive is not self._is_reflexive(clause):
            return False
        return (
            self._is_below(frame, clause.predicate)
            and self._has_words(frame, clause)
            and (not frame.patient or self._has_patient(frame, clause))
        )

    def _is_below(self, frame: Frame, trigger: int) -> bool:
        """Whether one of the words that the frame asks for stands over the trigger, and none that it excludes."""
        if not frame.below and not frame.not_below:
            return True
        above = list(self.parse.ancestors(self.parse.tokens[trigger]))
        lemmas = {a.lemma for a in above} | {self.clauses[a.i].lemma for a in above if a.i in self.clauses}
        return (not frame.below or bool(frame.below & lemmas)) and not frame.not_below & lemmas

    def _is_reflexive(self, clause: Clause) -> bool:
        """ "s'est offert", "se sépare de"."""
        token = self.parse.tokens[clause.predicate]
        own = [c for c in self.parse.children(token) if c.i < token.i and c.pos == "PRON"]
        return any(
            c.morph.get("Reflex") == "Yes" or c.dep.startswith("expl") or c.lower in self.reflexives for c in own
        )

    def _has_words(self, frame: Frame, clause: Clause) -> bool:
        """Whether agent and complements are headed by the words that the frame asks for."""
        if frame.money and not any(
            v is not None and v.kind is ValueKind.MONEY
            for v in map(self.slots.values.get, clause.arguments.get("patient", []))
        ):
            return False
        if frame.agent and not self._heads(clause.arguments.get("agent", []), frame.agent):
            return False
        if frame.bare and not all(self._is_bare(i, frame.bare) for i in clause.arguments.get("patient", [])):
            return False
        others = [
            i for role, found in clause.arguments.items() if role not in _NO_OBJECT and role != "patient" for i in found
        ]
        return not frame.with_words or self._heads(others, frame.with_words)

    def _is_bare(self, token: int, words: frozenset[str]) -> bool:
        """Whether a noun is said to be of nothing, or of one of the words."""
        below = [c for c in self.parse.children(self.parse.tokens[token], "nmod") if self.parse.children(c, "case")]
        owned = self.slots.relative_owner(token, list(self.slots.of))  # "X, dont il détient 12 %"
        return not owned and all(c.lemma in words or c.i in self.slots.values for c in below)

    def _heads(self, tokens: list[int], words: frozenset[str]) -> bool:
        return any(t.lemma in words or t.lower in words for t in (self.parse.tokens[i] for i in tokens))

    def _has_patient(self, frame: Frame, clause: Clause) -> bool:
        """Whether the patient is headed by a word that the frame asks for, or by a share where it asks for one."""
        heads = [self.slots.antecedent(i) for i in clause.arguments.get("patient", [])]
        if not heads:  # "come into force": what a preposition brings may stand for the patient
            heads = [i for role, found in clause.arguments.items() if role not in _NO_OBJECT for i in found]
        heads += [c.i for i in heads for c in self._counted_out_of(i)]
        return self._heads(heads, frame.patient) or ("%" in frame.patient and any(map(self._is_share, heads)))

    def _counted_out_of(self, token: int) -> list[Token]:
        """ "30 of the 140 staff": what a number is a part of."""
        head = self.parse.tokens[token]
        return self.parse.children(head, "nmod") if head.pos == "NUM" else []

    def _is_share(self, token: int) -> bool:
        value = self.slots.values.get(token)
        return value is not None and value.kind is ValueKind.SHARE

    # -- subject and object

    def _candidates(self, frame: Frame, trigger: int) -> Iterator[Candidate]:
        relation = self.ontology.relations[frame.relation]
        if frame.literal and not any(True for _ in self._values(frame, trigger, relation)):
            return  # before anything nameless is taken for somebody
        for subject, person in self._entities(trigger, frame.subject, frame.types or relation.domain, strict=True):
            who = self.announcers.acting(frame.relation, person, trigger)
            if frame.who and not self._bears(who, frame.who):
                continue
            for thing, tokens, filler in self._objects(frame, trigger, relation, subject):
                if isinstance(thing, int) and (
                    thing == who.i
                    or self._acts_besides(frame, trigger, who.i)
                    or not self._suits(frame, self.discourse.referents[thing])
                ):
                    continue
                self._settle(who, frame.types or relation.domain)
                if isinstance(thing, int):
                    self._settle(self.discourse.referents[thing], relation.range)
                shares = (f.share for f in (filler, subject) if f is not None and f.share is not None)
                share = next(
                    shares,
                    self._share_held(trigger, subject, filler)
                    if relation.name in HELD and "holder" not in frame.object
                    else None,
                )
                told = Candidate(
                    relation=self._by_share(self._bought(frame.relation, trigger, share), filler, share),
                    subject=who.i,
                    object=thing,
                    trigger=trigger,
                    tokens=[trigger, subject.token, *tokens],
                    rule=frame.rule,
                    status=frame.status,
                    presupposed=frame.presupposed or self._describes_only(frame, trigger),
                    ended=frame.ended,
                    bound=self._bound(frame),
                    share=share,
                )
                yield told
                yield from self.gapping.further(told)

    @staticmethod
    def _bound(frame: Frame) -> str:
        """What the date of coming to somebody or somewhere, or of leaving, is to the work there."""
        if frame.relation not in {"worksFor", "operatesIn"}:
            return ""
        return "until" if frame.ended else "since" if frame.starts else ""

    def _describes_only(self, frame: Frame, trigger: int) -> bool:
        """A noun that describes somebody beside the name ("X, rival de Y") states so whatever the clause says."""
        beside = trigger not in self.clauses and trigger not in self.slots.become
        return beside and "holder" in (*frame.subject, *frame.object)

    def _share_held(self, trigger: int, subject: Filler, filler: Filler | None) -> float | None:
        """The share beside the holder, or the one among the patients that stands right before the object."""
        clause = self.clauses.get(trigger)
        end = filler.token if filler is not None and filler.token > trigger else len(self.parse.tokens)
        found = [
            v.share
            for i in (clause.arguments.get("patient", []) if clause is not None else [])
            if i < end and (v := self.slots.values.get(i)) is not None and v.share is not None
        ]
        return found[-1] if found else self.slots.share_beside(subject.token)

    def _acts_besides(self, frame: Frame, trigger: int, subject: int) -> bool:
        """Whether who is to be the other side of a deal is the agent of the same clause: "X wants to buy it from
        it".
        """
        clause = self.clauses.get(trigger)
        if (
            clause is None
            or clause.passive
            or clause.copular
            or "agent" in frame.subject
            or frame.subject in {("patient",), ("over>patient",)}
        ):
            return False
        return any(
            (r := self.discourse.referent_at(i)) is not None and r.i == subject
            for i in clause.arguments.get("agent", [])
            if "agent" not in frame.object
        )

    def _bought(self, relation: str, trigger: int, share: float | None) -> str:
        """Who buys more than half of something acquires it."""
        clause = self.clauses.get(trigger)
        buys = clause is not None and clause.lemma in self.frames.buying
        return "acquires" if relation == "shareholderOf" and buys and share is not None and share > HALF else relation

    @staticmethod
    def _by_share(relation: str, filler: Filler | None, share: float | None) -> str:
        """Who buys or owns less than half of something holds a share of it; who holds more owns it."""
        if relation in {"ownerOf", "shareholderOf"} and share is not None:
            return by_share(share)
        if relation not in {"acquires", "ownerOf"} or filler is None or not filler.partial:
            return relation
        return relation if share is not None and share >= HALF else "shareholderOf"

    def _bears(self, referent: Referent, words: frozenset[str]) -> bool:
        """Whether one of the words names or describes the entity."""
        names = {w for name in referent.names for w in words_of(name)}
        nouns = {w for noun in referent.nouns for w in noun.split()}
        return bool(words & (names | nouns | referent.nouns | {n.lower() for n in referent.names}))

    def _suits(self, frame: Frame, thing: Referent) -> bool:
        """Whether the object meets the frame's conditions on its words."""
        if frame.whom and not self._bears(thing, frame.whom):
            return False
        if frame.relation == "worksFor" and thing.type is EntityType.PLACE:
            return False  # "moved to Leeds": verbs of work take an employer
        if frame.relation == "founderOf" and (self._is_goods(thing, frozenset()) or self._is_model(thing)):
            return False  # "launched a new app, Zephyr": it makes it
        return not (frame.not_whom and self._bears(thing, frame.not_whom))

    def _entities(
        self, trigger: int, slots: tuple[str, ...], classes: frozenset[str], but: int = -1, *, strict: bool = False
    ) -> list[tuple[Filler, Referent]]:
        """The entities of the first slot that holds any of the classes; what stands at the token `but` is left out.

        `strict`: words that nothing resolves ("a bid by an investor") are somebody, so that no later slot counts.
        """
        for slot in slots:
            fillers = [g for f in self.slots.fill(trigger, (slot,)) for g in self._each(f) if g.token != but]
            found = [(f, r) for f in fillers if (r := self.entity(f, classes)) is not None]
            if found or (strict and any(self._is_somebody(f) for f in fillers)):
                return found
        return []

    def _each(self, filler: Filler) -> list[Filler]:
        """Both of "les deux groupes", each with a token of its own: one may be the subject and the other the object;
        or those whom "trois groupes, dont X et Y" names.
        """
        phrase = filler.phrase
        if phrase is not None and filler.referent is None and (named := self.slots.members(phrase)):
            return [replace(filler, token=token, referent=referent) for referent, token in named]
        pair = self.discourse.pairs.get(phrase.i) if phrase is not None else None
        if phrase is None or pair is None:
            return [filler]
        places = (phrase.head, phrase.first)
        return [
            replace(filler, token=token, referent=self.discourse.referents[i])
            for i, token in zip(pair, places, strict=True)
        ]

    @staticmethod
    def _is_somebody(filler: Filler) -> bool:
        return filler.referent is None and filler.phrase is not None

    def _objects(
        self, frame: Frame, trigger: int, relation: Relation, subject: Filler
    ) -> Iterator[tuple[int | Literal, list[int], Filler | None]]:
        if frame.literal or (relation.literal and not relation.range):
            yield from self._values(frame, trigger, relation)
            return
        if relation.name == "produces":
            self.made.note(self.slots.fill(trigger, frame.object))
        found = self._entities(trigger, frame.object, relation.range, subject.token)
        for filler, thing in found:
            if relation.name not in HELD or not self.slots.holds_behind(filler.token):
                yield thing.i, [filler.token], filler
        if not found and relation.literal == "text" and "agent" not in frame.object and not frame.named:
            yield from self._texts(frame, trigger)
        elif not found and relation.literal == "quantity":
            yield from self._values(frame, trigger, relation)

    def _texts(self, frame: Frame, trigger: int) -> Iterator[tuple[Literal, list[int], None]]:
        """A field or project in the words of the text, where no entity stands."""
        for filler in self.slots.fill(trigger, frame.object):
            phrase = filler.phrase
            if (
                phrase is not None
                and filler.referent is None
                and phrase.kind is Kind.NOUN
                and not self._is_value(phrase)
            ):
                yield Literal(text=self.unnamed.words(phrase)), [filler.token], None

    def _is_value(self, phrase: Phrase) -> bool:
        """Whether the phrase is an amount, a date or a share and nothing else."""
        start, end = self.parse.tokens[phrase.first].start, self.parse.tokens[phrase.last - 1].end
        return any(v.start < end and start < v.end and v.kind is not ValueKind.QUANTITY for v in self.parse.values)

    def entity(self, filler: Filler, classes: frozenset[str]) -> Referent | None:
        """The entity of a filler if its type fits, or may be corrected to fit."""
        referent = filler.referent or self.unnamed.referent(filler.phrase, classes)
        if referent is None:
            return None
        fits = referent.type is not None and referent.type.value in classes
        return referent if fits or self._other_type(referent, classes) is not None else None

    @staticmethod
    def _is_model(referent: Referent) -> bool:
        """ "the Zephyr car", which has no name of its own."""
        return referent.type is EntityType.PRODUCT and not referent.named

    def _is_goods(self, referent: Referent, classes: frozenset[str]) -> bool:
        """ "a new app, Zephyr": what the text calls a product is no company, though it be launched."""
        nouns = (noun for word in referent.nouns if (noun := self.lexicon.nouns.get(word)) is not None)
        goods = any(noun.type is EntityType.PRODUCT for noun in nouns)
        return goods and referent.type is EntityType.PRODUCT and EntityType.PRODUCT.value not in classes

    def _other_type(self, referent: Referent, classes: frozenset[str]) -> EntityType | None:
        """What a relation asks for corrects a type that little speaks for."""
        if referent.code or sorted(referent.scores.values())[-1:] > [_WEAK] or self._is_goods(referent, classes):
            return None
        wanted = [
            k
            for k in (EntityType.ORGANIZATION, EntityType.PERSON, EntityType.PLACE, EntityType.PRODUCT)
            if k.value in classes
        ]
        known = [k for k in wanted if referent.scores[k] > 0]
        if not wanted or (referent.type is not None and not known and EntityType.ORGANIZATION not in wanted):
            return None
        return max(known, key=lambda k: referent.scores[k]) if known else wanted[0]

    def _settle(self, referent: Referent, classes: frozenset[str]) -> None:
        """Note the type that a fact gives an entity, once both its sides are found."""
        if referent.type is not None and referent.type.value in classes:
            return
        best = self._other_type(referent, classes)
        if best is not None:
            referent.scores[best] += _WEAK
            referent.type = best

    # -- values as objects

    def _values(self, frame: Frame, trigger: int, relation: Relation) -> Iterator[tuple[Literal, list[int], None]]:
        kind = {"quantity": ValueKind.QUANTITY, "amount": ValueKind.MONEY, "date": ValueKind.DATE}.get(
            relation.literal or ""
        )
        if kind is None:
            return
        for fillers in self.slots.fillings(trigger, frame.object or ("self",)):
            for filler in fillers:
                value = self._value_in(filler.token, kind)
                if value is not None and kind is ValueKind.QUANTITY and self._counts_another(value, fillers):
                    continue
                if value is not None and (literal := self._literal(value, frame)):
                    yield literal, [filler.token, *self.slots.tokens_of(value)], None
                    return

    def _counts_another(self, value: Value, fillers: list[Filler]) -> bool:
        """ "64 magasins, dont 9 en Belgique": a bare number beside what is counted counts the same."""
        others = (self._value_in(f.token, ValueKind.QUANTITY) for f in fillers)
        return not value.unit and any(o.unit and not self._counts_people(o.unit.lower(), "hires") for o in others if o)

    def _value_in(self, token: int, kind: ValueKind) -> Value | None:
        """The first value of the kind below a token, outside subordinate clauses."""
        head = self.parse.tokens[token]
        below = self.parse.subtree(
            head,
            lambda t: (
                not t.dep.startswith(("acl", "advcl", "ccomp", "parataxis"))
                and not (t.dep == "conj" and t.i in self.clauses)
            ),
        )
        start, end = min(t.start for t in below), max(t.end for t in below)
        inside = {t.i for t in below}
        phrase = self.discourse.by_head.get(token)
        if phrase is not None:
            start, end = (
                min(start, self.parse.tokens[phrase.first].start),
                max(end, self.parse.tokens[phrase.last - 1].end),
            )
            inside |= set(range(phrase.first, phrase.last))
        for value in self.parse.values:
            at = self.parse.at(value.start)
            if value.kind is kind and start <= value.start < end and at is not None and at.i in inside:
                return value
        return None

    def _literal(self, value: Value, frame: Frame) -> Literal | None:
        if value.kind is ValueKind.MONEY:
            amount = value.amount if value.amount is None or not frame.negative else -abs(value.amount)
            return Literal(amount=amount, currency=value.currency) if value.currency else None
        if value.kind is ValueKind.QUANTITY:
            unit = (value.unit or "").lower()
            counted = (
                self._counts_people(unit, frame.relation)
                or unit.removesuffix("s") in frame.lemmas  # "300 embauches"
                or (frame.anybody and unit not in self.frames.outside)
            )
            return Literal(quantity=value.quantity) if counted else None
        return Literal(date=value.date) if value.date else None

    def _counts_people(self, unit: str, relation: str) -> bool:
        """Whether a quantity's unit is staff or posts; a bare number is, where a frame of staff takes it."""
        moved = self.lexicon.hands if relation in _STAFFING else frozenset()
        people = self.lexicon.staff | self.lexicon.jobs | moved
        return not unit or any(word in unit.split() or unit.startswith(word) for word in people)
