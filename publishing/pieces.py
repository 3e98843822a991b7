"""A document laid out as a flat run of pieces, in printed order, for pages that scroll. No queries.

Templates walk the run once instead of recursing: headings, texts, lists of measures, boxes of examples.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from publishing.document import Document, Entry
from publishing.target_counts import target_counts

DEEPEST_RANK = 4  # of the contents
TOP_HEADING = 3  # h1 is the plan, h2 the section of the page
NONE_MARK = "－"  # printed where a direction has no measure (TOY-24)


@dataclass(frozen=True)
class Piece:
    """One thing to show. ``form`` names the partial: heading, pillars, measures, examples, none, relisted.

    ``targets`` counts those of a goal: 4件（再掲2を含む）.
    """

    form: str
    entry: Entry | None = None
    entries: tuple[Entry, ...] = ()
    style: str = ""
    heading: int = 0
    pillars: tuple[Entry, ...] = ()
    targets: str = ""


def pieces(document: Document) -> tuple[Piece, ...]:
    """The whole document as pieces, nothing left out, each item exactly once besides its 再掲."""
    return tuple(_Layout(document).siblings(document.items, None, ()))


class _Layout:
    def __init__(self, document: Document):
        self.document = document
        self.measure_places = {
            key for level in document.data["levels"] if level["kind"] == "MEASURE" for key in level["under"]
        }

    def siblings(
        self, entries: Sequence[Entry], parent: Entry | None, above: tuple[str, ...]
    ) -> Iterator[Piece]:
        for (form, _), group in groupby(self._run(entries, parent), key=lambda pair: pair[0]):
            run = tuple(entry for _, entry in group)
            if form == "heading":
                for entry in run:
                    yield from self._heading(entry, above)
            else:
                yield Piece(form, entry=parent, entries=run, heading=_level(above))

    def _run(self, entries: Sequence[Entry], parent: Entry | None) -> Iterator[tuple[tuple[str, int], Entry]]:
        """Children with what is relisted between them; the number in the key parts lists at each 再掲."""
        relisted = parent.relisted_at if parent else ()
        for place in range(len(entries) + 1):
            for lineage in (lineage for at, lineage in relisted if at == place):
                yield ("relisted", place), self.document.by_lineage[lineage]
            if place < len(entries):
                passed = sum(at <= place for at, _ in relisted)
                yield (_form(entries[place]), passed), entries[place]

    def _heading(self, entry: Entry, above: tuple[str, ...]) -> Iterator[Piece]:
        style = _style(entry, above)
        pillars = pillars_of(self.document, entry) if style == "goal" else ()
        targets = self._kpis(entry) if style == "goal" else ""
        yield Piece(
            "heading", entry=entry, style=style, heading=_level(above), pillars=pillars, targets=targets
        )
        if entry.items or entry.relisted_at:
            yield from self.siblings(entry.items, entry, (*above, entry.kind))
        elif entry.kind == "DIRECTION" and entry.level_key in self.measure_places:
            yield Piece("none", entry=entry)

    def _kpis(self, entry: Entry) -> str:
        counts = target_counts(self.document, entry.walk())
        return next((count.words for count in counts if count.role == "KPI"), "")


def _form(entry: Entry) -> str:
    leaf = not entry.items and not entry.relisted_at
    forms = {"MEASURE": "measures", "INITIATIVE": "examples", "PILLAR": "pillars", "FOUNDATION": "pillars"}
    return forms.get(entry.kind, "heading") if leaf else "heading"


def _level(above: tuple[str, ...]) -> int:
    return min(6, TOP_HEADING + len(above))


def _style(entry: Entry, above: tuple[str, ...]) -> str:
    if entry.kind in ("GOAL", "PILLAR", "FOUNDATION"):
        return "goal"
    if entry.kind == "DIRECTION" and "DIRECTION" not in above:
        return "section"
    return "text" if entry.kind == "TEXT" else "direction"


def pillars_of(document: Document, entry: Entry) -> tuple[Entry, ...]:
    """The plan's own pillars that items at or below this one are aligned with, in the plan's order."""
    touched = {row.to.lineage for item in entry.walk() for row in item.alignments if row.to.kind == "PILLAR"}
    return tuple(pillar for pillar in document.of_kind("PILLAR") if pillar.lineage in touched)


@dataclass(frozen=True)
class PillarColumn:
    """A pillar of the plan with the goals it reaches."""

    pillar: Entry
    stamp: str
    goals: tuple[Entry, ...]


def pillar_columns(document: Document) -> tuple[PillarColumn, ...]:
    """Pillars and their goals; empty where no item is marked with a pillar of its own plan."""
    reached = {goal.lineage: pillars_of(document, goal) for goal in document.of_kind("GOAL")}
    columns = tuple(
        PillarColumn(
            pillar=pillar,
            stamp=pillar.title[:1],
            goals=tuple(goal for goal in document.of_kind("GOAL") if pillar in reached[goal.lineage]),
        )
        for pillar in document.of_kind("PILLAR")
    )
    return columns if any(column.goals for column in columns) else ()


@dataclass(frozen=True)
class Contents:
    """A line of the contents: ``rank`` 1 is the outermost."""

    entry: Entry
    rank: int


def contents(document: Document) -> tuple[Contents, ...]:
    """What the contents list: texts and goals at every depth, and the directions right below them."""
    lines = []

    def visit(entries: Sequence[Entry], rank: int) -> None:
        for entry in entries:
            if _form(entry) != "heading" or entry.kind in ("MEASURE", "INITIATIVE"):
                continue
            lines.append(Contents(entry, min(rank, DEEPEST_RANK)))
            if entry.kind != "DIRECTION":
                visit(entry.items, rank + 1)

    visit(document.items, 1)
    return tuple(lines)


@dataclass(frozen=True)
class FrameRow:
    """A row of the 対応表: a goal and, for each column, whether anything at or below it is aligned."""

    entry: Entry
    cells: tuple[bool, ...]


@dataclass(frozen=True)
class FrameTable:
    """対応表: the plan's goals against the nation's pillars and foundations."""

    title: str
    href: tuple[str, str]
    groups: tuple[tuple[str, int], ...]
    columns: tuple[dict[str, Any], ...]
    rows: tuple[FrameRow, ...]


def frame_tables(document: Document) -> tuple[FrameTable, ...]:
    """One table for each national edition the plan rests on, if any of its items is aligned with it."""
    tables = []
    for frame in document.frames:
        lineages = [column["lineage"] for column in frame["columns"]]
        rows = tuple(_frame_row(entry, lineages) for entry in _frame_entries(document))
        if not any(any(row.cells) for row in rows):
            continue
        groups = tuple(
            (group, len(tuple(columns)))
            for group, columns in groupby(frame["columns"], key=lambda c: c["group"])
        )
        tables.append(
            FrameTable(
                title=frame["edition_title"],
                href=(frame["government_slug"], frame["plan_slug"]),
                groups=groups,
                columns=tuple(frame["columns"]),
                rows=rows,
            )
        )
    return tuple(tables)


def _frame_entries(document: Document) -> list[Entry]:
    """Goals; a plan without goals is compared by its topmost directions."""
    goals = document.of_kind("GOAL")
    if goals:
        return goals
    directions = document.of_kind("DIRECTION")
    top = min((entry.depth for entry in directions), default=0)
    return [entry for entry in directions if entry.depth == top]


def _frame_row(entry: Entry, lineages: list[str]) -> FrameRow:
    touched = {row.to.lineage for item in entry.walk() for row in item.alignments}
    return FrameRow(entry, tuple(lineage in touched for lineage in lineages))
