"""What a value is: the record that `find_values` gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ValueKind(StrEnum):
    """What is measured."""

    DATE = "date"
    DURATION = "duration"
    MONEY = "money"
    QUANTITY = "quantity"  # a count or a measure, with or without its unit
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Value:
    """A value and its place: `text[start:end]` are its words, without the "about" or "since" before them."""

    start: int
    end: int
    kind: ValueKind
    date: str | None = None  # EDTF-like, as `kg.model.Literal.date`; "2016/.." since, "../2014" by or until
    duration: str | None = None  # ISO 8601: "P10Y", "P18M"; "depuis sept ans" sets `date` as well
    amount: float | None = None  # in units of the currency
    currency: str | None = None  # ISO 4217
    quantity: int | float | None = None
    unit: str | None = None  # the counted noun as the text has it; "7,9 milliards" alone has none
    share: float | None = None  # per cent
    approximate: bool = False  # "about", "environ", "une centaine"
    bound: str | None = None  # "min" for "more than", "max" for "up to" and for ranges, whose upper end is given
