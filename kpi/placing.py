"""Places in the KPI table of an item, where targets and 再掲 stand among each other: part of the verbs on targets."""

from kpi.models import RelistedTarget, Target
from strategy import tree
from strategy.models import PlanItem

Row = Target | RelistedTarget


def place(row: Row, item: PlanItem, index: int | None) -> None:
    """Give ``row`` the place ``index`` (None: the end) in the item's table; others get new ones for lack of room.

    The row itself is not saved.
    """
    others = [other for other in rows_of(item) if (type(other), other.pk) != (type(row), row.pk)]
    index = len(others) if index is None else max(0, min(index, len(others)))
    position = tree.position_at([other.position for other in others], index)
    if position is None:
        fresh = tree.renumbered(len(others) + 1)
        position = fresh.pop(index)
        for other, new in zip(others, fresh, strict=True):
            other.position = new
        for model in (Target, RelistedTarget):
            model.objects.bulk_update([one for one in others if isinstance(one, model)], ["position"])
    row.item, row.position = item, position


def rows_of(item: PlanItem) -> list[Row]:
    """The rows of an item's table as they are printed: a 再掲 at the position of a target stands behind it."""
    rows: list[Row] = [*Target.objects.filter(item=item), *RelistedTarget.objects.filter(item=item)]
    return sorted(rows, key=lambda row: (row.position, isinstance(row, RelistedTarget), row.pk))
