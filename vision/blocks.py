"""What a population vision is made of once it is arranged to be read: parts with paragraphs, tables, pictures. Pure.

Page, PDF, Word and Excel show the same blocks; nothing is reckoned behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from paper.classes import ClassYear
from paper.courses import Course, Look
from paper.pyramid import Pyramid

NONE = "―"
# What stands in a column: text, a figure, a short mark.
Form = Literal["text", "figure", "mark"]


@dataclass(frozen=True)
class Cell:
    """A cell as it is printed; ``value`` is its number for sheets, ``note`` stands small below it, ``href`` leads to a source."""

    text: str = NONE
    value: Decimal | None = None
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Column:
    """``short`` is the head broken by hand for paper; ``width`` in mm there, 0 takes a share of what is left."""

    name: str
    form: Form = "figure"
    width: float = 0
    short: str = ""
    is_head: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under one heading; a nameless group shows none."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    """``key`` names the table, ``grouped_by`` what its groups are; an annex is folded away on pages."""

    key: str
    name: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    note: str = ""
    grouped_by: str = ""
    is_annex: bool = False

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        for group in self.groups:
            yield from group.rows

    @property
    def is_dense(self) -> bool:
        """Set small on paper, for it has many columns, or so many rows that it would not stay beside its picture."""
        return len(self.columns) > 7 or sum(len(group.rows) for group in self.groups) > 17


@dataclass(frozen=True)
class Paragraphs:
    """Text, a line each; ``label`` stands before it in bold, a list has a dot before each line."""

    lines: tuple[str, ...]
    label: str = ""
    is_list: bool = False


@dataclass(frozen=True)
class CoursesPicture:
    """Lines of all courses; ``title`` says it in a sentence, ``caption`` stands below."""

    key: str
    title: str
    caption: str
    courses: tuple[Course, ...]
    look: Look


@dataclass(frozen=True)
class PyramidPicture:
    """People by age and sex of one year, and of a later one over it."""

    key: str
    title: str
    caption: str
    pyramid: Pyramid


@dataclass(frozen=True)
class ClassesPicture:
    """Stacked bars of the three classes through the years."""

    key: str
    title: str
    caption: str
    years: tuple[ClassYear, ...]


Picture = CoursesPicture | PyramidPicture | ClassesPicture
Block = Paragraphs | Table | Picture


@dataclass(frozen=True)
class Part:
    """A part of the vision: its heading and what stands under it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Book:
    """The whole vision. ``mark`` is （素案） until it is adopted; ``notice`` stands on every page and in every file."""

    title: str
    mark: str
    notice: str
    government: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...] = field(default=())

    def tables(self) -> Iterator[Table]:
        """Every table in the order in which they stand."""
        for part in self.parts:
            yield from (block for block in part.blocks if isinstance(block, Table))

    def table(self, key: str) -> Table | None:
        """The table of this key, None where there is none."""
        return next((table for table in self.tables() if table.key == key), None)
