"""Copying an edition's targets into the next: lineage kept, in bulk, without history (based_on is it)."""

from collections.abc import Iterable, Mapping
from typing import Any

from kpi.models import RelistedTarget, ServedItem, SettledFlag, Target
from kpi.rereading import period_of, read_again
from strategy.models import Edition, PlanItem


def copy_targets(*, source: Edition, target: Edition, items: Mapping[int, PlanItem]) -> None:
    """Copy targets with their 再掲, the items they serve and the answers about them; part of publishing's verbs.

    ``items`` are {id of the old item: new item}. The number of queries does not depend on the number of targets.
    Where the plan's period is another, what was read from print is read anew: deadlines that are not printed move.
    """
    rows = list(Target.objects.filter(edition=source).select_related("indicator"))
    old_ids = [row.pk for row in rows]
    fresh = [_fresh(row, edition=target, item=items[row.item_id], version=1) for row in rows]
    if period_of(source) != period_of(target):
        for row in fresh:
            read_again(row, before=period_of(source))
    copies = dict(zip(old_ids, Target.objects.bulk_create(fresh), strict=True))
    for model in (RelistedTarget, ServedItem):
        _copy(model, source, target, copies, items)
    _copy(SettledFlag, source, target, copies, None)


def _copy(
    model: type[Any],
    source: Edition,
    edition: Edition,
    copies: Mapping[int, Target],
    items: Mapping[int, PlanItem] | None,
) -> None:
    rows: Iterable[Any] = list(model.objects.filter(edition=source).order_by("id"))
    model.objects.bulk_create(
        _fresh(
            row,
            edition=edition,
            target=copies[row.target_id],
            **({} if items is None else {"item": items[row.item_id]}),
        )
        for row in rows
    )


def _fresh(row: Any, **changes: Any) -> Any:
    """The same row, unsaved, with these fields changed, cached relations included."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    return row
