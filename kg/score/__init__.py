"""Extracted facts beside gold ones: precision, recall, status, and each error by its kind; pure."""

from kg.score.figures import Figures
from kg.score.gold import Gold, GoldEntity, GoldFact, parse_gold
from kg.score.report import Finding, FindingKind, Report, score

__all__ = ["Figures", "Finding", "FindingKind", "Gold", "GoldEntity", "GoldFact", "Report", "parse_gold", "score"]
