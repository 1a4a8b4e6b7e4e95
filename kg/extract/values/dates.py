"""Dates in the text: which words are one, whether it lies ahead, and what "since" and "by" make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from kg.extract.values.calendar import Groups, Setting, canonical_interval, period_ending, resolve
from kg.extract.values.grammar import DateRule, ValueGrammar
from kg.extract.values.records import Value, ValueKind

# Half a long sentence in characters: the verb that places a bare "in April" mostly stands within it. Set by judgement.
_REACH = 90
_LONGEST_PREFIX = 40
_SENTENCE_END = re.compile(r'[.!?](?=["\s»])|\n')
_INITIAL = re.compile(r"(?<!\w)(?:[^\W\d]|mr|mrs|st|dr|inc|co|ltd|corp|vs)\.$")


@dataclass(frozen=True, slots=True)
class Source:
    """The text that is read: the original, its normal form and the part of it to search."""

    text: str
    low: str
    start: int
    end: int
    published: date | None


def match_date(source: Source, at: int, head: str, grammar: ValueGrammar, previous: str | None) -> Value | None:
    """The date that starts at `at`, as the first rule that fits reads it."""
    for rule in grammar.dates.get(head, ()):
        found = rule.pattern.match(source.low, at, source.end)
        if found is None or not _fits(source, at, rule, found, grammar):
            continue
        groups = _groups(rule, found, grammar)
        setting = Setting(source.published, previous=previous)
        if source.published and _open(groups):
            setting = replace(setting, future=_future(source, at, found.end(), grammar))
        value = resolve(groups, grammar.calendar, setting)
        if value:
            return Value(at, found.end(), ValueKind.DATE, date=value)
    return None


def _open(groups: Groups) -> bool:
    """Whether the words around decide which year or week is meant."""
    return not any(groups.get(name) for name in ("year", "past", "future", "unit", "near", "iso", "opening"))


def _groups(rule: DateRule, found: re.Match[str], grammar: ValueGrammar) -> dict[str, str | None]:
    groups: dict[str, str | None] = {name: text for name, text in found.groupdict().items() if text is not None}
    if "number" in groups:
        number = grammar.numbers.match(str(groups["number"]), 0, len(str(groups["number"])))
        groups["count"] = str(number.value) if number else None
    if rule.relative_unit:
        groups["unit"] = re.split(r"\W(?!end)", found.group(), maxsplit=1)[0]
    elif rule.season:
        groups["season"] = found.group().split(" ")[0]
    elif rule.month:
        groups["month_number"] = str(rule.month)
    elif rule.decade_word:
        groups["decade"] = grammar.calendar.decades[found.group()]
    elif rule.this_unit:
        groups["unit"] = next(word for word, unit in grammar.calendar.units.items() if unit == rule.this_unit)
    return groups


def _fits(source: Source, at: int, rule: DateRule, found: re.Match[str], grammar: ValueGrammar) -> bool:
    low = source.low
    if rule.after and not low.endswith(rule.after, max(0, at - _LONGEST_PREFIX), at):
        return False
    if rule.bare_year and not _is_year(source, at, found.end(), grammar):
        return False
    month = found.groupdict().get("month")
    return not month or _is_month(source, at, found, month, grammar)


def _is_year(source: Source, at: int, end: int, grammar: ValueGrammar) -> bool:
    """Whether four digits are a year and no count: "roughly 2000 shops", "2000 salariés" are counts."""
    low, context = source.low, grammar.context
    lead = max(0, at - _LONGEST_PREFIX)
    if low.endswith((*context.since, *context.by, *context.circa), lead, at):
        return True
    if low.endswith((*context.approximate, *context.min, *context.max, *context.identifiers), lead, at):
        return False
    after = grammar.counted.match(low, end, source.end)
    if after is not None and grammar.crosses(after):
        after = None  # "en 2016 par trois ingénieurs"
    return after is None and grammar.money.suffix.match(low, end, source.end) is None


def _is_month(source: Source, at: int, found: re.Match[str], month: str, grammar: ValueGrammar) -> bool:
    calendar, start = grammar.calendar, found.start("month")
    capital = source.text[start].isupper()
    alone = not any(found.groupdict().get(name) for name in ("day", "year", "month2"))
    lead = max(0, at - _LONGEST_PREFIX)
    if calendar.capitalised_months:
        if not capital:
            return False
        ambiguous = alone and month in calendar.ambiguous_months
        return not ambiguous or source.low.endswith(calendar.bare_month_after, lead, at)
    return not (alone and capital) or source.low.endswith(calendar.capital_after, lead, at)


def _future(source: Source, at: int, end: int, grammar: ValueGrammar) -> bool:
    """Whether the nearest verb before the date, or else after it, looks ahead; within its sentence."""
    low, opens = source.low, before_parts(source.low, at, grammar)
    if any(low.endswith(grammar.context.ahead, max(0, place - _LONGEST_PREFIX), place) for place in (at, opens)):
        return True
    if any(low.endswith(grammar.context.since, max(0, place - _LONGEST_PREFIX), place) for place in (at, opens)):
        return False
    before = low[max(0, at - _REACH) : at]
    marks = list(grammar.tense.finditer(before, sentence_start(before, len(before))))
    if marks:
        return marks[-1]["future"] is not None
    after = source.low[end : end + _REACH]
    stop = _SENTENCE_END.search(after)
    mark = grammar.tense.search(after, 0, stop.start() if stop else len(after))
    return mark is not None and mark["future"] is not None


def sentence_start(low: str, at: int) -> int:
    """Where the sentence of `at` begins, abbreviations such as "M." left out of account."""
    start = 0
    for stop in _SENTENCE_END.finditer(low, max(0, at - 4 * _REACH), at):
        if not _INITIAL.search(low, max(0, stop.start() - 6), stop.end()):
            start = stop.end()
    return start


def merge_intervals(values: list[Value], low: str, grammar: ValueGrammar) -> list[Value]:
    """Joins "entre 2012 et 2014" and "from 1998 until 2012", which were found as two dates each, into one interval."""
    merged: list[Value] = []
    for value in values:
        if merged and value.kind is ValueKind.DATE and merged[-1].kind is ValueKind.DATE:
            joined = _interval(merged[-1], value, low, grammar)
            if joined:
                merged[-1] = joined
                continue
        merged.append(value)
    return merged


def _interval(first: Value, second: Value, low: str, grammar: ValueGrammar) -> Value | None:
    context, between = grammar.context, low[first.end : second.start]
    if len(between) > _LONGEST_PREFIX or "/" in f"{first.date}{second.date}":
        return None
    for part in context.leads:
        between = between.removesuffix(part)
    between = between.rstrip() + " "
    lead = before_parts(low, first.start, grammar)
    window = max(0, lead - _LONGEST_PREFIX)
    pairs = ((context.between, context.between_join), (context.from_, context.from_join))
    if not any(
        between in joins and (low.endswith(opens, window, lead) or low.endswith(opens, window, first.start))
        for opens, joins in pairs
    ):
        return None
    start, end = str(first.date), str(second.date)
    if start[4:] and not re.search(r"\d{4}", low[first.start : first.end]):
        start = end[:4] + start[4:]
    return replace(second, start=first.start, date=canonical_interval(start, end)) if start[:4] <= end[:4] else None


def before_parts(low: str, start: int, grammar: ValueGrammar) -> int:
    """Where "la fin de", "mi-", "le" before a date begin."""
    context = grammar.context
    for _ in range(4):
        if not low.endswith(context.leads, max(0, start - _LONGEST_PREFIX), start):
            break
        for part in context.leads:
            if low.endswith(part, max(0, start - _LONGEST_PREFIX), start):
                start -= len(part)
                break
    return start


def with_bounds(value: Value, low: str, grammar: ValueGrammar) -> Value:
    """The date with what "since" or "by" before it makes of it: "2016/..", "../2014"."""
    if value.date is None or "/" in value.date:
        return value
    lead = before_parts(low, value.start, grammar)
    window = max(0, lead - _LONGEST_PREFIX)
    if re.match(r"\d{4}-\d\d", value.date):
        before = low[max(0, value.start - _LONGEST_PREFIX) : value.start]
        months = next((months for words, months in grammar.context.period_to if words.search(before)), 0)
        if months:
            return replace(value, date=period_ending(value.date, months))
    for prefixes, form in ((grammar.context.since, "{}/.."), (grammar.context.by, "../{}")):
        if any(low.endswith(prefixes, window, at) for at in (value.start, lead)):
            return replace(value, date=form.format(_of_season(value, low, low[window:lead], grammar)))
    return value


def _of_season(value: Value, low: str, before: str, grammar: ValueGrammar) -> str:
    """A bounded season: "since the spring" names no quarter but the year, "before the summer" the month before it."""
    date = str(value.date)
    words = low[value.start : value.end]
    if "Q" not in date or not any(season in words for season in grammar.calendar.seasons):
        return date
    month = 3 * (int(date[-1]) - 1)
    return f"{date[:4]}-{month:02}" if month and before.endswith(grammar.context.before) else date[:4]
