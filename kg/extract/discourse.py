"""What a document talks about and how it is laid out: entities, mentions, quotations, sections."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from kg.extract.interviews import find_interview
from kg.extract.mastheads import margins
from kg.extract.phrases import Phrase
from kg.extract.referents import Referent
from kg.extract.syntax import Parse
from kg.model import EntityType


@dataclass(slots=True)
class Discourse:
    """The entities of a document and what refers to them."""

    referents: list[Referent]
    phrases: list[Phrase]
    layout: Layout
    owners: dict[int, int] = field(default_factory=dict)  # phrase with a possessor that no name says → referent
    pairs: dict[int, tuple[int, int]] = field(default_factory=dict)  # "les deux groupes" → two referents
    by_head: dict[int, Phrase] = field(default_factory=dict)  # head token → phrase
    institutions: set[int] = field(default_factory=set)  # authorities, courts, papers …: they act upon others
    speakers: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # quotations (characters) and who speaks (referent)

    def speaker_at(self, offset: int) -> int:
        """Who speaks at a character of the text, -1 outside quotations and where nobody is named."""
        return next((who for start, end, who in self.speakers if start <= offset < end), -1)

    def referent_at(self, token: int) -> Referent | None:
        """The entity that the phrase headed by a token refers to."""
        phrase = self.by_head.get(token)
        return self.referents[phrase.entity] if phrase is not None and phrase.entity >= 0 else None

    def is_organization(self, referent: int) -> bool:
        """Whether an index is that of an organisation; -1 is nobody's."""
        return referent >= 0 and self.referents[referent].type is EntityType.ORGANIZATION


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is spoken of."""

    token: int
    referent: int
    weight: float  # how much the place puts the entity in the foreground: subjects most
    sentence: int
    section: int
    quote: int  # index of the quotation around it, -1 outside
    aside: bool = False  # among the modifiers of a noun: descriptions may mean it, pronouns hardly do


_QUOTES = re.compile(r"«[^»]{2,1500}»|\"[^\"]{2,1500}\"")
# A paragraph that begins with its topic: "NORVANE. – Le groupe", "- TILMEX : le fabricant", "Zéphyr (énergie). –".
_LABEL = re.compile(r"(?:[-•*–] ?)?[A-ZÀ-Ý][^:\n–]{1,50}?(?: \([^)\n]{2,40}\))?(?: ?: |\.? – |\. )")
_UPPER = re.compile(r"(?:[-•*–] ?)?[A-ZÀ-Ý][A-ZÀ-Ý&' -]{2,}")
# The same in lower case, where full stop and dash set the name apart: "Norvane Énergie. – Le groupe".
_TITLED = re.compile(r"(?:[-•*] ?)?[A-ZÀ-Ý][^:.\n–—]{1,40}\. [–—] ")
_HEADING = 16  # tokens of the longest heading inside a text
_HEADINGS = 2  # so many headings that name organisations make a text of several subjects
_LABELS = 3  # so many labelled paragraphs make a text of several subjects; a date line alone is one


class Layout:
    """Quotations and sections of a text. A section is a stretch under one topic; most texts have one."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.quotes = [m.span() for m in _QUOTES.finditer(parse.text)]
        self._quote_starts = [start for start, _ in self.quotes]
        self.clock = self._clock()
        self.paragraphs = self._paragraphs()
        self.labels: set[int] = set()  # tokens of the names with which sections begin
        self.headed: set[int] = set()  # … of organisations in the headings of sections
        self.sections = self._sections()
        self.interview = find_interview(parse, self.paragraphs)
        self.margins = margins(parse, self.paragraphs) - self.labels - self.headed  # names outside the article
        if self.interview is not None:
            self.margins |= self.interview.labels

    def quote(self, token: int) -> int:
        """The quotation in which a token stands, -1 for none."""
        at = self.parse.tokens[token].start
        i = bisect_right(self._quote_starts, at) - 1
        return i if i >= 0 and at < self.quotes[i][1] else -1

    def distance(self, one: int, other: int, *, inside: bool) -> int:
        """Sentences between two sentences; those that begin inside a quotation count only for who is in it."""
        return abs(one - other) if inside else abs(self.clock[one] - self.clock[other])

    def _clock(self) -> list[int]:
        """For each sentence, how many so far began outside quotations."""
        times: list[int] = []
        for first, _ in self.parse.sentences:
            at = self.parse.tokens[first].start
            begun = any(start < at < end for start, end in self.quotes)
            times.append((times[-1] if times else 0) + (not begun))
        return times

    def _paragraphs(self) -> list[int]:
        """The number of the paragraph of each sentence."""
        numbers: list[int] = []
        for i, (first, _) in enumerate(self.parse.sentences):
            if i == 0:
                numbers.append(0)
                continue
            between = self.parse.text[self.parse.tokens[first - 1].end : self.parse.tokens[first].start]
            numbers.append(numbers[-1] + ("\n" in between))
        return numbers

    def _sections(self) -> list[int]:
        """The number of the section of each sentence."""
        starts = [i for i, n in enumerate(self.paragraphs) if i == 0 or n != self.paragraphs[i - 1]]
        labelled = {i for i in starts if self._labelled(i)}
        if len(labelled) < _LABELS:
            labelled = set()
        for i in labelled:
            first, last = self.parse.sentences[i]
            self.labels |= {t.i for t in self.parse.tokens[first : min(first + 4, last)] if t.name >= 0}
        labelled |= self._headings() if not labelled else set()
        numbers: list[int] = []
        for i in range(len(self.paragraphs)):
            numbers.append((numbers[-1] if numbers else 0) + (i in labelled))
        return numbers

    def _headings(self) -> set[int]:
        """Sentences with which briefs under headings of their own begin: "Tilmex recrute", alone or below its town."""
        blocks: list[list[int]] = []
        for i in range(1, len(self.paragraphs)):
            if self._is_heading(i):
                if blocks and blocks[-1][-1] == i - 1:
                    blocks[-1].append(i)
                else:
                    blocks.append([i])
        named = {block[0]: found for block in blocks if (found := self._organization(block[-1])) >= 0}
        if len(named) < _HEADINGS:
            return set()
        self.headed = set(named.values())
        return {block[0] for block in blocks}

    def _is_heading(self, sentence: int) -> bool:
        """A short line alone, without a full stop, above a paragraph."""
        first, last = self.parse.sentences[sentence]
        alone = self.paragraphs[sentence - 1 : sentence + 2] == [self.paragraphs[sentence] + d for d in (-1, 0, 1)]
        text = self.parse.text[self.parse.tokens[first].start : self.parse.tokens[last - 1].end]
        return alone and last - first <= _HEADING and text[-1].isalnum() and not text.startswith(("-", "•", "–"))

    def _organization(self, sentence: int) -> int:
        """The token of the first organisation, or name of no known kind, in a heading; -1 for none."""
        first, last = self.parse.sentences[sentence]
        kinds = {EntityType.ORGANIZATION, None}
        tokens = (t for t in self.parse.tokens[first:last] if t.name >= 0)
        return next((t.i for t in tokens if self.parse.names[t.name].type in kinds), -1)

    def _labelled(self, sentence: int) -> bool:
        at = self.parse.tokens[self.parse.sentences[sentence][0]].start
        text = self.parse.text[at : at + 120]
        return bool(_TITLED.match(text)) or (bool(_LABEL.match(text)) and bool(_UPPER.match(text)))
