"""Sheets and the tables in them as plain data for a JSON field, short enough to be kept with the document."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kpi.intake.found import Found
from paper.grids import Cell, Grid, Merge

MOST_CELLS = 60_000  # of a whole document: what a person can look over has some thousands


@dataclass(frozen=True)
class Table:
    """A table of a document, and whether it is to be read."""

    found: Found
    is_read: bool = True


def count_of(grids: Sequence[Grid]) -> int:
    """How many cells hold something."""
    return sum(len(row) for grid in grids for row in grid.rows)


def to_data(grids: Sequence[Grid], tables: Sequence[Table]) -> dict[str, Any]:
    """Sheets and tables as plain data.

    >>> grid = Grid("表", ((Cell(1, 1, "指標"), Cell(1, 2, "5", "number")),), (Merge(1, 1, 2, 1),))
    >>> from_data(to_data([grid], []))[0] == (grid,)
    True
    """
    return {
        "grids": [
            {
                "name": grid.name,
                "state": grid.state,
                "cut": grid.cut,
                "hidden_rows": sorted(grid.hidden_rows),
                "merges": [[m.first_row, m.first_column, m.last_row, m.last_column] for m in grid.merges],
                "rows": [[_cell(cell) for cell in row] for row in grid.rows],
            }
            for grid in grids
        ],
        "tables": [{**asdict(table.found), "is_read": table.is_read} for table in tables],
    }


def _cell(cell: Cell) -> list[Any]:
    told = [cell.row, cell.column, cell.text]
    return told if cell.kind == "text" and not cell.is_formula else [*told, cell.kind, cell.is_formula]


def from_data(data: Mapping[str, Any]) -> tuple[tuple[Grid, ...], tuple[Table, ...]]:
    """What ``to_data`` made."""
    grids = tuple(
        Grid(
            row["name"],
            tuple(tuple(Cell(*cell) for cell in cells) for cells in row["rows"]),
            tuple(Merge(*ends) for ends in row["merges"]),
            row["state"],
            row["cut"],
            frozenset(row["hidden_rows"]),
        )
        for row in data["grids"]
    )
    return grids, tuple(_table(row) for row in data["tables"])


def _table(data: Mapping[str, Any]) -> Table:
    given = {name: value for name, value in data.items() if name != "is_read"}
    found = Found(**given)
    return Table(
        replace(
            found,
            columns={int(column): field for column, field in found.columns.items()},
            headings={int(column): words for column, words in found.headings.items()},
        ),
        data["is_read"],
    )
