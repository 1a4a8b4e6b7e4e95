"""Posts and speakers: whose "le directeur général" is when no organisation is named, who "nous" and "we" are.

"We will grow," said Joan Hartwell: the organisation of her post speaks. Both need a clear case and stay open otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.discourse import Discourse, Layout
from kg.extract.fitting import PERSONAL
from kg.extract.lexicon import KIN, Lexicon, Role
from kg.extract.phrases import Kind, Phrase
from kg.extract.profiles import Profiles
from kg.extract.referents import words_of
from kg.extract.salience import Salience, best
from kg.extract.syntax import Parse, Token
from kg.extract.themes import Themes
from kg.extract.verbforms import VerbForms
from kg.model import EntityType

_PERSON, _ORG, _PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
_ENOUGH, _MARGIN = 0.5, 1.2  # stricter than for pronouns; below, posts go to the wrong organisation
_TOLD = 2.0  # for the organisation of which a holder of the post says something
_SUBJECT = 0.5  # for the subject of the sentence, or of the one before
_TOPIC = 0.5  # for each time that the text names the organisation, also later, up to eight
_BRIEF = 5  # sentences of a text below which the only company that it names is meant
_AUXILIARY = 3  # tokens from a verb of speech back to the comma before it and its auxiliary
_FAR = 14  # tokens between a quotation and the words that say who speaks


class Posts:
    """Organisations of posts that are named without one."""

    def __init__(
        self,
        parse: Parse,
        discourse: Discourse,
        lexicon: Lexicon,
        salience: Salience,
        profiles: Profiles,
        themes: Themes,
    ) -> None:
        self.parse = parse
        self.discourse = discourse
        self.salience = salience
        self.profiles = profiles
        self.themes = themes
        table = lexicon.language.table("coreference")["implicit"]
        self.relations = frozenset(table["relations"])
        self.posts = frozenset(table["posts"])
        self.dating = frozenset(lexicon.language.table("attributes")["dating"])  # "chief executive since February"
        self.of_place = frozenset(table["of_place"])
        self.of_states = frozenset(table["of_states"])
        self.of_courts = frozenset(table["of_courts"])
        self.courts = frozenset(table["courts"])
        self.ended = lexicon.ended
        self.report = frozenset(lexicon.language.table("factuality")["verbs"]["report"])
        self.other = frozenset(lexicon.language.table("coreference")["nouns"]["other"])
        self.told = salience.topics.told
        self.beside = {"", *lexicon.language.table("clauses")["agent"]}
        self.explicit = {
            (p.entity, p.role.relation)
            for p in discourse.phrases
            if p.role is not None and p.entity >= 0 and self.named(p)
        }

    def named(self, phrase: Phrase) -> bool:
        """Whether the phrase says for whom the post is held."""
        return (
            phrase.owner >= 0
            or bool(phrase.names)
            or phrase.determiner == "possessive"
            or any(
                c.preposition not in self.dating and not self._is_task(c) and not self._is_of_post(c, phrase)
                for c in self._complements(phrase)
            )
        )

    @staticmethod
    def _is_of_post(phrase: Phrase, post: Phrase) -> bool:
        """ "président du conseil", "chair of the board": words of the post itself that name nobody."""
        return phrase.last <= post.role_last and phrase.owner < 0 and not phrase.complements and not phrase.names

    def _is_task(self, phrase: Phrase) -> bool:
        """ "de la rédaction", "of research": what a post is about, not for whom it is held."""
        return (
            phrase.kind is Kind.NOUN
            and phrase.entity < 0
            and phrase.noun is None
            and phrase.role is None
            and phrase.determiner in {"", "definite"}
            and not phrase.names
            and phrase.owner < 0
            and all(self._is_task(self.discourse.phrases[c]) for c in phrase.complements)
        )

    def _complements(self, phrase: Phrase) -> Iterator[Phrase]:
        """Complements of the post, also behind its words: "président du directoire de X"."""
        for i in range(phrase.i + 1, min(phrase.i + 5, len(self.discourse.phrases))):
            other = self.discourse.phrases[i]
            if other.inside == phrase.i or (
                other.preposition and phrase.last < other.first <= max(phrase.role_last, phrase.last) + 1
            ):
                yield other

    def organization(self, phrase: Phrase) -> int:
        """The organisation that a post's words name, -1 if they name none."""
        if phrase.i in self.discourse.owners:
            return self.discourse.owners[phrase.i]
        if phrase.owner >= 0:
            return self._if_organization(self.discourse.phrases[phrase.owner])
        for i in phrase.names:
            text = self.parse.tokens[i].text
            for referent in self.discourse.referents:
                if text in referent.names and referent.type is _ORG:
                    return referent.i
        return next((r for c in self._complements(phrase) if (r := self._if_organization(c)) >= 0), -1)

    def _if_organization(self, phrase: Phrase) -> int:
        if phrase.entity < 0 and phrase.i + 1 < len(self.discourse.phrases):
            following = self.discourse.phrases[phrase.i + 1]
            phrase = following if following.first == phrase.last else phrase
        return phrase.entity if phrase.entity >= 0 and self.discourse.referents[phrase.entity].type is _ORG else -1

    def holder(self, phrase: Phrase) -> int:
        """The person meant by a post and its organisation, "le PDG de X", "its founder", where the text has named just
        one.
        """
        if (
            phrase.role is None
            or phrase.role.relation not in PERSONAL
            or phrase.determiner not in {"definite", "possessive", ""}
            or self.parse.tokens[phrase.head].morph.get("Number") == "Plur"
            or self.is_ended(phrase)
            or any(self.parse.tokens[i].lemma in self.other for i in phrase.modifiers)
        ):
            return -1
        organization = self.organization(phrase)
        if organization < 0:
            return -1
        known = {
            other.entity
            for other in self.discourse.phrases[: phrase.i]
            if other.role is not None and other.entity >= 0 and self._same_post(other.role, phrase.role)
            and self.organization(other) == organization and self.discourse.referents[other.entity].type is _PERSON
        }  # fmt: skip
        return known.pop() if len(known) == 1 else -1

    @staticmethod
    def _same_post(one: Role, other: Role) -> bool:
        """Heads and founders go by several titles; for the rest the words must agree."""
        return one.relation == other.relation and (one.relation != "worksFor" or one.words == other.words)

    def owner(self, phrase: Phrase) -> int:
        """The organisation, or place, whose post is meant though nothing says so."""
        if phrase.entity < 0 and self._is_vacant(phrase):  # of use to the verbs of appointments only
            found = self.topic(phrase, _ORG)
            return found if found >= 0 else self.theme(phrase)
        if phrase.role is None or phrase.entity < 0 or self.discourse.referents[phrase.entity].type is not _PERSON:
            return -1
        if phrase.reason == "nominal":
            return -1  # "le directeur" says again what was said before
        allowed = {"definite", "", "indefinite"} if phrase.role.words in self.posts else {"definite", ""}
        if phrase.determiner not in allowed or self.named(phrase) or self._beside_named(phrase):
            return -1
        if self.is_ended(phrase) and phrase.role.words not in self.of_place:
            # "the former chief executive" is of the company spoken of, "a former banker" of any
            return (
                self.theme(phrase) if phrase.determiner == "definite" and phrase.role.relation in self.relations else -1
            )
        if (phrase.entity, phrase.role.relation) in self.explicit:
            return -1
        if phrase.role.words in self.of_states and (phrase.reason == "title" or not phrase.determiner):
            return -1
        if phrase.role.words in self.of_place | self.of_courts:
            return self.topic(phrase, _PLACE) if phrase.role.words in self.of_place else self._court(phrase)
        if phrase.role.relation in self.relations or phrase.role.words in self.posts:
            found = self.topic(phrase, _ORG)
            found = found if found >= 0 else self.theme(phrase)
            return found if found >= 0 else self._acting(phrase)
        return -1

    def _acting(self, phrase: Phrase) -> int:
        """ "Norvane will close two sites, chief executive Joan Hartwell said": the only company that is a subject in
        the sentence, or in the one before where this one has none; or else the only one of a brief.
        """
        own = self.parse.tokens[phrase.head].sentence
        if phrase.preposition not in self.beside:
            return -1  # "will launch with the designer Joan Hartwell": somebody from elsewhere
        for sentence in (own, own - 1):
            subjects = set(self._companies(sentence, subjects=True))
            if subjects:
                return subjects.pop() if len(subjects) == 1 else -1
        count = len(self.parse.sentences)
        named = {i for s in range(count) for i in self._companies(s)} if count < _BRIEF else set()
        return named.pop() if len(named) == 1 else -1

    def _companies(self, sentence: int, *, subjects: bool = False) -> Iterator[int]:
        """The companies that a sentence names, but for whom somebody speaks to."""
        for other in self.discourse.phrases:
            token = self.parse.tokens[other.head]
            if (
                token.sentence != sentence
                or other.kind is not Kind.NAME
                or not self.discourse.is_organization(other.entity)
            ):
                continue
            acts = self._acts(token) or self._is_titled(other)
            free = acts if subjects else not self._is_told(other)
            if free and not self.profiles.of[other.entity].institution and token.i not in self.salience.layout.margins:
                yield other.entity

    def _is_titled(self, name: Phrase) -> bool:
        """ "La chaîne Norvane ouvrira": a name whose title is the subject."""
        before = self.discourse.phrases[name.i - 1] if name.i else name
        titled = before.entity == name.entity and before.last == name.first
        return titled and self._acts(self.parse.tokens[before.head])

    def _acts(self, token: Token) -> bool:
        """A subject, or what is joined to one: where two companies act, neither is meant."""
        return token.dep.startswith("nsubj") or (token.dep == "conj" and self._acts(self.parse.head(token)))

    def _court(self, phrase: Phrase) -> int:
        """ "Judge Joan Hartwell": of the court last named before."""
        for other in reversed(self.discourse.phrases[: phrase.i]):
            if other.kind is Kind.NAME and other.entity >= 0:
                words = {w for name in self.discourse.referents[other.entity].names for w in words_of(name)}
                if words & self.courts:
                    return other.entity
        return -1

    def theme(self, phrase: Phrase) -> int:
        """What the text is about, unless the sentence has another organisation whose post it may be."""
        theme = self.themes.of(phrase.head)
        if theme < 0:
            return -1
        sentence = self.parse.tokens[phrase.head].sentence
        others = {
            p.entity
            for p in self.discourse.phrases
            if p.entity >= 0
            and p.entity != theme
            and self.parse.tokens[p.head].sentence == sentence
            and p.head < phrase.head
            and not self._is_told(p)
        }
        return -1 if any(self.discourse.referents[i].type is _ORG for i in others) else theme

    def _is_told(self, phrase: Phrase) -> bool:
        """ "told the Gazette": who is spoken to has no part in it."""
        token = self.parse.tokens[phrase.head]
        return token.dep in {"obj", "iobj"} and self.parse.head(token).lemma in self.report

    def _is_label(self, referent: int) -> bool:
        """Whether a section begins with the name."""
        return any(
            p.head in self.salience.layout.labels | self.salience.layout.headed
            for p in self.discourse.phrases
            if p.entity == referent and p.kind is Kind.NAME
        )

    def _beside_named(self, phrase: Phrase) -> bool:
        """ "its chairman and managing director": the post beside it says for whom."""
        near = self.discourse.phrases[max(0, phrase.i - 2) : phrase.i + 4]
        if any(p.entity == phrase.entity and p.i != phrase.i and p.role is not None and self.named(p) for p in near):
            return True
        before = self.discourse.phrases[phrase.i - 1] if phrase.i > 0 else None
        joined = (
            before is not None
            and phrase.first - before.last == 1
            and before.role is not None
            and before.role.relation not in KIN
            and self.named(before)
        )
        return joined or self._organization_behind(phrase)

    def _organization_behind(self, phrase: Phrase) -> bool:
        """ "directrice générale adjointe chargée du fret chez X": a name before the next comma is what the post
        belongs to.
        """
        for other in self.discourse.phrases[phrase.i + 1 : phrase.i + 7]:
            between = self.parse.tokens[phrase.last : other.first]
            if any(
                t.pos == "PUNCT" or t.morph.get("VerbForm") == "Fin" or t.sentence != between[0].sentence
                for t in between
            ):
                return False
            if (
                other.kind is Kind.NAME
                and other.entity >= 0
                and self.discourse.referents[other.entity].type is not _PERSON
            ):
                return True
        return False

    def is_ended(self, phrase: Phrase) -> bool:
        """A former post may have been held elsewhere."""
        words = {t.lower for t in self.parse.tokens[max(0, phrase.first - 1) : phrase.last]}
        return bool(words & self.ended) or any(w.startswith("ex-") for w in words)

    def _is_vacant(self, phrase: Phrase) -> bool:
        """A post that no name stands beside: "nommé directeur général", "quitte la présidence"."""
        if self.named(phrase) or phrase.kind is not Kind.NOUN or self._organization_behind(phrase):
            return False
        bare = (
            phrase.role is not None and phrase.role.relation in PERSONAL - KIN and phrase.determiner in {"", "definite"}
        )
        return bare or (phrase.office is not None and phrase.determiner in {"", "definite"})

    def _told_of(self, phrase: Phrase) -> int:
        """ "A spokeswoman, X, said Norvane expected …": whom a statement is about speaks through its people."""
        tokens = self.parse.tokens
        holders = [p for p in self.discourse.phrases[phrase.i : phrase.i + 2] if p.entity == phrase.entity >= 0]
        for verb in (self.parse.head(tokens[p.head]) for p in holders if tokens[p.head].dep.startswith("nsubj")):
            for clause in self.parse.children(verb, "ccomp") if verb.lemma in self.report else ():
                for subject in self.parse.children(clause, "nsubj"):
                    told = self.discourse.by_head.get(subject.i)
                    if told is not None and told.kind is Kind.NAME and told.i > phrase.i:
                        return told.entity
        return -1

    def topic(self, phrase: Phrase, kind: EntityType) -> int:
        """The entity that the text is about at the phrase, if that is clear."""
        scores = self.salience.scores(phrase, {kind})
        scores = {
            i: s
            for i, s in scores.items()
            if not self.profiles.of[i].institution and not self.discourse.referents[i].code
        }
        if self.themes.are_topics:
            scores = {i: s for i, s in scores.items() if self.told[i] > 1 or self._is_label(i)}
        else:  # labels are rubrics, and each section has a company of its own
            scores = {i: s for i, s in scores.items() if not self._is_label(i)}
        for i in scores:
            scores[i] += _TOPIC * self.salience.topics.weight(i)
        for here in (True, False):
            subject = self.salience.last_subject(phrase, {kind}, here=here)
            if subject in scores:
                scores[subject] += _SUBJECT
                break
        if (told := self._told_of(phrase)) >= 0 and self.discourse.referents[told].type is kind:
            scores[told] = scores.get(told, 0.0) + _TOLD
        return best(scores, _ENOUGH, _MARGIN)


