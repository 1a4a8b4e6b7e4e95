"""Who acts through a body: "la direction de Norvane annonce", "Norvane's board approved".

As the subject of a verb such a noun stands for the organisation that it belongs to; elsewhere it is itself (one joins a
board, one reads a statement).
"""

from __future__ import annotations

from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse
from kg.model import EntityType


class Bodies:
    """Finds whose body a phrase means."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.discourse = discourse
        table = lexicon.language.table("coreference")["bodies"]
        self.words = frozenset(table["words"])
        self.of = frozenset(table["of"])

    def owner(self, phrase: Phrase) -> int:
        """The organisation for which a subject acts, -1 for none."""
        head = self.parse.tokens[phrase.head]
        if phrase.kind is not Kind.NOUN or head.lemma not in self.words or not head.dep.startswith("nsubj"):
            return -1
        return self.whose(phrase)

    def whose(self, phrase: Phrase) -> int:
        """The organisation of a body or spokesman: the possessor, the name inside or the complement behind."""
        if phrase.owner >= 0:
            return self._organization(self.discourse.phrases[phrase.owner])
        if phrase.i in self.discourse.owners:
            return self._if_organization(self.discourse.owners[phrase.i])
        for i in phrase.names:
            text = self.parse.tokens[i].text
            found = next((r.i for r in self.discourse.referents if text in r.names), -1)
            if found >= 0:
                return self._if_organization(found)
        for other in self.discourse.phrases[phrase.i + 1 : phrase.i + 4]:
            if other.first <= max(phrase.last, phrase.role_last) + 2 and other.preposition in self.of:
                return self._organization(other)
        return -1

    def _organization(self, phrase: Phrase) -> int:
        """The entity of a phrase, or of the name that its bare title stands before: "du groupe X"."""
        following = phrase.i + 1
        if phrase.entity < 0 and following < len(self.discourse.phrases):
            name = self.discourse.phrases[following]
            phrase = name if name.kind is Kind.NAME and name.first == phrase.last else phrase
        return self._if_organization(phrase.entity)

    def _if_organization(self, referent: int) -> int:
        is_org = referent >= 0 and self.discourse.referents[referent].type is EntityType.ORGANIZATION
        return referent if is_org else -1
