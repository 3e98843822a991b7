"""A 新旧対照表 as data: page, PDF, Word, Excel and JSON show this and nothing else.

Blocks are those of ``strategy.blocks``; their runs are ``Marked`` where something went or came.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from publishing.comparison.kinds import OF_TARGETS, Kind
from strategy.blocks import Blocks

# Of these every item of a change counts.
WHOLE = frozenset({Kind.NEW, Kind.REMOVED})
Pages = Mapping[str, str]  # lineage: page as printed; "title": the first page
Form = Literal["title", "text", "fact", "figure", "omitted"]
# A field that came after tables had been issued: it is left out of what is kept as long as it says nothing.
LATER = {"later": True}


@dataclass(frozen=True)
class Picture:
    """A figure of one side; ``sha256`` names its file, "" where a side has none."""

    sha256: str
    file: str
    media_type: str
    width: int
    height: int
    caption: str
    alt: str
    source: str


@dataclass(frozen=True)
class Line:
    """A pair of paragraphs, of whole tables, of facts or of figures; a side is None where it has nothing.

    ``title`` is the heading of the item; ``fact`` is said of it (所管課 …) under ``label``; ``omitted`` stands for
    what did not change and is left out (（略）): both sides are then empty.
    """

    form: Form
    old: Blocks | None = None
    new: Blocks | None = None
    old_picture: Picture | None = None
    new_picture: Picture | None = None
    label: str = ""
    is_changed: bool = True


@dataclass(frozen=True)
class Side:
    """What one edition says of an item: enough to rebuild the edition from the other one and the changes."""

    lineage: str
    level: str
    number: str
    title: str
    body: str
    department: str
    under: str  # lineage of the item above, "" at the top
    behind: str  # lineage of the item before it under the same one, "" for the first


@dataclass(frozen=True)
class TargetSide:
    """What one edition prints in a row of a KPI table, and where: enough to rebuild the table from the other edition.

    ``row`` names it: the lineage of the target, with "@" and the item where it is shown again (再掲). ``behind`` is the
    row before it in the table of ``item``, "" for the first. ``path`` are the points it rests on, in words.
    """

    row: str
    lineage: str
    item: str
    behind: str
    role: str
    name: str
    audience: str
    unit: str
    source: str
    is_survey: bool
    baseline: str
    baseline_note: str
    target: str
    other_wording: str
    rationale: str
    path: tuple[str, ...]
    path_source: str
    serves: tuple[str, ...]
    is_relisted: bool = False


@dataclass(frozen=True)
class TargetChange:
    """What became of one row of a KPI table; ``role`` is what it is counted as (KPI, 数値目標), a side is None where
    the row came or went."""

    role: str
    name: str
    kinds: tuple[Kind, ...]
    old: TargetSide | None = None
    new: TargetSide | None = None


@dataclass(frozen=True)
class Place:
    """該当箇所: the words of a place and the pages on which it is printed ("33", "Ⅳ－82"; "" where unknown)."""

    words: str
    old_page: str = ""
    new_page: str = ""


@dataclass(frozen=True)
class Change:
    """One derived change. ``key`` names it from one derivation to the next: "item:<lineage>", "figure:<lineage>",
    "targets:<lineage>", "title", "period", "population", "departments", "term:<word>", "roles"; a part cut off by the
    planner ends in "/2".

    ``count`` is the number of places in the text; ``brief`` says the change in a line: 「取り組み」を「取組み」に.
    ``targets`` are the rows of KPI tables that it is about, told once.
    """

    key: str
    kinds: tuple[Kind, ...]
    place: Place
    lines: tuple[Line, ...]
    count: int = 1
    brief: str = ""
    old: tuple[Side, ...] = ()
    new: tuple[Side, ...] = ()
    targets: tuple[TargetChange, ...] = field(default=(), metadata=LATER)

    def paged(self, old: Pages, new: Pages) -> "Change":
        """The change with the pages of its place, where it has none and they are known."""
        lineage = self.key.partition(":")[2].partition("/")[0] or self.key
        former = self.old[0].lineage if self.old else lineage
        place = replace(
            self.place,
            old_page=self.place.old_page or ("" if self.is_new else old.get(former, "")),
            new_page=self.place.new_page or ("" if self.is_removed else new.get(lineage, "")),
        )
        return replace(self, place=place)

    def unpaged(self) -> "Change":
        return replace(self, place=Place(self.place.words))

    @property
    def is_new(self) -> bool:
        """Nothing stands on the old side."""
        return Kind.NEW in self.kinds

    @property
    def is_removed(self) -> bool:
        return Kind.REMOVED in self.kinds


@dataclass(frozen=True)
class Cause:
    """Why a change was made: an opinion, a vote, a review; ``url`` may be empty."""

    kind: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A numbered row: one change or several that the planner put together, with the 修正の趣旨.

    ``places`` are the words and pages of its changes; the last row of a table may be 「その他、字句の整理（N箇所）」,
    which has no changes of its own and points at the annex.
    """

    number: int
    changes: tuple[Change, ...]
    places: tuple[Place, ...]
    kinds: tuple[Kind, ...]
    reason: str = ""
    remark: str = ""
    revision_stage: str = ""
    causes: tuple[Cause, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(change.key for change in self.changes)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for change in self.changes for line in change.lines)

    @property
    def is_gathered(self) -> bool:
        """その他、字句の整理."""
        return not self.changes


