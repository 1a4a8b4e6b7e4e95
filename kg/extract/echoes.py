"""Times that another event lends: "the closure of the plant by 2027, costing 300 jobs", "Following this announcement, X
met Y".
"""

from __future__ import annotations

import re
from datetime import date

from kg.extract.candidates import Candidate
from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.qualifiers import Qualifiers
from kg.extract.syntax import Parse, Token

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RECENT = 7  # days from the event that is spoken of to the paper; older ones are told as history


def is_recent(day: str | None, published: date | None) -> bool:
    """Whether a time is a day of the news, and none of long before the paper."""
    if day is None or published is None or not _DAY.fullmatch(day):
        return False
    return 0 <= (published - date.fromisoformat(day)).days <= _RECENT


class Echoes:
    """Finds them in one document."""

    def __init__(
        self, parse: Parse, discourse: Discourse, qualifiers: Qualifiers, lexicon: Lexicon, published: date | None
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.qualifiers = qualifiers
        self.published = published
        table = lexicon.language.table("clauses")["times"]
        self.moves = frozenset(table["moves"])
        self.after = frozenset(table["after_that"])
        self.reigning = frozenset(table["reigning"])

    def time(self, candidate: Candidate) -> str | None:
        """The date of the move whose cost or part an event is, or of what it follows."""
        token = self.parse.tokens[candidate.trigger]
        return self._of_move(token) or self._of_previous(token)

    def under(self, candidate: Candidate) -> str | None:
        """ "a minister in the eighties under President X": X was president then."""
        before = [p for p in self.discourse.phrases if p.first <= candidate.tokens[0] < p.last]
        if not before or before[0].preposition not in self.reigning:
            return None
        start = self.parse.tokens[before[0].first - 1].start
        return next((v.date for v in self.parse.values if v.date and v.end + 1 == start), None)

    def _of_move(self, token: Token) -> str | None:
        """ "la fermeture de l'usine d'ici à 2027, représentant la suppression de 300 emplois": what stands between the
        move and what it costs.
        """
        first, _ = self.parse.sentences[token.sentence]
        for before in reversed(self.parse.tokens[first : token.i]):
            if before.pos == "NOUN" and before.lemma in self.moves:
                dates = [v.date for v in self.qualifiers.dated if before.end < v.start < token.start and v.date]
                return dates[0] if len(dates) == 1 else None
            if before.morph.get("VerbForm") == "Fin":
                return None
        return None

    def _of_previous(self, token: Token) -> str | None:
        """ "À la suite de cette annonce": the day told last in the sentences before, if it is of the news."""
        start = self.parse.tokens[self.parse.sentences[token.sentence][0]].start
        days = [v.date for v in self.parse.values if v.start < start and v.date is not None and _DAY.fullmatch(v.date)]
        return (
            days[-1] if days and is_recent(days[-1], self.published) and self._follows(start, token.sentence) else None
        )

    def _follows(self, start: int, sentence: int) -> bool:
        """Whether a sentence opens with "following this", "à la suite de cette annonce"."""
        for phrase in self.discourse.phrases:
            opening = self.parse.tokens[phrase.first]
            if phrase.determiner == "demonstrative" and opening.sentence == sentence:
                return self.parse.text[start : opening.start].strip().lower() in self.after
        return False
