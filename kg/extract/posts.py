"""Posts and owners: what noun phrases say of persons."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.kin import Kin
from kg.extract.lexicon import KIN
from kg.extract.phrases import Kind, Phrase
from kg.extract.referents import Referent, words_of
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType, Status

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
OWNING = {"ownerOf", "shareholderOf"}
_MANY = {
    "founderOf",
    "boardMemberOf",
    "worksFor",
    "educatedAt",
    "memberOf",
    "ownerOf",
    "shareholderOf",
}  # of several at once
_CHARGE = 6  # phrases between a post and its organisation: "chargé des concentrations et des aides à X"
_DEFAULTED = 1.0  # as in `relations`: votes of a name of which nothing is known
_JOINED = 2  # tokens between two fields of one post: ", and"
_NEXT = 6  # phrases from a post to whoever held it before
_RELATIVE = 8  # tokens between a relative pronoun and the post in its clause


class Posts(Stating):
    """Reads the posts of one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kin = Kin(context)
        self.post = self.words("post")
        self.public = self.words("public_posts")
        self.portfolio = self.words("portfolio_posts")
        self.head_of_place = self.words("head_of_place")
        self.joiners = self.words("joiners")
        self.politicians = frozenset(context.lexicon.language.table("parties")["politicians"])
        self.bodies = self.words("public_bodies")
        self.ended = self.lexicon.ended
        self.instead = tuple(context.lexicon.language.table("appointments")["instead"])
        self.regional = self.words("regional")
        self.relative_owner = self.words("relative_owner")
        self.part_heads = self.words("part_heads")
        self.employing = self.words("employing")
        self.boards = self.words("boards")
        self.subunits = self.words("subunits")
        self.staffers = self.words("staffers")
        self.legislatures = self.words("legislatures")
        self.parties = frozenset(context.lexicon.language.table("parties")["adjectives"])

    def read(self, described: Described) -> Iterator[Candidate]:
        """The facts of a description with a role."""
        role = described.phrase.role or described.phrase.office
        if role is None:
            return
        if role.relation in OWNING:
            yield from self._owning(described)
        elif self.is_type(described.referent, _PERSON):
            yield from self.kin.read(described) if role.relation in KIN else self._post(described)

    # -- posts

    def person(self, token: int) -> Referent | None:
        """The person at a token, also behind a bare title: "la Française X"."""
        phrase = self.discourse.by_head.get(token)
        if phrase is None:
            return None
        referent = self.referent(self.with_title(phrase))
        return referent if referent is not None and referent.type is EntityType.PERSON else None

    def replaced(self, post: Phrase) -> list[tuple[int, Referent]]:
        """ "en remplacement de X", "to replace X", behind a post that somebody gets."""
        sentence = self.parse.tokens[post.head].sentence
        for phrase in self.discourse.phrases[post.i + 1 : post.i + _NEXT]:
            if self.parse.tokens[phrase.head].sentence != sentence:
                break
            before = self.parse.text[: self.parse.tokens[phrase.first].start].lower()
            person = self.person(phrase.head)
            if person is not None and before.rstrip("' ").endswith(self.instead):
                return [(phrase.head, person)]
        return []

    def _post(self, described: Described) -> Iterator[Candidate]:
        phrase = described.phrase
        for employer, token in self.employers(phrase):
            if employer.i == described.referent.i:
                continue
            relation = self._held(phrase, employer)
            ended, planned = self.when(phrase)
            yield self.make(
                relation, described.referent.i, employer.i, described, [token],
                ended=ended or described.ended, status=Status.PLANNED if planned else None,
                position=None if relation == "educatedAt" else self.title(phrase),
            )  # fmt: skip

    def _held(self, phrase: Phrase, employer: Referent) -> str:
        """What the holder is of the employer; a seat in a parliament is a post."""
        relation = self._relation(phrase)
        if not self.is_type(employer, _ORG) or self._partial(phrase):
            return "worksFor"
        heads = {self.parse.tokens[self.discourse.phrases[c].head].lemma for c in phrase.complements}
        if relation == "memberOf" and heads & self.boards:
            return "boardMemberOf"  # "a member of Norvane's board"
        words = {w for name in employer.names for w in words_of(name)}
        return "worksFor" if relation == "memberOf" and words & self.legislatures else relation

    def _partial(self, phrase: Phrase) -> bool:
        """As in "X's chief executive for Central Europe", "X's finance chief": heads of a part of it."""
        words = phrase.role.words if phrase.role is not None else ""
        before = self.parse.tokens[phrase.head - 1] if phrase.head > phrase.first else None
        if words in self.part_heads and before is not None and before.pos == "NOUN" and before.name < 0:
            return True
        others = [self.discourse.phrases[i] for i in phrase.complements]
        if not self.head_first and any(self._is_function(o) for o in others):
            return True
        return any(
            o.preposition in self.regional and (r := self.referent(o)) is not None and r.type is _PLACE for o in others
        )

    def _is_function(self, phrase: Phrase) -> bool:
        """ "president of research": what is headed, not for whom."""
        bare = phrase.kind is Kind.NOUN and phrase.entity < 0 and not phrase.determiner and not phrase.names
        return bare and phrase.noun is None and phrase.role is None and phrase.preposition in self.of

    def when(self, phrase: Phrase) -> tuple[bool, bool]:
        """Whether the post has ended, whether it is still to come."""
        tokens = self.parse.tokens
        sentence = tokens[phrase.head].sentence
        around = [
            t
            for t in tokens[max(0, phrase.first - 2) : max(phrase.last, phrase.role_last) + 2]
            if t.sentence == sentence
        ]
        inside = {t.lower for t in tokens[phrase.first : max(phrase.last, phrase.role_last)]}
        before = {
            t.lower
            for t in around
            if t.i == phrase.first - 1 or (t.i == phrase.first - 2 and tokens[t.i + 1].text == "-")
        }
        ended = bool((inside | before) & self.ended) or tokens[phrase.head].lower.startswith("ex-")
        ended = ended or any(t.lower in self.words("ended_behind") for t in around if t.i >= phrase.last)
        return ended, bool(inside & self.lexicon.future)

    def title(self, phrase: Phrase) -> str:
        """The words of the post as the text has them."""
        post = phrase.role or phrase.office
        tokens = self.parse.tokens
        words = post.words if post is not None else ""
        stretch = self.parse.text[tokens[phrase.first].start : tokens[max(phrase.last, phrase.role_last) - 1].end]
        at = stretch.lower().find(words)
        return stretch[at : at + len(words)] if at >= 0 else tokens[phrase.head].text

    def occupation(self, described: Described) -> Iterator[Candidate]:
        """As in "X, an electrochemist at Y", "Y psychologist X": any noun with an employer is a post."""
        phrase = described.phrase
        yield from self._staffer(described)
        for i in phrase.complements:
            other = self.with_title(self.discourse.phrases[i])
            employer = self.referent(other)
            if (
                self.discourse.phrases[i].preposition in self.employing
                and employer is not None
                and employer.type is not _PLACE
                and self.is_type(employer, _ORG)
            ):
                first = phrase.first + (1 if phrase.determiner else 0)
                words = self.parse.text[self.parse.tokens[first].start : self.parse.tokens[phrase.last - 1].end]
                yield self.make(
                    "worksFor",
                    described.referent.i,
                    employer.i,
                    described,
                    [other.head],
                    ended=self.when(phrase)[0],
                    position=words,
                )
                return

    def _staffer(self, described: Described) -> Iterator[Candidate]:
        """ "Norwich University psychologist X": the name right before a profession."""
        phrase = described.phrase
        head = self.parse.tokens[phrase.head]
        if head.lower not in self.staffers or list(phrase.names[-1:]) != [phrase.head - 1]:
            return
        for employer, token in self.possessors(phrase):
            known = employer.type is _ORG and sum(employer.scores.values()) > _DEFAULTED  # no "Soviet physicist"
            if known and self._employs(employer, phrase, None):
                ended = self.when(phrase)[0]
                yield self.make(
                    "worksFor", described.referent.i, employer.i, described, [token], ended=ended, position=head.text
                )

    # -- for whom

    def employers(self, phrase: Phrase, *, implicit: bool = True) -> list[tuple[Referent, int]]:
        """For whom a post is held: complement, possessor, name before the noun, or that of a post joined to it.

        Without `implicit` what coreference found for a post that names nobody is left out.
        """
        found = [
            e
            for e in self._own_employers(phrase)
            if implicit or e[1] != phrase.first or phrase.determiner == "possessive"
        ]
        if not found:
            for other in self.joined(phrase):
                found = found or list(self._own_employers(other))
        return (
            found or list(self._behind_charge(phrase)) or list(self._antecedent(phrase)) or list(self._nation(phrase))
        )

    def _behind_charge(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        """As in "directrice générale adjointe chargée du fret chez X": the first organisation before the next mark."""
        start = max(phrase.last, phrase.role_last)
        if phrase.role is None:
            return
        for other in self.discourse.phrases[phrase.i + 1 : phrase.i + _CHARGE]:
            between = self.parse.tokens[start : other.first]
            if any(
                t.pos in {"PUNCT", "CCONJ", "SCONJ", "PRON"}
                or t.morph.get("VerbForm") == "Fin"
                or t.sentence != self.parse.tokens[phrase.head].sentence
                for t in between
            ):
                return
            referent = self.referent(other)
            if (
                other.kind is Kind.NAME
                and referent is not None
                and referent.type is _ORG
                and self.lexicon.plain(other.preposition) in self.post
                and self._employs(referent, phrase, other)
            ):
                yield referent, other.head
                return

    def _antecedent(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        """As in "X, où son mari est directeur", "X, dont elle est présidente", "X, whose chair is Y"."""
        for other in reversed(self.discourse.phrases[max(0, phrase.i - 4) : phrase.i]):
            token = self.parse.tokens[other.head]
            if (
                other.kind is Kind.PRONOUN
                and token.lower in self.relative_owner
                and other.entity >= 0
                and phrase.first - other.last <= _RELATIVE
            ):
                referent = self.discourse.referents[other.entity]
                if referent.type is _ORG and token.sentence == self.parse.tokens[phrase.head].sentence:
                    yield referent, other.head
                return

    @staticmethod
    def _relation(phrase: Phrase) -> str:
        post = phrase.role if phrase.role is not None else phrase.office
        return post.relation if post is not None else ""

    def _own_employers(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        found = False
        relation = self._relation(phrase)
        for complement in self.complements(phrase, self.post):
            other = self._beyond(complement, relation)
            referent = self.referent(other) or self._body(other)
            if referent is None or not self._employs(referent, phrase, other):
                continue
            found = True
            yield referent, other.head
            yield from self.conjuncts(other, _ORG)
            if relation not in _MANY or not referent.named:
                break
        behind = self.phrase_at(phrase.i + 1)
        if (
            not found
            and self.head_first
            and behind is not None
            and behind.kind is Kind.NAME
            and behind.first == max(phrase.last, phrase.role_last)
        ):
            named = self.referent(behind)  # "délégué CGT", "porte-parole X"; but "le député PNV" is of his party
            if phrase.role is not None and phrase.role.words in self.politicians:
                return
            if named is not None and behind.entity != phrase.entity and self._employs(named, phrase, None):
                found = True
                yield named, behind.head
        if not found:
            for owner, token in self.possessors(phrase):
                if self._employs(owner, phrase, None):
                    yield owner, token

    def _beyond(self, phrase: Phrase, relation: str) -> Phrase:
        """ "Professor of Mathematics at X", "the Department of Physics at X": whose subject or part that is."""
        referent, last = self.referent(phrase), phrase
        while (joined := self._and_name(last)) is not None:
            last = joined
        following = self.phrase_at(last.i + 1)
        if following is None or following.kind is not Kind.NAME or following.preposition not in self.employing:
            return phrase
        employer = self.referent(following)
        touching = [t.lower for t in self.parse.tokens[last.last : following.first]][:1] == [following.preposition]
        if referent is None or employer is None or _PLACE in {referent.type, employer.type} or not touching:
            return phrase
        field = relation == "worksFor" and phrase.preposition in self.of
        vague = sum(referent.scores.values()) <= _DEFAULTED or words_of(next(iter(referent.names)))[0] in self.subunits
        return following if field or vague else phrase

    def _and_name(self, phrase: Phrase) -> Phrase | None:
        """ "Engineering and Product Development": the name joined to another."""
        following = self.phrase_at(phrase.i + 1)
        between = self.parse.tokens[phrase.last : following.first] if following is not None else []
        joined = [t.lower for t in between] != [","] and 0 < len(between) <= _JOINED
        named = following is not None and following.kind is Kind.NAME
        return following if joined and named and all(t.lower in self.joiners for t in between) else None

    def _body(self, phrase: Phrase) -> Referent | None:
        """A public body that has no proper name but a town's: "le tribunal de commerce de Grenoble"."""
        if phrase.noun is None or phrase.noun.lemma not in self.bodies:
            return None
        town = next(
            (o for o in self.complements(phrase, self.of) if (r := self.referent(o)) is not None and r.type is _PLACE),
            None,
        )
        if town is None or not 0 < town.first - phrase.last <= 4:
            return None
        return self.unnamed(
            phrase, self.parse.text[self.parse.tokens[phrase.head].start : self.parse.tokens[town.last - 1].end], _ORG
        )

    def _employs(self, referent: Referent, phrase: Phrase, complement: Phrase | None) -> bool:
        """Organisations do; places only their own officials ("maire de X", "Britain's prime minister")."""
        words = phrase.role.words if phrase.role is not None else ""
        if complement is None and any(name.lower() in self.parties for name in referent.names):
            return False  # "a Republican senator"
        if (
            referent.type is _PLACE
            and complement is not None
            and complement.inside >= 0
            and complement.inside != phrase.i
            and complement.i not in self._behind(phrase)
        ):
            return False  # "directeur du site de X": of a site there
        if referent.type is not _PLACE and not self.is_type(referent, _ORG):
            return False
        if referent.type is _PLACE and not self.is_type(referent, _ORG):
            official = words in self.public or bool(words and words.split()[0] in self.head_of_place)
            return official and (complement is None or complement.preposition in self.of)
        return not (words in self.portfolio and complement is not None)

    def joined(self, phrase: Phrase) -> Iterator[Phrase]:
        """Posts coordinated with this one: "fondateur et PDG de X", "X founder and CEO"."""
        for step in (1, -1):
            current = phrase
            for _ in range(3):
                other = self.phrase_at(current.i + step)
                if other is None or other.role is None or other.kind is not Kind.NOUN:
                    break
                if not self._touch(*sorted((current, other), key=lambda p: p.i)) and not self._lists(current, other):
                    break
                if other.entity in {-1, phrase.entity}:
                    yield other
                current = other

    def _lists(self, first: Phrase, second: Phrase) -> bool:
        """ "President, CEO and chairman of X": the comma between posts of which the last two are joined."""
        third = self.phrase_at(second.i + 1)
        between = [t.text for t in self.parse.tokens[max(first.last, first.role_last) : second.first]]
        listed = between == [","] and not second.determiner and third is not None and third.role is not None
        return listed and third is not None and self._touch(second, third)

    def _touch(self, first: Phrase, second: Phrase) -> bool:
        between = self.parse.tokens[max(first.last, first.role_last) : second.first]
        return (
            0 < len(between) <= 2
            and all(t.lower in self.joiners or (t.i > between[0].i and t.lower in self.of) for t in between)
            and any(t.text != "," for t in between)
        )

    def _nation(self, phrase: Phrase) -> Iterator[tuple[Referent, int]]:
        """The country of a public post by its adjective: "la ministre finlandaise"."""
        if phrase.role is None or phrase.role.words not in self.public:
            return
        for i in [*phrase.modifiers, *(range(phrase.first, phrase.head) if not self.head_first else ())]:
            ref = self.demonym(self.parse.tokens[i])
            if ref is not None and ref.kind == "country":
                yield self.discourse.referents[self.place_of(ref, self.parse.tokens[i].text)], i
                return

    # -- owners by noun

    def _owning(self, described: Described) -> Iterator[Candidate]:
        """As in "X, propriétaire de Y", "X, Y's largest shareholder"."""
        phrase, holder = described.phrase, described.referent
        relation = self._relation(phrase)
        owned = [(r, o.head) for o in self.complements(phrase, self.of) if (r := self.referent(o)) is not None][:1]
        for other, token in owned or list(self.possessors(phrase)):
            if other.i != holder.i and (
                other.type is _ORG or (other.type is EntityType.PRODUCT and relation == "ownerOf")
            ):
                yield self.make(relation, holder.i, other.i, described, [token], ended=self.when(phrase)[0])
