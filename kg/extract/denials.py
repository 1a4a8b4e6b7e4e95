"""Denials of a deal that was told before: "Norvane denies any interest", "Tilmex n'est pas à vendre".

The rumour and its denial are two facts (GUIDELINES). Who denies must be a party of the last rumoured deal, or speak
for one; what is "not for sale" must be what was to be bought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.factuality import Judge
from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token
from kg.model import Status

_DEALS = {"acquires", "mergesWith"}
_POSTS = {"chiefExecutiveOf", "chairOf", "worksFor", "founderOf"}
_REACH = 8  # sentences back; a deal told before that is another story
_NEAR = 2  # the same where it is not known who denies
_PHRASE = 40  # characters behind "be" in which "for sale" stands
_DECIDED = {Status.ASSERTED, Status.DENIED, Status.PLANNED}


class Denials:
    """Reads the denials of one document."""

    def __init__(
        self, parse: Parse, clauses: Mapping[int, Clause], discourse: Discourse, lexicon: Lexicon, judge: Judge
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.judge = judge
        self.code = lexicon.language.code
        table = lexicon.language.table("denials")
        self.verbs, self.bare, self.nouns = (frozenset(table[key]) for key in ("verbs", "bare", "nouns"))
        self.for_sale = tuple(table["for_sale"])

    def run(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """A denied telling of the deal for each denial, in order of the text."""
        known = list(candidates)
        deals = sorted(
            (c for c in known if c.relation in _DEALS and isinstance(c.object, int) and self._open(c)),
            key=lambda c: c.trigger,
        )
        posts = {(c.subject, c.object) for c in known if c.relation in _POSTS and isinstance(c.object, int)}
        parents = {c.subject: c.object for c in known if c.relation == "subsidiaryOf" and isinstance(c.object, int)}
        for clause in self.clauses.values():
            if not (offered := clause.negated and self._for_sale(clause)) and not self._denies(clause):
                continue
            sides = self._sides(clause, posts)
            deal = self._deal(clause.predicate, sides, deals, bought=offered)
            if deal is not None:
                yield self._denied(deal, clause)
            elif offered:
                yield from self._kept(clause, sides, parents)

    def _open(self, candidate: Candidate) -> bool:
        """Whether a deal is told as neither done nor denied nor decided."""
        if candidate.status is Status.POSSIBLE:
            return True
        return candidate.judged and self.judge.judge(candidate.trigger).status not in _DECIDED

    # -- what denies

    def _for_sale(self, clause: Clause) -> bool:
        start = self.parse.tokens[clause.predicate].start
        return any(" " + words in self.parse.text[start : start + _PHRASE].lower() for words in self.for_sale)

    def _denies(self, clause: Clause) -> bool:
        """A verb of denial with a deal's noun or with nothing: "Norvane denies any interest", "a formellement
        démenti".
        """
        if clause.lemma not in self.verbs or clause.negated or clause.passive:
            return False
        objects = [
            self.parse.tokens[i]
            for role, found in clause.arguments.items()
            if role not in {"agent", "time"}
            for i in found
        ]
        if not objects:
            return clause.lemma in self.bare and not self._has_complement(self.parse.tokens[clause.predicate])
        return objects[0].lemma in self.nouns and not self._has_complement(objects[0])

    def _has_complement(self, token: Token) -> bool:
        """ "denied wanting", "a démenti que": a clause says what is denied."""
        return any(
            c.dep in {"ccomp", "xcomp", "advcl", "obj", "acl"} and c.i > token.i for c in self.parse.children(token)
        )

    # -- what is denied

    def _sides(self, clause: Clause, posts: set[tuple[int, int]]) -> set[int]:
        """Who denies, or what is not for sale, and for whom who denies works; nobody where that is not known."""
        found = {r.i for i in clause.arguments.get("agent", ()) if (r := self.discourse.referent_at(i)) is not None}
        return found | {o for s, o in posts if s in found}

    def _deal(self, token: int, sides: set[int], deals: list[Candidate], *, bought: bool) -> Candidate | None:
        """The last deal told before of which one of the sides is a party; the one right before, where nobody is
        known.
        """
        sentence = self.parse.tokens[token].sentence
        for deal in reversed(deals):
            parties = {deal.object} if bought else {deal.subject, deal.object}
            back = sentence - self.parse.tokens[deal.trigger].sentence
            if deal.trigger < token and back <= (_REACH if sides else _NEAR) and (parties & sides or not sides):
                return deal
        return None

    def _denied(self, deal: Candidate, clause: Clause) -> Candidate:
        """The same deal, denied here; who is not for sale need not be who says so."""
        agents = clause.arguments.get("agent", [])[:1]
        denies = clause.lemma in self.verbs  # what is not for sale is so by its own negation
        source = self.judge.voices.of_token(agents[0]) if agents and denies else None
        return replace(
            deal,
            trigger=clause.predicate,
            tokens=[clause.predicate, *agents],
            rule=f"{self.code}/{deal.relation}/denial",
            status=Status.DENIED if denies else None,
            presupposed=False,
            source=source,
        )

    def _kept(self, clause: Clause, sides: set[int], parents: Mapping[int, int]) -> Iterator[Candidate]:
        """A part that is not for sale, though nobody was said to want it: its parent doesn't sell it."""
        for part in sides:
            parent = parents.get(part)
            if parent is not None:
                tokens = [clause.predicate, *clause.arguments["agent"][:1]]
                yield Candidate("sells", parent, part, clause.predicate, tokens, f"{self.code}/sells/not-for-sale")
