"""Values as RDF terms and back, in one canonical form each.

Oxigraph rewrites lexical forms ("0.90" becomes "0.9"), so values are written canonically before an IRI is made of
them; otherwise what is read back would have another IRI than what was put.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from kg import model
from kg.errors import UsageError
from kg.graph.dates import bounds
from kg.graph.namespaces import KG, XSD

NO_CURRENCY = "XXX"  # ISO 4217 for "none"

_YEAR, _MONTH, _DAY = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d\d"), re.compile(r"\d{4}-\d\d-\d\d")


def string(text: str) -> Literal:
    """A plain literal. Lone surrogates, which no store can keep, become U+FFFD."""
    try:
        return Literal(text)
    except ValueError:  # lone surrogates, which no encoding holds
        return Literal("".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text))


def number(value: float) -> Literal:
    """An integer where the value is one, else a decimal, in canonical form. Raises `UsageError` for NaN, infinity."""
    text = decimal_text(value)
    return Literal(text, datatype=XSD.decimal if "." in text else XSD.integer)


def decimal(value: float) -> Literal:
    """An xsd:decimal in canonical form. Raises `UsageError` for NaN and infinity."""
    return Literal(decimal_text(value), datatype=XSD.decimal)


def decimal_text(value: float) -> str:
    """Canonical digits: no exponent, no trailing zeros: "1500000000", "0.9"."""
    try:
        exact = Decimal(str(value))
        text = f"{exact:f}"
    except InvalidOperation as error:
        raise UsageError(f"{value!r} is not a number") from error
    if not exact.is_finite():
        raise UsageError(f"{value!r} is not a finite number")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


def edtf(value: str) -> Literal:
    """A date as exact as it is: xsd:date, xsd:gYearMonth, xsd:gYear; kg:edtf for halves, quarters and intervals."""
    datatypes = ((_DAY, XSD.date), (_MONTH, XSD.gYearMonth), (_YEAR, XSD.gYear))
    if bounds(value) != (None, None):
        for pattern, datatype in datatypes:
            if pattern.fullmatch(value):
                return Literal(value, datatype=datatype)
    return Literal(value, datatype=KG.edtf)


def value_term(value: model.Literal, base: str) -> Literal | NamedNode:
    """The term of a value that is a fact's object; an amount is a node, as it has a currency.

    Raises `UsageError` for a value of which nothing is set.
    """
    if value.quantity is not None:
        return number(value.quantity)
    if value.amount is not None:
        return NamedNode(f"{base}amount/{quote(value.currency or NO_CURRENCY, safe='')}/{decimal_text(value.amount)}")
    if value.date is not None:
        return edtf(value.date)
    if value.text is not None:
        return string(value.text)
    raise UsageError("a literal object needs a quantity, an amount, a date or a text")


def amount_of(iri: str, base: str) -> tuple[str, str | None] | None:
    """Digits and currency of the node that `value_term` makes of an amount; None for any other IRI."""
    if not iri.startswith(f"{base}amount/"):
        return None
    currency, _, digits = iri.removeprefix(f"{base}amount/").partition("/")
    return digits, None if currency == NO_CURRENCY else unquote(currency)


def python_number(text: str) -> int | float:
    """The number that canonical digits stand for; whole numbers as int."""
    return float(text) if "." in text else int(text)


def literal_value(term: Literal) -> dict[str, Any]:
    """A fact's literal object in the form of the facts format: `{"date": "2024-H1"}`."""
    if term.datatype in (XSD.integer, XSD.decimal):
        return {"quantity": python_number(term.value)}
    if term.datatype in (XSD.date, XSD.gYearMonth, XSD.gYear, KG.edtf):
        return {"date": term.value}
    return {"text": term.value}
