"""Gold files, found and read for `kg score`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.model import Problem
from kg.score import Gold, parse_gold

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = ".jsonl"  # files of many articles, which hold their texts


def gold_files(place: Path) -> list[Path]:
    """Return the gold files of a folder, by language (`fr/*.json`) or all in one; or the file itself.

    Raises:
        UsageError: there is nothing there.
    """
    if place.is_file():
        return [place]
    for pattern in ("??/*.json", "*.json", f"*{LINES}"):
        if found := sorted(place.glob(pattern)):
            return found
    raise UsageError(
        f"{place}: no gold there", hint="a JSON file an article, in it or in its folders fr/ and en/; or JSON Lines"
    )


def read_gold(paths: list[Path], texts: Path | None = None) -> Iterator[Gold | Problem]:
    """Yield the gold of each file, or of each line of JSON Lines, with its article's text, or what is wrong with it.

    `texts` is the folder that the articles' paths start from; by default it is found above the gold file.
    """
    for path in paths:
        try:
            content = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            yield Problem(str(path), "not UTF-8", offset=error.start)
        except OSError as error:
            yield _unreadable(path, error)
        else:
            yield from _articles(content, path) if path.suffix == LINES else [_article(content, path, texts)]


def _article(content: str, path: Path, texts: Path | None) -> Gold | Problem:
    gold = _parsed(content, path, line=None)
    return gold if isinstance(gold, Problem) or gold.text else _with_text(gold, path, texts)


def _articles(content: str, path: Path) -> Iterator[Gold | Problem]:
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            gold = _parsed(line, path, number)
            told = isinstance(gold, Problem) or gold.text
            yield gold if told else Problem(str(path), 'no "source" or no words', line=number, hint="see docs/cli.md")


def _parsed(content: str, path: Path, line: int | None) -> Gold | Problem:
    try:
        gold = parse_gold(json.loads(content), str(path))
    except json.JSONDecodeError as error:
        return Problem(str(path), f"not JSON: {error.msg}", line=line or error.lineno)
    if isinstance(gold, Gold):
        return gold
    return dataclasses.replace(gold, line=line)


def _with_text(gold: Gold, path: Path, texts: Path | None) -> Gold | Problem:
    # gold/fr/a.json speaks of corpus/fr/a.txt beside gold/; a file that stands alone, of what is beside it
    homes = [texts] if texts else [path.resolve().parents[2], *path.resolve().parents[:2]]
    for home in homes:
        try:
            return dataclasses.replace(gold, text=(home / gold.path).read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            return _unreadable(home / gold.path, error)
    return Problem(str(path), f"no text {gold.path} in {homes[0]}", hint="say with --texts where it is")


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(str(path), f"can't be read: {(getattr(error, 'strerror', None) or str(error)).lower()}")
