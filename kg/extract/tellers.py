"""Pronouns of who tells what the sentence states: "…, a-t-elle assuré", "selon lui", "according to her".

He is a person more often than not, and a company that the sentence names is what he speaks of.
"""

from __future__ import annotations

from kg.extract.choices import any_of
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.salience import OPEN, Salience
from kg.extract.syntax import Parse, Token
from kg.model import EntityType

_PERSON = 1.0  # persons tell more often than companies do
_TOLD_OF = -2.5  # for what the sentence names: as much as standing in the sentence itself gains it
_SUBJECT = 1.5  # for the subject of the sentence before
_BEFORE = 24  # characters before a pronoun in which the words that name a source stand


class Tellers:
    """Finds such pronouns of one document and weighs whom they may mean."""

    def __init__(self, parse: Parse, lexicon: Lexicon, salience: Salience) -> None:
        table = lexicon.language.table("factuality")
        self.parse = parse
        self.salience = salience
        self.report = frozenset(table["verbs"]["report"])
        self.naming = any_of(table["source"]["prepositions"], r"(?<!\w)%s $")

    def is_teller(self, token: Token) -> bool:
        """Whether a pronoun stands behind its verb of speech, or behind the words that name a source."""
        if token.text.startswith("-"):
            return self.parse.head(token).lemma in self.report
        return bool(self.naming.search(self.parse.text[max(0, token.start - _BEFORE) : token.start].lower()))

    def weigh(self, phrase: Phrase, types: list[EntityType], scores: dict[int, float]) -> None:
        """Put persons first, companies of which the sentence itself speaks last."""
        token = self.parse.tokens[phrase.head]
        told = {m.referent for m in self.salience.mentions if m.sentence == token.sentence}
        for i in scores:
            person = self.salience.referents[i].type is EntityType.PERSON
            scores[i] += _PERSON if person else _TOLD_OF * (i in told)
        subject = self.salience.last_subject(phrase, types, here=False)
        if subject != OPEN and subject in scores:
            scores[subject] += _SUBJECT
