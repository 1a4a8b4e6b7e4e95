"""Models in, one thread each."""

from __future__ import annotations

import os
import subprocess
import sys

_PROGRAM = """
import numpy  # as reading documents does, before models are loaded
from threadpoolctl import threadpool_info
from kg.extract.models import load_model
from kg.language import load_language
load_model(load_language("en"))
print(*[pool["num_threads"] for pool in threadpool_info()])
"""


def test_models_multiply_in_one_thread_whoever_imported_numpy_first() -> None:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "2"}
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], env=environment, check=True, capture_output=True, text=True)
    counts = ran.stdout.split()
    assert counts
    assert set(counts) == {"1"}
