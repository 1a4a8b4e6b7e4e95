"""Find, load and tune the spaCy models.

Three changes make the models faster with identical output: the rule lemmatizer's word lists become sets, thinc
multiplies matrices with numpy (OpenBLAS) instead of blis (together 2.7 times for French, DESIGN §6, measured on 28,873
tokens), and attribute rules are asked once for each kind of token (`kg.extract.ruler`; French has no use for them).
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigurationError
from kg.extract.ruler import quicken
from kg.language import Language

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

BATCH = 32  # documents a spaCy batch; 32 to 64 measured fastest for all but the encoder (DESIGN §6)
# The encoder's matrices of 8 to 12 articles stay in the processor's cache: with 32 it takes 1.2 times as long on a
# quiet machine and twice as long on a busy one (96 articles of each language, sizes in turns).
BATCHES = {"tok2vec": 10}


@dataclass(frozen=True)
class Model:
    """A loaded spaCy pipeline and the words of its dictionary (lower case), by part of speech."""

    pipeline: Pipeline
    nouns: frozenset[str]
    adjectives: frozenset[str]
    verbs: frozenset[str]
    forms: frozenset[str]  # all of them, with irregular forms
    functions: frozenset[str]  # function words: no name begins with one
    lookup: Container[str]  # regular inflected forms, for languages that list them

    def is_word(self, lower: str) -> bool:
        """Whether the dictionary has the word, in any form, as a common word."""
        return lower in self.forms or lower in self.lookup


def model_name(language: Language) -> str:
    """The model to load: `KG_MODEL_<CODE>` (a path or package), else the first installed of the language's list.

    Raises ConfigurationError when none is there.
    """
    if configured := os.environ.get(f"KG_MODEL_{language.code.upper()}"):
        if Path(configured).exists() or importlib.util.find_spec(configured):
            return configured
        raise ConfigurationError(f"KG_MODEL_{language.code.upper()}: no model at '{configured}'")
    allowed: list[str] = language.table("language")["models"]
    for name in allowed:
        if importlib.util.find_spec(name):
            return name
    raise ConfigurationError(f"no spaCy model for '{language.code}'", hint="install one of " + ", ".join(allowed))


def load_model(language: Language) -> Model:
    """The language's spaCy model, tuned, without the components that nothing reads; loaded once for the process."""
    return _load(model_name(language), tuple(language.table("language")["unused"]))


@cache
def _load(name: str, unused: tuple[str, ...]) -> Model:
    pipeline = load_pipeline(name, unused)
    tables = pipeline.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index = tables.get_table("lemma_index")
    nouns, adjectives, verbs = (frozenset(index.get(pos, ())) for pos in ("noun", "adj", "verb"))
    exceptions = tables.get_table("lemma_exc")
    forms = nouns.union(adjectives, verbs, *(exceptions[pos] for pos in list(exceptions)))
    lookup = tables.get_table("lemma_lookup") if "lemma_lookup" in tables.tables else {}
    functions = frozenset(pipeline.Defaults.stop_words)
    return Model(pipeline, nouns, adjectives, verbs, forms | functions, functions, lookup)


def load_pipeline(name: str, unused: Iterable[str] = ()) -> Pipeline:
    """Load a spaCy pipeline by package name or path, tuned, without the components named in `unused`."""
    import spacy
    from threadpoolctl import threadpool_limits

    # Extraction is spread over worker processes, and within one OpenBLAS's threads wait for each other in loops: a
    # short text took four times the CPU time. Variables of the environment come too late, as numpy is loaded before.
    threadpool_limits(1)
    _use_numpy_gemm()
    pipeline = spacy.load(name, exclude=list(unused))
    index = pipeline.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for pos in list(index):
        index[pos] = frozenset(index[pos])
    quicken(pipeline)
    return pipeline


def _use_numpy_gemm() -> None:
    """Let thinc's CPU operations multiply with numpy; same results to the last bit that the argmaxes see."""
    import numpy as np
    from thinc.backends.numpy_ops import NumpyOps

    def gemm(_: Any, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        product = np.dot(x.T if trans1 else x, y.T if trans2 else y)
        if out is None:
            return product
        out[:] = product
        return out

    NumpyOps.gemm = gemm
