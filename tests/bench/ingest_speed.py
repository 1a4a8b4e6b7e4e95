"""What `kg ingest` costs, in CPU time, beside spaCy's stock pipeline over the same texts.

    python tests/bench/ingest_speed.py [../shared]

Without the shared corpus it reads the examples, which are too few to say much.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOCK = """
import sys, spacy
from kg.language import languages
from kg.model import Document
from kg.read import Options, find_inputs, read
models = {"fr": "fr_core_news_md", "en": "en_core_web_sm"}
texts = {}
for document in read(find_inputs(sys.argv[1:]), Options(languages())):
    if isinstance(document, Document):
        texts.setdefault(document.language, []).append(document.text)
for language, given in texts.items():
    for _ in spacy.load(models[language]).pipe(given):
        pass
"""


def cpu_seconds(*command: str) -> float:
    """CPU seconds, user and system, that a process and its children take; the process must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the figures."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared") / "corpus"
    corpus = shared if shared.is_dir() else ROOT / "examples" / "articles"
    words = sum(len(path.read_text("utf-8").split()) for path in corpus.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        ours = cpu_seconds("-m", "kg", "ingest", str(corpus), "--store", f"{folder}/kg.db")
    stock = cpu_seconds("-c", STOCK, str(corpus))
    print(f"corpus                 {words:>9,} words in {corpus}")
    print(f"kg ingest              {ours:>9.1f} CPU s, {words / ours:,.0f} words a CPU second")
    print(f"stock spaCy, no facts  {stock:>9.1f} CPU s, {words / stock:,.0f} words a CPU second")
    print(f"ratio                  {ours / stock:>9.2f}")


if __name__ == "__main__":
    main()
