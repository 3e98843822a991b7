"""The KPI tables of a document as page, PDF and Word show them: what stands in which cell. No queries.

An item's targets are printed in their order: neighbours of one role are a table, 補足指標 are a list behind all tables,
grouped by the items that they tell of. Nothing is computed but the layout; every figure is the plan's own print.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from publishing.document import Document, Entry, TargetEntry, TargetRow
from publishing.kpi_cells import (
    BASELINE,
    GOAL,
    SUPPLEMENTARY,
    Point,
    Printed,
    Row,
    figure,
    is_for,
    path_of,
    point_head,
    printed,
)
from publishing.pieces import pillars_of
from publishing.reference_paths import PathGap, gap_of
from strategy.blocks import Blocks
from strategy.fiscal import format_fiscal_year
from strategy.models import ItemKind
from strategy.naming import numbered
from strategy.richtext import is_note, plain


@dataclass(frozen=True)
class Table:
    """Neighbouring targets of one role. ``year`` (令和9年度) is "" where the targets name years of their own.

    ``of`` is what they are targets of: the goal above a text that has no number, else the item where they stand.
    """

    of: Entry
    role: str
    name: str
    rows: tuple[Row, ...]
    year: str
    related: str
    path: tuple[str, ...]
    sources: tuple[str, ...]
    gaps: tuple[PathGap, ...] = ()  # of what they rest on to 社人研推計準拠

    @property
    def has_baselines(self) -> bool:
        """Whether there is a column 現状; what is nothing but the first point of the path needs none."""
        return any(
            row.baseline.text and row.baseline.text not in {point.text for point in row.path}
            for row in self.rows
        )

    @property
    def has_split_names(self) -> bool:
        return any(row.is_split for row in self.rows)

    @property
    def goal_head(self) -> tuple[str, ...]:
        """目標値, （令和9年度）."""
        return (GOAL, f"（{self.year}）") if self.year else (GOAL,)

    @property
    def path_name(self) -> str:
        """Whose figures stand beside: 参考：人口ビジョンの想定人口."""
        return f"参考：{'、'.join(self.sources)}" if self.sources else "参考"

    @property
    def caption(self) -> str:
        """What the table says, for those who do not see where it stands."""
        what = "と".join([*([BASELINE] if self.has_baselines else []), GOAL])
        return f"{numbered(self.of.number, self.of.title)}：{self.name}の{what}"

    @property
    def is_boxed(self) -> bool:
        """Whether a paper may print the goals large beside each other: few, and nothing but name and goal."""
        return (
            self.role == "KGI"
            and 2 <= len(self.rows) <= 4
            and not self.has_baselines
            and not any(row.notes or row.related or row.goal.is_long for row in self.rows)
        )

    @cached_property
    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """The lines, those under one name together."""
        found: list[list[Row]] = []
        for row in self.rows:
            if row.names:
                found.append([])
            found[-1].append(row)
        return tuple(map(tuple, found))


@dataclass(frozen=True)
class Group:
    """補足指標 that tell of one item, or of none."""

    title: str
    entry: Entry | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Supplementary:
    """補足指標: names without targets, under the items that they tell of."""

    entry: Entry
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ItemTables:
    """What an item prints of its targets. ``pillars`` are those of the goal it belongs to."""

    tables: tuple[Table, ...]
    supplementary: Supplementary | None
    pillars: tuple[Entry, ...]


class KpiTables:
    """The tables of one document."""

    def __init__(self, document: Document):
        self.document = document

    @cached_property
    def above(self) -> dict[str, Entry]:
        """The entry above each entry."""
        return {child.lineage: entry for entry in self.document.walk() for child in entry.items}

    def of(self, entry: Entry) -> ItemTables | None:
        """The tables of an item; None where it has no target."""
        if not entry.has_targets:
            return None
        rows = self.document.target_rows(entry)
        tabled = [row for row in rows if row.target.role != SUPPLEMENTARY]
        listed = [row for row in rows if row.target.role == SUPPLEMENTARY]
        return ItemTables(
            tables=tuple(
                self._table(entry, list(run)) for _, run in groupby(tabled, key=lambda row: row.target.role)
            ),
            supplementary=self._supplementary(entry, listed) if listed else None,
            pillars=self._pillars(entry),
        )

    def rows_of(self, entry: Entry) -> tuple[Row, ...]:
        """Every line of an item in printed order, each by itself, with the points that its own target rests on."""
        return tuple(self._row(row, row.target.reference_path) for row in self.document.target_rows(entry))

    def _goal(self, entry: Entry) -> Entry | None:
        at: Entry | None = entry
        while at is not None and at.kind != "GOAL":
            at = self.above.get(at.lineage)
        return at

    def _pillars(self, entry: Entry) -> tuple[Entry, ...]:
        """The pillars of the goal, unless the text above the tables names them already."""
        goal = self._goal(entry)
        found = pillars_of(self.document, goal) if goal else ()
        told = plain(entry.body) if found else ""
        return () if all(pillar.title in told for pillar in found) else found

    def _table(self, entry: Entry, rows: list[TargetRow]) -> Table:
        path = path_of([row.target for row in rows])
        made = list(self._rows(rows, path))
        related = [one for row in made for one in row.related]
        goal = self._goal(entry) if entry.kind == "TEXT" and not entry.number else None
        return Table(
            of=goal or entry,
            role=rows[0].target.role,
            name=rows[0].target.role_name,
            rows=tuple(made),
            year=self._year([row.target for row in rows]),
            related=f"関連する{kind_word(related)}" if related else "",
            path=tuple(point_head(point) for point in path),
            sources=tuple(
                dict.fromkeys(row.target.reference_source for row in rows if row.target.reference_source)
            )
            if path
            else (),
            gaps=gaps_of(self.document, [row.target for row in rows]),
        )

    def _rows(self, rows: Sequence[TargetRow], path: Sequence[dict[str, Any]]) -> Iterator[Row]:
        for run in _same_names(rows):
            for place, row in enumerate(run):
                names = 1 if len(run) == 1 else len(run) if place == 0 else 0
                yield self._row(row, path, names)

    def _row(self, row: TargetRow, path: Sequence[dict[str, Any]], names: int = 1) -> Row:
        own = row.target
        baseline = printed(own.baseline)
        notes = (own.baseline_note,) if own.baseline_note else ()
        points = {point_head(point): figure(point, own.unit) for point in own.reference_path}
        return Row(
            target=own,
            is_relisted=row.is_relisted,
            baseline=Printed(baseline.text, (*baseline.small, *notes)),
            goal=printed(own.target),
            related=self._served(own),
            path=tuple(Point(head, points.get(head, "")) for head in map(point_head, path)),
            names=names,
        )

    def _served(self, target: TargetEntry) -> tuple[Entry, ...]:
        found = self.document.by_lineage
        return tuple(found[lineage] for lineage in target.serves if lineage in found)

    def _year(self, targets: Iterable[TargetEntry]) -> str:
        """The year for which all targets are set, unless one of them names another or several."""
        last: int = self.document.edition["last_fiscal_year"]
        is_shared = all(is_for(target.target, target.spec, last) for target in targets)
        return format_fiscal_year(last, short=True) if is_shared else ""

    def _supplementary(self, entry: Entry, rows: list[TargetRow]) -> Supplementary:
        made = [self._row(row, ()) for row in rows]
        served = [one for row in made for one in row.related]
        by_item: dict[str, list[Row]] = {}
        for row in made:
            for place, lineage in enumerate([one.lineage for one in row.related] or [""]):
                by_item.setdefault(lineage, []).append(replace(row, is_again=place > 0))
        groups = (
            self._group(self.document.by_lineage.get(lineage), found) for lineage, found in by_item.items()
        )
        title = f"{kind_word(served)}に関連する補足指標" if served else "補足指標"
        return Supplementary(entry, title, tuple(groups))

    def _group(self, entry: Entry | None, rows: list[Row]) -> Group:
        return Group(f"「{entry.title}」に関連する指標" if entry else "", entry, tuple(rows))


def gaps_of(document: Document, targets: Iterable[TargetEntry]) -> tuple[PathGap, ...]:
    """The gap of each target's path to 社人研推計準拠, where the document's population vision has both."""
    found = (gap_of(target.reference_path, document.population_vision) for target in targets)
    return tuple(gap for gap in found if gap is not None)


def parted(blocks: Blocks) -> tuple[Blocks, Blocks]:
    """A body before and behind the tables: the notes with which it ends (※…) explain what the tables show."""
    lead = list(blocks)
    while lead and is_note(lead[-1]):
        lead.pop()
    return tuple(lead), blocks[len(lead) :]


def kind_word(entries: Iterable[Entry]) -> str:
    """What items are called together: 基本的方向, or 項目 where they are of several kinds."""
    kinds = {entry.kind for entry in entries}
    return str(ItemKind(kinds.pop()).label) if len(kinds) == 1 and "TEXT" not in kinds else "項目"


def _same_names(rows: Sequence[TargetRow]) -> list[list[TargetRow]]:
    """Neighbours that share a name and differ in their 対象, together (TOY-27)."""
    found: list[list[TargetRow]] = []
    for row in rows:
        before = found[-1][-1] if found else None
        if before and _is_same_name(before, row):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _is_same_name(one: TargetRow, other: TargetRow) -> bool:
    def name(row: TargetRow) -> tuple[object, ...]:
        return row.target.name, row.is_relisted, row.target.is_survey, row.target.source, row.target.unit

    audiences = {one.target.audience, other.target.audience}
    return name(one) == name(other) and len(audiences) == 2 and "" not in audiences
