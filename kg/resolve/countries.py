"""Countries by ISO 3166 code: their names in the languages that `kg` knows (Unicode CLDR, through babel)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.errors import ConfigurationError

SCHEME = "iso3166:"

LANGUAGES = ("en", "fr")


@cache
def country_names(code: str) -> Mapping[str, str]:
    """Language → name of the country with the alpha-2 `code`; empty for a code that CLDR doesn't know."""
    return {language: names[code] for language in LANGUAGES if code in (names := _territories(language))}


def code_names(code: str | None) -> Mapping[str, str]:
    """Language → name for an `Entity.code`; empty when it is not a country's."""
    return country_names(code.removeprefix(SCHEME).upper()) if code and code.startswith(SCHEME) else {}


@cache
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language).territories)
    except UnknownLocaleError as error:
        raise ConfigurationError(f"babel has no names for the language {language}") from error
