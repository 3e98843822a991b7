"""Verbs by which items come from others: merged (統合) and split (分割), with their predecessors noted."""

import uuid

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy.items import place
from strategy.models import Alignment, PlanItem
from strategy.rules import require_working


def _own(items: list[PlanItem], edition) -> list[PlanItem]:
    found = {item.pk: item for item in PlanItem.objects.filter(edition=edition, pk__in=[i.pk for i in items])}
    if len(found) != len({item.pk for item in items}):
        raise Refused("別の版の項目は統合できません。")
    return [found[item.pk] for item in items]


@verb("item.merge", "項目の統合")
def merge_items(*, actor: User, into: PlanItem, others: list[PlanItem]) -> PlanItem:
    """Merge ``others`` into one item: bodies and children are joined in order, predecessors remember where from.

    The item keeps its lineage; each of the others ends in this edition. Alignments move along, each once.
    """
    edition = require_working(into.edition)
    if not others or any(other.pk == into.pk for other in others):
        raise Refused("統合する項目を、統合先のほかに一つ以上選んでください。")
    target, *rest = _own([into, *others], edition)
    if any(other.kind != target.kind for other in rest):
        raise Refused("種類の違う項目どうしは統合できません。")
    ancestors = _ancestors(target)
    if any(other.pk in ancestors for other in rest):
        raise Refused("上の項目を、その下の項目に統合することはできません。")
    for other in rest:
        target.body += other.body
        start = PlanItem.objects.filter(edition=edition, parent=target).count()
        for offset, child in enumerate(PlanItem.objects.filter(parent=other).exclude(pk=target.pk)):
            place(child, target, start + offset)
            child._history_user = actor
            child.save(update_fields=["parent", "position"])
        taken = set(target.alignments.values_list("to_item_id", flat=True))
        for alignment in other.alignments.all():
            if alignment.to_item_id not in taken:
                alignment.item = target
                alignment.save(update_fields=["item"])
        Alignment.objects.filter(edition=edition, to_item=other).exclude(
            item__in=Alignment.objects.filter(edition=edition, to_item=target).values("item")
        ).update(to_item=target)
        Alignment.objects.filter(edition=edition, to_item=other).delete()
        target.predecessors = _joined(target, other)
        other._history_user = actor
        PlanItem.objects.get(pk=other.pk).delete()
    target.version += 1
    target._history_user = actor
    target.save()
    record(
        "item.merge",
        actor=actor,
        government=edition.plan.government,
        subject=target,
        lineage=str(target.lineage),
        merged=[str(other.lineage) for other in rest],
    )
    return target


def _ancestors(item: PlanItem) -> set[int]:
    parents = dict(PlanItem.objects.filter(edition=item.edition_id).values_list("pk", "parent_id"))
    found, above = set(), parents[item.pk]
    while above is not None:
        found.add(above)
        above = parents[above]
    return found


def _joined(target: PlanItem, other: PlanItem) -> list[str]:
    """Predecessors of both; an item without any came from its own lineage."""
    lineages = [*(target.predecessors or [str(target.lineage)]), *(other.predecessors or [str(other.lineage)])]
    return list(dict.fromkeys(lineages))


@verb("item.split", "項目の分割")
def split_item(*, actor: User, item: PlanItem, titles: list[str]) -> list[PlanItem]:
    """Split an item: the first title stays with it (and its body and children), each further one becomes a new item.

    Each part names the old lineage as its predecessor.
    """
    edition = require_working(item.edition)
    titles = [title.strip() for title in titles if title.strip()]
    if len(titles) < 2:
        raise Refused("分割した後の見出しを二つ以上書いてください。")
    first = PlanItem.objects.select_related("level").get(pk=item.pk, edition=edition)
    origin = first.predecessors or [str(first.lineage)]
    first.title, first.predecessors, first.version = titles[0], origin, first.version + 1
    first.full_clean()
    first._history_user = actor
    first.save()
    siblings = list(
        PlanItem.objects.filter(edition=edition, parent=first.parent_id).order_by("position", "id").values_list("pk", flat=True)
    )
    parts = [first]
    for offset, title in enumerate(titles[1:], start=1):
        part = PlanItem(
            edition=edition,
            level=first.level,
            kind=first.kind,
            title=title,
            department=first.department,
            predecessors=origin,
            lineage=uuid.uuid4(),
        )
        place(part, first.parent, siblings.index(first.pk) + offset)
        part.full_clean()
        part._history_user = actor
        part.save()
        parts.append(part)
    record(
        "item.split",
        actor=actor,
        government=edition.plan.government,
        subject=first,
        lineage=str(first.lineage),
        parts=[str(part.lineage) for part in parts],
    )
    return parts
