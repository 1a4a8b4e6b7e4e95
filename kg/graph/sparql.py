"""Reading SPARQL far enough to refuse what must not run.

Oxigraph can't be told to stay off the network, so SERVICE and LOAD are refused before it sees the query.
"""

from __future__ import annotations

from kg.errors import QueryError

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Collection

_NETWORK = frozenset({"SERVICE", "LOAD"})
_UPDATES = frozenset({"INSERT", "DELETE", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})


def check(sparql: str) -> None:
    """Raises `QueryError` for a query that reaches the network or is an update. It need not be valid otherwise."""
    check_network(sparql)
    for word in _words(sparql, _UPDATES):
        raise QueryError(f"{word} is refused: a query may not change the store", hint="kg ingest and kg forget do")


def check_network(sparql: str) -> None:
    """Raises `QueryError` for a query or an update that reaches the network."""
    for word in _words(sparql, _NETWORK):
        raise QueryError(f"{word} is refused: a query may not reach the network")


def _words(sparql: str, wanted: Collection[str]) -> list[str]:
    """Which of the words the query has as keywords, in its order."""
    capitals = sparql.upper()
    # Most queries have none of them at all, written out or escaped, and need not be taken apart.
    if "\\" not in sparql and not any(word in capitals for word in wanted):
        return []
    from kg.graph.tokens import words

    return [word for word in words(sparql) if word in wanted]
