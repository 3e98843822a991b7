"""Copying an edition's content into the next: lineage kept, in bulk, without history (based_on is it)."""

from collections import defaultdict

from strategy.models import (
    Alignment,
    Edition,
    Figure,
    Level,
    PlanItem,
    PlanRole,
    Relisting,
    Term,
)


def copy_items(*, source: Edition, target: Edition) -> dict[int, PlanItem]:
    """Copy levels, items, 再掲, alignments, terms, figures and roles; part of ``publishing.editions``' verb.

    Returns {id of the old item: new item}. The number of queries depends on the depth, not on the size.
    """
    levels = _copy_levels(source, target)
    items = _copy_tree(source, target, levels)
    _copy_pointers(source, target, items)
    for model in (Term, PlanRole):
        rows = list(model.objects.filter(edition=source))
        model.objects.bulk_create(_fresh(row, edition=target) for row in rows)
    return items


def _fresh(row, **changes):
    """The same row, unsaved, with these fields changed, cached relations included."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def _copy_levels(source: Edition, target: Edition) -> dict[int, Level]:
    rows = list(Level.objects.filter(edition=source))
    old_ids = [row.pk for row in rows]
    created = Level.objects.bulk_create([_fresh(row, edition=target) for row in rows])
    return dict(zip(old_ids, created, strict=True))


def _copy_tree(source: Edition, target: Edition, levels: dict[int, Level]) -> dict[int, PlanItem]:
    """One INSERT per depth: the guards want the parent of the same edition to stand first."""
    by_parent: dict[int | None, list[PlanItem]] = defaultdict(list)
    for row in PlanItem.objects.filter(edition=source):
        by_parent[row.parent_id].append(row)
    items: dict[int, PlanItem] = {}
    rank = by_parent[None]
    while rank:
        old_ids = [row.pk for row in rank]
        created = PlanItem.objects.bulk_create(
            [
                _fresh(
                    row,
                    edition=target,
                    level=levels[row.level_id],
                    parent=items.get(row.parent_id),
                    predecessors=[],
                    version=1,
                )
                for row in rank
            ]
        )
        items.update(zip(old_ids, created, strict=True))
        rank = [child for old in old_ids for child in by_parent[old]]
    return items


def _copy_pointers(source: Edition, target: Edition, items: dict[int, PlanItem]) -> None:
    """再掲, alignments (a pillar of the same edition moves along) and figures."""
    Relisting.objects.bulk_create(
        _fresh(row, edition=target, item=items[row.item_id], under=items[row.under_id])
        for row in list(Relisting.objects.filter(edition=source))
    )
    Alignment.objects.bulk_create(
        _fresh(
            row,
            edition=target,
            item=items[row.item_id],
            to_item_id=items[row.to_item_id].pk if row.to_item_id in items else row.to_item_id,
        )
        for row in list(Alignment.objects.filter(edition=source))
    )
    Figure.objects.bulk_create(
        _fresh(row, edition=target, item=items[row.item_id])
        for row in list(Figure.objects.filter(edition=source))
    )
