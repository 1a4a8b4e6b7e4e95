"""From the words of a date to its EDTF-like form: arithmetic on the calendar, the same for all languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kg.extract.values.grammar import Calendar

Groups = Mapping[str, str | None]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PARTS = {"quarter": (4, "Q"), "half": (2, "H")}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a date stands: what an incomplete one is completed from."""

    published: date | None
    future: bool = False  # the words around say that it lies ahead
    previous: str | None = None  # the date before it in the sentence, for "five years later"


def resolve(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    """The date that the named groups of a pattern mean, or None when it is none or can't be known."""
    resolver = next((found for names, found in _RESOLVERS if any(name in groups for name in names)), None)
    if resolver:
        try:
            return resolver(groups, words, setting)
        except (OverflowError, ValueError):  # before the year 1 or after 9999: no date of news
            return None
    year = _year(groups, setting)
    return f"{year}" if year else None


def canonical_interval(start: str, end: str) -> str:
    """Two dates as one interval; January to June is a half-year, April to June a quarter."""
    if start == end:
        return start
    if len(start) == len(end) == 7 and start[:4] == end[:4] and start[5:].isdigit() and end[5:].isdigit():
        first, last = int(start[5:]), int(end[5:])
        for span, letter in ((6, "H"), (3, "Q")):
            if last - first == span - 1 and last % span == 0:
                return f"{start[:4]}-{letter}{last // span}"
    return f"{start}/{end}"


def period_ending(last: str, months: int) -> str:
    """The period of so many months that ends with the month or day `last`: "the year to June"."""
    year, month = int(last[:4]), int(last[5:7])
    first = shift(date(year, month, 1), "month", 1 - months) or last
    return canonical_interval(first, f"{year}-{month:02}")


def year_before(period: str | None) -> str | None:
    """The same period a year before: "2025-Q3" → "2024-Q3"; None for what has no end or no beginning."""
    if period is None or ".." in period:
        return None
    return "/".join(f"{int(part[:4]) - 1}{part[4:]}" for part in period.split("/"))


def _iso(groups: Groups, _words: Calendar, _setting: Setting) -> str | None:
    try:
        return str(date.fromisoformat(str(groups["iso"])))
    except ValueError:
        return None


def _relative(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    """Such as "la veille", "the next day": counted from the day named before, or from the published one."""
    offset = words.relative[str(groups["relative"])]
    known = setting.previous if setting.previous and _DAY.fullmatch(setting.previous) else None
    if known is None and offset >= 0:
        return None
    day = date.fromisoformat(known) if known else setting.published
    return str(day + timedelta(offset)) if day else None


def _near(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    offset = words.near[str(groups["near"])]
    return str(setting.published + timedelta(offset)) if setting.published else None


def _decade(groups: Groups, _words: Calendar, _setting: Setting) -> str | None:
    text = str(groups["decade"])
    first = int(text) if len(text) == 4 else 1900 + int(text)
    return f"{first}/{first + 9}" if first % 10 == 0 else None


def _fiscal(groups: Groups, _words: Calendar, _setting: Setting) -> str | None:
    """Such as "FY25", the year that ends in 2025."""
    year = 2000 + int(str(groups["fiscal"])[-2:])
    return f"{year - 1}/{year}"


def _year_range(groups: Groups, _words: Calendar, _setting: Setting) -> str | None:
    """Such as "2019/20", "2012-2014"; the second year must follow."""
    first, second = str(groups["year"]), str(groups["year2"])
    last = int(second) if len(second) == 4 else int(first[:2] + second)
    return f"{first}/{last}" if last > int(first) else None


def _year(groups: Groups, setting: Setting) -> int | None:
    if groups.get("year"):
        return int(str(groups["year"]))
    for name, offset in (("last_year", -1), ("this_year", 0), ("next_year", 1)):
        if groups.get(name) and setting.published:
            return setting.published.year + offset
    return None


def _direction(groups: Groups) -> int:
    """-1 before now, 1 after it; 0 when only the words around tell."""
    return -1 if groups.get("past") else 1 if groups.get("future") else 0


def _unit(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    """Such as "il y a trois ans", "last month"."""
    if setting.published is None:
        return None
    unit = words.units[str(groups["unit"])]
    count = int(float(groups.get("count") or 1))
    if unit == "decade" and not groups.keys() & {"ago", "ahead", "past", "future"}:
        return f"{setting.published.year // 10 * 10 + 10}"  # "the end of the decade": no other day of it is named
    if "ago" in groups or "ahead" in groups:
        return shift(setting.published, unit, -count if "ago" in groups else count)
    return shift(setting.published, unit, _direction(groups))


def _from_previous(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    """Such as "five years later", "the following month": counted from the date named before."""
    previous = setting.previous
    if previous is None or "/" in previous:
        return None
    unit = words.units[str(groups["unit"])] if groups.get("unit") else "year"
    count = 0 if "same" in groups else int(float(groups.get("count") or 1))
    count = -count if "before" in groups else count
    if unit == "month":
        month = re.match(r"(\d{4})-(\d\d)", previous)
        return shift(date(int(month[1]), int(month[2]), 1), unit, count) if month else None
    return _other_year(previous, count, groups) if unit == "year" else None


def _other_year(previous: str, count: int, groups: Groups) -> str | None:
    # a figure "a year earlier" is of the same half-year or quarter
    part = previous[4:] if "before" in groups and previous[5:6] in ("H", "Q") else ""
    year = int(previous[:4]) + count
    return f"{year}{part}" if 1000 <= year <= 2999 else None


def shift(published: date, unit: str, count: int) -> str | None:
    """The year, quarter, month or day that lies `count` units from `published`; a week gives its month."""
    if abs(count) > 1000:
        return None
    if unit in ("day", "week"):
        day = published + timedelta(count * (7 if unit == "week" else 1))
        return str(day) if unit == "day" else f"{day.year}-{day.month:02}"
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}.get(unit)
    if months is None:
        return None
    year, month = divmod(published.year * 12 + published.month - 1 + count * months, 12)
    if not 1000 <= year <= 2999:
        return None
    if unit in ("year", "decade", "month"):
        return f"{year}" if unit != "month" else f"{year}-{month + 1:02}"
    return f"{year}-{'Q' if unit == 'quarter' else 'H'}{month // months + 1}"


def _opening(groups: Groups, _words: Calendar, setting: Setting) -> str | None:
    """Such as "the first nine months"; without a year the last such that are over."""
    count, year = int(float(groups.get("count") or 0)), _year(groups, setting)
    if not 1 < count < 12:
        return None
    if year is None:
        if setting.published is None:
            return None
        year = setting.published.year - (setting.published.month <= count)
    return canonical_interval(f"{year}-01", f"{year}-{count:02}")


def _part(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    """A half-year or quarter; without a year the last one that ended, or the next one that has not."""
    part = "half" if "half" in groups else "quarter"
    number, year = words.ordinals[str(groups[part])], _year(groups, setting)
    parts, letter = _PARTS[part]
    if not 1 <= number <= parts:
        return None
    if year is None:
        if setting.published is None:
            return None
        now = (setting.published.month - 1) * parts // 12 + 1
        year = setting.published.year + (number < now if setting.future else -(number >= now))
    return f"{year}-{letter}{number}"


def _season(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    quarter, year = words.seasons[str(groups["season"])], _year(groups, setting)
    direction = _direction(groups)
    if "same" in groups:  # "that autumn"
        year = int(setting.previous[:4]) if setting.previous and setting.previous[:4].isdigit() else None
        return f"{year}-Q{quarter}" if year else None
    if year is None:
        if setting.published is None:
            return None
        now, year = (setting.published.month - 1) // 3 + 1, setting.published.year
        if direction < 0:
            year -= quarter >= now
        elif direction > 0 or setting.future:
            year += quarter < now
        else:
            year -= quarter > now
    return f"{year}-Q{quarter}"


def _month(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    day, number = int(groups.get("day") or 0), int(groups.get("month_number") or 0)
    month = number or words.months[str(groups["month"])]
    if month > 12 and 1 <= day <= 12:
        day, month = month, day  # 12/25/2020: the American way
    year = _year(groups, setting)
    if year is None:
        if setting.published is None:
            return None
        over = words.months[str(groups["month2"])] + 1 if groups.get("month2") else month  # a period that is over
        year = _nearest_year(over, day, _direction(groups), setting)
    value = _day(year, month, day)
    if value and groups.get("month2"):
        end = words.months[str(groups["month2"])]
        return canonical_interval(value, f"{year}-{end:02}") if end > month else None
    if value and groups.get("day2"):
        last = _day(year, month, int(str(groups["day2"])))
        return f"{value}/{last}" if last and last > value else None
    return value


def _day(year: int, month: int, day: int) -> str | None:
    if not day:
        return f"{year}-{month:02}" if 1 <= month <= 12 else None
    try:
        return str(date(year, month, day))
    except ValueError:
        return None


def _nearest_year(month: int, day: int, direction: int, setting: Setting) -> int:
    """The year of a month or day without one: the last such, or the next where the words say so."""
    now = setting.published or date.min
    here, then = (now.month, now.day if day else 0), (month, day)
    if direction < 0:
        return now.year - (then >= here)
    if direction > 0:
        return now.year + (then <= here)
    return now.year + (then < here) if setting.future else now.year - (then > here)


def _weekday(groups: Groups, words: Calendar, setting: Setting) -> str | None:
    if setting.published is None:
        return None
    back = (setting.published.weekday() - words.weekdays[str(groups["weekday"])]) % 7
    direction = _direction(groups)
    if direction < 0:
        back = back or 7
    elif direction > 0 or setting.future:
        back -= 7 if back or direction > 0 else 0
    return str(setting.published - timedelta(back))


# by the groups that a pattern names; the first that fits
_RESOLVERS: tuple[tuple[tuple[str, ...], Callable[[Groups, Calendar, Setting], str | None]], ...] = (
    (("iso",), _iso),
    (("decade",), _decade),
    (("fiscal",), _fiscal),
    (("year2",), _year_range),
    (("before", "later"), _from_previous),
    (("opening",), _opening),
    (("unit",), _unit),
    (("half", "quarter"), _part),
    (("season",), _season),
    (("month", "month_number"), _month),
    (("weekday",), _weekday),
    (("relative",), _relative),
    (("near",), _near),
)
