"""Finds the values of a text, from left to right."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kg.extract.values.amounts import match_amount, with_context
from kg.extract.values.dates import Source, match_date, merge_intervals, with_bounds
from kg.extract.values.grammar import ValueGrammar
from kg.extract.values.normal import normal_form
from kg.extract.values.records import Value, ValueKind

_TOKEN = re.compile(r"[^\W\d_]+|\d++|[$€£¥₹]")
_REACH_OF_DATES = 250  # characters; two sentences, as in "en 1968. Quatre ans plus tôt"
_BESIDE = 120  # characters between an amount and the year that it is of
_FROM_MILLIONS = 3e5  # a bare "7,9 milliards" after "312 millions d'euros" is money; a bare "350" is not


def find_values(
    text: str, grammar: ValueGrammar, published: date | None, *, start: int = 0, end: int | None = None
) -> tuple[Value, ...]:
    """The values of `text[start:end]`, in order and without overlap; offsets are characters of `text`.

    Relative and incomplete dates are resolved against `published`, and left out without it. The text around
    `text[start:end]` is read as context ("since" before `start`), but gives no values.
    """
    source = Source(text, normal_form(text), start, len(text) if end is None else end, published)
    values = merge_intervals(_scan(source, grammar), source.low, grammar)
    finished = [_finish(value, source, grammar) for value in values]
    return tuple(_inherit_currency(_succeed(finished, grammar, published), grammar))


def _scan(source: Source, grammar: ValueGrammar) -> list[Value]:
    found: list[Value] = []
    last: Value | None = None  # the date last named
    low, at = source.low, source.start
    for token in _TOKEN.finditer(low, source.start, source.end):
        begin, head = token.start(), token.group()
        if begin < at:
            continue
        if head[0].isdigit():
            head = "#"
        if head not in grammar.heads and head != "#":
            continue
        if begin and (low[begin - 1].isalnum() or low[begin - 1] == "_") and head[0] not in "$€£¥₹":
            continue
        previous = last.date if last and begin - last.end <= _REACH_OF_DATES else None
        value = match_date(source, begin, head, grammar, previous) or match_amount(source, begin, head, grammar)
        if value:
            found.append(value)
            at, last = value.end, value if value.kind is ValueKind.DATE else last
        elif head == "#":
            at = token.end()
    return found


def _finish(value: Value, source: Source, grammar: ValueGrammar) -> Value:
    if value.kind is ValueKind.DATE:
        return with_bounds(value, source.low, grammar)
    return with_context(value, source.low, grammar, source.published)


def _succeed(values: list[Value], grammar: ValueGrammar, published: date | None) -> list[Value]:
    """ "872 millions de francs" of 2021 are Swiss ones; beside a year before the euro they are French."""
    finished = []
    for value in values:
        year, new = grammar.money.successors.get(value.currency or "", (0, None))
        gone = new is not None and published is not None and published.year >= year
        finished.append(replace(value, currency=new) if gone and not _is_old(value, values, year) else value)
    return finished


def _is_old(value: Value, values: list[Value], year: int) -> bool:
    """Whether an earlier year stands beside an amount."""
    near = (d.date for d in values if d.date and abs(d.start - value.start) <= _BESIDE)
    return any(d[:4].isdigit() and int(d[:4]) < year for d in near)


def _inherit_currency(values: list[Value], grammar: ValueGrammar) -> list[Value]:
    """Bare millions take the currency of the money before them, or else of the first money after them."""
    currency = next((value.currency for value in values if value.currency), None)
    finished: list[Value] = []
    for value in values:
        currency = value.currency or currency
        bare = value.unit is None or value.unit.lower() in grammar.money_nouns
        if currency and bare and value.quantity and value.quantity >= _FROM_MILLIONS:
            amount = float(value.quantity)
            money = replace(value, kind=ValueKind.MONEY, amount=amount, quantity=None, unit=None, currency=currency)
            finished.append(money)
        else:
            finished.append(value)
    return finished
