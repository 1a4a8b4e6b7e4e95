"""Noun phrases, read off the surface: what describes, names or stands for somebody, and how they touch.

News says most facts about a company in noun phrases ("le fonds londonien X, deuxième actionnaire de Y"). The parser
attaches half of their appositions wrongly, while their surface is regular: so phrases are chunks of the tagged
words, linked when they touch ("le groupe X"), follow a comma, or stand in one another's complement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kg.extract.lexicon import Lexicon, Noun, Role
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.model import EntityType


class Kind(StrEnum):
    """What the head of a phrase is."""

    NAME = "name"
    NOUN = "noun"
    PRONOUN = "pronoun"


@dataclass(slots=True)
class Phrase:
    """A chunk of one sentence. `entity` is set by coreference; the rest doesn't change after `find_phrases`."""

    i: int  # index in the document's phrases
    first: int  # token range, half open; from the determiner on, without complements
    last: int
    head: int  # token
    kind: Kind
    determiner: str = ""  # "definite", "indefinite", "demonstrative", "possessive", ""
    preposition: str = ""  # lower-case word directly before: "de", "by", "'s" for an English possessor
    owner: int = -1  # phrase: the head noun's possessor, "X's plant"
    inside: int = -1  # phrase of which this one is the complement, by `preposition`
    complements: list[int] = field(default_factory=list)  # phrases whose `inside` is this one
    modifiers: list[int] = field(default_factory=list)  # tokens: adjectives and nouns around the head
    names: list[int] = field(default_factory=list)  # name tokens among the modifiers: "the Lyon company"
    role: Role | None = None
    noun: Noun | None = None
    role_last: int = -1  # token behind the words of the role or office
    office: Role | None = None  # a post without its holder: "la présidence", "the helm"
    entity: int = -1
    reason: str = ""  # how coreference came to the entity

    def tokens(self, parse: Parse) -> list[Token]:
        """The words of the phrase, without its complements."""
        return parse.tokens[self.first : self.last]


_NOMINAL = {"NOUN", "PROPN"}
_LINKS = {"-", "'", "/"}
_OBJECTS = {"obj", "iobj", "obl", "obl:agent", "xcomp"}


