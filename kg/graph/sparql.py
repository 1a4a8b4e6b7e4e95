"""Reading SPARQL far enough to refuse what must not run.

Oxigraph can't be told to stay off the network, so SERVICE and LOAD are refused before it sees the query. Words are
told from strings, comments, IRIs, variables and names by the tokens of the SPARQL 1.1 grammar.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

# Longer tokens first; what matches none of these is punctuation and of no interest.
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
    """,
    re.VERBOSE | re.DOTALL,
)

# SPARQL lets code points be written as escapes anywhere, keywords included; they are resolved before anything else.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_NETWORK = frozenset({"SERVICE", "LOAD"})
_UPDATES = frozenset({"INSERT", "DELETE", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})


def check(sparql: str) -> None:
    """Raises `QueryError` for a query that reaches the network or is an update. It need not be valid otherwise."""
    for word in words(sparql):
        if word in _NETWORK:
            raise QueryError(f"{word} is refused: a query may not reach the network")
        if word in _UPDATES:
            raise QueryError(f"{word} is refused: a query may not change the store", hint="kg ingest and kg forget do")


def words(sparql: str) -> list[str]:
    """The keywords and other bare words of the query, in capitals."""
    plain = _ESCAPE.sub(_character, sparql)
    return [match["word"].upper() for match in _TOKEN.finditer(plain) if match.lastgroup == "word"]


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]
