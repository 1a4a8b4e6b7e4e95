"""The value grammar of a language: `kg/lang/<code>/values/`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.errors import ConfigurationError
from kg.extract.choices import alternatives
from kg.extract.values.numbers import NumberReader, number_reader
from kg.language import load_language

YEAR = r"(?:1[5-9]\d\d|20\d\d|2100)(?!\d)"  # what four digits must be to be read as a year


@dataclass(frozen=True, slots=True)
class DateRule:
    """One way of saying a date; the groups of its pattern say what it means."""

    pattern: re.Pattern[str]
    after: tuple[str, ...]  # what must stand before it, or nothing
    relative_unit: bool = False  # the first word is the unit: "mois dernier"
    this_unit: str | None = None
    season: bool = False  # the first word is the season
    bare_year: bool = False
    decade_word: bool = False  # "the seventies"
    month: int = 0  # the month of a feast or a term: "avant Noël", "à la rentrée"


@dataclass(frozen=True, slots=True)
class Context:
    """What stands right before a value and changes it."""

    approximate: tuple[str, ...]
    min: tuple[str, ...]
    max: tuple[str, ...]
    leads: tuple[str, ...]  # "la fin de", "mi-", "the": between such a word and a date
    since: tuple[str, ...]
    by: tuple[str, ...]
    before: tuple[str, ...]
    ahead: tuple[str, ...]
    period_to: tuple[tuple[re.Pattern[str], int], ...]  # words right before the end of a period, and its months
    between: tuple[str, ...]
    between_join: tuple[str, ...]
    from_: tuple[str, ...]
    from_join: tuple[str, ...]
    range_join: tuple[str, ...]
    identifiers: tuple[str, ...]
    circa: tuple[str, ...]  # "c. 1647": before a year only


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of the calendar and what they number."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    near: Mapping[str, int]
    relative: Mapping[str, int]
    units: Mapping[str, str]
    capitalised_months: bool
    bare_month_after: tuple[str, ...]
    ambiguous_months: frozenset[str]
    capital_after: tuple[str, ...]
    decades: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Money:
    """Currencies by what stands before or after an amount."""

    codes: Mapping[str, str]
    successors: Mapping[str, tuple[int, str]]  # gone currency → year from which its bare name means another's
    symbols: tuple[str, ...]  # the longest first
    abbreviations: Mapping[str, float]
    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    abbreviation: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ValueGrammar:
    """All that `find_values` needs to know of a language."""

    language: str
    numbers: NumberReader
    context: Context
    calendar: Calendar
    money: Money
    dates: Mapping[str, tuple[DateRule, ...]]  # by the first word; "#" stands for digits
    tense: re.Pattern[str]
    duration: re.Pattern[str]
    decades: re.Pattern[str]
    per_cent: re.Pattern[str]
    fractions: Mapping[str, float]
    fraction: re.Pattern[str]
    fraction_heads: frozenset[str]
    decade_heads: frozenset[str]
    counted: re.Pattern[str]
    function_words: frozenset[str]
    money_nouns: frozenset[str]
    heads: frozenset[str]  # the words that can begin any value

    def crosses(self, counted: re.Match[str]) -> bool:
        """Whether a function word stands between a number and the noun behind it: "214 perdront leur emploi", "en
        2016 par trois ingénieurs".
        """
        between = re.findall(r"[^\W\d_]+", counted.group()[: counted.start("unit") - counted.start()])
        return any(word in self.function_words for word in between if word not in ("de", "d"))


@lru_cache(maxsize=8)
def load_grammar(language: str) -> ValueGrammar:
    """The grammar of `language` (ISO 639-1).

    Raises `UsageError` for a language that `kg` does not know, `ConfigurationError` when its data is broken.
    """
    data = load_language(language).table("values")
    try:
        return compile_grammar(language, data)
    except (KeyError, re.error) as error:
        raise ConfigurationError(f"lang/{language}/values: {error}") from error


def compile_grammar(language: str, data: Mapping[str, Any]) -> ValueGrammar:
    """The grammar that `data`, the parsed `values/`, describes."""
    numbers, calendar, money = number_reader(data["numbers"]), _calendar(data["calendar"]), _money(data["money"])
    dates = _date_rules(data, numbers)
    fractions: dict[str, float] = data["shares"]["fractions"]
    decades = alternatives(data["durations"]["noun"])
    fraction_heads = frozenset(_first_words(list(fractions)))
    noun_heads = frozenset(_first_words(data["durations"]["noun"]))
    return ValueGrammar(
        language=language,
        numbers=numbers,
        context=_context(data["context"]),
        calendar=calendar,
        money=money,
        dates=dates,
        tense=_tense(data["tense"]),
        duration=_duration(data["durations"], alternatives(calendar.units)),
        decades=re.compile(rf"{decades}(?!\w)"),
        per_cent=re.compile(data["shares"]["per_cent"]),
        fractions=fractions,
        fraction=re.compile(rf"{alternatives(fractions)}(?!\w)"),
        fraction_heads=fraction_heads,
        decade_heads=noun_heads,
        counted=re.compile(
            rf"(?:[ -](?:de |d')?(?:[^\W\d]+ ){{0,2}}?)(?P<unit>{alternatives(data['quantities']['counted'])})(?!\w)"
        ),
        money_nouns=frozenset(data["quantities"]["money_nouns"]),
        function_words=frozenset(data["quantities"]["function_words"]),
        heads=frozenset(dates)
        | numbers.heads
        | fraction_heads
        | noun_heads
        | frozenset(_first_words(list(money.codes))),
    )


def _calendar(data: Mapping[str, Any]) -> Calendar:
    return Calendar(
        months=data["months"],
        weekdays=data["weekdays"],
        seasons=data["seasons"],
        ordinals=data["ordinals"],
        near=data["near"],
        relative=data["relative"],
        units=data["units"],
        capitalised_months=data["capitalised_months"],
        bare_month_after=tuple(data["bare_month_after"]),
        ambiguous_months=frozenset(data.get("ambiguous_months", ())),
        capital_after=tuple(data["capital_after"]),
        decades=data.get("decades", {}),
    )


def _context(data: Mapping[str, Any]) -> Context:
    names = [name for name in Context.__dataclass_fields__ if name not in ("from_", "period_to", "leads")]
    leads = tuple(data["parts"] + data["determiners"])
    periods, closing = data["periods"], data["period_to"]
    return Context(
        from_=tuple(data["from"]),
        leads=leads,
        period_to=tuple((re.compile(rf"(?<!\w){nouns} {closing} $"), int(months)) for months, nouns in periods.items()),
        **{name: tuple(data[name]) for name in names},
    )


def _money(data: Mapping[str, Any]) -> Money:
    symbols, names, abbreviations = data["symbols"], data["names"] | data["ambiguous"], data["abbreviations"]
    abbreviation = alternatives(abbreviations)
    after = "|".join(
        re.escape(word) + (r"(?!\w)" if word[-1].isalpha() else "") for word in sorted(symbols, key=len, reverse=True)
    )
    return Money(
        codes=symbols | names,
        successors={old: (year, new) for old, (year, new) in data.get("successors", {}).items()},
        symbols=tuple(sorted(symbols, key=len, reverse=True)),
        abbreviations=abbreviations,
        prefix=re.compile(rf"(?P<currency>{alternatives([*symbols, *data.get('prefixes', ())])})\.? ?(?=\d)"),
        suffix=re.compile(
            rf"(?: ?(?P<scale>{abbreviation}))? ?(?P<symbol>{after})"
            rf"|(?: (?P<word_scale>{abbreviation}))?{data['between']}(?P<name>{alternatives(names)})(?!\w)"
            rf"{data.get('unless', '')}"
        ),
        abbreviation=re.compile(rf" ?(?P<scale>{abbreviation})(?!\w)"),
    )


def _duration(data: Mapping[str, Any], unit: str) -> re.Pattern[str]:
    return re.compile(rf"{data['glue']}[ -]{unit}(?!\w)(?:{data['ages']})?(?P<half>{data['tail']})?")


def _tense(data: Mapping[str, str]) -> re.Pattern[str]:
    future, past = (re.sub(r"\s*\n\s*", "", data[name]) for name in ("future", "past"))
    return re.compile(rf"(?<!\w)(?:(?P<future>{future})|(?P<past>{past}))(?!\w)")


def _date_rules(data: Mapping[str, Any], numbers: NumberReader) -> dict[str, tuple[DateRule, ...]]:
    words = _placeholders(data["calendar"], numbers)
    rules: dict[str, list[DateRule]] = {}
    for entry in data["dates"]:
        settings = {key: value for key, value in entry.items() if key not in ("pattern", "after")}
        pattern = re.compile(_expand(entry["pattern"], words))
        rule = DateRule(pattern=pattern, after=tuple(entry.get("after", ())), **settings)
        for head in _heads(entry["pattern"], data["calendar"], numbers):
            rules.setdefault(head, []).append(rule)
    return {head: tuple(found) for head, found in rules.items()}


def _placeholders(calendar: Mapping[str, Any], numbers: NumberReader) -> dict[str, str]:
    spelled = {name: calendar[name + "s"] for name in ("month", "weekday", "season", "unit")}
    spelled |= {
        "near": calendar["near"],
        "relative": calendar["relative"],
        "half": calendar["ordinals"],
        "quarter": calendar["ordinals"],
        **calendar["direction"],
    }
    words = {name: f"(?P<{name}>{alternatives(list(table))})" for name, table in spelled.items()}
    for name in ("month", "weekday", "season", "near", "relative", "last_year", "this_year", "next_year"):
        words[name] += r"(?!\w)"
    words["month2"] = words["month"].replace("<month>", "<month2>")
    number = re.sub(r"\?P<\w+>", "?:", numbers.pattern.pattern)
    return words | {
        "day": r"(?P<day>3[01]|[12]\d|0?[1-9])",
        "day2": r"(?P<day2>3[01]|[12]\d|0?[1-9])(?!\d)",
        "month_number": r"(?P<month_number>\d{1,2})",
        "year": f"(?P<year>{YEAR})",
        "year2": r"(?P<year2>(?:1[5-9]|20)\d\d|\d\d)(?!\d)",
        "number": f"(?P<number>{number})",
    }


def _expand(pattern: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z_]+2?)\}", lambda found: words[found[1]], pattern)


def _heads(pattern: str, calendar: Mapping[str, Any], numbers: NumberReader) -> set[str]:
    """The words with which a match of `pattern` can begin."""
    if pattern.startswith("(?:"):
        inside = pattern[3 : pattern.index(")")]
        return {head for part in inside.split("|") for head in _heads(part, calendar, numbers)}
    if pattern.startswith("{"):
        return _placeholder_heads(pattern[1 : pattern.index("}")], calendar, numbers)
    literal = re.match(r"[^\W\d_]+", pattern)
    return {literal.group()} if literal else {"#"}


def _placeholder_heads(name: str, calendar: Mapping[str, Any], numbers: NumberReader) -> set[str]:
    if name in ("day", "year"):
        return {"#"}
    if name == "number":
        return {"#"} | numbers.heads
    same = {"half": "ordinals", "quarter": "ordinals", "near": "near", "relative": "relative"}
    table = calendar["direction"].get(name) or calendar[same.get(name, name + "s")]
    return set(_first_words(list(table)))


def _first_words(phrases: list[str]) -> list[str]:
    """The first token of each phrase, as `find_values` cuts the text into tokens."""
    found = [re.match(r"[^\W\d_]+|\d|\S", phrase) for phrase in phrases]
    return ["#" if head.group().isdigit() else head.group() for head in found if head]
