"""What a request asks for, by the SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"

# Media types that can be written, the default first.
TABLES = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip
TRUTHS = TABLES[:2]  # CSV and TSV have no form for true and false
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")

# Names that clients use for the same.
_ALIASES = {
    "application/json": TABLES[0], "application/xml": TABLES[1], "text/xml": TABLES[1], "text/plain": GRAPHS[1],
    "application/x-turtle": GRAPHS[0],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, and the graphs that it is about: all of the store where none is named."""

    update: bool
    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Refused(Exception):  # noqa: N818  (a refusal is what it is)
    """A request that is not carried out: an HTTP status, and why."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def operation(method: str, query: str, content_type: str | None, body: bytes) -> Operation:
    """The operation of a request. `query` is what stands behind the "?" of its address.

    Raises `Refused` for what the protocol doesn't know.
    """
    given = _pairs(query.encode())
    kind, charset = _media_type(content_type)
    if method == "POST" and kind == _FORM:
        given += _pairs(body)
    elif method == "POST" and kind in {_QUERY, _UPDATE}:
        if charset not in {"", "utf-8"}:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "SPARQL is sent in UTF-8")
        name = "query" if kind == _QUERY else "update"
        if {"query", "update"} & {key for key, _ in given}:
            raise Refused(HTTPStatus.BAD_REQUEST, "an operation in the address and one in the body")
        given.append((name, _text(body)))
    elif method == "POST":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"POST needs {_FORM}, {_QUERY} or {_UPDATE}")
    return _operation(method, given)


def _operation(method: str, given: Sequence[tuple[str, str]]) -> Operation:
    asked = [(key, value) for key, value in given if key in {"query", "update"}]
    if len(asked) != 1:
        message = "several operations in one request" if asked else "no query"
        raise Refused(HTTPStatus.BAD_REQUEST, message)
    key, sparql = asked[0]
    update = key == "update"
    if update and method != "POST":
        raise Refused(HTTPStatus.BAD_REQUEST, "an update is sent with POST")

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in given if key == name)

    if update:
        return Operation(True, sparql, values("using-graph-uri"), values("using-named-graph-uri"))
    return Operation(False, sparql, values("default-graph-uri"), values("named-graph-uri"))


def negotiate(accept: str | None, choices: Sequence[str]) -> str:
    """Which of `choices` the client likes best; the first where it doesn't say. Raises `Refused` when it likes none."""
    wanted = _preferences(accept or "*/*")
    scores = [(_quality(wanted, choice), -position) for position, choice in enumerate(choices)]
    best, position = max(scores)
    if best <= 0:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"can be had as {', '.join(choices)}")
    return choices[-position]


def _preferences(accept: str) -> Mapping[str, float]:
    wanted: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
        try:
            wanted[_ALIASES.get(name, name)] = max(float(quality), wanted.get(_ALIASES.get(name, name), 0))
        except ValueError:
            continue
    return wanted


def _quality(wanted: Mapping[str, float], choice: str) -> float:
    """The most exact range counts, as HTTP says."""
    ranges = (choice, choice.partition("/")[0] + "/*", "*/*")
    return next((wanted[each] for each in ranges if each in wanted), 0)


def _media_type(header: str | None) -> tuple[str, str]:
    kind, *parameters = (piece.strip().lower() for piece in (header or "").split(";"))
    charset = next((p.removeprefix("charset=").strip('"') for p in parameters if p.startswith("charset=")), "")
    return kind, charset


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:  # UnicodeDecodeError is one
        raise Refused(HTTPStatus.BAD_REQUEST, "parameters that are no UTF-8, or too many") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"not UTF-8 at byte {error.start}") from error
