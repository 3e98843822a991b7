"""Verbs by which items come from others: merged (統合) and split (分割), with their predecessors noted."""

import uuid
from collections.abc import Sequence

from django.db.models import Q

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy import tree
from strategy.hanging import require_nothing_hangs
from strategy.history import save_all_by, save_by
from strategy.joining import sign_of
from strategy.matching import linked
from strategy.models import Alignment, Edition, PlanItem, Relisting
from strategy.placing import place
from strategy.rules import require_place, require_working
from strategy.stale import Stale

Join = tuple[uuid.UUID, uuid.UUID]  # lineage in the edition before, lineage in this one
OVERTAKEN = (
    "画面を開いた後に、ほかの人が項目のつながりを変えました。何も保存していません。"
    "いまのつながりを確かめて、もう一度選んでください。"
)


def own_items(items: list[PlanItem], edition: Edition) -> list[PlanItem]:
    """The items as they stand now, each once, in the order given."""
    wanted = list(dict.fromkeys(item.pk for item in items))
    found = PlanItem.objects.select_related("level").filter(edition=edition).in_bulk(wanted)
    if len(found) != len(wanted):
        raise Refused("別の版の項目や、削除された項目は選べません。画面を開き直してください。")
    return [found[pk] for pk in wanted]


@verb("item.merge", "項目の統合")
def merge_items(*, actor: User, into: PlanItem, others: list[PlanItem]) -> PlanItem:
    """Merge ``others`` into one item: bodies and children are joined in order, predecessors say where from.

    The item keeps its lineage; each of the others ends in this edition. Alignments, 再掲 and figures move
    along, each once. Raises ``Refused``, also where a child may not stand under ``into`` and while targets hang on
    one of the others.
    """
    edition = require_working(into.edition)
    if not others or any(other.pk == into.pk for other in others):
        raise Refused("統合する項目を、統合先のほかに一つ以上選んでください。")
    target, *rest = own_items([into, *others], edition)
    if any(other.kind != target.kind for other in rest):
        raise Refused("種類の違う項目どうしは統合できません。")
    ancestors = _ancestors(target)
    if any(other.pk in ancestors for other in rest):
        raise Refused("上の項目を、その下の項目に統合することはできません。")
    pointing = (
        Alignment.objects.filter(to_item__in=rest).exclude(edition=edition).select_related("to_item").first()
    )
    if pointing:
        raise Refused(
            f"「{pointing.to_item.title}」にはほかの計画からの対応があります。先にその対応をはずしてください。"
        )
    require_nothing_hangs(rest, deed="統合")
    for other in rest:
        target.body += other.body
        _take_children(actor, target, other)
        _take_pointers(target, other)
        target.predecessors = _joined(target, other)
        other._history_user = actor
        other.delete()
    target.version += 1
    save_by(target, actor, closing=True)
    record(
        "item.merge",
        actor=actor,
        government=edition.plan.government,
        subject=target,
        lineage=str(target.lineage),
        merged=[str(other.lineage) for other in rest],
    )
    return target


def _take_children(actor: User, target: PlanItem, other: PlanItem) -> None:
    """Children of ``other`` come behind those of ``target``."""
    start = PlanItem.objects.filter(parent=target).count()
    for offset, child in enumerate(PlanItem.objects.filter(parent=other).select_related("level")):
        require_place(child.level, target)
        place(child, target, start + offset)
        save_by(child, actor, ["parent", "position"])


def _take_pointers(target: PlanItem, other: PlanItem) -> None:
    """Alignments and 再掲 of and to ``other``, and its figures. What would stand there twice goes with it."""
    for model, near, far in (
        (Alignment, "item", "to_item"),
        (Alignment, "to_item", "item"),
        (Relisting, "item", "under"),
        (Relisting, "under", "item"),
    ):
        taken = [target.pk, *model.objects.filter(**{near: target}).values_list(far, flat=True)]
        model.objects.filter(**{near: other}).exclude(**{f"{far}__in": taken}).update(**{near: target})
        model.objects.filter(**{near: other}).delete()
    # What stands in a place itself is not shown there again.
    Relisting.objects.filter(
        Q(under=target, item__parent=target) | Q(under=target.parent_id, item=target)
    ).delete()
    below = target.figures.count()
    for offset, figure in enumerate(other.figures.all(), start=1):
        figure.item, figure.position = target, tree.STEP * (below + offset)
        figure.save(update_fields=["item", "position"])


def _ancestors(item: PlanItem) -> set[int]:
    parents = dict(PlanItem.objects.filter(edition=item.edition_id).values_list("pk", "parent_id"))
    found, above = set(), parents[item.pk]
    while above is not None:
        found.add(above)
        above = parents[above]
    return found


