"""KPI tables in the widths of a page: values that do not fit into a line are broken where a phrase ends."""

from dataclasses import replace

from paper.phrases import break_phrases
from publishing.book.blocks import Targets
from publishing.kpi_cells import Printed, Row
from publishing.kpi_tables import Table

PADDING = 3.6  # mm, both sides of a cell
TEXT_SIZE, SMALL_SIZE = 9.0, 8.0  # pt
PAGE = 155.6  # mm


def targets_of(table: Table) -> Targets:
    """The block of a table."""
    widths = Targets(table).widths
    goal = widths[-1] if table.path or table.related else PAGE - sum(widths)
    start = widths[-2] if table.path or table.related else widths[-1]
    rows = tuple(_broken(row, start, goal) for row in table.rows)
    return Targets(replace(table, rows=rows))


def _broken(row: Row, start: float, goal: float) -> Row:
    return replace(row, baseline=_lines(row.baseline, start), goal=_lines(row.goal, goal))


def _lines(value: Printed, width: float) -> Printed:
    return Printed(
        _fitted(value.text, width, TEXT_SIZE),
        tuple(_fitted(small, width, SMALL_SIZE) for small in value.small),
    )


def _fitted(text: str, width: float, size: float) -> str:
    """The text with a line end for each line; ``width`` in mm, ``size`` in points."""
    return "\n".join(break_phrases(text, (width - PADDING) / 25.4 * 72 / size)) if text else ""
