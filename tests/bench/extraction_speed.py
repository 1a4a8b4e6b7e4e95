"""What extraction costs in CPU time, as two ratios: beside the bare parser that it uses, and beside spaCy as it comes.

    python tests/bench/extraction_speed.py [../shared]

Each of the three has a process of its own, models loaded and warm before the clock starts, and they take turns over the
texts, 96 at a time, so that others who make a CPU second worth less on this machine do so to all three:
extraction (all stages), spaCy's whole pipeline as `kg.extract.models` tunes it, and `spacy.load(…).pipe(texts)` untouched.
Without the shared corpus it takes our own articles, which are too few to say much.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Issue 3: extraction at most 1.3 times the bare tuned pipeline, and 0.6 times the stock one.
AT_ONCE = 96  # texts: three batches of extraction
LIMITS = {"tuned": 1.3, "stock": 0.6}


def read_texts(corpus: Path) -> dict[str, list[str]]:
    """The texts of the corpus by language."""
    from kg.language import languages
    from kg.model import Document
    from kg.read import Options, find_inputs, read

    texts: dict[str, list[str]] = {}
    for document in read(find_inputs([str(corpus)]), Options(languages())):
        if isinstance(document, Document):
            texts.setdefault(document.language, []).append(document.text)
    return texts


def extraction(language: str) -> Callable[[Iterable[str]], object]:
    """All stages of `kg`, from text to facts."""
    from kg.extract import Extractor
    from kg.model import Document

    extractor = Extractor((language,))
    return lambda texts: list(extractor.extract_many(Document("a", text, language) for text in texts))


def tuned(language: str) -> Callable[[Iterable[str]], object]:
    """The whole pipeline of the model with the tuning of `kg.extract.models`, and nothing else."""
    from kg.extract.models import BATCH, BATCHES, load_pipeline, model_name
    from kg.language import load_language

    pipeline = load_pipeline(model_name(load_language(language)))
    sizes: dict[str, dict[str, object]] = {name: {"batch_size": size} for name, size in BATCHES.items()}
    return lambda texts: list(pipeline.pipe(texts, batch_size=BATCH, component_cfg=sizes))


def stock(language: str) -> Callable[[Iterable[str]], object]:
    """The same model as spaCy loads it."""
    import spacy

    from kg.extract.models import model_name
    from kg.language import load_language

    pipeline = spacy.load(model_name(load_language(language)))
    return lambda texts: list(pipeline.pipe(texts))


KINDS = {"extraction": extraction, "tuned": tuned, "stock": stock}


def work_on(kind: str, corpus: Path) -> None:
    """For each line read, a language and a stretch of its texts, print the CPU seconds that one kind of work takes."""
    texts = read_texts(corpus)
    work = {language: KINDS[kind](language) for language in texts}
    for language in texts:
        work[language](texts[language][:2])  # what is loaded or compiled at first use
    for line in sys.stdin:
        language, first, last = line.split()
        some = texts[language][int(first) : int(last)]
        start = time.process_time()
        work[language](some)
        print(time.process_time() - start, flush=True)


def ask(worker: subprocess.Popen[str], line: str) -> float:
    """Have a worker do a part of its work; the CPU seconds that it took."""
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(line + "\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def measured(texts: dict[str, list[str]], corpus: Path) -> dict[str, dict[str, float]]:
    """CPU seconds by kind of work and language."""
    workers = {kind: start(kind, corpus) for kind in KINDS}
    seconds = {kind: dict.fromkeys(texts, 0.0) for kind in KINDS}
    for language, some in texts.items():
        for first in range(0, len(some), AT_ONCE):
            for kind, worker in workers.items():
                seconds[kind][language] += ask(worker, f"{language} {first} {first + AT_ONCE}")
    for worker in workers.values():
        worker.communicate()
    return seconds


def start(kind: str, corpus: Path) -> subprocess.Popen[str]:
    """A worker of one kind, in a process of its own: tuning changes spaCy for all of a process."""
    command = [sys.executable, __file__, "--work", kind, str(corpus)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main(shared: Path) -> None:
    """Print the figures."""
    corpus = shared / "corpus" if (shared / "corpus").is_dir() else ROOT / "tests" / "quality" / "corpus"
    texts = read_texts(corpus)
    words = {language: sum(len(text.split()) for text in some) for language, some in texts.items()}
    seconds = measured(texts, corpus)
    for kind, by_language in seconds.items():
        speeds = ", ".join(f"{code} {words[code] / spent:,.0f}" for code, spent in by_language.items())
        print(f"{kind:<12}{sum(by_language.values()):>8.1f} CPU s; words a CPU second: {speeds}")
    for kind, limit in LIMITS.items():
        ratios = {code: spent / seconds[kind][code] for code, spent in seconds["extraction"].items()}
        ratio = sum(seconds["extraction"].values()) / sum(seconds[kind].values())
        parts = ", ".join(f"{code} {each:.2f}" for code, each in ratios.items())
        print(f"extraction / {kind:<6}{ratio:>6.2f}  ({parts}; at most {limit})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work_on(sys.argv[2], Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared").resolve())
