"""Verbs on the items of a working edition. Each locks the edition first, so no freeze comes in between."""

import uuid
from dataclasses import dataclass

from accounts.audit import Refused, record, verb
from accounts.models import Department, User
from strategy import tree
from strategy.hanging import require_nothing_hangs
from strategy.history import save_by
from strategy.keeping import branch_of, keep_branch
from strategy.models import Alignment, Edition, Level, PlanItem, Relisting
from strategy.placing import place
from strategy.rules import require_place, require_working
from strategy.sanitise import SanitiseError, clean


@dataclass(frozen=True)
class Saved:
    """A saved item and what the sanitiser took out of its body, in words for the person who wrote it."""

    item: PlanItem
    removed: tuple[str, ...] = ()


class Overtaken(Refused):
    """Somebody else saved the item first; ``current`` is what stands there now."""

    def __init__(self, current: PlanItem):
        super().__init__(
            "ほかの人が先にこの項目を保存しました。両方の文を見くらべて、どちらを残すか選んでください。"
        )
        self.current = current


def _cleaned(body: str) -> tuple[str, tuple[str, ...]]:
    try:
        cleaned = clean(body)
    except SanitiseError as error:
        raise Refused(str(error)) from error
    return cleaned.html, cleaned.removed


def current_item(item: PlanItem, edition: Edition) -> PlanItem:
    """The item as it stands now, locked; Refused when it is gone."""
    rows = PlanItem.objects.select_for_update().order_by("pk")  # the default order would lock its tables too
    current = rows.filter(pk=item.pk, edition=edition).first()
    if current is None:
        raise Refused(
            "この項目はもうありません。ほかの人が削除したか、ほかの項目に統合しました。画面を開き直してください。"
        )
    current.edition = edition
    return current


def _require_own(department: Department | None, edition: Edition) -> None:
    if department is not None and department.government_id != edition.plan.government_id:
        raise Refused("ほかの団体の課は所管課に指定できません。")


def note(name: str, actor: User | None, item: PlanItem, **detail) -> None:
    record(
        name,
        actor=actor,
        government=item.edition.plan.government,
        subject=item,
        lineage=str(item.lineage),
        **detail,
    )


@verb("item.create", "項目の追加")
def create_item(
    *,
    actor: User | None,
    edition: Edition,
    level: Level,
    title: str,
    parent: PlanItem | None = None,
    index: int | None = None,
    body: str = "",
    printed_number: str = "",
    department: Department | None = None,
) -> Saved:
    """Add an item under ``parent`` (None: the top) at ``index`` (None: the end).

    Raises ``Refused`` where it may not stand.
    """
    current = require_working(edition)
    require_place(level, parent)
    _require_own(department, current)
    html, removed = _cleaned(body)
    item = PlanItem(
        edition=current,
        level=level,
        kind=level.kind,
        title=title.strip(),
        body=html,
        printed_number=printed_number,
        department=department,
        lineage=uuid.uuid4(),
    )
    place(item, parent, 1_000_000 if index is None else index)
    item.full_clean()
    save_by(item, actor)
    note("item.create", actor, item)
    return Saved(item, removed)


@verb("item.save", "項目の保存")
def save_item(
    *,
    actor: User,
    item: PlanItem,
    version: int,
    title: str,
    body: str,
    department: Department | None = None,
    printed_number: str | None = None,
    closing: bool = False,
) -> Saved:
    """Save title, body and department if nobody saved since ``version``; raises Overtaken otherwise.

    ``closing`` is an explicit 保存: what this person saves afterwards is a row of history of its own.
    """
    current = item_to_write(item, version)
    if printed_number is not None:
        current.printed_number = printed_number
    removed = write(current, title=title, body=body, department=department)
    save_by(current, actor, closing=closing)
    note("item.save", actor, current, version=current.version)
    return Saved(current, removed)


def item_to_write(item: PlanItem, version: int) -> PlanItem:
    """The item as it stands now, locked, if nobody saved since ``version``; raises Overtaken otherwise."""
    current = current_item(item, require_working(item.edition))
    if current.version != version:
        raise Overtaken(current)
    return current