def _places(row: Row, changes: tuple[Change, ...]) -> tuple[Place, ...]:
    """The places of a row after its changes got their pages; words that the planner wrote stay."""
    if not changes:
        return row.places
    derived = tuple(dict.fromkeys(change.place for change in changes))
    is_derived = [place.words for place in row.places] == [place.words for place in derived]
    return derived if is_derived else (replace(derived[0], words=row.places[0].words),)


@dataclass(frozen=True)
class LeftOut:
    """A change that stands in the annex only; ``gathered``: counted under 「その他、字句の整理」 in the table."""

    change: Change
    reason: str
    gathered: bool = False


@dataclass(frozen=True)
class EditionFacts:
    """What the table says of an edition. ``name`` is the short title where there is one."""

    number: int
    title: str
    full_title: str
    name: str
    stage_name: str
    term: int | None
    revision: int
    correction: bool
    day: str  # ISO; the day it was adopted or published, "" before
    is_frozen: bool
    content_hash: str


@dataclass(frozen=True)
class LevelCount:
    """How many items of a level each edition has, those shown again (再掲) included; None: no such level there."""

    name: str
    depth: int
    old: int | None
    old_relisted: int
    new: int | None
    new_relisted: int

    @property
    def difference(self) -> int:
        return (self.new or 0) - (self.old or 0)


@dataclass(frozen=True)
class Issue:
    """確定: the table was fixed for the ``number``-th time at this moment; it never changes again."""

    number: int
    at: datetime.datetime


@dataclass(frozen=True)
class Table:
    """The whole 新旧対照表. ``points`` are the 見直しのポイント; ``hints`` what the office should look at."""

    government: str
    government_slug: str
    plan_slug: str
    old: EditionFacts
    new: EditionFacts
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()
    points: tuple[str, ...] = ()
    levels: tuple[LevelCount, ...] = ()
    paper_number: str = ""
    hints: tuple[str, ...] = ()
    issue: Issue | None = None

    @property
    def title(self) -> str:
        return f"{self.new.title}　{'正誤表' if self.new.correction else '新旧対照表'}"

    def issued(self, number: int, at: datetime.datetime) -> "Table":
        """The table with the mark of its issue."""
        return replace(self, issue=Issue(number, at))

    def paged(self, old: Pages, new: Pages) -> "Table":
        """The table with the pages of its places filled in where it has none."""
        return self._with_changes(lambda change: change.paged(old, new))

    def unpaged(self) -> "Table":
        """The table without pages and without the mark of an issue: what follows from texts and hand alone."""
        return replace(self._with_changes(Change.unpaged), issue=None)

    def _with_changes(self, made: Callable[[Change], Change]) -> "Table":
        return replace(
            self,
            rows=tuple(
                replace(row, changes=(changes := tuple(map(made, row.changes))), places=_places(row, changes))
                for row in self.rows
            ),
            left_out=tuple(replace(out, change=made(out.change)) for out in self.left_out),
        )

    def with_points(self, points: tuple[str, ...]) -> "Table":
        """The table with these 見直しのポイント."""
        return replace(self, points=points)

    def changes(self) -> Iterator[Change]:
        """Every change, those of the annex last."""
        for row in self.rows:
            yield from row.changes
        for out in self.left_out:
            yield out.change

    @property
    def kind_counts(self) -> dict[Kind, int]:
        """How many changes of each kind there are in the whole table, annex included, in the order of Kind; of KPIs every
        single one counts."""
        counts = Counter(kind for change in self.changes() for kind in change.kinds if kind not in OF_TARGETS)
        counts.update(kind for change in self.changes() for row in change.targets for kind in row.kinds)
        return {kind: counts[kind] for kind in Kind if counts[kind]}

    @property
    def class_counts(self) -> dict[tuple[str, Kind], int]:
        """How many items of each level were changed in each way (KAN-8: 主な取組みの名称変更), levels as they first
        stand. Of a branch that came or went every item counts. KPIs count by their role (数値目標の目標値の変更)."""
        counts: Counter[tuple[str, Kind]] = Counter()
        for change in self.changes():
            for kind in change.kinds:
                sides = () if kind in OF_TARGETS else change.new or change.old
                counts.update((side.level, kind) for side in (sides if kind in WHOLE else sides[:1]))
            counts.update((row.role, kind) for row in change.targets for kind in row.kinds)
        return dict(counts)

    @property
    def revision_stages(self) -> dict[str, int]:
        """How many rows belong to each 改訂段階, in the order in which they first stand."""
        return dict(Counter(row.revision_stage for row in self.rows if row.revision_stage))

    @property
    def without_reason(self) -> tuple[Row, ...]:
        """Rows whose 修正の趣旨 nobody has written yet."""
        return tuple(row for row in self.rows if not row.reason and not row.is_gathered)

    @property
    def left_out_count(self) -> int:
        """Places in the text that stand in the annex only."""
        return sum(out.change.count for out in self.left_out)

    @property
    def gathered_count(self) -> int:
        return sum(out.change.count for out in self.left_out if out.gathered)
