"""The form of a text that the grammars read: lower case, plain spaces and apostrophes, every character in its place."""

from __future__ import annotations

# one character for one, so that offsets stay those of the text
_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201b": "'",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u201c": '"', "\u201d": '"', "\uff04": "$", "\uff05": "%",
    }
)  # fmt: skip


def normal_form(text: str) -> str:
    """`text` as the grammars read it, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" becomes two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_PLAIN)
