"""What the text commits itself to, and on whose word: status, polarity, attribution (FactBank's terms).

A predicate starts as asserted; its own mood, negation and adverbs change that, then each verb or noun that governs it,
from near to far. A reporting verb on the way gives the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.announcers import Announcers
from kg.extract.choices import any_of
from kg.extract.clause import Clause, with_particle
from kg.extract.coreference import Discourse
from kg.extract.hearsay import Hearsay
from kg.extract.lexicon import Lexicon
from kg.extract.retelling import Retelling
from kg.extract.sources import Sources
from kg.extract.syntax import Parse, Token
from kg.extract.unsettled import Unsettled
from kg.extract.voices import Voices
from kg.model import Source, Status

_ASSERTED, _PLANNED, _POSSIBLE, _DENIED, _UNKNOWN = Status
_HIGH = 12  # governors that are looked at


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
        self.denying = self.verbs["denied"] & self.verbs["report"]
        self.nouns = {kind: frozenset(words) for kind, words in table["nouns"].items()}
        self.held = self.nouns["planned"] | self.nouns["possible"]
        self.announcers = Announcers(parse, clauses, discourse, lexicon)
        self.adverbs = any_of(table["adverbs"]["possible"])
        self.unknown_marks = frozenset(table["marks"]["unknown"])
        marks = "|".join(table["source"]["gossip_marks"])
        self.gossips = {f"{words} {rest}".strip(): len(words) for words, rest in table["source"]["gossip"]}
        self.gossip = any_of(self.gossips, rf"(?<!\w)(%s)[\w ]{{0,30}}? (?:{marks})")
        self.future_lemmas = frozenset(table["future"]["lemmas"])
        self.future_words = any_of(table["future"]["words"])
        self.nearing = tuple(table["future"]["nearing"])
        self.modifiers = {kind: frozenset(words) for kind, words in table["adjectives"].items()}
        self.consents = any_of(table["future"]["consents"])
        self.possible_modals = frozenset(table["future"].get("possible_modals", ()))
        self.conditional_modals = frozenset(table["future"].get("conditional_modals", ()))
        self.conditional = table["conditional"] == "possible"
        self.negation = frozenset(lexicon.language.table("clauses")["negation"])
        self.unsettled = Unsettled(parse, clauses, lexicon)
        self.aims = frozenset(table["marks"]["aim"])
        self.leaving = frozenset(table["marks"]["leaving"])
        self.hearsay = Hearsay(parse, discourse, lexicon)
        self.voices = Voices(parse, clauses, discourse, lexicon)
        self.sources = Sources(parse, clauses, discourse, lexicon, self.voices)
        self.retelling = Retelling(parse, clauses, discourse, lexicon, self.voices)
        self._joined = frozenset(v for found in self.verbs.values() for v in found if " " in v)
        self._cache: dict[int, Factuality] = {}
        self._rumours: dict[int, Source] = {}

    def judge(self, token: int) -> Factuality:
        """The factuality of the predicate at a token (a verb, or the noun of an event)."""
        if token not in self._cache:
            self._cache[token] = self._judge(self.parse.tokens[token])
        return self._cache[token]

    def rumoured(self, token: int) -> Factuality | None:
        """What a text denies as a rumour was rumoured: "dismissed speculation that X would buy Y"."""
        verdict = self.judge(token)
        told = self._rumours.get(token) if verdict.status is _DENIED else None
        return Factuality(_POSSIBLE, told) if told is not None else None

    def _judge(self, token: Token) -> Factuality:
        clause = self.clauses.get(token.i)
        status = self._own(token, clause)
        event = clause is None
        links = list(self._links(token))
        spoken: list[Source] = []
        held: list[Source] = []
        for current, above in links:
            status = self._governed(status, current, above, event=event)
            spoken += self._holder(current, above, self.verbs["report"], event=event)
            held += self._holder(current, above, self.verbs["attitude"], event=event, stance=True)
            event = above.i not in self.clauses and (event or above.lemma in self.held)
        aside = any(self._is_aside_of(t, 0) for t in (token, *self.parse.ancestors(token)))
        if (gossip := self._gossip(token)) is not None:
            status = combine(status, _POSSIBLE)
        if self._is_question(token):
            status = _UNKNOWN
        named = self._named(token, spoken, held, links) or ([gossip] if gossip is not None else [])
        if not named and not (aside and status is _ASSERTED):  # what is only mentioned beside is nobody's news
            named = [s for s in [self.sources.stated(token)] if s is not None]
        if status is _DENIED and (denial := self._denial(links)) is not None:
            rumours = [s for link in links for s in self._told_of(*link)]
            self._rumours |= {token.i: s for s in rumours[:1]}  # noqa: B035
            denier = self.voices.of_clause(denial)
            named = [denier] if denier is not None else [s for s in named if s not in rumours]
        source = named[0] if named else self._beyond(token, clause)
        if clause is not None and status is _PLANNED and source is not None and self.hearsay.is_outsider(source):
            status = _POSSIBLE  # "the planned takeover, first reported by" is planned on nobody's word
        return Factuality(status, source)

    def _named(
        self, token: Token, spoken: list[Source], held: list[Source], links: list[tuple[Token, Token]]
    ) -> list[Source]:
        """The source in the sentence: who speaks above, else who speaks beside, else who holds it to be so."""
        expected = [s for s in held[:1] if self.hearsay.is_outsider(s)]  # "analysts expect"
        named = spoken[:1] or expected or [s for s in [self.sources.around(token)] if s is not None] or held[:1]
        if named == held[:1] and any(self._is_hearsay(above) for _, above in links):
            return []  # "is said to be considering": who considers did not say so
        return named

    def _beyond(self, token: Token, clause: Clause | None) -> Source | None:
        """The source in the sentences around."""
        behind = None if self._is_relative(token) else self.retelling.afterwards(token)
        return self._continued(token, clause) or behind

    def _gossip(self, token: Token) -> Source | None:
        """ "Rumour has it that", "le bruit court que": nobody in particular says so, but of what is only mentioned."""
        first = self.parse.tokens[self.parse.sentences[token.sentence][0]].start
        match = self.gossip.search(self.parse.text[first : token.start].lower())
        if match is None or any(
            self._is_aside_of(t, first + match.end()) for t in (token, *self.parse.ancestors(token))
        ):
            return None
        begin = first + match.start(1)
        return Source(self.parse.text[begin : begin + self.gossips[match[1]]])

    def _is_aside_of(self, token: Token, start: int) -> bool:
        """Whether a token describes a noun that stands behind a character of the text."""
        return self.parse.head(token).start >= start and (self._is_relative(token) or self._describes(token))

    def _is_hearsay(self, above: Token) -> bool:
        clause = self.clauses.get(above.i)
        told = clause is not None and clause.passive and clause.lemma in self.verbs["report"] | self.verbs["possible"]
        return clause is not None and told and not clause.arguments.get("agent")

    def _denial(self, links: list[tuple[Token, Token]]) -> Clause | None:
        """ "X dismissed speculation that", "les rumeurs ont été démenties par X": who denies says so, and not who told
        it.
        """
        above = (self.clauses.get(above.i) for _, above in links)
        return next((c for c in above if c and self._lemma(c) in self.denying and not c.negated), None)

    def _lemma(self, clause: Clause) -> str:
        return with_particle(self.parse, clause, self._joined)

    def _links(self, token: Token) -> Iterator[tuple[Token, Token]]:
        """What stands below what, from the predicate up to where its statement ends."""
        seen, current = 0, token
        while current.head != current.i and seen < _HIGH:
            seen += 1
            above = self.parse.head(current)
            if self._is_relative(current) or self._describes(current) or self._is_neutral(above):
                return
            if above.i > current.i and any(t.text == ";" for t in self.parse.tokens[current.i : above.i]):
                return  # "Norvane rose on a report that it would buy Tilmex; the group told the paper that"
            if current.dep != "conj" or current.i not in self.clauses or self._shares(current):
                yield current, above
            current = above

    def _is_neutral(self, above: Token) -> bool:
        clause = self.clauses.get(above.i)
        return clause is not None and clause.lemma in self.verbs["neutral"]

    # -- the predicate itself

    def _own(self, token: Token, clause: Clause | None) -> Status:
        around = self._around(token)
        if clause is None:
            allowed = self.consents.search(self._before(token))  # "a donné son feu vert à la fusion"
            may = self.adverbs.search(around) or self._is_called(token, "possible")
            return _POSSIBLE if may else _PLANNED if allowed or self._is_called(token, "planned") else _ASSERTED
        if clause.negated:
            return _DENIED
        if token.dep == "conj" and clause.form == "inf" and token.head in self.clauses:
            return self._own(self.parse.head(token), self.clauses[token.head])  # "will close X and cut Y, be sold to Z"
        if (
            self._is_conditional(clause)
            or self.adverbs.search(around)
            or self._is_near(token)
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

    def _is_called(self, noun: Token, kind: str) -> bool:
        """ "un éventuel rachat", "the planned takeover": what an adjective says of the noun of an event."""
        words = self.modifiers[kind]
        return any({c.lemma, c.lower} & words for c in self.parse.children(noun, "amod", "compound", "acl"))

    def _is_near(self, token: Token) -> bool:
        """ "is close to buying", "est près de racheter": it may come to that."""
        first = self.parse.tokens[self.parse.sentences[token.sentence][0]].start
        return self.parse.text[first : token.start].lower().endswith(self.nearing)

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

    def _governed(self, status: Status, token: Token, above: Token, *, event: bool) -> Status:
        clause = self.clauses.get(above.i)
        if clause is None:
            return self._under_noun(status, above)
        if clause.copular and token.dep.startswith("acl"):  # "serait en discussions pour racheter", "the one to buy"
            return self._of_clause(self._under_noun(status, above), clause)
        if token.dep == "advcl" and token.morph.get("VerbForm") == "Fin":
            return status
        if self._is_purpose(token):
            return self._for_purpose(status, token, clause)
        if self._is_future_of_past(token, clause):
            status = _PLANNED
        is_subject = token.i in clause.subjects
        return self._under_verb(status, clause, token, event=event, is_subject=is_subject)

    def _for_purpose(self, status: Status, token: Token, clause: Clause) -> Status:
        """ "is leaving to join X", "aurait offert 3 millions pour racheter X", "walked away from talks to buy X"."""
        if clause.lemma in self.leaving and clause.tense == "past" and not clause.negated:
            return status  # "quit to join X": where he went
        between = self.parse.tokens[clause.predicate + 1 : token.i]
        if self._lemma(clause) in self.verbs["denied"] and any(t.lemma in self.held for t in between):
            return combine(status, _DENIED)
        own = self._own(self.parse.tokens[clause.predicate], clause)
        may = own is _POSSIBLE or self._lemma(clause) in self.verbs["possible"]
        return combine(status, _POSSIBLE if may else _PLANNED)

    # -- who says so

    def _holder(
        self, token: Token, above: Token, verbs: frozenset[str], *, event: bool, stance: bool = False
    ) -> list[Source]:
        """Who says, wants, fears what stands below; also of "has the intention of", "was announced by", "rumours"."""
        clause = self.clauses.get(above.i)
        if clause is None or (clause.copular and not self.sources.is_frank(clause)):
            return self._rumour(above, token)
        if token.dep == "conj" or self._is_aside(token):
            return []
        own = token.lemma in self.nouns["stance"] if stance else self.voices.is_light(clause.predicate)
        if self._lemma(clause) not in verbs and not own and not clause.copular:
            return []
        hearsay = self._is_conditional(clause) and not clause.negated
        if (token.i in clause.subjects and not (clause.passive and event)) or hearsay:
            return []  # "envisagerait": whoever says that it does is not named
        return [s for s in [self.voices.of_clause(clause)] if s is not None]

    def _is_aside(self, token: Token) -> bool:
        """ "While Norvane bought X, Tilmex said", "to buy X": beside the statement, not in it."""
        return (token.dep == "advcl" and token.morph.get("VerbForm") == "Fin") or self._is_purpose(token)

    def _rumour(self, noun: Token, below: Token) -> list[Source]:
        """ "rumours that", "les spéculations sur": nobody in particular says so, or the paper whose report it is."""
        if (told := self.voices.of_report(noun)) is not None:
            return [told]
        phrase = self.discourse.by_head.get(noun.i)
        tale = noun.lemma in self.nouns["tale"] and any(m.pos == "SCONJ" for m in self.parse.children(below, "mark"))
        if phrase is None or not (noun.lemma in self.nouns["rumour"] or tale):
            return []
        return [Source(self.parse.text[self.parse.tokens[phrase.first].start : noun.end])]

    def _continued(self, token: Token, clause: Clause | None) -> Source | None:
        """What the conditional tells in a sentence that names no source is still said by that of the sentence before:
        "Selon X, Y serait en vente. Z pourrait l'acheter.", "She said X would close. It would cut 300 jobs."
        """
        if token.sentence == 0 or clause is None or not self._is_conditional(clause):
            return None
        first, last = self.parse.sentences[token.sentence - 1]
        if "\n" in self.parse.text[self.parse.tokens[last - 1].end : self.parse.tokens[last].start]:
            return None
        root = next((i for i in range(first, last) if self.parse.tokens[i].dep == "root"), first)
        above = self.judge(root).source
        if above is None and (spoken := self.clauses.get(root)) is not None and spoken.lemma in self.verbs["report"]:
            return self.voices.of_clause(spoken)
        return above

    def _told_of(self, token: Token, noun: Token) -> list[Source]:
        """Who told a rumour that is denied, or the noun itself where it names nobody: "denied reports that"."""
        told = self.nouns["rumour"] | self.nouns["tale"] | self.voices.reports
        above = self.clauses.get(noun.head)
        if noun.i in self.clauses or noun.lemma not in told or above is None or self._lemma(above) not in self.denying:
            return []
        phrase = self.discourse.by_head.get(noun.i)
        first = self.parse.tokens[phrase.first] if phrase is not None else noun
        return self._rumour(noun, token) or [Source(self.parse.text[first.start : noun.end])]

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
        speakers = self._speakers(governor)
        actors = {self._entity(i) for i in below.arguments.get("agent", []) + below.arguments.get("patient", [])}
        return own and bool(speakers & actors)

    def _speakers(self, clause: Clause) -> set[int]:
        """Who speaks, and the organisations in whose name: "X, chief executive of Y, said Y would"."""
        found = {self._entity(i) for i in clause.arguments.get("agent", [])} - {-1}
        return found | {self.announcers.speaks_for(self.discourse.referents[i], clause.predicate) for i in found} - {-1}

    def _entity(self, token: int) -> int:
        phrase = self.discourse.by_head.get(token)
        return phrase.entity if phrase is not None else -1

    def _under_noun(self, status: Status, noun: Token) -> Status:
        above = self.clauses.get(noun.head)
        none = any(c.lower in self.negation for c in self.parse.children(noun, "det"))
        if none and noun.lemma in self.held and not (above is not None and above.negated):
            return combine(status, _DENIED)  # "has no plans to"; "n'a aucune intention de" is negated once
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
        lemma = self._lemma(clause)
        asks = any(c.lower in self.unknown_marks for c in self.parse.children(token, "mark"))
        asked = event and clause.passive and not is_subject and lemma in self.verbs["unknown"]  # "asked about the sale"
        if asked or (asks and (lemma in self.verbs["report"] or lemma in self.verbs["unknown"] or clause.negated)):
            return _UNKNOWN
        if lemma in self.verbs["denied"]:
            return combine(status, _UNKNOWN if clause.negated or self.unsettled.is_left_open(clause) else _DENIED)
        if clause.negated and lemma in self.verbs["open"]:
            return _UNKNOWN
        if clause.negated and (
            lemma in self.verbs["planned"]
            or lemma in self.verbs["possible"]
            or (event and not is_subject)
            or token.dep == "xcomp"
        ):
            return combine(status, _DENIED)
        if event and lemma in self.verbs["complete"]:
            return self._of_clause(status, clause)
        announced = lemma in self.verbs["announce"] and token.lemma not in self.nouns["done"]
        if event and (announced or (is_subject and self.unsettled.is_pending(token))):
            return combine(status, _PLANNED)
        foreseen = lemma in self.verbs["foreseen"] and (clause.passive or not self._of_own(clause, token))
        rumour = any(self.parse.tokens[i].lemma in self.nouns["rumour"] for i in clause.tokens("agent"))
        if (lemma in self.verbs["possible"] or foreseen or rumour) and not is_subject:  # "rumours are swirling that"
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

    def _of_own(self, clause: Clause, token: Token) -> bool:
        """ "expects to hire": what somebody says of himself; "is expected to", "expects X to" are of others."""
        below = self.clauses.get(token.i)
        acting = below.subjects if below is not None else []
        return not acting or bool(set(acting) & set(clause.tokens("agent")))

    def _of_clause(self, status: Status, clause: Clause) -> Status:
        """What the governing clause's own mood adds."""
        own = self._own(self.parse.tokens[clause.predicate], clause)
        return combine(status, own) if own is not _ASSERTED else status

    def _shares(self, token: Token) -> bool:
        """Whether a coordinated verb is below the same governor (an infinitive without its own subject)."""
        clause = self.clauses.get(token.i)
        return clause is not None and clause.form == "inf"

    def _is_relative(self, token: Token) -> bool:
        """A relative clause. "Le bruit que X vend Y", "a deal to buy Y", "said in a filing that it had bought Y" are
        none, though the parser calls them the same: they are what the noun or the verb above says.
        """
        if token.dep != "acl:relcl":
            return False
        clause = self.clauses.get(token.i)
        marks = self.parse.children(token, "mark")
        whole = clause is not None and bool(clause.arguments.get("agent")) and bool(clause.arguments.get("patient"))
        infinitive = clause is not None and clause.form == "inf"
        return not (infinitive or any(m.pos == "SCONJ" for m in marks) or (marks and whole))

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


# How strong each status is against another: what is denied or open above stays so below.
_STRENGTH = {_ASSERTED: 0, _PLANNED: 1, _POSSIBLE: 2, _UNKNOWN: 3, _DENIED: 4}


def combine(below: Status, above: Status) -> Status:
    """The status of something below a governor; a denied denial is open, a plan that may be is possible."""
    if above is _DENIED and below in {_DENIED, _UNKNOWN}:
        return _UNKNOWN  # also "declined to say whether"
    return max(below, above, key=lambda s: _STRENGTH[s])
