"""Which graphs a SPARQL update writes to.

The default graph is what documents say and what follows from it, and nothing else; named graphs are anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.graph.layout import HISTORY
from kg.graph.results import compact
from kg.graph.tokens import tokens

Token = tuple[str, str]  # kind and text, as `kg.graph.tokens` gives them

_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_TEMPLATES = frozenset({"INSERT", "DELETE"})
_WHOLE = frozenset({"CLEAR", "DROP", "CREATE"})
_BETWEEN = frozenset({"ADD", "COPY", "MOVE"})
_SEVERAL = frozenset({"DEFAULT", "NAMED", "ALL"})
_OURS = frozenset({str(HISTORY), compact(HISTORY.value)})


def only_named(sparql: str) -> bool:
    """True when each operation of the update clearly writes to nothing but graphs that it names, none of them ours.

    An update that is no SPARQL may be either.
    """
    found = list(tokens(sparql))
    return not _OURS & {text for _, text in found} and all(map(_is_safe, _operations(found)))


def _operations(found: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each operation, without its prologue."""
    operation: list[Token] = []
    depth = 0
    for token in found:
        depth += {"{": 1, "}": -1}.get(token[1], 0) if token[0] == "mark" else 0
        if token == ("mark", ";") and depth == 0:
            yield operation
            operation = []
        elif operation or token[0] == "mark" or (token[0] == "word" and token[1] not in _PROLOGUE):
            operation.append(token)
    if operation:
        yield operation


def _is_safe(operation: Sequence[Token]) -> bool:
    first = operation[0][1] if operation else ""
    said = [text for _, text in operation]
    if first == "WITH":
        return True
    if first in _TEMPLATES:
        return all(map(_is_of_graphs, _templates(operation)))
    if first in _WHOLE:
        return not _SEVERAL & set(said)
    if first in _BETWEEN and "TO" in said:
        changed = said if first == "MOVE" else said[said.index("TO") :]
        return "DEFAULT" not in changed
    return False


def _templates(operation: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands in the braces behind INSERT and DELETE, also behind DATA, and behind DELETE WHERE."""
    words: list[str] = []
    depth = 0
    inside: list[Token] = []
    for kind, text in operation:
        if (kind, text) == ("mark", "}"):
            depth -= 1
            if depth == 0:
                if words[-1:] != ["WHERE"] or words[-2:] == ["DELETE", "WHERE"]:
                    yield inside
                words, inside = ["}"], []
        if depth:
            inside.append((kind, text))
        elif kind == "word":
            words.append(text)
        if (kind, text) == ("mark", "{"):
            depth += 1


def _is_of_graphs(template: Sequence[Token]) -> bool:
    """True for nothing but "GRAPH <iri> { … }", as often as one likes."""
    depth, outside = 0, []
    for kind, text in template:
        depth += {"{": 1, "}": -1}.get(text, 0) if kind == "mark" else 0
        if depth == 0 and kind != "mark":
            outside.append((kind, text))
    pairs = zip(outside[::2], outside[1::2], strict=False)
    return len(outside) % 2 == 0 and all(a == ("word", "GRAPH") and b[0] in {"iri", "name"} for a, b in pairs)
