"""Speech set between commas: "…, X said on Monday", ", ont annoncé mardi les deux parties,", "…, dit-on à Modane".

The parser hangs such clauses anywhere, but they stand between commas: so the segments of a sentence are read, not its
tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.extract.verbforms import VerbForms
from kg.extract.voices import BREAKS, LATE, LONG, Voices
from kg.model import EntityType, Source


class Incises:
    """Finds such segments of one document."""

    def __init__(
        self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon, voices: Voices
    ) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        self.voices = voices
        source = lexicon.language.table("factuality")["source"]
        self.denied = frozenset(lexicon.language.table("factuality")["verbs"]["denied"])
        self.joining = frozenset(source["joining"])
        self.likening = frozenset(source["likening"])
        self.inverting = frozenset(source["inverting"])
        self.content = frozenset(source["content"])
        self.forms = VerbForms(lexicon)
        self.inverts: bool = lexicon.language.table("clauses").get("inverts_speech", False)
        phrases = lexicon.language.table("language")["phrases"]
        self.articles = frozenset(w for key in ("definite", "indefinite", "possessive") for w in phrases[key])
        self.learnt_from = frozenset(source["learnt_from"])
        self._segments: dict[int, list[tuple[range, Source, int]]] = {}

    def source(self, token: Token) -> Source | None:
        """Who says the statement at a token, by a segment beside it."""
        for segment, source, speaker in self._speeches(token.sentence):
            if token.i not in segment and self._same_part(token.i, segment):
                return source if not self.voices.is_below(token, speaker) else None  # "said X, who runs Y"
        return None

    def _same_part(self, token: int, segment: range) -> bool:
        """Whether no semicolon parts them, but one that begins the list whose last part ends with the source."""
        between = self.parse.tokens[min(token, segment[0]) : max(token, segment[-1])]
        return segment[0] > token or not any(t.text == ";" for t in between)

    def _speeches(self, sentence: int) -> list[tuple[range, Source, int]]:
        """The segments of a sentence that do nothing but name who speaks, with the token of the speaker."""
        if sentence not in self._segments:
            self._segments[sentence] = list(self._read(sentence))
        return self._segments[sentence]

    def _read(self, sentence: int) -> Iterator[tuple[range, Source, int]]:
        first, last = self.parse.sentences[sentence]
        stops = [i for i in range(first, last) if self.parse.tokens[i].text in BREAKS]
        for start, end in zip([first - 1, *stops], [*stops, last], strict=True):
            segment = range(start + 1, end)
            if not 1 < len(segment) <= LONG or (start < first and not self._likens(segment)):
                continue
            if (verb := self._speaks(segment)) is not None and (found := self._speaker(verb, segment)):
                yield segment, *found

    def _likens(self, segment: range) -> bool:
        """ "As X reported,", "comme l'a révélé X,": such a segment may also open the sentence."""
        return self.parse.tokens[segment[0]].lower in self.likening

    def _speaks(self, segment: range) -> Clause | None:
        """The verb of a segment that is all speech: no statement and no object of its own, no conjunction before."""
        opening = self.parse.tokens[segment[0]]
        if opening.lower in self.joining or opening.lower in self.voices.relative:
            return None
        known = self.voices.mention if self._likens(segment) else self.voices.report
        if (hidden := self._inverted(segment)) is not None:
            return hidden
        verbs = [c for i in segment if (c := self.clauses.get(i)) is not None and c.form == "fin"]
        if not verbs or verbs[0].negated or verbs[0].tense == "fut" or verbs[0].predicate - segment[0] > LATE:
            return None
        if any(self.parse.tokens[i].lower in self.content for i in segment[1:]):
            return None  # "liked to say that": it says so here
        light = self.voices.is_light(verbs[0].predicate)
        token = self.parse.tokens[verbs[0].predicate]
        whole = any(i in segment for i in verbs[0].arguments.get("agent", ()))  # a clause with its own subject
        denies = verbs[0].lemma in self.denied and any(c.i > token.i for c in self.parse.children(token, "obj"))
        if (verbs[0].lemma not in known and not light) or (
            denies and whole
        ):  # "Founded in 1990, Norvane denied the report"
            return None
        hung = self.parse.children(token, "ccomp", "xcomp")  # a name among them is the subject: ", révèle La Dépêche"
        below = [c for c in hung if c.i > token.i and c.i in segment and c.name < 0]
        helped = self.voices.helped | self.voices.report if light else self.voices.helped
        return None if any(c.lemma not in helped for c in below) else verbs[0]

    def _inverted(self, segment: range) -> Clause | None:
        """ ", note Jeanne Tardiveau", ", juge-t-elle": in languages that invert, a form of a verb of speech before a
        name, an article or a pronoun, whatever the tagger calls it.
        """
        verb, behind = self.parse.tokens[segment[0]], self.parse.tokens[segment[0] + 1]
        lemma = self.forms.said(verb) if self.inverts else None
        nominal = behind.name >= 0 or behind.text.startswith("-") or behind.lower in self.articles
        if lemma not in self.voices.report or not nominal:
            return None
        finite = any((c := self.clauses.get(i)) is not None and c.form == "fin" for i in segment[1:])
        known = self.clauses.get(verb.i)
        if finite or (known is not None and known.form == "fin"):
            return None
        return Clause(verb.i, str(lemma), tense="pres")

    def _speaker(self, clause: Clause, segment: range) -> tuple[Source, int] | None:
        """The subject inside the segment; behind an inverted verb the first phrase that is no date."""
        if source := self._learnt(clause, segment):
            return source, -1
        children = self.parse.children(self.parse.tokens[clause.predicate])
        below = [c for child in children if (c := self.clauses.get(child.i)) and not clause.arguments.get("agent")]
        agents = [i for c in [clause, *below] for i in c.arguments.get("agent", []) if i in segment]
        if not agents and self._goes_on(clause):
            agents = [i for i in clause.arguments.get("agent", []) if i < segment[0]]
        for i in agents or self._before(clause, segment) or self._nominals(clause, segment):
            known = self.parse.tokens[i].lower not in self.voices.nobody or self.discourse.referent_at(i) is not None
            if known and (found := self.voices.of_token(i)):
                return found, -1 if self._is_main(clause) else i
        return None

    def _before(self, clause: Clause, segment: range) -> list[int]:
        """ "…, defence minister Joan Hartwell assured MPs": the name or noun right before the verb, if it opens the
        segment, whatever the parser hangs it on.
        """
        found = [p for p in self.discourse.phrases if p.first in segment and p.last <= clause.predicate]
        opens = bool(found) and found[0].first == segment[0] and found[-1].last == clause.predicate
        adjacent = all(b.first == a.last for a, b in pairwise(found))
        return [found[-1].head] if opens and adjacent and not found[0].preposition else []

    def _goes_on(self, clause: Clause) -> bool:
        """ "X, qui promet 140 emplois, exclut …", "…, X, its chief executive, said": the subject before a comma."""
        token = self.parse.tokens[clause.predicate]
        own = not self.inverts and not clause.arguments.get("patient") and self.parse.children(token, "nsubj")
        return self._is_main(clause) or bool(own)

    def _is_main(self, clause: Clause) -> bool:
        """Whether the verb of speech is the sentence's own: what its subject does beside it is his word as well."""
        return self.parse.tokens[clause.predicate].dep == "root"

    def _learnt(self, clause: Clause, segment: range) -> Source | None:
        """ "a-t-on appris auprès de X", "indique-t-on chez X"; "dit-on à Modane" names nobody but these words."""
        nobody = [i for i in segment if self.parse.tokens[i].lower.strip("-") in self.voices.nobody]
        if not nobody or any(self.discourse.referent_at(i) is not None for i in nobody):
            return None
        for phrase in self.discourse.phrases:
            if phrase.first > clause.predicate and phrase.first in segment and phrase.preposition in self.learnt_from:
                return self._talk(segment) if self._is_place(phrase) else self.voices.of_phrase(phrase)
        bare = self.parse.tokens[nobody[0]].lower.strip("-") not in self.voices.genders  # "dit-on", not "dit-il"
        return self._talk(segment) if bare and nobody[0] == clause.predicate + 1 else None

    def _talk(self, segment: range) -> Source:
        """The words of a segment themselves."""
        first, last = self.parse.tokens[segment[0]], self.parse.tokens[segment[-1]]
        return Source(self.parse.text[first.start : last.start if last.pos == "PUNCT" else last.end].rstrip())

    def _is_place(self, phrase: Phrase) -> bool:
        return phrase.entity >= 0 and self.discourse.referents[phrase.entity].type is EntityType.PLACE

    def _nominals(self, clause: Clause, segment: range) -> list[int]:
        """Heads of the phrases of a segment that may speak behind its verb, no dates and none behind prepositions."""
        verb = clause.predicate
        if self.inverting and clause.lemma not in self.inverting:
            return []
        dated = [(v.start, v.end) for v in self.parse.values if v.kind in {ValueKind.DATE, ValueKind.DURATION}]
        found = [p for p in self.discourse.phrases if p.head in segment and p.head != verb and not self._is_told(p)]
        starts = [(p.head, self.parse.tokens[p.head].start) for p in found]
        return [i for i, at in starts if not any(a <= at < b for a, b in dated)][:1]

    def _is_told(self, phrase: Phrase) -> bool:
        """Whether a preposition stands before a phrase, or before the title of a name: "à l'agence Norvane"."""
        before = self.discourse.phrases[phrase.i - 1] if phrase.i > 0 else None
        return bool(phrase.preposition) or (
            before is not None and bool(before.preposition) and self._is_title(before, phrase)
        )

    def _is_title(self, title: Phrase, phrase: Phrase) -> bool:
        """Whether a noun right before a name is its title; "à la presse" is none of a person."""
        if title.last != phrase.first or title.kind is not Kind.NOUN or self.parse.tokens[title.head].pos == "PROPN":
            return False
        person = phrase.entity >= 0 and self.discourse.referents[phrase.entity].type is EntityType.PERSON
        return not person or title.role is not None or title.entity == phrase.entity
