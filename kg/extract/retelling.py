"""Who told what a sentence states, as the next sentences say it: "C'est ce qu'a indiqué X", "The Gazette first reported
the talks".
"""

from __future__ import annotations

from kg.extract.choices import any_of
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.syntax import Parse, Token
from kg.extract.voices import Voices
from kg.model import Source

_AFTER = 2  # sentences in which who told the news is named


class Retelling:
    """Finds such sentences in one document."""

    def __init__(
        self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon, voices: Voices
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.voices = voices
        table = lexicon.language.table("factuality")
        source = table["source"]
        self.telling = frozenset(source["telling"])
        self.making = frozenset(source["making"])
        self.made = frozenset(source["made"])
        self.pointing = tuple(source["pointing"])
        self.prepositions = any_of(source["prepositions"])
        self.coming = frozenset(source["coming"])
        self.came_from: list[str] = source["came_from"]
        self.events = frozenset(source["events"]) | frozenset(table["nouns"]["possible"]) | self.made

    def afterwards(self, token: Token) -> Source | None:
        """ "Her family announced the death.", "Le groupe l'a annoncé lundi.": the sentence behind tells whose word it
        was.
        """
        for sentence in range(token.sentence + 1, min(token.sentence + 1 + _AFTER, len(self.parse.sentences))):
            first, last = self.parse.sentences[sentence]
            if "\n" in self.parse.text[self.parse.tokens[first - 1].end : self.parse.tokens[first].start]:
                return None
            near = sentence == token.sentence + 1
            if near and (found := self._opening(first, last)) is not None:
                return found
            for i in range(first, last):
                if (found := self._teller(i, near=near)) is not None:
                    return found
        return None

    def _opening(self, first: int, last: int) -> Source | None:
        """ "L'information, révélée par X, …", "Une information de X.", "That is according to X."."""
        text = self.parse.text[self.parse.tokens[first].start : self.parse.tokens[last - 1].end].lower()
        if text.startswith(self.pointing) and (match := self.prepositions.search(text)):
            behind = self.parse.tokens[first].start + match.end()
            phrase = next((p for p in self.discourse.phrases if self.parse.tokens[p.first].start >= behind), None)
            return self.voices.of_phrase(phrase) if phrase is not None else None
        news = next((p for p in self.discourse.phrases if first <= p.first < first + 2), None)
        if news is None or not self._is_news(news):
            return None
        head = self.parse.tokens[news.head]
        fragment = not any(first <= i < last and c.form == "fin" for i, c in self._clauses_in(first, last))
        return self.voices.told(head) or (self.voices.of_report(head) if fragment else None)

    def _clauses_in(self, first: int, last: int) -> list[tuple[int, Clause]]:
        return [(i, c) for i in range(first, last) if (c := self.clauses.get(i)) is not None]

    def _is_news(self, phrase: Phrase) -> bool:
        head = self.parse.tokens[phrase.head]
        return head.name < 0 and head.lemma in self.made

    def _teller(self, predicate: int, *, near: bool) -> Source | None:
        """Who tells, by a clause behind; what "it" is, only the sentence right behind says."""
        clause = self.clauses.get(predicate)
        if clause is None or clause.negated:
            return None
        if near and self._tells(clause):
            return self.voices.of_clause(clause)
        if clause.lemma in self.voices.report and near and self._says_so(predicate):
            behind = [i for i in clause.tokens("agent", "patient") if self.parse.tokens[i].pos != "PRON"]
            return self.voices.of_token(behind[0]) if behind else None  # inverted, it may be taken for the object
        return self._came_from(clause) if clause.lemma in self.coming else None

    def _tells(self, clause: Clause) -> bool:
        """ "announced the deal", "made the announcement": a verb of telling with what was told just before."""
        return (clause.lemma in self.telling and self._is_of(clause, self.events)) or (
            clause.lemma in self.making and self._is_of(clause, self.made)
        )

    def _says_so(self, predicate: int) -> bool:
        """ "C'est ce qu'a annoncé X": the sentence says nothing else."""
        first, last = self.parse.sentences[self.parse.tokens[predicate].sentence]
        text = self.parse.text[self.parse.tokens[first].start : self.parse.tokens[last - 1].end].lower()
        return text.startswith(self.pointing)

    def _came_from(self, clause: Clause) -> Source | None:
        """ "The news came from her son": the event as subject, behind "from" who told it."""
        news = [self.parse.tokens[i] for i in clause.arguments.get("agent", [])]
        tellers = [i for role in self.came_from for i in clause.arguments.get(role, [])]
        return (
            self.voices.of_token(tellers[0]) if tellers and any(self._is_event(t, self.events) for t in news) else None
        )

    def _is_of(self, clause: Clause, events: frozenset[str]) -> bool:
        """Whether a clause of speech is about what was told just before: "it", "the deal", and nothing more of it."""
        if self.parse.children(self.parse.tokens[clause.predicate], "ccomp", "xcomp"):
            return False
        things = [self.parse.tokens[i] for i in clause.arguments.get("patient", [])]
        return len(things) == 1 and self._is_event(things[0], events)

    def _is_event(self, token: Token, events: frozenset[str]) -> bool:
        phrase = self.voices.covering.get(token.i)
        bare = phrase is None or (phrase.determiner in {"definite", "possessive", "demonstrative", ""})
        behind = phrase is not None and bool(phrase.complements) and events is not self.made
        named = phrase is not None and bool(phrase.names or behind or phrase.owner >= 0)
        known = {token.lower, token.lemma} & events
        about = [c for c in self.parse.children(token, "nmod", "acl") if c.dep != "nmod:poss"]
        return bool(known) and token.name < 0 and bare and not named and not about
