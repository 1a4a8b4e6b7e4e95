"""The readers under atheris, a fuzzer that looks for inputs which reach new code: `python -m tests.support.coverage`.

The first byte of an input chooses the format; the files that the tests damage are where it starts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg.read"]):
    from kg.read.formats import FORMATS
    from tests.property.test_read import VALID, read_all


def one_input(data: bytes) -> None:
    """Read an input as its first byte says."""
    if data:
        read_all(FORMATS[data[0] % len(FORMATS)], data[1:])


if __name__ == "__main__":
    for number, kind in enumerate(FORMATS):
        (Path(sys.argv[-1]) / kind.name.replace(" ", "")).write_bytes(bytes([number]) + VALID[kind.name])
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
