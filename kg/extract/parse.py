"""Text to `Parse`: normalise, split, recognise names and values, put stand-ins in their place, parse, map labels.

The parser sees "Martin" or "Renault" where the text has a name, and "100 euros" where it has an amount: words it
knows, so that an unknown name can't tear a sentence apart. Tokens keep the text's own words and offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.extract import sentences
from kg.extract.asides import Aside, Asides, Piece
from kg.extract.lexicon import Lexicon, load_lexicon
from kg.extract.models import BATCH, BATCHES, Model, load_model
from kg.extract.names import Recogniser, Span, Word
from kg.extract.namewords import NameWords, load_name_words
from kg.extract.normalise import normalise
from kg.extract.places import Gazetteer, load_gazetteer
from kg.extract.repairs import Repairs
from kg.extract.syntax import Name, Parse, Token
from kg.extract.typing import Typer
from kg.extract.ud import from_clear
from kg.extract.units import Unit, hang, opening, parse_order
from kg.extract.values import Value, ValueKind, find_values, load_grammar
from kg.language import Language, load_language

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORTEST = 3  # characters of a name that may lose its full stop: "B." stays whole
_FORM = 24  # characters behind a name in which its legal form must end; "GmbH & Co. KG" has 13


@dataclass(slots=True)
class _Draft:
    """One text on its way to a parse."""

    text: str
    spans: list[tuple[int, int]]
    values: list[Value]
    doc: Doc
    names: list[Name]
    units: list[Unit]
    apart: list[Aside]  # units that are parsed as sentences of their own, and hung on the one around them


class _Row(NamedTuple):
    """What the parse says of one token."""

    i: int
    head: int
    dep: str
    lemma: str
    pos: str
    morph: dict[str, str]


class Parser:
    """Parses texts of one language."""

    def __init__(self, code: str) -> None:
        self.language: Language = load_language(code)
        self.lexicon: Lexicon = load_lexicon(code)
        self.gazetteer: Gazetteer = load_gazetteer(code)
        self.name_words: NameWords = load_name_words(code)
        self.grammar = load_grammar(code)
        self.stand_ins: dict[str, Any] = self.language.table("language")["stand_ins"]

    @cached_property
    def model(self) -> Model:
        """The spaCy model, loaded at first use."""
        return load_model(self.language)

    def parse(self, texts: Iterable[tuple[str, date | None]]) -> Iterator[Parse]:
        """Parses in the order of the texts, each given with its date of publication."""
        batch: list[tuple[str, date | None]] = []
        for item in texts:
            batch.append(item)
            if len(batch) == BATCH:
                yield from self._parse_batch(batch)
                batch = []
        if batch:
            yield from self._parse_batch(batch)

    def _parse_batch(self, batch: list[tuple[str, date | None]]) -> list[Parse]:
        pipeline = self.model.pipeline
        texts = [normalise(text) for text, _ in batch]
        docs = [pipeline.tokenizer(text) for text in texts]
        drafts = [self._draft(text, doc, when) for text, doc, (_, when) in zip(texts, docs, batch, strict=True)]
        parsed: Iterable[Doc] = [self._stand_in_doc(draft) for draft in drafts]
        for name, pipe in pipeline.pipeline:
            parsed = pipe.pipe(parsed, batch_size=BATCHES.get(name, BATCH))  # type: ignore[attr-defined]
        return [self._finish(draft, doc) for draft, doc in zip(drafts, parsed, strict=True)]

    # -- before the parse

    def _draft(self, text: str, doc: Doc, when: date | None) -> _Draft:
        spans = sentences.split(text, self.model)
        values = list(find_values(text, self.grammar, when))
        words = list(_words(doc, spans))
        found = Recogniser(words, self.lexicon, self.name_words, self.model, self.gazetteer).names()
        found = [s for s in found if not self._is_value(words, s, values)]
        names = self._with_legal_forms(
            text, Typer(text, words, self.lexicon, self.name_words, self.gazetteer, self.model.nouns).type(found)
        )
        units = list(self._units(text, words, spans, names, values))
        return _Draft(text, spans, values, doc, names, units, list(self._apart(text, units, values)))

    def _apart(self, text: str, units: list[Unit], values: list[Value]) -> Iterator[Aside]:
        """The speech between commas of each sentence."""
        dates = {v.start for v in values if v.kind is ValueKind.DATE}
        pieces = [Piece(text[u.start : u.end].lower(), u.name >= 0, u.start in dates) for u in units]
        starts = [i for i, unit in enumerate(units) if unit.first or i == 0]
        for first, last in pairwise([*starts, len(units)]):
            yield from (aside.moved(first) for aside in self.asides.find(pieces[first:last]))

    @cached_property
    def asides(self) -> Asides:
        """What the language knows of speech between commas."""
        return Asides(self.language.table("language")["asides"])

    @staticmethod
    def _is_value(words: list[Word], span: Span, values: list[Value]) -> bool:
        start, end = words[span.first].start, words[span.last - 1].end
        return any(v.start <= start and end <= v.end for v in values)

    def _with_legal_forms(self, text: str, names: list[Name]) -> list[Name]:
        """Take legal forms behind a name into it, also where the tokenizer cut them: "Co., Ltd.", "S.p.A."."""
        grown: list[Name] = []
        for name in names:
            if grown and name.end <= grown[-1].end:
                continue  # the form was taken for a name of its own
            end = self._end_of_form(text, name)
            grown.append(Name(name.start, end, text[name.start : end], name.type, name.scores))
        return grown

    def _end_of_form(self, text: str, name: Name) -> int:
        """The end of the name with the legal form that touches its end, and with the form's own full stop."""
        end = name.end
        for match in self.lexicon.legal_form.finditer(text, name.start, name.end + _FORM):
            if match.start() <= name.end < match.end():
                end = match.end()
        form = self.lexicon.legal_form.search(text, name.start, end + 1)
        if text[end : end + 1] == "." and form and form.end() >= end and self._dotted(text[: end + 1]):
            end += 1
        return end

    def _dotted(self, text: str) -> bool:
        """Whether the text ends with a legal form whose full stop belongs to it: "Inc." """
        return any(text.endswith(" " + form) for form in self.dotted_forms)

    @cached_property
    def dotted_forms(self) -> tuple[str, ...]:
        """Legal forms that end with a full stop."""
        return tuple(form for form in self.language.table("names")["legal_forms"] if form.endswith("."))

    def _units(
        self, text: str, words: list[Word], spans: list[tuple[int, int]], names: list[Name], values: list[Value]
    ) -> Iterator[Unit]:
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        merged: dict[int, Unit] = {n.start: Unit(n.start, n.end, (self._stand_in(n),), i) for i, n in enumerate(names)}
        taken = [(n.start, n.end) for n in names]
        for value in values:
            if value.kind is ValueKind.MONEY and not any(a < value.end and value.start < b for a, b in taken):
                merged[value.start] = Unit(value.start, value.end, tuple(self.stand_ins["money"]))
        for match in self.replaced.finditer(text) if self.replaced else ():
            if not any(a < match.end() and match.start() < b for a, b in taken):
                merged[match.start()] = Unit(
                    match.start(), match.end(), (self.stand_ins["words"][match.group().lower()],)
                )
        end = 0
        for word in words:
            if word.start < end:
                continue
            first = word.start in starts
            if unit := merged.get(word.start):
                end = unit.end
                yield from self._with_full_stop(text, unit._replace(first=first), ends)
            else:
                end = word.end
                yield Unit(word.start, end, (word.text,), first=first)

    @staticmethod
    def _with_full_stop(text: str, unit: Unit, ends: set[int]) -> Iterator[Unit]:
        """A unit; "… buy Tilmex Ltd." ends with a form's full stop and a sentence's, and the parser has to see one."""
        closes = unit.name >= 0 and text[unit.end - 1] == "." and unit.end in ends
        if not closes or unit.end - unit.start < _SHORTEST:
            yield unit
            return
        yield unit._replace(end=unit.end - 1)
        yield Unit(unit.end - 1, unit.end, (".",))

    @cached_property
    def replaced(self) -> re.Pattern[str] | None:
        """Compound nouns that the tagger does not know: "jeune pousse" is parsed as another noun."""
        found = self.stand_ins.get("words", {})
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, found))})\b", re.IGNORECASE) if found else None

    def _stand_in(self, name: Name) -> str:
        return str(self.stand_ins[name.type.value if name.type else "unknown"])

    def _stand_in_doc(self, draft: _Draft) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        blanks: list[bool] = []
        begins: list[bool | int | None] = []
        fresh = {opening(aside, draft.units) for aside in draft.apart}
        for i in parse_order(draft.units, draft.apart):
            unit = draft.units[i]
            blank = i + 1 < len(draft.units) and draft.units[i + 1].start > unit.end
            for k, word in enumerate(unit.words):
                words.append(word)
                blanks.append(blank if k == len(unit.words) - 1 else True)
                begins.append((unit.first or i in fresh) and k == 0)
        if begins:
            begins[0] = True
        return Doc(self.model.pipeline.vocab, words=words, spaces=blanks, sent_starts=begins)

    # -- after the parse

    def _finish(self, draft: _Draft, doc: Doc) -> Parse:
        tokens: list[Token] = []
        bounds: list[int] = []
        places: list[int] = []  # unit → its first token
        rows = _in_text_order(self._rows(doc), draft)
        for unit in draft.units:
            if unit.first or not bounds:
                bounds.append(len(tokens))
            places.append(len(tokens))
            for start, end in _pieces(unit):
                tokens.append(self._token(draft.text, rows[len(tokens)], (start, end), unit.name, len(bounds) - 1))
        sentence_ranges = list(zip(bounds, [*bounds[1:], len(tokens)], strict=True))
        if self.language.table("language")["labels"] == "clear":
            for first, last in sentence_ranges:
                from_clear(tokens, first, last)
        places.append(len(tokens))
        for aside in draft.apart:
            hang(tokens, range(places[aside.start], places[aside.stop]), places[aside.verb])
        times = [(v.start, v.end) for v in draft.values if v.kind is ValueKind.DATE]
        starts = [t.start for t in tokens]
        timed = {i for a, b in times for i in range(bisect_left(starts, a), bisect_left(starts, b))}
        repairs = Repairs(tokens, self.lexicon, self.gazetteer, self.model.verbs, timed)
        repairs.before_links()
        for token in tokens:
            if token.head != token.i:
                tokens[token.head].children.append(token.i)
        repairs.after_links()
        return Parse(draft.text, tokens, sentence_ranges, draft.names, draft.values)

    def _rows(self, doc: Doc) -> list[_Row]:
        """The annotations of all tokens, read at once: asking each token took a third of the time behind the parse."""
        from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS

        strings, known = doc.vocab.strings, self._strings
        table = doc.to_array([HEAD, DEP, LEMMA, POS, MORPH]).tolist()
        for key in {key for row in table for key in row[1:]}.difference(known):
            known[key] = strings[key]
        return [
            _Row(i, i + _signed(head), known[dep], known[lemma], known[pos], self._features(known[morph]))
            for i, (head, dep, lemma, pos, morph) in enumerate(table)
        ]

    @cached_property
    def _strings(self) -> dict[int, str]:
        return {0: ""}

    @cached_property
    def _morphs(self) -> dict[str, dict[str, str]]:
        return {}

    def _features(self, morph: str) -> dict[str, str]:
        """Universal features as a mapping, which tokens of the same form share."""
        if morph not in self._morphs:
            self._morphs[morph] = dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)
        return self._morphs[morph]

    def _token(self, text: str, row: _Row, span: tuple[int, int], name: int, sentence: int) -> Token:
        own = text[span[0] : span[1]]
        lower = own.lower()
        named = name >= 0
        return Token(
            row.i, span[0], span[1], own, lower,
            own if named else row.lemma.lower() or lower,
            "PROPN" if named else self._part_of_speech(row, own),
            {} if named else row.morph,
            "root" if row.head == row.i else row.dep,
            row.head, sentence, name,
        )  # fmt: skip

    def _part_of_speech(self, row: _Row, own: str) -> str:
        """The tagger's; a lower-case word between names that it took for a name is the verb or noun of the
        dictionary.
        """
        if row.pos != "PROPN" or not own.islower():
            return row.pos
        return "VERB" if row.lemma.lower() in self.model.verbs else "NOUN"


