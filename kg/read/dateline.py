"""The date that an article bears: "12 juillet 2012. – L’annonce …", "LYON, 3 March 2021 — …"."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

# A dateline stands on one of the first lines: title, perhaps a standfirst, an address, then the date.
_LINES = 6
# "AARHUS, Denmark and JOHANNESBURG, South Africa – ": 60 characters hold every dateline of our corpus.
_PLACE = r"(?:[^\W\d][^\d.!?:;]{1,60}?[\s,(]+(?:[-–—]\s+)?(?:le\s+|on\s+)?)?"
# What follows sets the date apart from a sentence such as "Le 14 juillet 1789, …": an end, a dash, "(AFP)".
_END = r"\s*(?:$|[.()\]:|]|[-–—]\s|,\s*\w+\s*[.–—-])"


def find_date(text: str, language: str) -> date | None:
    """Return the full date that stands alone at the start of one of the first lines, None if there is none.

    `language` (ISO 639-1) gives the names of months and days. A day without its year is not taken: nothing is guessed.
    """
    lines = [line.strip() for line in text[:4000].splitlines()]
    for line in [line for line in lines if line][:_LINES]:
        found = _date_at_start(line, language)
        if found:
            return found
    return None


def _date_at_start(line: str, language: str) -> date | None:
    for pattern in _patterns(language):
        match = pattern.match(line)
        if match:
            return _valid(match.groupdict(), language)
    return None


def _valid(parts: dict[str, str], language: str) -> date | None:
    month = parts["month"]
    number = int(month) if month.isdecimal() else _months(language)[_fold(month)]
    try:
        return date(int(parts["year"]), number, int(parts["day"]))
    except ValueError:
        return None  # "31 février 2020" is no date


@lru_cache(maxsize=16)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted((re.escape(name) for name in _names(language, "month")), key=len, reverse=True))
    days = "|".join(sorted((re.escape(name) for name in _names(language, "day")), key=len, reverse=True))
    start = rf"^{_PLACE}(?:(?:{days})\.?,?\s+)?(?:le\s+)?"
    day, month, year = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?", rf"(?P<month>{names})\.?", r"(?P<year>(?:19|20)\d\d)"
    orders = (
        rf"{start}{day}\s+{month},?\s+{year}",
        rf"{start}{month}\s+{day},?\s+{year}",
        rf"{start}{year}-(?P<month>\d\d)-(?P<day>\d\d)",
    )
    return tuple(re.compile(order + _END, re.IGNORECASE) for order in orders)


@lru_cache(maxsize=16)
def _months(language: str) -> dict[str, int]:
    return {_fold(name): number for name, number in _names(language, "month").items()}


def _names(language: str, what: str) -> dict[str, int]:
    """Return the names of the months or days, long and short, in a language that CLDR knows; else in English."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    table = locale.months if what == "month" else locale.days
    widths = [table["format"]["wide"], table["format"]["abbreviated"]]
    return {name.rstrip("."): number for width in widths for number, name in width.items()}


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().rstrip(".")
