"""What a document is made of, the same for page, PDF and Word: lines, headings, tables, a form to fill in by hand. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

# How a line stands: a paragraph with its first line set in, without that, right (reference, sender), middle (記), a note,
# the heading of a section, a bold line of its own.
Look = Literal[
    "text", "flush", "reference", "addressee", "sender", "centre", "ki", "ijo", "note", "heading", "strong"
]
# What stands in a column: text, a short mark in the middle, a big figure, the choice of a ballot.
Form = Literal["text", "mark", "figure", "choice"]


@dataclass(frozen=True)
class Line:
    """Words of one look; several lines of one block are broken where the list says."""

    look: Look
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Title:
    """The title, broken by hand; ``is_wide``: its letters stand apart (表 決 書). ``above`` is a small line over it."""

    lines: tuple[str, ...]
    above: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Cell:
    """Text of a cell; a ``head`` names its row."""

    text: str
    is_head: bool = False
    is_strong: bool = False


@dataclass(frozen=True)
class Column:
    """``width`` in mm, 0 takes a share of what is left; ``name`` may be broken by a line feed, empty where no heads stand."""

    name: str = ""
    width: float = 0
    form: Form = "text"


@dataclass(frozen=True)
class Table:
    """``caption`` stands above it; without names of columns it has no head. ``is_small``: set small (hashes)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    says: str = ""  # what the table is, for readers of a page, where no caption stands
    is_small: bool = False

    @property
    def has_heads(self) -> bool:
        return any(column.name for column in self.columns)


@dataclass(frozen=True)
class Entries:
    """A numbered list: each entry with the papers that belong to it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Box:
    """Lines in a frame, the first one bold: the day by which something is handed in; the contact block (``is_contact``)."""

    lines: tuple[str, ...]
    is_contact: bool = False


@dataclass(frozen=True)
class WriteBox:
    """An empty frame to write in; ``is_low`` where the form has little room left."""

    label: str
    is_low: bool = False


@dataclass(frozen=True)
class WriteLine:
    """A line at the right to be filled in by hand: texts, between which gaps of so many mm are left to write in."""

    parts: tuple[str | int, ...]
    is_name: bool = False


Block = Line | Title | Table | Entries | Box | WriteBox | WriteLine


@dataclass(frozen=True)
class Document:
    """A document. ``name`` is the file's; ``book`` what a reader of the PDF sees as its title; ``paper`` 資料2 or nothing."""

    key: str
    name: str
    book: str
    government: str
    blocks: tuple[Block, ...]
    is_ballot: bool = False
    paper: str = ""
    notes: tuple[str, ...] = field(default=())  # what the office should know; never printed


def text(words: str) -> Iterator[Line]:
    """What somebody wrote, a paragraph for each line that is not empty.

    >>> [line.lines for line in text("一行目\\n\\n二行目")]
    [('一行目',), ('二行目',)]
    """
    return (Line("text", (line.strip(),)) for line in words.splitlines() if line.strip())


@dataclass
class Sections:
    """Headings with running numbers: 1　開催の趣旨."""

    number: int = 0

    def head(self, name: str) -> Line:
        """The next heading."""
        self.number += 1
        return Line("heading", (f"{self.number}　{name}",))
