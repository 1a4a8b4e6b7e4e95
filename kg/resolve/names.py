"""Names: the key under which two spellings count as one name, and the slug that stands in an IRI."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Letters that Unicode does not decompose, as their languages write them in ASCII.
_LATIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
)

# Bytes of the SHA-256 that tell apart names with one slug: 4 bytes collide once in about 65,000 such names.
_HASH_BYTES = 4

# Signs that are part of a name: "C++", "AT&T", "C#", "Disney+".
_SIGNS = frozenset("&+#@$€%")

# Longest slug: an IRI should stay readable, and phrases of a text can be entities ("nouvelle unité de …").
_SLUG_LENGTH = 80


def name_key(name: str) -> str:
    """The name without case, accents and punctuation, words separated by one space.

    What punctuation alone makes different ("Coca-Cola", "Coca Cola") is one key; signs that are part of a name
    ("C++", "AT&T", "Disney+") are kept. Never empty for a name with a visible character.
    """
    folded = _fold(name)
    words = "".join(c if _is_letter(c) or c in _SIGNS else " " for c in folded).split()
    return " ".join(words) or " ".join(folded.split())


def slug(key: str) -> str:
    """A readable, stable piece of an IRI for a key of `name_key`: injective, never empty, without "/" or spaces.

    Letters of every script and digits stay; what can't stand in an IRI is replaced, and then a hash of the key is
    put behind it, so that two keys never share a slug.
    """
    words = "".join(c if _is_letter(c) else " " for c in key).split()
    readable = "-".join(words)[:_SLUG_LENGTH].strip("-")
    if readable and readable.replace("-", " ") == key and not _looks_hashed(readable):
        return readable
    digest = hashlib.sha256(key.encode()).digest()[:_HASH_BYTES].hex()
    return f"{readable}-{digest}" if readable else digest


def _fold(name: str) -> str:
    """Compatibility forms, case and accents removed; marks that carry meaning (Indic vowels, kana) are kept."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold().translate(_LATIN))
    bare = "".join(c for c in decomposed if not _is_accent(c)).replace("’", "'")
    return unicodedata.normalize("NFC", bare)


def _is_letter(character: str) -> bool:
    """Letters and digits of every script, and the marks without which some scripts can't be read."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _is_accent(character: str) -> bool:
    """Diacritics of Latin, Greek and Cyrillic are in one block; other scripts need their marks."""
    return "\u0300" <= character <= "\u036f"


def _looks_hashed(slug: str) -> bool:
    """True for a name that itself ends as a hashed slug does: it must get a hash too, or could meet one."""
    return re.search(rf"(^|-)[0-9a-f]{{{2 * _HASH_BYTES}}}$", slug) is not None
