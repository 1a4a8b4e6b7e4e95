"""Whether a predicate is negated: by a word of its own, by one that stands near it, and not where such a word compares
or restricts ("fut la plus importante", "n'emploie plus que 380 personnes").
"""

from __future__ import annotations

from kg.extract.choices import any_of
from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token

_PARTICLE = 5  # words from "ne" to what it makes a negation: "n'en a donc plus"
_PARTS = ("nsubj", "nsubj:pass", "obj")
_SPAN = (2, 3)  # words before and behind it of which one may say that it is over: "no longer runs", "ne dirige plus"
_RESTRICTED = frozenset({"NUM", "DET", "ADP", "ADV", "NOUN"})  # what "ne … plus que" brings; else a clause follows


class Negation:
    """Reads the negations of one parse."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        table = lexicon.language.table("clauses")
        self.parse = parse
        self.words = frozenset(table["negation"])
        self.none = frozenset(table.get("none", ()))
        self.fewer = frozenset(table.get("fewer", ()))
        self.lapsing = any_of(table["lapsing"])
        self.lasting = any_of(table["lasting"])
        self.comparing = frozenset(table.get("comparing", ()))
        self.particles = frozenset(table.get("particles", ()))
        self.restricting = [frozenset(words) for words in table.get("restricting", ((), ()))]

    def of(self, token: Token, helpers: list[Token]) -> bool:
        """Whether the predicate at a token is negated."""
        own = [*self.parse.children(token, "advmod", "neg", "det"), *helpers]
        negated = any(c.lower in self.words and c.i < token.i + 3 and not self._compares(c) for c in own)
        return (negated or self._of_nothing(token) or self._around(token, helpers)) and not self._is_restricted(token)

    def _of_nothing(self, token: Token) -> bool:
        """ "has no partnership with", "no jobs were lost": what takes part is none; "no fewer than 300" is, and
        "no plans to" says what there is none of.
        """
        parts = [p for p in self.parse.children(token, *_PARTS) if not self.parse.children(p, "acl", "ccomp")]
        first = [c for part in parts for c in self.parse.children(part, "det") if c.i == min(part.i, c.i)]
        compared = {c.i for c in first if self.parse.tokens[c.i + 1].lower in self.fewer}
        return any(c.lower in self.none and c.i not in compared for c in first)

    def is_over(self, token: Token, helpers: list[Token], *, negated: bool) -> bool:
        """Whether it is said to have been so until now: "n'est plus", "no longer runs"."""
        if self.particles and not negated:
            return False  # "plus" alone compares
        first, last = self.parse.sentences[token.sentence]
        start = max(first, min([token.i, *(h.i for h in helpers)]) - _SPAN[0])
        window = self.parse.tokens[start : min(last, token.i + _SPAN[1])]
        words = " ".join(t.lower for t in window)
        return bool(self.lapsing.search(words)) and not self.lasting.search(words)

    def _around(self, token: Token, helpers: list[Token]) -> bool:
        """ "n'a pas": the parser hangs "pas" anywhere near; it stands between the first helper and the verb, or
        right behind.
        """
        first = min([token.i, *(h.i for h in helpers)])
        window = self.parse.tokens[max(first - 2, 0) : token.i + 2]
        words = [t.lower for t in window if t.sentence == token.sentence]
        return any(w in self.particles for w in words) and any(w in self.words for w in words)

    def _compares(self, word: Token) -> bool:
        """ "fut la plus importante", "est plus grand": what negates only behind "ne" is without it a comparison."""
        before = self.parse.tokens[max(0, word.i - _PARTICLE) : word.i]
        return word.lower in self.comparing and not any(
            t.lower in self.particles for t in before if t.sentence == word.sentence
        )

    def _is_restricted(self, token: Token) -> bool:
        """ "n'emploie plus que 380 personnes": only so many, but so many."""
        behind = [t for t in self.parse.tokens[token.i + 1 : token.i + 5] if t.sentence == token.sentence]
        return any(
            first.lower in self.restricting[0] and second.lower in self.restricting[1] and third.pos in _RESTRICTED
            for first, second, third in zip(behind, behind[1:], behind[2:], strict=False)
        )
