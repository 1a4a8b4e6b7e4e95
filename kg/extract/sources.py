"""On whose word a text says something: the clause of speech above, beside or around a statement, or a phrase that
names the source.

News puts the source before ("X said that"), behind (", X said"), inside (", according to X,"), in a participle ("a plan
first reported by X"), beside a quotation, or in the sentence before. The parser hangs most of these anywhere, but
they stand between commas: so the segments of a sentence are read, not its tree.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.bodies import Bodies
from kg.extract.choices import any_of
from kg.extract.clause import Clause
from kg.extract.coreference import Discourse
from kg.extract.lexicon import Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.syntax import Parse, Token
from kg.extract.values import ValueKind
from kg.model import EntityType, Source

# What hangs on a noun without describing it: the words of a source end there.
_APART = {"acl:relcl", "appos", "conj", "parataxis", "cc", "punct", "advcl", "cop", "nsubj", "aux", "mark", "ccomp"}
_BREAKS = {",", "–", "—", "(", ")", ";", ":"}
_LONG = 22  # words of a segment of speech; in longer ones the verb governs a statement of its own
_LATE = 7  # words of such a segment before its verb: "the company's chief executive said"
_AFTER = 2  # sentences in which who told the news is named
_BACK = 3  # sentences in which the last to speak is looked for


class Sources:
    """Finds the sources of one document's statements."""

    def __init__(self, parse: Parse, clauses: dict[int, Clause], discourse: Discourse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.clauses = clauses
        self.discourse = discourse
        table = lexicon.language.table("factuality")
        verbs, source = table["verbs"], table["source"]
        self.report = frozenset(verbs["report"])
        self.mention = self.report | frozenset(verbs["mention"])
        self.prepositions = any_of(source["prepositions"])
        self.anonymous = any_of(source["anonymous"])
        self.joining = frozenset(source["joining"])
        self.likening = frozenset(source["likening"])
        self.helped = frozenset(source["helped"])
        self.nobody = frozenset(source["nobody"])
        self.learnt_from = frozenset(source["learnt_from"])
        self.telling = frozenset(source["telling"])
        self.reports = frozenset(source["reports"])
        self.reported_in = frozenset(source["reported_in"])
        self.pointing = tuple(source["pointing"])
        self.coming = frozenset(source["coming"])
        self.came_from: list[str] = source["came_from"]
        self.events = frozenset(source["events"])
        self.bodies = Bodies(parse, discourse, lexicon)
        self.voices = frozenset(source["voices"]) | self.bodies.words
        self.own_voices = frozenset(source["own_voices"])
        self.relative = frozenset(lexicon.language.table("coreference")["relative"])
        self.covering = {i: p for p in discourse.phrases for i in range(p.first, p.last)}
        self._segments: dict[int, list[tuple[range, Source]]] = {}

    # -- who a phrase names

    def of_clause(self, clause: Clause) -> Source | None:
        """Who says what a clause of speech reports: its subject, or the words that say that nobody is named."""
        for i in clause.arguments.get("agent", []):
            if found := self.of_token(self._antecedent(clause, i)):
                return found
        return self._impersonal(clause)

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
            return Source(self._stretch(word, word.i, word.i + 1)) if word.pos in {"NOUN", "NUM", "PROPN"} else None
        return self.of_phrase(phrase)

    def of_phrase(self, phrase: Phrase) -> Source | None:
        """As `of_token`; a title stands for the name behind it, a spokesman for whom he speaks."""
        phrase = self._titled(phrase)
        head = self.parse.tokens[phrase.head]
        several = head.name < 0 and head.pos == "NOUN" and head.morph.get("Number") == "Plur"  # "the two companies"
        if phrase.entity >= 0 and not several:
            return self._entity(phrase.entity)
        if head.lemma in self.voices and (owner := self._owner(phrase)) >= 0:
            return self._entity(owner)
        if phrase.kind is Kind.PRONOUN or head.pos == "PRON":
            return self._last_speaker(phrase) if head.lower not in self.nobody else None
        if phrase.role is not None and phrase.i in self.discourse.owners and head.morph.get("Number") == "Plur":
            return None
        return Source(self._stretch(head, phrase.first, phrase.last))

    def is_own_voice(self, words: str) -> bool:
        """ "management", "un porte-parole": nobody but who speaks for the organisation that acts."""
        said = words.lower()
        longer = next((v for v in self.own_voices if said.startswith(v + " ")), None)
        if longer is not None:  # "un communiqué publié lundi", and not "a statement of the union"
            said = longer if said[len(longer) :].split()[0] not in self.bodies.of else said
        return said in self.own_voices

    def _entity(self, referent: int) -> Source:
        return Source(self.discourse.referents[referent].fullest()[0], str(referent))

    def _titled(self, phrase: Phrase) -> Phrase:
        """ "le maire de Modane Paul Mirande", "le quotidien « La Dépêche »": the name that closes the title."""
        for following in self.discourse.phrases[phrase.i + 1 : phrase.i + 4] if phrase.entity < 0 else ():
            between = self.parse.tokens[phrase.last : following.first]
            if following.kind is Kind.NAME and following.entity >= 0 and not following.preposition:
                inside = all(t.text in '«"' or self._is_below(t, phrase.head) for t in between)
                return following if inside else phrase
        return phrase

    def _is_below(self, token: Token, head: int) -> bool:
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
        return self._titled(opening).entity if opening is not None and at and opening.last < phrase.first else -1

    def _stretch(self, head: Token, first: int, last: int) -> str:
        """From the token `first` to the last word that describes `head`, no comma passed: "two people familiar with
        the matter".
        """
        below = self.parse.subtree(head, lambda t: t.dep not in _APART)
        end = max([last - 1, *(t.i for t in below if t.sentence == head.sentence)])
        stop = next((i for i in range(last, end + 1) if self.parse.tokens[i].text in _BREAKS), end + 1)
        return self.parse.text[self.parse.tokens[first].start : self.parse.tokens[stop - 1].end]

    def _impersonal(self, clause: Clause) -> Source | None:
        """ "It was often said that", "il se murmure que": the words stand for nobody in particular."""
        first, _ = self.parse.sentences[self.parse.tokens[clause.predicate].sentence]
        subject = self.parse.tokens[first]
        if subject.lower not in self.nobody or clause.predicate - first > _LATE or clause.predicate == first:
            return None
        return Source(self.parse.text[subject.start : self.parse.tokens[clause.predicate].end])

    def _last_speaker(self, phrase: Phrase) -> Source | None:
        """ "he added" of somebody whom coreference left open: the last person who was quoted before."""
        sentence = self.parse.tokens[phrase.head].sentence
        for clause in reversed(self.clauses.values()):
            here = self.parse.tokens[clause.predicate].sentence
            if clause.lemma in self.report and sentence - _BACK <= here < sentence:
                for i in clause.arguments.get("agent", []):
                    referent = self.discourse.referent_at(i)
                    if referent is not None and referent.type is EntityType.PERSON:
                        return self._entity(referent.i)
        return None

    def of_report(self, noun: Token) -> Source | None:
        """ "a Gazette report that", "reports in the Gazette that": the paper; a bare "reports that" names nobody."""
        phrase = self.discourse.by_head.get(noun.i)
        if phrase is None or noun.lemma not in self.reports:
            return None
        if phrase.owner >= 0:
            return self.of_phrase(self.discourse.phrases[phrase.owner])
        if (aired := self._told(noun)) is not None:  # "suggestions, aired by X, that"
            return aired
        for i in phrase.names:
            found = next((r.i for r in self.discourse.referents if self.parse.tokens[i].text in r.names), -1)
            if found >= 0:
                return self._entity(found)
        for other in self.discourse.phrases[phrase.i + 1 : phrase.i + 2]:
            if other.first <= phrase.last + 2 and other.preposition in self.reported_in:
                return self.of_phrase(other)
        return None

    # -- where the source stands

    def around(self, token: Token) -> Source | None:
        """The source of the statement at a token that its own governors don't name."""
        return (
            self._quoted(token)
            or self._beside(token)
            or self._segment(token)
            or self._according(token)
            or self._told(token)
        )

    def _quoted(self, token: Token) -> Source | None:
        """The speaker, when the predicate stands inside quotation marks of a sentence that says who speaks."""
        speech = self._speech(token)
        if speech is not None and (found := self.of_clause(speech)):
            return found
        who = self.discourse.speaker_at(token.start)
        return self._entity(who) if who >= 0 else None

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
        return next((c for c in speaking if c.lemma in self.report and c.arguments.get("agent")), None)

    def _beside(self, token: Token) -> Source | None:
        """ "…, a annoncé la direction": the clause of speech hung on the statement that it reports."""
        chain = {token.i, *(t.i for t in self.parse.ancestors(token))}
        first, last = self.parse.sentences[token.sentence]
        hung = [t for t in self.parse.tokens[first:last] if t.dep.startswith("parataxis") and t.head in chain - {t.i}]
        speaking = [c for t in hung if t.i not in chain and (c := self.clauses.get(t.i)) is not None]
        said = (self.of_clause(c) for c in speaking if c.lemma in self.report and not c.negated)
        return next((s for s in said if s is not None), None)

    def _told(self, token: Token) -> Source | None:
        """ "the closure, first reported by X", "le plan évoqué par X": a participle on the noun of the event."""
        if token.i in self.clauses:
            return None
        for child in self.parse.children(token, "acl", "amod", "appos", "advcl"):
            clause = self.clauses.get(child.i)
            if clause is not None and clause.passive and clause.lemma in self.mention:
                return self.of_clause(clause)
        return None

    def _segment(self, token: Token) -> Source | None:
        """ "…, X said on Monday." and ", ont annoncé mardi les deux parties,": speech between two commas."""
        for segment, source in self._speeches(token.sentence):
            if token.i not in segment and self._same_part(token.i, segment):
                return source
        return None

    def _same_part(self, token: int, segment: range) -> bool:
        """Whether no semicolon parts them, but one that begins the list whose last part ends with the source."""
        between = self.parse.tokens[min(token, segment[0]) : max(token, segment[-1])]
        return segment[0] > token or not any(t.text == ";" for t in between)

    def _speeches(self, sentence: int) -> list[tuple[range, Source]]:
        """The segments of a sentence that do nothing but name who speaks."""
        if sentence not in self._segments:
            self._segments[sentence] = list(self._read_segments(sentence))
        return self._segments[sentence]

    def _read_segments(self, sentence: int) -> Iterator[tuple[range, Source]]:
        first, last = self.parse.sentences[sentence]
        stops = [i for i in range(first, last) if self.parse.tokens[i].text in _BREAKS]
        for start, end in zip([first - 1, *stops], [*stops, last], strict=True):
            segment = range(start + 1, end)
            if not 1 < len(segment) <= _LONG or (start < first and not self._likens(segment)):
                continue
            if (verb := self._speaks(segment)) is not None and (found := self._speaker(verb, segment)):
                yield segment, found

    def _likens(self, segment: range) -> bool:
        """ "As X reported,", "comme l'a révélé X,": such a segment may also open the sentence."""
        return self.parse.tokens[segment[0]].lower in self.likening

    def _speaks(self, segment: range) -> Clause | None:
        """The verb of a segment that is all speech: no statement and no object of its own, no conjunction before."""
        opening = self.parse.tokens[segment[0]]
        if opening.lower in self.joining or opening.lower in self.relative:
            return None
        known = self.mention if self._likens(segment) else self.report
        verbs = [c for i in segment if (c := self.clauses.get(i)) is not None and c.form == "fin"]
        if not verbs or verbs[0].lemma not in known or verbs[0].negated or verbs[0].tense == "fut":
            return None
        if verbs[0].predicate - segment[0] > _LATE:
            return None
        token = self.parse.tokens[verbs[0].predicate]
        hung = self.parse.children(token, "ccomp", "xcomp")  # a name among them is the subject: ", révèle La Dépêche"
        below = [c for c in hung if c.i > token.i and c.i in segment and c.name < 0]
        return None if any(c.lemma not in self.helped for c in below) else verbs[0]

    def _speaker(self, clause: Clause, segment: range) -> Source | None:
        """The subject inside the segment; behind an inverted verb the first phrase that is no date."""
        if source := self._learnt(clause, segment):
            return source
        below = [
            c for child in self.parse.children(self.parse.tokens[clause.predicate]) if (c := self.clauses.get(child.i))
        ]
        agents = [i for c in [clause, *below] for i in c.arguments.get("agent", []) if i in segment]
        if not agents and self.parse.tokens[clause.predicate].dep == "root":  # "X, qui promet 140 emplois, exclut …"
            agents = [i for i in clause.arguments.get("agent", []) if i < segment[0]]
        for i in agents or self._nominals(clause.predicate, segment):
            if self.parse.tokens[i].lower not in self.nobody and (found := self.of_token(i)):
                return found
        return None

    def _learnt(self, clause: Clause, segment: range) -> Source | None:
        """ "a-t-on appris auprès de X", "indique-t-on chez X"."""
        nobody = [i for i in segment if self.parse.tokens[i].lower.strip("-") in self.nobody]
        if not nobody or any(self.discourse.referent_at(i) is not None for i in nobody):
            return None
        for phrase in self.discourse.phrases:
            if phrase.first > clause.predicate and phrase.first in segment and phrase.preposition in self.learnt_from:
                return self.of_phrase(phrase)
        return None

    def _nominals(self, verb: int, segment: range) -> list[int]:
        """Heads of the phrases of a segment, those of dates and behind prepositions left out."""
        dated = [(v.start, v.end) for v in self.parse.values if v.kind in {ValueKind.DATE, ValueKind.DURATION}]
        found = [p for p in self.discourse.phrases if p.head in segment and p.head != verb and not self._is_told(p)]
        starts = [(p.head, self.parse.tokens[p.head].start) for p in found]
        return [i for i, at in starts if not any(a <= at < b for a, b in dated)][:1]

    def _is_told(self, phrase: Phrase) -> bool:
        """Whether a preposition stands before a phrase, or before the title of a name: "à l'agence Norvane"."""
        before = self.discourse.phrases[phrase.i - 1] if phrase.i > 0 else None
        title = before is not None and before.last == phrase.first and before.kind is Kind.NOUN
        return bool(phrase.preposition) or (title and before is not None and bool(before.preposition))

    def _according(self, token: Token) -> Source | None:
        """ "selon X", "according to X", "de source syndicale" in the sentence."""
        first, last = self.parse.sentences[token.sentence]
        start, end = self.parse.tokens[first].start, self.parse.tokens[last - 1].end
        text = self.parse.text[start:end].lower()
        if match := self.anonymous.search(text):
            return self._unnamed(start + match.start(), last)
        for match in self.prepositions.finditer(text):
            phrase = self._behind(start + match.end(), last)
            if phrase is not None and not self._is_below(token, phrase.head):
                return self.of_phrase(phrase)
        return None

    def afterwards(self, token: Token) -> Source | None:
        """ "Her family announced the death.", "Le groupe l'a annoncé lundi.": the sentence behind tells whose word it
        was.
        """
        for sentence in range(token.sentence + 1, min(token.sentence + 1 + _AFTER, len(self.parse.sentences))):
            first, last = self.parse.sentences[sentence]
            if "\n" in self.parse.text[self.parse.tokens[first - 1].end : self.parse.tokens[first].start]:
                return None
            for i in range(first, last):
                if (found := self._teller(i, near=sentence == token.sentence + 1)) is not None:
                    return found
        return None

    def _teller(self, predicate: int, *, near: bool) -> Source | None:
        """Who tells, by a clause behind; what "it" is, only the sentence right behind says."""
        clause = self.clauses.get(predicate)
        if clause is None or clause.negated:
            return None
        if clause.lemma in self.telling and near and self._of_event(clause):
            return self.of_clause(clause)
        if clause.lemma in self.report and near and self._says_so(predicate):
            behind = [i for i in clause.tokens("agent", "patient") if self.parse.tokens[i].pos != "PRON"]
            return self.of_token(behind[0]) if behind else None  # inverted, it may be taken for the object
        return self._came_from(clause) if clause.lemma in self.coming else None

    def _says_so(self, predicate: int) -> bool:
        """ "C'est ce qu'a annoncé X": the sentence says nothing else."""
        first, last = self.parse.sentences[self.parse.tokens[predicate].sentence]
        text = self.parse.text[self.parse.tokens[first].start : self.parse.tokens[last - 1].end].lower()
        return text.startswith(self.pointing)

    def _came_from(self, clause: Clause) -> Source | None:
        """ "The news came from her son": the event as subject, behind "from" who told it."""
        news = [self.parse.tokens[i] for i in clause.arguments.get("agent", [])]
        tellers = [i for role in self.came_from for i in clause.arguments.get(role, [])]
        return self.of_token(tellers[0]) if tellers and any(self._is_event(t) for t in news) else None

    def _of_event(self, clause: Clause) -> bool:
        """Whether a clause of speech is about what was told just before: "it", "the deal", and nothing more of it."""
        if self.parse.children(self.parse.tokens[clause.predicate], "ccomp", "xcomp"):
            return False
        things = [self.parse.tokens[i] for i in clause.arguments.get("patient", [])]
        return len(things) == 1 and self._is_event(things[0])

    def _is_event(self, token: Token) -> bool:
        phrase = self.covering.get(token.i)
        bare = phrase is None or (phrase.determiner in {"definite", "possessive", "demonstrative", ""})
        named = phrase is not None and bool(phrase.names or phrase.complements or phrase.owner >= 0)
        known = {token.lower, token.lemma} & self.events
        about = [c for c in self.parse.children(token, "nmod", "acl") if c.dep != "nmod:poss"]
        return bool(known) and token.name < 0 and bare and not named and not about

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
        return Source(self._stretch(head, head.i, head.i + 1))
