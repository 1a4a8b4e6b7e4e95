"""How quickly `kg find` answers, by the number of entities: python tests/bench/find_speed.py [_] [ENTITIES].

Times are CPU seconds of the process that answers, which is a new one for the command itself.
"""

from __future__ import annotations

import itertools
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad

import kg
from kg.graph.iris import entity_iri
from kg.graph.library import Graph
from kg.graph.namefile import NAME, NameFile, stored_keys
from kg.graph.namespaces import KG, RDF, RDFS
from kg.graph.search import Hit, search
from kg.resolve.names import name_key, slug
from tests.bench.store_cost import cpu

SYLLABLES = (
    "ba ce di fo gu ha jo ka le mi nor vel mo pra qui ro sta ti vu xel yan zor ber lin cor val an el is or".split()
)
LOOKUPS = 15
COMMAND = """
import sys, time
from kg.cli import main
try:
    main()
finally:
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(f"{time.process_time():.2f} s, at most {int(most.split()[1]) / 1024:.0f} MB", end="", file=sys.stderr)
"""
NOTHING = [(name, name) for name in ("Wqtzk Hjwqq", "Äöüß", "0123 4567")]


def names(count: int) -> list[str]:
    """Names of people and companies, made of some 60,000 words."""
    chance = random.Random(1)  # noqa: S311  (the same names each time)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize() for _ in range(60_000)]
    forms = ["SA", "SAS", "Group", "Inc", "Marine", "Bank", "Holding", ""]
    made = {" ".join([*chance.choices(words, k=2), chance.choice(forms)]).strip() for _ in range(count)}
    return sorted(made)


def quads(made: list[str]) -> Iterator[Quad]:
    for name in made:
        key = name_key(name)
        iri = entity_iri("https://kg.example/", f"organization/{slug(key)}")
        for predicate, term in ((RDF.type, KG.Organization), (RDFS.label, Literal(name)), (KG.nameKey, Literal(key))):
            yield Quad(iri, predicate, term, DefaultGraph())


def words(made: list[str]) -> Iterator[tuple[str, str]]:
    """The longest word of names, and the same with its third and fourth letters exchanged."""
    for name in random.Random(3).sample(made, LOOKUPS):  # noqa: S311  (as above)
        word = max(name.split(), key=len)
        yield word, word[:2] + word[3] + word[2] + word[4:]


def slips(made: list[str]) -> Iterator[tuple[str, str]]:
    """Names, and the same with two letters exchanged."""
    chance = random.Random(2)  # noqa: S311  (as above)
    for name in chance.sample(made, LOOKUPS):
        at = chance.randrange(len(name) - 2)
        yield name, name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def main(count: int) -> None:
    made = names(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kg.db"
        with kg.open(path) as graph:
            loaded = cpu(lambda: graph.store.engine.bulk_extend(quads(made)))
            built = cpu(lambda: NameFile(str(path)).write(stored_keys(graph.store)))
        size = (path / NAME).stat().st_size / 1e6
        print(
            f"{len(made):,} entities loaded in {loaded:.1f} s; the file of names made anew in {built:.1f} s, {size:.0f} MB"
        )
        command = [sys.executable, "-c", COMMAND, "find", made[0], "--store", str(path)]
        ran = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        print(f"kg find, the whole command, first time: {ran.stderr}")
        with kg.open(path, read_only=True) as graph:
            for what, pairs in (
                ("names with a slip", slips(made)),
                ("words with a slip", words(made)),
                ("nothing", NOTHING),
            ):
                look_up(graph, what, list(pairs))


def look_up(graph: Graph, what: str, pairs: list[tuple[str, str]]) -> None:
    """Print what looking up takes, by pairs of a name and how it is written."""
    taken, found = [], 0
    for name, written in pairs:
        hits: list[Hit] = []
        taken.append(cpu(lambda written=written, hits=hits: hits.extend(search(graph, written))))  # type: ignore[misc]
        found += any(name_key(name) in name_key(hit.entity.label) for hit in hits)
    print(f"{what}: median {statistics.median(taken):.2f} s, most {max(taken):.2f} s; found {found} of {len(pairs)}")


if __name__ == "__main__":
    main(int(next(itertools.islice(sys.argv, 2, 3), "200000")))
