"""What a text, or one of its sections, is about: the organisation that goes without saying.

"The fund, which owns 9.6%, is not selling" holds shares of the company that the article is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from kg.extract.discourse import Discourse
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse
from kg.model import EntityType

_LEAD = 4  # sentences at the beginning of a section, its title among them: what is named there matters most
_LEADING = 2.0  # mentions that a place in the lead is worth, to those that the text names again
_ENOUGH = 3.0  # score of a theme; what is spoken of less is one of several. These were set on the development articles
_AHEAD = 2.0  # by which the next organisation must stay behind; below, two are talked about
_AGAIN = 2  # times that the text names what it is about, at least
_ACRONYM = 5  # letters of the longest acronym of an organisation
_BRIEF = 5  # sentences of a text below which being named first alone tells nothing
_CHAIN = 2  # sentences over which a list of holders goes on about the same company
_PAIR = 4.0  # least score of the second of two organisations that a text is about


class Themes:
    """The themes of one document."""

    def __init__(self, parse: Parse, discourse: Discourse) -> None:
        self.parse = parse
        self.discourse = discourse
        self._target = -1
        self.dealing = False  # whether the text tells of a purchase or sale
        self._dealt: list[tuple[int, int]] = []  # where things are bought or sold, and what
        self._held: list[tuple[int, int]] = []  # where shares are told of, and the company whose they are

    def learn(self, deals: Iterable[tuple[int, int]]) -> None:
        """Note what is bought: where two are talked about, capital, bids and boards are those of the company in
        play.
        """
        bought = {thing for _, thing in deals}
        self.dealing = bool(bought)
        leading = [i for found in self._scores.values() for i, _ in _ranked(found)[:2]]
        found = [i for i in leading if i in bought and not self._is_part(i)]
        if len(found) == 1 and len(self._scores) == 1:
            self._target = found[0]

    def note_held(self, trigger: int, company: int) -> None:
        """Note a company of which shares are told of at a token."""
        self._held.append((trigger, company))

    def note_deal(self, trigger: int, thing: int) -> None:
        """Note what is bought or sold at a token."""
        self._dealt.append((trigger, thing))

    def target(self, token: int, taking: set[int]) -> int:
        """What the text says is bought or sold: of such things, beside those that take part, the one that it names
        most, the last one told of two; -1 for none.
        """
        section = self._section(token)
        told = [p for p in sorted(self._dealt) if p[1] not in taking and self._section(p[0]) == section]
        found = max(told, key=lambda p: (self._told[p[1]], p[0] < token, p[0]), default=(0, -1))
        return found[1]

    def _section(self, token: int) -> int:
        return self.discourse.layout.sections[self.parse.tokens[token].sentence]

    def last_held(self, token: int) -> int:
        """The company of which shares were told last, in the sentences right before a token; -1 for none."""
        own = self.parse.tokens[token].sentence
        near = [p for p in self._held if p[0] < token and own - self.parse.tokens[p[0]].sentence <= _CHAIN]
        return max(near)[1] if near else -1

    def _is_part(self, referent: int) -> bool:
        """ "Norvane Clinical" beside "Norvane": its capital is not what a text means by the capital."""
        names = self.discourse.referents[referent].names
        return any(
            name.startswith(short + " ")
            for r in self.discourse.referents
            if r.i != referent
            for short in r.names
            for name in names
        )

    @cached_property
    def _scores(self) -> dict[int, dict[int, float]]:
        """How much each section speaks of each organisation: its names, more where the section begins."""
        scores: dict[int, dict[int, float]] = {}
        starts: dict[int, int] = {}
        for phrase in self.discourse.phrases:
            sentence = self.parse.tokens[phrase.head].sentence
            section = self.discourse.layout.sections[sentence]
            start = starts.setdefault(section, sentence)
            for entity in self._named(phrase):
                found = scores.setdefault(section, {})
                found[entity] = found.get(entity, self._place(entity, sentence - start)) + 1.0
        return scores

    def _named(self, phrase: Phrase) -> list[int]:
        """The organisations that a phrase names: by itself, or before its noun ("Norvane shares")."""
        if self._counts(phrase):
            return [phrase.entity]
        texts = [self.parse.tokens[i].text for i in phrase.names if i not in self.discourse.layout.margins]
        return [self._by_name[text] for text in texts if text in self._by_name]

    @cached_property
    def _by_name(self) -> dict[str, int]:
        """The organisation of each name."""
        referents = (r for r in self.discourse.referents if r.type is EntityType.ORGANIZATION)
        return {name: r.i for r in referents for name in r.names}

    @cached_property
    def _told(self) -> Counter[int]:
        """How often the text names each organisation, other than as the complement of something else."""
        return Counter(i for p in self.discourse.phrases if p.inside < 0 for i in self._named(p))

    def _place(self, referent: int, sentence: int) -> float:
        """What it is worth to be named first in a sentence of a section; nothing to what is named once, as the
        town of a date line and the agency behind it are.
        """
        return _LEADING if self._told[referent] >= _AGAIN and sentence < _LEAD else 0.0

    @cached_property
    def _titled(self) -> set[int]:
        """The organisations that the title names: if it names any, the text is about one of them."""
        return {i for p in self.discourse.phrases if self.parse.tokens[p.head].sentence == 0 for i in self._named(p)}

    @cached_property
    def _themes(self) -> dict[int, int]:
        """The theme of each section that has one: the name that it begins with, or what it names most."""
        themes: dict[int, int] = {}
        for phrase in self.discourse.phrases:
            if self._counts(phrase) and self._is_topic(phrase):
                themes.setdefault(
                    self.discourse.layout.sections[self.parse.tokens[phrase.head].sentence], phrase.entity
                )
        first = self._first(self._scores.get(0, {}))  # under a label that is no organisation's nothing else is
        if first >= 0:
            themes.setdefault(0, first)
        return themes

    def _first(self, scores: dict[int, float]) -> int:
        """What the first section, mostly the whole text, is about; -1 when that is not clear."""
        acting = {i for i in self.discourse.institutions if self._told[i] < _AGAIN}
        titled = (self._titled & scores.keys()) - acting
        scores = {i: s for i, s in scores.items() if i in titled or i not in self.discourse.institutions}
        (first, score), (_, second), *_ = [*_ranked(scores)[:2], (-1, 0.0), (-1, 0.0)]
        if score >= _ENOUGH and score - second >= _AHEAD and (first in titled or not titled):
            return first
        if len(self.parse.sentences) < _BRIEF:
            return -1
        if len(titled) == 1:  # the title names but one, and nothing else is spoken of more
            named = next(iter(titled))
            return named if scores[named] >= score else -1
        if titled and scores[leading := self._leading(titled)] >= score:
            return leading  # the title says what it does with the others
        return self._introduced(scores) if not titled and score < _ENOUGH else -1

    def _leading(self, titled: set[int]) -> int:
        """The organisation that the title names first."""
        return next(i for p in self.discourse.phrases for i in self._named(p) if i in titled)

    def _introduced(self, scores: dict[int, float]) -> int:
        """Where nothing is named twice, the first organisation of the opening sentences, if one of them is about it
        alone, or presents somebody by his post there: "Jeanne Tardiveau, aux commandes de X".
        """
        named = [p for p in self.discourse.phrases if p.entity in scores and self._counts(p) and not self._shouts(p)]
        found = [p for p in named if self._holder(p) is None or self._is_post(p)]
        first = self.parse.tokens[found[0].head] if found else None
        if first is None or first.sentence >= _LEAD:
            return -1
        if self._is_post(found[0]):
            return found[0].entity
        alone = all(p.entity == found[0].entity for p in named if self.parse.tokens[p.head].sentence == first.sentence)
        return found[0].entity if alone and first.dep.startswith("nsubj") else -1

    def _holder(self, phrase: Phrase) -> Phrase | None:
        """The noun whose complement a name is, also by its title: "fondateur du groupe X"."""
        title = self.discourse.phrases[phrase.i - 1] if phrase.i else phrase
        inside = title.inside if title.entity == phrase.entity and title.last == phrase.first else phrase.inside
        return self.discourse.phrases[inside] if inside >= 0 else None

    def _is_post(self, phrase: Phrase) -> bool:
        """Whether a name stands in the complement of a post."""
        holder = self._holder(phrase)
        return holder is not None and (holder.role or holder.office) is not None

    def _shouts(self, phrase: Phrase) -> bool:
        """A long word in capitals that opens a sentence is its rubric: "DISPARITION L'industriel …"."""
        token = self.parse.tokens[phrase.head]
        first, _ = self.parse.sentences[token.sentence]
        layout = self.discourse.layout
        shouted = token.text.isupper() and len(token.text) > _ACRONYM and phrase.first == first
        return shouted and phrase.head not in layout.labels and phrase.head not in layout.headed

    def _is_topic(self, phrase: Phrase) -> bool:
        """Whether a section is about what the phrase names, by its place there."""
        if self.discourse.layout.headed:
            return phrase.head in self.discourse.layout.headed
        return phrase.head in self.discourse.layout.labels if self.are_topics else self._opens(phrase)

    @cached_property
    def are_topics(self) -> bool:
        """Labels are names of which the text goes on to speak; those that come once each are rubrics: "TELECOMS. –
        …".
        """
        labels = self.discourse.layout.labels
        told = {p.entity for p in self.discourse.phrases if p.kind is Kind.NAME and p.head not in labels}
        named = [p.entity for p in self.discourse.phrases if p.head in labels and self._counts(p)]
        return not labels or any(i in told for i in named)

    def _opens(self, phrase: Phrase) -> bool:
        """Under a rubric, the first name that is no complement of somebody's post ("the former head of X") is the
        topic.
        """
        holder = self.discourse.phrases[phrase.inside] if phrase.inside >= 0 else None
        return (
            phrase.head not in self.discourse.layout.labels
            and (holder is None or holder.role is None)
            and self.discourse.layout.sections[self.parse.tokens[phrase.head].sentence] > 0
        )

    def _counts(self, phrase: Phrase) -> bool:
        """Whether a phrase names an organisation; anaphors would count what was understood, not what is spoken of."""
        return (
            phrase.kind is Kind.NAME
            and phrase.head not in self.discourse.layout.margins
            and not self._shouts(phrase)
            and phrase.entity >= 0
            and self.discourse.referents[phrase.entity].type is EntityType.ORGANIZATION
        )

    def of(self, token: int) -> int:
        """The theme at a token, as an entity; -1 for none."""
        return self._themes.get(self._section(token), self._target)

    def beside(self, token: int, taking: set[int]) -> int:
        """Of the two organisations that a section tells of, the one that takes no part: what the other has a stake
        in, bids for.
        """
        ranked = _ranked(self._scores.get(self._section(token), {}))
        if len(ranked) < 2 or ranked[1][1] < _PAIR or (len(ranked) > 2 and ranked[1][1] - ranked[2][1] < _AHEAD):
            return -1
        found = [i for i, _ in ranked[:2] if i not in taking]
        return self.named_at(token, found[0]) if len(found) == 1 else -1

    def at(self, token: int) -> int:
        """The theme at a token, as a token that names it: the nearest before, else the first; -1 for none."""
        return self.named_at(token, self.of(token))

    def named_at(self, token: int, theme: int) -> int:
        """A token that names an entity: the nearest before another token, else the first; -1 for none."""
        heads = [self.discourse.phrases[i].head for i in self.discourse.referents[theme].phrases] if theme >= 0 else []
        before = [h for h in heads if h < token]
        return max(before) if before else min(heads, default=-1)


def _ranked(scores: dict[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda p: (-p[1], p[0]))
