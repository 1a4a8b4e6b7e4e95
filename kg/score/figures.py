"""Counts of right and wrong facts, and the figures that follow from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

_DIGITS = 3  # a thousandth is one fact in a thousand: more than any gold has


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a set of facts is. Shares are 0 to 1, None where nothing was there to be right."""

    precision: float
    recall: float
    f1: float
    f1_with_status: float  # a fact with a wrong status counts as not found
    gold: int  # facts to be found
    predicted: int  # facts found; those that the gold calls optional are in neither number
    status_accuracy: float | None
    attribution_accuracy: float | None
    time_accuracy: float | None
    quotes_in_place: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """The figures by name."""
        return asdict(self)


class Tally(Counter[str]):
    """What was counted over some facts: tp, fp, fn, and what is right of what could be.

    `status` counts true positives with the right status; `source`, `time` and `quotes` what could be right, and the
    same with `_ok` what is.
    """

    def figures(self) -> Figures:
        """The figures of these counts."""
        predicted, gold = self["tp"] + self["fp"], self["tp"] + self["fn"]
        precision, recall = self["tp"] / max(1, predicted), self["tp"] / max(1, gold)
        with_status = _mean(self["status"] / max(1, predicted), self["status"] / max(1, gold))
        return Figures(
            round(precision, _DIGITS), round(recall, _DIGITS), round(_mean(precision, recall), _DIGITS),
            round(with_status, _DIGITS), gold, predicted,
            self._share("status", "tp"), self._share("source_ok", "source"), self._share("time_ok", "time"),
            self._share("quotes_ok", "quotes"),
        )  # fmt: skip

    def _share(self, right: str, of: str) -> float | None:
        return round(self[right] / self[of], _DIGITS) if self[of] else None


def _mean(precision: float, recall: float) -> float:
    """The harmonic mean: F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
