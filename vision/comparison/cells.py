"""Cells of a comparison: a figure with its number behind it, and the mark of one read off the straight line. Pure."""

from decimal import Decimal

from vision.blocks import Cell
from vision.comparison.words import BETWEEN, NONE, number


def figure(value: Decimal | None, places: int, mark: str = "") -> Cell:
    """A figure as printed; ― where there is none.

    >>> figure(Decimal("-1204"), 0).text, figure(None, 0).value
    ('△1,204', None)
    """
    return Cell(NONE) if value is None else Cell(number(value, places) + mark, value)


def mark(*, is_between: bool) -> str:
    """※ behind a figure between two tables."""
    return BETWEEN if is_between else ""
