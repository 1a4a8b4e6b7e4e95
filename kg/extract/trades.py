"""Fields of activity, seats and parents: what noun phrases say of organisations."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import PlaceKind
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.extract.syntax import Token
from kg.model import EntityType, Literal

_ORG, _PLACE = EntityType.ORGANIZATION, EntityType.PLACE
_DESCRIBING = {"generic", "makers", "trades", "parts"}  # kinds of nouns whose complement "de Lyon" is a seat


class Trades(Stating):
    """Reads the descriptions of organisations of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.bare = self.words("bare_adjectives")
        self.trade = self.words("trade")
        self.inner = self.words("trade_inner")
        self.joiners = self.words("trade_joiners")
        self.place = self.words("place")
        self.public = self.words("public_bodies")
        self.based = self.words("based")
        self.agent_endings = tuple(self.table["agent_endings"])
        self.articles = frozenset(self.lexicon.language.table("language")["phrases"]["indefinite"])
        self.ranks = self.words("ranks")
        self.units = self.words("units")
        self.untrade = self.words("no_trades")
        self.telling = self.words("telling")
        self.houses = self.words("houses")
        self.house_endings = tuple(self.table["house_endings"])

    def beside(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """A trade in parentheses behind a name: "Norvane (équipements aéronautiques, 700 salariés)"."""
        following = self.phrase_at(phrase.i + 1)
        if (
            following is None
            or following.kind is not Kind.NOUN
            or following.determiner
            or following.names
            or following.role is not None
            or following.noun is not None
        ):
            return
        tokens = self.parse.tokens
        end = self._end(following)
        between = [t.text for t in tokens[phrase.last : following.first]]
        words = tokens[following.first : end]
        if (
            between == ["("]
            and tokens[end].text in {")", ",", ";"}
            and not any(c.isdigit() or c.isupper() for t in words for c in t.text)
        ):
            described = Described(following, referent, "parenthesis", anchor=phrase.head)
            yield self.make(
                "industry", referent.i, Literal(text=self.parse.text[words[0].start : words[-1].end]), described, []
            )

    def in_name(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """ "la Fromagerie du Norval", "Banque Norvane": a name that begins with the noun of its trade."""
        if not self.head_first or phrase.i != referent.phrases[0]:
            return
        first, *rest = referent.fullest()[0].split()
        if rest and (first.lower() in self.houses or first.lower().endswith(self.house_endings)):
            described = Described(phrase, referent, "name", anchor=phrase.head)
            yield self.make("industry", referent.i, Literal(text=first), described, [])

    def read(self, described: Described) -> Iterator[Candidate]:
        """The facts of a description of an organisation."""
        phrase, referent = described.phrase, described.referent
        for place, token in self.seats(phrase):
            if place != referent.i:
                leads = self._is_rank(phrase) and token >= phrase.last  # "numéro un du Benelux": it sells there
                yield self.make("operatesIn" if leads else "headquarteredIn", referent.i, place, described, [token])
        if self._tells_trade(described) and (text := self.industry(phrase)) and not self._is_known(described, text):
            yield self.make("industry", referent.i, Literal(text=text), described, [])
        if phrase.noun is not None and (phrase.noun.kind == "parts" or self._is_unit(phrase)):
            yield from self._parent(described)

    def _is_known(self, described: Described, text: str) -> bool:
        """ "le constructeur", said again of a name, only means it."""
        return described.reason == "nominal" and text.lower() in self.telling

    def _is_unit(self, phrase: Phrase) -> bool:
        """ "Valmenier's frames business, X", "sa marque X": what an organisation has is its own."""
        owned = phrase.determiner == "possessive" or phrase.owner >= 0
        return owned and phrase.noun is not None and phrase.noun.lemma in self.units

    def _is_rank(self, phrase: Phrase) -> bool:
        return phrase.noun is not None and phrase.noun.lemma in self.ranks

    def _tells_trade(self, described: Described) -> bool:
        noun = described.phrase.noun
        if noun is None and described.phrase.role is None:  # a noun that we don't know, linked by its nationality
            return described.reason in {"title", "apposition"} and not self.demonym(
                self.parse.tokens[described.phrase.head]
            )
        if noun is None or noun.type is not _ORG or (noun.kind == "relational" and noun.lemma not in self.telling):
            return False
        return noun.lemma not in self.public or (noun.lemma in self.telling and described.reason != "nominal")

    # -- seats

    def seats(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """Places that a description of an organisation names."""
        tokens = self.parse.tokens
        for i in self._adjectives(phrase):
            ref = self.demonym(tokens[i])
            if (
                ref is not None
                and not (tokens[i + 1].text == "-" and tokens[i + 2].lower not in self.based)  # "Saudi-backed"
                and ref.kind != PlaceKind.CONTINENT
                and not (phrase.noun is not None and i == phrase.head)
            ):
                yield self.place_of(ref, tokens[i].text), i
        for i in phrase.names:
            if tokens[i + 1].text == "-" and tokens[i + 2].lower not in self.based:
                continue  # "the Oslo-listed farmer"
            named = self._inner_place(i, owned=phrase.determiner == "possessive")
            if named is not None and named.type is _PLACE:
                yield named.i, i
        if phrase.noun is not None and phrase.owner >= 0:  # "Singapore's sovereign fund X"
            shown = self.discourse.phrases[phrase.owner]
            owner = self.referent(shown)
            if shown.kind is Kind.NAME and owner is not None and owner.type is _PLACE:
                yield owner.i, shown.head
        if phrase.noun is None or phrase.noun.kind in _DESCRIBING:
            yield from self._town(phrase)

    def _inner_place(self, i: int, *, owned: bool) -> Referent | None:
        """The place of a name inside the phrase, also one that stands nowhere else: "its Gdansk competitor"."""
        token = self.parse.tokens[i]
        place = owned or self.gazetteer.place(token.text) is not None or self.parse.names[token.name].type is _PLACE
        return self.named(i) or (self.entity_inside(token, _PLACE) if place else None)

    def _adjectives(self, phrase: Phrase) -> Iterator[int]:
        """Words that may tell a nationality; that of a complement is the whole's: "groupe de défense suédois"."""
        inside = range(phrase.first + (1 if phrase.determiner else 0), phrase.last)
        yield from (i for i in inside if i != phrase.head)
        yield phrase.head
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if (
                self.head_first
                and other.entity < 0
                and other.kind is Kind.NOUN
                and not other.determiner
                and other.last - 1 > other.head
            ):
                yield other.last - 1

    def _town(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """As in "groupe de Lyon", "insurer in Padua"."""
        for c in self._chain(phrase):
            other = self.discourse.phrases[c]
            named = self.referent(other)
            behind_trade = other.inside != phrase.i and phrase.noun is not None and phrase.noun.kind == "makers"
            if (
                other.kind is Kind.NAME
                and not self._possesses(other)
                and self.lexicon.plain(other.preposition) in self.place
                and named is not None
                and (named.type is _PLACE or (behind_trade and self.is_type(named, _PLACE)))
            ):
                yield named.i, other.head
                return

    def _possesses(self, phrase: Phrase) -> bool:
        """ "the cathode arm of South Korea's X": the country is X's."""
        following = self.phrase_at(phrase.i + 1)
        return following is not None and following.owner == phrase.i

    def _chain(self, phrase: Phrase) -> list[int]:
        """Complements of the phrase and of its nameless complements."""
        found = []
        for c in phrase.complements:
            found.append(c)
            if self.discourse.phrases[c].entity < 0:
                found += self._chain(self.discourse.phrases[c])
        return found

    # -- trades

    def industry(self, phrase: Phrase) -> str | None:
        """The field of activity that a description names, in the words of the text."""
        return self._head_first(phrase) if self.head_first else self._head_last(phrase)

    def _head_first(self, phrase: Phrase) -> str | None:
        tokens = self.parse.tokens
        behind = (
            phrase.head
            + (phrase.noun.lemma.count(" ") + phrase.noun.lemma.count("'") if phrase.noun is not None else 0)
            + 1
        )
        qualifying = [t for t in tokens[behind : phrase.last] if self._qualifies(t)]
        complement = self._complement(phrase)
        if phrase.noun is None or phrase.noun.kind == "trades":
            unbroken = qualifying and qualifying[-1].i == behind - 1 + len(qualifying)
            end = qualifying[-1].end if unbroken else tokens[behind - 1].end
            if complement is not None:
                end = tokens[self._end(complement) - 1].end
            return self.parse.text[tokens[phrase.head].start : end]
        if complement is not None:
            return self._stretch(complement)
        said = " ".join(t.text for t in qualifying)
        return said or (tokens[phrase.head].text if phrase.noun.lemma in self.telling else None)

    def _head_last(self, phrase: Phrase) -> str | None:
        tokens = self.parse.tokens
        if phrase.noun is None:  # an unknown noun of agent: "the Oldham boilermakers"
            agent = tokens[phrase.head].lower.endswith(self.agent_endings)
            return (
                self.parse.text[tokens[self._first_qualifying(phrase, phrase.head)].start : tokens[phrase.head].end]
                if agent
                else None
            )
        stem = phrase.head - phrase.noun.lemma.count(" ")
        first = self._first_qualifying(phrase, stem)
        if phrase.noun.kind in {"makers", "generic"} and first == stem:
            complement = self._complement(phrase)
            if complement is not None or phrase.noun.kind == "generic" or phrase.complements:
                return self._stretch(complement) if complement is not None else None
        if phrase.noun.kind in {"trades", "makers", "relational"}:
            return self.parse.text[tokens[first].start : tokens[phrase.head].end]
        return self.parse.text[tokens[first].start : tokens[stem - 1].end].rstrip("-– ") if first < stem else None

    def _first_qualifying(self, phrase: Phrase, stem: int) -> int:
        """The first of the words before the noun that say the trade."""
        tokens, first = self.parse.tokens, stem
        if first - 2 >= phrase.first and tokens[first - 1].text == "-" and tokens[first - 2].name < 0:
            first -= 2  # "valve-maker"
        while first - 1 >= phrase.first and self._qualifies(tokens[first - 1]):
            first -= 1
            while (
                first - 2 >= phrase.first
                and tokens[first - 1].text == "-"
                and tokens[first - 1].start == tokens[first - 2].end
            ):
                first -= 2
        while first < stem and (
            tokens[first].pos == "NUM" or tokens[first].name >= 0 or tokens[first].lower in self.bare
        ):
            first += 3 if first + 1 < stem and tokens[first + 1].text == "-" else 1
        return min(first, stem)

    def _qualifies(self, token: Token) -> bool:
        if (
            token.name >= 0
            or self.demonym(token)
            or token.lower in self.bare | self.based | self.untrade
            or token.text[:1].isdigit()
        ):
            return False
        opening = token.i == self.parse.sentences[token.sentence][0]  # "Sensor maker Norvane said"
        return token.pos in {"NOUN", "ADJ", "X"} or (opening and token.pos == "PROPN")

    def _complement(self, phrase: Phrase) -> Phrase | None:
        """The first complement that names a trade and not an entity: "de batteries", "du freinage"."""
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if self._is_trade(other) and other.first - phrase.last <= 2:
                return other
            if self.parse.tokens[other.head].lower in self.untrade and (deeper := self._complement(other)) is not None:
                return deeper  # "un acteur de référence de la valorisation des métaux"
        return self._bare(phrase)

    def _bare(self, phrase: Phrase) -> Phrase | None:
        """As in "la division batteries": a noun right behind a part, where nouns come first."""
        other = self.phrase_at(phrase.i + 1)
        if (
            not self.head_first
            or other is None
            or other.first != phrase.last
            or phrase.noun is None
            or phrase.noun.kind != "parts"
        ):
            return None
        plain = other.kind is Kind.NOUN and other.entity < 0 and not other.determiner and other.role is None
        return (
            other if plain and self.parse.tokens[other.head].dep in {"nmod", "flat:name", "compound", "appos"} else None
        )

    def _is_trade(self, phrase: Phrase) -> bool:
        if (
            phrase.kind is not Kind.NOUN
            or phrase.entity >= 0
            or phrase.role is not None
            or phrase.determiner in {"indefinite", "possessive", "demonstrative"}
        ):
            return False
        numbered = any(c.isdigit() for t in phrase.tokens(self.parse) for c in t.text)
        head = self.parse.tokens[phrase.head]
        if head.lower in self.untrade or head.lemma in self.untrade:
            return False
        return (
            self.lexicon.plain(phrase.preposition) in self.trade
            and not numbered
            and not (phrase.noun is not None and phrase.noun.kind == "place")
        )

    def _stretch(self, phrase: Phrase) -> str:
        return self.parse.text[
            self.parse.tokens[self._start(phrase)].start : self.parse.tokens[self._end(phrase) - 1].end
        ]

    def _start(self, phrase: Phrase) -> int:
        opening = self.parse.tokens[phrase.first]
        article = opening.pos == "DET" or opening.lower in self.articles
        return phrase.first + (1 if phrase.determiner and opening.i != phrase.head and article else 0)

    def _end(self, phrase: Phrase) -> int:
        """Behind the phrase and its nameless complements that follow directly, and one coordinated noun."""
        tokens, last = self.parse.tokens, phrase.last
        while last > phrase.head + 1 and self.demonym(tokens[last - 1]):
            last -= 1
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if (
                other.entity < 0
                and other.kind is Kind.NOUN
                and other.first - last <= 2
                and self.lexicon.plain(other.preposition) in self.inner
            ):
                last = self._end(other)
        following = self._coordinated(phrase, last)
        return self._end(following) if following is not None else last

    def _coordinated(self, phrase: Phrase, last: int) -> Phrase | None:
        """A further trade: "camions et véhicules de sport"."""
        if last + 1 >= len(self.parse.tokens) or self.parse.tokens[last].lower not in self.joiners:
            return None
        following = next(
            (p for p in self.discourse.phrases[phrase.i + 1 : phrase.i + 4] if p.first in {last + 1, last + 2}), None
        )
        if (
            following is None
            or following.entity >= 0
            or following.kind is not Kind.NOUN
            or following.determiner
            or following.role is not None
        ):
            return None
        return following if self.parse.tokens[following.head].dep == "conj" else None

    # -- parts

    def _parent(self, described: Described) -> Iterator[Candidate]:
        """A part belongs to its complement or possessor."""
        phrase, referent = described.phrase, described.referent
        heads = [phrase, *([bare] if (bare := self._bare(phrase)) is not None else [])]
        owners = [
            (r, o.head)
            for head in heads
            for o in self.complements(head, self.of)
            if (r := self.referent(o)) is not None
        ]
        for parent, token in [*owners, *self.possessors(phrase)]:
            if (
                parent.i != referent.i
                and parent.type is not _PLACE
                and parent.type is not EntityType.PERSON
                and self.is_type(parent, _ORG)
            ):
                yield self.make("subsidiaryOf", referent.i, parent.i, described, [token])
                return
        whole = self._named_in(referent) if not owners else None
        if whole is not None:
            yield self.make("subsidiaryOf", referent.i, whole.i, described, [])

    def _named_in(self, referent: Referent) -> Referent | None:
        """The organisation whose name begins that of its part: "Norvane Réseaux, l'autre filiale"."""
        for other in self.discourse.referents:
            longer = any(name.startswith(short + " ") for short in other.names for name in referent.names)
            if longer and other.i != referent.i and other.type is _ORG and other.named:
                return other
        return None
