"""Starting the next edition: levels, items and alignments in bulk, against one create() per row."""

from django.db import transaction

from bench.plans import edition, figure, nation, published, queries, report, seconds, town
from strategy.copying import copy_items
from strategy.models import Alignment, Edition, Level, PlanItem

ITEMS = 320


class Undo(Exception):
    """Takes a measured copy back, so that every run begins alike."""


def undone(act) -> None:
    """Run an act in a transaction that is rolled back."""
    try:
        with transaction.atomic():
            act()
            raise Undo
    except Undo:
        return


def row_by_row(source: Edition, target: Edition) -> None:
    """The same copy as one would write it first: create() for each row."""
    levels, items = {}, {}
    for level in Level.objects.filter(edition=source):
        values = {
            name: getattr(level, name) for name in ("key", "depth", "name", "kind", "numbering", "under")
        }
        levels[level.pk] = Level.objects.create(edition=target, **values)
    for item in PlanItem.objects.filter(edition=source).order_by("id"):
        items[item.pk] = PlanItem(
            edition=target,
            level=levels[item.level_id],
            kind=item.kind,
            parent=items.get(item.parent_id),
            position=item.position,
            lineage=item.lineage,
            printed_number=item.printed_number,
            title=item.title,
            body=item.body,
            department_id=item.department_id,
        )
        items[item.pk].skip_history_when_saving = True
        items[item.pk].save()
    for row in Alignment.objects.filter(edition=source):
        own = items.get(row.to_item_id)
        Alignment.objects.create(
            edition=target,
            item=items[row.item_id],
            to_item_id=own.pk if own else row.to_item_id,
            verb=row.verb,
            note=row.note,
            page=row.page,
        )


def measure() -> None:
    nation()
    source = published(edition(town(), "strategy", ITEMS))
    target = Edition.objects.create(
        plan=source.plan, number=2, title="次の版", first_fiscal_year=2023, last_fiscal_year=2099
    )

    def bulk() -> None:
        undone(lambda: copy_items(source=source, target=target))

    def naive() -> None:
        undone(lambda: row_by_row(source, target))

    count, floor_count = len(queries(bulk)), len(queries(naive))
    ours, floor = seconds(bulk, naive)
    report(
        figure(f"copy_items, {ITEMS} items: queries", count, "", 20),
        figure("the same by create() per row: queries", floor_count),
        figure("copy_items", ours * 1000, "ms"),
        figure("create() per row", floor * 1000, "ms"),
        figure("copy_items / create() per row", ours / floor, "×"),
    )
