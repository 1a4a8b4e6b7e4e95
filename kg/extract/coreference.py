"""Coreference: who is meant by names, descriptions, pronouns and possessives of one document.

Precision first: what can't be resolved stays open and gives no fact. Each resolution keeps its reason. The weights
were set by hand on the development articles; a margin is asked for, so that close calls stay unresolved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.descriptions import Describer
from kg.extract.lexicon import Lexicon
from kg.extract.naming import Namer
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer
from kg.extract.referents import Referent
from kg.extract.syntax import Parse, Token
from kg.model import EntityType

_PERSON, _ORG, _PLACE, _PRODUCT = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PRODUCT

_REACH = 5  # sentences back; beyond it a description means what the article is about, or nothing
_ENOUGH = 0.0  # least score of a candidate
_MARGIN = 0.4  # least distance to the second best


@dataclass(slots=True)
class Discourse:
    """The entities of a document and what refers to them."""

    referents: list[Referent]
    phrases: list[Phrase]
    owners: dict[int, int] = field(default_factory=dict)  # phrase with a possessive determiner → referent
    by_head: dict[int, Phrase] = field(default_factory=dict)  # head token → phrase

    def referent_at(self, token: int) -> Referent | None:
        """The entity that the phrase headed by a token refers to."""
        phrase = self.by_head.get(token)
        return self.referents[phrase.entity] if phrase is not None and phrase.entity >= 0 else None


def resolve(parse: Parse, phrases: list[Phrase], lexicon: Lexicon, gazetteer: Gazetteer) -> Discourse:
    """Find the entities of a parse; sets `Phrase.entity` and `Phrase.reason`."""
    return Resolver(parse, phrases, lexicon, gazetteer).run()


class Resolver:
    """Goes through the phrases in order, so that only what was said before is looked at."""

    def __init__(self, parse: Parse, phrases: list[Phrase], lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.parse = parse
        self.phrases = phrases
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        table = lexicon.language.table("coreference")
        self.pronouns: dict[str, dict[str, object]] = table["pronouns"]
        self.possessives: dict[str, dict[str, object]] = table["possessives"]
        self.relative = frozenset(table["relative"]["words"])
        self.speaker = frozenset(table["speaker"]["words"])
        self.expletive = frozenset(table["expletive"])
        self.discourse = Discourse([], phrases, by_head={p.head: p for p in phrases})
        self.mentions: list[tuple[int, int, float]] = []  # (token, referent, weight) so far

    def run(self) -> Discourse:
        headline = self._headlines()
        referents = Namer(self.parse, self.phrases, self.lexicon, self.gazetteer, headline).run()
        self.discourse.referents = referents
        self.describer = Describer(self.parse, self.phrases, referents, self.lexicon, self.gazetteer)
        self.describer.run()
        for phrase in self.phrases:
            if phrase.kind is Kind.NAME or phrase.reason in {"title", "apposition"}:
                self._learn(phrase)
        self._set_genders()
        for phrase in self.phrases:
            self._resolve(phrase)
        return self.discourse

    def _headlines(self) -> int:
        """Leading sentences that end without a full stop, as titles and date lines do."""
        count = 0
        for first, last in self.parse.sentences[:5]:
            if self.parse.tokens[last - 1].text in {".", "!", "?", '"', "»", "…"} or last - first > 30:
                break
            count += 1
        return count if count < len(self.parse.sentences) else 0

    # -- what descriptions tell of an entity

    def place_keys(self, phrase: Phrase) -> set[str]:
        """Keys of the places in a description: demonyms, "de Lyon", "the Lyon firm", "Lyon-based"."""
        keys = {key for i in phrase.modifiers if (key := self._demonym(self.parse.tokens[i]))}
        if key := self._demonym(self.parse.tokens[phrase.head]):
            keys.add(key)
        for i in phrase.names:
            keys |= self._place_key(self.parse.tokens[i].text)
        for c in phrase.complements:
            other = self.phrases[c]
            if other.kind is Kind.NAME and self._type(other) is _PLACE:
                keys |= self._place_key(self.parse.tokens[other.head].text)
        return keys

    def _type(self, phrase: Phrase) -> EntityType | None:
        return self.discourse.referents[phrase.entity].type if phrase.entity >= 0 else None

    def _demonym(self, token: Token) -> str | None:
        found = self.gazetteer.demonym(token.text) or (self.gazetteer.demonym(token.lemma) if token.name < 0 else None)
        return (found.code or found.name.lower()) if found else None

    def _place_key(self, text: str) -> set[str]:
        code = self.gazetteer.country(text)
        return {code or text.lower()}

    def _learn(self, phrase: Phrase) -> None:
        referent = self.discourse.referents[phrase.entity]
        if phrase.kind is Kind.NOUN:
            referent.places |= self.place_keys(phrase)

    def _set_genders(self) -> None:
        """Honorifics tell a person's gender."""
        for phrase in self.phrases:
            if phrase.kind is not Kind.NAME or phrase.first == 0:
                continue
            before = self.parse.tokens[phrase.first - 1].text
            if before in self.lexicon.honorifics:
                referent = self.discourse.referents[phrase.entity]
                referent.gender = "f" if before in self.lexicon.feminine else "m"

    # -- one phrase after the other

    def _resolve(self, phrase: Phrase) -> None:
        if phrase.entity < 0:
            if phrase.kind is Kind.PRONOUN:
                self._pronoun(phrase)
            elif phrase.kind is Kind.NOUN:
                self._nominal(phrase)
        if phrase.determiner == "possessive":
            self._possessive(phrase)
        if phrase.entity >= 0:
            self.mentions.append((phrase.head, phrase.entity, self._weight(phrase)))

    def _weight(self, phrase: Phrase) -> float:
        """Subjects are talked about; what stands in a complement hardly is."""
        token = self.parse.tokens[phrase.head]
        if phrase.inside >= 0 or phrase.owner >= 0:
            return 0.3
        if token.dep.startswith("nsubj") or (token.dep == "root" and phrase.kind is Kind.NAME):
            return 2.0
        return 1.0 if token.dep in {"obj", "appos", "obl:agent"} else 0.6

    def _candidates(self, phrase: Phrase, types: Iterable[EntityType]) -> dict[int, float]:
        """Scores of the entities named before, by recency, role and frequency."""
        here = self.parse.tokens[phrase.head].sentence
        allowed = set(types)
        scores: dict[int, float] = {}
        counts: dict[int, int] = {}
        for token, referent, weight in self.mentions:
            if token >= phrase.head or self.discourse.referents[referent].type not in allowed:
                continue
            counts[referent] = counts.get(referent, 0) + 1
            distance = here - self.parse.tokens[token].sentence
            nearness = 0.02 * token / max(1, phrase.head)  # breaks ties towards the later mention
            score = weight - 0.9 * distance + nearness
            scores[referent] = max(scores.get(referent, -99.0), score)
        return {r: s + 0.25 * min(counts[r], 6) for r, s in scores.items() if s > -_REACH}

    def _best(self, scores: dict[int, float], enough: float = _ENOUGH, margin: float = _MARGIN) -> int:
        ranked = sorted(scores.items(), key=lambda p: (-p[1], p[0]))
        if not ranked or ranked[0][1] < enough:
            return -1
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < margin:
            return -1
        return ranked[0][0]

    def _link(self, phrase: Phrase, referent: int, reason: str) -> None:
        if referent >= 0:
            phrase.entity, phrase.reason = referent, reason
            self.discourse.referents[referent].phrases.append(phrase.i)

    # -- descriptions: "la marque", "le groupe danois", "the Lyon-based firm"

    def _nominal(self, phrase: Phrase) -> None:
        if not self._is_anaphor(phrase):
            return
        kind = self.describer.type_of(phrase)
        if kind is None:
            if self._demonym(self.parse.tokens[phrase.head]) is None or phrase.determiner != "definite":
                return
            kind = _ORG
        scores = self._candidates(phrase, {kind})
        self._drop_coarguments(phrase, scores)
        places = self.place_keys(phrase)
        for i in scores:
            scores[i] += self._agreement(phrase, self.discourse.referents[i], places)
        best = self._best(scores)
        if best >= 0:
            self._link(phrase, best, "nominal")
            referent = self.discourse.referents[best]
            referent.nouns.add(phrase.noun.lemma if phrase.noun else self.parse.tokens[phrase.head].lemma)
            referent.places |= places

    def _drop_coarguments(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """An object is not its own subject: "X, qui avait acquis l'entreprise"."""
        token = self.parse.tokens[phrase.head]
        if token.dep.startswith("nsubj"):
            return
        for other in self.parse.children(self.parse.head(token), "nsubj", "obj", "iobj"):
            found = self.discourse.by_head.get(other.i)
            if found is not None and found.i != phrase.i and found.entity >= 0:
                scores.pop(found.entity, None)

    def _is_anaphor(self, phrase: Phrase) -> bool:
        """Definite, singular, without a complement that would make it a description of somebody else."""
        if phrase.determiner not in {"definite", "demonstrative"}:
            return False
        if self.parse.tokens[phrase.head].morph.get("Number") == "Plur" or phrase.owner >= 0:
            return False
        if phrase.noun is None and phrase.role is None:
            return bool(self._demonym(self.parse.tokens[phrase.head]))
        if phrase.noun is not None and phrase.noun.kind in {"relational", "place", "product"} and phrase.role is None:
            return False
        for c in phrase.complements:
            other = self.phrases[c]
            if other.kind is Kind.NAME and self._type(other) is not _PLACE:
                return False
        return not (phrase.names and any(self._name_type(i) is not _PLACE for i in phrase.names))

    def _name_type(self, token: int) -> EntityType | None:
        return self.parse.names[self.parse.tokens[token].name].type

    def _agreement(self, phrase: Phrase, referent: Referent, places: set[str]) -> float:
        score = 0.0
        noun = phrase.noun.lemma if phrase.noun else self.parse.tokens[phrase.head].lemma
        if noun in referent.nouns:
            score += 3.0
        elif phrase.noun is not None and phrase.noun.kind in {"trades", "makers", "parts"}:
            score -= 0.8
        elif phrase.role is not None:
            score -= 4.0
        if places:
            if places & referent.places:
                score += 4.0
            elif referent.places and not self._compatible(places, referent.places):
                score -= 4.0
            else:
                score -= 0.3
        gender = self.parse.tokens[phrase.head].morph.get("Gender", "")[:1].lower()
        if referent.type is _PERSON and referent.gender and gender and gender != referent.gender:
            score -= 4.0
        return score

    @staticmethod
    def _compatible(one: set[str], other: set[str]) -> bool:
        """A city and a country don't contradict each other; two countries do."""
        countries = {k for k in one | other if len(k) == 2 and k.isupper()}
        return len(countries) < 2 and not (one and other and not countries)

    # -- pronouns

    def _pronoun(self, phrase: Phrase) -> None:
        token = self.parse.tokens[phrase.head]
        if token.lower in self.relative and token.morph.get("PronType") != "Int":
            self._link(phrase, self._antecedent(phrase), "relative")
        elif token.lower in self.pronouns and not self._is_expletive(token):
            self._link(phrase, self._personal(phrase, self.pronouns[token.lower]), "pronoun")

    def _is_expletive(self, token: Token) -> bool:
        head = self.parse.head(token)
        following = self.parse.tokens[token.i + 1].lower if token.i + 1 < len(self.parse.tokens) else ""
        return head.lemma in self.expletive or following in {"y", "s'agit", "faut"} or (token.lower == "it" and token.dep == "expl")

    def _personal(self, phrase: Phrase, features: dict[str, object]) -> int:
        types = [EntityType(t) for t in features.get("types", [])]  # type: ignore[attr-defined]
        scores = self._candidates(phrase, types)
        for i in list(scores):
            referent = self.discourse.referents[i]
            if referent.type is _PERSON and referent.gender and features.get("gender") not in {None, referent.gender}:
                del scores[i]
            elif referent.type is _PRODUCT:
                scores[i] -= 0.8
        subject = self._previous_subject(phrase)
        if subject in scores:
            scores[subject] += 1.5
        return self._best(scores)

    def _previous_subject(self, phrase: Phrase) -> int:
        """The subject of the clause before: of the main clause for a subordinate one, else of the last sentence."""
        sentence = self.parse.tokens[phrase.head].sentence
        for token, referent, weight in reversed(self.mentions):
            if token < phrase.head and weight >= 2.0 and self.parse.tokens[token].sentence >= sentence - 1:
                return referent
        return -1

    def _antecedent(self, phrase: Phrase) -> int:
        """What a relative pronoun stands for: the noun that the parse hangs the clause on, or the phrase before."""
        verb = self.parse.head(self.parse.tokens[phrase.head])
        for clause in [verb, *self.parse.ancestors(verb)]:
            if clause.dep.startswith("acl"):
                found = self.discourse.by_head.get(clause.head)
                if found is not None and found.i < phrase.i:
                    return self._of_head(found)
                break
        previous = next((p for p in reversed(self.phrases[: phrase.i]) if p.last <= phrase.first), None)
        if previous is None or phrase.first - previous.last > 1:
            return -1
        return self._of_head(previous)

    def _of_head(self, phrase: Phrase) -> int:
        """The entity of a phrase; of the name right behind it when the phrase is a bare title."""
        if phrase.entity >= 0:
            return phrase.entity
        if phrase.i + 1 < len(self.phrases):
            following = self.phrases[phrase.i + 1]
            if following.kind is Kind.NAME and following.first == phrase.last:
                return following.entity
        return -1

    # -- possessives: "son PDG", "its plant"

    def _possessive(self, phrase: Phrase) -> None:
        word = self.parse.tokens[phrase.first].lower
        features = self.possessives.get(word)
        if features is None:
            return
        types = [EntityType(t) for t in features.get("types", [])] or self._owner_types(phrase)  # type: ignore[attr-defined]
        scores = self._candidates(phrase, types)
        scores.pop(phrase.entity, None)
        for i in list(scores):
            gender = self.discourse.referents[i].gender
            if gender and features.get("gender") not in {None, gender}:
                del scores[i]
        subject = self._subject_of_clause(phrase)
        if subject in scores:
            scores[subject] += 2.0
        if (best := self._best(scores)) >= 0:
            self.discourse.owners[phrase.i] = best

    def _owner_types(self, phrase: Phrase) -> list[EntityType]:
        """Whose "son X" can be: kin are of persons, posts and parts of organisations."""
        if phrase.role is not None:
            return [_PERSON] if phrase.role.relation in {"childOf", "spouseOf", "relativeOf", "parent"} else [_ORG, _PLACE]
        if phrase.noun is not None and phrase.noun.kind in {"parts", "relational"}:
            return [_ORG]
        return [_ORG, _PERSON]

    def _subject_of_clause(self, phrase: Phrase) -> int:
        """The subject nearest before within the sentence."""
        sentence = self.parse.tokens[phrase.head].sentence
        for token, referent, weight in reversed(self.mentions):
            if token < phrase.first and weight >= 2.0:
                return referent if self.parse.tokens[token].sentence == sentence else -1
        return -1
