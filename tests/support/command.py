"""Running `kg` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run_process(*arguments: str | Path, cwd: Path, stdin: str = "") -> Ran:
    """Run `python -m kg` in a folder."""
    ran = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT)}, input=stdin, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)
