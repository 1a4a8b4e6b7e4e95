"""Money, shares, durations and quantities: a number and what stands around it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kg.extract.values.calendar import shift
from kg.extract.values.dates import Source, before_parts
from kg.extract.values.grammar import ValueGrammar
from kg.extract.values.numbers import Number
from kg.extract.values.records import Value, ValueKind

_LONGEST_PREFIX = 40
_CLOCK = re.compile(r" ?h(?:\d|\b)|:\d| ?[ap]\.?m\b|°|['′″]\d|[-/]\d|\.\d")  # 18h15, 7:44, 10 am, 48°, 3-2, 1.2.3
_GLUED = re.compile(r"[\w$€£¥]")
_NEXT_WORD = re.compile(r"(?:[ -]|(?<= ))(?:de |d')?(?P<unit>[^\W\d_]{2,})")
_PERIODS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "M",
    "half": "M",
    "year": "Y",
    "decade": "Y",
    "century": "Y",
}
_FACTORS = {"quarter": 3, "half": 6, "decade": 10, "century": 100}


def match_amount(source: Source, at: int, head: str, grammar: ValueGrammar) -> Value | None:
    """The money, share, duration or quantity that starts at `at`."""
    low, end = source.low, source.end
    numeric = head == "#" or head in grammar.numbers.heads
    number = grammar.numbers.match(low, at, end) if numeric else None
    if not (number and number.multiplied):  # "a quarter of a million" is no share
        found = grammar.fraction.match(low, at, end) if head in grammar.fraction_heads else None
        if found:
            return Value(at, found.end(), ValueKind.SHARE, share=float(grammar.fractions[found.group()]))
        found = grammar.decades.match(low, at, end) if head in grammar.decade_heads else None
        if found:
            return Value(at, found.end(), ValueKind.DURATION, duration="P10Y")
    prefix = grammar.money.prefix.match(low, at, end)
    if prefix:
        return _prefixed(source, at, prefix, grammar)
    return _unprefixed(source, number, grammar) if number else None


_JOINED = ("-", "/", ":", ".", "#", "_", "@", "+")  # right before digits: part of a name, a time, a telephone number


def _prefixed(source: Source, at: int, prefix: re.Match[str], grammar: ValueGrammar) -> Value | None:
    """Such as "$1.2bn", "Rs 1,850-crore", "€3-4 million"."""
    number = grammar.numbers.match(source.low, prefix.end(), source.end)
    if number is None:
        return None
    code = grammar.money.codes[prefix["currency"]]
    value, end, ranged = _range(source, number, grammar)
    scale = None if number.multiplied and not ranged else grammar.money.abbreviation.match(source.low, end, source.end)
    if scale:
        value, end = value * grammar.money.abbreviations[scale["scale"]], scale.end()
    return Value(at, end, ValueKind.MONEY, amount=_clean(value), currency=code, bound="max" if ranged else None)


def _range(source: Source, number: Number, grammar: ValueGrammar) -> tuple[float, int, bool]:
    """The upper end of the range that starts with `number`, where it ends, and whether there is one."""
    context, low, at = grammar.context, source.low, number.end
    opens = before_symbol(low, number.start, grammar)
    joins = context.range_join
    if low.endswith(context.between, max(0, opens - _LONGEST_PREFIX), opens):
        joins = context.between_join
    join = next((join for join in joins if low.startswith(join, at)), None)
    if join is None:
        return number.value, at, False
    prefix = grammar.money.prefix.match(low, at + len(join), source.end)
    upper = grammar.numbers.match(low, prefix.end() if prefix else at + len(join), source.end)
    if upper is None or upper.value <= number.value or upper.article:
        return number.value, at, False
    return upper.value, upper.end, True


def before_symbol(low: str, start: int, grammar: ValueGrammar) -> int:
    """Where the currency before a number begins, or else the number: "between $5" and "between 5" open alike."""
    before = low[max(0, start - 5) : start].rstrip()
    symbol = next((code for code in grammar.money.symbols if before.endswith(code)), "")
    return start - (len(low[max(0, start - 5) : start]) - len(before)) - len(symbol) if symbol else start


def _unprefixed(source: Source, number: Number, grammar: ValueGrammar) -> Value | None:
    value = _measured(source, number, number.value, number.end, grammar)
    if value and value.kind is not ValueKind.QUANTITY:
        return value
    upper, end, ranged = _range(source, number, grammar)
    if not ranged:
        return value
    whole = _measured(source, number, upper, end, grammar)
    return replace(whole, bound="max") if whole and (whole.kind is not ValueKind.QUANTITY or whole.unit) else value


def _measured(source: Source, number: Number, value: float, end: int, grammar: ValueGrammar) -> Value | None:
    """The number as what its tail makes of it: money, a share, a duration or a quantity."""
    low, at = source.low, number.start
    money = grammar.money.suffix.match(low, end, source.end)
    if money:
        scale = grammar.money.abbreviations.get(money["scale"] or money["word_scale"] or "", 1.0)
        code = grammar.money.codes[money["symbol"] or money["name"]]
        return Value(at, money.end(), ValueKind.MONEY, amount=_clean(value * scale), currency=code)
    share = grammar.per_cent.match(low, end, source.end)
    if share:
        return Value(at, share.end(), ValueKind.SHARE, share=_clean(value))
    duration = grammar.duration.match(low, end, source.end)
    if duration:
        period = _period(value + (0.5 if duration["half"] else 0), grammar.calendar.units[_unit_of(duration, grammar)])
        return Value(at, duration.end(), ValueKind.DURATION, duration=period) if period else None
    return _quantity(source, number, value, end, grammar)


def _unit_of(duration: re.Match[str], grammar: ValueGrammar) -> str:
    words: list[str] = re.findall(r"[^\W\d_]+(?:-end)?", duration.group())
    return next(word for word in words if word in grammar.calendar.units)


def _period(count: float, unit: str) -> str | None:
    """ISO 8601 in whole units; half years become months."""
    letter, count = _PERIODS[unit], count * _FACTORS.get(unit, 1)
    if letter == "Y" and count != int(count):
        letter, count = "M", count * 12
    return f"P{int(count)}{letter}" if count == int(count) and 0 < count < 10_000 else None


def _quantity(source: Source, number: Number, value: float, end: int, grammar: ValueGrammar) -> Value | None:
    low, unit = source.low, None
    if not number.in_words and number.start and low[number.start - 1] in _JOINED:
        return None
    counted = grammar.counted.match(low, end, source.end)
    if counted and not grammar.crosses(counted):
        unit = (counted.start("unit"), counted.end("unit"))
    elif _GLUED.match(low, end) or _CLOCK.match(low, end):
        return None
    else:
        word = _NEXT_WORD.match(low, end, source.end)
        if word and _can_count(word["unit"], grammar) and source.text[word.start("unit")].islower():
            unit = word.span("unit")
    if number.article or (not counted and _names(source, number, grammar)):
        return None
    exact = int(value) if value == int(value) else _clean(value)
    stop = unit[1] if unit else end
    text = source.text[unit[0] : unit[1]] if unit else None
    return Value(number.start, stop, ValueKind.QUANTITY, quantity=exact, unit=text, approximate=number.approximate)


def _can_count(word: str, grammar: ValueGrammar) -> bool:
    return word not in grammar.function_words and word not in grammar.numbers.values


def _names(source: Source, number: Number, grammar: ValueGrammar) -> bool:
    """Whether the number is part of a name ("Falcon 9", "n° 3", "Chapter 11") or an age between commas."""
    low, text, at = source.low, source.text, number.start
    lead = max(0, at - _LONGEST_PREFIX)
    if low.endswith(grammar.context.identifiers, lead, at):
        return True
    if number.in_words:
        return False
    if (
        low[at - 2 : at] == ", "
        and low[number.end : number.end + 1] in (",", ")")
        and number.value < 120
        and number.plain
    ):
        return True
    before = re.search(r"([^\W\d_][\w'’.&-]*) $", text[lead:at])
    return before is not None and before[1][0].isupper() and before[1].lower() not in grammar.function_words


def _clean(value: float) -> float:
    """Without the dust of binary floats: 1.2 * 1e9."""
    return float(f"{value:.12g}")


def with_context(value: Value, low: str, grammar: ValueGrammar, published: date | None) -> Value:
    """The value with what "about", "more than", "since" before it say."""
    context, lead = grammar.context, max(0, value.start - _LONGEST_PREFIX)
    places = (value.start, before_parts(low, value.start, grammar))
    if any(low.endswith(context.approximate, lead, at) for at in places):
        value = replace(value, approximate=True)
    for bound, words in (("min", context.min), ("max", context.max)):
        if value.bound is None and low.endswith(words, lead, value.start):
            value = replace(value, bound=bound)
    if value.duration and published and low.endswith(context.since, lead, value.start):
        value = replace(value, date=_since(value.duration, published))
    return value


def _since(duration: str, published: date) -> str | None:
    """Such as "depuis sept ans": the start of the state that still lasts."""
    unit = {"Y": "year", "M": "month", "W": "week", "D": "day"}[duration[-1]]
    start = shift(published, unit, -int(duration[1:-1]))
    return f"{start}/.." if start else None
