"""The wheel works where nothing but its declared dependencies is installed."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.command import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and links to the packages that it depends on, directly or not, and to no others."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
    required = [Requirement(line) for line in re.findall(r"^Requires-Dist: (.*)$", text, re.MULTILINE)]
    for name in _closure(required):
        _link(name, site)
    return site


def _closure(requirements: list[Requirement]) -> set[str]:
    """The distributions that installing the requirements installs, by the metadata of those that are here."""
    found: dict[tuple[str, str], None] = {}
    todo = [(r, "") for r in requirements]
    while todo:
        requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *requirement.extras):
            if (requirement.name, wanted) not in found:
                found[requirement.name, wanted] = None
                todo += [(Requirement(line), wanted) for line in distribution(requirement.name).requires or ()]
    return {name for name, _ in found}


def _link(name: str, site: Path) -> None:
    """Link what a distribution installed beside `site`, as pip would have put it there."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:  # pragma: no cover
        pytest.fail(f"{name} is a dependency and not installed")
    for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
        target = Path(str(distribution(name).locate_file(top)))
        if target.exists() and not (site / top).exists():
            (site / top).symlink_to(target)


def run(site: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    # -I and -S: nothing but this folder and the standard library is importable.
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from kg.cli import main; main({list(arguments)!r})"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_the_wheel_carries_the_data_and_not_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "kg/_ontology/kg.ttl",
        "kg/_ontology/shapes.ttl",
        "kg/lang/fr/language.toml",
        "kg/lang/en/language.toml",
    } <= names
    assert any(re.match(r"kg/_examples/articles/.*\.txt$", name) for name in names)
    assert any(re.match(r"kg/graph/queries/.*", name) for name in names)
    assert any(re.match(r"kg/view/static/.*", name) for name in names)
    assert {name.split("/")[0] for name in names} == {"kg", wheel.name.split("-py3")[0] + ".dist-info"}


def test_the_installed_wheel_runs_the_demo_and_validates(installed: Path, tmp_path: Path) -> None:
    """The demo reads, stores, asks and draws; validating needs ontology and shapes."""
    assert not (installed / "pytest").exists()
    demo = run(installed, "demo", cwd=tmp_path)
    assert demo.returncode == 0, demo.stderr
    assert (tmp_path / "demo" / "graph.html").stat().st_size > 100_000
    validated = run(installed, "validate", "--store", "demo/kg.db", cwd=tmp_path)
    assert validated.returncode == 0, validated.stdout + validated.stderr
