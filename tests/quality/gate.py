"""The quality of extraction on our own gold articles, and the floors below which it may not fall.

    make quality          print today's figures beside the floors
    make quality PIN=1    write floors.toml anew: figures less a margin, and the digest of gold and texts

The texts are of our own writing, all people and companies in them invented. The articles of `gold` and `corpus`, and
the snippets, one to three sentences each, are there to learn from. Those of `unseen` were written and annotated by
people who did not know the rules, and tell how rules do on text that nobody has tuned to: who works on rules looks at
their figures, never at their texts or errors. Once they have been looked at, they move over, and new ones are written.
The two halves of the snippets were drawn from the same: what rules gain on one and not on the other is learnt by heart.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from kg.cli.gold import gold_files, read_gold
from kg.cli.score import score_graph
from kg.score import Figures, Gold, Report

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.toml"
FIGURES = ("precision", "recall", "f1_with_status", "status_accuracy", "attribution_accuracy", "time_accuracy")
# Three facts of the two hundred of a language: a change elsewhere may cost that much, a broken rule costs more.
MARGIN = 0.015


# The gold of each set, and its texts.
SETS = {
    "seen": (FOLDER / "gold", FOLDER / "corpus"),
    "unseen": (FOLDER / "unseen" / "gold", FOLDER / "unseen" / "corpus"),
    "snippets": (FOLDER / "snippets", FOLDER / "snippets"),
    "unseen_snippets": (FOLDER / "unseen" / "snippets", FOLDER / "unseen" / "snippets"),
}


@cache
def current(name: str) -> Report:
    """Today's score on one set: the texts are extracted now, as `kg score tests/quality/gold tests/quality/corpus`
    does.
    """
    gold, texts = SETS[name]
    golds = [each for each in read_gold(gold_files(gold)) if isinstance(each, Gold)]
    return score_graph(golds, (str(texts),), store="")


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 (hex) over the names and bytes of all gold files and texts."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("gold/*/*.json"), *folder.rglob("corpus/*/*.txt"), *folder.rglob("*.jsonl")]):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def below(language: str, figures: Figures, floors: dict[str, float]) -> list[str]:
    """What is under its floor, a line each."""
    values = figures.as_dict()
    return [
        f"{language}: {name} is {values[name]}, its floor {floor}"
        for name, floor in floors.items()
        if (values[name] or 0) < floor
    ]


def pinned(reports: Mapping[str, Report]) -> str:
    """The text of floors.toml for the reports of all sets."""
    lines = ["# Written by `make quality PIN=1`; lower a floor only with a reason in the commit's message.", ""]
    lines += [f'digest = "{digest()}"  # of gold and texts: floors hold for these and no others']
    for name, language, values in rows(reports):
        lines += ["", f"[{name}.{language}]"]
        lines += [f"{figure} = {max(0, (values[figure] or 0) - MARGIN):.3f}" for figure in FIGURES]
    return "\n".join(lines) + "\n"


def rows(reports: Mapping[str, Report]) -> Iterator[tuple[str, str, dict[str, float | None]]]:
    """Set, language and figures of all reports."""
    for name, report in reports.items():
        for language, figures in report.languages.items():
            yield name, language, figures.as_dict()


def main() -> None:
    """Print the figures, or pin them."""
    reports = {name: current(name) for name in SETS}
    if "--pin" in sys.argv:
        FLOORS.write_text(pinned(reports), "utf-8")
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    for name, language, values in rows(reports):
        for figure in FIGURES:
            value, floor = values[figure] or 0, floors[name][language][figure]
            print(
                f"{name:<16}{language}  {figure:<22}{value:>7}  floor {floor:.3f}{'  BELOW' if value < floor else ''}"
            )


if __name__ == "__main__":
    main()
