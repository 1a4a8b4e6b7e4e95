"""`kg show`: one entity on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli import facts
from kg.cli.names import entity_named
from kg.cli.options import as_of_option, reading, store_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from kg.graph.records import EntityInfo


@click.command("show")
@click.argument("name")
@as_of_option
@store_option
def command(name: str, as_of: datetime | None, store: str) -> None:
    """Show an entity with its names and facts.

    Facts stand by relation, each with its status and sources.

    Example: kg show Xiaomi
    """
    with reading(store, as_of) as graph:
        entity = entity_named(graph, name)
        told = list(graph.facts(entity=entity.iri))
    click.echo("\n".join([*_heading(entity), "", *_lines(entity, told)]))


def _heading(entity: EntityInfo) -> list[str]:
    kinds = ", ".join([entity.type, *(each for each in entity.classes if each != entity.type)])
    also = [name for name in entity.names if name != entity.label]
    lines = [f"{click.style(entity.label, bold=True)} ({kinds})", entity.iri]
    return [*lines, "also: " + ", ".join(also)] if also else lines


def _lines(entity: EntityInfo, told: Iterable[Mapping[str, Any]]) -> list[str]:
    """One line a fact and status, grouped by relation; "←" marks a relation that points at the entity."""
    from kg.ontology import load_ontology

    relations = load_ontology().relations
    groups: dict[str, dict[tuple[str, str, str], list[Mapping[str, Any]]]] = {}
    for fact in told:
        is_subject = fact["subject"].get("iri") == entity.iri
        other = facts.value(fact["object"] if is_subject else fact["subject"])
        inward = not is_subject and not relations[fact["relation"]].symmetric
        heading = f"← {fact['relation']}" if inward else fact["relation"]
        groups.setdefault(heading, {}).setdefault((other, facts.status(fact), facts.qualifiers(fact)), []).append(fact)
    lines = []
    for heading in sorted(groups, key=lambda each: (each.startswith("←"), each)):
        lines.append(heading)
        for (other, status, qualifiers), same in groups[heading].items():
            details = f" · {qualifiers}" if qualifiers else ""
            documents = ", ".join(dict.fromkeys(each["document"] for each in same))
            lines.append(f"  {other} [{status}]{details} ({documents})")
    return lines or ["no facts"]
