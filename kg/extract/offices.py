"""Offices that stand beside a name: "X, à la tête de Y depuis 2012", "Aux commandes de Y, X …", "à sa tête, X"."""

from __future__ import annotations

from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_FRONT = 6  # tokens before an office that opens a sentence: "Après plus de treize ans à la tête de"
_CLAUSE = 20  # tokens of such an opening
_HEADS = {"chiefExecutiveOf", "chairOf"}


class Offices(Stating):
    """Finds who is at an office in one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.at = self.words("at_office")
        self.after = self.words("after_office")

    def held(self, phrase: Phrase) -> Described | None:
        """The office with its holder, where no verb says who that is."""
        if phrase.office is None or phrase.entity >= 0 or phrase.office.relation not in _HEADS:
            return None
        if self.lexicon.plain(phrase.preposition) not in self.at:
            return None
        if phrase.determiner == "possessive":
            return self._presented(phrase)
        return self._behind_name(phrase) or self._fronted(phrase)

    def _behind_name(self, phrase: Phrase) -> Described | None:
        """ "X, à la tête de Y"."""
        previous = self.phrase_at(phrase.i - 1)
        between = self.parse.tokens[previous.last : phrase.first] if previous is not None else []
        if previous is None or not between or between[0].text != "," or len(between) > 2:
            return None
        return self._of(phrase, previous)

    def _fronted(self, phrase: Phrase) -> Described | None:
        """ "À la tête de Y depuis 2012, X …", "Après dix ans à la tête de Y, X …"."""
        tokens = self.parse.tokens
        first, end = self.parse.sentences[tokens[phrase.head].sentence]
        if phrase.first - first > _FRONT or any(t.text == "," for t in tokens[first : phrase.first]):
            return None
        ended = tokens[first].lower in self.after
        if not ended and phrase.first - first > 1:
            return None
        comma = next((t.i for t in tokens[phrase.last : min(end, phrase.last + _CLAUSE)] if t.text == ","), -1)
        holder = next((p for p in self.discourse.phrases[phrase.i + 1 :] if p.first > comma), None)
        if comma < 0 or holder is None or holder.first != comma + 1:
            return None
        return self._of(phrase, holder, ended=ended)

    def _presented(self, phrase: Phrase) -> Described | None:
        """ "à sa tête, X"."""
        following = self.phrase_at(phrase.i + 1)
        between = [t.text for t in self.parse.tokens[phrase.last : following.first]] if following is not None else []
        return self._of(phrase, following) if following is not None and between in ([], [","]) else None

    def _of(self, phrase: Phrase, holder: Phrase, *, ended: bool = False) -> Described | None:
        person = self._person(holder)
        return Described(phrase, person, "office", anchor=holder.head, ended=ended) if person is not None else None

    def _person(self, phrase: Phrase) -> Referent | None:
        referent = self.referent(self.with_title(phrase)) if phrase.kind is not Kind.PRONOUN else self.referent(phrase)
        return referent if referent is not None and referent.type is EntityType.PERSON else None
