"""Whose a figure is: the organisation that a measure noun or a headcount belongs to."""

from __future__ import annotations

from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.model import EntityType

_BACK = 2  # sentences in which the topic of a bare figure is looked for
_WEAK = 3.5  # as in `relations`: a type whose votes reach less may be corrected
_ORG = EntityType.ORGANIZATION

Owner = tuple[int, int]  # referent, and the token that shows it


class Owners:
    """Finds owners in one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        phrases = lexicon.language.table("language")["phrases"]
        self.of = frozenset(phrases["of"])
        self.having = frozenset(phrases.get("having", ()))
        self.taken = {
            i for v in parse.values if v.kind is not ValueKind.QUANTITY for i in self._tokens_of(v.start, v.end)
        }
        self.covering = {i: p for p in discourse.phrases for i in range(p.first, p.last)}

    def _tokens_of(self, start: int, end: int) -> range:
        first, last = self.parse.at(start), self.parse.at(max(start, end - 1))
        return range(first.i, last.i + 1) if first is not None and last is not None else range(0)

    def owner(self, token: Token, end: int) -> Owner | None:
        """The owner of the noun at a token whose words end at a character of the text."""
        phrase = self.covering.get(token.i)
        if phrase is not None and phrase.determiner == "possessive":
            found = self.discourse.owners.get(phrase.i)
            return (found, phrase.first) if found is not None and self.discourse.is_organization(found) else None
        if phrase is not None and phrase.owner >= 0:
            return self.entity(self.discourse.phrases[phrase.owner])
        if enclosing := self.before_parenthesis(token):
            return self.entity(enclosing)
        if behind := self.complement(end):
            return self.entity(behind)
        return self.subject(token) or self._topic(token)

    def acting(self, token: Token) -> Owner | None:
        """The organisation that acts in the clause of a token, or was the last to act before."""
        return self.subject(token) or self._topic(token)

    def referent(self, token: int) -> Referent | None:
        """The entity that acts at a token."""
        return self.discourse.referent_at(token)

    def name(self, referent: int) -> str:
        """An entity's fullest name."""
        return self.discourse.referents[referent].fullest()[0]

    def entity(self, phrase: Phrase) -> Owner | None:
        """The organisation that a phrase stands for, or that the name behind a bare title is."""
        if phrase.entity < 0 and phrase.i + 1 < len(self.discourse.phrases):
            following = self.discourse.phrases[phrase.i + 1]
            if following.first == phrase.last and following.kind is Kind.NAME:
                phrase = following
        return (phrase.entity, phrase.head) if phrase.entity >= 0 and self._may_be_org(phrase.entity) else None

    def _may_be_org(self, referent: int) -> bool:
        """Who has staff or turnover is an organisation, where little speaks for another type."""
        found = self.discourse.referents[referent]
        if found.type is _ORG:
            return True
        if (
            found.type is EntityType.PERSON
            or found.code
            or not found.named
            or max(found.scores.values(), default=0.0) > _WEAK
        ):
            return False
        found.scores[_ORG] += _WEAK
        found.type = _ORG
        return True

    def before_parenthesis(self, token: Token) -> Phrase | None:
        """ "X (24 magasins, 1 150 salariés)": what stands before the parenthesis around the token."""
        first, _ = self.parse.sentences[token.sentence]
        for i in range(token.i - 1, first, -1):
            text = self.parse.tokens[i].text
            if text == ")":
                return None
            if text == "(":
                return self._outermost(self.covering.get(i - 1))
        return None

    def _outermost(self, phrase: Phrase | None) -> Phrase | None:
        """ "X, spécialiste des essieux (1 900 salariés)": the specialist's, not the axles'."""
        while phrase is not None and phrase.entity < 0 and phrase.inside >= 0 and phrase.determiner != "possessive":
            phrase = self.discourse.phrases[phrase.inside]
        return phrase

    def complement(self, end: int) -> Phrase | None:
        """ "les ventes du groupe": the phrase right behind, unless it is an amount or a date."""
        token = self.parse.at(end + 1) or self.parse.at(end)
        if token is None or token.lower not in self.of:
            return None
        for i in range(token.i + 1, min(token.i + 3, len(self.parse.tokens))):
            found = self.covering.get(i)
            if found is not None:
                return None if found.head in self.taken or found.first in self.taken else found
        return None

    def bearer(self, phrase: Phrase) -> Owner | None:
        """ "X, a family firm with 190 employees", "X, with offices in Y,": whom the words behind "with" describe."""
        if phrase.preposition not in self.having:
            return None
        enclosing = self._enclosing(phrase)
        return (
            self.entity(enclosing)
            if enclosing is not None and self.discourse.is_organization(enclosing.entity)
            else None
        )

    def _enclosing(self, phrase: Phrase) -> Phrase | None:
        """The nearest phrase around one that stands for an entity other than a place, or the one before its comma."""
        before = phrase.first - 2
        if phrase.inside < 0 and before > 0 and self.parse.tokens[before].text == ",":
            found = self.covering.get(before - 1)
            return found if found is not None and found.entity >= 0 and found.last == before else None
        while phrase.inside >= 0:
            phrase = self.discourse.phrases[phrase.inside]
            if phrase.entity >= 0 and self.discourse.referents[phrase.entity].type is not EntityType.PLACE:
                return phrase
            if said := self._said_of(phrase):
                return said
        return None

    def _said_of(self, phrase: Phrase) -> Phrase | None:
        """ "X is a group with 300 employees": the subject of which the phrase is said."""
        clause = self.clauses.get(phrase.head)
        subjects = clause.tokens("agent") if clause is not None and clause.copular else []
        found = self.discourse.by_head.get(subjects[0]) if subjects else None
        return found if found is not None and found.entity >= 0 else None

    def subject(self, token: Token) -> Owner | None:
        """The subject of the nearest clause above that has an organisation for one."""
        current = token
        for above in [token, *self.parse.ancestors(token)]:
            clause = self.clauses.get(above.i)
            if clause is not None:
                subject = clause.subjects
                if current.i in subject or token.i in subject:
                    return None
                for i in subject:
                    found = self.discourse.by_head.get(i)
                    if found is not None and (owner := self.entity(found)):
                        return owner[0], i
            current = above
        return None

    def _topic(self, token: Token) -> Owner | None:
        """The last organisation that was a subject, here or in the sentences right before."""
        for phrase in reversed(self.discourse.phrases):
            head = self.parse.tokens[phrase.head]
            if phrase.first >= token.i or phrase.entity < 0:
                continue
            if head.sentence < token.sentence - _BACK:
                return None
            if head.dep.startswith("nsubj") and self.discourse.is_organization(phrase.entity):
                return phrase.entity, phrase.head
        return None
