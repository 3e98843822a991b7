"""What was read of somebody's table: sheets of cells with their places, as plain data that a process can hand on."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it. ``text`` is what a person would read there; ``kind`` is "text", "number", "date" (ISO),
    "bool", "error" (#N/A) or "formula" (one whose result was not stored). ``is_formula``: the text is a formula's result.
    A "number" is plain digits with a point at most ("-70.4"), with "%" behind where the cell shows a percentage, and
    "1E+22" beyond 20 digits.
    """

    row: int  # counted from 1
    column: int  # counted from 1
    text: str
    kind: str = "text"
    is_formula: bool = False

    @property
    def place(self) -> str:
        """F12.

        >>> Cell(12, 6, "54.9").place, Cell(1, 28, "").place
        ('F12', 'AB1')
        """
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, all ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """A sheet: its name, its cells by row in ascending order, its merged ranges; ``state`` "visible" or "hidden".

    ``cut`` says in Japanese what was left out because the sheet was too large; empty where all was read.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()
    state: str = "visible"
    cut: str = ""
    hidden_rows: frozenset[int] = field(default=frozenset())

    def cells(self) -> Iterator[Cell]:
        for row in self.rows:
            yield from row


def letters(column: int) -> str:
    """The letters of a column counted from 1.

    >>> letters(1), letters(26), letters(27), letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
