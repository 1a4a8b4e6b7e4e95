"""How many of the values of the gold `find_values` finds in the evidence, by language and kind, and which it misses.

python tests/bench/values_recall.py ../shared [--misses]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.extract.values import Value, find_values, load_grammar

KEYS = ("time", "date", "duration", "amount", "quantity", "share")


@dataclass(frozen=True)
class Wanted:
    """One value of the gold: what is accepted for it, and where it is to be found."""

    key: str
    accepted: tuple[Any, ...]
    evidence: str


def wanted(fact: dict[str, Any]) -> Iterator[Wanted]:
    """The values of a fact."""
    alternatives = fact.get("alt", {})
    literal = fact["o"] if isinstance(fact["o"], dict) else {}
    literals = [literal, *(o for o in alternatives.get("o", ()) if isinstance(o, dict))]
    for key in KEYS:
        if key in literal:
            yield Wanted(key, tuple(o[key] for o in literals if key in o), fact["evidence"])
        elif key in fact:
            yield Wanted(key, (fact[key], *alternatives.get(key, ())), fact["evidence"])


def finds(values: tuple[Value, ...], want: Wanted) -> bool:
    """Whether one of the values is what is wanted; a loss is negative in the gold and positive in the text."""
    for value in values:
        found = getattr(value, "date" if want.key in ("time", "date") else want.key)
        if found is None:
            continue
        if isinstance(found, str):
            # which side of an interval a relation needs ("owner until") is the frame's business
            forms = {found, found.removesuffix("/.."), found.removeprefix("../")}
            if any(forms & {str(a), str(a).removesuffix("/.."), str(a).removeprefix("../")} for a in want.accepted):
                return True
        elif any(abs(found - abs(accepted)) <= 1e-6 * abs(found) for accepted in want.accepted):
            return True
    return False


def main(shared: Path, show: bool) -> None:
    """Prints the table."""
    for language in ("fr", "en"):
        total: Counter[str] = Counter()
        hits: Counter[str] = Counter()
        for path in sorted((shared / "gold" / language).glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            text = (shared / gold["text"]).read_text("utf-8")
            published = date.fromisoformat(gold["published"]) if gold.get("published") else None
            values = find_values(text, load_grammar(language), published)
            for want in (want for fact in gold["facts"] for want in wanted(fact)):
                start = text.find(want.evidence)
                inside = tuple(v for v in values if start <= v.start < start + len(want.evidence))
                total[want.key] += 1
                hits[want.key] += finds(inside, want)
                if show and not finds(inside, want):
                    seen = [v.date or v.duration or v.amount or v.quantity or v.share for v in inside]
                    print(f"{gold['id']} {published} {want.key} {want.accepted} | {seen} | {want.evidence[:230]!r}")
        print(
            language,
            *(f"{key} {hits[key]}/{total[key]} = {hits[key] / total[key]:.3f}" for key in KEYS if total[key]),
            sep="  ",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), "--misses" in sys.argv)
