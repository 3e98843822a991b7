"""Writing the history of items: what one person saves in one sitting is one row that a reader can follow.

A row joins further saves of its person for ten minutes, while nobody else saved, and until it is closed; an open
row says since when in ``history_change_reason`` (docs/decisions/0010-history-rows.md). Part of the verbs that save.
"""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from strategy.chronicle import ORIGIN, RESTORED
from strategy.models import Edition, PlanItem

WINDOW = datetime.timedelta(minutes=10)
OPEN = "open since "
CLOSED = ""


def save_by(
    item: PlanItem,
    actor: User | None,
    update_fields: list[str] | None = None,
    *,
    closing: bool = False,
    apart: bool = False,
    restoring: bool = False,
) -> None:
    """Save with the person's name in the history. A save that changes nothing writes no row.

    ``closing``: what this person saves next is a row of its own. ``apart``: so is this save, for what stands there
    was not meant to be typed over (the same person's other screen). The caller holds the lock of the item.
    """
    now = timezone.now()
    reason = RESTORED if restoring else CLOSED if closing or actor is None else f"{OPEN}{now.isoformat()}"
    item._history_user = actor
    if item._state.adding:
        item._change_reason = reason
        item.save(update_fields=update_fields)
        del item._change_reason
        return
    newest = PlanItem.history.filter(id=item.pk).order_by("-history_id").first() or _origin(item, now)
    item.save_without_historical_record(update_fields=update_fields)
    joined = not (apart or restoring) and _is_open(newest, actor, now)
    if _says(newest, item):
        newest.version = item.version
        newest.history_change_reason = CLOSED if closing and joined else newest.history_change_reason
        newest.save()
    elif joined:
        for field in newest.tracked_fields:
            setattr(newest, field.attname, getattr(item, field.attname))
        newest.history_date = now
        newest.history_change_reason = CLOSED if closing else newest.history_change_reason
        newest.save()
    else:
        PlanItem.history.bulk_history_create(
            [item], update=True, default_change_reason=reason, default_date=now
        )


def save_all_by(items: Sequence[PlanItem], actor: User | None, fields: list[str]) -> None:
    """Save several items, each with a closed row of its own. Five queries, however many; the caller holds the lock."""
    if not items:
        return
    now, ids = timezone.now(), [item.pk for item in items]
    known = set(PlanItem.history.filter(id__in=ids).values_list("id", flat=True))
    fresh = list(PlanItem.objects.filter(pk__in=set(ids) - known))
    for before in fresh:
        before._history_user = None
    PlanItem.history.bulk_history_create(fresh, default_change_reason=ORIGIN, default_date=now)
    PlanItem.objects.bulk_update(items, fields)
    PlanItem.history.bulk_history_create(
        items, update=True, default_user=actor, default_change_reason=CLOSED, default_date=now
    )


def close_rows(edition: Edition) -> None:
    """Close every open row of an edition. One query."""
    rows = PlanItem.history.filter(edition=edition, history_change_reason__startswith=OPEN)
    rows.update(history_change_reason=CLOSED)


def _origin(item: PlanItem, now: datetime.datetime):
    """The row of an item that has none yet: as it stands in the database, by nobody."""
    before = PlanItem.objects.get(pk=item.pk)
    before._history_user = None
    (row,) = PlanItem.history.bulk_history_create([before], default_change_reason=ORIGIN, default_date=now)
    return row


def _is_open(row, actor: User | None, now: datetime.datetime) -> bool:
    """Whether this person's save joins the newest row."""
    reason = row.history_change_reason or ""
    if actor is None or row.history_user_id != actor.pk or not reason.startswith(OPEN):
        return False
    since = datetime.datetime.fromisoformat(reason.removeprefix(OPEN))
    return since <= now < since + WINDOW


def _says(row, item: PlanItem) -> bool:
    """Whether a row tells the item as it is, its version aside."""
    names = [field.attname for field in row.tracked_fields if field.name != "version"]
    return row.history_type != "-" and all(getattr(row, name) == getattr(item, name) for name in names)
