"""`kg diff`: what became known between two days, or between two stores."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import facts
from kg.cli.options import reading, store_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.diff import Development, Telling

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@click.command("diff")
@click.argument("before", metavar="DATE|STORE")
@click.argument("after", metavar="DATE|STORE")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@store_option
def command(before: str, after: str, form: str, store: str) -> None:
    """Say what became known, confirmed, denied or ended.

    Between two days: what documents published after the first and until the second tell anew. Between two stores, also
    what documents tell otherwise (corrected) or no longer (withdrawn).

    Example: kg diff 2025-09-01 2025-09-30
    """
    from kg.graph.diff import compare

    found = compare(_facts(before, store), _facts(after, store))
    click.echo(
        json.dumps([_record(each) for each in found], ensure_ascii=False, indent=1) if form == "json" else _text(found)
    )


def _facts(side: str, store: str) -> list[Telling]:
    """All facts of a store, or those of the documents of `store` that were published until a day."""
    if not _DAY.fullmatch(side):
        if not Path(side).exists():
            raise UsageError(f"{side}: neither a day nor a store", hint="a day is written 2025-09-30")
        with reading(side) as graph:
            return list(graph.facts())
    try:
        day = date.fromisoformat(side)
    except ValueError as error:
        raise UsageError(f"{side}: no such day") from error
    with reading(store) as graph:
        known = [info.source for info in graph.documents() if info.published and info.published <= day]
        return [fact for source in known for fact in graph.facts(document=source)]


def _text(found: Iterable[Development]) -> str:
    lines: list[str] = []
    kind = None
    for each in found:
        if each.kind != kind:
            kind = each.kind
            lines.append(click.style(kind.value, bold=True))
        shown = each.shown
        before = ", ".join(dict.fromkeys(facts.status(telling) for telling in each.before))
        change = f"{before} → {facts.status(shown)}" if before and each.after else facts.status(shown)
        lines.append(f"  {facts.sentence(shown)} [{change}] ({facts.source(shown)})")
    return "\n".join(lines) or "no difference"


def _record(development: Development) -> dict[str, object]:
    return {"kind": development.kind.value, "before": development.before, "after": development.after}
