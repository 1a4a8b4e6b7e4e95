"""`kg list`: what there is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kg.cli.options import reading, store_option
from kg.cli.tables import FORMATS, format_rows
from kg.model import EntityType

if TYPE_CHECKING:
    from kg.graph.library import Graph

    Rows = tuple[tuple[str, ...], list[tuple[object, ...]]]


@click.command("list")
@click.argument("what", type=click.Choice(["documents", "entities", "relations"]))
@click.option("--type", "kind", type=click.Choice([kind.value for kind in EntityType]), help="Only entities of a type.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to answer.")
@store_option
def command(what: str, kind: str | None, form: str, store: str) -> None:
    """List documents, entities or relations.

    Example: kg list entities --type Organization
    """
    if kind and what != "entities":
        raise click.UsageError("--type goes with entities")
    with reading(store) as graph:
        headers, rows = _entities(graph, kind) if what == "entities" else _LISTS[what](graph)
    click.echo(format_rows(headers, rows, form))


def _documents(graph: Graph) -> Rows:
    headers = ("source", "language", "published", "facts", "title")
    return headers, [(d.source, d.language, d.published, d.claims, d.title) for d in graph.documents()]


def _entities(graph: Graph, kind: str | None) -> Rows:
    return ("name", "type", "documents", "iri"), [(e.label, e.type, e.documents, e.iri) for e in graph.entities(kind)]


def _relations(graph: Graph) -> Rows:
    """All relations of the ontology, for a reader who wants to know what could be there as well."""
    from kg.ontology import load_ontology

    told = Counter(fact["relation"] for fact in graph.facts())
    rows: list[tuple[object, ...]] = []
    for name, relation in sorted(load_ontology().relations.items()):
        objects = [*sorted(relation.range), *([relation.literal] if relation.literal else [])]
        rows.append((name, ", ".join(sorted(relation.domain)), ", ".join(objects), told[name]))
    return ("relation", "subject", "object", "tellings"), rows


_LISTS = {"documents": _documents, "relations": _relations}
