"""Which names of a document are forms of one name.

Names that contain each other are different entities unless something says otherwise ("Xiaomi", "Xiaomi EV Inc."). What
says otherwise: only a legal form or a word like "Group" is dropped; the full name came first and the short form is
nobody else's; an acronym stands in parentheses behind the name; a person's surname.
"""

from __future__ import annotations

from collections import Counter

from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer
from kg.extract.referents import Referent, is_initials, words_of
from kg.extract.syntax import Name, Parse
from kg.model import EntityType


class Namer:
    """Groups the names of one parse into referents."""

    def __init__(self, parse: Parse, phrases: list[Phrase], lexicon: Lexicon, gazetteer: Gazetteer, headline: int) -> None:
        self.parse = parse
        self.phrases = phrases
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.headline = headline  # number of leading sentences that are titles; they are read last
        self.droppable = frozenset(lexicon.language.table("coreference")["short_forms"]["droppable"])
        self.referents: list[Referent] = []
        self.of_name: dict[int, int] = {}  # index of a Name → referent

    def run(self) -> list[Referent]:
        """The referents of all names; sets `entity` of name phrases."""
        names = self.parse.names
        sentence = {t.name: t.sentence for t in self.parse.tokens if t.name >= 0}
        order = sorted(sentence, key=lambda n: (sentence[n] < self.headline, n))
        for n in order:
            self.of_name[n] = self._referent(names[n], order).i
        for phrase in self.phrases:
            if phrase.kind is Kind.NAME:
                token = self.parse.tokens[phrase.head]
                phrase.entity = self.of_name[token.name]
                phrase.reason = "name"
                self.referents[phrase.entity].phrases.append(phrase.i)
        return self.referents

    def _referent(self, name: Name, order: list[int]) -> Referent:
        found = self._known(name) or self._new(name)
        found.names[name.text] += 1
        for kind, score in name.scores:
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
        code = self._code(name)
        for referent in self.referents:
            if name.text in referent.names or (code and referent.code == code):
                return referent
        key = self.core(name.text)
        same = [r for r in self.referents if any(self.core(n) == key for n in r.names)]
        if same:
            return same[0]
        if name.type is EntityType.PERSON or name.type is None or len(words_of(name.text)) == 1:
            if person := self._person(name):
                return person
        return self._acronym(name) or self._short_form(name)

    def core(self, text: str) -> tuple[str, ...]:
        """The words of a name without legal form and words that may be dropped; all of them if nothing is left."""
        bare = self.lexicon.legal_form.sub("", text)
        words = words_of(bare)
        kept = tuple(w for w in words if w not in self.droppable)
        return kept if kept and len(words) - len(kept) <= 2 else tuple(words)

    def _person(self, name: Name) -> Referent | None:
        """A surname, or a first name, of exactly one person that has been named in full."""
        words = words_of(name.text)
        fits = []
        for referent in self.referents:
            if referent.type is not EntityType.PERSON:
                continue
            full = words_of(referent.fullest()[0])
            if len(words) < len(full) and (full[-len(words) :] == words or full[: len(words)] == words):
                fits.append(referent)
        surnames = [r for r in fits if words_of(r.fullest()[0])[-len(words) :] == words]
        best = surnames or fits
        if len(best) == 1 or (best and name.type is EntityType.PERSON):
            return best[-1] if len(best) > 1 else best[0]
        return None

    def _acronym(self, name: Name) -> Referent | None:
        """The name in front of a parenthesis that holds its acronym, or the only one with these initials."""
        text = self.parse.text
        opening = text[max(0, name.start - 2) : name.start]
        if opening.endswith("("):
            before = [n for n in self.parse.names if n.end <= name.start and text[n.end : name.start].strip(' "(') == ""]
            if before and is_initials(name.text, before[-1].text) and (r := self._by_text(before[-1].text)):
                return r
        if name.text.isupper() and 2 <= len(name.text) <= 6:
            fits = [r for r in self.referents if r.type is not EntityType.PERSON and any(len(words_of(n)) > 1 and is_initials(name.text, n) and n[0] == name.text[0] for n in r.names)]
            fits = [r for r in fits if any(len([w for w in words_of(n) if len(w) > 3 or w[0].isupper()]) <= len(name.text) + 1 for n in r.names)]
            return fits[0] if len(fits) == 1 else None
        return None

    def _by_text(self, text: str) -> Referent | None:
        return next((r for r in self.referents if text in r.names), None)

    def _short_form(self, name: Name) -> Referent | None:
        """A part of exactly one longer organisation's name that was named in full before."""
        words = words_of(name.text)
        fits = []
        for referent in self.referents:
            if referent.type in {EntityType.PERSON, EntityType.PLACE}:
                continue
            if any(_begins_or_holds(words_of(full), words) for full in referent.names):
                fits.append(referent)
        if len(fits) != 1 or name.type in {EntityType.PERSON, EntityType.PLACE} and len(words) > 1:
            return None
        if self.gazetteer.place(name.text) or self.gazetteer.country(name.text):
            return None
        return fits[0] if self._came_first(fits[0], name) else None

    def _came_first(self, referent: Referent, name: Name) -> bool:
        """Whether the full form stands in the text before the first short one (headlines not counted)."""
        firsts: Counter[str] = Counter()
        for token in self.parse.tokens:
            if token.name >= 0 and token.sentence >= self.headline:
                text = self.parse.names[token.name].text
                if text not in firsts:
                    firsts[text] = token.i
        full = min((firsts[n] for n in referent.names if n in firsts and len(n) > len(name.text)), default=-1)
        short = firsts.get(name.text, len(self.parse.tokens))
        return 0 <= full < short


def _begins_or_holds(full: list[str], part: list[str]) -> bool:
    if not part or len(part) >= len(full):
        return False
    return any(full[k : k + len(part)] == part for k in range(len(full) - len(part) + 1)) and len(part[0]) > 2
