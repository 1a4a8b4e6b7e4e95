"""Whose "the profit" and "l'usine de Lyon" are when nobody is named: the company that the text is about.

Only for nouns that every company has one of (data: [implied]), only where the clause has no other subject whose they
could be, and only when the topic is clear.
"""

from __future__ import annotations

from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.speakers import Posts
from kg.extract.syntax import Parse
from kg.model import EntityType


class Implied:
    """Finds the owners of such phrases in one document."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon, posts: Posts) -> None:
        self.parse = parse
        self.discourse = discourse
        self.lexicon = lexicon
        self.posts = posts
        table = lexicon.language.table("coreference")["implied"]
        self.figures = frozenset(table["figures"])
        self.parents = frozenset(table["parents"])
        self.other = frozenset(lexicon.language.table("coreference")["nouns"]["other"])

    def owner(self, phrase: Phrase) -> int:
        """The company whose figure, site or part a phrase means, -1 if it says so itself or if that is not clear."""
        if self._is_named_part(phrase):
            return self._whole(phrase)
        if phrase.kind is not Kind.NOUN or phrase.entity >= 0 or phrase.owner >= 0 or phrase.i in self.discourse.owners:
            return -1
        if (
            phrase.noun is not None
            and phrase.noun.type is EntityType.ORGANIZATION
            and phrase.noun.kind not in {"parts", "generic"}
        ):
            return -1  # "le laboratoire danois": itself a company
        if phrase.determiner not in {"definite", ""} or any(
            self.parse.tokens[i].lemma in self.other for i in phrase.modifiers
        ):
            return -1
        if self._is_figure(phrase) and self._leads(phrase) and not phrase.names and not self._of_somebody(phrase):
            return self.posts.topic(phrase, EntityType.ORGANIZATION)
        if (
            self._is_site(phrase)
            and phrase.determiner == "definite"
            and not self._of_somebody(phrase)
            and self._leads(phrase)
        ):
            return self.posts.topic(phrase, EntityType.ORGANIZATION)
        return -1

    def _is_named_part(self, phrase: Phrase) -> bool:
        """ "the custody unit, X", "parent company X": a part or parent that stands beside its name."""
        noun = phrase.noun
        part = noun is not None and (noun.kind == "parts" or noun.lemma in self.parents)
        beside = part and phrase.entity >= 0 and phrase.reason in {"title", "apposition"}
        whose = phrase.owner >= 0 or phrase.i in self.discourse.owners or bool(phrase.complements) or bool(phrase.names)
        bare = not phrase.determiner and phrase.reason == "title"
        return beside and not whose and (phrase.determiner == "definite" or bare)

    def _whole(self, phrase: Phrase) -> int:
        """What the text is about at a part."""
        found = self.posts.topic(phrase, EntityType.ORGANIZATION)
        found = found if found >= 0 else self.posts.theme(phrase)
        return found if found != phrase.entity else -1

    def _is_figure(self, phrase: Phrase) -> bool:
        head = self.parse.tokens[phrase.head]
        text = self.parse.text[head.start : head.start + 40].lower()
        return head.lemma in self.figures or any(" " in f and text.startswith(f) for f in self.figures)

    def _is_site(self, phrase: Phrase) -> bool:
        head = self.parse.tokens[phrase.head]
        return head.lemma in self.lexicon.sites or head.lower in self.lexicon.sites

    def _leads(self, phrase: Phrase) -> bool:
        """The phrase is itself the subject, or heads a sentence without verb."""
        token = self.parse.tokens[phrase.head]
        return token.dep.startswith("nsubj") or token.dep == "root"

    def _of_somebody(self, phrase: Phrase) -> bool:
        """A complement that is no place may be the owner."""
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if other.kind is Kind.NAME and (
                other.entity < 0 or self.discourse.referents[other.entity].type is not EntityType.PLACE
            ):
                return True
            if other.determiner in {"demonstrative", "possessive"}:
                return True
            if other.kind is Kind.NOUN and (
                other.entity >= 0 or other.noun is not None or other.role is not None or self._of_somebody(other)
            ):
                return True
        return False
