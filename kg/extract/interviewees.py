"""Who answers in an interview: "je" is the one interviewed, "nous" and "votre entreprise" that one's organisation."""

from __future__ import annotations

from kg.extract.discourse import Discourse, Layout
from kg.extract.interviews import Interview
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.speakers import Speakers
from kg.extract.syntax import Parse
from kg.model import EntityType

_PERSON, _ORG = EntityType.PERSON, EntityType.ORGANIZATION


class Interviewees:
    """Links the first and second persons of an interview."""

    def __init__(
        self, parse: Parse, discourse: Discourse, lexicon: Lexicon, layout: Layout, speakers: Speakers
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.interview = layout.interview
        self.speakers = speakers
        table = lexicon.language.table("coreference")
        self.plural = frozenset(table["speaker"]["words"])
        self.singular = frozenset(table["speaker"]["self"])
        self.addressed = frozenset(table["speaker"]["addressed"])
        self.universal = frozenset(table["nouns"]["universal"])

    def run(self) -> None:
        """Link the pronouns and possessives of all turns; note who speaks in the answers."""
        if self.interview is None or (person := self._interviewee(self.interview)) is None:
            return
        organization = self.speakers.organization(person.i)
        if organization < 0:
            organization = self._presented_with(self.interview)
        for turn in self.interview.turns:
            start, end = self.parse.tokens[turn.first].start, self.parse.tokens[turn.last - 1].end
            if turn.answer:
                self.discourse.speakers.append((start, end, person.i))
        for phrase in self.discourse.phrases:
            self._link(phrase, self.interview, person.i, organization)

    def _link(self, phrase: Phrase, interview: Interview, person: int, organization: int) -> None:
        turn = interview.turn(phrase.head)
        if turn is None:
            return
        word = self.parse.tokens[phrase.first].lower
        if turn.answer and word in self.singular:
            self.speakers.link(phrase, person)
        elif organization >= 0 and word in (self.plural if turn.answer else self.addressed):
            self.speakers.link(phrase, organization)

    # -- who is interviewed, and for whom that one speaks

    def _interviewee(self, interview: Interview) -> Referent | None:
        """The person who is named before an answer, or the only one whom the text names before the first question."""
        labelled = [p for p in self._people() if p.head in interview.labels and self._answers(p, interview)]
        before = [p for p in self._people() if p.head < interview.turns[0].first]
        people = labelled or [p for p in before if self._is_abbreviated(p, interview)] or before
        found = {p.entity for p in people}
        return self.discourse.referents[found.pop()] if len(found) == 1 else None

    def _is_abbreviated(self, phrase: Phrase, interview: Interview) -> bool:
        """Whether a label holds somebody's initials: "J. T. –" before what Jeanne Tardiveau answers."""
        words = self.parse.tokens[phrase.head].text.replace("-", " ").split()
        labels = {self.parse.tokens[t].text.replace(".", " ").replace("-", " ") for t in interview.labels}
        return len(words) > 1 and [w[0] for w in words] in [label.split() for label in labels]

    def _people(self) -> list[Phrase]:
        return [p for p in self._named() if self.discourse.referents[p.entity].type is _PERSON]

    def _named(self) -> list[Phrase]:
        return [p for p in self.discourse.phrases if p.kind is Kind.NAME and p.entity >= 0]

    @staticmethod
    def _answers(phrase: Phrase, interview: Interview) -> bool:
        turn = interview.turn(phrase.head)
        return turn is not None and turn.answer

    def _presented_with(self, interview: Interview) -> int:
        """The only organisation that the text names before the first question; -1 for none."""
        before = [p for p in self._named() if p.head < interview.turns[0].first]
        found = {p.entity for p in before if self.discourse.referents[p.entity].type is _ORG}
        return found.pop() if len(found) == 1 else -1
