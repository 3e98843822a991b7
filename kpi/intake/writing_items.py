"""Headings of a document as items of the plan, in bulk with their history: part of the verb that takes it in."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from accounts.audit import Refused
from accounts.models import User
from kpi.intake.previewing import Preview, is_written
from kpi.intake.rows import Fate, HeadRow
from kpi.models import MeasureSheet
from strategy import tree
from strategy.history import save_all_by
from strategy.keeping import insert_ranked
from strategy.models import PlanItem
from strategy.sanitise import SanitiseError, clean

_OF_ITEM = ("title", "body", "department")


def write_items(preview: Preview, actor: User | None) -> tuple[int, int]:
    """Make and change the items; returns how many of each. Each row of the preview knows its item afterwards."""
    positions: dict[Any, int] = defaultdict(int)
    for item in preview.world.items:
        positions[item.parent_id] = max(positions[item.parent_id], item.position)
    made: list[PlanItem] = []
    for row in preview.heads:
        if row.fate is Fate.NEW:
            row.item = _made(row, preview, positions)
            made.append(row.item)
    insert_ranked(made, actor)
    changed = [row for row in preview.heads if row.fate is Fate.INTO and is_written(row)]
    _change(changed, actor)
    _write_sheets(preview)
    return len(made), len(changed)


def _made(row: HeadRow, preview: Preview, positions: dict[Any, int]) -> PlanItem:
    """An unsaved item behind its siblings; the one above is joined as an object, saved or not."""
    assert row.level is not None
    parent = row.above.item if row.above else preview.under
    place = (parent.pk or parent.lineage) if parent else None
    positions[place] += tree.STEP
    item = PlanItem(
        edition=preview.edition,
        level=row.level,
        kind=row.level.kind,
        parent=parent,
        position=positions[place],
        lineage=uuid.uuid4(),
        title=row.node.title.strip(),
        body=cleaned(row.node.body),
        # What is not counted keeps its number as printed.
        printed_number=row.node.number[:20] if row.level.numbering == "none" else "",
        department=row.department,
    )
    item.clean_fields(exclude=["edition", "level", "parent", "department"])
    return item


def cleaned(body: str) -> str:
    """The body as an item may hold it; Refused for one that is too long or too deep."""
    try:
        return clean(body).html
    except SanitiseError as error:
        raise Refused(str(error)) from error


def _change(rows: Iterable[HeadRow], actor: User | None) -> None:
    """Write what was empty, and what somebody decided for, into items that stand there."""
    items = []
    for row in rows:
        assert row.item is not None
        said = {name: value for name, value in (row.fills | row.changed).items() if name in _OF_ITEM}
        if not said:
            continue
        for name, value in said.items():
            setattr(row.item, name, cleaned(value) if name == "body" else value)
        row.item.version += 1
        row.item.clean_fields(exclude=["edition", "level", "parent", "department"])
        items.append(row.item)
    save_all_by(items, actor, [*_OF_ITEM, "version"])


def _write_sheets(preview: Preview) -> None:
    """施策調書 of the measures of which the document says anything. Two queries at most."""
    fresh, changed = [], []
    for row in (row for row in preview.heads if row.is_taken and row.item is not None):
        said = _said(row)
        if not said:
            continue
        sheet = preview.world.sheets.get(row.item.pk)
        if sheet is None:
            sheet = MeasureSheet(edition=preview.edition, item=row.item)
            fresh.append(sheet)
        else:
            sheet.version += 1
            changed.append(sheet)
        for name, value in said.items():
            setattr(sheet, name, value)
        sheet.clean_fields(exclude=["edition", "item"])
    MeasureSheet.objects.bulk_create(fresh)
    MeasureSheet.objects.bulk_update(changed, ["continuity", "first_year", "last_year", "budget", "version"])


def _said(row: HeadRow) -> dict[str, Any]:
    """What is to stand in the 施策調書, by its columns."""
    said = {
        name: value
        for name, value in (row.fills | row.changed).items()
        if name in ("continuity", "period", "budget")
    }
    if period := said.pop("period", None):
        said["first_year"], said["last_year"] = period
    return said
