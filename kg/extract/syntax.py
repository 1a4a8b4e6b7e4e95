"""A parsed text: tokens in one label scheme (Universal Dependencies 2) for all languages.

A token is one word, or one whole name or amount that was merged before the parse. `head` is an index into
`Parse.tokens`; a root is its own head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.extract.values import Value
from kg.model import EntityType


@dataclass(slots=True)
class Token:
    """One word of the parse. Mutable only while `parse` and its repair rules build it."""

    i: int  # index in the parse
    start: int  # characters of the document text
    end: int
    text: str  # as in the (normalised) text
    lower: str
    lemma: str
    pos: str  # universal part of speech; "PROPN" for merged names
    morph: dict[str, str]  # universal features
    dep: str  # UD relation, with the subtypes nsubj:pass, obl:agent, aux:pass, acl:relcl
    head: int
    sentence: int
    name: int = -1  # index into `Parse.names`, -1 for common words
    children: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name as recognised before the parse."""

    start: int
    end: int
    text: str
    type: EntityType | None  # best guess in the document; None when nothing speaks for any type
    scores: tuple[tuple[EntityType, float], ...] = ()


@dataclass(slots=True)
class Parse:
    """A text with its tokens, sentences, names and values."""

    text: str  # same length as the document's text
    tokens: list[Token]
    sentences: list[tuple[int, int]]  # token ranges, half open
    names: list[Name]
    values: list[Value]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """Dependents in order of the text; of the given relations only, if any are given (subtypes included)."""
        tokens = self.tokens
        if not token.children:
            return []
        if not deps:
            return [tokens[i] for i in token.children]
        return [
            t
            for i in token.children
            if (dep := (t := tokens[i]).dep) in deps or (":" in dep and dep.partition(":")[0] in deps)
        ]

    def head(self, token: Token) -> Token:
        """The governor; a root governs itself."""
        return self.tokens[token.head]

    def subtree(self, token: Token, keep: Callable[[Token], bool] = lambda _: True) -> list[Token]:
        """The token and all below it, in order of the text; branches that `keep` refuses are cut."""
        found, todo = [token], [token]
        while todo:
            for child in self.children(todo.pop()):
                if keep(child):
                    found.append(child)
                    todo.append(child)
        return sorted(found, key=lambda t: t.i)

    def conjuncts(self, token: Token) -> Iterator[Token]:
        """What is coordinated with a token, one behind the other."""
        for child in self.children(token, "conj"):
            yield child
            yield from self.conjuncts(child)

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Governors from near to far, without the token itself."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def sentence_tokens(self, index: int) -> list[Token]:
        """The tokens of one sentence."""
        first, last = self.sentences[index]
        return self.tokens[first:last]

    def at(self, offset: int) -> Token | None:
        """The token that covers a character offset, or None for white space (binary search)."""
        low, high = 0, len(self.tokens)
        while low < high:
            mid = (low + high) // 2
            if self.tokens[mid].end <= offset:
                low = mid + 1
            else:
                high = mid
        return self.tokens[low] if low < len(self.tokens) and self.tokens[low].start <= offset else None

    def covered(self, start: int, end: int) -> list[int]:
        """Tokens (indices) that begin between two characters of the text."""
        token = self.at(start)
        found = []
        while token is not None and token.start < end:
            found.append(token.i)
            token = self.tokens[token.i + 1] if token.i + 1 < len(self.tokens) else None
        return found