def write(item: PlanItem, *, title: str, body: str, department: Department | None) -> tuple[str, ...]:
    """Put the texts into a locked item as its next version, checked but not saved; what cleaning took out."""
    _require_own(department, item.edition)
    item.body, removed = _cleaned(body)
    item.title = title.strip()
    item.department = department
    item.version += 1
    item.full_clean()
    return removed


@verb("item.move", "項目の移動")
def move_item(*, actor: User, item: PlanItem, parent: PlanItem | None, index: int) -> PlanItem:
    """Move an item with all that stands under it; Refused for a forbidden place or a circle."""
    edition = require_working(item.edition)
    current = current_item(item, edition)
    parents = dict(PlanItem.objects.filter(edition=edition).values_list("pk", "parent_id"))
    if parent is not None and parent.pk not in parents:
        raise Refused("別の版の項目の下には移せません。")
    if tree.is_circle(parents, item=current.pk, new_parent=parent.pk if parent else None):
        raise Refused(f"「{current.title}」を、それ自身の下には移せません。")
    require_place(current.level, parent)
    place(current, parent, index)
    save_by(current, actor, ["parent", "position"])
    Relisting.objects.filter(item=current, under=parent).delete()  # it stands there itself now
    note("item.move", actor, current, parent=parent.pk if parent else None, index=index)
    return current


@verb("item.delete", "項目の削除")
def delete_item(*, actor: User, item: PlanItem) -> int:
    """Delete an item with all that stands under it; returns how many items went. Refused while targets hang on any.

    ``strategy.branches.restore_branch`` brings them back.
    """
    edition = require_working(item.edition)
    current = current_item(item, edition)
    branch = branch_of(current, edition)
    ids = [row.pk for row in branch]
    outside = (
        Alignment.objects.filter(to_item__in=ids).exclude(item__in=ids).select_related("to_item").first()
    )
    if outside:
        raise Refused(
            f"「{outside.to_item.title}」にはほかの項目からの対応があります。先にその対応をはずしてください。"
        )
    require_nothing_hangs(branch, deed="削除")
    keep_branch(branch, edition, actor)
    Alignment.objects.filter(item__in=ids).delete()
    note("item.delete", actor, current, title=current.title, count=len(ids))
    for row in reversed(branch):  # children first, each with its own row of history
        row._history_user = actor
        row.delete()
    return len(ids)


@verb("item.relist", "再掲")
def relist_item(*, actor: User | None, item: PlanItem, under: PlanItem, index: int = 1_000_000) -> Relisting:
    """Show an item a second time under another one; it stays one item."""
    edition = require_working(item.edition)
    if under.edition_id != edition.pk:
        raise Refused("別の版の項目の下には再掲できません。")
    current = current_item(item, edition)
    parents = dict(PlanItem.objects.filter(edition=edition).values_list("pk", "parent_id"))
    if current.parent_id == under.pk:
        raise Refused(f"「{current.title}」はすでに「{under.title}」の下にあります。")
    if tree.is_circle(parents, item=current.pk, new_parent=under.pk):
        raise Refused(f"「{current.title}」を、それ自身の下には再掲できません。")
    children = PlanItem.objects.filter(edition=edition, parent=under).order_by("position", "id")
    positions = list(children.values_list("position", flat=True))
    positions.append((positions[-1] if positions else 0) + tree.STEP)  # where the next child would stand
    position = positions[max(0, min(index, len(positions) - 1))] - 1
    relisting = Relisting(edition=edition, item=current, under=under, position=position)
    relisting.full_clean()
    relisting.save()
    note("item.relist", actor, current, under=str(under.lineage))
    return relisting


@verb("item.unlist", "再掲の取消し")
def remove_relisting(*, actor: User, relisting: Relisting) -> PlanItem:
    """Take a 再掲 away; the item itself stays where it stands."""
    edition = require_working(relisting.edition)
    current = edition.relistings.select_related("item").filter(pk=relisting.pk).first()
    if current is None:
        raise Refused("この再掲はもうありません。画面を開き直してください。")
    current.item.edition = edition
    current.delete()
    note("item.unlist", actor, current.item)
    return current.item
