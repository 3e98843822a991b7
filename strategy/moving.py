"""Verbs that move items by one step or several at once. Every rule of a single move holds for each of them."""

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy import tree
from strategy.history import save_all_by, save_by
from strategy.items import current_item, note
from strategy.lineage import own_items
from strategy.models import Edition, PlanItem, Relisting
from strategy.placing import place, place_together
from strategy.rules import require_place, require_working
from strategy.standing import standing_of
from strategy.steps import StepError

LAST = 1_000_000


@verb("item.step", "項目の移動（一つずつ）")
def step_item(*, actor: User, item: PlanItem, step: str) -> PlanItem:
    """Take an item one step up, down, or a rank higher ("raise") or lower, with all that stands under it.

    ``strategy.steps`` says where a step leads and which level the item has there; ``Refused`` when nowhere.
    """
    edition = require_working(item.edition)
    current = current_item(item, edition)
    try:
        spot = standing_of(edition).spot(step, current.pk)
    except StepError as error:
        raise Refused(f"「{current.title}」は動かせません。{error}") from error
    level = edition.levels.get(key=spot.level)
    parent = PlanItem.objects.get(pk=spot.parent) if spot.parent else None
    place(current, parent, spot.index)
    current.level, current.kind = level, level.kind
    save_by(current, actor, ["parent", "position", "level", "kind"])
    Relisting.objects.filter(item=current, under=parent).delete()  # it stands there itself now
    note("item.step", actor, current, step=step, level=level.key)
    return current


@verb("items.move", "項目の一括移動")
def move_items(
    *, actor: User, edition: Edition, items: list[PlanItem], parent: PlanItem | None, index: int = LAST
) -> list[PlanItem]:
    """Move several items, all or none, in the order in which they are read; returns those that moved.

    What stands under a chosen item goes with it, chosen or not. ``index`` counts the items that stay.
    """
    current = require_working(edition)
    chosen = _outermost(own_items(items, current), current)
    if not chosen:
        raise Refused("動かす項目を一つ以上選んでください。")
    parents = dict(PlanItem.objects.filter(edition=current).values_list("pk", "parent_id"))
    if parent is not None and parent.pk not in parents:
        raise Refused("別の版の項目の下には移せません。")
    for item in chosen:
        if tree.is_circle(parents, item=item.pk, new_parent=parent.pk if parent else None):
            raise Refused(f"「{item.title}」を、それ自身の下には移せません。")
        require_place(item.level, parent)
    place_together(chosen, current, parent, index)
    save_all_by(chosen, actor, ["parent", "position"])
    Relisting.objects.filter(item__in=chosen, under=parent).delete()
    record(
        "items.move",
        actor=actor,
        government=current.plan.government,
        subject=current,
        lineages=[str(item.lineage) for item in chosen],
        parent=str(parent.lineage) if parent else None,
    )
    return chosen


def _outermost(chosen: list[PlanItem], edition: Edition) -> list[PlanItem]:
    """In reading order, without those that stand under another chosen one."""
    nodes = tree.assemble(PlanItem.objects.filter(edition=edition).only("parent", "position"))
    wanted, taken, order = {item.pk: item for item in chosen}, set(), []
    for _, node in tree.walk(nodes):
        row = node.item
        if row.parent_id in taken:
            taken.add(row.pk)
        elif row.pk in wanted:
            taken.add(row.pk)
            order.append(wanted[row.pk])
    return order
