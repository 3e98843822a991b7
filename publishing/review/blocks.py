"""What a report is made of once it is arranged: parts with paragraphs, tables and charts, the same for every form of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

NONE = "―"
# What stands in a column: text, figures of a year, other short marks, grades.
Form = Literal["text", "figure", "mark", "grade"]


@dataclass(frozen=True)
class Cell:
    """Lines of text with small ones below; ``value`` is the number of a figure, ``arrow`` the sign of its way since the
    figure before, ``way`` the same in words.

    ``href`` is where the first line leads on the citizens' page; ``sign`` and ``tone`` are those of a grade.
    """

    lines: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    value: Decimal | None = None
    arrow: str = ""
    way: str = ""
    sign: str = ""
    tone: str = ""
    href: str = ""

    @property
    def text(self) -> str:
        """All of it, a line each, as a cell of a sheet holds it."""
        return "\n".join((*self.lines, *self.small))

    @property
    def is_empty(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Column:
    """``short`` is the head on paper, broken by hand; ``width`` in mm there, 0 takes a share of what is left.

    ``is_detail``: on a screen it stands in words below its row, for the table would be too wide; ``is_below``: small
    under the head of its row there.
    """

    name: str
    short: str = ""
    width: float = 0
    form: Form = "text"
    is_head: bool = False
    is_detail: bool = False
    is_below: bool = False

    @property
    def paper_name(self) -> str:
        return self.short or self.name


@dataclass(frozen=True)
class Group:
    """Rows under one heading; a table of a single nameless group shows none. ``anchor`` is its place on a page."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """``key`` names the table; ``grouped_by`` is what its groups are: 基本目標. ``is_dense``: set small on paper, for it
    has many columns."""

    key: str
    name: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    note: str = ""
    grouped_by: str = ""
    is_dense: bool = False
    total: tuple[Cell, ...] = ()

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        for group in self.groups:
            yield from group.rows

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True)
class Paragraphs:
    """Text; a line each. ``label`` stands before it in bold: 全体の評価."""

    lines: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True)
class CountChart:
    """Bars of the counts per grade: (sign, word, tone, count)."""

    title: str
    bars: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True)
class LineChart:
    """A KGI through the years: (fiscal year, value, text, is provisional) each; ``goal`` is what is promised.

    ``goal_text`` as it is printed; ``goal`` None where the print names no single figure.
    """

    title: str
    name: str
    unit: str
    years: tuple[int, ...]
    points: tuple[tuple[int, Decimal, str, bool], ...]
    goal_year: int
    goal: Decimal | None = None
    goal_text: str = ""


Block = Paragraphs | Table | CountChart | LineChart


@dataclass(frozen=True)
class Part:
    """A numbered part of the overview, or a chapter of its own: its heading and what stands under it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Book:
    """The whole report. ``overview`` stands on the first pages, each of ``chapters`` begins a new one.

    ``head`` runs above each page; ``mark`` is （案） until the year is published. ``years``: how many columns of years.
    """

    title: str
    head: str
    mark: str
    government: str
    overview: tuple[Part, ...]
    chapters: tuple[Part, ...]
    years: int

    def tables(self) -> Iterator[Table]:
        """Every table, in the order in which they stand."""
        for part in (*self.overview, *self.chapters):
            yield from (block for block in part.blocks if isinstance(block, Table))

    def table(self, key: str) -> Table | None:
        return next((table for table in self.tables() if table.key == key), None)
