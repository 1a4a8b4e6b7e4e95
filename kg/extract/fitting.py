"""Whether a description may be of a name: what type the description speaks for, and what the name's type allows."""

from __future__ import annotations

from kg.extract.lexicon import KIN, Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer
from kg.extract.referents import Referent
from kg.extract.syntax import Parse
from kg.model import EntityType

_POSTS = "chiefExecutiveOf chairOf founderOf boardMemberOf memberOf worksFor childOf spouseOf relativeOf parent"
PERSONAL = frozenset(_POSTS.split())

_AGENT = 5  # letters that a noun of agent has more than; shorter words end so by chance ("paper", "fleur")
_SURE = 3.0  # votes for the type of a name that an unknown noun may describe; a given name or a legal form gives them


class Fitting:
    """Compares the descriptions of one document with its names."""

    def __init__(
        self, parse: Parse, phrases: list[Phrase], referents: list[Referent], lexicon: Lexicon, gazetteer: Gazetteer
    ) -> None:
        self.parse = parse
        self.phrases = phrases
        self.referents = referents
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        table = lexicon.language.table("attributes")
        self.employing = frozenset(table["employing"])
        self.joiners = frozenset(table["joiners"])
        self.counters = frozenset(table["counters"])
        self.of = lexicon.of
        self.based = frozenset(table["based"])
        self.agent_endings = tuple(table["agent_endings"])
        self.no_agents = frozenset(table["no_agents"])
        self.brands = frozenset(table["brands"])
        # whether a capital tells the noun of nationality from the adjective, as in French
        self.capital_demonyms: bool = lexicon.language.table("language")["phrases"]["head"] == "first"

    def type_of(self, phrase: Phrase) -> EntityType | None:
        """The type that a description speaks for, None when it describes nothing we know."""
        if phrase.role is not None and phrase.role.relation in PERSONAL and not self._is_trade(phrase):
            return EntityType.PERSON
        if phrase.noun is not None:
            return phrase.noun.type
        if phrase.role is not None:
            return EntityType.ORGANIZATION
        return self._demonym_type(phrase)

    @staticmethod
    def _is_trade(phrase: Phrase) -> bool:
        """ "property developer X", "the German producer X": companies, though people may be so called."""
        noun, role = phrase.noun, phrase.role
        return (
            noun is not None
            and role is not None
            and noun.type is EntityType.ORGANIZATION
            and noun.kind in {"makers", "trades"}
            and role.relation == "worksFor"
            and " " not in role.words
        )

    def has_nationality(self, phrase: Phrase) -> bool:
        """ "le malletier parisien", "the Danish ceramist": whatever it means, it describes who stands beside it."""
        tokens = self.parse.tokens
        return (
            phrase.kind is Kind.NOUN
            and tokens[phrase.head].name < 0
            and any(self.gazetteer.demonym(tokens[i].text) for i in phrase.modifiers)
        )

    def _has_employer(self, phrase: Phrase) -> bool:
        """ "X, an electrochemist at Y": an unknown noun with whom a person works for."""
        complements = (self.phrases[c] for c in phrase.complements)
        return (
            phrase.kind is Kind.NOUN
            and phrase.determiner in {"", "indefinite"}
            and any(c.preposition in self.employing for c in complements)
        )

    def _has_seat(self, phrase: Phrase) -> bool:
        """ "a Leeds-based liquidator": whatever it is, it sits there."""
        tokens = self.parse.tokens[phrase.first : phrase.head]
        return phrase.kind is Kind.NOUN and bool(phrase.names) and any(t.lower in self.based for t in tokens)

    def _is_agentive(self, phrase: Phrase) -> bool:
        """ "the Oldham boilermakers", "un affineur de Lyon": an unknown noun of agent behind an article."""
        if phrase.kind is not Kind.NOUN or (phrase.determiner not in {"definite", "indefinite"} and not phrase.names):
            return False
        word = self.parse.tokens[phrase.head].lower
        return len(word) > _AGENT and word.endswith(self.agent_endings) and word not in self.no_agents

    def _demonym_type(self, phrase: Phrase) -> EntityType | None:
        """ "l'allemand X" is a company; with a capital ("l'Allemand X") the noun means a person."""
        head = self.parse.tokens[phrase.head]
        if (
            phrase.kind is not Kind.NOUN
            or head.name >= 0
            or phrase.determiner not in {"definite", "indefinite"}
            or not self.gazetteer.demonym(head.text)
        ):
            return None
        if self.capital_demonyms and head.text[:1].isupper():
            return EntityType.PERSON
        return EntityType.ORGANIZATION

    def is_of_person(self, phrase: Phrase, name: Phrase, following: Phrase | None) -> bool:
        """ "un rachat de X, le patron de Y, Z, …": a post between what is no person and a person is the person's."""
        if following is None or following.kind is not Kind.NAME or self.type_of(phrase) is not EntityType.PERSON:
            return False
        here, behind = (self.referents[n.entity].type for n in (name, following))
        texts = [self.parse.tokens[n.head].text for n in (name, following)]
        fuller = " " in texts[1] and " " not in texts[0]  # such a post makes a person of any name before it
        return behind is EntityType.PERSON and (here is not EntityType.PERSON or fuller)

    def fits(self, phrase: Phrase, name: Phrase) -> bool:  # noqa: C901 - one case a kind of description
        """Whether the description may be of that name: types agree or the name's is weak."""
        referent = self.referents[name.entity]
        if (
            referent.type is EntityType.ORGANIZATION
            and referent.scores[referent.type] >= _SURE
            and phrase.noun is not None
        ):
            if phrase.role is None or phrase.role.words in self.lexicon.ambivalent:  # "egg producer Norvane Farms"
                phrase.noun = self.lexicon.trades.get(phrase.noun.lemma, phrase.noun)
            if phrase.determiner != "possessive" and phrase.noun.type is EntityType.ORGANIZATION:
                phrase.role = None  # "X, numéro un du Benelux": no person
        kind = self.type_of(phrase)
        if kind is None and phrase.entity < 0 and self._has_seat(phrase):
            return referent.type is EntityType.ORGANIZATION
        person = referent.type is EntityType.PERSON and self.has_nationality(phrase)  # "the Kenyan runner X"
        if kind is None and phrase.entity < 0 and not person and self._is_agentive(phrase):
            if referent.type is EntityType.PERSON:  # "her husband, the potter X"
                return referent.scores[referent.type] >= _SURE
            sure = referent.scores[referent.type] >= _SURE or self.has_nationality(phrase) if referent.type else False
            return referent.type is EntityType.ORGANIZATION and sure
        if kind is None and phrase.entity < 0 and self._has_employer(phrase):
            return referent.type is EntityType.PERSON and referent.scores[referent.type] >= _SURE
        if kind is None and phrase.entity < 0 and self.has_nationality(phrase):
            return self._is_company(referent) or (
                referent.type is EntityType.PERSON and referent.scores[referent.type] >= _SURE
            )
        if kind is None or phrase.entity >= 0 or (kind is EntityType.PERSON and self._is_several(phrase, name)):
            return False
        if referent.type is None or referent.type is kind:
            return True
        if (
            {referent.type, kind} == {EntityType.PRODUCT, EntityType.ORGANIZATION}
            and phrase.noun
            and phrase.noun.lemma in self.brands
        ):
            return True
        if referent.type is EntityType.PERSON and any(" " in n for n in referent.names):
            return referent.scores[referent.type] < _SURE
        return referent.scores[referent.type] < 5 and not (referent.type is EntityType.PLACE and referent.code)

    def _is_several(self, phrase: Phrase, name: Phrase) -> bool:
        """ "Forte de 300 salariés, X": people in the plural are not one name, unless another one stands beside it."""
        tokens = self.parse.tokens
        one_of = phrase.owner >= 0 or (phrase.preposition in self.of and phrase.determiner != "")
        one_of = one_of or (phrase.first > 0 and tokens[phrase.first - 1].lower in self.counters)  # "l'un des"
        kin = phrase.role is not None and phrase.role.relation in KIN and not phrase.complements
        if tokens[phrase.head].morph.get("Number") != "Plur" or phrase.kind is not Kind.NOUN or one_of or kin:
            return False
        around = [tokens[i].lower for i in (name.first - 1, name.last) if 0 <= i < len(tokens)]
        listed = name.last + 1 < len(tokens) and tokens[name.last].text == "," and tokens[name.last + 1].name >= 0
        return not listed and not any(w in self.joiners and w != "," for w in around)

    @staticmethod
    def _is_company(referent: Referent) -> bool:
        """Whether an unknown noun may name the trade: of what is surely an organisation, or has one word and nothing
        speaks for a person.
        """
        if referent.type is not EntityType.ORGANIZATION:
            return False
        return referent.scores[referent.type] >= _SURE or not any(" " in name for name in referent.names)
