"""Fill the slots of frames: from a trigger, along a path, to the phrases that take part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.clause import Clause
from kg.extract.complements import CLITIC, Complements
from kg.extract.coreference import Discourse
from kg.extract.frames import Frames
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.model import EntityType

_REACH = 2  # sentences within which a figure without owner is the last subject's; briefs keep to one company that long
Members = Callable[[Phrase], list[tuple[Referent, int]]]

_MAIN = frozenset({"root", "conj", "parataxis", "ccomp"})  # verbs whose subjects a text talks about


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: a token, the phrase that it heads, the entity that this refers to."""

    token: int
    phrase: Phrase | None
    referent: Referent | None
    share: float | None = None  # per cent, when the way led over "30 % de"
    partial: bool = False  # the way led over a part: "a stake in"


class Slots(Complements):
    """Walks the paths in one document; `members` are those whom a plural phrase brings in by name."""

    def __init__(
        self,
        parse: Parse,
        clauses: dict[int, Clause],
        discourse: Discourse,
        lexicon: Lexicon,
        frames: Frames,
        members: Members,
    ) -> None:
        super().__init__(parse, clauses, discourse, lexicon, frames)
        self.members = members

    def fill(self, trigger: int, slots: tuple[str, ...]) -> list[Filler]:
        """The fillers of the first slot that holds more than amounts and dates."""
        for found in self.fillings(trigger, slots):
            if things := [f for f in found if f.referent is not None or not self._is_figure(f)]:
                return things
        return []

    def fillings(self, trigger: int, slots: tuple[str, ...]) -> Iterator[list[Filler]]:
        """What fills each slot, slots in order, empty ones left out."""
        for slot in slots:
            first, rest = _steps(slot)
            tokens = self._first_step(trigger, first)
            for step in rest:
                tokens = [t for i in tokens for t in self._next_step(i, step)]
            if found := [f for i in tokens if (f := self._filler(i)) is not None]:
                yield found

    def _is_figure(self, filler: Filler) -> bool:
        """Whether an amount, date or duration stands there: "a profit of $3m" says nothing of whose."""
        value = self.values.get(filler.token)
        return value is not None and value.kind in {ValueKind.MONEY, ValueKind.DATE, ValueKind.DURATION}

    def _first_step(self, trigger: int, step: str) -> list[int]:
        if (special := self._special(trigger, step)) is not None:
            return special
        return self._next_step(trigger, step.split("|"))

    def _special(self, trigger: int, step: str) -> list[int] | None:
        """The steps that are no roles; None for a role."""
        if step == "self":
            return [trigger]
        if step == "holder":
            if self.discourse.referent_at(trigger) is not None or trigger in self.predicated:
                return [trigger]
            if trigger in self.identified:  # "le propriétaire de X est Y"
                return [self.identified[trigger]]
            return self._beside(trigger) or self._set_behind(trigger) or self._listed(trigger) or self._opened(trigger)
        ways = {
            "owner": self._owner,
            "governor": self._governor,
            "outer": self._outer,
            "above": self._above,
            "predicate": self._predicate,
            "host": self._host,
            "within": self._within,
            "over": self._over,
            "topic": self._topic,
            "theme": self._theme,
            "dealt": self._dealt,
            "held": self._held,
            "target": self._target,
            "where": self._where,
            "next": self._next,
            "inner": self._inner,
            "doer": self._doer,
            "asked": self._asked,
        }
        way = ways.get(step)
        return way(trigger) if way is not None else None

    def _beside(self, trigger: int) -> list[int]:
        """What a second description describes: "un fonds déjà actionnaire de Y"."""
        phrase = self.discourse.by_head.get(trigger)
        if phrase is None or phrase.i == 0 or phrase.preposition or phrase.determiner:
            return []
        previous = self.discourse.phrases[phrase.i - 1]
        between = self.parse.tokens[previous.last : phrase.first]
        return (
            [previous.head]
            if previous.entity >= 0 and len(between) <= 1 and all(t.pos == "ADV" for t in between)
            else []
        )

    def _set_behind(self, trigger: int) -> list[int]:
        """What a description holds for, named behind it: "le premier actionnaire de Y, le fonds X,"."""
        phrase = self.discourse.by_head.get(trigger)
        end = self._end_of(phrase) if phrase is not None else -1
        tokens = self.parse.tokens
        if phrase is None or phrase.determiner == "indefinite" or not 0 <= end < len(tokens) or tokens[end].text != ",":
            return []
        name = next((p for p in self.discourse.phrases[phrase.i + 1 :] if p.first > end), None)
        if name is None or name.first != end + 1 or name.preposition or name.entity < 0:
            return []
        named = (
            name if name.kind is Kind.NAME else self.discourse.phrases[min(name.i + 1, len(self.discourse.phrases) - 1)]
        )
        opens = phrase.first == self.parse.sentences[tokens[phrase.first].sentence][0]  # "Actionnaire de Y, X a …"
        closed = opens or (named.last < len(tokens) and tokens[named.last].text in {",", "(", ".", ";", ":"})
        return [name.head] if closed and named.entity == name.entity else []

    def _end_of(self, phrase: Phrase) -> int:
        """The token behind a description with what it is said of, a share of it among that."""
        inner = [self.discourse.phrases[c] for c in phrase.complements]
        named = [p for p in inner if p.entity >= 0]
        return max((max(p.last, *self._ends_below(p)) for p in named), default=phrase.last)

    def _ends_below(self, phrase: Phrase) -> list[int]:
        below = [self.discourse.phrases[c] for c in phrase.complements]
        return [phrase.last, *(e for p in below if p.entity < 0 for e in self._ends_below(p))]

    def _listed(self, trigger: int) -> list[int]:
        """Those whom the description brings in by name: "les clients de Y, dont X"."""
        phrase = self.discourse.by_head.get(trigger)
        return [token for _, token in self.members(phrase)] if phrase is not None else []

    def _next_step(self, token: int, steps: list[str]) -> list[int]:
        """A step into the arguments of a verb, or the complements of a noun."""
        if len(steps) == 1 and (special := self._special(token, steps[0])) is not None:
            return special
        clause = self.clauses.get(token)
        found = next((clause.arguments[s] for s in steps if s in clause.arguments), []) if clause is not None else []
        return found if found or (clause is not None and not clause.copular) else self.complements(token, steps)

    def _owner(self, token: int) -> list[int]:
        """The possessor of a noun: "X's bid", "son fondateur", "the X bid"."""
        phrase = self.discourse.by_head.get(token)
        if phrase is None:
            return []
        if phrase.owner >= 0:
            return [self.discourse.phrases[phrase.owner].head]
        if phrase.i in self.discourse.owners:
            return (
                [phrase.first] if phrase.first != phrase.head else self._mention(self.discourse.owners[phrase.i], token)
            )
        return phrase.names[:1]

    def _mention(self, referent: int, token: int) -> list[int]:
        """The place nearest before a token where an entity is named: an owner that the noun itself leaves out."""
        heads = [
            p.head for p in self.discourse.phrases if p.entity == referent and p.kind is Kind.NAME and p.head < token
        ]
        return heads[-1:]

    def _governor(self, token: int) -> list[int]:
        """The subject of the nearest clause around a noun, unless the noun is in that subject."""
        current = self.parse.tokens[token]
        for above in self.parse.ancestors(current):
            clause = self.clauses.get(above.i)
            if clause is not None and above.i != token:
                if clause.lemma in self.frames.outsiders:
                    return []
                subject = clause.subjects
                return [] if current.i in subject else list(subject)
            current = above
        return self._fronted(token)

    def _outer(self, token: int) -> list[int]:
        """The subject over the clause of whose subject a noun is part: "X fell after rival Y cut its prices"."""
        current, inner = self.parse.tokens[token], False
        for above in self.parse.ancestors(current):
            if (clause := self.clauses.get(above.i)) is not None:
                subject = clause.subjects
                if inner or current.i not in subject:
                    return list(subject) if inner else []
                inner = True
            current = above
        return []

    def _above(self, token: int) -> list[int]:
        """The verb of which a noun is an argument."""
        clause = self.governors.get(token)
        return [clause.predicate] if clause is not None and not clause.copular else []

    def _predicate(self, token: int) -> list[int]:
        """What is said with "be" of the noun: "revenue was $3m"."""
        clause = self.governors.get(token)
        return [clause.predicate] if clause is not None and clause.copular else []

    def _host(self, token: int) -> list[int]:
        """The noun that a noun is said to be "with": "a firm with sales of $3m", "X, with 68 per cent"."""
        phrase = self.discourse.by_head.get(token)
        if phrase is None or phrase.preposition not in self.having:
            return []
        if phrase.inside >= 0:
            return [self.discourse.phrases[phrase.inside].head]
        head = self.parse.head(self.parse.tokens[token])
        return [head.i] if head.pos in {"NOUN", "PROPN"} else []

    def _within(self, token: int) -> list[int]:
        """The noun that a noun complements: "a rise in profit", "$3m in sales"."""
        phrase = self.discourse.by_head.get(token)
        return [self.discourse.phrases[phrase.inside].head] if phrase is not None and phrase.inside >= 0 else []

    def _topic(self, token: int) -> list[int]:
        """The organisation last spoken of as a subject, for figures that name none.

        Another organisation in the figure's own sentence makes it doubtful whose the figure is.
        """
        own = self.parse.tokens[token].sentence
        found: list[Token] = []
        for phrase in reversed(self.discourse.phrases):
            head = self.parse.tokens[phrase.head]
            if (found and head.sentence != found[0].sentence) or own - head.sentence > _REACH:
                break
            if head.i >= token or not self.discourse.is_organization(phrase.entity):
                continue
            if head.dep.startswith("nsubj") and self.parse.head(head).dep in _MAIN:
                found.append(head)
            elif head.sentence == own:
                return []
        return [found[-1].i] if found else []

    def _theme(self, token: int) -> list[int]:
        """What the text is about, unless it takes part already; of two, the one that doesn't."""
        phrase = self.discourse.by_head.get(token)
        if phrase is not None and any(
            self.lexicon.plain(self.discourse.phrases[c].preposition) in self.of for c in phrase.complements
        ):
            return []  # "le propriétaire du club": it says of what
        return self._dealt(token)

    def _dealt(self, token: int) -> list[int]:
        """The theme also of nouns whose complement is who acts: "l'offre de Norvane" is for what goes unsaid."""
        clause = self.clauses.get(token)
        taking = self._referents([i for role in clause.arguments.values() for i in role] if clause is not None else [])
        theme = self.themes.at(token)
        if theme < 0:
            theme = self.themes.beside(token, taking | self._referents(self._around(token)))
        referent = self.discourse.referent_at(theme) if theme >= 0 else None
        return [theme] if referent is not None and referent.i not in taking else []

    def _held(self, token: int) -> list[int]:
        """The company of which shares were told just before ("le solde est aux mains de Y"), else the theme."""
        clause, phrase = self.clauses.get(token), self.discourse.by_head.get(token)
        if phrase is not None and (phrase.owner >= 0 or phrase.i in self.discourse.owners):
            return []  # "son actionnaire": it says whose
        taking = self._referents([i for role in clause.arguments.values() for i in role] if clause is not None else [])
        taking |= self._referents(self._around(token))
        if clause is not None and (near := self._meant_by_clitic(clause, taking)):
            return near
        last = self.themes.last_held(token)
        return [self.themes.named_at(token, last)] if last >= 0 and last not in taking else self._theme(token)

    def _target(self, token: int) -> list[int]:
        """What the deals of the text are about ("le vendeur, X"), else the theme."""
        clause = self.clauses.get(token)
        taking = self._referents([i for role in clause.arguments.values() for i in role] if clause is not None else [])
        found = self.themes.target(token, taking | self._referents(self._around(token)))
        return [self.themes.named_at(token, found)] if found >= 0 else self._dealt(token)

    def _meant_by_clitic(self, clause: Clause, taking: set[int]) -> list[int]:
        """ "préside la maison X et en garde 52 %": the organisation last spoken of in the sentence."""
        verb = self.parse.tokens[clause.predicate]
        if not any(t.lower in self.partitive for t in self.parse.tokens[max(0, verb.i - CLITIC) : verb.i]):
            return []
        first, _ = self.parse.sentences[verb.sentence]
        found = [
            p.head
            for p in self.discourse.phrases
            if first <= p.head < verb.i and p.entity not in taking and self.discourse.is_organization(p.entity)
        ]
        return found[-1:]

    def _referents(self, heads: list[int]) -> set[int]:
        return {r.i for i in heads if (r := self.discourse.referent_at(i)) is not None}

    def _around(self, token: int) -> list[int]:
        """Who stands beside a noun or acts in the clause around it."""
        phrase = self.discourse.by_head.get(token)
        inner = [self.discourse.phrases[c].head for c in phrase.complements] if phrase is not None else []
        return [*self._owner(token), *self._governor(token), *inner]

    def _next(self, token: int) -> list[int]:
        """The verb coordinated behind a verb: "was born and raised in X"."""
        return [c.i for c in self.parse.children(self.parse.tokens[token], "conj") if c.i in self.clauses][:1]

    def _inner(self, token: int) -> list[int]:
        """The nouns that a verb governs, for what the parser hung on them: "lives with her husband in X"."""
        clause = self.clauses.get(token)
        if clause is None:
            return []
        return [i for role, found in clause.arguments.items() if role != "agent" for i in found if i > token]

    def _doer(self, token: int) -> list[int]:
        """Who does what a noun tells, by a participle behind it: "l'offre présentée par X", "the round led by X"."""
        participles = [
            c for t in self.parse.children(self.parse.tokens[token], "acl", "amod") if (c := self.clauses.get(t.i))
        ]
        return [i for c in participles if c.passive for i in c.arguments.get("agent", ())]

    def _asked(self, token: int) -> list[int]:
        """The subject of the question that a verb leaves open: "is looking into whether X misled"."""
        verb = self.parse.tokens[token]
        found = []
        for child in self.parse.children(verb, "ccomp", "advcl", "acl", "xcomp"):
            clause = self.clauses.get(child.i)
            if clause is not None and any(m.lower in self.whether for m in self.parse.children(child, "mark")):
                found += clause.subjects
        return found

    def _where(self, token: int) -> list[int]:
        """The place that a relative clause with "where" tells of; the town and not the country that it lies in."""
        verb = self.parse.tokens[token]
        if verb.dep != "acl:relcl" or not any(
            c.lower in self.relative and c.pos in {"ADV", "SCONJ"} for c in self.parse.children(verb)
        ):
            return []
        phrase = self.discourse.by_head.get(verb.head)
        if phrase is None:
            return []
        above = self.discourse.phrases[phrase.inside] if phrase.inside >= 0 else phrase
        town = self.discourse.referents[above.entity] if above.entity >= 0 else None
        return [above.head] if town is not None and town.type is EntityType.PLACE else [phrase.head]

    def _over(self, token: int) -> list[int]:
        """The verb over a participle, whose complements the parser may have given to it."""
        head = self.parse.head(self.parse.tokens[token])
        return [head.i] if head.i != token and head.i in self.clauses else []

    # -- what stands there

    def _filler(self, token: int, depth: int = 0) -> Filler | None:
        token = self.antecedent(token)
        found = self.discourse.by_head.get(token)
        word = self.parse.tokens[token]
        if found is not None and found.first == token and found.i in self.discourse.owners and word.i != found.head:
            return Filler(token, found, self.discourse.referents[self.discourse.owners[found.i]])
        if found is None:
            found = self._possessive(token)
            if found is not None:
                return Filler(token, found, self.discourse.referents[self.discourse.owners[found.i]])
            return self._named_modifier(token)
        if found.entity < 0 and depth < 3 and self._is_transparent(word):
            inner = [f for i in self.complements(token, self.parts_of) if (f := self._filler(i, depth + 1))]
            if inner:
                value = self.values.get(token)
                share = value.share if value is not None and value.kind is ValueKind.SHARE else inner[0].share
                return replace(
                    inner[0],
                    share=share if share is not None else self._share_of(found),
                    partial=self._is_part(word, found),
                )
        if found.entity < 0 and word.lemma in self.frames.own and found.i in self.discourse.owners:
            return Filler(token, found, self.discourse.referents[self.discourse.owners[found.i]], partial=True)
        referent = (
            self.discourse.referents[found.entity] if found.entity >= 0 else self._apposed(found) or self._called(found)
        )
        return Filler(token, found, referent)

    def _apposed(self, phrase: Phrase) -> Referent | None:
        """The name that follows a description: "le façonnier X", "l'ancien propriétaire, le fonds lyonnais X",
        "une foncière, X".
        """
        tokens, i = self.parse.tokens, phrase.last
        site = tokens[phrase.head].lemma in self.lexicon.sites  # "its Leeds factory, X,"
        if phrase.kind is Kind.NOUN and phrase.i + 1 < len(self.discourse.phrases):
            name = self.discourse.phrases[phrase.i + 1]
            if name.first == i and name.kind is Kind.NAME and not name.preposition and name.entity >= 0:
                return self.discourse.referents[name.entity]
        if (
            phrase.kind is not Kind.NOUN
            or not (phrase.noun or phrase.role or site)
            or i + 1 >= len(tokens)
            or tokens[i].text != ","
            or phrase.i + 2 >= len(self.discourse.phrases)
        ):
            return None
        following = self.discourse.phrases[phrase.i + 1]
        kind = phrase.noun.type if phrase.noun is not None else EntityType.ORGANIZATION if site else EntityType.PERSON
        if (
            following.first != i + 1
            or following.entity < 0
            or following.preposition
            or tokens[i].sentence != tokens[phrase.head].sentence
        ):
            return None
        referent = self.discourse.referents[following.entity]
        return referent if referent.type is kind or (phrase.noun is None and not site) else None

    def _called(self, phrase: Phrase) -> Referent | None:
        """The name behind a noun that it completes: "la ville de X", "le club anglais de X"."""
        noun = phrase.noun
        if phrase.kind is not Kind.NOUN or noun is None or self.parse.tokens[phrase.head].lemma not in self.called:
            return None
        inner = [self.discourse.phrases[c] for c in phrase.complements]
        named = [p for p in inner if p.kind is Kind.NAME and p.preposition in self.of and p.entity >= 0]
        return self.discourse.referents[named[0].entity] if len(named) == 1 else None

    def antecedent(self, token: int) -> int:
        """The noun without a name that a relative pronoun stands for, the subject of which a noun is said; else
        the token.
        """
        phrase = self.discourse.by_head.get(token)
        if phrase is not None and phrase.entity < 0 and token in self.predicated:  # "X is a league based in Y"
            return self.predicated[token]
        if (
            phrase is None
            or phrase.kind is not Kind.PRONOUN
            or phrase.entity >= 0
            or self.parse.tokens[token].lower not in self.relative
        ):
            return token
        verb = self.parse.head(self.parse.tokens[token])
        return verb.head if verb.dep == "acl:relcl" and verb.head < token else token

    def _possessive(self, token: int) -> Phrase | None:
        """The phrase that a possessive determiner begins, when its owner is known."""
        return next(
            (self.discourse.phrases[i] for i in self.discourse.owners if self.discourse.phrases[i].first == token), None
        )

    def _named_modifier(self, token: int) -> Filler | None:
        """A name inside an English noun phrase: "the Larkhill bid"."""
        word = self.parse.tokens[token]
        if word.name < 0:
            return Filler(token, None, None)
        text = word.text
        referent = next((r for r in self.discourse.referents if text in r.names), None)
        return Filler(token, None, referent)

    def _is_transparent(self, word: Token) -> bool:
        value = self.values.get(word.i)
        return (
            (value is not None and value.kind is ValueKind.SHARE)
            or word.lemma in self.frames.transparent
            or word.text == "%"
        )

    def _is_part(self, word: Token, phrase: Phrase) -> bool:
        """ "a stake", "12 %", and not "all", "a majority stake"."""
        words = {t.lower for t in phrase.tokens(self.parse)}
        value = self.values.get(word.i)
        part = word.lemma in self.frames.partial or (value is not None and value.kind is ValueKind.SHARE)
        return part and not words & self.frames.whole

    def _share_of(self, phrase: Phrase) -> float | None:
        """A share among the words of the phrase or right before it: "une participation de 12 %"."""
        start = self.parse.tokens[phrase.first].start
        end = max(
            [
                self.parse.tokens[phrase.last - 1].end,
                *(self.parse.tokens[self.discourse.phrases[c].last - 1].end for c in phrase.complements),
            ]
        )
        return next((v.share for v in self.parse.values if v.kind is ValueKind.SHARE and start <= v.start < end), None)


@cache
def _steps(slot: str) -> tuple[str, list[list[str]]]:
    """A path of the data cut into its first step and the prepositions of each further one."""
    first, *rest = slot.split(">")
    return first, [step.split("|") for step in rest]
