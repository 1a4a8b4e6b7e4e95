"""Laws of the store and of what comes in, tried for long: python tests/bench/fuzzing.py [_] [INPUTS] [SECONDS] [KILLS].

INPUTS of each kind by hypothesis (300 by default); where atheris is installed, inputs for SECONDS (60) that grow towards
code of the readers that none has reached; and `kg ingest` with the real extractor and workers, killed KILLS (25) times.
Anything that a law forbids ends it with what was tried.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec

LAWS = ("tests/property/test_read.py", "tests/property/test_inputs.py")


def by_hypothesis(inputs: str) -> None:
    """Print how many inputs the laws of each file were tried with."""
    for path in LAWS:
        start = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-show-statistics", path]
        ran = subprocess.run(command, env=os.environ | {"KG_FUZZ": inputs}, capture_output=True, text=True, check=False)
        if ran.returncode:
            sys.exit(ran.stdout)
        tried = sum(int(number) for number in re.findall(r"(\d+) passing", ran.stdout))
        print(f"{path}: {tried:,} inputs in {time.monotonic() - start:.0f} s, no law broken")


def by_coverage(seconds: str) -> None:
    """Print how many inputs atheris has tried."""
    if find_spec("atheris") is None:
        print("atheris is not here: pip install atheris")
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "tests.support.coverage",
            f"-max_total_time={seconds}",
            "-max_len=4096",
            folder,
        ]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    done = re.search(r"Done (\d+) runs in (\d+) second", ran.stderr)
    if ran.returncode or not done:
        sys.exit(ran.stderr[-5000:])
    print(f"readers by atheris: {int(done[1]):,} inputs in {done[2]} s, no law broken")


def by_kills(kills: str) -> None:
    """Kill what ingests, and run it again: the graph is the same."""
    start = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_crash.py",
        "-k",
        "real_extractor",
    ]
    ran = subprocess.run(command, env=os.environ | {"KG_KILLS": kills}, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(ran.stdout)
    print(f"kg ingest, real extractor: {kills} kills in {time.monotonic() - start:.0f} s, the same graph")


if __name__ == "__main__":
    by_hypothesis(sys.argv[2] if len(sys.argv) > 2 else "300")
    by_coverage(sys.argv[3] if len(sys.argv) > 3 else "60")
    by_kills(sys.argv[4] if len(sys.argv) > 4 else "25")
