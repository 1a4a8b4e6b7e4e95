"""Numbers in digits and in words: where one starts and ends, and how much it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract.choices import alternatives

# Longer strings of digits are identifiers, telephone numbers or noise: no amount of money or people needs them,
# and floats stop being exact there.
MAX_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text has it."""

    start: int
    end: int
    value: float
    multiplied: bool  # "10 milliards", "un millier": said with a multiplier of a thousand or more
    approximate: bool  # "une centaine"
    in_words: bool
    plain: bool  # nothing but digits, as a year is written
    article: bool = False  # "un", "one": may be no number at all


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads the numbers of one language."""

    pattern: re.Pattern[str]
    heads: frozenset[str]  # the words that can begin a number
    values: Mapping[str, float]
    multipliers: Mapping[str, float]
    collectives: frozenset[str]
    fractions: Mapping[str, float]
    articles: frozenset[str]
    group: str
    decimal: str

    def match(self, low: str, at: int, end: int) -> Number | None:
        """The number that starts at `at` in the normal form, or None."""
        found = self.pattern.match(low, at, end)
        if found is None:
            return None
        digits, words = found["digits"], found["words"]
        if digits:
            if len(digits) > MAX_DIGITS:
                return None
            value = self._digits(digits)
        elif words:
            value = 1.0 if words.strip() in self.articles else self._words(words)
        else:
            value = self.fractions[found["fraction"].rstrip(" -")]
        scale, collective = 1.0, False
        for multiplier in re.findall(r"\w+", found["multipliers"] or ""):
            scale *= self.multipliers[multiplier]
            collective = collective or multiplier in self.collectives
        value = value * scale + (0.5 * (scale if scale > 1 else self._last_scale(words)) if found["half"] else 0.0)
        parts = re.findall(r"\w+", words or "")
        return Number(
            start=at,
            end=found.end(),
            value=value,
            multiplied=scale >= 1000 or any(self.multipliers.get(part, 0) >= 1000 for part in parts),
            approximate=collective or any(part in self.collectives for part in parts),
            in_words=not digits,
            plain=bool(digits) and digits.isdigit() and scale == 1,
            article=bool(words) and words in self.articles and scale == 1 and not found["half"],
        )

    def _digits(self, digits: str) -> float:
        head, decimal, tail = digits.rpartition(self.decimal)
        other = "." if self.decimal == "," else ","
        if (
            not decimal
            and self.decimal == ","
            and re.fullmatch(r"\d+\.\d+", digits)
            and not re.fullmatch(r"\d{1,3}\.\d{3}", digits)
        ):
            head, decimal, tail = digits.partition(".")  # "1.5" in French text: the English way
        if not decimal:
            return float(re.sub(r"\D", "", digits))
        return float(re.sub(r"\D", "", head.replace(other, "")) + "." + tail)

    def _words(self, words: str) -> float:
        total = current = 0.0
        for word in re.findall(r"\w+", words):
            value = self.values.get(word) or self.multipliers.get(word)
            if value is None:
                continue  # "et", "and", "zéro"
            if word in self.multipliers and value >= 1000:
                total += (current or 1) * value
                current = 0
            elif word in self.multipliers:
                current = (current or 1) * value
            elif value == 20 and current % 100 == 4:
                current += 76  # quatre-vingt
            else:
                current += value
        return total + current

    def _last_scale(self, words: str | None) -> float:
        """What "and a half" halves: the last multiplier of "un milliard et demi"."""
        last = re.findall(r"\w+", words or "")[-1:] or [""]
        return self.multipliers.get(last[0], 1.0)


def number_reader(data: Mapping[str, Any]) -> NumberReader:
    """The reader for a language's `[numbers]` table."""
    values: dict[str, float] = data["words"]
    multipliers: dict[str, float] = data["multipliers"] | data["collectives"]
    fractions: dict[str, float] = data["fractions"]
    word = alternatives(list(values) + list(data["multipliers"])) + r"(?!\w)"
    first = alternatives(list(values) + data["bare_multipliers"]) + r"(?!\w)"
    multiplier = alternatives(multipliers) + r"(?!\w)"
    article = f"{alternatives(data['articles'])} (?={multiplier})"
    digits = rf"\d{{1,3}}(?:{data['group']}){{1,6}}(?!\d)(?:{re.escape(data['decimal'])}\d++)?|\d++(?:[.,]\d++)?"
    fraction = "|".join(re.escape(phrase) + f"[ -](?={multiplier})" for phrase in fractions)
    words = rf"(?:{article}|{first})(?:(?<= ){word}|{data['join']}{word}){{0,24}}+"
    pattern = (
        rf"(?:(?P<digits>{digits})|(?P<fraction>{fraction})|(?P<words>{words}))"
        rf"(?P<multipliers>(?:[ -]?{multiplier}){{0,4}}+)(?P<half>{data['half']})?"
    )
    heads = list(values) + data["bare_multipliers"] + data["articles"] + list(fractions)
    return NumberReader(
        pattern=re.compile(pattern),
        heads=frozenset(re.match(r"\w+", head).group() for head in heads),  # type: ignore[union-attr]
        values=values,
        multipliers=multipliers,
        collectives=frozenset(data["collectives"]),
        fractions=fractions,
        articles=frozenset(data["articles"]),
        group=data["group"],
        decimal=data["decimal"],
    )
