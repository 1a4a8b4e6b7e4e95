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
from kg.extract.namewords import NameWords
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


_CAPITAL = re.compile(r"^(?:[dl]'[A-ZÀ-Þ][\w'-]+|[A-ZÀ-ÞŒŠŽĀ-ſ][\w.'&-]*|[a-z]{1,2}[A-Z]\w+)$")
_NUMBERED = re.compile(r"^\d{1,3}[A-Za-z]?$|^[A-Z]*\d+[A-Z]*$|^I{1,3}$|^IV$|^V$")
_HYPHENS = {"-", "–", "/", "'"}
_LONGEST_PLACE = 5  # words: "Provence - Alpes - Côte d' Azur" is the longest of the gazetteers that matter
_TITLE_CASE = 0.6  # share of capitalised words from which a line is a title-case headline; prose stays below 0.4
# what adjectives of institutions end in: "Commission européenne", "Syndicat porcin"; verbs and nouns mostly don't
_ADJECTIVE_END = re.compile(r"(?:ien|ienne|éen|éenne|ais|aise|ois|oise|al|ale|aux|el|elle|ique|aire|if|ive|ain|aine|in|ine|uni|unie|er|ère|eux|euse|ée|ées|és)s?$")


class Recogniser:
    """Finds the names of one text; holds what the decisions need of language, model and text."""

    def __init__(self, words: Sequence[Word], lexicon: Lexicon, names: NameWords, model: Model, gazetteer: Gazetteer) -> None:
        self.words = words
        self.lexicon = lexicon
        self.known = names
        self.model = model
        self.gazetteer = gazetteer
        self.lowers = [w.text.lower() for w in words]
        self.capitals = [self._has_capital(i) for i in range(len(words))]
        self.posts = self._posts()
        self.shouting = self._shouting()
        self.inside = {w.text for i, w in enumerate(words) if self.capitals[i] and not w.first and i not in self.shouting}
        self.inside_lower = {text.lower() for text in self.inside}
        self.places = self._places()
        self.kinds: dict[str, str] = lexicon.language.table("language")["entity_labels"]

    def names(self, entities: Sequence[Span]) -> list[Span]:
        """Spans of the names in order, without overlaps. `entities` are the recogniser's spans."""
        covered = {i for span in entities for i in range(span.first, span.last)}
        starts = [self._may_be(i, covered) for i in range(len(self.words))]
        found: list[Span] = []
        i = 0
        while i < len(self.words):
            opened = self._opener(i, starts) or self._of_origin(i)
            if not starts[i] and not opened:
                i += 1
                continue
            last = self._with_family(opened or self.places.get(i) or self._extend(i, starts))
            found += self._split(self._trim(Span(i, max(last, i + 1))))
            i = max(last, i + 1)
        return self._with_entities(found, entities)

    # -- single words

    def _has_capital(self, i: int) -> bool:
        word, lower = self.words[i].text, self.lowers[i].rstrip(".")
        return bool(_CAPITAL.match(word)) and lower not in self.known.never and word not in self.lexicon.honorifics

    def _capital(self, i: int) -> bool:
        return i < len(self.words) and self.capitals[i]

    def _is_common(self, lower: str) -> bool:
        known = self.model.is_word
        if known(lower) or (lower.endswith(self.known.adverb_endings) and len(lower) > 5):
            return True
        return len(lower) > 4 and ((lower.endswith("ies") and known(lower[:-3] + "y")) or (lower[-1] in "sxe" and known(lower[:-1])) or (lower[-2:] == "es" and known(lower[:-2])))

    def _is_role(self, i: int) -> bool:
        lower = self.lowers[i]
        if i in self.posts:
            return not (lower in self.known.heads and self._next_is_inner(i)) and not self._in_institution(i)
        return lower in self.lexicon.ended

    def _in_institution(self, i: int) -> bool:
        """"General Court", "Hartwell Brothers": a word of a post that stands inside an organisation's name."""
        if not self.words[i].text[0].isupper():
            return False
        before = i > 0 and self.capitals[i - 1] and i - 1 not in self.posts and not self.words[i].first
        return (before and self.lowers[i] in self.known.organization_words) or (self._capital(i + 1) and self.lowers[i + 1] in self.known.tails)

    def _posts(self) -> set[int]:
        """Words that are part of a post, "Chief Executive Officer", and so of no name."""
        found: set[int] = set()
        for i, lower in enumerate(self.lowers):
            if lower in self.lexicon.role_words:
                length = next((n for n in (5, 4, 3, 2, 1) if self.lexicon.role(" ".join(self.lowers[i : i + n]))), 0)
                found.update(range(i, i + length))
        return found

    def _next_is_inner(self, i: int) -> bool:
        return i + 1 < len(self.words) and self.lowers[i + 1] in self.known.inner

    def _may_be(self, i: int, covered: set[int]) -> bool:
        if not self.capitals[i] or self._is_role(i):
            return False
        if i in self.places:
            return True
        word = self.words[i]
        if self.gazetteer.demonym(word.text) and not self._names_more(i) and not self._is_place_too(i):
            return False
        if i in self.shouting:
            if self.lowers[i] in self.model.functions:
                return False
            return i in covered or self.lowers[i] in self.inside_lower or not self._is_common(self.lowers[i])
        return self._may_begin(i, covered) if word.first else self._names_within(i)

    def _may_begin(self, i: int, covered: set[int]) -> bool:
        """Whether the first word of a sentence is a name: the dictionary, the recogniser and the rest of the text tell."""
        word, lower = self.words[i], self.lowers[i]
        following = self._capital(i + 1) and not self._is_role(i + 1)
        if lower in self.model.functions or lower in self.known.articles:
            return False
        if word.text in self.inside or (lower in self.known.heads and (self._next_is_inner(i) or self._is_institution(i))):
            return True
        if following and word.text in self.known.given_names:
            return True
        if word.text.isupper() and len(word.text) > 1:
            return True  # an acronym; a line all in capitals has been dealt with
        if i in covered and (following or not self._is_common(lower)):
            return True
        if following and lower in self.model.nouns:
            return not self.lexicon.noun(lower)
        return not self._is_common(lower) or bool(self.gazetteer.place(word.text) and i in covered)

    def _is_institution(self, i: int) -> bool:
        """"Commission européenne" at the beginning of a sentence, not "Groupe familial"."""
        noun = self.lexicon.noun(self.lowers[i])
        return self._lower_case_part(i + 1, i + 1) > 0 and (noun is None or noun.kind != "generic")

    def _names_within(self, i: int) -> bool:
        """A capital inside a sentence names, unless it is a lone common noun put in capitals ("the Company")."""
        lower = self.lowers[i]
        if lower in self.model.functions and not self._capital(i + 1) and not self.words[i].text.isupper():
            return False
        alone = not (self._capital(i + 1) or self._next_is_inner(i) or (lower in self.known.heads and self._lower_case_part(i + 1, i + 1)))
        before = i > 0 and self.capitals[i - 1]
        descriptive = self.lexicon.noun(lower) is not None and lower not in self.known.institutions
        return not (alone and not before and descriptive and not self.words[i].text.isupper())

    def _names_more(self, i: int) -> bool:
        """Whether a demonym begins a longer name: "British Airways", not "French President"."""
        return self._capital(i + 1) and not self._is_role(i + 1) and self._is_common(self.lowers[i + 1])

    def _is_place_too(self, i: int) -> bool:
        """"US", "UK", "Suisse": words for the country and for what comes from there; the first when an article or preposition stands before."""
        word = self.words[i]
        if not (self.gazetteer.country(word.text) or self.gazetteer.place(word.text)):
            return False
        return word.text.isupper() or (not word.first and i > 0 and (self.lowers[i - 1] in self.known.between or self.lowers[i - 1] == "("))

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

    def _places(self) -> dict[int, int]:
        """Places of several words by the index of their first: "Caroline du Nord", "Côte d'Ivoire"."""
        found: dict[int, int] = {}
        for i, capital in enumerate(self.capitals):
            if not capital or self.words[i].text not in self.gazetteer.beginnings:
                continue
            for last in range(min(i + _LONGEST_PLACE, len(self.words)), i + 1, -1):
                text = self._text(i, last)
                if text[-1].isalpha() and text in self.gazetteer.places and not self._capital(last):
                    found[i] = last
                    break
        return found

    def _text(self, first: int, last: int) -> str:
        """The words as the text has them, with at most one blank between two."""
        joined = self.words[first].text
        for i in range(first + 1, last):
            joined += ("" if self._touches(i) else " ") + self.words[i].text
        return joined

    # -- runs of words

    def _touches(self, i: int) -> bool:
        return self.words[i].start == self.words[i - 1].end

    def _extend(self, first: int, starts: list[bool]) -> int:
        """The end of the name that begins at `first`."""
        words, i = self.words, first + 1
        head = self._is_head(first)
        while i < len(words) and not (words[i].first and not self._touches(i)):
            if self._ends_low(i, first):
                break
            if starts[i] or (self.capitals[i] and not self._is_role(i) and self._touches(i)):
                head = head or self._is_head(i)
                i += 1
            elif self._is_hyphenated(i) or self._is_inner_acronym(i, starts):
                i += 2
            elif self.lowers[i] == "s" and self._touches(i) and words[i - 1].text.endswith("'"):
                i += 1  # the French tokenizer cuts "Moody's" behind the apostrophe
            elif _NUMBERED.match(words[i].text) and (self._is_number_of_name(i) or (head and i == first + 1 and self._next_is_inner(i))):
                i += 1
            elif step := self._bridge(first, i, starts, head):
                i += step
            else:
                break
        return i

    def _is_inner_acronym(self, i: int, starts: list[bool]) -> bool:
        """A common acronym between two words of a name: "Norvane EV Inc."."""
        text = self.words[i].text
        return text.isupper() and len(text) > 1 and not self._is_role(i) and i + 1 < len(starts) and starts[i + 1]

    def _is_head(self, i: int) -> bool:
        """Whether a word begins an institution's name; in French also capitalised plurals: "Papeteries de Norvane"."""
        lower = self.lowers[i]
        if lower in self.known.heads:
            return True
        return self.known.lower_case and self._is_plural(i)

    def _ends_low(self, i: int, first: int) -> bool:
        """Behind a lower-case adjective or complement no capital goes on: "Conseil des ministres | Paul Mirande"."""
        previous = self.lowers[i - 1]
        return i - 1 > first and self.words[i - 1].text == previous and previous.isalpha() and not self._touches(i - 1) and self.capitals[i] and previous not in self.known.inner | self.known.glue

    def _is_hyphenated(self, i: int) -> bool:
        """A hyphen joins what is no common word in lower case: "Jhih-Feng", "Aix-les-Bains", not "Tilmex-based"."""
        if self.words[i].text not in _HYPHENS or not self._touches(i) or i + 1 >= len(self.words) or not self._touches(i + 1):
            return False
        following = self.words[i + 1].text
        if not following[:1].isalnum():
            return False
        inner = i + 2 < len(self.words) and (self.words[i + 2].text in _HYPHENS or (following[-1] == "'" and self._touches(i + 2)))
        return not following.islower() or inner or not (self._is_common(following) or following.endswith(self.known.participle_endings))

    def _is_number_of_name(self, i: int) -> bool:
        """A short number directly behind a name belongs to it ("Voltane 2") unless it counts what follows."""
        words = self.words
        if i + 1 >= len(words):
            return True
        following = words[i + 1].text
        return not following[:1].isalnum() and following not in {"%", "€", "$", "-", "°"} and not re.match(r"^[,.]\d", following)

    def _bridge(self, first: int, i: int, starts: list[bool], head: bool) -> int:
        """How many words to take to go on over lower-case ones; 0 to end the name."""
        n = len(self.words)
        if self.lowers[i] in self.known.glue and i + 1 < n and starts[i + 1] and not self.words[i + 1].first:
            return 2
        if self.lowers[i] in self.known.glue and i + 2 < n and self.words[i + 1].text == "-" and self._capital(i + 2) and self._touches(i + 2):
            return 3  # "al-Norvani"
        if step := self._particle(first, i, starts) or self._institution_goes_on(i, starts):
            return step
        if not head:
            return 0
        j = self._behind_inner(i)
        if j > i and j < n and (starts[j] or self._capital(j)) and not self._is_joined(i, j):
            return j - i + 1
        return self._lower_case_part(i, j) if self.known.lower_case else 0

    def _is_joined(self, i: int, j: int) -> bool:
        """Whether the words between belong to the sentence rather than to a name."""
        words = self.lowers[i:j]
        return not self.known.conjunctions.isdisjoint(words) or words[-1] in self.known.place_prepositions

    def _behind_inner(self, i: int) -> int:
        """The word behind up to three that may stand inside an institution's name."""
        j = i
        while j < len(self.words) and j - i < 3 and self.lowers[j] in self.known.inner and not self.words[j].first:
            j += 1
        return j

    def _particle(self, first: int, i: int, starts: list[bool]) -> int:
        """"Paul de Mirande", "Jeanne d'Orval": a particle between a given name and a surname."""
        if self.words[first].text.split("-")[0] not in self.known.given_names or i - first > 3:
            return 0
        for length in (1, 2):
            if " ".join(self.lowers[i : i + length]) in self.known.particles and i + length < len(self.words) and starts[i + length]:
                return length + 1
        return 0

    def _institution_goes_on(self, i: int, starts: list[bool]) -> int:
        """"Trade and Works Commission": the conjunction stands inside when a common noun is before and a tail ends the run."""
        if self.lowers[i] not in self.known.conjunctions and self.lowers[i] != "&" or not self._is_common(self.lowers[i - 1]):
            return 0
        if self.known.lower_case:  # "Arts et Métiers", "Ponts et Chaussées"
            return 2 if all(self._is_plural(j) for j in (i - 1, i + 1)) else 0
        j = i + 1
        while j < len(self.words) and self._capital(j) and not self.words[j].first and j - i < 5:
            j += 1
        return j - i if j > i + 1 and self.lowers[j - 1] in self.known.tails and starts[i + 1] else 0

    def _goes_on_low(self, i: int) -> bool:
        return self.words[i].text.islower() or self.lowers[i] in self.known.heads or self._is_plural(i)

    def _is_plural(self, i: int) -> bool:
        """A capitalised common noun in the plural."""
        return self._capital(i) and not self.words[i].first and self.lowers[i].endswith("s") and self.lowers[i][:-1] in self.model.nouns

    def _lower_case_part(self, i: int, j: int) -> int:
        """French institutions go on in lower case: "Commission européenne", "Autorité de la concurrence"."""
        if not self.known.lower_case or i >= len(self.words) or not self._goes_on_low(i - 1):
            return 0
        if j == i:
            return 1 if self._is_adjective(self.lowers[i]) and self.words[i].text.islower() else 0
        if self.lowers[i] not in self.known.of or j >= len(self.words):
            return 0
        noun = self.lowers[j]
        return j - i + 1 if noun.isalpha() and self.words[j].text[0].islower() and self._is_common(noun) else 0

    def _is_adjective(self, lower: str) -> bool:
        if self.gazetteer.demonym(lower) is not None:
            return True
        return lower.isalpha() and bool(_ADJECTIVE_END.search(lower)) and any(form in self.model.adjectives for form in (lower, lower[:-1], lower[:-2]))

    # -- institutions and families that begin in lower case

    def _opener(self, i: int, starts: list[bool]) -> int:
        """The end of "tribunal de commerce de Tilmex", "ministère de l'Intérieur", "famille Mirande"; 0 when there is none."""
        if self.lowers[i] in self.known.families and self.words[i].text.islower() and self.known.lower_case:
            return self._extend(i + 1, starts) if i + 1 < len(self.words) and starts[i + 1] else 0
        if self.known.lower_case and self._is_part(i) and i + 1 < len(self.words) and starts[i + 1] and self._is_common(self.lowers[i + 1]):
            return self._extend(i + 1, starts)
        for phrase in self.known.openers.get(self.lowers[i], ()):
            end = i + len(phrase)
            if tuple(self.lowers[i:end]) == phrase and (found := self._opened(i, end, starts)):
                return found
        return 0

    def _is_part(self, i: int) -> bool:
        """"Division Santé", "pôle Énergie": a part of an organisation named by its trade."""
        noun = self.lexicon.noun(self.lowers[i]) if self.words[i].text.islower() else None
        return noun is not None and noun.kind == "parts" and self.lowers[i] not in self.lexicon.sites

    def _with_family(self, last: int) -> int:
        """"The Norvane family": an English name goes on to the noun."""
        if self.known.lower_case or last >= len(self.words) or self.lowers[last] not in self.known.families:
            return last
        return last + 1

    def _of_origin(self, i: int) -> int:
        """The end of "Canadian embassy", "French finance ministry", 0 when there is none."""
        if self.known.lower_case or not (self.gazetteer.demonym(self.words[i].text) or i in self.places):
            return 0
        first = self.places.get(i, i + 1)
        for last in (first + 2, first + 1):
            if " ".join(self.lowers[first:last]) in self.known.national and all(w.text.islower() for w in self.words[first:last]):
                return last
        return 0

    def _opened(self, first: int, i: int, starts: list[bool]) -> int:
        """What ends an institution's name behind its lower-case beginning: a name, or an adjective of origin."""
        while i < len(self.words) and self.words[i].text.islower() and self.gazetteer.demonym(self.lowers[i]) is None and self._is_adjective(self.lowers[i]):
            i += 1
        if i < len(self.words) and self.words[i].text.islower() and self.gazetteer.demonym(self.lowers[i]):
            return i + 1 if self.lowers[first] in self.known.national else 0
        j = i
        while j < len(self.words) and j - i < 2 and self.lowers[j] in self.known.of | self.known.articles:
            j += 1
        direct = j == i and self.words[first].text[0].islower() and i - first == 1
        return self._extend(j, starts) if j < len(self.words) and starts[j] and not self.words[j].first and (j > i or direct) else 0

    # -- spans

    def _trim(self, span: Span) -> Span:
        """Without leading titles and trailing lower-case words or punctuation."""
        first, last = span.first, span.last
        while last > first and (self.lowers[last - 1] in self.known.inner or self.words[last - 1].text in _HYPHENS):
            last -= 1
        return Span(first, last, span.label)

    def _split(self, span: Span) -> list[Span]:
        """A portfolio and its holder are two, a title is no name: "ministre des Finances | Jeanne Tardiveau", "Inspector | Joan Hartwell"."""
        if span.first >= span.last or (span.last == span.first + 1 and len(self.words[span.first].text.rstrip(".")) == 1):
            return []
        if self.lowers[span.first] not in self.model.nouns or self.words[span.first].text in self.known.given_names:
            return [span]
        if self.lowers[span.first] in self.known.heads | self.known.organization_words:
            return [span]
        for i in range(span.first + 1, span.last - 1):
            if self.words[i].text in self.known.given_names and not self._touches(i):
                portfolio = span.first > 0 and self.lowers[span.first - 1] in self.known.between
                return [Span(span.first, i), Span(i, span.last)] if portfolio else [Span(i, span.last)]
            if not self._is_common(self.lowers[i]):
                break
        return [span]

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
        head = self.lowers[entity.first] in self.known.heads and self.words[entity.first].text[0].isupper()
        texts = self.lowers[entity.first : entity.last]
        clean = not {*self.known.conjunctions, ",", '"', "«", "(", "'s", ":", "–", "-"} & set(texts)
        ends_low = self.lowers[entity.last - 1] in self.known.inner
        if self.kinds.get(entity.label) == "Person" and self._is_person_with_particle(entity):
            return inside
        last = entity.last - 1
        ends_low = ends_low or (self.words[last].text.islower() and not self._is_adjective(self.lowers[last]) and self.lowers[last - 1] not in self.known.of)
        return inside and head and clean and not ends_low and entity.last - entity.first <= 8

    def _is_person_with_particle(self, entity: Span) -> bool:
        """What the recogniser takes for a person: "Tancrède de Norval", all capitals but the particles."""
        inner = range(entity.first + 1, entity.last - 1)
        low = [i for i in inner if not self._capital(i)]
        ends = self._capital(entity.first) and self._capital(entity.last - 1) and entity.last - entity.first <= 5
        return ends and bool(low) and all(self.lowers[i] in self.known.particles and self.words[i].text.islower() for i in low)
