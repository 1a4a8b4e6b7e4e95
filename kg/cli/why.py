"""`kg why`: the words that prove a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli import facts
from kg.cli.names import entity_named, near
from kg.cli.options import reading, store_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph.library import Graph


@click.command("why")
@click.argument("subject", metavar="NAME|FACT")
@click.argument("relation", required=False)
@click.argument("other", required=False, metavar="[NAME]")
@store_option
def command(subject: str, relation: str | None, other: str | None, store: str) -> None:
    """Show the words that prove a fact.

    Each with its document, place and rule. Say the fact by its IRI, or by an entity, and if you like a
    relation and a second entity.

    Example: kg why "Lei Jun" chiefExecutiveOf Xiaomi
    """
    with reading(store) as graph:
        told = _told(graph, subject, relation, other)
    if not told:
        raise UsageError("no such fact", hint=f'kg show "{subject}" shows what is known')
    click.echo("\n\n".join(_paragraph(same) for same in facts.propositions(told).values()))


def _told(graph: Graph, subject: str, relation: str | None, other: str | None) -> Sequence[Mapping[str, Any]]:
    if not relation and "/" in subject:
        by_iri = [fact for fact in graph.facts() if subject in (fact["fact"], fact["claim"])]
        if by_iri:
            return by_iri
    ends = {entity_named(graph, name).iri for name in (subject, other) if name}
    return [
        fact
        for fact in graph.facts(entity=entity_named(graph, subject).iri, relation=_relation(relation))
        if ends <= {fact["subject"].get("iri"), fact["object"].get("iri")}
    ]


def _relation(name: str | None) -> str | None:
    from kg.ontology import load_ontology

    known = load_ontology().relations
    if name and name not in known:
        raise UsageError(f"no relation {name!r}", hint=near(name, known) or "kg list relations shows all")
    return name


def _paragraph(same: Sequence[Mapping[str, Any]]) -> str:
    lines = [click.style(facts.sentence(same[0]), bold=True), same[0]["fact"]]
    for fact in same:
        details = " · ".join(filter(None, [facts.status(fact), facts.qualifiers(fact)]))
        quote = " ".join(fact["evidence"]["quote"].split())
        lines.append(f"  {details}\n    “{quote}”\n    {facts.source(fact)}, rule {fact['rule']}")
    return "\n".join(lines)
