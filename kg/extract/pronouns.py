"""Pronouns: personal and relative."""

from __future__ import annotations

from collections.abc import Callable

from kg.extract.discourse import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.predication import subject_of
from kg.extract.profiles import Profiles
from kg.extract.salience import OPEN, Salience, best
from kg.extract.selection import Selection
from kg.extract.syntax import Parse, Token
from kg.extract.tellers import Tellers
from kg.model import EntityType

_PERSON, _ORG, _PLACE, _PRODUCT = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PRODUCT
CLITIC = "clitic"  # the reason of a pronoun before its verb: what it refers to is not talked about for that
_ENOUGH = 0.0
_MARGIN = 0.5
_AGREES, _DISAGREES = 0.5, -3.0  # gender of a pronoun and of the noun that its organisation was last called by
_FAR, _CLEAR = -2.0, 1.5  # also somebody further back, if nobody else is near
_UNLIKELY = 1.0  # against persons as subjects of what companies mostly do
_ELSEWHERE = -1.0  # … that it is called by at other places
_CLITIC_MARGIN = 1.5  # objects go on with the subject before less often than subjects do

_PERSON_TOPIC = 0.2  # for each mention of a person in the whole text: "he" is mostly whom it is about
_PERSON_ENOUGH = -3.0  # gender rules out so many that what is left may be further away
_ALONE = -1.5  # least score of the only candidate
_SAME_SENTENCE, _SENTENCE_BEFORE = 1.5, 1.5  # for the subject there, when a pronoun is itself a subject


def bare(word: str) -> str:
    """A pronoun without the hyphen that ties it to the verb before it: "a-t-elle", "ont-ils"."""
    return word.lstrip("-")


