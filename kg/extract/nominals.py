"""Nominal anaphora: "la marque", "le groupe danois", "the Lyon-based firm", "le ministre", "ce dernier".

A description refers to somebody named before when all it says fits: number, type, nationality, trade, gender, post.
"""

from __future__ import annotations

from kg.extract.descriptions import Describer
from kg.extract.discourse import Discourse
from kg.extract.fitting import PERSONAL
from kg.extract.lexicon import KIN, Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.profiles import Profile, Profiles, compatible
from kg.extract.referents import Referent, words_of
from kg.extract.salience import Salience, best
from kg.extract.syntax import Parse, Token
from kg.extract.themes import Themes
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
_KNOWN = 0.1  # the same for a trade that is said of the candidate
_NO = -20.0  # rules a candidate out
_ENOUGH = 0.0
_FAR, _CLEAR = -1.0, 1.5  # what was named further back must be alone
_MARGIN = 0.5
_ALONE = -3.0  # least score of the only person that a description can mean
_THEME = 1.5  # for what the text is about
_FORGOTTEN = -1.5  # least score of the theme, however far back the text named it
_PRIOR = 0.2  # for each time that the text names a candidate, also later: "the company" is mostly what it is about
_NO_PLACE = -0.3  # a nationality or seat told for the first time: news tells most so
_NO_WORDS = -0.7  # other words that nothing has told before
_NO_TRADE = -0.3  # a trade told for the first time, of whom nothing else is known
_NAMED = 1.5  # against who is not named by the noun, where somebody else is
_WHOLE = 5  # letters of a noun that may end a longer one: "metalworkers"


