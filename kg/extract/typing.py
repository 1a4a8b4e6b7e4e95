"""Give each name a type: what it holds, what stands around it, what the model says, by vote over the document.

The model finds nearly every name but types companies badly (38 of 57 in DESIGN §6), so its word is one vote of many.
The weights were set by hand on the development articles: a legal form or an honorific settles the matter alone, a
descriptive noun beside the name outweighs the model, and the model outweighs mere shape.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.extract.lexicon import Lexicon
from kg.extract.names import Span, Word
from kg.extract.places import Gazetteer
from kg.extract.syntax import Name
from kg.model import EntityType

Votes = Counter[EntityType]

_PERSON, _ORG, _PLACE, _PRODUCT = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PRODUCT
_CERTAIN = 6.0  # legal form, honorific
_STRONG = 3.0  # descriptive noun beside the name, word of the trade inside it, given name
_MODEL = 1.5
_WEAK = 1.0  # a preposition, the shape


class Typer:
    """Types the names of one text."""

    def __init__(self, text: str, words: Sequence[Word], lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.text = text
        self.words = words
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        table = lexicon.language.table("names")
        self.organization_words = frozenset(table["organization_words"])
        self.heads = frozenset(table["heads"])
        self.place_words = frozenset(table["place_words"])
        self.place_patterns = [re.compile(p) for p in table["place_patterns"]]
        self.place_prepositions = frozenset(table["place_prepositions"])
        self.organization_prepositions = frozenset(table["organization_prepositions"])
        self.person_verbs: tuple[str, ...] = tuple(table["person_verbs"])
        self.labels: dict[str, str] = lexicon.language.table("language")["entity_labels"]

    def type(self, spans: Sequence[Span]) -> list[Name]:
        """The names with their types; forms that share a head vote together."""
        own = [self._votes(span) for span in spans]
        texts = [self.text[self.words[s.first].start : self.words[s.last - 1].end] for s in spans]
        together: dict[str, Votes] = defaultdict(Counter)
        for text, votes in zip(texts, own, strict=True):
            together[text].update(votes)
        for text in list(together):
            for whole in self._wholes(text, together):
                together[text].update({k: v * 0.8 for k, v in together[whole].items()})
        return [self._name(span, text, together[text]) for span, text in zip(spans, texts, strict=True)]

    @staticmethod
    def _wholes(text: str, together: dict[str, Votes]) -> list[str]:
        """Longer names of which the text is the beginning, or, for persons, the end."""
        found = []
        for other, votes in together.items():
            if len(other) > len(text) and (other.startswith(text + " ") or other.endswith(" " + text)):
                best = max(votes, key=lambda k: votes[k], default=None)
                if best is _PERSON or (best is _ORG and other.startswith(text + " ")):
                    found.append(other)
        return found

    def _name(self, span: Span, text: str, votes: Votes) -> Name:
        scores = sorted(((t, s) for t, s in votes.items() if s > 0), key=lambda p: (-p[1], p[0].value))
        best = scores[0][0] if scores else None
        return Name(self.words[span.first].start, self.words[span.last - 1].end, text, best, tuple(scores))

    # -- the votes

    def _votes(self, span: Span) -> Votes:
        votes: Votes = Counter()
        text = self.text[self.words[span.first].start : self.words[span.last - 1].end]
        parts = re.split(r"[\s'’-]+", text.lower())
        self._from_inside(votes, text, parts)
        self._from_before(votes, span)
        self._from_behind(votes, span)
        if label := self.labels.get(span.label):
            votes[EntityType(label)] += _MODEL if label != "Place" else _WEAK
        return votes

    def _from_inside(self, votes: Votes, text: str, parts: list[str]) -> None:
        if self.lexicon.legal_form.search(text):
            votes[_ORG] += _CERTAIN
        if parts[-1] in self.organization_words or parts[0] in self.organization_words:
            votes[_ORG] += _STRONG
        if parts[0] in self.heads and len(parts) > 1:
            votes[_ORG] += _STRONG
        if parts[0] in self.place_words or parts[-1] in self.place_words or any(p.search(text) for p in self.place_patterns):
            votes[_PLACE] += _STRONG
        if self.gazetteer.place(text) is not None or self.gazetteer.country(text) is not None:
            votes[_PLACE] += _STRONG + _WEAK
        words = text.split()
        if 2 <= len(words) <= 4 and words[0].split("-")[0] in self.lexicon.given_names:
            votes[_PERSON] += _STRONG
        if re.match(r"^(?:[A-Z]\. ?){1,3}[A-Z][a-zà-ÿ]", text):
            votes[_PERSON] += _STRONG
        if len(words) == 1 and len(text) <= 5 and text.isupper():
            votes[_ORG] += _WEAK
        if re.search(r"[a-zà-ÿ]\s?\d+$|^[A-Z]{1,2}-?\d+$", text):
            votes[_PRODUCT] += _WEAK + _MODEL

    def _before(self, span: Span, back: int) -> str:
        """The word `back` places before the name, lower case, "" across a sentence start."""
        i = span.first - back
        if i < 0 or any(self.words[j].first for j in range(i + 1, span.first + 1)):
            return ""
        return self.words[i].lower

    def _from_before(self, votes: Votes, span: Span) -> None:
        previous = self._before(span, 1)
        if not previous:
            return
        if self.words[span.first - 1].text in self.lexicon.honorifics:
            votes[_PERSON] += _CERTAIN
        if previous in self.place_prepositions:
            votes[_PLACE] += _WEAK
        if previous in self.organization_prepositions:
            votes[_ORG] += _WEAK
        if self.lexicon.language.code == "fr" and self.gazetteer.demonym(previous) and self._before(span, 2) in {"l'", "le", "la", "du", "au", "à", "de"}:
            votes[_ORG] += _MODEL
        self._from_noun_before(votes, span)

    def _from_noun_before(self, votes: Votes, span: Span) -> None:
        """A descriptive noun directly before, over adjectives and a complement: "le groupe d'ingénierie lyonnais X"."""
        for back in range(1, 6):
            word = self._before(span, back)
            if not word or word in {",", ";", ":", "(", ")", ".", '"', "«", "»", "que", "qui", "that", "et", "and", "à", "to", "by", "par", "avec", "with"}:
                return
            two = f"{self._before(span, back + 1)} {word}"
            role = self.lexicon.role(two, word)
            if back == 1 and role and role.relation not in {"ownerOf", "shareholderOf"}:
                votes[_PERSON] += _STRONG
                return
            if found := self.lexicon.noun(two, word):
                if back == 2 and found.kind == "generic" and self._before(span, 1) in {"de", "d'"} and self._before(span, 3) in {"le", "du", "au", "l'", "la"}:
                    votes[_PLACE] += _MODEL  # "le groupe de Saint-Ouen"
                    return
                direct = back == 1 or self._only_adjectives(span, back)
                if direct:
                    votes[found.type] += _STRONG
                    return
                if found.kind in {"generic", "makers", "trades"}:
                    votes[found.type] += _WEAK
                    return

    def _only_adjectives(self, span: Span, back: int) -> bool:
        """No preposition between noun and name: they stand for the same thing."""
        between = {self._before(span, k) for k in range(1, back)}
        return not between & {"de", "du", "des", "d'", "la", "le", "les", "l'", "of", "the", "for", "in", "en", "dans", "'s", "at", "on", "sur", "pour", "chez"}

    def _from_behind(self, votes: Votes, span: Span) -> None:
        if span.last >= len(self.words):
            return
        behind = self.text[self.words[span.last - 1].end : self.words[span.last - 1].end + 60].lower()
        if behind.startswith("-based") or behind.startswith("-headquartered") or re.match(r" \([^)]{2,30}\)", behind) and self._before(span, 1) in self.place_prepositions:
            votes[_PLACE] += _STRONG
        if behind.lstrip().startswith(self.person_verbs):
            votes[_PERSON] += _WEAK
        if self._before(span, 1) not in {"de", "d'", "of"} and (match := re.match(r", ?(?:un|une|le|la|l'|the|a|an|its|his|son|sa)? ?([\w-]+)(?: ([\w-]+))?", behind)):
            self._from_apposition(votes, match)
        if re.match(r",? (?:\d\d ans|\d\d, |aged \d\d|\(\d\d ans\)|\(\d\d\))", behind):
            votes[_PERSON] += _STRONG
        if re.match(r" (?:employs|emploie|a été fondée?|was founded|is headquartered|est basée?)", behind):
            votes[_ORG] += _MODEL

    def _from_apposition(self, votes: Votes, match: re.Match[str]) -> None:
        one, two = match.group(1), match.group(2)
        forms = (f"{one} {two}", one) if two else (one,)
        if role := self.lexicon.role(*forms):
            votes[_ORG if role.relation in {"ownerOf", "shareholderOf"} else _PERSON] += _STRONG if role.relation not in {"ownerOf", "shareholderOf"} else _WEAK
        elif found := self.lexicon.noun(*forms, *( (two,) if two else ())):
            votes[found.type] += _STRONG