def _in_text_order(rows: list[_Row], draft: _Draft) -> list[_Row]:
    """The annotations in the order of the text."""
    if not draft.apart:
        return rows
    places: dict[int, int] = {}
    count = 0
    for i in parse_order(draft.units, draft.apart):
        places[i] = count
        count += len(draft.units[i].words)
    olds = [places[i] + k for i, unit in enumerate(draft.units) for k in range(len(unit.words))]
    news = {old: new for new, old in enumerate(olds)}
    return [rows[old]._replace(i=new, head=news[rows[old].head]) for new, old in enumerate(olds)]


def _signed(value: int) -> int:
    """An offset that spaCy's arrays hold without sign."""
    return value - 2**64 if value >= 2**63 else value


def _pieces(unit: Unit) -> list[tuple[int, int]]:
    """The stretch of text of each stand-in word: the first characters go to the first words, the rest to the last."""
    k = len(unit.words)
    cuts = [unit.start + j for j in range(k)] + [unit.end]
    return list(pairwise(cuts))


def _words(doc: Doc, spans: list[tuple[int, int]]) -> Iterator[Word]:
    """The tokens without blanks; a token across a sentence boundary counts to the first sentence."""
    starts = sorted(start for start, _ in spans)
    at, fresh, opened = 0, True, False
    text = doc.text
    for start, length, blank in doc.to_array(["IDX", "LENGTH", "IS_SPACE"]).tolist():
        if blank:
            continue
        while at < len(starts) and starts[at] <= start:
            fresh, at = True, at + 1
        word = text[start : start + length]
        yield Word(start, start + length, word, fresh or opened)
        letters = word.isalnum() or any(c.isalnum() for c in word)
        opened = ((opened or fresh) and not letters) or word in {":", "«", '"', "–", "•", "*"}
        fresh = False
