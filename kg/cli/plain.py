"""`kg query SPARQL [--format F] [--limit N] [--store S]`: the plain form of a query, and its answer.

A test holds that it means what the command itself (`kg.cli.query`) understands; all other forms are left to that.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from typing import IO

FORMATS = ("table", "csv", "json", "turtle")
STORE, STORE_VARIABLE = "kg.db", "KG_STORE"

_OPTIONS = ("--format", "--limit", "--store")


def plain_query(words: list[str]) -> dict[str, str] | None:
    """The values of a plain query, SPARQL under ""; None for anything else, wrong use included."""
    if not words or words[0] != "query":
        return None
    said: dict[str, str] = {}
    rest = iter(words[1:])
    for word in rest:
        name, sign, value = word.partition("=") if word.startswith("-") else ("", "=", word)
        given = value if sign else next(rest, None)
        if given is None or name in said or name not in ("", *_OPTIONS):
            return None
        said[name] = given
    return said if _is_plain(said) else None


def _is_plain(said: dict[str, str]) -> bool:
    limit, store = said.get("--limit", "0"), said.setdefault("--store", os.environ.get(STORE_VARIABLE) or STORE)
    return (
        "{" in said.get("", "")
        and said.get("--format", "table") in FORMATS
        and limit.isascii()
        and limit.isdigit()
        and not store.startswith(("-", "http://", "https://"))
    )


def answer(query: dict[str, str], out: IO[bytes]) -> None:
    """Write the answer to a plain query. Raises what `kg.graph.library.Graph.query` does."""
    from kg.graph.opening import open_store, settled_base
    from kg.graph.results import Answer, write_answer
    from kg.graph.sparql import check

    store = open_store(query["--store"], read_only=True, create=False)
    try:
        settled_base(store, None, query["--store"])
        check(query[""])
        found = Answer(store.query(query[""])).first(int(query["--limit"]) if "--limit" in query else None)
        write_answer(found, query.get("--format") or found.form, out)
        out.flush()
    finally:
        store.close()
