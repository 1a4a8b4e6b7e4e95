"""Nationality, and the organisations set beside a person's name without any post."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent
from kg.extract.salience import AGE
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_ORG = EntityType.ORGANIZATION


class Affiliations(Stating):
    """Reads the neighbours of persons' names in one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.affiliation = self.words("affiliation")
        self.affiliation_behind_comma = self.words("affiliation_behind_comma")
        self.citizenship = self.words("citizenship")
        self.residents = self.words("residents")
        self.politicians = self.words("politicians")
        self.seated = self.words("seated")

    # -- nationality

    def nationality(self, described: Described) -> Iterator[Candidate]:
        """As in "le chanteur français X", "l'Italien X"."""
        phrase = described.phrase
        for i in [*phrase.modifiers, phrase.head]:
            ref = self.demonym(self.parse.tokens[i])
            if ref is not None and ref.kind == "country":
                place = self.place_of(ref, self.parse.tokens[i].text)
                resident = self.parse.tokens[phrase.head].lemma in self.residents
                yield self.make("residesIn" if resident else "citizenOf", described.referent.i, place, described, [i])

    # -- "Priya Hartwell of Norvane", "Norvane's Joan Hartwell", "Paul Mirande (Norvane)"

    def affiliated(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """An organisation set beside a person's name without any post."""
        described = Described(phrase, referent, "affiliation")
        yield from self._country_beside(phrase, described)
        yield from self._party_beside(phrase, described)
        yield from self._home(phrase, described)
        other = self._organization_beside(phrase)
        yield from self._seat(other, described)
        if (
            other is not None
            and (employer := self.referent(other)) is not None
            and employer.type is _ORG
            and employer.i != referent.i
        ):
            yield self.make("worksFor", referent.i, employer.i, described, [other.head])

    def _seat(self, other: Phrase | None, described: Described) -> Iterator[Candidate]:
        """As in "Senator Joan Hartwell of Nebraska": the post stands before the name, the place behind."""
        place = self.referent(other) if other is not None else None
        title = self.phrase_at(described.phrase.i - 1)
        if other is None or place is None or place.type is not EntityType.PLACE or title is None or title.role is None:
            return
        if title.entity == described.referent.i and title.role.words in self.seated and other.preposition in self.of:
            words = self.parse.text[self.parse.tokens[title.first].start : self.parse.tokens[title.last - 1].end]
            yield self.make("worksFor", described.referent.i, place.i, described, [other.head], position=words)

    def _home(self, phrase: Phrase, described: Described) -> Iterator[Candidate]:
        """As in "Paul Mirande, 44, of Leeds", "Paul Mirande, 44 ans, de Lille": where somebody of that age lives."""
        age = AGE.match(self.parse.text, self.parse.tokens[phrase.last - 1].end)
        behind = self.parse.at(age.end() + 1) if age is not None else None
        place = self.phrase_at(phrase.i + 1)
        while place is not None and behind is not None and place.first <= behind.i:
            place = self.phrase_at(place.i + 1)  # "44 ans"
        if place is None or behind is None or behind.lower not in self.of or place.first != behind.i + 1:
            return
        referent = self.referent(place)
        if referent is not None and not referent.code and self.is_type(referent, EntityType.PLACE):
            yield self.make("residesIn", described.referent.i, referent.i, described, [place.head])

    def _text_at(self, i: int) -> str:
        """The token of an index, "" beyond the end of the text."""
        return self.parse.tokens[i].text if i < len(self.parse.tokens) else ""

    def _country_beside(self, phrase: Phrase, described: Described) -> Iterator[Candidate]:
        """As in "Paul Mirande (Suède)", "Paul Mirande, de nationalité suédoise"."""
        following = self.phrase_at(phrase.i + 1)
        if following is None:
            return
        country = self.referent(following)
        between = [t.text for t in self.parse.tokens[phrase.last : following.first]]
        if between == ["("] and self._text_at(following.last) == ")" and country is not None and country.code:
            yield self.make("citizenOf", described.referent.i, country.i, described, [following.head])
        elif self.parse.tokens[following.head].lower in self.citizenship and between[:1] == [","]:
            yield from self.nationality(Described(following, described.referent, "nationality", anchor=phrase.head))

    def _party_beside(self, phrase: Phrase, described: Described) -> Iterator[Candidate]:
        """As in "la députée Jeanne Tardiveau (PS)": the acronym behind a politician is a party."""
        following = self.phrase_at(phrase.i + 1)
        if following is None or following.kind is not Kind.NAME:
            return
        between = [t.text for t in self.parse.tokens[phrase.last : following.first]]
        closed = self._text_at(following.last) in {")", ",", "-", "–", "/"}
        party = self.referent(following)
        acronym = self.parse.tokens[following.head].text.isupper()
        political = any(w in self.politicians for noun in described.referent.nouns for w in noun.split())
        if between == ["("] and closed and acronym and political and party is not None and self.is_type(party, _ORG):
            yield self.make("memberOf", described.referent.i, party.i, described, [following.head])

    def _organization_beside(self, phrase: Phrase) -> Phrase | None:
        if phrase.owner >= 0:
            return self.discourse.phrases[phrase.owner]
        following = self.phrase_at(phrase.i + 1)
        if following is None:
            return None
        between = [t.lower for t in self.parse.tokens[phrase.last : following.first]]
        if following.kind is Kind.NAME and between == ["("] and self._text_at(following.last) in {")", ","}:
            return (
                None if self.parse.tokens[following.head].text.isupper() else following
            )  # "(PS)": a party, a newspaper
        words = self.affiliation_behind_comma if between[:1] == [","] else self.affiliation
        bare = between[1:] if between[:1] == [","] else between
        # a contracted article belongs to the phrase or stands before it, as the chunks fall
        return self.with_title(following) if len(bare) == 1 and bare[0] in words else None
