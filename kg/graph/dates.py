"""Dates with granularity ("2024", "2024-H1", "2012-07", "2012/2014") as the days that they cover."""

from __future__ import annotations

import calendar
import re
from datetime import date

_PART = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")

Bounds = tuple[date | None, date | None]


def bounds(value: str) -> Bounds:
    """First and last day that the EDTF-like `value` covers; None for an open end, and for what can't be read.

    >>> bounds("2024-H1")
    (datetime.date(2024, 1, 1), datetime.date(2024, 6, 30))
    """
    start, slash, end = value.partition("/")
    if not slash:
        return _period(value)
    return _period(start)[0], _period(end)[1]


def _period(text: str) -> Bounds:
    found = _PART.fullmatch(text.strip())
    if not found:
        return None, None
    year, first, last = int(found["year"]), 1, 12
    if found["half"]:
        first, last = 6 * int(found["half"]) - 5, 6 * int(found["half"])
    elif found["quarter"]:
        first, last = 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"])
    elif found["month"]:
        first = last = int(found["month"])
    try:
        if found["day"]:
            day = date(year, first, int(found["day"]))
            return day, day
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:  # month 13, 30 February, year 0
        return None, None
