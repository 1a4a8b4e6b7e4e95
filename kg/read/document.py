"""From a reader's draft to a document: text normalised, language and date settled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Document, Problem
from kg.read.dateline import find_date
from kg.read.language import identify
from kg.read.limits import MAX_TEXT
from kg.read.text import normalise

if TYPE_CHECKING:
    from datetime import date

    from kg.read.draft import Draft


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of all inputs, over what they say of themselves."""

    languages: tuple[str, ...]  # those that can be told apart, ISO 639-1
    language: str | None = None  # the language of all inputs
    published: date | None = None  # the date of all inputs
    allow_private: bool = False  # URLs may name machines of the local network


def finish(draft: Draft, options: Options) -> Document | Problem:
    """Return the document that a draft amounts to, or the problem with it."""
    text = normalise(draft.text)
    if not re.search(r"\w", text):
        return Problem(draft.source, "no text")
    if len(text) > MAX_TEXT:
        return Problem(draft.source, f"a text of more than {MAX_TEXT:,} characters", hint="split it into its documents")
    language = _language(draft, text, options)
    if isinstance(language, Problem):
        return language
    return Document(
        source=draft.source,
        text=text,
        language=language,
        title=_one_line(draft.title),
        published=options.published or draft.published or find_date(text, language),
        author=_one_line(draft.author),
        media_type=draft.media_type,
        pages=draft.pages,
    )


def _language(draft: Draft, text: str, options: Options) -> str | Problem:
    """The user's word, then the file's if it is a language that we know, then what the text looks like."""
    if options.language:
        return options.language
    if draft.language in options.languages:
        return draft.language
    return identify(text, draft.source, options.languages)


def _one_line(text: str | None) -> str | None:
    return " ".join(normalise(text).split()) if text else None
