"""What a language knows, as data: `lang/<code>/<stage>.toml`, one folder a language, one file a stage.

A stage that needs more than one file has a folder, `lang/<code>/<stage>/*.toml`: its files are read as one, in order of
their names, and lists of the same name are joined.

Adding a language is adding a folder; `language.toml` in it names the models and the labels' scheme.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import ConfigurationError, UsageError

FOLDER = Path(__file__).parent / "lang"


@dataclass(frozen=True)
class Language:
    """One language: its ISO 639-1 code and the tables of its stages, as read from TOML."""

    code: str
    stages: Mapping[str, Mapping[str, Any]]

    def table(self, stage: str) -> Mapping[str, Any]:
        """The whole file of one stage; raises ConfigurationError when the language lacks it."""
        try:
            return self.stages[stage]
        except KeyError:
            raise ConfigurationError(
                f"language '{self.code}' has no {stage}.toml", hint=str(FOLDER / self.code)
            ) from None

    def words(self, stage: str, key: str) -> frozenset[str]:
        """A list of words of a stage's file, empty when the language has none."""
        return frozenset(self.table(stage).get(key, ()))


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a folder, in order."""
    return tuple(sorted(p.name for p in FOLDER.iterdir() if (p / "language.toml").is_file()))


@cache
def load_language(code: str) -> Language:
    """Read a language's folder; raises UsageError for an unknown code, ConfigurationError for a broken file."""
    if code not in languages():
        raise UsageError(f"unknown language '{code}'", hint="known: " + ", ".join(languages()))
    stages = {path.stem: _read(path) for path in sorted((FOLDER / code).glob("*.toml"))}
    folders = sorted(path for path in (FOLDER / code).iterdir() if path.is_dir())
    return Language(code, stages | {folder.name: _joined(folder) for folder in folders})


def _joined(folder: Path) -> dict[str, Any]:
    """The files of a folder as one table; raises ConfigurationError where two set the same word."""
    table: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, value in _read(path).items():
            if key in table and not (isinstance(value, list) and isinstance(table[key], list)):
                raise ConfigurationError(f"{path}: '{key}' is set in another file of {folder.name}/ as well")
            table[key] = [*table[key], *value] if key in table else value
    return table


@cache
def shared_table(name: str) -> Mapping[str, Any]:
    """What all languages share: `lang/<name>.toml`."""
    return _read(FOLDER / f"{name}.toml")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


def data_digest(folders: Iterable[Path]) -> str:
    """SHA-256 (hex) over the data and code files of the folders: the version of the rules."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".toml", ".py"} and "__pycache__" not in path.parts:
                total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
