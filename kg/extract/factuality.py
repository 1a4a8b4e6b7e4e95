"""What the text commits itself to, and on whose word: status, polarity, attribution (FactBank's terms).

A predicate starts as asserted; its own mood, negation and adverbs change that, then each verb or noun that governs it,
from near to far. A reporting verb on the way gives the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Phrase
from kg.extract.syntax import Parse, Token
from kg.model import Source, Status

_ASSERTED, _PLANNED, _POSSIBLE, _DENIED, _UNKNOWN = Status
_LINKS = {
    "xcomp",
    "ccomp",
    "advcl",
    "acl",
    "conj",
    "obj",
    "obl",
    "nmod",
    "parataxis",
    "csubj",
    "nsubj",
    "root",
    "advmod",
    "dep",
    "appos",
}

# What hangs on a noun without describing it: the words of a source end there.
_APART = {"acl:relcl", "appos", "conj", "parataxis", "cc", "punct", "advcl", "cop", "nsubj", "aux", "mark", "ccomp"}


@dataclass(frozen=True, slots=True)
class Factuality:
    """The status of a predicate and its source, if the text names one."""

    status: Status
    source: Source | None = None


class Judge:
    """Judges predicates of one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        table = lexicon.language.table("factuality")
        self.verbs = {kind: frozenset(words) for kind, words in table["verbs"].items()}
        self.nouns = {kind: frozenset(words) for kind, words in table["nouns"].items()}
        self.adverbs = _any_of(table["adverbs"]["possible"])
        self.unknown_marks = frozenset(table["marks"]["unknown"])
        self.certain_sources = _any_of(table["source"]["certain"])
        self.future_lemmas = frozenset(table["future"]["lemmas"])
        self.future_words = _any_of(table["future"]["words"])
        self.possible_modals = frozenset(table["future"].get("possible_modals", ()))
        self.conditional_modals = frozenset(table["future"].get("conditional_modals", ()))
        self.conditional = table["conditional"] == "possible"
        self.negation = frozenset(lexicon.language.table("clauses")["negation"])
        self.aims = frozenset(table["marks"]["aim"])
        self._cache: dict[int, Factuality] = {}

    def judge(self, token: int) -> Factuality:
        """The factuality of the predicate at a token (a verb, or the noun of an event)."""
        if token not in self._cache:
            self._cache[token] = self._judge(self.parse.tokens[token])
        return self._cache[token]

    def _judge(self, token: Token) -> Factuality:
        clause = self.clauses.get(token.i)
        status = self._own(token, clause)
        event = clause is None
        source: Source | None = None
        seen, current = 0, token
        while current.head != current.i and seen < 12:
            seen += 1
            above = self.parse.head(current)
            if self._is_relative(current) and current.i != token.i:
                break
            if current.dep == "acl:relcl" or self._describes(current):
                break
            if current.dep == "conj" and current.i in self.clauses and not self._shares(current):
                current = above
                continue
            status, source = self._governed(status, source, current, above, event=event)
            event = event and above.i not in self.clauses
            current = above
        source = source or self._quoted(token) or self._beside(token) or self._trailing(token) or self._according(token)
        if self._is_question(token):
            status = _UNKNOWN
        return Factuality(status, source)

    # -- the predicate itself

    def _own(self, token: Token, clause: Clause | None) -> Status:
        around = self._around(token)
        if clause is None:
            return _POSSIBLE if self.adverbs.search(around) else _ASSERTED
        if clause.negated:
            return _DENIED
        if (
            token.dep == "conj"
            and not clause.auxiliaries
            and token.morph.get("VerbForm") == "Inf"
            and token.head in self.clauses
        ):
            return self._own(self.parse.head(token), self.clauses[token.head])  # "will close X and cut Y"
        if (
            self._is_conditional(clause)
            or self.adverbs.search(around)
            or self.possible_modals & set(clause.auxiliaries)
        ):
            return _POSSIBLE
        if clause.form == "inf" and not clause.auxiliaries and self._heads_line(token):
            return _PLANNED  # headlines: "X to buy Y"
        if (
            clause.tense == "fut"
            or self.future_lemmas & set(clause.auxiliaries)
            or self.future_words.search(self._before(token))
        ):
            return _PLANNED
        return _PLANNED if self._is_headline(token, clause) else _ASSERTED

    def _is_headline(self, token: Token, clause: Clause) -> bool:
        """ "X to buy Y": an infinitive on the name at the root of a headline, or itself the root."""
        head = self.parse.head(token)
        if token.dep == "root":
            return clause.form == "inf" and "agent" in clause.arguments
        return token.dep.startswith("acl") and clause.form == "inf" and head.dep == "root" and head.pos == "PROPN"

    def _heads_line(self, token: Token) -> bool:
        """Whether an infinitive stands where a headline has its verb: at the root, or hung on its own subject."""
        return token.dep == "root" or (
            token.dep.startswith("acl") and self.parse.head(token).dep == "root" and self.parse.head(token).name >= 0
        )

    def _is_conditional(self, clause: Clause) -> bool:
        return (self.conditional and clause.mood == "cnd") or bool(self.conditional_modals & set(clause.auxiliaries))

    def _around(self, token: Token) -> str:
        """The words near the predicate, within its sentence."""
        first, last = self.parse.sentences[token.sentence]
        a, b = max(first, token.i - 4), min(last, token.i + 4)
        return self.parse.text[self.parse.tokens[a].start : self.parse.tokens[b - 1].end].lower()

    def _before(self, token: Token) -> str:
        first, _ = self.parse.sentences[token.sentence]
        a = max(first, token.i - 4)
        return self.parse.text[self.parse.tokens[a].start : token.end].lower()

    # -- what governs it

    def _governed(
        self, status: Status, source: Source | None, token: Token, above: Token, *, event: bool
    ) -> tuple[Status, Source | None]:
        clause = self.clauses.get(above.i)
        if clause is None:
            return self._under_noun(status, above), source
        if token.dep == "advcl" and token.morph.get("VerbForm") == "Fin":
            return status, source
        if self._is_purpose(token):
            return combine(status, _PLANNED), source
        if self._is_future_of_past(token, clause):
            status = _PLANNED
        is_subject = token.i in clause.arguments.get("agent", []) + (
            clause.arguments.get("patient", []) if clause.passive else []
        )
        status = self._under_verb(status, clause, token, event=event, is_subject=is_subject)
        if (
            source is None
            and clause.lemma in self.verbs["report"]
            and not (is_subject or clause.negated)
            and token.dep != "conj"
        ):
            source = self._agent(clause)
        return status, source

    def _is_purpose(self, token: Token) -> bool:
        """ "is leaving to join X", "pour racheter Y": an aim, not yet reached."""
        below = self.clauses.get(token.i)
        return (
            below is not None
            and below.form == "inf"
            and token.dep == "advcl"
            and any(m.lower in self.aims for m in self.parse.children(token, "mark", "aux", "case"))
        )

    def _is_future_of_past(self, token: Token, governor: Clause) -> bool:
        """ "a annoncé qu'il rachèterait", "said it would buy": the speaker's own plan, told in the past."""
        below = self.clauses.get(token.i)
        if below is None or token.dep != "ccomp" or governor.lemma not in self.verbs["report"] or governor.negated:
            return False
        own = (
            self._is_conditional(below)
            and not below.negated
            and below.lemma not in self.future_lemmas | self.verbs["possible"]
        )
        speakers = {self._entity(i) for i in governor.arguments.get("agent", [])} - {-1}
        actors = {self._entity(i) for i in below.arguments.get("agent", []) + below.arguments.get("patient", [])}
        return own and bool(speakers & actors)

    def _entity(self, token: int) -> int:
        phrase = self.discourse.by_head.get(token)
        return phrase.entity if phrase is not None else -1

    def _under_noun(self, status: Status, noun: Token) -> Status:
        for kind, result in (
            ("denied", _DENIED),
            ("possible", _POSSIBLE),
            ("unknown", _UNKNOWN),
            ("planned", _PLANNED),
        ):
            if noun.lemma in self.nouns[kind]:
                return combine(status, result)
        return status

    def _under_verb(self, status: Status, clause: Clause, token: Token, *, event: bool, is_subject: bool) -> Status:
        lemma = clause.lemma
        asks = any(c.lower in self.unknown_marks for c in self.parse.children(token, "mark"))
        if asks and (lemma in self.verbs["report"] or lemma in self.verbs["unknown"] or clause.negated):
            return _UNKNOWN
        if lemma in self.verbs["denied"]:
            return combine(status, _UNKNOWN if clause.negated else _DENIED)
        if clause.negated and (
            lemma in self.verbs["planned"]
            or lemma in self.verbs["possible"]
            or (event and not is_subject)
            or token.dep == "xcomp"
        ):
            return combine(status, _DENIED)
        if clause.negated and lemma in {"confirmer", "confirm", "préciser", "exclure"}:
            return _UNKNOWN
        if event and lemma in self.verbs["complete"]:
            return self._of_clause(status, clause)
        if event and lemma in self.verbs["announce"]:
            return combine(status, _PLANNED)
        if lemma in self.verbs["possible"] and not is_subject:
            return combine(status, _POSSIBLE)
        if lemma in self.verbs["planned"] and not is_subject and token.dep != "conj":
            status = combine(status, _PLANNED)
        if event or token.dep == "xcomp" or lemma in self.verbs["planned"] or self._accompanies(token):
            return self._of_clause(status, clause)
        return status

    @staticmethod
    def _accompanies(token: Token) -> bool:
        """ "will close its plant, cutting 300 jobs": what a present participle tells happens with the rest."""
        return (
            token.dep == "advcl"
            and token.morph.get("VerbForm") in {"Part", "Ger"}
            and token.morph.get("Tense") == "Pres"
        )

    def _of_clause(self, status: Status, clause: Clause) -> Status:
        """What the governing clause's own mood adds."""
        own = self._own(self.parse.tokens[clause.predicate], clause)
        return combine(status, own) if own is not _ASSERTED else status

    def _shares(self, token: Token) -> bool:
        """Whether a coordinated verb is below the same governor (an infinitive without its own subject)."""
        clause = self.clauses.get(token.i)
        return clause is not None and clause.form == "inf"

    @staticmethod
    def _is_relative(token: Token) -> bool:
        return token.dep == "acl:relcl"

    def _describes(self, token: Token) -> bool:
        """A past participle without a preposition describes by itself: "la société, fondée en 1834, dément"."""
        clause = self.clauses.get(token.i)
        bare = (
            clause is not None
            and clause.form == "part"
            and clause.passive
            and not self.parse.children(token, "mark", "case", "aux")
        )
        return bare and token.dep.split(":")[0] in {"acl", "amod", "advcl", "appos", "nmod"}

    def _is_question(self, token: Token) -> bool:
        _, last = self.parse.sentences[token.sentence]
        return self.parse.tokens[last - 1].text == "?"

    # -- sources

    def _agent(self, clause: Clause) -> Source | None:
        for i in clause.arguments.get("agent", []):
            if found := self.source_of(i):
                return found
        return None

    def source_of(self, token: int) -> Source | None:
        """The source that the phrase at a token names: an entity, or the phrase's words."""
        phrase = self.discourse.by_head.get(token)
        if phrase is None:
            word = self.parse.tokens[token]
            return Source(self._stretch(word, word.i, word.i + 1)) if word.pos in {"NOUN", "NUM", "PROPN"} else None
        if phrase.entity >= 0:
            return Source(self.discourse.referents[phrase.entity].fullest()[0], str(phrase.entity))
        head = self.parse.tokens[phrase.head]
        if head.pos == "PRON" or (phrase.role is not None and phrase.i in self.discourse.owners):
            return None
        return Source(self._words(phrase))

    def _words(self, phrase: Phrase) -> str:
        """The phrase with all that describes it, as the text has it: "two people familiar with the matter"."""
        return self._stretch(self.parse.tokens[phrase.head], phrase.first, phrase.last)

    def _stretch(self, head: Token, first: int, last: int) -> str:
        """From the token `first` to the last word that describes `head`."""
        below = self.parse.subtree(head, lambda t: t.dep not in _APART)
        end = max([last - 1, *(t.i for t in below if t.sentence == head.sentence)])
        return self.parse.text[self.parse.tokens[first].start : self.parse.tokens[end].end]

    def _beside(self, token: Token) -> Source | None:
        """ "…, a annoncé la direction": the clause of speech hung on the statement that it reports."""
        chain = {token.i, *(t.i for t in self.parse.ancestors(token))}
        first, last = self.parse.sentences[token.sentence]
        for i in range(first, last):
            clause, word = self.clauses.get(i), self.parse.tokens[i]
            if (
                clause is not None
                and word.dep == "parataxis"
                and word.head in chain
                and i not in chain
                and clause.lemma in self.verbs["report"]
                and not clause.negated
            ):
                return self._agent(clause)
        return None

    def _trailing(self, token: Token) -> Source | None:
        """ "…, the company said on Monday.", "…, ont annoncé mardi les deux parties.": speech behind the last comma."""
        first, last = self.parse.sentences[token.sentence]
        comma = next((i for i in range(last - 1, first, -1) if self.parse.tokens[i].text == ","), -1)
        if comma <= token.i:
            return None
        for i in range(comma + 1, last):
            clause = self.clauses.get(i)
            if clause is not None and clause.lemma in self.verbs["report"] and not clause.negated:
                own = clause.arguments.get("agent", [])
                near = [a for a in own if a > comma] or self._nominals_near(i, comma, last)
                return next((s for a in near if (s := self.source_of(a))), None)
        return None

    def _nominals_near(self, verb: int, comma: int, last: int) -> list[int]:
        """Heads of the phrases between the comma and the end, those of dates left out."""
        inside = [p for p in self.discourse.phrases if comma < p.head < last and p.head != verb and not p.preposition]
        return [
            p.head
            for p in inside
            if not any(v.start <= self.parse.tokens[p.head].start < v.end for v in self.parse.values)
        ][:1]

    def _according(self, token: Token) -> Source | None:
        """ "selon X", "according to X" in the sentence."""
        first, last = self.parse.sentences[token.sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        match = self.certain_sources.search(self.parse.text[start:end].lower())
        if match is None:
            return None
        behind = start + match.end()
        phrase = next(
            (p for p in self.discourse.phrases if self.parse.tokens[p.first].start >= behind and p.first < last), None
        )
        return self._source_of_phrase(phrase) if phrase is not None else None

    def _source_of_phrase(self, phrase: Phrase) -> Source | None:
        """As `source_of`; a title stands for the name behind it."""
        if phrase.entity < 0 and phrase.i + 1 < len(self.discourse.phrases):
            following = self.discourse.phrases[phrase.i + 1]
            if following.first == phrase.last and following.entity >= 0:
                phrase = following
        return self.source_of(phrase.head)

    def _quoted(self, token: Token) -> Source | None:
        """The speaker, when the predicate stands inside quotation marks of a sentence that says who speaks."""
        speech = self.speech(token)
        if speech is not None and (found := self._agent(speech)):
            return found
        who = self.discourse.speaker_at(token.start)
        return Source(self.discourse.referents[who].fullest()[0], str(who)) if who >= 0 else None

    def speech(self, token: Token) -> Clause | None:
        """The clause of speech around or beside the quotation in which the token stands."""
        first, last = self.parse.sentences[token.sentence]
        opening = self.parse.text.rfind("«", 0, token.start), self.parse.text.rfind("»", 0, token.start)
        inside = (
            opening[0] > opening[1] or self.parse.text[self.parse.tokens[first].start : token.start].count('"') % 2 == 1
        )
        if not inside:
            return None
        for i in range(first, last):
            clause = self.clauses.get(i)
            if (
                clause is not None
                and i != token.i
                and clause.lemma in self.verbs["report"]
                and clause.arguments.get("agent")
            ):
                return clause
        return None


# How strong each status is against another: what is denied or open above stays so below.
_STRENGTH = {_ASSERTED: 0, _PLANNED: 1, _POSSIBLE: 2, _UNKNOWN: 3, _DENIED: 4}


def combine(below: Status, above: Status) -> Status:
    """The status of something below a governor; a denied denial is open, a plan that may be is possible."""
    if below is _DENIED and above is _DENIED:
        return _UNKNOWN
    return max(below, above, key=lambda s: _STRENGTH[s])


def _any_of(words: list[str]) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?!)")
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?!\w)")
