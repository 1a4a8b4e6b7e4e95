"""Which names of a document are forms of one name.

Names that contain each other are different entities unless something says otherwise ("Xiaomi", "Xiaomi EV Inc."). What
says otherwise: only a legal form or a word like "Group" is dropped; the full name came first and the short form is
nobody else's; an acronym stands in parentheses behind the name; a person's surname.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from kg.extract.aliases import Aliases
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer
from kg.extract.referents import Referent, is_initials, letters_in_order, words_of
from kg.extract.syntax import Name, Parse
from kg.model import EntityType

Words = tuple[str, ...]

_APART = 3.0  # votes by which a name's own type must outweigh that of the one it is said to be another name of
_LONG = 4  # words from which a name in front of a parenthesis is surely abbreviated by the one word in it

_BACK = 4  # names inside the parentheses between one and its further name
_PAIR = 2  # words of a given name and a surname
_QUOTES = ' "«»'


class Namer:
    """Groups the names of one parse into referents."""

    def __init__(
        self, parse: Parse, phrases: list[Phrase], lexicon: Lexicon, gazetteer: Gazetteer, headline: int
    ) -> None:
        self.parse = parse
        self.phrases = phrases
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.headline = headline  # number of leading sentences that are titles; they are read last
        forms = lexicon.language.table("coreference")["short_forms"]
        self.droppable = frozenset(forms["droppable"])
        self.neutral = frozenset(forms["neutral"])
        own: dict[str, list[str]] = lexicon.language.table("coreference")["given_names"]
        self.feminine, self.masculine = frozenset(own["feminine"]), frozenset(own["masculine"])
        self.aliases = Aliases(lexicon)
        self.referents: list[Referent] = []
        self.of_name: dict[int, int] = {}  # index of a Name → referent
        self.by_text: dict[str, Referent] = {}
        self.by_words: dict[Words, Referent] = {}  # the first that has a name of these bare words
        self.bares: dict[str, Words] = {}
        self.firsts: dict[str, int] = {}  # name → token of its first mention outside the headlines
        self.holding: dict[str, list[str]] = defaultdict(list)  # word → those names that have it
        self.sentences: dict[str, set[int]] = defaultdict(set)  # name → sentences outside the headlines
        self.before = {b.start: a for a, b in pairwise(parse.names)}

    def run(self) -> list[Referent]:
        """The referents of all names; sets `entity` of name phrases."""
        names = self.parse.names
        sentence = {t.name: t.sentence for t in self.parse.tokens if t.name >= 0}
        self._find_mentions()
        for n in sorted(sentence, key=lambda n: (sentence[n] < self.headline, n)):
            self.of_name[n] = self._referent(names[n]).i
        for phrase in self.phrases:
            if phrase.kind is Kind.NAME:
                token = self.parse.tokens[phrase.head]
                phrase.entity = self.of_name[token.name]
                phrase.reason = "name"
                self.referents[phrase.entity].phrases.append(phrase.i)
        return self.referents

    def _find_mentions(self) -> None:
        for token in self.parse.tokens:
            if token.name >= 0 and token.sentence >= self.headline:
                text = self.parse.names[token.name].text
                self.firsts.setdefault(text, token.i)
                self.sentences[text].add(token.sentence)
        for text in self.firsts:
            for word in dict.fromkeys(self.bare(text)):
                self.holding[word].append(text)

    def _referent(self, name: Name) -> Referent:
        found = self._known(name) or self._new(name)
        part = bool(found.names) and found.type is EntityType.PERSON  # a surname may also begin a company's name
        found.names[name.text] += 1
        self.by_text.setdefault(name.text, found)
        words = self.bare(name.text)
        self.by_words[words] = min(found, self.by_words.get(words, found), key=lambda r: r.i)
        for kind, score in name.scores:
            if not part or kind is EntityType.PERSON:
                found.scores[kind] = max(found.scores[kind], score)
        if found.scores:
            found.type = max(found.scores, key=lambda k: (found.scores[k], k.value))
        return found

    def _new(self, name: Name) -> Referent:
        referent = Referent(len(self.referents), name.type)
        referent.code = self._code(name)
        self.referents.append(referent)
        return referent

    def _code(self, name: Name) -> str | None:
        code = self.gazetteer.country(name.text)
        return f"iso3166:{code}" if code else None

    # -- is it one that we know?

    def _known(self, name: Name) -> Referent | None:
        if found := self.by_text.get(name.text):
            return found
        if code := self._code(name):
            return next((r for r in self.referents if r.code == code), None)
        words = self.bare(name.text)
        return (
            self.by_words.get(words)
            or self._turned(name, words)
            or self._also_called(name)
            or self._acronym(name)
            or self._half_acronym(name)
            or self._by_part(name, words)
            or self._long_form(name, words)
            or self._in_title(name, words)
        )

    def _by_part(self, name: Name, words: Words) -> Referent | None:
        """A person's or an organisation's shorter form, first as what the name itself seems to be."""
        person = name.type is EntityType.PERSON or name.type is None or len(words) == 1
        if name.type is EntityType.ORGANIZATION and (found := self._short_form(name, words)):
            return found
        if person and (found := self._person(name)):
            return found
        return self._short_form(name, words)

    def bare(self, text: str) -> Words:
        """The words of a name without legal form, "Group" and the like; all of them if nothing is left."""
        if text not in self.bares:
            bare = self.lexicon.legal_form.sub("", " " + text).strip() or text
            words = words_of(bare)
            self.bares[text] = tuple(w for w in words if w not in self.neutral) or tuple(words)
        return self.bares[text]

    def _person(self, name: Name) -> Referent | None:
        """A surname, or a first name, of exactly one person that has been named in full."""
        words = words_of(name.text)
        fits = []
        for referent in self.referents:
            if referent.type is not EntityType.PERSON:
                continue
            full = words_of(referent.fullest()[0])
            if _is_pet_form(words, full) and not self._are_of_two(words[0], full[0]):
                return referent
            if len(words) < len(full) and (full[-len(words) :] == words or full[: len(words)] == words):
                fits.append(referent)
        surnames = [r for r in fits if words_of(r.fullest()[0])[-len(words) :] == words]
        best = surnames or fits
        if len(best) == 1 or (best and name.type is EntityType.PERSON):
            return best[-1] if len(best) > 1 else best[0]
        return None

    def _are_of_two(self, one: str, other: str) -> bool:
        """ "Jean" and "Jeanne" are a man and a woman, while "Ben" is Benjamin."""
        names = {one.capitalize(), other.capitalize()}
        return bool(names & self.feminine) and bool(names & self.masculine)

    def _turned(self, name: Name, words: Words) -> Referent | None:
        """ "Maki Norvane", "Norvane Maki": where the family comes first, both orders are in use."""
        found = self.by_words.get(words[::-1]) if len(words) == len(name.text.split()) == _PAIR else None
        return found if found is not None and EntityType.PERSON in {found.type, name.type} else None

    # -- further names

    def _also_called(self, name: Name) -> Referent | None:
        """ "X (formerly Y)", "X, also known as Y", "X (NYSE: Y)", "X (born in 1954), known as Y": a further name of one
        before.
        """
        before = self.before.get(name.start)
        for _ in range(_BACK):
            if before is None:
                return None
            between = self.parse.text[before.end : name.start]
            if self._is_ticker(between, name) and (listed := self.before.get(before.start)):
                return self._same_kind(name, listed) if self._touches(listed.end, before.start) else None
            if self.aliases.bring(between, before.text) and self.aliases.end(self.parse.text, name.end):
                found = self._same_kind(name, before)
                self.aliases.found |= {name.text} if found is not None else set()
                return found
            before = self.before.get(before.start)
        return None

    def _same_kind(self, name: Name, before: Name) -> Referent | None:
        found = self.by_text.get(before.text)
        other = dict(name.scores)
        if found is None or found.type is None:
            return None
        apart = max((s for kind, s in other.items() if kind is not found.type), default=0.0)
        return found if apart - other.get(found.type, 0.0) < _APART else None

    @staticmethod
    def _is_ticker(between: str, name: Name) -> bool:
        return between in {": ", ":"} and name.text.isupper()

    def _touches(self, end: int, start: int) -> bool:
        return self.parse.text[end:start] in {" (", "("}

    # -- acronyms

    def _acronym(self, name: Name) -> Referent | None:
        """The name in front of a parenthesis that holds its acronym, or the only one with these initials."""
        if found := self._in_parentheses(name):
            return found
        if not (name.text.isupper() and 2 <= len(name.text) <= 6):
            return None
        fits = [
            r
            for r in self.referents
            if r.type is not EntityType.PERSON and any(_abbreviates(name.text, n) for n in r.names)
        ]
        return fits[0] if len(fits) == 1 else None

    def _half_acronym(self, name: Name) -> Referent | None:
        """ "RC Norvane" and "Rugby Club Norvane": one begins with the initials of what the other begins with."""
        fits = {
            r.i: r for r in self.referents if any(_shortens(name.text, n) or _shortens(n, name.text) for n in r.names)
        }
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _in_parentheses(self, name: Name) -> Referent | None:
        """ "Fédération des fondeurs de Norvane (Fefonor)": letters of the name in order, or any word behind a long
        one.
        """
        opening = self.parse.text[max(0, name.start - 4) : name.start].rstrip(_QUOTES)
        before = self.before.get(name.start)
        if not opening.endswith("(") or before is None or self.parse.text[before.end : name.start].strip(_QUOTES + "("):
            return None
        if before.text.isupper() and _abbreviates(before.text, name.text):
            return self.by_text.get(before.text)
        if self.parse.text[name.end : name.end + 3].lstrip(_QUOTES)[:1] not in {")", ","} or " " in name.text:
            return None
        long = (
            len(words_of(before.text)) >= _LONG
            and before.type is EntityType.ORGANIZATION
            and not self._is_place(name.text)
        )
        short = letters_in_order(name.text, before.text) and (
            before.type is not EntityType.PERSON or name.text.isupper()
        )
        return self.by_text.get(before.text) if long or short else None

    # -- short and long forms of organisations

    def _short_form(self, name: Name, words: Words) -> Referent | None:
        """A part of exactly one longer organisation's name that was named in full before."""
        if (name.type in {EntityType.PERSON, EntityType.PLACE} and len(words) > 1) or self._is_place(name.text):
            return None
        if not words:
            return None
        here = self.firsts.get(name.text, len(self.parse.tokens))
        longer = [
            t
            for t in self.holding.get(words[0], ())
            if self.firsts[t] < here and _begins_or_holds(self.bare(t), words) and self._may_shorten(t, words)
        ]
        if len({self.bare(t) for t in longer if self.bare(t)[: len(words)] == words}) > 1:
            return None  # "Norvane Rail" and "Norvane Énergie": "Norvane" is their group
        fits = {r.i: r for t in longer if (r := self.by_text.get(t)) and r.type is not EntityType.PLACE}
        found = next(iter(fits.values())) if len(fits) == 1 else None
        return (
            found
            if found and not any(self._are_two(t, name.text) for t in longer if self.by_text.get(t) is found)
            else None
        )

    def _may_shorten(self, full: str, words: Words) -> bool:
        """A person's surname and a group's name before a country stand for something else: "Norvane Canada"."""
        found = self.by_text.get(full)
        begins = self.bare(full)[: len(words)] == words
        rest = self.bare(full)[len(words) :] if begins else ()
        return not (found is not None and found.type is EntityType.PERSON) and not any(
            self._is_place(w.capitalize()) or self._is_place(w.upper()) for w in rest
        )

    def _long_form(self, name: Name, words: Words) -> Referent | None:
        """ "Norvane Technologies" behind "Norvane": the same unless the rest of the name tells companies apart."""
        if name.type is EntityType.PERSON:
            return None
        for referent in self.referents:
            short = next((n for n in referent.names if self.bare(n) == words[: len(self.bare(n))]), None)
            if short is None or referent.type in {EntityType.PERSON, EntityType.PLACE}:
                continue
            rest = words[len(self.bare(short)) :]
            agrees = all(_begins_or_holds(words, self.bare(n)) for n in referent.names)
            alone = (
                sum(self.bare(t)[: len(self.bare(short))] == self.bare(short) for t in self.firsts)
                <= len(referent.names) + 1
            )
            apart = any(
                self.sentences[name.text] & self.sentences[n] for n in referent.names
            )  # "Norvane presents Norvane Marine"
            if rest and agrees and alone and not apart and all(w in self.droppable for w in rest):
                return referent
        return None

    def _in_title(self, name: Name, words: Words) -> Referent | None:
        """ "Norvane Health" in the title for "Norvane Lotus Health Ltd": words in order, from the first on."""
        if name.text in self.firsts or name.type is EntityType.PERSON or len(words) < 2:
            return None
        fits = {
            r.i: r
            for r in self.referents
            if r.type is EntityType.ORGANIZATION and any(_leaves_out(words, self.bare(n)) for n in r.names)
        }
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _are_two(self, full: str, short: str) -> bool:
        """Names of a group and of its part stand in one sentence; partners' names and bare trades don't tell them
        apart.
        """
        rest = self.bare(full)[len(self.bare(short)) :]
        return (
            bool(self.sentences[full] & self.sentences[short])
            and "&" not in full
            and not all(w in self.droppable for w in rest)
        )

    def _is_place(self, text: str) -> bool:
        return self.gazetteer.place(text) is not None or self.gazetteer.country(text) is not None