class Speakers:
    """The first person in quotations: the organisation of who speaks."""

    def __init__(self, parse: Parse, discourse: Discourse, lexicon: Lexicon, layout: Layout, posts: Posts) -> None:
        self.parse = parse
        self.discourse = discourse
        self.layout = layout
        self.posts = posts
        table = lexicon.language.table("coreference")
        self.words = frozenset(table["speaker"]["words"])
        self.universal = frozenset(table["nouns"]["universal"])
        self.report = frozenset(lexicon.language.table("factuality")["verbs"]["report"])
        self.inverts: bool = lexicon.language.table("clauses").get("inverts_speech", False)
        self.forms = VerbForms(lexicon)
        self._by_quote: dict[int, int] = {}
        self._known: dict[int, int] = {}

    def run(self) -> None:
        """Link the pronouns; give the possessives their owners; note who speaks in each quotation."""
        for quote, (start, end) in enumerate(self.layout.quotes):
            if (who := self._who(quote)) >= 0:
                self.discourse.speakers.append((start, end, who))
        for phrase in self.discourse.phrases:
            word = self.parse.tokens[phrase.first].lower
            quote = self.layout.quote(phrase.head)
            if word in self.words and quote >= 0 and (organization := self._speaking(quote)) >= 0:
                self.link(phrase, organization)

    def link(self, phrase: Phrase, speaker: int) -> None:
        """Make a pronoun stand for who speaks, a possessive point to it; "notre groupe" is the speaker itself."""
        itself = phrase.determiner == "possessive" and phrase.noun is not None and phrase.noun.lemma in self.universal
        if phrase.entity < 0 and (phrase.kind is Kind.PRONOUN or (itself and self.discourse.is_organization(speaker))):
            phrase.entity, phrase.reason = speaker, "speaker"
            self.discourse.referents[speaker].phrases.append(phrase.i)
        elif phrase.determiner == "possessive":
            self.discourse.owners[phrase.i] = speaker

    def _speaking(self, quote: int) -> int:
        """The organisation for which a quotation speaks; one that nobody introduces goes on with the one before."""
        if quote not in self._by_quote:
            speaker = self.speaker(quote)
            if speaker is None and quote > 0 and self._goes_on(quote):
                return self._speaking(quote - 1)
            self._by_quote[quote] = self.organization(speaker) if speaker is not None else -1
        return self._by_quote[quote]

    def _who(self, quote: int) -> int:
        """The entity that speaks, also of a quotation that goes on with the one before."""
        speaker = self._speaker(quote)
        if speaker is None and quote > 0 and self._goes_on(quote):
            return self._who(quote - 1)
        return speaker if speaker is not None else -1

    def _goes_on(self, quote: int) -> bool:
        """Whether the quotation stands in the paragraph of the one before."""
        return "\n" not in self.parse.text[self.layout.quotes[quote - 1][1] : self.layout.quotes[quote][0]]

    def organization(self, speaker: int) -> int:
        """The organisation itself, or that of a person's present post."""
        referent = self.discourse.referents[speaker]
        if referent.type is _ORG:
            return speaker
        for i in referent.phrases:
            phrase = self.discourse.phrases[i]
            if (
                phrase.role is not None
                and phrase.role.relation in PERSONAL - KIN
                and not self.posts.is_ended(phrase)
                and (found := self.posts.organization(phrase)) >= 0
            ):
                return found
        return -1

    def speaker(self, quote: int) -> int | None:
        """Who says a quotation, as far as its sentence tells."""
        if (found := self._known.get(quote)) is None and (found := self._speaker(quote)) is not None:
            self._known[quote] = found
        return found

    def _inside(self, quote: int) -> int | None:
        """ "« Il faut le dire, souligne Jeanne Tardiveau. Norvane recrute. »": who speaks stands inside, behind a
        comma.
        """
        start, end = self.layout.quotes[quote]
        tokens = self.parse.tokens
        for phrase in self.discourse.phrases if self.inverts else ():
            verb = tokens[phrase.first - 1] if phrase.first > 1 else None
            if verb is None or not start < verb.start < end or not self._may_speak(phrase):
                continue
            opening = next((i for i in range(verb.i - 1, verb.i - _AUXILIARY, -1) if tokens[i].text == ","), -1)
            behind = tokens[phrase.last] if phrase.last < len(tokens) else verb
            closed = behind.text in {",", ".", ":", ";"} or phrase.role is not None
            if opening >= 0 and closed and (verb.lemma in self.report or self.forms.said(verb) in self.report):
                return phrase.entity
        return None

    def _speaker(self, quote: int) -> int | None:
        if (inside := self._inside(quote)) is not None:
            return inside
        start, end = self.layout.quotes[quote]
        tokens = self.parse.tokens
        closing = self.parse.at(end - 1)
        last = closing.i if closing is not None else -1
        behind = [
            p
            for p in self.discourse.phrases
            if last < p.first <= last + _FAR and tokens[p.first].sentence == tokens[last].sentence
        ]
        found = self._with_verb(behind, last + 1)
        if found is not None:
            return found
        first = next((t.i for t in tokens if t.end > start), 0)
        before = [
            p for p in self.discourse.phrases if p.last <= first and tokens[p.first].sentence == tokens[first].sentence
        ]
        subjects = [p for p in before if tokens[p.head].dep.startswith("nsubj")]
        said = [p for p in subjects if self.parse.head(tokens[p.head]).lemma in self.report]
        if first > 0 and tokens[first - 1].text == ":":  # "Joan Hartwell was blunt:", "Hartwell:"
            said = [p for p in subjects or before[:1] if self._may_speak(p)][:1]
        return next((p.entity for p in reversed(said) if self._may_speak(p)), None)

    def _with_verb(self, phrases: list[Phrase], first: int) -> int | None:
        """The first phrase behind a quotation that can speak, with a verb of speech beside it."""
        tokens = self.parse.tokens
        for phrase in phrases:
            if self._may_speak(phrase):
                around = tokens[first : min(phrase.last + 3, len(tokens))]
                verbs = [t for t in around if t.pos in {"VERB", "AUX"}]
                opening = any(t.i <= first + 3 for t in verbs) or self._is_inverted(first, phrase)
                return phrase.entity if opening or any(t.lemma in self.report for t in verbs) else None
        return None

    def _is_inverted(self, first: int, phrase: Phrase) -> bool:
        """ "», tranche Jeanne Tardiveau": a word or two between the quotation and the name are a verb."""
        between = [t for t in self.parse.tokens[first : phrase.first] if t.pos != "PUNCT"]
        return 1 <= len(between) <= 2 and not any(t.pos in {"ADP", "CCONJ", "SCONJ", "DET"} for t in between)

    def _may_speak(self, phrase: Phrase) -> bool:
        return phrase.entity >= 0 and self.discourse.referents[phrase.entity].type in {_PERSON, _ORG}
