"""Deals and the authorities that must consent to them: "l'opération doit recevoir le feu vert de la Commission".

The text seldom names the parties again; the deal is the one told in the same sentence, or the last one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.candidates import Candidate
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.referents import Referent, words_of
from kg.extract.syntax import Parse, Token
from kg.model import EntityType

_DEALS = {"acquires", "mergesWith"}
_REACH = 8  # sentences back; a deal told before that is history
_NEAR = 14  # tokens between an authority and its word of consent
_ACRONYM = 6  # letters of an authority's acronym at most


class Approvals:
    """Reads who must approve the deals of one document."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.discourse = discourse
        self.code = lexicon.language.code
        table = lexicon.language.table("approvals")
        self.consent = frozenset(table["consent"])
        self.verbs = frozenset(table["verbs"])
        self.deals = frozenset(table["deals"])
        self.authority = frozenset(lexicon.language.table("relations")["words"]["authority"])

    def run(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Candidates for each authority beside a word of consent, in order of the text."""
        deals = sorted(
            (c for c in candidates if c.relation in _DEALS and isinstance(c.object, int)), key=lambda c: c.trigger
        )
        parties = {i for c in deals for i in (c.subject, c.object) if isinstance(i, int)}
        for phrase in self.discourse.phrases if deals else ():
            referent = self.discourse.referents[phrase.entity] if phrase.entity >= 0 else None
            if referent is None or referent.i in parties or not self._is_authority(referent):
                continue
            trigger = self._trigger(phrase)
            if trigger is not None:
                yield from self._facts(referent, phrase, trigger, deals)

    def _is_authority(self, referent: Referent) -> bool:
        """An organisation with an authority's word in its name or description, or a short name in capitals."""
        if referent.type is not EntityType.ORGANIZATION:
            return False
        words = {w for name in referent.names for w in words_of(name)} | referent.nouns
        return bool(words & self.authority) or any(n.isupper() and 1 < len(n) <= _ACRONYM for n in referent.names)

    def _trigger(self, phrase: Phrase) -> Token | None:
        """The nearest word of consent in the sentence, when a deal is spoken of there."""
        first, last = self.parse.sentences[self.parse.tokens[phrase.head].sentence]
        tokens = self.parse.tokens[first:last]
        found = [t for t in tokens if abs(t.i - phrase.head) <= _NEAR and t.i != phrase.head and self._consents(t)]
        trigger = min(found, key=lambda t: abs(t.i - phrase.head), default=None)
        if trigger is None or (trigger.lemma in self.verbs and not any(t.lemma in self.deals for t in tokens)):
            return None
        return trigger

    def _consents(self, token: Token) -> bool:
        if token.name >= 0:
            return False
        pair = f"{token.lower} {self.parse.tokens[token.i + 1].lower}" if token.i + 1 < len(self.parse.tokens) else ""
        return (
            token.lemma in self.consent or pair in self.consent or (token.pos == "VERB" and token.lemma in self.verbs)
        )

    def _facts(self, referent: Referent, phrase: Phrase, trigger: Token, deals: list[Candidate]) -> Iterator[Candidate]:
        deal = self._deal(trigger, deals)
        if deal is None:
            return
        regulated = [deal.subject] if deal.relation == "acquires" else [deal.subject, deal.object]
        for thing in regulated:
            if isinstance(thing, int) and self.discourse.referents[thing].type is EntityType.ORGANIZATION:
                yield Candidate(
                    "regulates",
                    referent.i,
                    thing,
                    trigger.i,
                    [phrase.head, trigger.i],
                    f"{self.code}/regulates/approval",
                    presupposed=True,
                )

    def _deal(self, trigger: Token, deals: list[Candidate]) -> Candidate | None:
        """The deal of the sentence, else the last one told before."""
        own = [d for d in deals if self.parse.tokens[d.trigger].sentence == trigger.sentence]
        if own:
            return min(own, key=lambda d: abs(d.trigger - trigger.i))
        before = [
            d
            for d in deals
            if d.trigger < trigger.i and trigger.sentence - self.parse.tokens[d.trigger].sentence <= _REACH
        ]
        return before[-1] if before else None
