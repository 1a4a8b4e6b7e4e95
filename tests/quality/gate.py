"""The quality of extraction on our own gold articles, and the floors below which it may not fall.

    make quality          print today's figures beside the floors
    make quality PIN=1    write floors.toml anew: figures less a margin, and the digest of gold and texts

The articles are of our own writing, all people and companies in them invented.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
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


@cache
def current() -> Report:
    """Today's score: the texts are extracted now, as `kg score tests/quality/gold tests/quality/corpus` does."""
    golds = [gold for gold in read_gold(gold_files(FOLDER / "gold")) if isinstance(gold, Gold)]
    return score_graph(golds, (str(FOLDER / "corpus"),), store="")


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 (hex) over the names and bytes of all gold files and texts."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("gold/*/*.json"), *folder.glob("corpus/*/*.txt")]):
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


def pinned(report: Report) -> str:
    """The text of floors.toml for a report."""
    lines = ["# Written by `make quality PIN=1`; lower a floor only with a reason in the commit's message.", ""]
    lines += [f'digest = "{digest()}"  # of gold and texts: floors hold for these and no others']
    for language, figures in report.languages.items():
        lines += ["", f"[{language}]"]
        values = figures.as_dict()
        lines += [f"{name} = {max(0, (values[name] or 0) - MARGIN):.3f}" for name in FIGURES]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the figures, or pin them."""
    report = current()
    if "--pin" in sys.argv:
        FLOORS.write_text(pinned(report), "utf-8")
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    for language, figures in report.languages.items():
        for name in FIGURES:
            value, floor = figures.as_dict()[name], floors[language][name]
            print(f"{language}  {name:<22}{value:>7}  floor {floor:.3f}{'  BELOW' if (value or 0) < floor else ''}")


if __name__ == "__main__":
    main()
