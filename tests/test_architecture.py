"""The house keeps its own rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import ROOT

MODULES = sorted((ROOT / "kg").rglob("*.py"))


def test_imports_point_down() -> None:
    from importlinter.cli import lint_imports  # the tool's own API; a process of its own would cost a second

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_importing_kg_and_its_records_loads_no_library() -> None:
    code = (
        "import sys, kg, kg.model, kg.errors, kg.language, kg.graph.records, kg.cli, kg.read, kg.pipeline\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    )
    command = [sys.executable, "-S", "-c", "import sys\n" + _paths() + code]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert set(ran.stdout.split()) <= {"__main__", "__mp_main__", "kg", "click", "_colorize"}, ran.stderr


def _paths() -> str:
    """`-S` keeps other packages' start-up hooks out of the count."""
    return f"sys.path[:] = {[str(ROOT), *sys.path]!r}\n"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 500
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"


def test_architecture_names_every_part_and_no_other() -> None:
    """ARCHITECTURE.md lists the packages and modules that stand directly in kg/."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    parts = {path.name for path in (ROOT / "kg").glob("*.py")} | {
        path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")
    }
    for part in parts - {"__init__.py"}:
        assert f"`{part}" in text, f"{part} is missing"


def test_no_registry_is_named_in_the_locks() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "://" not in lock.read_text("utf-8"), lock.name


def test_the_locks_hold_every_dependency() -> None:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {
        "runtime.lock": project["project"]["dependencies"],
        "build.lock": project["dependency-groups"]["build"],
        "dev.lock": project["dependency-groups"]["dev"],
    }
    for name, requirements in wanted.items():
        lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
        locked = dict(line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith(" "))
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(locked[requirement.name]), f"{requirement} in {name}: run make lock"


def test_the_map_names_every_module_of_extraction() -> None:
    said = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    modules = {path.stem for path in (ROOT / "kg" / "extract").glob("[!_]*.py")}
    assert {name for name in modules if f"`{name}`" not in said and f"`{name}.py`" not in said} == set()
