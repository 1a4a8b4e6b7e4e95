"""Lists of shareholders, each with its share in parentheses: "ses actionnaires sont X (27 %), Y (9 %) et Z (6 %)".

The parser hangs such lists anywhere; their surface is regular. Whose shares they are, the possessive or complement of
the word for shareholders says, or the subject beside it, else the company told of last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.gapping import HOLDERS, by_share
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind


class Stakes:
    """Reads such lists in one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.code = lexicon.language.code
        self.of = lexicon.of
        self.plain = lexicon.plain
        self.genitive = frozenset(lexicon.language.table("clauses").get("genitive", ()))
        table = lexicon.language.table("figures")["stakes"]
        self.nouns, self.verbs = frozenset(table["nouns"]), frozenset(table["verbs"])
        self.shares = [v for v in parse.values if v.kind is ValueKind.SHARE and v.share is not None]

    def run(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Candidates in order of the text; shares that a frame has told of are left out."""
        told = [c for c in candidates if c.relation in {"shareholderOf", "ownerOf"} and isinstance(c.object, int)]
        for sentence, (first, last) in enumerate(self.parse.sentences):
            noun = next((t for t in self.parse.tokens[first:last] if t.lemma in self.nouns and t.name < 0), None)
            holders = self._holders(sentence) if noun is not None else []
            if noun is None or not holders:
                continue
            own = [c for c in told if self.parse.tokens[c.trigger].sentence == sentence]
            company = self._company(noun, own, {p.entity for p, _ in holders})
            known = {c.subject for c in own}
            for phrase, share in holders if company >= 0 else ():
                if phrase.entity not in known | {company}:
                    yield self._candidate(phrase, share, company, noun)

    def _candidate(self, phrase: Phrase, share: float, company: int, noun: Token) -> Candidate:
        relation = by_share(share)
        trigger = next((t.i for t in [noun, *self.parse.ancestors(noun)] if t.i in self.clauses), noun.i)
        rule = f"{self.code}/{relation}/listed"
        return Candidate(relation, phrase.entity, company, trigger, [noun.i, phrase.head], rule, share=share)

    def _holders(self, sentence: int) -> list[tuple[Phrase, float]]:
        """Who stands right before a parenthesis with a share."""
        found = []
        for phrase in self.discourse.phrases:
            if self.parse.tokens[phrase.head].sentence != sentence or phrase.entity < 0:
                continue
            share = self._share_behind(phrase)
            if share is not None and self.discourse.referents[phrase.entity].type in HOLDERS:
                found.append((phrase, share))
        return found

    def _share_behind(self, phrase: Phrase) -> float | None:
        """The share that opens the parenthesis behind a phrase."""
        tokens, i = self.parse.tokens, phrase.last
        if i + 1 >= len(tokens) or tokens[i].text != "(":
            return None
        return next((v.share for v in self.shares if v.start == tokens[i + 1].start), None)

    # -- whose shares

    def _company(self, noun: Token, told: list[Candidate], holders: set[int]) -> int:
        """Of what they hold shares; -1 when nobody says so."""
        for found in (self._owner(noun), self._subject(noun), *(c.object for c in told)):
            if isinstance(found, int) and found >= 0 and found not in holders and self.discourse.is_organization(found):
                return found
        return -1

    def _owner(self, noun: Token) -> int:
        """Whose capital or shareholders the noun means: its possessive, its complement, "dont" before it."""
        phrase = self.discourse.by_head.get(noun.i)
        if phrase is None:
            return -1
        if phrase.i in self.discourse.owners:
            return self.discourse.owners[phrase.i]
        if phrase.owner >= 0:
            return self.discourse.phrases[phrase.owner].entity
        inner = (self.discourse.phrases[c] for c in phrase.complements)
        named = next((p.entity for p in inner if self.plain(p.preposition) in self.of and p.entity >= 0), -1)
        return named if named >= 0 else self._relative(phrase)

    def _relative(self, phrase: Phrase) -> int:
        before = self.discourse.phrases[phrase.i - 1] if phrase.i else phrase
        return before.entity if self.parse.tokens[before.head].lower in self.genitive else -1

    def _subject(self, noun: Token) -> int:
        """Whose shareholders a clause tells of: its subject, the first organisation before where the parser knows
        none.
        """
        first, _ = self.parse.sentences[noun.sentence]
        for token in [noun, *self.parse.ancestors(noun)]:
            clause = self.clauses.get(token.i)
            if clause is None or (clause.lemma not in self.verbs and token.i != noun.i):
                continue
            for i in clause.subjects:
                referent = self.discourse.referent_at(i)
                if referent is not None and self.discourse.is_organization(referent.i):
                    return referent.i
            before = (p.entity for p in self.discourse.phrases if first <= p.head < noun.i and not p.preposition)
            return next((e for e in before if e >= 0 and self.discourse.is_organization(e)), -1)
        return -1
