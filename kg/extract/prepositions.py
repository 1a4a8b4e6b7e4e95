"""Which preposition governs a phrase, compound ones included: "au profit de", "auprès de", "in favour of".

The parser hangs the noun of a compound preposition ("profit") on the verb and the real argument below that noun. Here
the words before the phrase decide, as the text has them.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token


class Prepositions:
    """Reads the prepositions of one parse."""

    def __init__(self, parse: Parse, compounds: Iterable[str], lexicon: Lexicon) -> None:
        self.parse = parse
        self.lexicon = lexicon
        self.compounds = {tuple(lexicon.plain(w) for w in c.replace("'", "' ").split()): c for c in compounds}
        self.longest = max((len(c) for c in self.compounds), default=0)
        self.ends = {words[-1] for words in self.compounds}

    def of(self, token: Token) -> str:
        """The preposition of a noun, lower case and without article; "" for none."""
        cases = [c for c in self.parse.children(token, "case", "mark") if c.i < token.i] or self._before_title(token)
        if not cases or self._is_of_date(cases[-1], token):
            return ""
        if compound := self._compound_at(cases[-1]):
            return compound
        words = [c.lower for c in cases]
        words += [f.lower for c in cases for f in self.parse.children(c, "fixed")]
        return " ".join(self.lexicon.plain(w) for w in words)

    def _before_title(self, token: Token) -> list[Token]:
        """ "cédé au finlandais Norvane": the preposition hangs on the nationality before the name."""
        titles = [a for a in self.parse.children(token, "amod") if a.i == token.i - 1] if token.name >= 0 else []
        return [c for a in titles for c in self.parse.children(a, "case") if c.i < a.i]

    def _is_of_date(self, case: Token, token: Token) -> bool:
        """ "a bloqué en 2023 la vente": the year has the preposition, the noun with its article behind it has none."""
        following = self.parse.tokens[case.i + 1]
        return (
            following.i < token.i
            and following.text.isdigit()
            and any(d.i > following.i for d in self.parse.children(token, "det"))
        )

    def _compound_at(self, last: Token) -> str:
        """The compound preposition that ends with this word."""
        if self.lexicon.plain(last.lower) not in self.ends:
            return ""
        for length in range(self.longest, 1, -1):
            first = last.i - length + 1
            if first < 0 or self.parse.tokens[first].sentence != last.sentence:
                continue
            words = tuple(self.lexicon.plain(t.lower) for t in self.parse.tokens[first : last.i + 1])
            if words in self.compounds:
                return self.compounds[words]
        return ""

    def inner(self, token: Token) -> Iterable[tuple[str, Token]]:
        """What stands below the noun of a compound preposition: "profit" → ("au profit de", X)."""
        for child in self.parse.children(token):
            if (
                child.i > token.i
                and (case := self.of(child)) in self.compounds.values()
                and self._spans(case, token, child)
            ):
                yield case, child

    def _spans(self, compound: str, noun: Token, content: Token) -> bool:
        """Whether the noun is one of the words of the compound preposition before the content."""
        words = compound.replace("'", "' ").split()
        return noun.lower in words and content.i - noun.i <= len(words) + 1


def marks_object(parse: Parse, token: Token, lexicon: Lexicon) -> bool:
    """ "La marque que X a cédée": a relative pronoun of the object that the parser takes for a conjunction."""
    words = lexicon.language.table("coreference").get("relative_object", {})
    return any(c.lower in words for c in parse.children(token, "mark", "obj"))
