"""Recognise proper names before the parse: runs of capitalised words, checked against the model and the dictionary.

Names are found before the parse because the parser tears unknown ones apart ("s'associer à Great Wall Motors");
the parse then sees each as one word. Capitals decide within a sentence; at its beginning the dictionary and the
model's entity recogniser do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.lexicon import Lexicon
from kg.extract.models import Model
from kg.extract.places import Gazetteer


@dataclass(frozen=True, slots=True)
class Word:
    """A token before the parse."""

    start: int
    end: int
    text: str
    first: bool  # begins a sentence, or what follows an opening quote, colon or dash

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words, half open, that may be a name; `label` is the recogniser's, "" when it is ours alone."""

    first: int
    last: int
    label: str = ""


_CAPITAL = re.compile(r"^(?:[A-ZÀ-ÞŒŠŽĀ-ſ][\w.'&-]*|[a-z]{1,2}[A-Z]\w+)$")
_NUMBERED = re.compile(r"^\d{1,3}[A-Za-z]?$|^[A-Z]*\d+[A-Z]*$|^I{1,3}$|^IV$|^V$")
_HYPHENS = {"-", "–", "/", "'"}
_TITLE_CASE = 0.6  # share of capitalised words from which a line is a title-case headline; prose stays below 0.4
_ADJECTIVE_END = re.compile(r"(?:ien|ienne|ais|aise|ois|oise|al|ale|aux|ales|el|elle|ique|iques|aire|if|ive|ain|aine|ée|ées|és)s?$")


