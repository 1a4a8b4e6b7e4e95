"""How quickly `kg find` answers, by the number of entities: python tests/bench/find_speed.py [_] [ENTITIES]."""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad

import kg
from kg.graph.iris import entity_iri
from kg.graph.namespaces import KG, RDF, RDFS
from kg.graph.search import search, store_state
from kg.resolve.names import name_key, slug

SYLLABLES = (
    "ba ce di fo gu ha jo ka le mi nor vel mo pra qui ro sta ti vu xel yan zor ber lin cor val an el is or".split()
)
LOOKUPS = 15


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
            graph.store.load(quads(made))
        state = store_state(path)
        with kg.open(path, read_only=True) as graph:
            start = time.perf_counter()
            search(graph, made[0], state=state)
            print(f"{len(made):,} entities: first look-up, keys read and kept: {time.perf_counter() - start:.2f} s")
            taken, found = [], 0
            for name, slip in slips(made):
                start = time.perf_counter()
                hits = search(graph, slip, state=state)
                taken.append(time.perf_counter() - start)
                found += any(name_key(hit.entity.label) == name_key(name) for hit in hits)
            size = Path(f"{path}.names").stat().st_size / 1e6
        print(f"look-ups with a slip: median {statistics.median(taken):.2f} s, most {max(taken):.2f} s,")
        print(f"found {found} of {LOOKUPS}; the file of keys has {size:.0f} MB")


if __name__ == "__main__":
    main(int(next(itertools.islice(sys.argv, 2, 3), "200000")))