def _joined(target: PlanItem, other: PlanItem) -> list[str]:
    """Predecessors of both; an item without any came from its own lineage."""
    lineages = [
        *(target.predecessors or [str(target.lineage)]),
        *(other.predecessors or [str(other.lineage)]),
    ]
    return list(dict.fromkeys(lineages))


@verb("item.split", "項目の分割")
def split_item(*, actor: User, item: PlanItem, titles: list[str]) -> list[PlanItem]:
    """Split an item: the first title stays with it, with body and children; each further one is a new item.

    Each part names the old lineage as its predecessor.
    """
    edition = require_working(item.edition)
    titles = [title.strip() for title in titles if title.strip()]
    if len(titles) < 2:
        raise Refused("分割した後の見出しを二つ以上書いてください。")
    (first,) = own_items([item], edition)
    origin = first.predecessors or [str(first.lineage)]
    first.title, first.predecessors, first.version = titles[0], origin, first.version + 1
    first.full_clean()
    save_by(first, actor, closing=True)
    siblings = list(
        PlanItem.objects.filter(edition=edition, parent=first.parent_id)
        .order_by("position", "id")
        .values_list("pk", flat=True)
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
        save_by(part, actor)
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


@verb("item.predecessors", "前の版の項目の指定")
def set_predecessors(*, actor: User, item: PlanItem, lineages: list[uuid.UUID]) -> PlanItem:
    """Say from which items of the edition before this one comes, where its lineage alone does not tell.

    None means: only from the item of its own lineage, if there is one. Raises ``Refused``.
    """
    edition = require_working(item.edition)
    if edition.based_on_id is None:
        raise Refused("この版には、もとにした版がありません。前の版の項目は選べません。")
    (current,) = own_items([item], edition)
    wanted = list(dict.fromkeys(lineages))
    before = PlanItem.objects.filter(edition=edition.based_on_id, lineage__in=wanted)
    if before.count() != len(wanted):
        raise Refused("もとにした版にない項目は選べません。画面を開き直してください。")
    current.predecessors = [str(lineage) for lineage in wanted]
    current.version += 1
    save_by(current, actor, closing=True)
    record(
        "item.predecessors",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        lineage=str(current.lineage),
        count=len(wanted),
    )
    return current


@verb("item.join", "前の版の項目との一括のつなぎ")
def join_editions(
    *,
    actor: User,
    edition: Edition,
    before: Edition,
    joined: Sequence[Join] = (),
    parted: Sequence[Join] = (),
    seen: str | None = None,
) -> list[PlanItem]:
    """Say of many items at once from which items of ``before`` they come, or no longer come; all or none.

    ``seen`` is the ``sign_of`` the links that the person saw; ``Stale`` when somebody changed them since. Other
    predecessors stay, and so does the tie of an item's own lineage. Returns the items that changed.
    """
    current = require_working(edition)
    _require_before(before, current)
    olds = dict(before.items.values_list("lineage", "title"))
    rows = {row.lineage: row for row in current.items.select_related("level")}
    links = links_between(before, current)
    if seen not in (None, now := sign_of(links)):
        raise Stale(OVERTAKEN, now)
    if not all(one in olds and other in rows for one, other in (*joined, *parted)):
        raise Refused(
            "選んだ項目の中に、もうないものがあります。何も保存していません。画面を開き直してください。"
        )
    changed: dict[uuid.UUID, PlanItem] = {}
    for one, other in parted:
        row = rows[other]
        if str(one) not in row.predecessors or one == other:
            raise Refused(f"「{row.title}」と「{olds[one]}」のつながりは、ここでははずせません。")
        row.predecessors = [lineage for lineage in row.predecessors if lineage != str(one)]
        changed[other] = row
    for one, other in joined:
        if (str(one), str(other)) not in links:
            rows[other].predecessors = list(dict.fromkeys([*rows[other].predecessors, str(one)]))
            changed[other] = rows[other]
    if not changed:
        raise Refused("つなぐ項目を一つ以上選んでください。")
    save_all_by(list(changed.values()), actor, ["predecessors"])
    record(
        "item.join",
        actor=actor,
        government=current.plan.government,
        subject=current,
        number=before.number,
        joined=len(joined),
        parted=len(parted),
    )
    return list(changed.values())


def links_between(before: Edition, edition: Edition) -> set[tuple[str, str]]:
    """Pairs of lineages that answer to each other as the rows stand now. Two queries."""
    old, new = (
        [(str(lineage), row) for lineage, row in source.items.values_list("lineage", "predecessors")]
        for source in (before, edition)
    )
    return linked(old, new)


def _require_before(before: Edition, edition: Edition) -> None:
    if before.plan_id != edition.plan_id or before.pk == edition.pk:
        raise Refused("つなげるのは、同じ計画の別の版の項目だけです。")
    if edition.based_on_id not in (None, before.pk):
        raise Refused("この版の項目とつなげるのは、もとにした版の項目だけです。")
