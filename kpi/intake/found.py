"""A table inside a sheet, and the sheet looked at with its merged cells filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paper.grids import Cell, Grid

Place = tuple[int, int]

MOST_FILLED = 200_000  # cells of merged ranges that are filled; a sheet of an office has some hundreds
WIDEST = 100  # columns of a table


@dataclass(frozen=True)
class Found:
    """A table: in which sheet (counted from 0, and its name), the rows of its head, its rows, what its columns mean.

    ``columns`` by column the key of ``kpi.intake.columns.FIELDS``; ``headings`` every heading by column, as printed.
    """

    sheet: int
    name: str
    head_first: int
    head_last: int
    first_row: int
    last_row: int
    columns: Mapping[int, str]
    headings: Mapping[int, str]


class View:
    """A sheet whose merged ranges show their text in each of their cells."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.cells: dict[Place, Cell] = {(cell.row, cell.column): cell for cell in grid.cells()}
        self.numbers = tuple(row[0].row for row in grid.rows if row)
        self.width = min(WIDEST, max((row[-1].column for row in grid.rows if row), default=0))
        self.origins: dict[Place, Place] = {}
        self.ends: dict[Place, Place] = {}
        self._fill()

    def _fill(self) -> None:
        for merge in self.grid.merges:
            first = (merge.first_row, merge.first_column)
            area = (merge.last_row - merge.first_row + 1) * (merge.last_column - merge.first_column + 1)
            if first not in self.cells or len(self.origins) + area > MOST_FILLED:
                continue
            self.ends[first] = (merge.last_row, merge.last_column)
            for row in range(merge.first_row, merge.last_row + 1):
                for column in range(merge.first_column, merge.last_column + 1):
                    self.origins[row, column] = first

    def origin(self, row: int, column: int) -> Place | None:
        """Where the text that shows here was written; None where nothing shows."""
        place = self.origins.get((row, column), (row, column))
        return place if place in self.cells else None

    def text(self, row: int, column: int) -> str:
        """What shows here, merged cells included; "" for nothing."""
        place = self.origin(row, column)
        return self.cells[place].text if place else ""

    def row(self, row: int) -> Iterator[tuple[int, Place]]:
        """Each column that shows something in a row, with where it was written."""
        for column in range(1, self.width + 1):
            if place := self.origin(row, column):
                yield column, place

    def end(self, place: Place) -> Place:
        """The last cell of the range that begins at a place; the place itself where nothing is merged."""
        return self.ends.get(place, place)
