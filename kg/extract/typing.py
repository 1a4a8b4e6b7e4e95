"""Give each name a type: what it holds, what stands around it, where it is listed, by vote over the document.

The weights were set by hand on the development articles: a legal form or an honorific settles the matter alone, a
descriptive noun beside the name outweighs a list, and a list outweighs mere shape.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.extract.lexicon import KIN, Lexicon, Noun
from kg.extract.names import Span, Word
from kg.extract.namewords import NameWords
from kg.extract.places import Gazetteer
from kg.extract.referents import letters_in_order
from kg.extract.syntax import Name
from kg.extract.wordsigns import CLOSING, OPENING
from kg.model import EntityType

Votes = defaultdict[EntityType, float]

_PERSON, _ORG, _PLACE, _PRODUCT = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PRODUCT
_CERTAIN = 6.0  # legal form, honorific
_STRONG = 3.0  # descriptive noun beside the name, word of the trade inside it, given name
_FAIR = 1.5  # a preposition of place, a noun whose complement is an organisation
_WEAK = 1.0  # a preposition, the shape
_DEFAULT = 0.6  # organisation, when little speaks for anything else: in business news most names are
_HALF = 0.5  # capitals inside a word
_TO = 1.2  # French "à X": a place for 96 of the 106 names that are no persons', the rest "vendre à X"
_CAPITALS = 4  # letters from which a word in capitals is rather a town's name than an acronym
_INITIALS = re.compile(r"^(?:[A-Z]\.[ -]?){1,3}(?:[A-Z][a-zà-ÿ]|Mc|O')")
_ELIDED = re.compile(r"^d'(?=[A-ZÀ-Ý])", re.IGNORECASE)
_HYPHENED = re.compile(r"^[A-Z][a-z]+-[a-z]+$")
_NUMBERED = re.compile(r"[a-zà-ÿ]\s?\d+$|^[A-Z]{1,2}-?\d+$")
_CAMEL = re.compile(r"[a-zà-ÿ][A-Z]|\d[A-Z]|^[a-z][A-Z]")
_ACRONYM = re.compile(r" \(([A-Z]{2,6})\)")
_REGION = re.compile(r", ([A-ZÀ-Ý][\w-]+(?: [A-ZÀ-Ý][\w-]+)?)")
_CLOSING = re.compile(rf"^ ?[{''.join(sorted(CLOSING))}](?=[ ,;.)])")
_BEHIND = 70  # characters behind a name that are looked at
_QUALIFIED = 3  # words from an English name to the noun that it goes with: "Voltane light launch rocket"
_TOWN = 2.2  # many towns have the name of a company or family, so that a descriptive noun outweighs the list
_GIVEN = 9  # words back from the preposition of a recipient to the verb: "a cédé sa branche de pompes à X"
_SAID = 0.5  # of an apposition's votes: what "is" says behind the name
_PEOPLE = KIN | {"chiefExecutiveOf", "chairOf"}
_ANYBODY = {"memberOf", "founderOf"}
_SHARED = 0.8  # of a longer name's votes that its shorter form gets


class Typer:
    """Types the names of one text."""

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        lexicon: Lexicon,
        names: NameWords,
        gazetteer: Gazetteer,
        nouns: frozenset[str],
    ) -> None:
        self.text = text
        self.words = words
        self.lexicon = lexicon
        self.known = names
        self.gazetteer = gazetteer
        self.nouns = nouns  # of the dictionary, in the singular

    def type(self, spans: Sequence[Span]) -> list[Name]:
        """The names with their types; forms that share a head vote together."""
        texts = [self.text[self.words[s.first].start : self.words[s.last - 1].end] for s in spans]
        together: dict[str, Votes] = defaultdict(_votes)
        for text, span in zip(texts, spans, strict=True):
            _add(together[text], self._around(span))
        for text, votes in together.items():
            self._from_inside(votes, text)
            if not self._is_person_like(text):
                votes[_ORG] += _DEFAULT
        self._from_short_forms(together)
        self._share(together)
        return [self._name(span, text, together[text]) for span, text in zip(spans, texts, strict=True)]

    def _name(self, span: Span, text: str, votes: Votes) -> Name:
        scores = sorted(((t, s) for t, s in votes.items() if s > 0), key=lambda p: (-p[1], p[0].value))
        return Name(
            self.words[span.first].start,
            self.words[span.last - 1].end,
            text,
            scores[0][0] if scores else None,
            tuple(scores),
        )

    # -- forms of one name

    def _from_short_forms(self, together: dict[str, Votes]) -> None:
        """Persons are later called by the last word of their name, companies by the first."""
        for text, votes in together.items():
            first, _, rest = text.partition(" ")
            if not rest or text.count(" ") > 2 or self._has_given(text.split()):
                continue
            last = text.rpartition(" ")[2]
            if (first in together and last not in together) or self.gazetteer.place(first):
                votes[_ORG] += _FAIR
            elif (
                last in together
                and first not in together
                and not self.gazetteer.place(last)
                and not self._is_noun(first)
            ):
                votes[_PERSON] += _FAIR

    def _share(self, together: dict[str, Votes]) -> None:
        """A short form is of the type of the longer names that it begins, or, for persons, ends."""
        by_end: dict[str, list[str]] = defaultdict(list)
        for text in together:
            words = text.split(" ")
            for k in range(1, len(words)):
                by_end[" ".join(words[:k])].append(text)
                by_end[" ".join(words[k:])].append(text)
        own = {text: defaultdict(float, votes) for text, votes in together.items()}
        for text, votes in together.items():
            for whole in self._namesakes(text, by_end.get(text, ()), own):
                kind = _best(own[whole])
                if kind is not None:
                    votes[kind] += _SHARED * own[whole][kind]

    @staticmethod
    def _namesakes(text: str, wholes: Sequence[str], own: dict[str, Votes]) -> list[str]:
        """The longer names that may lend their votes; of a family and its firm only the one that the text speaks
        for.
        """
        kinds = {whole: _best(own[whole]) for whole in wholes}
        found = {w: k for w, k in kinds.items() if k is _PERSON or (k is _ORG and w.startswith(text + " "))}
        if own[text][_ORG] >= _STRONG:
            return [w for w, k in found.items() if k is _ORG]  # "la chocolaterie Mirande", though Paul Mirande runs it
        if set(found.values()) == {_PERSON, _ORG}:
            kind = _ORG if own[text][_ORG] > own[text][_PERSON] + _DEFAULT else _PERSON
            return [w for w, k in found.items() if k is kind]
        return list(found)

    # -- the name itself

    def _is_person_like(self, text: str) -> bool:
        first, *rest = text.split()
        return self._has_given([first, *rest]) or bool(_INITIALS.match(text)) or self._has_surname(first, rest)

    def _has_surname(self, first: str, rest: list[str]) -> bool:
        """ "Ysoline d'Orval", "Maelig Le Norvan", "Norv Tae-jun": what only names of people hold, whatever the given
        name.
        """
        if not rest or self._is_noun(first) or first.lower() in self.known.institutional:
            return False
        inner = {w.lower() for w in rest[:-1]} | {m.group().lower() for w in rest if (m := _ELIDED.match(w))}
        return bool(inner & self.known.particles) or any(_HYPHENED.match(w) for w in (first, *rest))

    def _is_noun(self, word: str) -> bool:
        lower = word.lower()
        return lower in self.nouns or (lower.endswith("s") and lower[:-1] in self.nouns)

    def _has_given(self, words: list[str]) -> bool:
        """Whether a name begins with a given name; one of a place only before what no dictionary has."""
        if self._is_given(words[0]):
            return True
        return words[0] in self.known.given_places and len(words) > 1 and not self._is_noun(words[1])

    def _is_given(self, word: str) -> bool:
        return word in self.known.given_names or word.split("-", maxsplit=1)[0] in self.known.given_names

    def _from_inside(self, votes: Votes, text: str) -> None:
        parts = re.split(r"[\s'’-]+", text.lower())
        words = text.split()
        before = votes[_ORG]
        if self.lexicon.legal_form.search(text) or text[0].islower():
            votes[_ORG] += _CERTAIN  # the latter: "tribunal de commerce de Tilmex"
        if self._is_organization(parts) or (" & " in text and len(words) > 2) or parts[-1] in self.known.families:
            votes[_ORG] += _STRONG if len(words) == 2 and self._is_given(words[0]) else _STRONG + _FAIR
        if (
            parts[0] in self.known.place_words
            or parts[-1] in self.known.place_words
            or (any(p.search(text) for p in self.known.place_patterns) and not (words[1:] and self._has_given(words)))
        ):
            votes[_PLACE] += _STRONG
        cased = _as_in_lists(text)
        if self.gazetteer.place(cased) is not None or self.gazetteer.country(text) is not None:
            votes[_PLACE] += _STRONG + _WEAK
        elif cased in self.known.towns:
            votes[_PLACE] += _TOWN
        if votes[_ORG] == before and parts[-1] not in self.known.place_words:
            self._from_shape(votes, text, words)

    def _is_organization(self, parts: list[str]) -> bool:
        """Whether the last word, or the first where a language or "of" makes it one, is that of an organisation."""
        if parts[-1] in self.known.organization_words:
            return True
        if len(parts) < 2 or parts[0] not in self.known.institutional:
            return False
        return self.known.lower_case or parts[1] in self.known.inner or parts[0] in self.known.first_words

    def _from_shape(self, votes: Votes, text: str, words: list[str]) -> None:
        if 2 <= len(words) <= 5 and (self._has_given(words) or any(_HYPHENED.match(w) for w in words)):
            votes[_PERSON] += _STRONG + _WEAK  # more than "groupe", which may end a post: "PDG du groupe Paul Mirande"
        elif len(words) == 1 and self._is_given(words[0]):
            votes[_PERSON] += _WEAK
        if _INITIALS.match(text):
            votes[_PERSON] += _STRONG
        if len(words) == 1 and len(text) <= 5 and text.isupper():
            votes[_ORG] += _WEAK
        if _NUMBERED.search(text):
            votes[_PRODUCT] += _WEAK + _FAIR
        elif _CAMEL.search(text):
            votes[_PERSON] -= _WEAK
            votes[_ORG] += _HALF

    # -- what stands before

    def _around(self, span: Span) -> Votes:
        votes = _votes()
        self._from_before(votes, span)
        self._from_behind(votes, span)
        return votes

    def _before(self, span: Span, back: int) -> str:
        """The word `back` places before the name, lower case, "" across a sentence start."""
        i = span.first - back
        if span.first and self.words[span.first - 1].text in OPENING:
            i -= 1  # "le film « Zéphyr »"
        if i < 0 or any(self.words[j].first for j in range(i + 1, span.first + 1)):
            return ""
        return self.words[i].lower

    def _from_before(self, votes: Votes, span: Span) -> None:
        previous = self._before(span, 1)
        if not previous:
            return
        if self.words[span.first - 1].text in self.lexicon.honorifics:
            votes[_PERSON] += _CERTAIN
        if previous in self.known.recipients and self._is_given_to(span):
            votes[_ORG] += _FAIR
        elif previous in self.known.place_prepositions and not self._is_held(span):
            votes[_PLACE] += _TO if previous in self.known.recipients else _FAIR
        if previous == "," and self._is_region(span):
            votes[_PLACE] += _CERTAIN
        if previous in self.known.impersonal:
            votes[_PERSON] -= _STRONG
        if previous in self.known.organization_prepositions:
            votes[_ORG] += _STRONG
        if self.known.lower_case and self.gazetteer.demonym(previous) and self._before(span, 2) in self.known.between:
            votes[_ORG] += _STRONG  # "l'allemand Tilmex"
        if previous in self.known.articles and self.words[span.first].text[0].isupper():
            votes[_PERSON] -= _WEAK  # persons have no article
        self._from_complement(votes, span)
        self._from_noun_before(votes, span)

    def _is_held(self, span: Span) -> bool:
        """ "A stake in X", "5% of shares in X", in a language whose place stands behind "in" as well."""
        return not self.known.lower_case and self._before(span, 2) in self.known.organization_nouns

    def _is_given_to(self, span: Span) -> bool:
        """ "A cédé sa filiale à X", "la vente de Y à X": behind a verb or noun of giving, a recipient."""
        before = (self._before(span, back) for back in range(2, _GIVEN))
        return any(self.known.giving.match(word) for word in before if word)

    def _is_region(self, span: Span) -> bool:
        """ "Sacramento, CA": a short form of a region behind a capitalised word and a comma."""
        text = self.text[self.words[span.first].start : self.words[span.last - 1].end]
        return text in self.known.region_codes and self.words[span.first - 2].text[:1].isupper()

    def _from_complement(self, votes: Votes, span: Span) -> None:
        """ "Le rachat de X", "shares in X": the noun says that X is an organisation."""
        back = 2 if self._before(span, 1) not in self.known.articles else 3
        if self._before(span, back - 1) not in self.known.between:
            return
        if self._before(span, back) in self.known.streets:
            votes[_PLACE] += _CERTAIN  # "rue des Tanneurs"
        elif self._before(span, back) in self.known.organization_nouns:
            votes[_ORG] += _FAIR
        elif self._before(span, back) in self.lexicon.sites and self._before(span, back - 1) in self.known.of:
            votes[_PLACE] += _FAIR  # "l'usine de Tilmex"

    def _from_noun_before(self, votes: Votes, span: Span) -> None:
        """A descriptive noun directly before, over adjectives and a complement: "le groupe d'ingénierie lyonnais X"."""
        for back in range(1, 6 if self.known.lower_case else 2):  # English nouns stand right before the name
            word = self._before(span, back)
            if not word or word in self.known.stops or (back > 1 and self._is_of_name(span.first - back)):
                return
            if back == 1 and word in self.known.product_nouns:
                votes[_PRODUCT] += _STRONG
                return
            if (back == 1 and self._from_role(votes, span, word)) or self._from_noun(votes, span, back):
                return

    def _is_of_name(self, i: int) -> bool:
        """ "Norvane Group has appointed X": a capitalised noun behind a capitalised word ends another name."""
        return self.words[i].text[:1].isupper() and i > 0 and self.words[i - 1].text[:1].isupper()

    def _from_role(self, votes: Votes, span: Span, word: str) -> bool:
        two = f"{self._before(span, 2)} {word}"
        role = self.lexicon.role(two, word)
        if role is None or two in self.lexicon.nouns or role.relation in {"ownerOf", "shareholderOf"}:
            return False
        if word in self.lexicon.ambivalent and span.last == span.first + 1 and not self.known.lower_case:
            return False  # "chip designer Tilmex": a person has two names
        if self.known.lower_case and (governor := self._governor(span, 1)) and governor.type is _ORG:
            return False  # "cabinet d'avocats X"
        acronym = span.last - span.first == 1 and self.words[span.first].text.isupper()
        votes[_ORG if acronym else _PERSON] += _STRONG  # "délégué CFTN"
        return True

    def _noun(self, span: Span, back: int) -> Noun | None:
        """The descriptive noun `back` words before the name, also one of two words or with a hyphen: "start-up"."""
        word, second = self._before(span, back), self._before(span, back + 1)
        joined = f"{self._before(span, back + 2)}-{word}" if second == "-" else f"{second} {word}"
        return self.lexicon.noun(joined, word)

    def _governor(self, span: Span, back: int) -> Noun | None:
        """ "Fabricant de drones X", "cabinet d'avocats X": the noun that governs the one before the name."""
        for further in (1, 2):
            if self._before(span, back + further) in self.known.of:
                return self._noun(span, back + further + 1)
        return None

    def _from_noun(self, votes: Votes, span: Span, back: int) -> bool:
        found = self._noun(span, back)
        if found is None:
            return False
        direct = back == 1 or not {self._before(span, k) for k in range(1, back)} & self.known.between
        if (
            back == 2
            and found.kind == "generic"
            and self._before(span, 1) in self.known.of
            and self._before(span, 3) in self.known.articles | self.known.between
        ):
            votes[_PLACE] += _FAIR  # "le groupe de Saint-Ouen"
        elif direct:
            governor = self._governor(span, back) if self.known.lower_case else None
            self._describe(votes, span, governor or found)
        elif found.kind in {"generic", "makers", "trades"}:
            votes[found.type] += _WEAK
        else:
            return False
        return True

    def _describe(self, votes: Votes, span: Span, noun: Noun) -> None:
        """A trade may be a person's or a company's, a rival or buyer anybody."""
        text = self.text[self.words[span.first].start : self.words[span.last - 1].end]
        person = self._is_person_like(text)
        if noun.lemma in self.lexicon.ambivalent:
            votes[_PERSON if person else _ORG] += _STRONG
        elif noun.kind != "relational":
            votes[noun.type] += _STRONG
        elif not person:
            votes[noun.type] += _WEAK

    # -- what stands behind

    def _from_behind(self, votes: Votes, span: Span) -> None:
        end = self.words[span.last - 1].end
        behind = _CLOSING.sub("", self.text[end : end + _BEHIND])
        if behind.startswith(("'s ", "' ")):
            self._from_owned(votes, behind.partition(" ")[2])
        lower = behind.lower()
        if self._before(span, 1) not in self.known.of and (match := self.known.apposition.match(lower)):
            self._from_apposition(votes, match)
        if self._before(span, 1) not in self.known.of and (match := self.known.copula.match(lower)):
            self._from_predicate(votes, match)
        if self.known.person_behind.match(lower):
            votes[_PERSON] += (
                _STRONG if _INITIALS.match(self.words[span.first].text) or span.last - span.first > 1 else _FAIR
            )
        if (region := _REGION.match(behind)) and (
            self.gazetteer.place(region.group(1)) or region.group(1) in self.known.region_codes
        ):
            votes[_PLACE] += _FAIR  # "Tilmex, Texas"
        if (acronym := _ACRONYM.match(behind)) and letters_in_order(
            acronym.group(1), self.text[self.words[span.first].start : end]
        ):
            votes[_ORG] += _STRONG
        if not self.known.lower_case:
            self._from_noun_behind(votes, span)
        if self.known.organization_behind.match(lower):
            votes[_ORG] += _FAIR
        if self.known.place_behind.match(behind) and (
            not behind.startswith(" (") or self._before(span, 1) in self.known.place_prepositions
        ):
            votes[_PLACE] += _STRONG

    def _from_noun_behind(self, votes: Votes, span: Span) -> None:
        """ "Tilmex region", "Voltane launch rocket": English names stand before their noun, but companies' nouns
        follow places, too.
        """
        words = self._words_behind(span)
        for end in range(1, len(words) + 1):
            noun = self.lexicon.noun(" ".join(words[max(0, end - 2) : end]), words[end - 1])
            if noun is not None:
                if noun.type is _PRODUCT or (noun.type is _PLACE and end == 1):
                    votes[noun.type] += _FAIR
                return

    def _words_behind(self, span: Span) -> list[str]:
        """The words of the noun phrase that goes on behind a name, as far as they may be told from a clause."""
        found: list[str] = []
        for word in self.words[span.last : span.last + _QUALIFIED]:
            if not word.text[:1].islower() or word.lower in self.known.between | self.known.stops:
                break
            found.append(word.lower)
        return found

    def _from_owned(self, votes: Votes, behind: str) -> None:
        """ "X's board": only an organisation has one."""
        if behind.split(" ", 1)[0].strip(",.;").lower() in self.known.owned:
            votes[_ORG] += _WEAK

    def _from_apposition(self, votes: Votes, match: re.Match[str]) -> None:
        forms = self._apposed(bool(match.group(1)), match.group(2).split())
        if role := self.lexicon.role(*forms):
            if (noun := self.lexicon.nouns.get(role.words)) is not None and noun.kind == "relational":
                return  # "the joint venture partner of Tilmex": anybody
            owner = role.relation in {"ownerOf", "shareholderOf"}
            votes[_ORG if owner else _PERSON] += _WEAK if owner else _STRONG
        elif (found := self.lexicon.noun(*forms)) and found.lemma not in self.lexicon.ambivalent:
            votes[found.type] += _STRONG if found.kind != "relational" else _WEAK

    def _from_predicate(self, votes: Votes, match: re.Match[str]) -> None:
        """ "X is a professor", "X served as mayor": heads and kin are people, while firms are agents and managers, too;
        members and founders are anybody.
        """
        role = self.lexicon.role(*self._apposed(bool(match.group(1)), match.group(2).split()))
        if role is not None and role.relation in _PEOPLE:
            votes[_PERSON] += _STRONG + _WEAK
        elif role is None or not (role.relation in _ANYBODY or role.words in self.lexicon.ambivalent):
            own = _votes()
            self._from_apposition(own, match)
            _add(votes, own, _SAID)

    def _apposed(self, article: bool, words: list[str]) -> list[str]:
        """What may head an apposition, best first: of its first two words, or the last before it goes on, "the
        activist fund that", where nouns come last.
        """
        if self.known.lower_case or not article:
            return [" ".join(words[:2]), *words[:2]]
        end = next((i for i, word in enumerate(words) if word in self.known.stops | self.known.between), len(words))
        return [form for i in range(end, 0, -1) for form in (" ".join(words[max(0, i - 2) : i]), words[i - 1])]


def _as_in_lists(text: str) -> str:
    """ "SAINT-NORVAN" as lists of places write it."""
    return text.title() if text.isupper() and len(text) >= _CAPITALS else text


def _votes() -> Votes:
    return defaultdict(float)


def _add(votes: Votes, others: Mapping[EntityType, float], share: float = 1.0) -> None:
    for kind, weight in others.items():
        votes[kind] += weight * share


def _best(votes: Votes) -> EntityType | None:
    return max(votes, key=lambda k: (votes[k], k.value), default=None)
