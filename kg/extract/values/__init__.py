"""Values of running text: dates with their granularity, durations, money, quantities and shares.

Pure functions; what a language says is data (`kg/lang/<code>/values/`).
"""

from kg.extract.values.calendar import shift, year_before
from kg.extract.values.find import find_values
from kg.extract.values.grammar import ValueGrammar, load_grammar
from kg.extract.values.records import Value, ValueKind

__all__ = ["Value", "ValueGrammar", "ValueKind", "find_values", "load_grammar", "shift", "year_before"]
