"""What single words of a text say about names: capitals, posts, places, lines in capitals, words of institutions.

The span of a name is found by `kg.extract.names`; here is what each word is by itself and beside its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.lexicon import KIN, Lexicon
from kg.extract.models import Model
from kg.extract.namewords import NameWords
from kg.extract.places import Gazetteer


class Word(NamedTuple):
    """A token before the parse."""

    start: int
    end: int
    text: str
    first: bool  # begins a sentence, or what follows an opening quote, colon or dash

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


_CAPITAL = re.compile(r"^(?:[dl]'[A-ZÀ-Þ][\w'-]+|[A-ZÀ-ÞŒŠŽĀ-ſ][\w.'&-]*|[a-z]{1,2}[A-Z]\w+)$")
_TITLE_CASE = 0.6  # share of capitalised words from which a line is a title-case headline; prose stays below 0.4
POSSESSIVE = frozenset({"'s", "’s"})
OPENING, CLOSING = frozenset('«“"'), frozenset('»”"')  # quotation marks
_SHORT = 4  # letters up to which a word ends like a participle by chance: "Ted", "need"
_KIN = KIN - {"childOf"}  # those who give their name to a house: "Mère Odette"
_DEED = 12  # words in which a deed of people shows itself: "joined the Norvane Association in 2003 as"
_OF_TRADES = frozenset({"generic", "makers", "trades"})  # kinds of nouns before which a common word tells the trade
_OFFICER = 7  # words from "Chief" to "Officer"
_PHRASE = 2  # words of a post; a longer one ("Secretary of State") is no institution
_LONGEST_PLACE = 5  # words: "Provence - Alpes - Côte d' Azur" is the longest of the gazetteers that matter
# what adjectives of institutions end in: "Commission européenne", "Syndicat porcin"; verbs and nouns mostly don't
_ADJECTIVE_END = re.compile(
    r"(?:ien|ienne|éen|éenne|ais|aise|ois|oise|al|ale|aux|el|elle|ique|aire|if|ive|ain|aine|in|ine|iste|uni|unie|er|ère|eux|euse|ée|ées|és|ants|antes|ents|entes)s?$"
)


class WordSigns:
    """Tells which words of one text may be names; holds what the decisions need of language, model and text."""

    def __init__(
        self, words: Sequence[Word], lexicon: Lexicon, names: NameWords, model: Model, gazetteer: Gazetteer
    ) -> None:
        self.words = words
        self.lexicon = lexicon
        self.known = names
        self.model = model
        self.gazetteer = gazetteer
        self.lowers = [w.text.lower() for w in words]
        self.capitals = [self._has_capital(i) for i in range(len(words))]
        self.long_posts: set[int] = set()  # … of posts of several words, "Secretary of State", that are no institution
        self.posts = self._posts()
        self.shouting = self._shouting()
        self.inside = {
            w.text for i, w in enumerate(words) if self.capitals[i] and not w.first and i not in self.shouting
        }
        self.inside_lower = {text.lower() for text in self.inside}
        self.places = self._places()

    # -- single words

    def _has_capital(self, i: int) -> bool:
        word, lower = self.words[i].text, self.lowers[i].rstrip(".")
        titled = i + 1 < len(self.words) and self.words[i + 1].text[:1].isupper()
        title = word in self.lexicon.honorifics and titled  # "Pope Paul", but "Joan Pope"
        return bool(_CAPITAL.match(word)) and lower not in self.known.never and not title

    def _capital(self, i: int) -> bool:
        return i < len(self.words) and self.capitals[i]

    def _is_common(self, lower: str) -> bool:
        known = self.model.is_word
        if known(lower) or (lower.endswith(self.known.adverb_endings) and len(lower) > 5):
            return True
        return len(lower) > 4 and (
            (lower.endswith("ies") and known(lower[:-3] + "y"))
            or (lower[-1] in "sxe" and known(lower[:-1]))
            or (lower[-2:] in {"es", "ed"} and known(lower[:-2]))
        )

    def _is_role(self, i: int) -> bool:
        lower = self.lowers[i]
        if i in self.long_posts:
            return True
        if i in self.posts:
            if self._is_kin_in_name(i):
                return False
            return not (lower in self.known.heads and self._next_is_inner(i)) and not self._in_institution(i)
        return lower in self.lexicon.ended

    def _is_kin_in_name(self, i: int) -> bool:
        """ "la biscuiterie Mère Odette": where kin are written in lower case, a capital makes them part of a name."""
        word = self.words[i]
        role = self.lexicon.role(self.lowers[i]) if self.known.lower_case else None
        named = word.text[0].isupper() and not word.text.isupper() and not word.first and i not in self.shouting
        return role is not None and role.relation in _KIN and named and self._capital(i + 1)

    def _in_institution(self, i: int) -> bool:
        """ "General Court", "Hartwell Brothers": a word of a post that stands inside an organisation's name."""
        if not self.words[i].text[0].isupper():
            return False
        before = i > 0 and self.capitals[i - 1] and i - 1 not in self.posts and not self.words[i].first
        return (before and self.lowers[i] in self.known.organization_words) or (
            self._capital(i + 1) and self.lowers[i + 1] in self.known.tails
        )

    def _posts(self) -> set[int]:
        """Words that are part of a post, "Chief Executive Officer", and so of no name."""
        found: set[int] = set()
        for i, lower in enumerate(self.lowers):
            if lower in self.lexicon.role_words:
                length = self._officer(i) or next((n for n in (5, 4, 3, 2, 1) if self._role_at(i, n)), 0)
                found.update(range(i, i + length))
                if length > _PHRASE and not self.known.lower_case:
                    self.long_posts.update(range(i, i + length))
        return found

    def _role_at(self, i: int, length: int) -> bool:
        """Whether so many words are a post; "Secretary-General" is three of them."""
        text = " ".join(self.lowers[i : i + length])
        return self.lexicon.role(text, text.replace(" - ", "-")) is not None

    def _officer(self, i: int) -> int:
        """How many words "Chief Product and Strategy Officer" takes, whatever stands between; 0 for none."""
        first, last = self.known.officers
        if self.lowers[i] != first or not self.capitals[i]:
            return 0
        found = next((j for j in range(i + 1, min(i + _OFFICER, len(self.words))) if self.lowers[j] == last), i)
        inner = self.words[i + 1 : found]
        return (
            found - i + 1
            if inner and all(w.text[:1].isupper() or w.lower in self.known.conjunctions for w in inner)
            else 0
        )

    def _next_is_inner(self, i: int) -> bool:
        return i + 1 < len(self.words) and self.lowers[i + 1] in self.known.inner

    def _may_be(self, i: int) -> bool:
        if not self.capitals[i] or self._is_role(i):
            return False
        if i in self.places:
            return True
        word = self.words[i]
        if i + 1 < len(self.words) and self.gazetteer.demonym(f"{word.text} {self.words[i + 1].text}"):
            return False  # "South Korean": the adjective of a place of two words
        if self.gazetteer.demonym(word.text) and not self._names_more(i) and not self._is_place_too(i):
            return False
        if i in self.shouting:
            if self.lowers[i] in self.model.functions:
                return False
            return (
                self.lowers[i] in self.inside_lower
                or not self._is_common(self.lowers[i])
                or (self.lowers[i] in self.known.organization_words and not word.first and self._may_be(i - 1))
            )
        return self._may_begin(i) if word.first else self._names_within(i)

    def _may_begin(self, i: int) -> bool:
        """Whether the first word of a sentence is a name: the dictionary and the rest of the text tell."""
        word, lower = self.words[i], self.lowers[i]
        if lower in self.model.functions or lower in self.known.articles or self._opens_clause(i):
            return False
        if self._acts_alone(i) or self._lives(i):
            return True
        if self._qualifies(i) or self._is_gerund(i):
            return False
        if word.text in self.inside or (
            lower in self.known.heads and (self._next_is_inner(i) or self._is_institution(i))
        ):
            return True
        if word.text.isupper() and len(word.text) > 1:
            return True  # an acronym; a line all in capitals has been dealt with
        if self._capital(i + 1) and not self._is_role(i + 1):
            if word.text in self.known.given_names:
                return True
            if lower in self.model.nouns or self._is_plural_noun(lower) or self.lexicon.noun(lower):
                return not self.lexicon.noun(lower) or self._is_bare_head(i) or self._is_firm(i)
        if self._is_subject(i):
            return True
        return not self._is_common(lower) or self._is_known_place(word.text) or self._owns(i)

    def _is_subject(self, i: int) -> bool:
        """ "Norvelly is": what only its ending makes an adverb, right before a verb of people's."""
        unknown = self.lowers[i].endswith(self.known.adverb_endings) and not self.model.is_word(self.lowers[i])
        return unknown and i + 1 < len(self.words) and self.words[i + 1].text in self.known.acting

    def _qualifies(self, i: int) -> bool:
        """ "Hospital chain Norvane", "Homeware chain Norvane": an institution's noun, or a compound of two words,
        before the descriptive noun that it qualifies; "Truckmaker Norvane": itself that noun.
        """
        lower, following = self.lowers[i], self.words[i + 1].text if i + 1 < len(self.words) else ""
        if self.known.lower_case or self.gazetteer.place(self.words[i].text) is not None:
            return False
        if not (following.islower() and self._capital(i + 2)):
            trade = self.lexicon.noun(lower) is not None and self._is_compound(lower)
            return trade and self._capital(i + 1) and not self._is_firm(i)
        noun = self.lexicon.noun(following)
        if noun is None:
            return False
        return lower in self.known.heads or (noun.kind in _OF_TRADES and self._is_compound(lower))

    def _is_compound(self, lower: str) -> bool:
        """ "homeware", "truckmaker": two words of the dictionary that are written as one."""
        known = self.model.is_word
        return lower.isalpha() and any(known(lower[:k]) and known(lower[k:]) for k in range(3, len(lower) - 3))

    def _is_gerund(self, i: int) -> bool:
        """ "Having failed twice, X", not "Browning said", "Manning Ltd"."""
        lower, behind = self.lowers[i], self.words[i + 1].text if i + 1 < len(self.words) else ""
        ending = next((e for e in self.known.gerund_endings if lower.endswith(e)), "")
        if not ending or behind in self.known.acting or (self._capital(i + 1) and self._is_firm(i)):
            return False
        stem = lower.removesuffix(ending)
        return stem != lower and any(v in self.model.verbs for v in (stem, stem + "e", stem[:-1]))

    def _is_known_place(self, text: str) -> bool:
        """Whether a dictionary that lists places as nouns knows the word by that alone: "Sweden", not "Nice"."""
        lower = text.lower()
        other = lower in self.model.adjectives or lower in self.model.verbs
        return not other and self.gazetteer.place(text) is not None

    def _owns(self, i: int) -> bool:
        """ "Japan's", "Turkey's": a country before what is its own, though the word is a common one as well."""
        behind = self.words[i + 1].text if i + 1 < len(self.words) else ""
        return behind in POSSESSIVE and self.gazetteer.country(self.words[i].text) is not None

    def _is_plural_noun(self, lower: str) -> bool:
        plural = lower.endswith(("s", "aux", "eux"))  # "chantiers", "tréteaux"
        return plural and lower[:-1] in self.model.nouns

    def _is_bare_head(self, i: int) -> bool:
        """ "Banque Tilmex", "Groupe Norvane": a noun in the singular has an article, unless it begins a name."""
        return self.lowers[i] in self.known.institutional

    def _is_firm(self, i: int) -> bool:
        """ "Tanner Holdings", "Baker Brothers": before a firm's own word, which no name begins with."""
        return not self.known.lower_case and self.lowers[i + 1] in self.known.organization_words

    def _opens_clause(self, i: int) -> bool:
        """ "Founded in 1998, X …": a participle with its preposition."""
        word = self.words[i]
        return (
            word.text not in self.known.given_names
            and len(word.text) > _SHORT
            and self.lowers[i].endswith(self.known.participle_endings)
            and i + 1 < len(self.words)
            and self.lowers[i + 1] in self.known.between
        )

    def _acts_alone(self, i: int) -> bool:
        """ "Mike joined", "Ed is a native of": a given name, though a common word as well, before a verb."""
        if self.words[i].text not in self.known.given_names or i + 1 >= len(self.words):
            return False
        following = self.words[i + 1].text
        if self._has_nickname(i):
            return True
        listed = following in {",", *self.known.conjunctions} and i + 2 < len(self.words)
        if listed and self.words[i + 2].text in self.known.given_names:
            return True  # "three sons: Peter, Paul and John"
        told = self.known.participle_endings + self.known.adverb_endings
        return following in self.known.acting or (
            following.islower() and len(following) > _SHORT and following.endswith(told)
        )

    def _has_nickname(self, i: int) -> bool:
        """ "Robert "Bob" Mirande", "Paul (Paulie) Mirande"."""
        marks = [w.text for w in self.words[i + 1 : i + 4 : 2]]
        return marks in (['"', '"'], ["(", ")"]) and self._capital(i + 2) and self._capital(i + 4)

    def _lives(self, i: int) -> bool:
        """ "Shepherd graduated", "Baker was born": a noun without article that does what only people do."""
        behind = " ".join(w.text for w in self.words[i + 1 : i + _DEED])
        alone = self.lowers[i] in self.model.nouns and not self._is_plural_noun(self.lowers[i])
        return alone and bool(self.known.person_behind.match(f" {behind}".lower().replace(" 's", "'s")))

    def _is_institution(self, i: int) -> bool:
        """ "Commission européenne" at the beginning of a sentence, not "Groupe familial"."""
        noun = self.lexicon.noun(self.lowers[i])
        return self._lower_case_part(i + 1, i + 1) > 0 and (noun is None or noun.kind != "generic")

    def _names_within(self, i: int) -> bool:
        """A capital inside a sentence names, unless it is a lone common noun put in capitals ("the Company")."""
        lower = self.lowers[i]
        if lower in self.model.functions and not self._capital(i + 1) and not self.words[i].text.isupper():
            return False
        alone = not (
            self._capital(i + 1)
            or self._next_is_inner(i)
            or (lower in self.known.heads and self._lower_case_part(i + 1, i + 1))
        )
        before = i > 0 and self.capitals[i - 1] and self.lowers[i - 1] not in self.known.articles  # "La Société"
        descriptive = self.lexicon.noun(lower) is not None and lower not in self.known.institutions
        return not (alone and not before and descriptive and not self.words[i].text.isupper())

    def _names_more(self, i: int) -> bool:
        """Whether a demonym begins a longer name: "British Airways", not "French President"."""
        return self._capital(i + 1) and not self._is_role(i + 1) and self._is_common(self.lowers[i + 1])

    def _is_place_too(self, i: int) -> bool:
        """ "US", "UK", "Suisse": words for the country and for what comes from there; the first when an article or
        preposition stands before.
        """
        word = self.words[i]
        if not (self.gazetteer.country(word.text) or self.gazetteer.place(word.text)):
            return False
        return word.text.isupper() or (
            not word.first and i > 0 and (self.lowers[i - 1] in self.known.between or self.lowers[i - 1] == "(")
        )

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
        letters = [i for i in line if self.words[i].text[:1].isalpha()]
        if sum(len(self.words[i].text) >= _SHORT for i in letters) < 4 or self.words[line[-1]].text.endswith(
            (".", '."')
        ):
            return set()
        if any(self.words[i].text == "(" for i in line):
            return set()  # "Paul Martin Mirande (March 22, 1868 –": no headline
        letters = [i for i in letters if self.lowers[i] not in self.model.functions]
        if not letters:
            return set()
        capitals = sum(self.words[i].text[0].isupper() for i in letters)
        upper = sum(self.words[i].text.isupper() for i in letters)
        return set(line) if upper / len(letters) > _TITLE_CASE or capitals / len(letters) > 0.85 else set()

    def _places(self) -> dict[int, int]:
        """Places of several words by the index of their first: "Caroline du Nord", "Côte d'Ivoire"."""
        found: dict[int, int] = {}
        for i, capital in enumerate(self.capitals):
            titled = capital and self.lowers[i] in self.known.articles  # "Le Puy-en-Norval"
            if not capital or (self.words[i].text not in self.gazetteer.beginnings and not titled):
                continue
            for last in range(min(i + _LONGEST_PLACE + titled, len(self.words)), i + 1, -1):
                text = self._text(i, last)
                listed = text in self.gazetteer.places or (titled and text in self.known.towns)
                if text[-1].isalpha() and listed and not self._capital(last):
                    found[i] = last
                    break
        return found

    def _text(self, first: int, last: int) -> str:
        """The words as the text has them, with at most one blank between two."""
        joined = self.words[first].text
        for i in range(first + 1, last):
            joined += ("" if self._touches(i) else " ") + self.words[i].text
        return joined

    def _touches(self, i: int) -> bool:
        return self.words[i].start == self.words[i - 1].end

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

    def _goes_on_low(self, i: int) -> bool:
        return self.words[i].text.islower() or self.lowers[i] in self.known.heads or self._is_plural(i)

    def _is_plural(self, i: int) -> bool:
        """A capitalised common noun in the plural."""
        return self._capital(i) and not self.words[i].first and self._is_plural_noun(self.lowers[i])

    def _is_adjective(self, lower: str) -> bool:
        if self.gazetteer.demonym(lower) is not None:
            return True
        return (
            lower.isalpha()
            and bool(_ADJECTIVE_END.search(lower))
            and any(form in self.model.adjectives for form in (lower, lower[:-1], lower[:-2], _masculine(lower)))
        )


def _masculine(lower: str) -> str:
    """ "hôtelière" → "hôtelier", "publique" → "public", as far as the ending tells."""
    return re.sub(r"ique(s?)$", r"ic\1", re.sub(r"ère(s?)$", r"er\1", lower)).rstrip("s")