class Chunker:
    """Builds the phrases of one parse."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.lexicon = lexicon
        table = lexicon.language.table("language")["phrases"]
        self.head_first: bool = table["head"] == "first"
        self.of = frozenset(table["of"])
        self.contracted = frozenset(table["contracted"])
        self.compounds = frozenset(tuple(c.split()) for c in table["compounds"])
        self.fused = frozenset(table.get("fused", ()))
        self.joining = frozenset(table["coordinating"])
        self.participles = frozenset(table.get("hyphened", ()))
        self.determiners = {
            w: kind for kind in ("indefinite", "definite", "demonstrative", "possessive") for w in table[kind]
        }
        self.pronouns = frozenset(lexicon.language.table("coreference")["pronouns"])  # whatever the tagger calls them
        self.clitics = frozenset(lexicon.language.table("coreference").get("clitics", ()))
        self.objective = frozenset(lexicon.language.table("coreference").get("objective", ()))
        set_apart = {ValueKind.DATE, ValueKind.MONEY}
        self.value_starts = {v.start for v in parse.values if v.kind in set_apart} if not self.head_first else set()
        self.phrases: list[Phrase] = []

    def run(self) -> list[Phrase]:
        """All phrases in order of the text, with their links."""
        for first, last in self.parse.sentences:
            begin = len(self.phrases)
            i = first
            while i < last:
                i = self._chunk(i, last)
            for phrase in self.phrases[begin:]:
                self._attach(phrase, begin)
        for phrase in self.phrases:
            self._classify(phrase)
        return self.phrases

    # -- chunks

    def _opens_relative(self, token: Token) -> bool:
        """ "The company that bought Y": the subject or object of a clause on a noun."""
        opens = token.dep.startswith(("nsubj", "obj")) and self.parse.head(token).dep.startswith("acl")
        return opens and self._is_relative(token)

    def _chunk(self, i: int, last: int) -> int:
        """Add the phrases that begin at token i; the index of the next token to look at."""
        tokens = self.parse.tokens
        token = tokens[i]
        if self._is_honorific(i) and i + 1 < last and tokens[i + 1].name >= 0:
            return i + 1
        if (
            (token.pos == "PRON" and (token.lower not in self.determiners or self._opens_relative(token)))
            or (token.name < 0 and token.lower in self.pronouns)
            or (token.lower in self.objective and token.dep in _OBJECTS)
            or self._is_clitic(i, last)
        ):
            self._add(i, i + 1, i, Kind.PRONOUN)
            return i + 1
        if token.name >= 0 and (self.head_first or self._is_person(i) or not self._runs_on(i, last)):
            self._add(i, i + 1, i, Kind.NAME)
            return i + 1
        run = self._run(i, last)
        return self._split(i, run) if run > i else i + 1

    def _is_clitic(self, i: int, last: int) -> bool:
        """ "l'a racheté", "en détient 6 %": before a verb, and not "en rachetant" or "la vente"."""
        token = self.parse.tokens[i]
        if token.name >= 0 or token.lower not in self.clitics or token.pos == "DET" or i + 1 >= last:
            return False
        verb = self.parse.tokens[i + 1]
        return verb.pos in {"VERB", "AUX"} and verb.morph.get("VerbForm") in {"Fin", "Inf"}

    def _is_honorific(self, i: int) -> bool:
        """ "Mme", "Sir": part of the name phrase that follows; posts that serve as address stay posts."""
        token = self.parse.tokens[i]
        return (
            token.name < 0
            and token.text[:1].isupper()
            and token.text in self.lexicon.honorifics
            and self.lexicon.role(token.lower) is None
        )

    def _is_person(self, i: int) -> bool:
        """A full name is no modifier: "appointed Joan Hartwell chief financial officer"."""
        token = self.parse.tokens[i]
        return (
            self.parse.names[token.name].type is EntityType.PERSON
            and " " in token.text
            and self.parse.tokens[i + 1 : i + 2] != []
            and self.parse.tokens[i + 1].text != "-"
        )

    def _runs_on(self, i: int, last: int) -> bool:
        """English: whether a name is followed by words of the same phrase ("Lyon company", "NASA administrator")."""
        if i + 1 >= last:
            return False
        following = self.parse.tokens[i + 1]
        if following.lower == "-":
            return i + 2 < last and self.parse.tokens[i + 2].lower in self.participles
        if following.name < 0 and following.pos == "ADJ":  # "Lyon industrial group", not "bought X last year"
            head = self.parse.tokens[i].head
            return i + 1 < head < last and self.parse.tokens[head].pos == "NOUN"
        post = (
            following.pos == "PROPN" and self.lexicon.role(following.lower) is not None
        )  # "Norvane CEO Joan Hartwell"
        return following.name < 0 and (following.pos == "NOUN" or post)

    def _run(self, i: int, last: int) -> int:  # noqa: C901 - one branch a kind of word
        """The end of the run of words that may form one phrase, i itself if there is none."""
        tokens, j = self.parse.tokens, i
        if self._joins_nouns(j) or self._is_relative(tokens[j]):
            return i
        if tokens[j].lower in self.determiners and tokens[j].pos != "NOUN":
            j += 1
        seen_noun = False
        while j < last:
            token = tokens[j]
            if self._is_honorific(j) or (not self.head_first and self._is_behind_title(i, j)) or self._begins_value(j):
                break
            if token.name >= 0:
                if self.head_first:
                    break
                j += 1
            elif token.pos in _NOMINAL:
                if self.head_first and seen_noun and not self._is_two_words(j):
                    break
                seen_noun = True
                j += 1
            elif (
                token.pos in {"ADJ", "NUM", "X", "SYM"}
                or (token.pos == "VERB" and (self._is_adjectival(token) or self._begins_role(j, last)))
                or (
                    token.pos == "ADV"
                    and j + 1 < last
                    and (
                        tokens[j + 1].pos == "ADJ"
                        or (not self.head_first and self._is_adjectival(tokens[j + 1]))  # "privately held"
                        or (not self.head_first and tokens[j + 1].text == "-" and tokens[j + 1].start == token.end)
                    )
                )
            ):
                j += 1
            elif (
                token.text in _LINKS
                and j + 1 < last
                and token.start == tokens[j - 1].end
                and tokens[j + 1].start == token.end
            ):
                j += 2
            elif token.lower in self.participles and tokens[j - 1].text == "-":
                j += 1
            else:
                break
        return j

    def _is_behind_title(self, first: int, j: int) -> bool:
        """ "from the operator Tilmex seven years ago": a name behind its title ends the phrase."""
        tokens = self.parse.tokens
        titled = j - 2 > first and tokens[j - 1].name >= 0 and tokens[j - 2].pos == "NOUN" and tokens[j - 2].name < 0
        return titled and tokens[j].text not in _LINKS and tokens[j].name < 0

    def _begins_value(self, j: int) -> bool:
        """ "resigned as chief executive last Friday", "gave the school $3m": dates and amounts behind a noun; before a
        noun they belong to it ("a $3m plant").
        """
        token, before = self.parse.tokens[j], self.parse.tokens[j - 1]
        return j > 0 and token.start in self.value_starts and before.pos == "NOUN"

    def _is_relative(self, token: Token) -> bool:
        """ "a firm that Mirande owned": no determiner of what follows."""
        demonstrative = self.determiners.get(token.lower) == "demonstrative"
        return demonstrative and token.pos == "PRON" and not token.dep.startswith("det")

    def _joins_nouns(self, i: int) -> bool:
        """ "spécialiste des essieux": right behind a noun it is the preposition, whatever the tagger says."""
        token, before = self.parse.tokens[i], self._token_before(i)
        return (
            token.lower in self.of
            and token.lower in self.determiners
            and before is not None
            and before.pos == "NOUN"
            and before.name < 0
        )

    def _begins_role(self, i: int, last: int) -> bool:
        """ "managing director": the tagger takes the participle for a verb."""
        tokens = self.parse.tokens
        return (
            not self.head_first
            and i + 1 < last
            and self.lexicon.role(f"{tokens[i].lower} {tokens[i + 1].lower}") is not None
        )

    @staticmethod
    def _is_adjectival(token: Token) -> bool:
        """A participle that stands as an adjective before or after its noun."""
        return token.morph.get("VerbForm") == "Part" and token.dep in {"amod", "compound"}

    def _split(self, i: int, end: int) -> int:
        """A run into its phrases: modifiers with their noun, then a name set beside it."""
        tokens = self.parse.tokens
        heads = [
            j
            for j in range(i, end)
            if tokens[j].pos in _NOMINAL or tokens[j].name >= 0 or self._is_taken_for_adjective(j, end)
        ]
        if not heads:
            return self._headless(i, end)
        if self.head_first:
            head = heads[0]
            self._add(i, end, head, Kind.NAME if tokens[head].name >= 0 else Kind.NOUN)
            return end
        return self._split_head_last(i, end, heads)

    def _is_two_words(self, j: int) -> bool:
        """ "la maison mère", "la branche diagnostic": a noun that makes one with the noun before it, or tells of what
        part it is.
        """
        words, before = self._joined(j - 1, j + 1), self.parse.tokens[j - 1]
        if self.lexicon.noun(words) is not None or self.lexicon.role(words) is not None:
            return True
        noun = self.lexicon.noun(before.lower, before.lemma)
        return noun is not None and noun.kind == "parts" and self.lexicon.noun(self.parse.tokens[j].lower) is None

    def _is_taken_for_adjective(self, j: int, end: int) -> bool:
        """A descriptive noun before a name that the tagger calls an adjective: "its rival X"."""
        tokens = self.parse.tokens
        if tokens[j].pos not in {"ADJ", "VERB"} or j + 1 >= end or tokens[j + 1].name < 0:
            return False
        if j >= 2 and tokens[j - 1].text == "-":  # "co-operative X", "secretary-general X"
            joined = self._joined(j - 2, j + 1)
            if self.lexicon.noun(joined) is not None or self.lexicon.role(joined) is not None:
                return True
        return tokens[j].pos == "ADJ" and self.lexicon.noun(tokens[j].lower) is not None

    def _split_head_last(self, i: int, end: int, heads: list[int]) -> int:
        tokens = self.parse.tokens
        named = [j for j in heads if tokens[j].name >= 0]
        if tokens[heads[-1]].name >= 0 and len(heads) > 1 and tokens[heads[-2]].name < 0 and heads[-2] == heads[-1] - 1:
            noun = heads[-2]
            self._add(i, noun + 1, noun, Kind.NOUN)
            self._add(heads[-1], heads[-1] + 1, heads[-1], Kind.NAME)
            return heads[-1] + 1
        head = heads[-1]
        if tokens[head].name >= 0:
            for j in named:
                self._add(i if j == named[0] else j, j + 1, j, Kind.NAME)
            return head + 1
        self._add(i, head + 1, self._inner_head(i, head), Kind.NOUN)
        return max(head + 1, end if end == head + 1 else head + 1)

    def _inner_head(self, first: int, head: int) -> int:
        """ "brother-in-law": the first noun of what hyphens join, where the parser hangs the last one on it."""
        tokens = self.parse.tokens
        above = tokens[head].head
        joined = first <= above < head and tokens[head].dep == "nmod" and tokens[head - 1].text == "-"
        return above if joined and tokens[above].name < 0 else head

    def _headless(self, i: int, end: int) -> int:
        """A determiner with an adjective or number only: "l'allemand" before a name, "les deux"."""
        tokens = self.parse.tokens
        adjectives = [j for j in range(i, end) if tokens[j].pos == "ADJ"]
        before = self._token_before(i)
        opened = tokens[i].lower in self.determiners or (
            before is not None and before.lower in self.contracted
        )  # "du suédois X"
        if adjectives and opened:
            self._add(i, end, adjectives[-1], Kind.NOUN)
        return max(end, i + 1)

    def _add(self, first: int, last: int, head: int, kind: Kind) -> None:
        tokens = self.parse.tokens
        phrase = Phrase(len(self.phrases), first, last, head, kind)
        opening = tokens[first]
        phrase.determiner = self.determiners.get(opening.lower, "") if opening.i != head else ""
        before = self._token_before(first)
        if kind is Kind.NAME and before is not None and self._is_honorific(before.i):
            phrase.first = first = before.i
            before = self._token_before(first)
        if (
            kind is Kind.NAME
            and before is not None
            and before.lower in self.determiners
            and before.pos != "ADP"
            and not self._is_relative(before)
            and opening.i == head
        ):
            phrase.determiner = self.determiners[before.lower]
            phrase.first = first = before.i
            before = self._token_before(first)
        if before is not None:
            if before.pos in {"ADP", "SCONJ", "PART"} or before.lower in self.of or before.lower in self.contracted:
                phrase.preposition = before.lower
            if not phrase.determiner and before.lower in self.contracted:
                phrase.determiner = "definite"
        if kind is Kind.NOUN:
            phrase.modifiers = [
                t.i
                for t in tokens[first:last]
                if t.i != head and t.name < 0 and t.pos in {"ADJ", "NOUN", "VERB", "NUM"}
            ]
            phrase.names = [t.i for t in tokens[first:last] if t.name >= 0]
        if opening.lower in self.fused and not self._is_de(first):
            phrase.determiner = "indefinite"
        self.phrases.append(phrase)

    def _token_before(self, i: int) -> Token | None:
        """The token before i within its sentence."""
        tokens = self.parse.tokens
        return tokens[i - 1] if i > 0 and tokens[i - 1].sentence == tokens[i].sentence else None

    def _is_de(self, i: int) -> bool:
        return self.parse.tokens[i].pos == "ADP"

    # -- links

    def _attach(self, phrase: Phrase, begin: int) -> None:
        """Set `owner`, or the phrase that this one complements, when nothing else stands between."""
        tokens = self.parse.tokens
        if phrase.i > begin:
            previous = self.phrases[phrase.i - 1]
            between = [t.lower for t in tokens[previous.last : phrase.first]]
            if between in (["'s"], ["'"]):
                phrase.owner = previous.i
                previous.preposition = previous.preposition or "'s"
            elif (
                phrase.preposition
                and len(between) == 1
                and between[0] == phrase.preposition
                and phrase.kind is not Kind.PRONOUN
            ) or tuple(between) in self.compounds:
                phrase.inside = previous.i
                previous.complements.append(phrase.i)
            elif self._goes_on(phrase, previous, between):
                phrase.inside = previous.inside
                self.phrases[previous.inside].complements.append(phrase.i)

    def _goes_on(self, phrase: Phrase, previous: Phrase, between: list[str]) -> bool:
        """ "une enseigne de jouets et de loisirs": a second complement with the preposition of the first."""
        plain = previous.inside >= 0 and {phrase.kind, previous.kind} == {Kind.NOUN}
        joined = len(between) == 2 and between[0] in self.joining and between[1] == phrase.preposition
        bare = not phrase.determiner and not previous.determiner
        return plain and joined and bare and self.lexicon.plain(between[1]) == self.lexicon.plain(previous.preposition)

    # -- words

    def _classify(self, phrase: Phrase) -> None:
        """Look the head up among posts and descriptive nouns, the longest words first."""
        if phrase.kind is not Kind.NOUN:
            return
        head = self.parse.tokens[phrase.head]
        if not (self.lexicon.may_describe(head.lower) or self.lexicon.may_describe(head.lemma)):
            return
        for words, last in self._readings(phrase):
            if phrase.role is None and (role := self.lexicon.role(words)):
                phrase.role, phrase.role_last = role, last
            if phrase.office is None and (office := self.lexicon.offices.get(words)):
                phrase.office, phrase.role_last = office, last
            if phrase.noun is None and (noun := self.lexicon.noun(words)):
                phrase.noun = noun
        phrase.noun = phrase.noun or self.lexicon.noun(head.lower, head.lemma)
        if phrase.role is None and (role := self.lexicon.role(head.lower, head.lemma)):
            phrase.role, phrase.role_last = role, phrase.head + 1

    def _readings(self, phrase: Phrase) -> Iterator[tuple[str, int]]:
        """Runs of words around the head, longest first, with the token behind them."""
        tokens = self.parse.tokens
        _, end = self.parse.sentences[tokens[phrase.head].sentence]
        if self.head_first:
            for last in range(min(end, phrase.head + 7), phrase.head, -1):
                yield self._joined(phrase.head, last), last
            return
        for last in range(min(end, phrase.head + 5), phrase.head, -1):
            for first in range(phrase.first, phrase.head + 1):
                yield self._joined(first, last), last

    def _joined(self, first: int, last: int) -> str:
        """The words with the blanks that the text has between them."""
        tokens = self.parse.tokens
        return self.parse.text[tokens[first].start : tokens[last - 1].end].lower()


def find_phrases(parse: Parse, lexicon: Lexicon) -> list[Phrase]:
    """The noun phrases of a parsed text in order."""
    return Chunker(parse, lexicon).run()
