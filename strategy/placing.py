"""Positions among siblings: part of the verbs that add, move, merge and bring back items."""

from collections.abc import Sequence

from strategy import tree
from strategy.models import Edition, PlanItem, Relisting


def place(item: PlanItem, parent: PlanItem | None, index: int) -> None:
    """Give ``item`` a position at ``index`` under ``parent``; siblings get new ones only for lack of room."""
    place_together([item], item.edition, parent, index)


def place_together(items: Sequence[PlanItem], edition: Edition, parent: PlanItem | None, index: int) -> None:
    """Give several items positions one behind the other, the first at ``index`` among those that stay there.

    The items themselves are not saved; siblings are, when they had to make room.
    """
    moved = {item.pk for item in items}
    siblings = [
        sibling
        for sibling in PlanItem.objects.filter(edition=edition, parent=parent).order_by("position", "id")
        if sibling.pk not in moved
    ]
    index = max(0, min(index, len(siblings)))
    positions = tree.positions_at([sibling.position for sibling in siblings], index, len(items))
    if positions is None:
        positions = _make_room(siblings, parent, index, len(items))
    for item, position in zip(items, positions, strict=True):
        item.parent, item.position = parent, position


def _make_room(siblings: list[PlanItem], parent: PlanItem | None, index: int, count: int) -> list[int]:
    """Fresh positions for all siblings with a gap of ``count``; a 再掲 stays before the one it stood before."""
    relistings = list(Relisting.objects.filter(under=parent)) if parent else []
    for relisting in relistings:
        at = sum(sibling.position <= relisting.position for sibling in siblings)
        relisting.position = tree.STEP * (at + (count if at >= index else 0) + 1) - 1
    fresh = tree.renumbered(len(siblings) + count)
    gap = fresh[index : index + count]
    for sibling, position in zip(siblings, fresh[:index] + fresh[index + count :], strict=True):
        sibling.position = position
    PlanItem.objects.bulk_update(siblings, ["position"])
    Relisting.objects.bulk_update(relistings, ["position"])
    return gap
