"""The attribute rules of a spaCy model, asked once for each kind of token.

spaCy's attribute ruler matches some two hundred patterns at every token, which is a sixth of the time of the English
pipeline. Nearly all of them read one token only: its tag, and its word or dependency where it is one of a list. What
they set on a token is therefore known once a token of its kind has been seen. Where one of the few other patterns
matches, the tokens of the match are asked about together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

_RULER, _QUICK = "attribute_ruler", "kg_quick_ruler"
_READ = ("LOWER", "TAG", "DEP")  # what the patterns may ask of a token
_SET = ("POS", "MORPH", "LEMMA")  # and set on it
_SPACE = "IS_SPACE"  # patterns of blanks do more, so documents with blanks go to the model's own ruler
_ANY = "\ue000"  # a word and a dependency that no pattern names

Kind = tuple[int, ...]  # keys of word, tag and dependency


@dataclass
class QuickRuler:
    """A pipeline component with the outcome of the model's attribute ruler."""

    ruler: AttributeRuler
    others: Matcher  # its patterns of more tokens than one, or of words by their spelling
    words: frozenset[int]  # keys of the words that all other patterns name
    dependencies: frozenset[int]
    any: int  # stands for all that they don't name
    known: dict[tuple[Kind, ...], list[int]] = field(default_factory=dict)

    def __call__(self, doc: Doc) -> Doc:
        """The document, its tokens annotated."""
        if doc.to_array([_SPACE]).any():
            return self.ruler(doc)
        rows = doc.to_array(list(_READ)).tolist()
        values = [value for row in rows for value in self._outcome(doc, (self._kind(*row),))]
        for start, end in _merged(self.others(doc, allow_missing=True)):
            together = self._outcome(doc, tuple(tuple(row) for row in rows[start:end]))
            values[start * len(_SET) : end * len(_SET)] = together
        keys: Any = np.array(values, dtype=np.uint64).reshape(-1, len(_SET))
        doc.from_array(list(_SET), keys)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:  # noqa: ARG002 - what spaCy calls it with
        """The documents, one after the other: there is nothing to gain from a batch."""
        return map(self, stream)

    def _kind(self, word: int, tag: int, dependency: int) -> Kind:
        return (
            word if word in self.words else self.any,
            tag,
            dependency if dependency in self.dependencies else self.any,
        )

    def _outcome(self, doc: Doc, kinds: tuple[Kind, ...]) -> list[int]:
        """What the ruler sets on neighbours of these kinds, in the order of _SET."""
        if kinds not in self.known:
            self.known[kinds] = self._ask(doc, kinds)
        return self.known[kinds]

    def _ask(self, doc: Doc, kinds: Sequence[Kind]) -> list[int]:
        from spacy.tokens import Doc

        asked = Doc(doc.vocab, words=[doc.vocab.strings[word] for word, _, _ in kinds])
        keys: Any = np.array(kinds, dtype=np.uint64)[:, 1:]
        asked.from_array(list(_READ[1:]), keys)
        outcome: Any = self.ruler(asked).to_array(list(_SET))
        return [int(key) for row in outcome.tolist() for key in row]


def _merged(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of tokens that matches cover; overlapping ones are one."""
    stretch = (0, 0)
    for start, end in sorted((start, end) for _, start, end in matches):
        if start < stretch[1]:
            stretch = stretch[0], max(end, stretch[1])
            continue
        if stretch[1]:
            yield stretch
        stretch = start, end
    if stretch[1]:
        yield stretch


def quicken(pipeline: Pipeline) -> None:
    """Put a QuickRuler in the place of the pipeline's attribute ruler, if it has one whose patterns allow that."""
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler

    ruler = pipeline.get_pipe(_RULER) if pipeline.has_pipe(_RULER) else None
    if not isinstance(ruler, AttributeRuler) or not _is_readable(ruler):
        return
    if not Language.has_factory(_QUICK):
        Language.factory(_QUICK, func=_make)
    pipeline.add_pipe(_QUICK, before=_RULER)
    pipeline.remove_pipe(_RULER)


def _make(nlp: Pipeline, name: str) -> QuickRuler:
    """Factory of the component, in the form that spaCy asks for: `name` is what the pipeline calls it."""
    from spacy.matcher import Matcher

    ruler: Any = nlp.get_pipe(_RULER)
    others = Matcher(nlp.vocab)
    named: dict[str, set[int]] = {key: set() for key in _READ}
    for i, (pattern, _) in enumerate(_patterns(ruler)):
        if not _is_listed(pattern):
            others.add(f"{name} {i}", [pattern])
            continue
        for key, test in pattern[0].items():
            named[key].update(nlp.vocab.strings.add(value) for value in _values(test))
    words, _, dependencies = map(frozenset, named.values())
    return QuickRuler(ruler, others, words, dependencies, nlp.vocab.strings.add(_ANY))


def _patterns(ruler: AttributeRuler) -> Iterator[tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Patterns and what they set, without those of blanks."""
    rules: Any = ruler.patterns
    for rule in rules:
        for pattern in rule["patterns"]:
            if not any(_SPACE in token for token in pattern):
                yield pattern, rule["attrs"]


def _is_readable(ruler: AttributeRuler) -> bool:
    """Whether the patterns ask and set only what we know of."""
    return all(
        set(attributes) <= {*_SET} and all(set(token) <= {*_READ} for token in pattern)
        for pattern, attributes in _patterns(ruler)
    )


def _is_listed(pattern: list[dict[str, Any]]) -> bool:
    """Whether a pattern is of one token and names the values that it tells apart."""
    return len(pattern) == 1 and all(
        isinstance(test, str) or set(test) <= {"IN", "NOT_IN"} for test in pattern[0].values()
    )


def _values(test: Any) -> Iterable[str]:
    """The values that a test of a pattern names."""
    return (test,) if isinstance(test, str) else (value for values in test.values() for value in values)
