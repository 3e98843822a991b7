"""What an upload would change: differences for the page, and what is to be written when it is applied. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kpi.figures import figure_text, places_of
from kpi.importing.facts import Project


class Kind(StrEnum):
    """What becomes of a cell; the value is its word on the page."""

    CHANGED = "変更"
    ADDED = "追加"
    CONFLICT = "食い違い"
    FAULT = "誤り"
    SAME = "同じ"
    OUTSIDE = "対象外"


class Asks(StrEnum):
    """What a person can decide about a difference."""

    NOTHING = ""
    CHOICE = "choice"  # which of two values
    TEXT = "text"  # another text in place of a faulty one
    ROW = "row"  # what a row is about, or that it is left out
    LEAVE = "leave"  # that a row is left out
    REASON = "reason"  # why an approved figure is corrected


class Difference(NamedTuple):
    """A cell whose content is other than what stands here, or cannot be used.

    ``cell`` is F12, or 12 where the whole row is meant; ``was`` and ``says`` are texts, or figures that ``old`` and ``new``
    write out with their ``unit``. ``stamp`` is the number of what stands here, ``by``, ``at`` and ``why`` say who put it
    there (of a figure its ``revision`` knows); ``chosen`` is "excel" or "screen".
    """

    sheet: str
    cell: str
    row: int
    subject: str
    field: str
    was: str | Decimal
    says: str | Decimal
    kind: Kind
    sentence: str = ""
    asks: Asks = Asks.NOTHING
    stamp: int = 0
    by: str = ""
    at: datetime.datetime | None = None
    why: str = ""
    chosen: str = ""
    about: str = ""
    revision: int = 0
    unit: str = ""
    places: int | None = None  # of the figure that stands here

    @property
    def old(self) -> str:
        """What stands here."""
        return _written_out(self.was, self.unit, self.places)

    @property
    def new(self) -> str:
        """What the workbook says."""
        return _written_out(self.says, self.unit, None)

    @property
    def place(self) -> str:
        """The key under which decisions about it are kept."""
        return f"{self.sheet}!{self.cell}"

    @property
    def is_open(self) -> bool:
        """Whether nothing can be applied before somebody deals with it."""
        return self.kind in (Kind.FAULT, Kind.CONFLICT)

    @property
    def brief(self) -> str:
        """The first sentence, for a list."""
        return self.sentence.partition("。")[0]


def _written_out(value: str | Decimal, unit: str, places: int | None) -> str:
    """A figure as the screen writes it; done only for lines that a page shows, for there may be thousands."""
    if isinstance(value, str):
        return value
    return figure_text(value, places_of(value) if places is None else places) + unit


class FigureWrite(NamedTuple):
    """A revision to be added. ``measurement`` None: the year has none yet. ``at`` says where it comes from."""

    indicator: int
    measurement: int | None
    n: int
    value: Decimal | None
    places: int
    numerator: Decimal | None
    denominator: Decimal | None
    quality: str
    is_running_total: bool
    is_partial: bool
    note: str
    why: str
    lineage: str
    at: str

    @property
    def facts(self) -> tuple[object, ...]:
        """What makes two of them the same."""
        return self[2:11]


class TextWrite(NamedTuple):
    """Texts of a target or an item; for an item all its projects as they are to stand, None where they stay."""

    lineage: str
    pk: int
    fields: Mapping[str, str]
    projects: tuple[Project, ...] | None = None


class HeadWrite(NamedTuple):
    """所属長確認 for the return of a department."""

    department: int
    name: str
    checked_on: datetime.date | None


@dataclass(frozen=True)
class Comparison:
    """Everything an upload would change, in the order of its rows. ``same`` counts the cells that say what stands here."""

    differences: tuple[Difference, ...]
    same: int
    figures: tuple[FigureWrite, ...] = ()
    targets: tuple[TextWrite, ...] = ()
    items: tuple[TextWrite, ...] = ()
    head: HeadWrite | None = None

    @property
    def counts(self) -> dict[Kind, int]:
        """How many cells there are of each kind."""
        found = dict.fromkeys(Kind, 0)
        for one in self.differences:
            found[one.kind] += 1
        found[Kind.SAME] = self.same
        return found

    @property
    def open(self) -> tuple[Difference, ...]:
        """What keeps it from being applied."""
        return tuple(one for one in self.differences if one.is_open)

    @property
    def is_ready(self) -> bool:
        return not any(one.is_open for one in self.differences)

    @property
    def changes(self) -> int:
        """How many figures, reviews and confirmations would be written; 0: nothing at all."""
        return len(self.figures) + len(self.targets) + len(self.items) + (self.head is not None)
