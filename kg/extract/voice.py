"""Whether a verb is passive: whoever stands as its subject undergoes it."""

from __future__ import annotations

from kg.extract.lexicon import Lexicon
from kg.extract.misattached import is_past_participle
from kg.extract.prepositions import Prepositions
from kg.extract.syntax import Parse, Token

_PARTICIPIAL = frozenset(
    {"acl", "amod", "advcl", "root", "appos", "conj", "ROOT", "xcomp", "acl:relcl", "parataxis", "obl", "obl:mod"}
)


class Voice:
    """Tells the voice of one parse's verbs."""

    def __init__(self, parse: Parse, prepositions: Prepositions, lexicon: Lexicon) -> None:
        self.parse = parse
        self.prepositions = prepositions
        table = lexicon.language.table("clauses")
        self.etre = frozenset(table["etre"])
        self.perfect = frozenset(table.get("perfect", ()))
        self.passive = frozenset(table.get("passive", ()))
        self.agent = frozenset(table["agent"])
        self.reflexives = frozenset(table.get("reflexives", ()))
        self.causative = frozenset(table["causative"])
        self.past_as_participle: bool = table.get("past_as_participle", False)

    def is_passive(self, token: Token, helpers: list[Token]) -> bool:
        """Whether a verb with these auxiliaries is passive."""
        if token.lemma in self.etre or (helpers and all(h.lemma in self.perfect for h in helpers)):
            return False  # "X l'a racheté", to the parser at times a passive
        if any(h.dep in {"aux:pass", "cop"} for h in helpers) or self.parse.children(token, "nsubj:pass"):
            return True
        past = token.morph.get("VerbForm") == "Part" and token.morph.get("Tense") == "Past"
        if past and any(h.lemma in self.passive for h in helpers[-1:]):
            return True  # "will be 55% owned by X"
        if self.etre and helpers and is_past_participle(token) and not self._is_reflexive(token):
            return True  # "sera produit": a helper other than "avoir", whatever the parser calls it
        if self.is_simple_past(token, helpers):
            return False
        bare = past and not helpers
        deps = {c.dep for c in self.parse.children(token)}
        if bare and {"nsubj", "obj"} <= deps:
            return False  # "X rejoint Y": a present tense that looks like the participle
        return bare and (token.dep in _PARTICIPIAL or "obl:agent" in deps)

    def is_simple_past(self, token: Token, helpers: list[Token]) -> bool:
        """ "Joan Hartwell, chief of X, announced": a form that is participle and past alike, with a subject of its
        own.
        """
        subject = any(c.dep == "nsubj" and c.i < token.i for c in self.parse.children(token))
        by = any(self.prepositions.of(c) in self.agent for c in self.parse.children(token, "obl", "nmod"))
        return self.past_as_participle and token.dep in {"root", "conj", "ccomp"} and subject and not helpers and not by

    def is_caused(self, token: Token) -> bool:
        """ "s'est fait racheter", "se voir infliger": the infinitive's subject undergoes it."""
        if token.morph.get("VerbForm") != "Inf":
            return False
        above = [self.parse.head(token), *self.parse.children(token, "aux:caus", "aux")]
        return any(t.lemma in self.causative and (self._is_reflexive(t) or self._is_reflexive(token)) for t in above)

    def _is_reflexive(self, token: Token) -> bool:
        return any(c.morph.get("Reflex") == "Yes" or c.lower in self.reflexives for c in self.parse.children(token))
