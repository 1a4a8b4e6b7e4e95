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


def gold_files(place: Path) -> list[Path]:
    """Return the gold files of a folder, by language (`fr/*.json`) or all in one; or the file itself.

    Raises:
        UsageError: there is nothing there.
    """
    if place.is_file():
        return [place]
    found = sorted(place.glob("??/*.json")) or sorted(place.glob("*.json"))
    if not found:
        raise UsageError(f"{place}: no gold there", hint="a JSON file an article, in it or in its folders fr/ and en/")
    return found


def read_gold(paths: list[Path], texts: Path | None = None) -> Iterator[Gold | Problem]:
    """Yield the gold of each file with its article's text, or what is wrong with it.

    `texts` is the folder that the articles' paths start from; by default it is found above the gold file.
    """
    for path in paths:
        try:
            gold = parse_gold(json.loads(path.read_text("utf-8")), str(path))
        except json.JSONDecodeError as error:
            yield Problem(str(path), f"not JSON: {error.msg}", line=error.lineno)
        except UnicodeDecodeError as error:
            yield Problem(str(path), "not UTF-8", offset=error.start)
        except OSError as error:
            yield _unreadable(path, error)
        else:
            yield gold if isinstance(gold, Problem) else _with_text(gold, path, texts)


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
