"""Headcounts in noun phrases: "ses 5 800 salariés", "les 740 agents de X", "X (24 magasins, 1 150 collaborateurs)"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.owners import Owner, Owners
from kg.extract.syntax import Parse, Token
from kg.extract.values import Value, ValueKind
from kg.model import Literal


class Headcounts:
    """Reads the headcounts of one document; those that verbs state are frames."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon, owners: Owners) -> None:
        self.parse = parse
        self.discourse = discourse
        self.code = lexicon.language.code
        self.people = lexicon.staff - lexicon.jobs
        table = lexicon.language.table("figures")["staff"]
        self.strong = frozenset(table["strong"])
        self.whole = frozenset(table["whole"])
        self.owners = owners

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the text."""
        for value in self.parse.values:
            token = self.parse.at(value.start)
            unit = (value.unit or "").lower().split()
            if value.kind is not ValueKind.QUANTITY or not unit or unit[0] not in self.people or token is None:
                continue
            if (owner := self._owner(value, token)) is not None:
                yield self._candidate(value, token, owner)

    def _candidate(self, value: Value, token: Token, owner: Owner) -> Candidate:
        rule = f"{self.code}/employeeCount/headcount"
        return Candidate(
            "employeeCount",
            owner[0],
            Literal(quantity=value.quantity),
            token.i,
            [token.i, owner[1]],
            rule,
            judged=False,
        )

    def _owner(self, value: Value, token: Token) -> Owner | None:
        """Whose staff: behind "(", "ses", "fort de", or before "de X" where all of them are meant."""
        if enclosing := self.owners.before_parenthesis(token):
            return self.owners.entity(enclosing)
        phrase = self.owners.covering.get(token.i)
        if phrase is not None and phrase.determiner == "possessive":
            return self.owners.owner(token, value.end)
        if phrase is not None and phrase.owner >= 0:
            return self.owners.entity(self.discourse.phrases[phrase.owner])
        if beside := self._beside(token) or (self.owners.bearer(phrase) if phrase is not None else None):
            return beside
        before = [t.lower for t in self.parse.tokens[max(0, token.i - 3) : token.i]]
        if any(w in self.strong for w in before):
            return self._described(token)
        complement = self.owners.complement(value.end)
        if complement is not None and any(w in self.whole for w in before[-2:]):
            return self.owners.entity(complement)
        return None

    def _beside(self, token: Token) -> Owner | None:
        """ "Le groupe allemand, 6 400 salariés,": right behind the comma of what stands for the organisation."""
        if token.i < 2 or self.parse.tokens[token.i - 1].text != ",":
            return None
        found = self.owners.covering.get(token.i - 2)
        whole = found is not None and found.last == token.i - 1 and found.entity >= 0 and not found.preposition
        return self.owners.entity(found) if found is not None and whole else None

    def _described(self, token: Token) -> Owner | None:
        """ "Forte de 3 150 salariés, X …", "X, fort de 300 salariés,": the name behind the comma, or before "fort"."""
        sentence = self.parse.sentences[token.sentence]
        opening = next(i for i in range(token.i, -1, -1) if self.parse.tokens[i].lower in self.strong)
        if opening - sentence[0] > 1:
            found = self.owners.covering.get(opening - (2 if self.parse.tokens[opening - 1].text == "," else 1))
            return self.owners.entity(found) if found is not None else None
        comma = next((i for i in range(token.i, sentence[1]) if self.parse.tokens[i].text == ","), None)
        found = self.owners.covering.get(comma + 1) if comma is not None else None
        return self.owners.entity(found) if found is not None else None