class Nominals:
    """Resolves the descriptions of one document."""

    def __init__(
        self,
        parse: Parse,
        discourse: Discourse,
        lexicon: Lexicon,
        salience: Salience,
        profiles: Profiles,
        describer: Describer,
        themes: Themes,
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.lexicon = lexicon
        self.salience = salience
        self.profiles = profiles
        self.describer = describer
        self.themes = themes
        table = lexicon.language.table("coreference")["nouns"]
        self.topics = salience.topics
        self.families: list[dict[str, list[str]]] = table["families"]
        self.universal = frozenset(table["universal"])
        self.institutions = frozenset(table["institutions"])
        self.proven = frozenset(table["proven"]) | self.institutions
        self.persons = frozenset(table["persons"])
        self.other = frozenset(table["other"])
        self.last = frozenset(table["last"])
        self.quantities = frozenset(table["quantities"])  # "the whole of the accounts"
        self.areas = frozenset(table["areas"])
        self.countries = frozenset(table["countries"])

    def resolve(self, phrase: Phrase) -> int:
        """The entity that a description refers to, -1 when that is not clear."""
        if self.is_last(phrase):
            return self._last_mention(phrase)
        if not self._is_anaphor(phrase):
            return -1
        kind = self.describer.type_of(phrase) or (_ORG if self._is_demonym(phrase) else None)
        if kind is None:
            return -1
        scores = self.salience.scores(phrase, {kind})
        self._drop_impossible(phrase, scores)
        theme = self.themes.of(phrase.head)
        if kind is _ORG and theme >= 0 and self._may_mean_theme(phrase, theme):
            scores[theme] = max(scores.get(theme, _FORGOTTEN), _FORGOTTEN)
        for i in self._called_so(phrase, kind) - scores.keys():
            scores[i] = _FORGOTTEN
        for i in scores:
            scores[i] += self._fit(phrase, self.discourse.referents[i], kind, i == theme) + _THEME * (i == theme)
        self._prefer_named(phrase, scores)
        possible = {i: score for i, score in scores.items() if score > _NO / 2}
        found = best(possible, _ENOUGH if len(possible) > 1 or kind is not _PERSON else _ALONE, _MARGIN)
        return found if found >= 0 else best(possible, _FAR, _CLEAR)

    def _may_mean_theme(self, phrase: Phrase, theme: int) -> bool:
        """What the text is about needs no mention near; the words must be those of any company, or its own."""
        referent = self.discourse.referents[theme]
        ahead = any(phrase.i < first for first in referent.phrases[:1])  # none: its name stands outside of all phrases
        if phrase.noun is None or phrase.determiner != "definite" or ahead:
            return False
        near = {p.entity for p in self._coarguments(phrase)}
        noun = phrase.noun.lemma
        return theme not in near and (
            noun in self.universal or self._is_called(noun, referent) or self._first_called(noun, referent)
        )

    def _called_so(self, phrase: Phrase, kind: EntityType) -> set[int]:
        """Entities of the type named before, however far back, that bear the noun: "the club" for Norvane Club."""
        noun = phrase.noun.lemma if phrase.noun is not None else ""
        if not noun or noun in self.universal or phrase.determiner != "definite" or kind is not _ORG:
            return set()
        near = {p.entity for p in self._coarguments(phrase)}
        referents = (r for r in self.discourse.referents if r.type is kind and r.phrases and r.phrases[0] < phrase.i)
        return {r.i for r in referents if r.i not in near and (self._is_called(noun, r) or self._same_family(noun, r))}

    def _first_called(self, noun: str, theme: Referent) -> bool:
        """Whether "la coopérative" may be the first word of what the theme is: nothing else in the text is called so,
        and the theme by no such noun.
        """
        bare = noun in self.proven - self.institutions and not theme.nouns & self.proven
        return bare and not any(self._is_called(noun, r) for r in self.discourse.referents)

    # -- which phrases refer back

    def _is_anaphor(self, phrase: Phrase) -> bool:
        """Definite, singular, without words that make it a description of somebody else."""
        head = self.parse.tokens[phrase.head]
        if (
            phrase.determiner not in {"definite", "demonstrative"}
            or phrase.owner >= 0
            or head.morph.get("Number") == "Plur"
        ):
            return False
        if any(self.parse.tokens[i].lemma in self.other for i in phrase.modifiers) or self._before_name(phrase):
            return False
        if phrase.complements and head.lemma in self.quantities:
            return False
        if phrase.noun is None and phrase.role is None:
            return self._is_demonym(phrase) and phrase.determiner == "definite" and not self._before_noun(phrase)
        if phrase.noun is not None and phrase.noun.kind in {"relational", "product"} and phrase.role is None:
            return phrase.noun.kind == "relational" and bool(self.profiles.places(phrase)) and not phrase.complements
        if phrase.role is not None and (phrase.role.relation in KIN or phrase.complements or phrase.names):
            return False
        return not self._names_another(phrase)

    def _before_name(self, phrase: Phrase) -> bool:
        """ "la société d'ingénierie X": a title that was not understood is no anaphor."""
        end = self.describer.end_of(phrase)
        if end >= len(self.parse.tokens) or self.parse.tokens[end].name < 0:
            return False
        return self.parse.tokens[end].sentence == self.parse.tokens[phrase.head].sentence

    def _before_noun(self, phrase: Phrase) -> bool:
        """ "l'ancienne Société alpine", "the German Länder": an adjective of what follows."""
        end = phrase.last
        return end < len(self.parse.tokens) and self.parse.tokens[end].pos in {"NOUN", "PROPN", "NUM"}

    def _names_another(self, phrase: Phrase) -> bool:
        """Whether a name that is no place stands in the description."""
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if other.kind is Kind.NAME and self._type(other) is not _PLACE:
                return True
            if other.determiner in {"possessive", "demonstrative"}:
                return True
        return any(self.parse.names[self.parse.tokens[i].name].type is not _PLACE for i in phrase.names)

    def _type(self, phrase: Phrase) -> EntityType | None:
        return self.discourse.referents[phrase.entity].type if phrase.entity >= 0 else None

    def _is_demonym(self, phrase: Phrase) -> bool:
        return self.profiles.demonym(self.parse.tokens[phrase.head]) is not None

    def _drop_impossible(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """An object is not its own subject, and nobody is in the complement of his own description."""
        token = self.parse.tokens[phrase.head]
        if not token.dep.startswith("nsubj"):
            for found in self._coarguments(phrase):
                scores.pop(found.entity, None)
            self._drop_subject(phrase, scores)
        elif self._is_told_to_act(token):
            self._drop_subjects_of(self.parse.head(self.parse.head(token)), phrase, scores)
        self._drop_opening(token, scores)
        current = phrase
        while current.inside >= 0:
            current = self.discourse.phrases[current.inside]
            scores.pop(current.entity, None)

    def _coarguments(self, phrase: Phrase) -> list[Phrase]:
        """Subject and objects of the verb whose object a phrase is."""
        token = self.parse.tokens[phrase.head]
        if token.dep.startswith("nsubj"):
            return []
        others = self.parse.children(self.parse.head(token), "nsubj", "obj", "iobj")
        found = (self.discourse.by_head.get(other.i) for other in others)
        return [f for f in found if f is not None and f.i != phrase.i and f.entity >= 0]

    def _drop_opening(self, token: Token, scores: dict[int, float]) -> None:
        """ "Rachetée à X par Y, l'entreprise": whom an opening participle names is not the subject that it is said
        of.
        """
        for child in self.parse.children(self.parse.head(token), "advcl", "acl", "amod"):
            if child.i < token.i and token.dep.startswith("nsubj") and child.morph.get("VerbForm") == "Part":
                for other in self.parse.subtree(child):
                    found = self.discourse.by_head.get(other.i)
                    if found is not None and found.kind is Kind.NAME:
                        scores.pop(found.entity, None)

    def _drop_subject(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """ "X, which owns a fifth of the company": nor is what stands inside the object."""
        token = self.parse.tokens[phrase.head]
        for above in self.parse.ancestors(token):
            if above.dep.startswith("nsubj"):
                return
            if self._drop_subjects_of(above, phrase, scores) or above.pos in {"VERB", "AUX"}:
                return

    def _is_told_to_act(self, token: Token) -> bool:
        """ "X wants the company to sell Y": whom somebody else wants to act."""
        verb = self.parse.head(token)
        return verb.dep in {"ccomp", "xcomp"} and verb.morph.get("VerbForm") == "Inf"

    def _drop_subjects_of(self, verb: Token, phrase: Phrase, scores: dict[int, float]) -> bool:
        """Rule out the verb's subjects; whether it has any."""
        subjects = [self.discourse.by_head.get(s.i) for s in self.parse.children(verb, "nsubj")]
        for subject in subjects:
            if subject is not None and subject.i != phrase.i and subject.entity >= 0:
                scores.pop(subject.entity, None)
        return bool(subjects)

    # -- how well a candidate fits

    def _fit(self, phrase: Phrase, referent: Referent, kind: EntityType, theme: bool) -> float:
        profile = self.profiles.of[referent.i]
        if kind is _PERSON:
            return self._fit_person(phrase, referent, profile)
        if kind is _PLACE:
            score = self._fit_place_noun(phrase, referent)
        else:
            score = self._fit_noun(phrase, referent, profile, theme)
        return score + self._fit_places(phrase, profile) + self._fit_words(phrase, profile)

    def _fit_noun(self, phrase: Phrase, referent: Referent, profile: Profile, theme: bool) -> float:
        """The noun against those by which the text describes the entity."""
        if phrase.noun is None:
            return 0.0
        noun = phrase.noun.lemma
        if noun in self.universal:
            if profile.institution:
                return _NO
            topic = _PRIOR * self.topics.weight(referent.i) if phrase.determiner == "definite" else 0.0
            return topic + (
                -1.2
                if referent.nouns & self.proven and not referent.nouns & self.universal
                else 0.8 * (noun in referent.nouns)
            )
        if self._is_called(noun, referent):
            return 3.0 + _KNOWN * self.topics.weight(referent.i)
        if self._same_family(noun, referent):
            return 2.5 + _KNOWN * self.topics.weight(referent.i)
        if noun in self.institutions or phrase.noun.kind == "parts" or (noun in self.proven and not theme):
            return _NO
        if profile.institution:
            return _NO
        specific = referent.nouns - self.universal
        return -2.5 if specific & self.proven else -1.2 if specific else _NO_TRADE

    @staticmethod
    def _is_called(noun: str, referent: Referent) -> bool:
        """By the noun, by a longer one that it heads ("la banque" after "la banque privée X"), or in its name."""
        called = any(n == noun or n.startswith(noun + " ") for n in referent.nouns)
        return called or any(noun[:5] == w[:5] for name in referent.names for w in words_of(name))

    def _prefer_named(self, phrase: Phrase, scores: dict[int, float]) -> None:
        """ "la banque" is Banque Norvane before it is Crédit Tilmex."""
        noun = phrase.noun.lemma if phrase.noun is not None else ""
        called = {i for i in scores if any(noun in words_of(name) for name in self.discourse.referents[i].names)}
        for i in scores.keys() - called if called and noun not in self.universal else ():
            scores[i] -= _NAMED * (noun not in self.discourse.referents[i].nouns)

    def _same_family(self, noun: str, referent: Referent) -> bool:
        """ "the fund" for a private equity house, or for what has "Capital" in its name."""
        for family in self.families:
            if noun in family["nouns"]:
                words = {w for name in referent.names for w in words_of(name)}
                named = any(w == n or (len(n) >= _WHOLE and w.endswith(n)) for w in words for n in family["names"])
                if named or referent.nouns & set(family["nouns"]):
                    return True
        return False

    def _fit_place_noun(self, phrase: Phrase, referent: Referent) -> float:
        """ "le pays" is a country, "la ville" none."""
        if phrase.noun is None:
            return _NO
        if phrase.noun.lemma in self.countries:
            return 0.0 if referent.code else _NO
        if referent.code or phrase.noun.lemma in self.areas:
            return 3.0 if phrase.noun.lemma in referent.nouns else _NO
        return 0.0

    def _fit_places(self, phrase: Phrase, profile: Profile) -> float:
        places = self.profiles.places(phrase)
        if not places:
            return 0.0
        if not profile.places:
            return -3.0 if phrase.noun is None else _NO_PLACE
        return compatible(places, profile.places)

    def _fit_words(self, phrase: Phrase, profile: Profile) -> float:
        """ "the sensor maker": what else is said should have been said before."""
        words = self.profiles.content(phrase)
        if not words:
            return 0.0
        return 1.5 if words & profile.words else _NO_WORDS

    def _fit_person(self, phrase: Phrase, referent: Referent, profile: Profile) -> float:
        gender = self.profiles.gender(phrase)
        known = referent.gender
        if known and gender and gender != known:
            return _NO
        if phrase.role is not None and phrase.role.relation in PERSONAL:
            same = phrase.role.words in referent.nouns or (
                phrase.role.relation in profile.roles and phrase.role.relation != "worksFor"
            )
            return 2.0 if same else _NO
        noun = phrase.noun.lemma if phrase.noun is not None else ""
        if noun in self.persons:
            return 0.0
        return 2.0 if noun in referent.nouns else _NO

    # -- "ce dernier", "the latter"

    def is_last(self, phrase: Phrase) -> bool:
        """Whether the phrase means whoever was named last."""
        tokens = self.parse.tokens
        start = tokens[phrase.first].start
        text = self.parse.text[start : tokens[phrase.last - 1].end].lower()
        whole = self.parse.text[start : tokens[min(phrase.last + 1, len(tokens) - 1)].end].lower()  # "celle - ci"
        return bool({text, whole} & self.last) or (
            tokens[phrase.head].lemma in self.last
            and not phrase.modifiers
            and phrase.determiner in {"definite", "demonstrative"}
        )

    def _last_mention(self, phrase: Phrase) -> int:
        """The entity named last in the sentence before or in this one, if it can be meant."""
        token = self.parse.tokens[phrase.head]
        gender = self.profiles.articles.get(self.parse.tokens[phrase.first].lower) or self.profiles.gender(phrase)
        for mention in reversed(self.salience.mentions):
            if mention.sentence < token.sentence - 1 or mention.referent < 0:
                return -1
            referent = self.discourse.referents[mention.referent]
            if (
                referent.type in {_PERSON, _ORG}
                and mention.token < phrase.first
                and not self._clashes(referent, gender)
            ):
                return referent.i
        return -1

    def _clashes(self, referent: Referent, gender: str) -> bool:
        """Whether the text calls an entity by words of the other gender."""
        genders = self.profiles.of[referent.i].genders
        known = referent.gender if referent.type is _PERSON else ""
        return bool(gender) and bool((known and known != gender) or (genders and not genders[gender]))
