"""`kg stats`: how much there is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.cli.options import reading, store_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.records import Stats


@click.command("stats")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@store_option
def command(form: str, store: str) -> None:
    """Count documents, entities and facts.

    Example: kg stats --format json
    """
    with reading(store) as graph:
        stats = graph.stats()
    click.echo(json.dumps(_record(stats), indent=1) if form == "json" else describe(stats))


def describe(stats: Stats) -> str:
    """Return the counts as a few lines. A fact that two documents tell is one fact and two tellings."""
    return "\n".join([
        f"Documents  {stats.documents:>7,}  {_parts(stats.languages)}",
        f"Entities   {sum(stats.entities.values()):>7,}  {_parts(stats.entities)}",
        f"Facts      {stats.facts:>7,}",
        f"Tellings   {sum(stats.claims.values()):>7,}  {_parts(stats.claims)}",
        f"Triples    {stats.triples:>7,}",
    ])  # fmt: skip


def _parts(counts: Mapping[str, int]) -> str:
    ordered = sorted(((name, count) for name, count in counts.items() if count), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{count:,} {name}" for name, count in ordered)


def _record(stats: Stats) -> dict[str, object]:
    return {
        "documents": stats.documents, "languages": dict(stats.languages), "entities": dict(stats.entities),
        "facts": stats.facts, "tellings": dict(stats.claims), "triples": stats.triples,
    }  # fmt: skip
