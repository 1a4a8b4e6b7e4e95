"""Whom the words for a source name: an entity, an organisation through its spokesman, or nobody but the words.

"un porte-parole de Norvane" speaks for Norvane, "a Gazette report" is the Gazette's, "two people familiar with the
matter" stay what they are.
"""

from __future__ import annotations

from kg.extract.bodies import Bodies
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.pronouns import bare
from kg.extract.syntax import Parse, Token
from kg.model import EntityType, Source

# What hangs on a noun without describing it: the words of a source end there.
_APART = {"acl:relcl", "appos", "conj", "parataxis", "cc", "punct", "advcl", "cop", "nsubj", "aux", "mark", "ccomp"}
BREAKS = {",", "–", "—", "(", ")", ";", ":"}
LATE = 7  # words of a segment of speech before its verb: "the company's chief executive said"
LONG = 22  # words of a segment of speech; in longer ones the verb governs a statement of its own
_LIGHT = 3  # words from a light verb to its infinitive: "a tenu mardi à préciser"
_BACK = 3  # sentences in which the last to speak is looked for


class Voices:
    """Reads the words for sources in one document."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        table = lexicon.language.table("factuality")
        verbs, source = table["verbs"], table["source"]
        self.report = frozenset(verbs["report"])
        self.mention = self.report | frozenset(verbs["mention"])
        self.helped = frozenset(source["helped"])
        self.light = frozenset(source["light"])
        self.words = frozenset(source["light_nouns"])
        self.nobody = frozenset(source["nobody"])
        self.reports = frozenset(source["reports"])
        self.documents = self.reports | frozenset(source["documents"])
        self.reported_in = frozenset(source["reported_in"])
        self.by = frozenset(lexicon.language.table("clauses")["agent"])
        self.lexicon = lexicon
        self.definite = frozenset(lexicon.language.table("language")["phrases"]["definite"])
        self.outsiders = frozenset(source["outsiders"])
        self.bodies = Bodies(parse, discourse, lexicon)
        self.voices = frozenset(source["voices"]) | self.bodies.words
        self.own_voices = frozenset(source["own_voices"])
        coreference = lexicon.language.table("coreference")
        self.relative = frozenset(coreference["relative"])
        self.institutions = frozenset(coreference["nouns"]["institutions"])
        self.genders = {word: str(features.get("gender", "")) for word, features in coreference["pronouns"].items()}
        self.covering = {i: p for p in discourse.phrases for i in range(p.first, p.last)}

    def speaks(self, clause: Clause) -> bool:
        """Whether a clause reports speech, by its verb or by a light one with what it helps."""
        return clause.lemma in self.report or self.is_light(clause.predicate)

    def is_light(self, verb: int) -> bool:
        """ "a laissé entendre", "a fait état de", "went on to say": the infinitive or noun behind is what speaks."""
        tokens = self.parse.tokens
        return any(
            tokens[i].lemma in self.light
            and any(
                t.lemma in (self.helped | self.report if t.morph.get("VerbForm") == "Inf" else self.words)
                for t in tokens[i + 1 : i + 1 + _LIGHT]
            )
            for i in (verb, verb - 1)
        )

    def of_clause(self, clause: Clause) -> Source | None:
        """Who says what a clause of speech reports: its subject, or the words that say that nobody is named."""
        for i in self._told_on(clause) or clause.arguments.get("agent", []) or self._narrated(clause):
            if found := self.of_token(self._antecedent(clause, i)):
                return found
        return self._impersonal(clause)

    def _told_on(self, clause: Clause) -> list[int]:
        """ "…, X said, adding that", "…, a déclaré X, tout en annonçant": the participle behind an incise is whose that
        one is, wherever the parser hangs it.
        """
        if clause.form != "part" or clause.passive or clause.lemma not in self.report:
            return []
        tokens = self.parse.tokens
        near = range(clause.predicate - 1, max(-1, clause.predicate - 1 - _LIGHT), -1)
        comma = next((i for i in near if tokens[i].text == ","), -1)
        opening = next((i for i in range(comma - 1, max(-1, comma - LONG), -1) if tokens[i].text in BREAKS), comma)
        for i in range(opening + 1, comma):
            said = self.clauses.get(i)
            if said is not None and said.form == "fin" and said.lemma in self.report and not said.negated:
                return [a for a in said.arguments.get("agent", []) if opening < a < comma]
        return []

    def _narrated(self, clause: Clause) -> list[int]:
        """ "Et Jeanne Tardiveau d'ajouter que": the infinitive of French narration, hung on who speaks."""
        head = self.parse.head(self.parse.tokens[clause.predicate])
        told = clause.form == "inf" and clause.lemma in self.report
        return [head.i] if told and head.i < clause.predicate and head.i not in self.clauses else []

    def _antecedent(self, clause: Clause, subject: int) -> int:
        """ "des rumeurs qui disaient que": the noun that the pronoun stands for."""
        token = self.parse.tokens[clause.predicate]
        relative = self.parse.tokens[subject].lower in self.relative and token.dep == "acl:relcl"
        return token.head if relative else subject

    def of_token(self, token: int) -> Source | None:
        """The source that the phrase at a token names: an entity, or the phrase's words."""
        phrase = self.discourse.by_head.get(token) or self.covering.get(token)
        if phrase is None:
            word = self.parse.tokens[token]
            return Source(self.stretch(word, word.i, word.i + 1)) if word.pos in {"NOUN", "NUM", "PROPN"} else None
        return self.of_phrase(phrase)

    def of_phrase(self, phrase: Phrase) -> Source | None:
        """As `of_token`; a title stands for the name behind it, a spokesman for whom he speaks, a report for whose it
        is.
        """
        phrase = self.titled(phrase)
        head = self.parse.tokens[phrase.head]
        if phrase.kind is Kind.NOUN and head.lemma in self.voices and (owner := self._owner(phrase)) >= 0:
            return self.entity(owner)
        several = head.name < 0 and head.pos == "NOUN" and head.morph.get("Number") == "Plur"  # "the two companies"
        if phrase.entity >= 0 and not several:
            return self.entity(phrase.entity)
        if phrase.kind is Kind.PRONOUN or head.pos == "PRON":
            return self._last_speaker(phrase) if head.lower not in self.nobody else None
        told = self._named_in(phrase) if head.lemma in self.documents else None
        if told is not None and told.entity is not None:
            return told
        first = self.discourse.phrases[phrase.owner].first if phrase.owner >= 0 else phrase.first
        return Source(self.stretch(head, first, phrase.last))

    def is_own_voice(self, words: str) -> bool:
        """ "management", "un porte-parole": nobody but who speaks for the organisation that acts."""
        said = words.lower()
        longer = next((v for v in self.own_voices if said.startswith(v + " ")), None)
        if longer is not None:  # "un communiqué publié lundi", and not "a statement of the union"
            said = longer if said[len(longer) :].split()[0] not in self.bodies.of else said
        return said in self.own_voices or self._is_organization(said)

    def _is_organization(self, words: str) -> bool:
        """ "the club", "l'enseigne": an organisation told only as such is the one that the statement is about."""
        article, _, noun = words.replace("'", "' ").partition(" ")
        theirs = article in self.definite and noun not in self.outsiders | self.institutions
        known = self.lexicon.nouns.get(noun) if theirs else None
        return known is not None and known.type is EntityType.ORGANIZATION

    def entity(self, referent: int) -> Source:
        """An entity as a source."""
        return Source(self.discourse.referents[referent].fullest()[0], str(referent))

    def titled(self, phrase: Phrase) -> Phrase:
        """ "le maire de Modane Paul Mirande", "le quotidien « La Dépêche »": the name that closes the title."""
        for following in self.discourse.phrases[phrase.i + 1 : phrase.i + 4]:
            if following.kind is not Kind.NAME or following.entity < 0 or following.preposition:
                continue
            if phrase.entity >= 0 and not (phrase.kind is Kind.NOUN and following.first == phrase.last):
                return phrase
            between = self.parse.tokens[phrase.last : following.first]
            closing = phrase.role is not None and self.discourse.referents[following.entity].type is EntityType.PERSON
            inside = all(
                t.text in '«"' or (self.is_below(t, phrase.head) and (t.text != "," or (closing and t is between[-1])))
                for t in between
            )
            return following if inside else phrase
        return phrase

    def is_below(self, token: Token, head: int) -> bool:
        """Whether a token hangs on another one, however far."""
        return any(t.i == head for t in self.parse.ancestors(token))

    def _owner(self, phrase: Phrase) -> int:
        """The organisation that a spokesman or statement speaks for."""
        found = self.bodies.whose(phrase)
        return found if found >= 0 else self._place_of(phrase)

    def _place_of(self, phrase: Phrase) -> int:
        """ "Chez Norvane, la direction a confirmé": the organisation that opens the sentence."""
        first = self.parse.sentences[self.parse.tokens[phrase.head].sentence][0]
        opening = self.covering.get(first + 1)
        at = opening is not None and opening.first == first + 1 and self.parse.tokens[first].lower in self.bodies.of
        return self.titled(opening).entity if opening is not None and at and opening.last < phrase.first else -1

    def stretch(self, head: Token, first: int, last: int) -> str:
        """From the token `first` to the last word that describes `head`, no comma passed: "two people familiar with
        the matter".
        """
        below = self.parse.subtree(head, lambda t: t.dep not in _APART)
        end = max([last - 1, *(t.i for t in below if t.sentence == head.sentence)])
        stop = next((i for i in range(last, end + 1) if self.parse.tokens[i].text in BREAKS), end + 1)
        stop = self._behind_agent(stop)
        return self.parse.text[self.parse.tokens[first].start : self.parse.tokens[stop - 1].end]

    def _behind_agent(self, stop: int) -> int:
        """ "a memo seen | by the Gazette showed": who the parser hangs on the verb of speech."""
        tokens = self.parse.tokens
        if stop >= len(tokens) or tokens[stop].lower not in self.by or tokens[stop - 1].morph.get("VerbForm") != "Part":
            return stop
        name = next((p for p in self.discourse.phrases if p.first == stop + 1 and p.kind is Kind.NAME), None)
        return name.last if name is not None else stop

    def _impersonal(self, clause: Clause) -> Source | None:
        """ "It was often said that", "il se murmure que": the words stand for nobody in particular."""
        first, _ = self.parse.sentences[self.parse.tokens[clause.predicate].sentence]
        subject = self.parse.tokens[first]
        if subject.lower not in self.nobody or clause.predicate - first > LATE or clause.predicate == first:
            return None
        if subject.lower in self.genders and not (clause.passive or self._is_reflexive(clause)):
            return None  # "It wants"
        return Source(self.parse.text[subject.start : self.parse.tokens[clause.predicate].end])

    def _is_reflexive(self, clause: Clause) -> bool:
        """ "il se murmure", "il se dit"."""
        return any(c.dep.startswith("expl") for c in self.parse.children(self.parse.tokens[clause.predicate]))

    def _last_speaker(self, phrase: Phrase) -> Source | None:
        """ "he added" of somebody whom coreference left open: the last person who was quoted before."""
        token = self.parse.tokens[phrase.head]
        gender = self.genders.get(bare(token.lower), "")
        for clause in reversed(self.clauses.values()):
            here = self.parse.tokens[clause.predicate].sentence
            if clause.lemma in self.report and token.sentence - _BACK <= here < token.sentence:
                for i in clause.arguments.get("agent", []):
                    referent = self.discourse.referent_at(i)
                    if referent is not None and referent.type is EntityType.PERSON:
                        if gender and referent.gender and referent.gender != gender:
                            continue
                        return self.entity(referent.i)
        return None

    def of_report(self, noun: Token) -> Source | None:
        """ "a Gazette report that", "reports in the Gazette that": the paper; a bare "reports that" names nobody."""
        phrase = self.discourse.by_head.get(noun.i)
        return self._whose(phrase) if phrase is not None and noun.lemma in self.reports else None

    def _whose(self, phrase: Phrase) -> Source | None:
        """Whose a report is: the possessor, who aired it, the name inside or behind."""
        if phrase.i in self.discourse.owners:
            return self.entity(self.discourse.owners[phrase.i])
        return self.told(self.parse.tokens[phrase.head]) or self._named_in(phrase)

    def _named_in(self, phrase: Phrase) -> Source | None:
        """Whom the words of a report name as its author; "sa notice", "a memo seen by X" stay what they are."""
        if phrase.owner >= 0:
            return self.of_phrase(self.discourse.phrases[phrase.owner])
        for i in phrase.names:
            found = next((r.i for r in self.discourse.referents if self.parse.tokens[i].text in r.names), -1)
            if found >= 0:
                return self.entity(found)
        for other in self.discourse.phrases[phrase.i + 1 : phrase.i + 2]:
            if other.first == phrase.last + 1 and other.preposition in self.reported_in:
                return self.of_phrase(other)
        return None

    def told(self, token: Token) -> Source | None:
        """ "the closure, first reported by X", "le plan évoqué par X": a participle on the noun of the event."""
        if token.i in self.clauses:
            return None
        for child in self.parse.children(token, "acl", "amod", "appos", "advcl"):
            clause = self.clauses.get(child.i)
            if clause is not None and clause.passive and clause.lemma in self.mention:
                return self.of_clause(clause)
        return None
