"""What is wrong with a query that is no SPARQL: the place, what stands there, and a hint.

The engine names the place and all that its grammar would have taken there, character classes included: a screen full.
"""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.graph.layout import one_line
from kg.graph.tokens import tokens

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CLASS_OR_MARK = re.compile(r"\[[^\[\]]*\]|\"[^\"]*\"")
_TOKEN = re.compile(r"[?$]?[\w:.-]+|\S")
_NAME = re.compile(r"([\w.-]*):[\w.-]*$")
_LONGEST = 30  # characters of what was found

_NO_PREFIX = "Prefix not found"
_IN_STRING = '"\\\\"'  # what may go on with an escape is a string that never ended
_FORMS = "a query begins with SELECT, ASK, CONSTRUCT, DESCRIBE, PREFIX or BASE"
_PREFIX = "as in PREFIX ex: <https://example.org/>"


def malformed(sparql: str, error: Exception) -> QueryError:
    """The error to raise for what the engine says of the query."""
    said = _PLACE.match(str(error))
    if said is None:
        return QueryError(f"the query is not SPARQL: {one_line(error)}")
    at, what, hint = _fault(sparql, _offset(sparql, int(said[1]), int(said[2])), said[3])
    before = sparql[:at]
    line, column = before.count("\n") + 1, at - before.rfind("\n")
    return QueryError(f"the query is not SPARQL: line {line}, column {column}: {what}", hint=hint)


def _fault(sparql: str, at: int, expected: str) -> tuple[int, str, str | None]:
    """Where the fault is, what it is, and what may help."""
    if expected.isalpha() and expected.isupper():
        at -= len(expected)  # the engine stands behind what it compared with a keyword
    at = len(sparql) - len(sparql[max(0, at) :].lstrip())
    words = (each.strip() for each in _CLASS_OR_MARK.sub("", expected).split(","))
    rules = [each for each in words if re.search("[a-z]{2}", each)]  # all else are keywords
    if _NO_PREFIX in rules and (name := _NAME.search(sparql[:at].rstrip())):
        return name.start(), f"no prefix for {name[0]}", f"PREFIX {name[1]}: <https://…> before the query declares it"
    if rules and _NO_PREFIX not in rules:
        return at, rules[0], None
    token = _TOKEN.match(sparql, at)
    return at, f"unexpected {token[0][:_LONGEST]!r}" if token else "unexpected end", _hint(sparql, at, expected)


def _offset(sparql: str, line: int, column: int) -> int:
    return sum(len(each) + 1 for each in sparql.split("\n")[: line - 1]) + column - 1


def _hint(sparql: str, at: int, expected: str) -> str | None:
    if not sparql[:at].strip():
        return _PREFIX if sparql.lstrip().upper().startswith("PREFIX") else _FORMS
    if _IN_STRING in expected:
        return "a quotation mark is missing"
    marks = [text for kind, text in tokens(sparql) if kind == "mark"]
    open_ = marks.count("{") - marks.count("}")
    return f"{'}' * open_!r} is missing" if open_ > 0 and not sparql[at:].strip() else None