def _begins_or_holds(full: Words, part: Words) -> bool:
    if not part or len(part) >= len(full):
        return False
    return any(full[k : k + len(part)] == part for k in range(len(full) - len(part) + 1)) and len(part[0]) > 2


def _leaves_out(short: Words, full: Words) -> bool:
    """Whether the short form has some of the words, in order, and the first of them."""
    rest = iter(full)
    return len(short) < len(full) and short[0] == full[0] and all(w in rest for w in short)


def _is_pet_form(one: list[str], other: list[str]) -> bool:
    """ "Wilf Norvane" and "Wilfred Norvane": one surname, and one first name begins the other."""
    if len(one) != 2 or len(other) != 2 or one[1] != other[1]:
        return False
    short, long = sorted((one[0], other[0]), key=len)
    return len(short) > 2 and long.startswith(short)


def _shortens(short: str, name: str) -> bool:
    """Whether initials stand for the first words of a name, and the rest is the same."""
    initials, _, rest = short.partition(" ")
    if not (rest and initials.isupper() and 2 <= len(initials) <= 4 and name.lower().endswith(" " + rest.lower())):
        return False
    words = re.split(r"[\s'’-]+", name[: -len(rest) - 1])
    return len(words) > 1 and is_initials(initials, " ".join(words)) and words[0][:1] == initials[0]


def _abbreviates(short: str, name: str) -> bool:
    """Initials of the name's words, without those of a country before it: "NDA" of "Tilmex Norvane Data Agency"."""
    words = [w for w in words_of(name) if len(w) > 3 or w[0].isalpha()]
    if len(words) < 2 or not is_initials(short, name):
        return False
    capitals = [w for w in re.split(r"[\s'’-]+", name) if len(w) > 3 or w[:1].isupper()]
    return (name[0] == short[0] and len(capitals) <= len(short) + 1) or "".join(w[0] for w in capitals).endswith(short)
