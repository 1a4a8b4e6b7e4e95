"""New things said of the person spoken of in the place of a name: "cet actuaire gabonais", "the former engineer at Y".

Such a description tells a reader what he did not know, so nothing said before proves it: it means the person of whom
the text has just spoken, if there is but one whose gender and country it can be.
"""

from __future__ import annotations

from kg.extract.descriptions import Describer
from kg.extract.discourse import Discourse
from kg.extract.fitting import PERSONAL
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.profiles import Profiles, compatible
from kg.extract.pronouns import Pronouns
from kg.extract.salience import OPEN, Salience, best
from kg.extract.syntax import Parse
from kg.model import EntityType

_PERSON = EntityType.PERSON
_ENOUGH, _MARGIN = -0.5, 0.8
_ALONE = -2.5  # least score of the only candidate
_SUBJECT = 1.5  # for the subject of the sentence before
_CLASH = -3.0  # two places that don't go together


class Epithets:
    """Resolves such descriptions of one document."""

    def __init__(
        self,
        parse: Parse,
        discourse: Discourse,
        lexicon: Lexicon,
        pronouns: Pronouns,
        describer: Describer,
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.ended = lexicon.ended
        nouns = lexicon.language.table("coreference")["nouns"]
        self.generic = frozenset(nouns["persons"])
        self.other = frozenset(nouns["other"])
        self.pronouns = pronouns
        self.describer = describer
        self.salience: Salience = pronouns.salience
        self.profiles: Profiles = pronouns.profiles

    def resolve(self, phrase: Phrase) -> int:
        """The person whom a description means, -1 when it is none of these or that is not clear."""
        if not self._is_epithet(phrase):
            return self._introduced(phrase)
        scores = self.salience.scores(phrase, {_PERSON})
        scores = {i: s for i, s in scores.items() if self.discourse.referents[i].type is _PERSON}
        self.pronouns.by_gender(scores, self.profiles.gender(phrase), full=True)
        self._by_place(phrase, scores)
        subject = self.salience.last_subject(phrase, {_PERSON}, here=False)
        if subject == OPEN:
            return -1
        if subject in scores:
            scores[subject] += _SUBJECT
        return best(scores, _ENOUGH if len(scores) > 1 else _ALONE, _MARGIN)

    # -- "Y, 47 ans, négocie. Le fondateur de X mettrait …": who has just been named is now presented

    def _introduced(self, phrase: Phrase) -> int:
        """The only person of whom the text has spoken so far and said nothing, -1 for none."""
        if not self._may_present(phrase):
            return -1
        before = {p.entity for p in self.discourse.phrases[: phrase.i] if p.kind is Kind.NAME and self._is_of_person(p)}
        gender = self.profiles.gender(phrase)
        if len(before) != 1:
            return -1
        person = self.discourse.referents[before.pop()]
        known = person.nouns - self.generic
        return person.i if not known and (not gender or person.gender in {"", gender}) else -1

    def _is_of_person(self, phrase: Phrase) -> bool:
        return phrase.entity >= 0 and self.discourse.referents[phrase.entity].type is _PERSON

    def _may_present(self, phrase: Phrase) -> bool:
        """A definite subject in the singular: a calling, or a post with its organisation ("le fondateur de X")."""
        head = self.parse.tokens[phrase.head]
        if phrase.kind is not Kind.NOUN or phrase.determiner != "definite" or phrase.owner >= 0 or phrase.preposition:
            return False
        if head.morph.get("Number") == "Plur" or not self._leads(phrase) or self._is_title(phrase):
            return False
        if any(self.parse.tokens[i].lemma in self.other for i in phrase.modifiers):
            return False
        calling = phrase.role is None and phrase.noun is not None and phrase.noun.type is _PERSON
        return calling or (self._is_post(phrase) and bool(phrase.complements))

    def _by_place(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """Drop who is known to be from elsewhere."""
        places = self.profiles.places(phrase)
        for i in list(scores):
            if compatible(places, self.profiles.of[i].places) <= _CLASH:
                del scores[i]

    # -- which descriptions are meant

    def _is_epithet(self, phrase: Phrase) -> bool:
        """A subject in the singular: "cette ancienne de X", "l'ancien directeur de X", "la Polonaise"."""
        head = self.parse.tokens[phrase.head]
        if phrase.kind is not Kind.NOUN or phrase.owner >= 0 or head.morph.get("Number") == "Plur":
            return False
        if phrase.preposition or not self._leads(phrase) or self._is_title(phrase):
            return False
        if phrase.determiner == "demonstrative":
            return self._is_person(phrase)
        if phrase.determiner != "definite":
            return False
        return (self._is_post(phrase) and self._is_former(phrase)) or self._is_native(phrase)

    def _leads(self, phrase: Phrase) -> bool:
        """The phrase is a subject, or begins its sentence."""
        first, _ = self.parse.sentences[self.parse.tokens[phrase.head].sentence]
        return phrase.first == first or self.parse.tokens[phrase.head].dep.startswith("nsubj")

    def _is_title(self, phrase: Phrase) -> bool:
        """Whether a name stands right behind, or behind a comma: it is that one's."""
        end = self.describer.end_of(phrase)
        behind = self.parse.tokens[end : end + 2]
        return any(t.name >= 0 for t in behind[: 1 + (behind[0].text == ",") if behind else 0])

    def _is_person(self, phrase: Phrase) -> bool:
        """A calling, post or kin."""
        if phrase.noun is not None:
            return phrase.noun.type is _PERSON
        return self._is_post(phrase)

    @staticmethod
    def _is_post(phrase: Phrase) -> bool:
        return phrase.role is not None and phrase.role.relation in PERSONAL and phrase.role.relation != "memberOf"

    def _is_former(self, phrase: Phrase) -> bool:
        words = {t.lower for t in phrase.tokens(self.parse)}
        return bool(words & self.ended) or any(w.startswith("ex-") for w in words)

    def _is_native(self, phrase: Phrase) -> bool:
        """ "La Polonaise": a nationality as a noun with a capital."""
        return phrase.noun is None and phrase.role is None and self.describer.type_of(phrase) is _PERSON
