"""What ingesting and forgetting cost as documents become many: CPU time and memory by the thousand.

    python tests/bench/growth.py [_] [DOCUMENTS] [READ]

DOCUMENTS (1,000) are made by recombining sentences and found by the extractor of `tests/support/cheap.py`: put, then
every second one forgotten. READ (200) are recombined from the sentences of `tests/quality/corpus` and go through the whole
pipeline. Memory is what the process holds at the moment; "grown" compares the last part with the first.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import kg.extract
from kg.extract.extractor import Extractor
from kg.graph.library import Graph
from kg.language import languages
from kg.model import Document
from kg.pipeline import ingest
from tests.bench.store_cost import cpu, forget, made, put

ARTICLES = Path(__file__).parents[1] / "quality" / "corpus"
PARTS = 10


def held() -> float:
    """The memory that this process holds now, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def report(what: str, parts: list[Callable[[], object]], size: int) -> None:
    """Carry out the parts, of `size` documents each, and print what each took."""
    taken, memory = [], []
    for part in parts:
        taken.append(cpu(part) / size * 1000)
        memory.append(held())
    print(f"{what:<8}ms a document  {' '.join(f'{each:6.1f}' for each in taken)}  grown {taken[-1] / taken[0]:.2f}")
    print(f"{'':<8}MB held        {' '.join(f'{each:6.0f}' for each in memory)}", flush=True)


def cheap(count: int) -> None:
    """Print what the store takes: documents whose extraction costs nothing."""
    part = count // PARTS
    with tempfile.TemporaryDirectory() as folder, kg.open(Path(folder) / "kg.db") as graph:
        ranges = [range(begin, begin + part) for begin in range(0, count, part)]
        report("put", [partial(put_made, graph, numbers) for numbers in ranges], part)
        report("forget", [partial(forget, graph, [f"{n:06}.txt" for n in each[::2]]) for each in ranges], part // 2)
        print(f"left    {graph.stats().documents:,} documents, {graph.stats().triples:,} triples")


def put_made(graph: Graph, numbers: range) -> None:
    """Put documents a batch at a time, as the pipeline does."""
    for begin in range(numbers.start, numbers.stop, 32):
        put(graph, [made(number) for number in range(begin, min(begin + 32, numbers.stop))])


def real(count: int) -> None:
    """Print what the whole pipeline takes."""
    by_language = {
        code: [line for path in sorted((ARTICLES / code).rglob("*.txt")) for line in split(path.read_text("utf-8"))]
        for code in languages()
    }
    kg.extract.Extractor = Extractor  # type: ignore[misc]  # again: `tests.support.cheap` had put its own there
    part = count // PARTS
    with tempfile.TemporaryDirectory() as folder, kg.open(Path(folder) / "kg.db") as graph:
        read(graph, recombined(by_language, range(count, count + 10)))  # loads the models
        parts = [recombined(by_language, range(begin, begin + part)) for begin in range(0, count, part)]
        report("ingest", [partial(read, graph, documents) for documents in parts], part)


def read(graph: Graph, documents: Iterator[Document]) -> None:
    """Ingest."""
    for event in ingest(graph, documents, languages=languages()):
        assert event.outcome, event


def split(text: str) -> list[str]:
    """Sentences, roughly: what is too short is a title or a name."""
    return [each for each in re.split(r"(?<=[.!?])\s+", text) if len(each) > 40]


def recombined(sentences: dict[str, list[str]], numbers: range) -> Iterator[Document]:
    """Documents of eight sentences, with a word each that no other has: a number made of letters."""
    for number in numbers:
        chance = random.Random(number)  # noqa: S311
        language = chance.choice(sorted(sentences))
        name = "".join("abdefgklmr"[int(digit)] for digit in f"{number:06}").capitalize()
        chosen = chance.sample(sentences[language], 8)
        yield Document(f"{number:06}.txt", f"{name} SA. " + " ".join(chosen), language)


def main() -> None:
    """Print the figures."""
    given = [int(each) for each in sys.argv[2:4]]
    documents, texts = (given + [1000, 200][len(given) :])[:2]
    if documents:
        cheap(documents)
    if texts:
        real(texts)


if __name__ == "__main__":
    main()
