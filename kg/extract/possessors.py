"""Possessives: whose "son PDG", "its plant", "his wife" is."""

from __future__ import annotations

from kg.extract.discourse import Discourse
from kg.extract.lexicon import KIN, Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.predication import subject_of
from kg.extract.profiles import Profiles
from kg.extract.pronouns import Pronouns, words_of_feature
from kg.extract.salience import OPEN, Salience, best
from kg.extract.syntax import Parse
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
_CLAUSE_OWNER = 2.0  # a possessive mostly points to the subject of its sentence
_ENOUGH, _MARGIN = 0.0, 0.5
_FAR, _CLEAR = -2.0, 1.5  # also somebody further back, if nobody else is near
_ALONE = -1.5  # least score of the only candidate


class Possessors:
    """Finds the owners of one document's possessives."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon, pronouns: Pronouns) -> None:
        self.parse = parse
        self.discourse = discourse
        self.pronouns = pronouns
        self.salience: Salience = pronouns.salience
        self.profiles: Profiles = pronouns.profiles
        table = lexicon.language.table("coreference")
        self.possessives: dict[str, dict[str, object]] = table["possessives"]
        self.taking = frozenset(table["taking"]["verbs"])
        self.taken_from = frozenset(table["taking"]["from"])
        self.corporate = frozenset(table["corporate"]["nouns"])
        self.makers = frozenset(table["makers"]["nouns"])
        self.of = lexicon.of

    def owner(self, phrase: Phrase) -> int:
        """Whose "son PDG", "its plant" is; -1 when that is not clear."""
        features = self.possessives.get(self.parse.tokens[phrase.first].lower)
        if features is None or (features.get("kin") and (phrase.role is None or phrase.role.relation not in KIN)):
            return -1  # "their" is read of children and parents only: of one person is enough
        if features.get("relative"):
            return self._relative(phrase, words_of_feature(features, "types"))
        types = [EntityType(t) for t in words_of_feature(features, "types")] or self._owner_types(phrase)
        if (near := max(self._beside(phrase, types), self.pronouns.announced(phrase, types))) >= 0:
            return near
        scores = self._candidates(phrase, types, str(features.get("gender", "")))
        subject = self._subject(phrase, types)
        if subject == OPEN:
            return -1
        if subject in scores:
            scores[subject] += _CLAUSE_OWNER
        found = best(scores, _ENOUGH if len(scores) > 1 else _ALONE, _MARGIN)
        return found if found >= 0 else best(scores, _FAR, _CLEAR)

    def _relative(self, phrase: Phrase, types: list[str]) -> int:
        """ "X, whose plant": the phrase before, or the antecedent of the clause that this one is joined to."""
        if (joined := self.pronouns.joined(phrase)) >= 0:
            return joined
        previous = self.pronouns.preceding(phrase)
        return self.pronouns.of_head(previous, types) if previous is not None else -1

    def _candidates(self, phrase: Phrase, types: list[EntityType], gender: str) -> dict[int, float]:
        """Scores of who may be the owner: not the thing owned itself, nor who speaks of somebody else."""
        scores = self.salience.scores(phrase, types)
        scores.pop(phrase.entity, None)
        scores.pop(self._predicated(phrase), None)
        self.pronouns.drop_speaker(phrase, scores)
        self.pronouns.by_gender(scores, gender, full=False)
        if (phrase.noun is not None and phrase.noun.kind == "parts") or self._is_corporate(phrase):
            return {i: s for i, s in scores.items() if not self.profiles.of[i].institution}
        return scores

    def _is_corporate(self, phrase: Phrase) -> bool:
        """ "The agency cut its debt to junk": not the agency's."""
        token = self.parse.tokens[phrase.head]
        return token.lemma in self.corporate and not token.dep.startswith("nsubj")

    def _subject(self, phrase: Phrase, types: list[EntityType]) -> int:
        """The source of what is taken, else the subject of the clause, of the sentence, of the sentence before."""
        found = self._source(phrase)
        if found == -1:
            found = self._clause_subject(phrase, types)
        for here in (True, False):
            if found == -1:
                found = self.salience.last_subject(phrase, types, here=here)
        return found

    def _predicated(self, phrase: Phrase) -> int:
        """ "Y est sa sœur": the sister is not her own."""
        subject = subject_of(self.parse, phrase.head, ())
        found = self.discourse.by_head.get(subject.i) if subject is not None else None
        return found.entity if found is not None else -1

    def _source(self, phrase: Phrase) -> int:
        """ "X rachète à Y sa division": of verbs of taking the source owns what is taken."""
        token = self.parse.tokens[phrase.head]
        verb = self.parse.head(token)
        if verb.lemma not in self.taking or token.dep not in {"obj", "appos", "dep", "conj"}:
            return -1
        for other in self.parse.children(verb, "obl", "nmod", "iobj"):
            case = {c.lower for c in self.parse.children(other, "case")}
            found = self.discourse.by_head.get(other.i)
            if found is not None and found.i < phrase.i and (other.dep == "iobj" or case & self.taken_from):
                return found.entity if found.entity >= 0 else OPEN
        return -1

    def _clause_subject(self, phrase: Phrase, types: list[EntityType]) -> int:
        """The subject of the nearest clause around the phrase that has one before it."""
        for above in self.parse.ancestors(self.parse.tokens[phrase.head]):
            for subject in self.parse.children(above, "nsubj", "nsubj:pass"):
                found = self.discourse.by_head.get(subject.i)
                if (
                    found is None
                    or found.i >= phrase.i
                    or found.entity == phrase.entity >= 0
                    or not self._same_voice(found, phrase)
                ):
                    continue
                if found.entity >= 0:
                    return found.entity
                if found.kind is Kind.NOUN and found.noun is not None and found.noun.type in types:
                    return OPEN
        return -1

    def _same_voice(self, one: Phrase, other: Phrase) -> bool:
        """Both inside the same quotation, or both outside."""
        return self.salience.layout.quote(one.head) == self.salience.layout.quote(other.head)

    def _beside(self, phrase: Phrase, types: list[EntityType]) -> int:
        """ "X and his wife", "X's shops and its staff", "Y de sa fonderie": the name right before is the owner."""
        previous = self.discourse.phrases[phrase.i - 1] if phrase.i > 0 else None
        if previous is None or self.parse.tokens[previous.head].sentence != self.parse.tokens[phrase.head].sentence:
            return -1
        between = self.parse.tokens[previous.last : phrase.first]
        joined = any(t.pos == "CCONJ" for t in between) and all(t.pos in {"CCONJ", "PUNCT"} for t in between)
        of = len(between) == 1 and between[0].lower in self.of and phrase.preposition != ""
        if (
            previous.kind is Kind.NAME
            and previous.entity != phrase.entity
            and self.pronouns.is_of(previous, [t.value for t in types])
        ):
            kin = phrase.role is not None and phrase.role.relation in KIN
            return previous.entity if (joined and kin) or of else -1
        return self._joined_owner(phrase, types)

    def _joined_owner(self, phrase: Phrase, types: list[EntityType]) -> int:
        """ "130 of X's shops and 3,400 of its staff": the possessor of the noun that this one is joined to."""
        for other in reversed(self.discourse.phrases[max(0, phrase.i - 3) : phrase.i]):
            between = self.parse.tokens[other.last : phrase.first]
            if len(between) > 6 or any(t.pos in {"VERB", "AUX", "PUNCT"} for t in between):
                return -1
            if other.owner >= 0 and any(t.pos == "CCONJ" for t in between):
                owner = self.discourse.phrases[other.owner]
                return owner.entity if self.pronouns.is_of(owner, [t.value for t in types]) else -1
        return -1

    def _owner_types(self, phrase: Phrase) -> list[EntityType]:
        """Whose "son X" can be: kin are of persons, posts and parts of organisations, makers of products."""
        if self.parse.tokens[phrase.head].lemma in self.makers:
            return [EntityType.PRODUCT]
        if phrase.role is not None:
            return [_PERSON] if phrase.role.relation in KIN else [_ORG, _PLACE]
        if phrase.noun is not None and phrase.noun.kind in {"parts", "relational"}:
            return [_ORG]
        return [_ORG, _PERSON]
