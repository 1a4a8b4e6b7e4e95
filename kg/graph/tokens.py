"""The tokens of SPARQL, as far as words must be told from strings, comments, IRIs, variables and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.errors import QueryError

# Longer tokens first; what matches none of these is of no interest.
_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<string>  \"\"\" (?: (?:\"|\"\")? (?:[^\"\\]|\\.) )* \"\"\"
               | ''' (?: (?:'|'')? (?:[^'\\]|\\.) )* '''
               | \" (?:[^\"\\\n\r]|\\.)* \"
               | ' (?:[^'\\\n\r]|\\.)* ' )
  | (?P<iri>     <[^<>\"{}|^`\\\x00-\x20]*> )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name>    (?:[^\W\d_][\w.\-]*)? : (?: [\w:.\-] | %[0-9A-Fa-f]{2} | \\[_~.\-!$&'()*+,;=/?\#@%] )* )
  | (?P<word>    [^\W\d]\w* )
  | (?P<mark>    [{};] )
    """,
    re.VERBOSE | re.DOTALL,
)

# SPARQL lets code points be written as escapes anywhere, keywords included; they are resolved before anything else.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def using(sparql: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The update with its patterns matched in these graphs: USING is put before each WHERE that may have one.

    Raises `QueryError` when the update says itself what it is about, which the protocol forbids then.
    """
    if not default_graphs and not named_graphs:
        return sparql
    if {"USING", "WITH"} & set(words(sparql)):
        raise QueryError("the update and the request both name graphs")
    if any(set(graph) & set('<>"{}|^`\\ ') for graph in (*default_graphs, *named_graphs)):
        raise QueryError("a graph that is no IRI")
    clause = "".join(f"USING <{graph}> " for graph in default_graphs)
    clause += "".join(f"USING NAMED <{graph}> " for graph in named_graphs)
    plain = _ESCAPE.sub(_character, sparql)
    before, parts, done = "", [], 0
    for match in _TOKEN.finditer(plain):
        if match.lastgroup != "word":
            continue
        if match[0].upper() == "WHERE" and before != "DELETE":  # DELETE WHERE takes none
            parts += [plain[done : match.start()], clause]
            done = match.start()
        before = match[0].upper()
    return "".join([*parts, plain[done:]])


def words(sparql: str) -> list[str]:
    """The keywords and other bare words of the query, in capitals."""
    return [text for kind, text in tokens(sparql) if kind == "word"]


def tokens(sparql: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token, without comments; words are in capitals. Of punctuation only "{", "}" and ";"."""
    for match in _TOKEN.finditer(_ESCAPE.sub(_character, sparql)):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield kind, match[0].upper() if kind == "word" else match[0]


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]
