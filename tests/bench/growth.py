"""What ingesting and forgetting cost as documents become many: CPU time and memory by the thousand.

    python tests/bench/growth.py [_] [DOCUMENTS] [READ]

DOCUMENTS (1,000) are made by recombining sentences and found by the extractor of `tests/support/cheap.py`: put, then
every second one forgotten. READ (200) are recombined from the sentences of `tests/quality/corpus` and go through the whole
pipeline. Memory is what the process holds at the moment; "grown" compares the last part with the first.

Others who work on the machine make a CPU second worth more or less. So a yardstick, work that is always the same, is
taken again and again meanwhile, and left out of what is told; "by yardstick" is the cost in units of it.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import kg.extract
from kg.extract.extractor import Extractor
from kg.graph.library import Graph
from kg.graph.opening import DEFAULT_BASE
from kg.graph.rdf import document_graph
from kg.language import languages
from kg.model import Document
from kg.ontology import load_ontology
from kg.pipeline import BATCH, ingest
from tests.bench.store_cost import forget, made, put

ARTICLES = Path(__file__).parents[1] / "quality" / "corpus"
PARTS = 10


def held() -> float:
    """The memory that this process holds now, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def report(what: str, parts: list[Callable[[], float]], size: int) -> None:
    """Carry out the parts, of `size` documents each, and print what each took beside its yardsticks, whose time it gives."""
    taken, beside, memory = [], [], []
    for part in parts:
        start = time.process_time()
        yard = part()
        taken.append((time.process_time() - start - yard) / size * 1000)
        beside.append(taken[-1] / (yard / size * 1000))
        memory.append(held())
    print(f"{what:<8}ms a document  {' '.join(f'{each:6.1f}' for each in taken)}  grown {taken[-1] / taken[0]:.2f}")
    print(f"{'':<8}by yardstick   {' '.join(f'{each:6.2f}' for each in beside)}  grown {beside[-1] / beside[0]:.2f}")
    print(f"{'':<8}MB held        {' '.join(f'{each:6.0f}' for each in memory)}", flush=True)


def yardstick(documents: int) -> float:
    """Make the triples of so many documents, and give the CPU seconds of this thread that it took."""
    start = time.thread_time()
    for number in range(documents):
        document_graph(made(number), DEFAULT_BASE, load_ontology())
    return time.thread_time() - start


def cheap(count: int) -> None:
    """Print what the store takes: documents whose extraction costs nothing."""
    part = count // PARTS
    with tempfile.TemporaryDirectory() as folder, kg.open(Path(folder) / "kg.db") as graph:
        ranges = [range(begin, begin + part) for begin in range(0, count, part)]
        report("put", [partial(put_made, graph, numbers) for numbers in ranges], part)
        report("forget", [partial(forget_made, graph, each[::2]) for each in ranges], part // 2)
        print(f"left    {graph.stats().documents:,} documents, {graph.stats().triples:,} triples")


def put_made(graph: Graph, numbers: range) -> float:
    """Put documents a batch at a time, as the pipeline does."""
    yard = 0.0
    for some in batches(numbers):
        put(graph, [made(number) for number in some])
        yard += yardstick(len(some))
    return yard


def forget_made(graph: Graph, numbers: range) -> float:
    """Forget documents."""
    yard = 0.0
    for some in batches(numbers):
        forget(graph, [f"{number:06}.txt" for number in some])
        yard += yardstick(len(some))
    return yard


def batches(numbers: range) -> Iterator[range]:
    """The numbers, as many at once as the pipeline stores."""
    return (numbers[begin : begin + BATCH] for begin in range(0, len(numbers), BATCH))


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


def read(graph: Graph, documents: Iterator[Document]) -> float:
    """Ingest."""
    yard = 0.0
    for event in ingest(graph, documents, languages=languages()):
        assert event.outcome, event
        yard += yardstick(1)
    return yard


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
