"""What a text, or one of its sections, is about: the organisation that goes without saying.

"The fund, which owns 9.6%, is not selling" holds shares of the company that the article is about.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from kg.extract.discourse import Discourse, Layout
from kg.extract.syntax import Parse
from kg.model import EntityType

_OFTEN = 4  # mentions that make a theme; what is spoken of less is one of several
_LEAD = 1.5  # times the mentions of the next organisation; below, two are talked about


class Themes:
    """The themes of one document."""

    def __init__(self, parse: Parse, discourse: Discourse) -> None:
        self.parse = parse
        self.discourse = discourse

    @cached_property
    def _layout(self) -> Layout:
        return Layout(self.parse)

    @cached_property
    def _themes(self) -> dict[int, int]:
        """The theme of each section that has one: the name that it begins with, or what it speaks of most."""
        counts: dict[int, Counter[int]] = {}
        themes: dict[int, int] = {}
        for phrase in self.discourse.phrases:
            if phrase.entity < 0 or self.discourse.referents[phrase.entity].type is not EntityType.ORGANIZATION:
                continue
            section = self._layout.sections[self.parse.tokens[phrase.head].sentence]
            counts.setdefault(section, Counter())[phrase.entity] += 1
            if phrase.head in self._layout.labels:
                themes.setdefault(section, phrase.entity)
        for section, found in counts.items():
            ranked = found.most_common(2)
            if ranked[0][1] >= _OFTEN and (len(ranked) < 2 or ranked[0][1] >= _LEAD * ranked[1][1]):
                themes.setdefault(section, ranked[0][0])
        return themes

    def at(self, token: int) -> int:
        """The theme at a token, as a token that names it: the nearest before, else the first; -1 for none."""
        theme = self._themes.get(self._layout.sections[self.parse.tokens[token].sentence], -1)
        heads = [self.discourse.phrases[i].head for i in self.discourse.referents[theme].phrases] if theme >= 0 else []
        before = [h for h in heads if h < token]
        return max(before) if before else min(heads, default=-1)
