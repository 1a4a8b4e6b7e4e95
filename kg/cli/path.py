"""`kg path`: how two entities are connected."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from kg.cli import facts
from kg.cli.names import entity_named
from kg.cli.options import reading, store_option
from kg.errors import KgError
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx


@click.command("path")
@click.argument("start", metavar="NAME")
@click.argument("end", metavar="NAME")
@click.option(
    "--status", "statuses", multiple=True, type=click.Choice([each.value for each in Status]),
    help="Use facts of this status; may be given more than once.  [default: all]",
)  # fmt: skip
@store_option
def command(start: str, end: str, statuses: tuple[str, ...], store: str) -> None:
    """Show how two entities are connected.

    The answer is the shortest chain of facts between them, with the status and source of each.

    Example: kg path "Elon Musk" "Great Wall Motors" --status asserted
    """
    with reading(store) as graph:
        first, last = entity_named(graph, start), entity_named(graph, end)
        network = _network(graph.facts(), statuses or tuple(Status))
    click.echo("\n".join(_chain(network, first.iri, last.iri)) or f"{first.label} is {last.label}")


def _network(told: Iterable[Mapping[str, Any]], statuses: tuple[str, ...]) -> nx.MultiGraph:
    """All facts between two entities, as edges without direction."""
    import networkx as nx

    network = nx.MultiGraph()
    for fact in told:
        if fact["status"] in statuses and "iri" in fact["object"]:
            network.add_edge(fact["subject"]["iri"], fact["object"]["iri"], fact=fact)
    return network


def _chain(network: nx.MultiGraph, start: str, end: str) -> list[str]:
    import networkx as nx

    try:
        nodes = nx.shortest_path(network, start, end)
    except (nx.NetworkXNoPath, nx.NodeNotFound) as error:
        raise KgError("no chain of facts between them", hint="kg show NAME shows what is known of each") from error
    return [_step(network, here, there) for here, there in pairwise(nodes)]


def _step(network: nx.MultiGraph, here: str, there: str) -> str:
    """The surest fact between two neighbours, read in the fact's own direction."""
    order = {status.value: rank for rank, status in enumerate(Status)}
    fact = min((data["fact"] for data in network[here][there].values()), key=lambda each: order[each["status"]])
    return f"{facts.sentence(fact)} [{facts.status(fact)}] ({facts.source(fact)})"
