"""On whose word a text says something, where no verb above the statement tells it.

News puts the source before ("X was blunt:"), behind (", X said"), inside (", according to X,"), in a participle ("a
plan first reported by X"), around a quotation. The parser hangs most of these anywhere; what stands between commas,
before a colon or behind a preposition is read off the surface.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.choices import any_of
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.incises import Incises
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.syntax import Parse, Token
from kg.extract.voices import Voices
from kg.model import EntityType, Source

_ENDS = {";", "»", '"', ":"}  # what somebody says goes no further
_NEAR = 2  # words from a verb of speech to "that", a day between them


class Sources:
    """Finds the sources of one document's statements."""

    def __init__(
        self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon, voices: Voices
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.voices = voices
        self.incises = Incises(parse, clauses, discourse, lexicon, voices)
        source = lexicon.language.table("factuality")["source"]
        self.prepositions = any_of(source["prepositions"])
        self.anonymous = any_of(source["anonymous"])
        self.opinion = frozenset(source["opinion"])
        self.accounts = frozenset(source["accounts"])
        self.frank = frozenset(source["frank"])
        self.content = frozenset(source["content"])
        self._opinions: dict[int, Source | None] = {}

    def around(self, token: Token) -> Source | None:
        """The source of the statement at a token that its own governors don't name."""
        return (
            self._quoted(token)
            or self._heralded(token)
            or self._beside(token)
            or self.incises.source(token)
            or self._according(token)
            or self._opined(token.sentence)
            or self.voices.told(token)
        )

    # -- speech before and around

    def _quoted(self, token: Token) -> Source | None:
        """The speaker, when the predicate stands inside quotation marks of a sentence that says who speaks."""
        speech = self._speech(token)
        if speech is not None and (found := self.voices.of_clause(speech)):
            return found
        who = self.discourse.speaker_at(token.start)
        return self.voices.entity(who) if who >= 0 else None

    def _speech(self, token: Token) -> Clause | None:
        """The clause of speech around or beside the quotation in which the token stands."""
        first, last = self.parse.sentences[token.sentence]
        opening = self.parse.text.rfind("«", 0, token.start), self.parse.text.rfind("»", 0, token.start)
        inside = (
            opening[0] > opening[1] or self.parse.text[self.parse.tokens[first].start : token.start].count('"') % 2 == 1
        )
        if not inside:
            return None
        speaking = (self.clauses[i] for i in range(first, last) if i in self.clauses and i != token.i)
        said = (c for c in speaking if c.lemma in self.voices.report and c.arguments.get("agent"))
        return next((c for c in said if not (c.form == "part" and c.passive)), None)  # "un plan évoqué par X" is told

    def _heralded(self, token: Token) -> Source | None:
        """ "Jeanne Tardiveau l'a confirmé : …", "Joan Hartwell was blunt: …": what a colon opens is hers."""
        first, _ = self.parse.sentences[token.sentence]
        colon = next((i for i in range(token.i - 1, first, -1) if self.parse.tokens[i].text == ":"), first)
        clause = next((c for i in range(first, colon) if (c := self.clauses.get(i)) is not None), None)
        if clause is None or clause.negated:
            return None
        frank = clause.copular and clause.lemma in self.frank
        return self.voices.of_clause(clause) if frank or clause.lemma in self.voices.report else None

    def stated(self, token: Token) -> Source | None:
        """ "Jeanne Tardiveau juge que": what stands behind the word is what she says, however the parser hangs it."""
        first, _ = self.parse.sentences[token.sentence]
        for i in range(token.i - 1, first, -1):
            if self.parse.tokens[i].text in _ENDS:
                return None
            clause = self.clauses.get(i)
            if clause is None or clause.form != "fin" or clause.lemma not in self.voices.report or clause.negated:
                continue
            if any(t.lower in self.content and t.i < token.i for t in self.parse.tokens[i + 1 : i + 1 + _NEAR]):
                return self.voices.of_clause(clause)
        return None

    def is_frank(self, clause: Clause) -> bool:
        """ "is adamant that", "est formel": who is so says what stands below."""
        return clause.copular and clause.lemma in self.frank and not clause.negated

    def _beside(self, token: Token) -> Source | None:
        """ "…, a annoncé la direction": the clause of speech hung on the statement that it reports."""
        chain = {token.i, *(t.i for t in self.parse.ancestors(token))}
        first, last = self.parse.sentences[token.sentence]
        hung = [t for t in self.parse.tokens[first:last] if t.dep.startswith("parataxis") and t.head in chain - {t.i}]
        speaking = [c for t in hung if t.i not in chain and (c := self.clauses.get(t.i)) is not None]
        said = (self.voices.of_clause(c) for c in speaking if c.lemma in self.voices.report and not c.negated)
        return next((s for s in said if s is not None), None)

    # -- phrases that name a source

    def _according(self, token: Token) -> Source | None:
        """ "selon X", "according to X", "de source syndicale": the nearest in the sentence."""
        found = sorted(self._named(token), key=lambda s: abs(s[0] - token.i))
        return found[0][1] if found else None

    def _named(self, token: Token) -> Iterator[tuple[int, Source]]:
        """The sources that prepositions name in a token's sentence, each with the token where it begins."""
        first, last = self.parse.sentences[token.sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        text = self.parse.text[start:end].lower()
        if match := self.anonymous.search(text):
            if unnamed := self._unnamed(start + match.start(), last):
                yield token.i, unnamed
            return
        for match in self.prepositions.finditer(text):
            phrase = self._behind(start + match.end(), last)
            if phrase is None or self._describes(token, phrase) or self._is_inner(phrase, token):
                continue
            if (source := self.voices.of_phrase(phrase)) is not None:
                yield phrase.first, source

    def _describes(self, token: Token, phrase: Phrase) -> bool:
        """Whether a token is among the words for the source; behind a comma the statement begins, however it hangs."""
        apart = any(t.text == "," for t in self.parse.tokens[phrase.last : token.i])
        return self.voices.is_below(token, phrase.head) and not apart

    def _is_inner(self, phrase: Phrase, token: Token) -> bool:
        """ "whose fortune is worth 2 billion according to X": said of what stands in that relative clause alone."""
        before = self.parse.tokens[phrase.first - 2 : phrase.first]
        if any(t.text in {",", "(", "–", "—"} for t in before):
            return False
        above = {t.i for t in self.parse.ancestors(token)} | {token.i}
        inner = [t for t in self.parse.ancestors(self.parse.tokens[phrase.head]) if t.dep == "acl:relcl"]
        return any(t.i not in above for t in inner)

    def _opined(self, sentence: int) -> Source | None:
        """ "Pour Jeanne Tardiveau, …", "By Joan Hartwell's account, …"."""
        if sentence not in self._opinions:
            self._opinions[sentence] = self._read_opinion(sentence)
        return self._opinions[sentence]

    def _read_opinion(self, sentence: int) -> Source | None:
        first, last = self.parse.sentences[sentence]
        for phrase in self.discourse.phrases:
            if not first <= phrase.first < last or not phrase.preposition:
                continue
            if (owner := self._accounts(phrase)) >= 0:
                return self.voices.entity(owner)
            if phrase.first == first + 1 and phrase.preposition in self.opinion and self._is_person(phrase):
                return self.voices.entity(phrase.entity)
        return None

    def _accounts(self, phrase: Phrase) -> int:
        """Whose account, words or admission a phrase gives."""
        owner = self.discourse.phrases[phrase.owner] if phrase.owner >= 0 else phrase
        if f"{owner.preposition} {self.parse.tokens[phrase.head].lemma}" not in self.accounts:
            return -1
        return owner.entity if phrase.owner >= 0 else self.discourse.owners.get(phrase.i, -1)

    def _is_person(self, phrase: Phrase) -> bool:
        """A person set off by a comma: "Pour Jeanne Tardiveau, analyste, …"."""
        behind = self.parse.tokens[phrase.last] if phrase.last < len(self.parse.tokens) else None
        apart = behind is not None and behind.text == ","
        return apart and phrase.entity >= 0 and self.discourse.referents[phrase.entity].type is EntityType.PERSON

    def _behind(self, offset: int, last: int) -> Phrase | None:
        """The phrase that begins right behind a character of the text."""
        token = self.parse.at(offset + 1)
        found = next((p for p in self.discourse.phrases if token is not None and p.first >= token.i), None)
        return found if found is not None and found.first < last else None

    def _unnamed(self, offset: int, last: int) -> Source | None:
        """ "de source proche du dossier": the words from "source" on."""
        token = self.parse.at(offset)
        if token is None or token.i + 1 >= last:
            return None
        head = self.parse.tokens[token.i + 1]
        return Source(self.voices.stretch(head, head.i, head.i + 1))
