"""KPI targets, baselines and values between an office's print and data (docs/algorithms/notation.md).

What is read with certainty becomes data; anything else keeps its text, says why in a Japanese sentence and carries a
flag. Printing data and reading the print gives the same data.
"""

from kpi.notation.baselines import format_baseline, parse_baseline
from kpi.notation.printing import format_target
from kpi.notation.reading import OF_WRITING, Flag
from kpi.notation.targets import parse_target
from kpi.notation.values import format_value, parse_value

__all__ = [
    "OF_WRITING",
    "Flag",
    "format_baseline",
    "format_target",
    "format_value",
    "parse_baseline",
    "parse_target",
    "parse_value",
]
