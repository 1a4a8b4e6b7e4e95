"""How facts are told on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Green may be relied on, red may not; the rest is in between.
_COLOURS = {"asserted": "green", "planned": "cyan", "possible": "yellow", "denied": "red", "unknown": "magenta"}


def value(thing: Mapping[str, Any]) -> str:
    """Return a subject or object as words: "Xiaomi", "10,000,000 USD", "2024-H1"."""
    if "names" in thing:
        return str(thing["names"][0])
    if "amount" in thing:
        return f"{thing['amount']:,.0f} {thing.get('currency', '')}".rstrip()
    if "quantity" in thing:
        return f"{thing['quantity']:,}"
    return str(thing.get("date") or thing.get("text"))


def status(fact: Mapping[str, Any]) -> str:
    """Return a fact's status, coloured where there are colours."""
    words = fact["status"] + (", ended" if fact.get("ended") else "")
    return click.style(words, fg=_COLOURS.get(fact["status"]))


def qualifiers(fact: Mapping[str, Any]) -> str:
    """Return what a fact says besides subject, relation and object: "CEO · 2024 · said Lei Jun"."""
    said = [str(fact[key]) for key in ("position", "time", "duration") if key in fact]
    if "amount" in fact:
        said.append(value({"amount": fact["amount"], "currency": fact.get("currency", "")}))
    if "share" in fact:
        said.append(f"{fact['share']:g} %")
    said += [value(fact[key]) for key in ("place", "product") if key in fact]
    if "attributedTo" in fact:
        said.append(f"said {value(fact['attributedTo'])}")
    return " · ".join(said)


def source(fact: Mapping[str, Any]) -> str:
    """Return where a fact is told: "news/a.txt:61-83", in characters; of paged documents with the page."""
    evidence = fact["evidence"]
    page = f", page {evidence['page']}" if "page" in evidence else ""
    return f"{fact['document']}:{evidence['start']}-{evidence['end']}{page}"


def sentence(fact: Mapping[str, Any]) -> str:
    """Return "subject relation object"."""
    return f"{value(fact['subject'])} {fact['relation']} {value(fact['object'])}"


def propositions(facts: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the tellings of each fact, by the fact's IRI."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for fact in facts:
        found.setdefault(fact["fact"], []).append(fact)
    return found
