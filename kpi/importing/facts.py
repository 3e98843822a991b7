"""What stands here of a reviewed year, and what the cells of a returned workbook say, both as plain data. Pure.

Tuples where there are thousands of them: a workbook of a large city has ten thousand rows.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

FIGURE = ("value", "quality", "numerator", "denominator", "note")
SAID = (*FIGURE, "is_running_total")  # the last is said within the value: 累計71
TARGET_TEXTS = ("cause", "issue", "action", "direction")
ITEM_TEXTS = ("achievement", "self_evaluation", "issue", "direction", "direction_reason")
PROJECT = ("name", "budget", "settled", "funding")


class Revision(NamedTuple):
    """A revision of the figure of the reviewed year, its fields in the order in which the database gives them.

    Who entered it and why is asked for only where somebody has to know (``Trace``).
    """

    indicator: int
    measurement: int
    pk: int
    period_kind: str
    n: int
    value: Decimal | None
    places: int
    numerator: Decimal | None
    denominator: Decimal | None
    quality: str
    is_running_total: bool
    is_partial: bool
    note: str
    state: str

    @property
    def said(self) -> tuple[Any, ...]:
        """What a workbook can say of it, in the order of SAID."""
        return (
            self.value, self.quality, self.numerator, self.denominator, self.note, self.is_running_total
        )  # fmt: skip


class Trace(NamedTuple):
    """Who entered something, when and why."""

    by: str = ""
    at: datetime.datetime | None = None
    why: str = ""


class Texts(NamedTuple):
    """What is said of a target or an item: its version, the texts by field, what earlier versions said as far as it
    was asked for, and who saved last."""

    pk: int
    version: int
    texts: Mapping[str, str]
    earlier: Mapping[int, Mapping[str, str]] = {}
    by: str = ""
    at: datetime.datetime | None = None


class Project(NamedTuple):
    """主な事業: money in thousands of yen."""

    name: str
    budget: Decimal | None = None
    settled: Decimal | None = None
    funding: str = ""


class TargetNow(NamedTuple):
    """A target of the review's edition; ``lineage`` without hyphens. ``departments`` answer for it: the one in charge and
    its deputy."""

    lineage: str
    pk: int
    indicator: int
    name: str
    audience: str
    unit: str
    printed: str  # baseline and target as printed
    departments: tuple[int | None, int | None]
    review: Texts | None = None

    @property
    def called(self) -> str:
        return f"{self.name}（{self.audience}）" if self.audience else self.name


class ItemNow(NamedTuple):
    """An item that is reviewed, ``lineage`` without hyphens, with its projects in their order."""

    lineage: str
    pk: int
    name: str
    departments: tuple[int | None, int | None]
    review: Texts | None = None
    projects: tuple[Project, ...] = ()

    @property
    def called(self) -> str:
        return self.name


class Answer(NamedTuple):
    """所属長確認 as it stands for a department, with the version of its return."""

    department: int
    name: str
    checked_on: datetime.date | None


@dataclass(frozen=True)
class Standing:
    """All that a workbook of this review can change, as it stands.

    ``figures`` by indicator: the revisions of the figure that counts for the year, the oldest first. ``directions`` and
    ``evaluations`` are the words to choose from, by key. ``written`` holds what an earlier upload of the same workbook
    brought in: by "T" or "I" and lineage the revision and the version it wrote; its writer knows them.
    """

    fiscal_year: int
    year: str
    targets: Mapping[str, TargetNow]
    items: Mapping[str, ItemNow]
    figures: Mapping[int, Sequence[Revision]]
    answers: Mapping[int, Answer]
    directions: Mapping[str, str]
    evaluations: Mapping[str, str]
    written: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Said(NamedTuple):
    """One cell as it was understood. ``value`` is a Decimal, a text, a key, a day, or None for 「―」; with ``fault`` it
    means nothing. ``text`` is what somebody typed, ``remark`` what was done to it."""

    field: str
    sheet: str
    cell: str
    text: str
    value: Any = None
    fault: str = ""
    remark: str = ""
    is_provisional: bool = False
    is_running_total: bool = False

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}"


class Checked(NamedTuple):
    """A row whose cells were understood; ``subject`` is None where its key led to nothing. Empty cells are left out."""

    about: str
    sheet: str
    row: int
    lineage: str
    base: int
    review_base: int
    label: str
    said: Mapping[str, Said]
    subject: TargetNow | ItemNow | None = None

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.row}"


@dataclass(frozen=True)
class Decisions:
    """What a person decided about an upload.

    ``choices`` by cell: "excel:3" or "screen:3", the number being that of what stood on the screen when it was chosen;
    ``mended`` by cell: the text that counts in place of the one in the workbook; ``rows`` by row: the lineage that a row
    without a valid key is about, or LEAVE; ``reasons`` by cell: why an approved figure is corrected.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


LEAVE = "leave"


def key_of(lineage: str) -> str:
    """A lineage as it is looked up here.

    >>> key_of("65b9a3f2-0000-4000-8000-1234567890ab")
    '65b9a3f20000400080001234567890ab'
    """
    return lineage.replace("-", "")


def decisions_from(data: Mapping[str, Any]) -> Decisions:
    """The decisions that were stored."""
    names = ("choices", "mended", "rows", "reasons")
    return Decisions(**{name: dict(data.get(name, {})) for name in names})
