"""Recognise proper names before the parse: runs of capitalised words, checked against the dictionary.

Names are found before the parse because the parser tears unknown ones apart ("s'associer à Great Wall Motors");
the parse then sees each as one word. Capitals decide within a sentence; at its beginning the dictionary does. The
model's own entity recogniser isn't asked: it takes two fifths of the model's time, and without it F1 is the same
(0.587 for 0.589 on the development articles, where lists of given names and towns took its place).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.institutions import Institutions
from kg.extract.wordsigns import POSSESSIVE, Word
from kg.model import EntityType

__all__ = ["Recogniser", "Span", "Word"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words, half open, that may be a name."""

    first: int
    last: int


_NUMBERED = re.compile(r"^\d{1,3}[A-Za-z]?$|^[A-Z]*\d+[A-Z]*$|^I{1,3}$|^IV$|^V$")
_CLOSING = {"(": ")", '"': '"', "“": "”", "«": "»", "'": "'"}
_APOSTROPHES = {"'", "’"}
_SYLLABLE = 4  # letters of each half of a name like "Ji-won", at most
_HYPHENS = {"-", "–", "/", "'"}


class Recogniser(Institutions):
    """Finds the names of one text."""

    def names(self) -> list[Span]:
        """Spans of the names in order, without overlaps."""
        starts = [self._may_be(i) for i in range(len(self.words))]
        found: list[Span] = []
        i = 0
        while i < len(self.words):
            opened = self._title_in_quotes(i) or self._opener(i, starts) or self._of_origin(i)
            if not starts[i] and not opened:
                i += 1
                continue
            last = self._with_family(opened or self.places.get(i) or self._extend(i, starts))
            found += self._split(self._trim(Span(i, max(last, i + 1))))
            i = max(last, i + 1)
        return found

    # -- runs of words

    def _extend(self, first: int, starts: list[bool]) -> int:
        """The end of the name that begins at `first`."""
        words, i = self.words, first + 1
        goods = self._is_behind_goods(first)
        # "le drone Frelon de Norvane" is Norvane's, but "the memoir The Master of Norvane" is one name
        noun = not self.known.lower_case if goods else self._is_noun_of_name(first)
        head = self._is_head(first) or noun or self._is_article_of_name(first)
        while i < len(words) and not (words[i].first and not self._touches(i)):
            if self._ends_low(i, first):
                break
            if starts[i] or self._closes(i) or (self.capitals[i] and not self._is_role(i) and self._touches(i)):
                head = head or self._is_head(i)
                i += 1
            elif self._is_hyphenated(i) or self._is_inner_acronym(i, starts):
                i += 2
            elif self._ends_name(i):
                return i + 1
            elif self.lowers[i] == "s" and self._touches(i) and words[i - 1].text.endswith("'"):
                i += 1  # the French tokenizer cuts "Moody's" behind the apostrophe
            elif step := self._of_saint(first, i) or self._of_members(i):
                i += step
            elif _NUMBERED.match(words[i].text) and (
                goods or self._is_number_of_name(i) or (head and i == first + 1 and self._next_is_inner(i))
            ):
                i += 1
            elif step := self._bridge(first, i, starts, head) or self._of_person(first, i):
                i += step
            else:
                break
        return i

    def _ends_name(self, i: int) -> bool:
        """ "Norvane AI" before what is no noun, "Hartwell's has": acronyms and possessives that close a name."""
        behind = self.lowers[i + 1] if i + 1 < len(self.words) else ""
        if self.words[i].text in POSSESSIVE:
            return self._touches(i) and behind in self.known.having
        acronym = self.words[i].text.isupper() and self.lowers[i] in self.known.closing
        return acronym and not self._capital(i + 1) and behind not in self.model.nouns and behind != "-"

    def _of_saint(self, first: int, i: int) -> int:
        """How many words "'s Hospital" takes: what bears a saint's name has it in the possessive case; towns don't."""
        if self.lowers[first].rstrip(".") not in self.known.saints or i != first + 2 or not self._touches(i):
            return 0
        named = {f"{saint} {self.words[first + 1].text}" for saint in (self.words[first].text, *self.known.saints)}
        if self.words[i].text not in POSSESSIVE:
            return 0
        if self._capital(i + 1) and self.lowers[i + 1] in self.known.institutional | self.known.tails:
            return 2
        return 0 if {name.title() for name in named} & self.known.towns else 1

    def _of_members(self, i: int) -> int:
        """How many words "' Union" takes: "Hill Farmers' Union" is an institution of those before the apostrophe."""
        plural = self.words[i].text in _APOSTROPHES and self._is_plural_noun(self.lowers[i - 1])
        return 2 if plural and self._capital(i + 1) and self.lowers[i + 1] in self.known.tails else 0

    def _of_person(self, first: int, i: int) -> int:
        """How many words a nickname takes, "Paul (Paulie) Mirande", "Paul "Paulie" Mirande", or ", Jr."; 0 for none."""
        if self.words[first].text not in self.known.given_names:
            return 0
        words = [w.text for w in self.words[i : i + 4]]
        if words[:1] == [","] and len(words) > 1 and words[1].rstrip(".") in self.known.generations:
            return 2 * words[1][:1].isupper()  # "X, père de deux enfants"
        closing = _CLOSING.get(words[0]) if len(words) == 4 else None
        named = closing is not None and words[2] == closing and self._capital(i + 1) and self._capital(i + 3)
        return 4 if named and i + 3 not in self.shouting else 0

    def _closes(self, i: int) -> bool:
        """An adjective of origin or a function word in capitals that ends a name: "Soierie Lyonnaise", "Norvane
        First".
        """
        if not self.capitals[i] or self.words[i].first or self._capital(i + 1) or i in self.shouting:
            return False
        if self.lowers[i] in self.known.bound:
            return False
        if self.lowers[i] in self.model.functions:
            return True
        origin = self.gazetteer.demonym(self.words[i].text) is not None
        return origin and (self.known.lower_case or self.lowers[i - 1] in self.known.place_words)

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

    def _is_noun_of_name(self, i: int) -> bool:
        """A common noun in capitals: "la Fromagerie du Norval", "the Inspectorate of Strategic Products"."""
        return (
            not self.words[i].first
            and self.lowers[i] in self.model.nouns
            and self.words[i].text not in self.known.given_names
            and i not in self.shouting
        )

    def _ends_low(self, i: int, first: int) -> bool:
        """Behind a lower-case adjective or complement no capital goes on: "Conseil des ministres | Paul Mirande"."""
        previous = self.lowers[i - 1]
        return (
            i - 1 > first
            and self.words[i - 1].text == previous
            and previous.isalpha()
            and not self._touches(i - 1)
            and self.capitals[i]
            and previous not in self.known.low
        )

    def _is_syllable(self, i: int) -> bool:
        """ "Park Ji-won": the second half of a short given name behind a surname, whatever else it means."""
        first, second = self.words[i - 1].text, self.words[i + 1].text
        short = len(first) <= _SYLLABLE and len(second) <= _SYLLABLE and first[:1].isupper() and first[1:].islower()
        return short and i > 1 and self._capital(i - 2) and not self._touches(i - 1)

    def _is_hyphenated(self, i: int) -> bool:
        """A hyphen joins what is no common word in lower case: "Jhih-Feng", "Aix-les-Bains", not "Tilmex-based"."""
        if (
            self.words[i].text not in _HYPHENS
            or not self._touches(i)
            or i + 1 >= len(self.words)
            or not self._touches(i + 1)
        ):
            return False
        following = self.words[i + 1].text
        if not following[:1].isalnum() or (self.words[i].text == "/" and self._is_dateline(i)):
            return False
        inner = i + 2 < len(self.words) and (
            self.words[i + 2].text in _HYPHENS or (following[-1] == "'" and self._touches(i + 2))
        )
        return (
            not following.islower()
            or inner
            or self._is_syllable(i)
            or not (self._is_common(following) or following.endswith(self.known.participle_endings))
        )

    def _is_dateline(self, i: int) -> bool:
        """ "PARIS/MILAN (Reuters) -": two places."""
        return all(self.gazetteer.place(self.words[j].text.title()) is not None for j in (i - 1, i + 1))

    def _is_number_of_name(self, i: int) -> bool:
        """A short number directly behind a name belongs to it ("Voltane 2") unless it counts what follows."""
        words = self.words
        if i + 1 >= len(words):
            return True
        following = words[i + 1].text
        return (following in self.model.functions and following not in self.known.conjunctions) or (
            not following[:1].isalnum()
            and following not in {"%", "€", "$", "-", "°"}
            and not re.match(r"^[,.]\d", following)
        )

    def _is_behind_goods(self, first: int) -> bool:
        """ "la tablette Ardoise 2 ne sortira pas": what a noun for products names has its number with it."""
        if first == 0 or self.words[first].first or self.words[first - 1].text.istitle():
            return False
        noun = self.lexicon.noun(self.lowers[first - 1])
        return noun is not None and noun.type is EntityType.PRODUCT

    def _bridge(self, first: int, i: int, starts: list[bool], head: bool) -> int:
        """How many words to take to go on over lower-case ones; 0 to end the name."""
        n = len(self.words)
        if self.lowers[i] in self.known.glue and i + 1 < n and starts[i + 1] and not self.words[i + 1].first:
            return 2
        if self.lowers[i] == "&" and self._capital(i + 1):
            return 2  # "Norvane & Sons"
        if (
            self.lowers[i] in self.known.glue
            and i + 2 < n
            and self.words[i + 1].text == "-"
            and self._capital(i + 2)
            and self._touches(i + 2)
        ):
            return 3  # "al-Norvani"
        if step := self._particle(first, i, starts) or self._institution_goes_on(i, starts):
            return step
        if step := self._of_trade(first, i, starts):
            return step
        if not head or (self.known.lower_case and self._is_behind_goods(first)):
            return 0
        j = self._behind_inner(i)
        if j > i and j < n and (starts[j] or self._capital(j)) and not self._is_joined(i, j):
            return self.places.get(j, j + 1) - i  # "Banque du Pays basque"
        return self._low_part(first, i, j)

    def _is_joined(self, i: int, j: int) -> bool:
        """Whether the words between belong to the sentence rather than to a name."""
        words = self.lowers[i:j]
        return not self.known.conjunctions.isdisjoint(words) or any(w in self.known.place_prepositions for w in words)

    def _behind_inner(self, i: int) -> int:
        """The word behind up to three that may stand inside an institution's name."""
        j = i
        while j < len(self.words) and j - i < 3 and self.lowers[j] in self.known.inner and not self.words[j].first:
            j += 1
        return j

    def _particle(self, first: int, i: int, starts: list[bool]) -> int:
        """ "Paul de Mirande", "Jeanne d'Orval": a particle between a given name and a surname."""
        text = self.words[first].text
        given = text.split("-")[0] in self.known.given_names
        if i - first > 3 or text in self.lexicon.honorifics:
            return 0
        for length in (1, 2):
            if (
                " ".join(self.lowers[i : i + length]) in self.known.particles
                and i + length < len(self.words)
                and starts[i + length]
                and (given or self.words[i + length].text in self.nobles)
            ):
                return length + 1
        return 0

    def _institution_goes_on(self, i: int, starts: list[bool]) -> int:
        """ "Trade and Works Commission": the conjunction stands inside when a common noun is before and a tail ends
        the run.
        """
        if (self.lowers[i] not in self.known.conjunctions and self.lowers[i] != "&") or not self._is_common(
            self.lowers[i - 1]
        ):
            return 0
        if self.known.lower_case:  # "Arts et Métiers", "Ponts et Chaussées"
            return 2 if all(self._is_plural(j) for j in (i - 1, i + 1)) else 0
        j = i + 1
        while j < len(self.words) and self._capital(j) and not self.words[j].first and j - i < 5:
            j += 1
        return j - i if j > i + 1 and self.lowers[j - 1] in self.known.tails and starts[i + 1] else 0

    # -- institutions and families that begin in lower case

    def _opener(self, i: int, starts: list[bool]) -> int:
        """The end of "tribunal de commerce de Tilmex", "ministère de l'Intérieur", "famille Mirande"; 0 when there
        is none.
        """
        if self.lowers[i] in self.known.families and self.words[i].text.islower() and self.known.lower_case:
            j = i + 1 + self._family_particle(i + 1)
            return self._extend(j, starts) if j < len(self.words) and starts[j] else 0
        if house := self._house(i, starts):
            return self._extend(house, starts)
        if (
            self.known.lower_case
            and self._is_part(i)
            and i + 1 < len(self.words)
            and starts[i + 1]
            and self._is_common(self.lowers[i + 1])
        ):
            return self._extend(i + 1, starts)
        for phrase in self.known.openers.get(self.lowers[i], ()):
            end = i + len(phrase)
            if tuple(self.lowers[i:end]) == phrase and (found := self._opened(i, end, starts)):
                return found
        return 0

    def _is_part(self, i: int) -> bool:
        """ "Division Santé", "pôle Énergie": a part of an organisation named by its trade."""
        noun = self.lexicon.noun(self.lowers[i]) if self.words[i].text.islower() else None
        return noun is not None and noun.kind == "parts" and self.lowers[i] not in self.lexicon.sites

    def _with_family(self, last: int) -> int:
        """ "The Norvane family": an English name goes on to the noun."""
        if self.known.lower_case or last >= len(self.words) or self.lowers[last] not in self.known.families:
            return last
        return last + 1

    def _of_origin(self, i: int) -> int:
        """The end of "Canadian embassy", "French finance ministry", 0 when there is none."""
        if self.known.lower_case or not (self.gazetteer.demonym(self.words[i].text) or i in self.places):
            return 0
        first = self.places.get(i, i + 1)
        for last in (first + 2, first + 1):
            if " ".join(self.lowers[first:last]) in self.known.national and all(
                w.text.islower() for w in self.words[first:last]
            ):
                return last
        return 0

    def _opened(self, first: int, i: int, starts: list[bool]) -> int:
        """What ends an institution's name behind its lower-case beginning: a name, or an adjective of origin."""
        while (
            i < len(self.words)
            and self.words[i].text.islower()
            and self.gazetteer.demonym(self.lowers[i]) is None
            and self._is_adjective(self.lowers[i])
        ):
            i += 1
        if i < len(self.words) and self.words[i].text.islower() and self.gazetteer.demonym(self.lowers[i]):
            return i + 1 if self.lowers[first] in self.known.national else 0
        j = i
        while (
            j < len(self.words)
            and j - i < 2
            and (self.lowers[j] in self.known.of or self.lowers[j] in self.known.articles)
        ):
            j += 1
        direct = j == i and self.words[first].text[0].islower() and i - first == 1
        return (
            self._field(j, self._extend(j, starts))
            if j < len(self.words) and starts[j] and not self.words[j].first and (j > i or direct)
            else 0
        )

    # -- spans

    def _trim(self, span: Span) -> Span:
        """Without leading titles and trailing lower-case words or punctuation."""
        first, last = span.first, span.last
        while last > first and (self.lowers[last - 1] in self.known.inner or self.words[last - 1].text in _HYPHENS):
            last -= 1
        return Span(first, last)

    def _may_precede(self, i: int) -> bool:
        """Whether a word in capitals may stand before a person's name without being part of it: a noun, an origin."""
        word, lower = self.words[i].text, self.lowers[i]
        if word in self.known.given_names or lower in self.known.institutional:
            return False
        origin = self.gazetteer.demonym(word) or self.gazetteer.demonym(word.rpartition("-")[2])
        return lower in self.model.nouns or self._is_plural_noun(lower) or origin is not None

    def _split(self, span: Span) -> list[Span]:
        """A portfolio and its holder are two, a title is no name: "ministre des Finances | Jeanne Tardiveau",
        "Inspector | Joan Hartwell".
        """
        if span.first >= span.last or (
            span.last == span.first + 1 and len(self.words[span.first].text.rstrip(".")) == 1
        ):
            return []
        if (holder := self._behind_employer(span.first, span.last) or self._behind_origin(span.first, span.last)) > 0:
            return [Span(span.first, holder), Span(holder, span.last)]
        if not self._may_precede(span.first) or self.lowers[span.last - 1] in self.known.organization_words:
            return [span]
        for i in range(span.first + 1, span.last - 1):
            if self.words[i].text in self.known.given_names and not self._touches(i):
                portfolio = span.first > 0 and self.lowers[span.first - 1] in self.known.between
                return [Span(span.first, i), Span(i, span.last)] if portfolio else [Span(i, span.last)]
            if not (self._is_common(self.lowers[i]) or self.words[i].text.isupper()):
                break
        return [span]