class Pronouns:
    """Resolves the pronouns of one document."""

    def __init__(
        self, parse: Parse, discourse: Discourse, lexicon: Lexicon, salience: Salience, profiles: Profiles
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.lexicon = lexicon
        self.salience = salience
        self.profiles = profiles
        table = lexicon.language.table("coreference")
        self.pronouns: dict[str, dict[str, object]] = {
            **table["pronouns"],
            **table.get("clitics", {}),
            **table.get("objective", {}),
        }
        self.clitics = frozenset(table.get("clitics", ()))
        self.relatives: dict[str, list[str]] = {**table["relative"], **table.get("relative_object", {})}
        self.expletive_lemmas = frozenset(table["expletive"]["lemmas"])
        self.expletive_next = frozenset(table["expletive"]["next"])
        self.tellers = Tellers(parse, lexicon, salience)
        self.speaker: Callable[[int], int | None] = lambda _: None  # who says the n-th quotation
        self.selection = Selection(parse, lexicon)
        self.negation = frozenset(lexicon.language.table("clauses")["negation"])
        self.emphatic = frozenset(table["expletive"].get("emphatic", ()))
        self.expletive_words = frozenset(table["expletive"]["words"])
        self.soft_feminine: tuple[str, ...] = tuple(table["given_names"]["feminine_endings"])

    def resolve(self, phrase: Phrase) -> tuple[int, str]:
        """The entity that a pronoun stands for, -1 when that is not clear, and the reason."""
        token = self.parse.tokens[phrase.head]
        if token.lower in self.relatives and token.morph.get("PronType") != "Int":
            return self._antecedent(phrase, self.relatives[token.lower]), "relative"
        if (word := bare(token.lower)) in self.pronouns and not self._is_expletive(token, word):
            reason = CLITIC if token.lower in self.clitics else "pronoun"
            return self._personal(phrase, self.pronouns[word]) if not self._is_emphatic(token) else -1, reason
        return -1, ""

    def types(self, word: str) -> list[EntityType]:
        """What a personal pronoun may stand for; nothing for other words."""
        return [EntityType(t) for t in words_of_feature(self.pronouns.get(bare(word), {}), "types")]

    def gender(self, word: str) -> str:
        """Of a personal pronoun; "" for other words."""
        return str(self.pronouns.get(bare(word), {}).get("gender", ""))

    # -- personal

    def _is_expletive(self, token: Token, word: str) -> bool:
        """ "il faut", "it is clear that": the subject of nothing."""
        if word not in self.expletive_words:
            return False
        head = self.parse.head(token)
        behind = [t.lower for t in self.parse.tokens[token.i + 1 : token.i + 3]]
        following = {" ".join(behind[:1]), " ".join(behind)}
        if token.dep == "expl" or head.lemma in self.expletive_lemmas or following & self.expletive_next:
            return True
        copular = bool(self.parse.children(head, "cop"))
        clauses = [c for c in self.parse.children(head, "csubj", "ccomp", "advcl", "xcomp") if c.i > head.i]
        clausal = [c.dep for c in clauses if c.dep == "csubj" or self.parse.children(c, "mark", "case")]
        if token.dep == "nsubj:pass" and "ccomp" in clausal:
            return True
        return copular and head.pos in {"ADJ", "ADV"} and bool(clausal)

    def _is_emphatic(self, token: Token) -> bool:
        """ "La direction, elle, invoque", "dit quant à lui": repeats a subject."""
        tokens = self.parse.tokens
        before = " ".join(t.lower for t in tokens[max(0, token.i - 2) : token.i])
        alone = 0 < token.i < len(tokens) - 1 and tokens[token.i - 1].text == "," and tokens[token.i + 1].text == ","
        return alone or before in self.emphatic

    def _personal(self, phrase: Phrase, features: dict[str, object]) -> int:
        token = self.parse.tokens[phrase.head]
        tells = self.tellers.is_teller(token)
        announced = self.announced(phrase, self.types(token.lower), str(features.get("gender", "")))
        if announced >= 0 and not tells:
            return announced
        types = self.selection.types(token, self.types(token.lower))
        scores = self.salience.scores(phrase, types)
        for i in scores:
            person = self.discourse.referents[i].type is _PERSON
            scores[i] -= _UNLIKELY * (person and self.selection.is_corporate(token))
        self.drop_speaker(phrase, scores)
        self._drop_coarguments(phrase, scores)
        self._drop_fronted(phrase, scores)
        self._drop_named_behind(phrase, scores)
        self.by_gender(scores, str(features.get("gender", "")), full=True)
        if tells:
            self.tellers.weigh(phrase, types, scores)
        elif token.dep.startswith("nsubj") and not self._prefer_subjects(phrase, types, scores):
            return -1
        for i in scores:
            scores[i] += _PERSON_TOPIC * (types == [_PERSON]) * self.salience.topics.weight(i)
        margin = _CLITIC_MARGIN if token.lower in self.clitics else _MARGIN
        enough = _PERSON_ENOUGH if types == [_PERSON] else _ENOUGH
        found = best(scores, enough if len(scores) > 1 else min(_ALONE, enough), margin)
        return found if found >= 0 or not token.dep.startswith("nsubj") else best(scores, _FAR, _CLEAR)

    def _prefer_subjects(self, phrase: Phrase, types: list[EntityType], scores: dict[int, float]) -> bool:
        """A subject goes on with the subject of its own sentence, else of the one before; False if nobody knows
        that one.
        """
        subject, bonus = self._relative_around(phrase), _SAME_SENTENCE
        if subject not in scores:
            subject = self.salience.last_subject(phrase, types, here=True)
        if subject == -1:
            subject, bonus = self.salience.last_subject(phrase, types, here=False), _SENTENCE_BEFORE
        if subject in scores:
            scores[subject] += bonus
        return subject != OPEN

    def _relative_around(self, phrase: Phrase) -> int:
        """ "X, which has grown since it bought Y": inside a relative clause its subject is gone on with."""
        for above in self.parse.ancestors(self.parse.tokens[phrase.head]):
            for subject in self.parse.children(above, "nsubj"):
                found = self.discourse.by_head.get(subject.i)
                if found is not None and found.i < phrase.i and found.reason == "relative":
                    return found.entity
        return -1

    def announced(self, phrase: Phrase, types: list[EntityType], gender: str = "") -> int:
        """ "After its chief executive resigned, X said", "à la tête de la société qu'il avait créée, X passe la main":
        in a clause before the main one, its subject is meant.
        """
        token = self.parse.tokens[phrase.head]
        chain = [token, *self.parse.ancestors(token)]
        root = chain[-1]
        below = next((t for t in chain if t.head == root.i and t.i != root.i), None)
        if below is None or below.dep not in {"advcl", "obl", "obl:mod", "nmod"} or below.i > root.i:
            return -1
        for subject in self.parse.children(root, "nsubj"):
            found = self.discourse.by_head.get(subject.i)
            if found is None or not phrase.i < found.i or subject.i > root.i or found.kind is not Kind.NAME:
                continue
            if self.is_of(found, [t.value for t in types]) and self._agrees(found, gender):
                return found.entity
        return -1

    def _agrees(self, phrase: Phrase, gender: str) -> bool:
        known = self.discourse.referents[phrase.entity].gender
        return not (known and gender) or known == gender

    def drop_speaker(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """Who speaks does not call himself "he"."""
        quote = self.salience.layout.quote(phrase.head)
        said = self.speaker(quote) if quote >= 0 else None
        if said is not None and self.discourse.referents[said].type is _PERSON:
            scores.pop(said, None)

    def by_gender(self, scores: dict[int, float], gender: str, *, full: bool) -> None:
        """Drop persons of the other gender; hold the grammatical gender of the nouns used for the rest against them."""
        for i in list(scores):
            referent = self.discourse.referents[i]
            if referent.type is _PERSON:
                if gender and referent.gender and gender != referent.gender:
                    del scores[i]
                elif gender and not referent.gender:
                    scores[i] -= 1.5 * (self._looks_feminine(referent.fullest()[0]) is (gender == "m"))
                continue
            if referent.type is _PRODUCT:
                scores[i] -= 0.8
            if full and gender:
                scores[i] += self._agreement(i, gender)

    def _agreement(self, referent: int, gender: str) -> float:
        """A pronoun has the gender of the noun that the text used last ("le groupe … il"); behind a name, mostly that
        of the nouns it uses at all.
        """
        last = next((m.token for m in reversed(self.salience.mentions) if m.referent == referent), -1)
        phrase = self._titled(self.discourse.by_head.get(last))
        used = self.profiles.gender(phrase) if phrase is not None and phrase.kind is Kind.NOUN else ""
        if used:
            return _AGREES if used == gender else _DISAGREES
        genders = self.profiles.of[referent].genders
        return 0.0 if not genders else _AGREES if genders[gender] else _ELSEWHERE

    def _titled(self, phrase: Phrase | None) -> Phrase | None:
        """The title in front of a name: "la société Norvane"."""
        before = self.discourse.phrases[phrase.i - 1] if phrase is not None and phrase.i > 0 else None
        if phrase is None or before is None or before.entity != phrase.entity or before.last != phrase.first:
            return phrase
        return before

    def _looks_feminine(self, name: str) -> bool:
        given = name.split(maxsplit=1)[0].lower()
        return " " in name and given.endswith(self.soft_feminine)

    def _drop_coarguments(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """ "X le rachète": an object is not its subject."""
        token = self.parse.tokens[phrase.head]
        if token.dep.startswith("nsubj"):
            return
        for verb in self._controlling(self.parse.head(token)):
            for other in self.parse.children(verb, "nsubj"):
                found = self.discourse.by_head.get(other.i)
                if found is not None and found.entity >= 0:
                    scores.pop(found.entity, None)

    def _drop_named_behind(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """ "She survives him with X": who is named in what is said of a subject is somebody else."""
        token = self.parse.tokens[phrase.head]
        if not token.dep.startswith("nsubj"):
            return
        verb = self.parse.head(token)
        quote = self.salience.layout.quote(token.i)
        for other in self.discourse.phrases[phrase.i + 1 :]:
            head = self.parse.tokens[other.head]
            if head.sentence != token.sentence:
                return
            below = any(a.i == verb.i for a in self.parse.ancestors(head))
            if other.kind is Kind.NAME and below and self.salience.layout.quote(head.i) == quote:
                scores.pop(other.entity, None)

    def _controlling(self, verb: Token) -> list[Token]:
        """The verb, and of an infinitive the verbs above it up to the one that has a subject."""
        found = [verb]
        for above in self.parse.ancestors(verb):
            if self.parse.children(found[-1], "nsubj") or found[-1].morph.get("VerbForm") == "Fin":
                break
            found.append(above)
        return found

    def _drop_fronted(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """ "Diplômée de l'École X, elle dirige Y": what stands in a participle before its subject is not that
        subject.
        """
        token = self.parse.tokens[phrase.head]
        first, _ = self.parse.sentences[token.sentence]
        opening = self.parse.tokens[first]
        if (
            opening.pos not in {"VERB", "ADJ"}
            or opening.morph.get("VerbForm", "Part") != "Part"
            or self.parse.tokens[token.i - 1].text != ","
        ):
            return
        before = {m.referent for m in self.salience.mentions if m.sentence < token.sentence}
        for m in self.salience.mentions:
            if m.sentence == token.sentence and m.token < token.i and m.referent not in before:
                scores.pop(m.referent, None)

    # -- relative

    def _antecedent(self, phrase: Phrase, types: list[str]) -> int:
        """What a relative pronoun stands for: the noun that the clause hangs on, or the phrase before; its type
        must fit.
        """
        if (joined := self.joined(phrase)) >= 0:
            return joined
        near = [found for found in (self._governing(phrase), self.preceding(phrase)) if found is not None]
        if types == [_PERSON.value]:
            near.reverse()
        for read in (self.of_head, self._said_of):
            for found in near:
                if (referent := read(found, types)) >= 0:
                    return referent
        return -1

    def _said_of(self, phrase: Phrase, types: list[str]) -> int:
        """ "X is a writer who lives in Leeds": the subject of which the noun is said."""
        subject = subject_of(self.parse, phrase.head, self.negation) if phrase.kind is Kind.NOUN else None
        found = self.discourse.by_head.get(subject.i) if subject is not None else None
        return found.entity if found is not None and self.is_of(found, types) else -1

    def joined(self, phrase: Phrase) -> int:
        """ "X, which owns Y and whose head …": a second relative clause goes on with the antecedent of the first."""
        before = self.parse.tokens[phrase.first - 1] if phrase.first > 0 else None
        if before is None or before.pos != "CCONJ":
            return -1
        same = [p for p in self.discourse.phrases[max(0, phrase.i - 12) : phrase.i] if p.reason == "relative"]
        return next((p.entity for p in reversed(same) if self.parse.tokens[p.head].sentence == before.sentence), -1)

    def _governing(self, phrase: Phrase) -> Phrase | None:
        verb = self.parse.head(self.parse.tokens[phrase.head])
        for clause in [verb, *self.parse.ancestors(verb)]:
            if clause.dep.startswith("acl"):
                found = self.discourse.by_head.get(clause.head)
                return found if found is not None and found.i < phrase.i else None
        return None

    def preceding(self, phrase: Phrase) -> Phrase | None:
        """The phrase right before, over a comma and a preposition: "X, with whom"."""
        previous = self.discourse.phrases[phrase.i - 1] if phrase.i > 0 else None
        if previous is None or phrase.first - previous.last > 1 + bool(phrase.preposition):
            return None
        return (
            previous if self.parse.tokens[previous.head].sentence == self.parse.tokens[phrase.head].sentence else None
        )

    def of_head(self, phrase: Phrase, types: list[str]) -> int:
        """The entity of a phrase, of the name behind a bare title, or of the noun whose complement it is."""
        following = self.discourse.phrases[phrase.i + 1] if phrase.i + 1 < len(self.discourse.phrases) else None
        if (
            phrase.entity < 0
            and following is not None
            and following.kind is Kind.NAME
            and following.first == phrase.last
        ):
            phrase = following
        outer = self.discourse.phrases[phrase.inside] if phrase.inside >= 0 else None
        if (
            outer is not None
            and outer.noun is not None
            and outer.noun.type is _ORG
            and self.is_of(phrase, [_PLACE.value])
        ):
            return outer.entity if self.is_of(outer, types) else -1  # "le groupe de Lyon, dont …"
        return phrase.entity if self.is_of(phrase, types) else -1

    def is_of(self, phrase: Phrase, types: list[str]) -> bool:
        """Whether the phrase refers to an entity that is, or may be, of one of the types."""
        if phrase.entity < 0:
            return False
        return self.salience.can_be(self.discourse.referents[phrase.entity], {EntityType(t) for t in types})


def words_of_feature(features: dict[str, object], key: str) -> list[str]:
    """The list under a key of a word's features, empty when it has none."""
    found = features.get(key, [])
    return [str(w) for w in found] if isinstance(found, list) else []
