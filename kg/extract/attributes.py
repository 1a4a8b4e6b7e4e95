"""What noun phrases state by themselves: posts, seats, trades, sites, places within places.

Such facts stand in the text as given ("le fonds londonien X"): they are asserted by the document, whatever the
clause around them says of its own event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer, PlaceRef
from kg.extract.referents import Referent
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.model import EntityType, Literal, Status

_PERSON, _ORG, _PLACE, _PRODUCT = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PRODUCT
_KIN = {"childOf", "spouseOf", "relativeOf", "parent"}
_OWNING = {"ownerOf", "shareholderOf"}


class Describing:
    """Reads the noun phrases of one document."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.parse = parse
        self.discourse = discourse
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.code = lexicon.language.code
        table = lexicon.language.table("attributes")
        self.bare = frozenset(table["bare_adjectives"])
        self.trade = frozenset(table["trade"])
        self.place = frozenset(table["place"])
        self.post = frozenset(table["post"])
        self.within = frozenset(table["within"])
        self.based = frozenset(table["based"])
        self.public_posts = frozenset(table["public_posts"])
        self.head_of_place = frozenset(table["head_of_place"])
        phrases = lexicon.language.table("language")["phrases"]
        self.of = frozenset(phrases["of"])
        self.head_first: bool = phrases["head"] == "first"
        self.ended = lexicon.ended
        self.places: dict[str, int] = {}

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the phrases."""
        for phrase in self.discourse.phrases:
            if phrase.kind is Kind.NOUN:
                yield from self._noun(phrase)
            elif phrase.kind is Kind.NAME:
                yield from self._name(phrase)

    # -- helpers

    def _referent(self, phrase: Phrase) -> Referent | None:
        return self.discourse.referents[phrase.entity] if phrase.entity >= 0 else None

    def _make(self, relation: str, subject: int, thing: int | Literal, phrase: Phrase, rule: str, tokens: list[int], **extra: object) -> Candidate:
        return Candidate(relation, subject, thing, phrase.head, [phrase.head, *tokens], f"{self.code}/{relation}/{rule}", judged=False, **extra)  # type: ignore[arg-type]

    def _anchor(self, referent: Referent, phrase: Phrase) -> list[int]:
        """The token by which the evidence shows the entity: the nearest name of it in the sentence."""
        sentence = self.parse.tokens[phrase.head].sentence
        heads = [self.discourse.phrases[i].head for i in referent.phrases if i < len(self.discourse.phrases)]
        near = [h for h in heads if self.parse.tokens[h].sentence == sentence]
        return [min(near, key=lambda h: abs(h - phrase.head))] if near else []

    def place_of(self, ref: PlaceRef, form: str) -> int:
        """The referent of a place that an adjective names; made when the text doesn't name it otherwise."""
        code = f"iso3166:{ref.code}" if ref.code and ref.kind == "country" else None
        for referent in self.discourse.referents:
            if (code and referent.code == code) or (not code and ref.name in referent.names and referent.type is _PLACE):
                referent.names[form] += 1
                return referent.i
        referent = Referent(len(self.discourse.referents), _PLACE, code=code)
        referent.scores[_PLACE] += 9
        referent.names[ref.name] += 1
        referent.names[form] += 1
        self.discourse.referents.append(referent)
        return referent.i

    def _demonym(self, token: Token) -> PlaceRef | None:
        if token.name >= 0:
            return None
        return self.gazetteer.demonym(token.text) or (self.gazetteer.demonym(token.lemma) if token.pos in {"ADJ", "NOUN"} else None)

    # -- noun phrases

    def _noun(self, phrase: Phrase) -> Iterator[Candidate]:
        referent = self._referent(phrase)
        if phrase.role is not None:
            yield from self._post(phrase, referent)
        if referent is not None and referent.type is _ORG and phrase.reason != "name":
            yield from self._organization(phrase, referent)
        elif referent is not None and referent.type is _PERSON and phrase.role is None:
            yield from self._citizen(phrase, referent)
        if self._is_site(phrase):
            yield from self._site(phrase)

    # -- posts and kin

    def _post(self, phrase: Phrase, holder: Referent | None) -> Iterator[Candidate]:
        assert phrase.role is not None
        if holder is None or phrase.role.relation in _OWNING:
            return
        if holder.type is not _PERSON:
            return
        relation = phrase.role.relation
        for other, token in self._organizations(phrase, relation):
            subject, thing, name = holder.i, other.i, relation
            if relation in _KIN:
                if other.type is not _PERSON or other.i == holder.i:
                    continue
                if relation == "parent":
                    subject, thing, name = other.i, holder.i, "childOf"
            elif other.type is _PERSON or other.i == holder.i:
                continue
            elif other.type is _PLACE and (relation != "worksFor"):
                if phrase.role.words.split()[0] not in self.head_of_place:
                    continue
                name = "worksFor"
            ended, planned = self._when(phrase)
            yield self._make(
                name, subject, thing, phrase, phrase.reason or "role", [token, *self._anchor(holder, phrase)],
                ended=ended, status=Status.PLANNED if planned else None,
                position=None if name in _KIN or name == "childOf" else self._title(phrase),
            )  # fmt: skip

    def _when(self, phrase: Phrase) -> tuple[bool, bool]:
        """Whether the post has ended, whether it is still to come."""
        tokens = self.parse.tokens
        before = tokens[phrase.first - 1].lower if phrase.first > 0 else ""
        words = {t.lower for t in tokens[phrase.first : phrase.last]} | {before, tokens[phrase.head].lower}
        ended = bool(words & self.ended) or tokens[phrase.head].lower.startswith("ex-") or before == "ex" or "formerly" in words
        return ended, bool(words & self.lexicon.future)

    def _title(self, phrase: Phrase) -> str:
        """The words of the post as the text has them."""
        assert phrase.role is not None
        tokens = self.parse.tokens
        words = phrase.role.words
        stretch = self.parse.text[tokens[phrase.first].start : tokens[max(phrase.last, phrase.role_last) - 1].end]
        at = stretch.lower().find(words)
        return stretch[at : at + len(words)] if at >= 0 else tokens[phrase.head].text

    def _organizations(self, phrase: Phrase, relation: str) -> Iterator[tuple[Referent, int]]:
        """For whom a post is held: complement, possessor, name before the noun, or nationality of a public post."""
        found = False
        for other in self._complements(phrase, self.post):
            referent = self._referent(other)
            if referent is not None and (referent.type is not _PLACE or relation == "worksFor" or (phrase.role and phrase.role.words in self.head_of_place)):
                found = True
                yield referent, other.head
                for conjunct in self._conjuncts(other):
                    yield conjunct
                if relation not in {"founderOf", "boardMemberOf", "worksFor"}:
                    break
        if not found:
            yield from self._possessors(phrase)

    def _conjuncts(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        for child in self.parse.children(self.parse.tokens[phrase.head], "conj"):
            referent = self.discourse.referent_at(child.i)
            if referent is not None and referent.type is _ORG:
                yield referent, child.i

    def _possessors(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        tokens = self.parse.tokens
        if phrase.owner >= 0 and (owner := self._referent(self.discourse.phrases[phrase.owner])) is not None:
            yield owner, self.discourse.phrases[phrase.owner].head
        elif phrase.i in self.discourse.owners:
            yield self.discourse.referents[self.discourse.owners[phrase.i]], phrase.first
        elif phrase.names:
            for i in phrase.names[-1:]:
                if (named := self._named(tokens[i].text)) is not None:
                    yield named, i
        elif phrase.role is not None and phrase.role.words in self.public_posts:
            for i in [*phrase.modifiers]:
                if (ref := self._demonym(tokens[i])) is not None and ref.kind == "country":
                    yield self.discourse.referents[self.place_of(ref, tokens[i].text)], i
                    break

    def _named(self, text: str) -> Referent | None:
        return next((r for r in self.discourse.referents if text in r.names), None)

    def _complements(self, phrase: Phrase, prepositions: frozenset[str], depth: int = 0) -> Iterator[Phrase]:
        """Complements, and those of complements that name nobody: "directeur du site de Modane de X"."""
        for i in self._behind(phrase):
            other = self.discourse.phrases[i]
            if _plain(other.preposition) in prepositions or other.preposition in prepositions:
                if other.kind is Kind.PRONOUN:
                    continue
                yield self._with_title(other)
                if other.entity < 0 and depth < 4:
                    yield from self._complements(other, prepositions, depth + 1)

    def _behind(self, phrase: Phrase) -> list[int]:
        """Complement phrases; those behind the words of a long post count as well ("président du directoire de X")."""
        found = list(phrase.complements)
        for i in range(phrase.i + 1, min(phrase.i + 4, len(self.discourse.phrases))):
            other = self.discourse.phrases[i]
            if phrase.role is not None and other.preposition and phrase.last < other.first <= phrase.role_last + 1 and i not in found and other.first >= phrase.role_last:
                found.append(i)
        return found

    def _with_title(self, phrase: Phrase) -> Phrase:
        """The name that a complement's title stands before: "PDG du groupe X"."""
        if phrase.entity < 0 and phrase.i + 1 < len(self.discourse.phrases):
            following = self.discourse.phrases[phrase.i + 1]
            if following.kind is Kind.NAME and following.first == phrase.last:
                return following
        return phrase

    # -- organisations

    def _organization(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        anchor = self._anchor(referent, phrase)
        for place, token in self._seats(phrase):
            if place != referent.i:
                yield self._make("headquarteredIn", referent.i, place, phrase, phrase.reason, [token, *anchor])
        if text := self._industry(phrase):
            yield self._make("industry", referent.i, Literal(text=text), phrase, phrase.reason, anchor)
        if phrase.noun is not None and phrase.noun.kind == "parts":
            yield from self._parent(phrase, referent, anchor)

    def _seats(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        """Places that a description of an organisation names."""
        tokens = self.parse.tokens
        for i in [*phrase.modifiers, phrase.head]:
            ref = self._demonym(tokens[i])
            if ref is not None and ref.kind != "continent" and not (phrase.noun is not None and i == phrase.head):
                yield self.place_of(ref, tokens[i].text), i
        for i in phrase.names:
            named = self._named(tokens[i].text)
            if named is not None and named.type is _PLACE:
                yield named.i, i
        if phrase.noun is not None and phrase.noun.kind in {"generic", "makers", "trades"}:
            for c in self._chain(phrase):
                other = self.discourse.phrases[c]
                if other.kind is Kind.NAME and _plain(other.preposition) in self.place and (named := self._referent(other)) and named.type is _PLACE:
                    yield named.i, other.head
                    return

    def _chain(self, phrase: Phrase) -> list[int]:
        """Complements of the phrase and of its nameless complements."""
        found = []
        for c in phrase.complements:
            found.append(c)
            if self.discourse.phrases[c].entity < 0:
                found += self._chain(self.discourse.phrases[c])
        return found

    def _industry(self, phrase: Phrase) -> str | None:
        """The field of activity that a description names, in the words of the text."""
        noun = phrase.noun
        if noun is None or noun.type is not _ORG or noun.kind == "relational":
            return None
        return self._industry_head_first(phrase) if self.head_first else self._industry_head_last(phrase)

    def _industry_head_first(self, phrase: Phrase) -> str | None:
        assert phrase.noun is not None
        tokens = self.parse.tokens
        words = phrase.noun.lemma.count(" ") + 1
        qualifying = [t for t in tokens[phrase.head + words : phrase.last] if t.pos in {"ADJ", "NOUN"} and not self._demonym(t) and t.lower not in self.bare]
        complement = self._trade_complement(phrase)
        if phrase.noun.kind == "trades":
            end = qualifying[-1].end if qualifying and qualifying[-1].i == phrase.head + words - 1 + len(qualifying) else tokens[phrase.head + words - 1].end
            if complement is not None and self._touching(phrase, complement):
                end = tokens[self._end(complement) - 1].end
            return self.parse.text[tokens[phrase.head].start : end]
        if complement is not None:
            return self.parse.text[tokens[self._start(complement)].start : tokens[self._end(complement) - 1].end]
        if qualifying and phrase.noun.kind in {"generic", "parts", "makers"}:
            return " ".join(t.text for t in qualifying)
        return None

    def _touching(self, phrase: Phrase, other: Phrase) -> bool:
        return other.first - phrase.last <= 2

    def _trade_complement(self, phrase: Phrase) -> Phrase | None:
        """The first complement that names a trade and not an entity: "de batteries", "du freinage"."""
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if other.kind is Kind.NOUN and _plain(other.preposition) in self.trade and other.entity < 0 and other.role is None:
                head = self.parse.tokens[other.head]
                if self._touching(phrase, other) and not any(c.isdigit() for c in head.text) and other.determiner not in {"indefinite", "possessive", "demonstrative"}:
                    return other
        return None

    def _start(self, phrase: Phrase) -> int:
        return phrase.first + (1 if phrase.determiner and self.parse.tokens[phrase.first].i != phrase.head and self.parse.tokens[phrase.first].pos == "DET" else 0)

    def _end(self, phrase: Phrase) -> int:
        """Behind the phrase and its nameless complements that follow directly, and one coordinated noun."""
        tokens, last = self.parse.tokens, phrase.last
        while last > phrase.head + 1 and self._demonym(tokens[last - 1]):
            last -= 1
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            if other.entity < 0 and other.kind is Kind.NOUN and other.first - last <= 2 and (_plain(other.preposition) in {"de", "of", "pour", "for", "en", "à"}):
                last = self._end(other)
        if last + 1 < len(tokens) and tokens[last].lower in {"et", "and"}:
            following = next((p for p in self.discourse.phrases[phrase.i + 1 : phrase.i + 4] if p.first in {last + 1, last + 2}), None)
            if following is not None and following.entity < 0 and following.kind is Kind.NOUN and not following.determiner and self._conjoined(phrase, following):
                return self._end(following)
        return last

    def _conjoined(self, phrase: Phrase, other: Phrase) -> bool:
        return self.parse.tokens[other.head].dep == "conj"

    def _industry_head_last(self, phrase: Phrase) -> str | None:
        assert phrase.noun is not None
        tokens = self.parse.tokens
        words = phrase.noun.lemma.count(" ") + 1
        stem = phrase.head - words + 1
        first = stem
        while first - 1 >= phrase.first and self._qualifies(tokens[first - 1]):
            first -= 1
        complement = self._trade_complement(phrase)
        if phrase.noun.kind in {"trades", "makers"}:
            if phrase.noun.kind == "makers" and first == stem:
                if complement is None:
                    return None
                return self.parse.text[tokens[self._start(complement)].start : tokens[self._end(complement) - 1].end]
            return self.parse.text[tokens[first].start : tokens[phrase.head].end]
        if first < stem:
            return self.parse.text[tokens[first].start : tokens[stem - 1].end].rstrip("-– ")
        return None

    def _qualifies(self, token: Token) -> bool:
        if token.name >= 0 or self._demonym(token) or token.lower in self.bare:
            return False
        return token.pos in {"NOUN", "ADJ"} or token.text == "-" or (token.pos == "VERB" and "-" in token.text)

    def _parent(self, phrase: Phrase, referent: Referent, anchor: list[int]) -> Iterator[Candidate]:
        """A part belongs to its complement or possessor."""
        for other in self._complements(phrase, self.of):
            parent = self._referent(other)
            if parent is not None and parent.type is _ORG and parent.i != referent.i:
                yield self._make("subsidiaryOf", referent.i, parent.i, phrase, phrase.reason, [other.head, *anchor])
                return
        for parent, token in self._possessors(phrase):
            if parent.type is _ORG and parent.i != referent.i:
                yield self._make("subsidiaryOf", referent.i, parent.i, phrase, phrase.reason, [token, *anchor])
                return

    # -- persons

    def _citizen(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        for i in phrase.modifiers:
            ref = self._demonym(self.parse.tokens[i])
            if ref is not None and ref.kind == "country":
                place = self.place_of(ref, self.parse.tokens[i].text)
                yield self._make("citizenOf", referent.i, place, phrase, phrase.reason, [i, *self._anchor(referent, phrase)])

    # -- sites

    def _is_site(self, phrase: Phrase) -> bool:
        head = self.parse.tokens[phrase.head]
        return head.lemma in self.lexicon.sites or head.lower in self.lexicon.sites

    def _site(self, phrase: Phrase) -> Iterator[Candidate]:
        """"son usine de X", "X's plant in Y": the owner operates there."""
        owners = [(r, t) for r, t in self._possessors(phrase) if r.type is _ORG]
        if not owners:
            owners = [(r, o.head) for o in self._complements(phrase, self.of) if (r := self._referent(o)) is not None and r.type is _ORG][:1]
        for owner, token in owners[:1]:
            for place, at in self._site_places(phrase):
                yield self._make("operatesIn", owner.i, place, phrase, "site", [token, at])

    def _site_places(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        for i in phrase.modifiers:
            ref = self._demonym(self.parse.tokens[i])
            if ref is not None and ref.kind != "continent":
                yield self.place_of(ref, self.parse.tokens[i].text), i
        for i in phrase.names:
            named = self._named(self.parse.tokens[i].text)
            if named is not None and named.type is _PLACE:
                yield named.i, i
        for c in self._complements(phrase, self.place):
            referent = self._referent(c)
            if referent is not None and referent.type is _PLACE:
                yield referent.i, c.head
                for child in self.parse.children(self.parse.tokens[c.head], "conj"):
                    other = self.discourse.referent_at(child.i)
                    if other is not None and other.type is _PLACE:
                        yield other.i, child.i

    # -- names

    def _name(self, phrase: Phrase) -> Iterator[Candidate]:
        referent = self._referent(phrase)
        if referent is None:
            return
        if referent.type is _PLACE:
            yield from self._within(phrase, referent)
        elif referent.type is _ORG:
            yield from self._possessing_place(phrase, referent)
            yield from self._staff(phrase, referent)

    def _within(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """"Vénissieux (Rhône)", "Gliwice, en Silésie", "Gyor in Hungary", "Frederick, Maryland"."""
        if phrase.i + 1 >= len(self.discourse.phrases):
            return
        following = self.discourse.phrases[phrase.i + 1]
        other = self._referent(following)
        if following.kind is not Kind.NAME or other is None or other.type is not _PLACE or other.i == referent.i or referent.code:
            return
        between = self.parse.text[self.parse.tokens[phrase.last - 1].end : self.parse.tokens[following.head].start].lower().strip()
        if between in {"(", ", " , ","} and between == ",":
            if self.head_first or not (self.gazetteer.place(self.parse.tokens[following.head].text) or other.code):
                return
        elif between != "(" and not re.fullmatch(r",? ?(?:" + "|".join(map(re.escape, self.within)) + r")(?: (?:la|le|l'|western|eastern|northern|southern|central))?", between):
            return
        if between == "(" and self.parse.tokens[following.last].text not in {")", ","}:
            return
        yield self._make("locatedIn", referent.i, other.i, phrase, "within", [following.head])

    def _possessing_place(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """"France's Cormeval", "Cormeval of France"."""
        if phrase.owner >= 0:
            owner = self._referent(self.discourse.phrases[phrase.owner])
            if owner is not None and owner.type is _PLACE:
                yield self._make("headquarteredIn", referent.i, owner.i, phrase, "possessor", [self.discourse.phrases[phrase.owner].head])
        for c in phrase.complements:
            other = self.discourse.phrases[c]
            place = self._referent(other)
            if place is not None and place.type is _PLACE and other.kind is Kind.NAME and other.preposition == "of":
                yield self._make("headquarteredIn", referent.i, place.i, phrase, "of", [other.head])

    def _staff(self, phrase: Phrase, referent: Referent) -> Iterator[Candidate]:
        """"X (1 900 salariés)", "X, 21 000 salariés,"."""
        end = self.parse.tokens[phrase.last - 1].end
        behind = self.parse.text[end : end + 4]
        if not re.match(r" ?[(,] ?", behind):
            return
        for value in self.parse.values:
            if value.kind is ValueKind.QUANTITY and end < value.start <= end + 4 and (value.unit or "").lower().split()[:1] and value.unit.lower().split()[0] in self.lexicon.staff:  # type: ignore[union-attr]
                token = self.parse.at(value.start)
                yield self._make("employeeCount", referent.i, Literal(quantity=value.quantity), phrase, "apposition", [token.i] if token else [])
                return


def _plain(word: str) -> str:
    return {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}.get(word, word)
