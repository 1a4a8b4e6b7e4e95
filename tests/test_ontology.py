"""The ontology says for every relation what it relates, and what people call it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import ConfigurationError, UsageError
from kg.model import EntityType, Status
from kg.ontology import load_ontology, ontology_path, read_ontology
from tests.support.gold import SHARED

ONTOLOGY = load_ontology()
TYPES = {kind.value for kind in EntityType}


@pytest.mark.parametrize("name", ONTOLOGY.relations)
def test_a_relation_is_complete(name: str) -> None:
    relation = ONTOLOGY.relations[name]
    for texts in (relation.labels, relation.comments, relation.inverse_labels):
        assert texts.keys() == {"fr", "en"}
    assert relation.domain
    assert relation.domain <= TYPES
    assert relation.range <= TYPES
    assert relation.range or relation.literal
    assert relation.literal in {None, "date", "quantity", "amount", "text"}


@pytest.mark.parametrize("name", [n for n, r in ONTOLOGY.relations.items() if r.symmetric])
def test_a_symmetric_relation_reads_the_same_both_ways(name: str) -> None:
    relation = ONTOLOGY.relations[name]
    assert relation.inverse_labels == relation.labels
    assert relation.domain == relation.range


def test_the_relations_are_those_of_the_guidelines() -> None:
    guidelines = SHARED / "gold" / "GUIDELINES.md"
    if not guidelines.is_file():
        pytest.skip("the shared guidelines are not here")
    table = guidelines.read_text("utf-8").partition("## Relations")[2].partition("## What is not")[0]
    rows = re.findall(r"(?m)^\| ([a-z]\w+(?:, \w+)*) \| ([^|]+) \|", table)
    names = {name for row, _ in rows for name in row.split(", ")} - {"relation"}
    assert names == set(ONTOLOGY.relations)
    symmetric = {row for row, signature in rows if "↔" in signature}
    assert symmetric == {n for n, r in ONTOLOGY.relations.items() if r.symmetric}


def test_statuses_are_those_of_the_model() -> None:
    assert list(ONTOLOGY.statuses) == [status.value for status in Status]


def test_every_class_of_entities_is_below_one_of_the_four() -> None:
    for name in ONTOLOGY.classes.keys() - {"Entity"}:
        assert len(ONTOLOGY.ancestors(name) & TYPES) == 1


@pytest.mark.parametrize(
    ("name", "language", "label"),
    [
        ("chiefExecutiveOf", "fr", "dirige"),
        ("chiefExecutiveOf", "en", "chief executive of"),
        ("Company", "fr", "entreprise"),
        ("planned", "fr", "prévu"),
        ("share", "en", "share"),
        ("partnerOf", "de", "partner of"),  # a language without labels: English
    ],
)
def test_labels(name: str, language: str, label: str) -> None:
    assert ONTOLOGY.label(name, language) == label


def test_inverse_labels() -> None:
    assert ONTOLOGY.inverse_label("subsidiaryOf", "fr") == "a pour filiale"
    assert ONTOLOGY.inverse_label("suppliesTo", "fr") == "est client de"


def test_an_unknown_name_is_a_wrong_use() -> None:
    with pytest.raises(UsageError, match="hasCEO"):
        ONTOLOGY.label("hasCEO", "en")
    with pytest.raises(UsageError, match="Person"):
        ONTOLOGY.inverse_label("Person", "en")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "kg.ttl"
    broken.write_text("kg:Person a owl:Class", "utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(str(broken))):
        read_ontology(broken)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"other\.ttl"):
        ontology_path("other.ttl")


def test_the_ontology_is_read_without_rdflib() -> None:
    code = "import sys, kg.ontology as o; o.load_ontology(); print(*{'rdflib', 'spacy', 'babel'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_importing_kg_imports_nothing_else() -> None:
    code = "import sys, kg; print(*(m for m in sys.modules if not m.partition('.')[0] in sys.stdlib_module_names))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in shown if name.startswith("kg") or name in {"pyoxigraph", "click", "numpy"}] == ["kg"]