class Recogniser:
    """Finds the names of one text; holds what the decisions need of language, model and text."""

    def __init__(self, words: Sequence[Word], lexicon: Lexicon, model: Model, gazetteer: Gazetteer) -> None:
        self.words = words
        self.lexicon = lexicon
        self.model = model
        self.gazetteer = gazetteer
        table = lexicon.language.table("names")
        self.never = frozenset(table["never"])
        self.inner = frozenset(table["inner"])
        self.glue = frozenset(table["glue"])
        self.heads = frozenset(table["heads"])
        self.institutions = frozenset(table["institutions"])
        self.french_order = "adjective_after_noun" in table or lexicon.language.code != "en"
        self.posts = self._posts()
        self.shouting = self._shouting()
        self.inside = {w.text for i, w in enumerate(words) if not w.first and i not in self.shouting and self._capital(w)}

    def names(self, entities: Sequence[Span]) -> list[Span]:
        """Spans of the names in order, without overlaps. `entities` are the recogniser's spans."""
        covered = {i for span in entities for i in range(span.first, span.last)}
        starts = [self._may_be(i, covered) for i in range(len(self.words))]
        found: list[Span] = []
        i = 0
        while i < len(self.words):
            if not starts[i]:
                i += 1
                continue
            last = self._extend(i, starts)
            span = self._trim(Span(i, last))
            if span.first < span.last:
                found.append(span)
            i = max(last, i + 1)
        return self._with_entities(found, entities)

    # -- single words

    def _capital(self, word: Word) -> bool:
        lower = word.lower.rstrip(".")
        return bool(_CAPITAL.match(word.text)) and lower not in self.never and word.text not in self.lexicon.honorifics

    def _is_common(self, lower: str) -> bool:
        known = self.model.is_word
        return known(lower) or (lower[-1:] in "sxe" and known(lower[:-1])) or (lower[-2:] == "es" and known(lower[:-2]))

    def _is_role(self, i: int) -> bool:
        lower = self.words[i].lower
        if i in self.posts:
            return lower not in self.heads or not self._next_is_inner(i)
        return lower in self.lexicon.ended

    def _posts(self) -> set[int]:
        """Words that are part of a post, "Chief Executive Officer", and so of no name."""
        found: set[int] = set()
        lowers = [w.lower for w in self.words]
        for i, lower in enumerate(lowers):
            if lower in self.lexicon.role_words:
                length = next((n for n in (5, 4, 3, 2, 1) if self.lexicon.role(" ".join(lowers[i : i + n]))), 0)
                found.update(range(i, i + length))
        return found

    def _next_is_inner(self, i: int) -> bool:
        return i + 1 < len(self.words) and self.words[i + 1].lower in self.inner

    def _may_be(self, i: int, covered: set[int]) -> bool:
        word = self.words[i]
        if not self._capital(word) or self._is_role(i):
            return False
        if self.gazetteer.demonym(word.text) and not self._names_more(i):
            return False
        if i in self.shouting:
            return i in covered or word.text in self.inside or not self._is_common(word.lower)
        if not word.first:
            return self._names_within(i)
        if word.text in self.inside or (word.lower in self.heads and self._next_is_inner(i)):
            return True
        if word.lower in self.model.functions and word.text not in self.lexicon.given_names:
            return False
        following = i + 1 < len(self.words) and self._capital(self.words[i + 1]) and not self._is_role(i + 1)
        if i in covered and (following or not self._is_common(word.lower)):
            return True
        if following and word.lower in self.model.nouns:
            return not self.lexicon.noun(word.lower)
        return not self._is_common(word.lower) or bool(self.gazetteer.place(word.text) and i in covered)

    def _names_within(self, i: int) -> bool:
        """A capital inside a sentence names, unless it is a lone common noun put in capitals ("the Company")."""
        word = self.words[i]
        alone = not (i + 1 < len(self.words) and (self._capital(self.words[i + 1]) or self._next_is_inner(i)))
        before = i > 0 and self._capital(self.words[i - 1])
        descriptive = self.lexicon.noun(word.lower) is not None and word.lower not in self.institutions
        return not (alone and not before and descriptive and not word.text.isupper())

    def _names_more(self, i: int) -> bool:
        """Whether a demonym begins a longer name: "British Airways", not "French President"."""
        if i + 1 >= len(self.words):
            return False
        following = self.words[i + 1]
        return self._capital(following) and not self._is_role(i + 1) and self._is_common(following.lower)

    def _shouting(self) -> set[int]:
        """Words of lines that are all capitals or in title case: there a capital says nothing."""
        found: set[int] = set()
        line: list[int] = []
        for i, word in enumerate(self.words):
            if word.first and line:
                found |= self._loud(line)
                line = []
            line.append(i)
        return found | self._loud(line)

    def _loud(self, line: list[int]) -> set[int]:
        letters = [i for i in line if self.words[i].text[:1].isalpha() and len(self.words[i].text) > 3]
        if len(letters) < 4 or self.words[line[-1]].text in {".", '."'}:
            return set()
        capitals = sum(self.words[i].text[0].isupper() for i in letters)
        upper = sum(self.words[i].text.isupper() for i in letters)
        return set(line) if upper / len(letters) > _TITLE_CASE or capitals / len(letters) > 0.85 else set()

    # -- runs of words

    def _touches(self, i: int) -> bool:
        """Whether word i follows word i-1 without a blank."""
        return self.words[i].start == self.words[i - 1].end

    def _extend(self, first: int, starts: list[bool]) -> int:
        """The end of the name that begins at `first`."""
        words, i = self.words, first + 1
        head = words[first].lower in self.heads
        while i < len(words) and not (words[i].first and not self._touches(i)):
            if starts[i] or (self._capital(words[i]) and not self._is_role(i) and self._touches(i)):
                i += 1
            elif words[i].text in _HYPHENS and self._touches(i) and i + 1 < len(words) and self._touches(i + 1) and words[i + 1].text[:1].isalnum():
                i += 2
            elif _NUMBERED.match(words[i].text) and self._is_number_of_name(i):
                i += 1
            elif step := self._bridge(i, starts, head):
                i += step
            else:
                break
        return i

    def _is_number_of_name(self, i: int) -> bool:
        """A short number directly behind a name belongs to it ("Voltane 2") unless it counts what follows."""
        words = self.words
        if i + 1 >= len(words):
            return True
        following = words[i + 1].text
        return not following[:1].isalnum() and following not in {"%", "€", "$", "-", "°"} and not re.match(r"^[,.]\d", following)

    def _bridge(self, i: int, starts: list[bool], head: bool) -> int:
        """How many words to take to go on over lower-case ones; 0 to end the name."""
        words, n = self.words, len(self.words)
        lower = words[i].lower
        if lower in self.glue and i + 1 < n and starts[i + 1] and not words[i + 1].first:
            return 2
        if not head:
            return 0
        j = i
        while j < n and j - i < 3 and words[j].lower in self.inner and not words[j].first:
            j += 1
        if j > i and j < n and starts[j] and words[j - 1].lower not in {"et", "and", "à", "to", "in", "on", "at", "en"}:
            return j - i + 1
        return self._lower_case_part(i, j) if self.french_order else 0

    def _lower_case_part(self, i: int, j: int) -> int:
        """French institutions go on in lower case: "Commission européenne", "Autorité de la concurrence"."""
        words, n = self.words, len(self.words)
        if j == i:
            lower = words[i].lower
            fits = lower.isalpha() and _ADJECTIVE_END.search(lower) and lower in self.model.adjectives | {lower[:-1], lower[:-2]}
            demonym = self.gazetteer.demonym(lower) is not None
            return 1 if (fits and self._is_common(lower) and not self.model.is_word(lower) is None) or demonym else 0
        if words[i].lower not in {"de", "du", "des", "d'"} or j >= n:
            return 0
        noun = words[j].lower
        return j - i + 1 if noun.isalpha() and words[j].text[0].islower() and self._is_common(noun) else 0

    def _trim(self, span: Span) -> Span:
        """Without leading titles and trailing lower-case words or punctuation."""
        first, last = span.first, span.last
        while last > first and (self.words[last - 1].lower in self.inner or self.words[last - 1].text in _HYPHENS):
            last -= 1
        return Span(first, last, span.label)

    def _with_entities(self, found: list[Span], entities: Sequence[Span]) -> list[Span]:
        """Add the recogniser's spans that no name overlaps, and let its longer spans win over their parts."""
        labels = {(e.first, e.last): e.label for e in entities}
        merged = [Span(s.first, s.last, labels.get((s.first, s.last), self._covering(s, entities))) for s in found]
        for entity in entities:
            parts = [s for s in merged if s.first < entity.last and s.last > entity.first]
            if self._accept(entity, parts):
                merged = [s for s in merged if s not in parts]
                merged.append(entity)
        return sorted(merged, key=lambda s: s.first)

    @staticmethod
    def _covering(span: Span, entities: Sequence[Span]) -> str:
        return next((e.label for e in entities if e.first <= span.first and span.last <= e.last), "")

    def _accept(self, entity: Span, parts: list[Span]) -> bool:
        """A longer span of the recogniser is taken when all it adds is lower-case glue inside a head's name."""
        if not parts:
            return False
        if len(parts) == 1 and (parts[0].first, parts[0].last) == (entity.first, entity.last):
            return False
        inside = all(entity.first <= s.first and s.last <= entity.last for s in parts)
        head = self.words[entity.first].lower in self.heads and self.words[entity.first].text[0].isupper()
        texts = [self.words[i].lower for i in range(entity.first, entity.last)]
        clean = not {"et", "and", ",", '"', "«", "(", "'s", ":", "–", "-"} & set(texts)
        ends_low = self.words[entity.last - 1].lower in self.inner
        return inside and head and clean and not ends_low and entity.last - entity.first <= 8
