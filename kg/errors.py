"""Exceptions: for wrong use and failed work. Bad data is not an exception but a `kg.model.Problem`."""

from __future__ import annotations


class KgError(Exception):
    """Work that failed; the message is one line, with a place and, where one helps, a hint.

    The command line prints it without a traceback and leaves with `exit_code`.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(KgError):
    """The call itself was wrong: an unknown name, a value out of range, a missing file."""

    exit_code = 2


class ConfigurationError(KgError):
    """Data that ships with `kg` or that the user configured (language, ontology, model) is missing or broken."""


class StoreError(KgError):
    """The store could not be opened, read or written."""


class QueryError(KgError):
    """A SPARQL query that is malformed, refused or ran too long."""
