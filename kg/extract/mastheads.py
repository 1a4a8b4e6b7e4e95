"""What stands around an article without being told by it: the paper and its date, the place and agency before the text.

"The Norvane Gazette, 5 December 2024", "LYON, March 6 (NBW) – The group …", "By Joan Hartwell": the names there are
nobody that the article goes on to call "the company" or "it".
"""

from __future__ import annotations

import re

from kg.extract.syntax import Parse
from kg.extract.values import ValueKind

_HEAD = 6  # sentences at the beginning in which such lines stand
_LINE = 14  # tokens of the longest such line
_SHORT = 5  # tokens of a line with a name alone
# "LYON, March 6 (NBW) - ", "Paris (Agence Z) – ": a place in few words, then a dash between blanks.
_DATELINE = re.compile(r"[A-ZÀ-Ý][^–—:;\n]{1,60}? (?:–|—|-|--) ")
_CAPITALS = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý'’.-]{2,}|[^(]{1,40}\(")  # … in capitals, or with the agency in parentheses


def margins(parse: Parse, paragraphs: list[int]) -> set[int]:
    """The name tokens of such lines."""
    found: set[int] = set()
    for i in range(min(_HEAD, len(parse.sentences))):
        first, last = parse.sentences[i]
        starts = i == 0 or paragraphs[i] != paragraphs[i - 1]
        line = i > 0 and starts and _is_line(parse, i, paragraphs)
        end = last if line else _dateline(parse, first, last, starts=starts)
        found |= {t.i for t in parse.tokens[first:end] if t.name >= 0}
    return found


def _is_line(parse: Parse, sentence: int, paragraphs: list[int]) -> bool:
    """A line without a verb that holds a date, or a name that the text never says again."""
    first, last = parse.sentences[sentence]
    tokens = parse.tokens[first:last]
    alone = sentence + 1 == len(paragraphs) or paragraphs[sentence + 1] != paragraphs[sentence]
    if not alone or len(tokens) > _LINE or any(t.morph.get("VerbForm") == "Fin" for t in tokens):
        return False
    dated = any(v.kind is ValueKind.DATE and tokens[0].start <= v.start < tokens[-1].end for v in parse.values)
    once = [t for t in tokens if t.name >= 0 and parse.text.count(t.text) == 1]
    return dated or (len(tokens) <= _SHORT and len(once) == 1 and tokens[-1].text not in {".", "!", "?"})


def _dateline(parse: Parse, first: int, last: int, *, starts: bool) -> int:
    """The token behind the date line with which a sentence begins, `first` if it has none."""
    start = parse.tokens[first].start
    text = parse.text[start : parse.tokens[last - 1].end] + " "  # the date line may be a sentence of its own
    match = _DATELINE.match(text)
    if not starts or match is None or not _CAPITALS.match(text):
        return first
    end = next((t.i for t in parse.tokens[first:last] if t.start >= start + match.end()), last)
    return first if any(t.morph.get("VerbForm") == "Fin" for t in parse.tokens[first:end]) else end
