"""Patterns for any of a list of words: the one way in which lists of the language data become regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def alternatives(words: Iterable[str]) -> str:
    """The source of a pattern for any of the words, the longest first; for no words, of one that never matches."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")" if ordered else "(?!)"


def any_of(words: Iterable[str], frame: str = r"(?<!\w)%s(?!\w)", flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern of a frame with the words at its "%s"; as whole words if no frame is given.

    The stages ask for their patterns at each document, so they are kept.
    """
    return _compiled(tuple(words), frame, flags)


@lru_cache(maxsize=256)  # some forty for each language
def _compiled(words: tuple[str, ...], frame: str, flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(frame % alternatives(words), flags)
