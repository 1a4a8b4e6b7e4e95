"""How much is read of one input: a bound for each, so that no file can take all memory or all time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Problem

if TYPE_CHECKING:
    from typing import BinaryIO

MEBIBYTE = 1024 * 1024

# A file that is one document. The largest news PDFs with pictures have 50 MiB; a novel as text has one.
MAX_FILE = 64 * MEBIBYTE
# The text of one document. The longest article of our corpus has 40,000 characters, a thick book two million; parsing
# takes about 1 kB of memory a character.
MAX_TEXT = 5_000_000
# One line of JSON Lines, one record of CSV: a text of MAX_TEXT characters, escaped, fits.
MAX_LINE = 32 * MEBIBYTE
# What an archive may grow to, as a multiple of its own size, and in any case: texts shrink to a third or a tenth,
# DEFLATE can shrink zeros to a thousandth.
MAX_GROWTH = 100
ALWAYS_ALLOWED = 16 * MEBIBYTE
# Entries of one archive, and archives within archives: corpora come as some 100,000 files, and as a zip of zips.
MAX_ENTRIES = 1_000_000
MAX_DEPTH = 3


class Growth:
    """What the archives of one input may still unpack to, in bytes; those within an archive share its budget."""

    def __init__(self, size: int) -> None:
        self.left = max(ALWAYS_ALLOWED, MAX_GROWTH * size)

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked. Raises `OSError` when they are more than may be."""
        self.left -= size
        if self.left < 0:
            raise OSError(f"unpacks to more than {MAX_GROWTH} times its size")


def read_file(stream: BinaryIO, source: str, most: int = MAX_FILE) -> bytes | Problem:
    """Return all bytes of the stream, or the problem that they are more than `most`."""
    data = stream.read(most + 1)
    if len(data) > most:
        return Problem(source, f"larger than {most // MEBIBYTE} MiB", hint="split it into its documents")
    return data


def skip_line(stream: BinaryIO) -> None:
    """Read on to the end of a line of which the beginning was read, without keeping it."""
    while (part := stream.readline(MEBIBYTE)) and not part.endswith(b"\n"):
        pass
