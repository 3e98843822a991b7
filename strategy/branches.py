"""Verbs on an item with all that stands under it: a second one like it, and a deleted one that comes back."""

import re
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.models import Department, User
from strategy import tree
from strategy.items import current_item, note
from strategy.keeping import Values, branch_of, built, found_again, insert_ranked, levels_again
from strategy.models import Alignment, DeletedBranch, Edition, Figure, Level, PlanItem, Relisting
from strategy.placing import place
from strategy.rules import require_place, require_working

COPY = "（複製）"
_LINK = re.compile(r'href="#item-([0-9a-f-]{36})"')


@verb("item.duplicate", "項目の複製")
def duplicate_branch(*, actor: User, item: PlanItem) -> PlanItem:
    """Put a second item like this one, with all that stands under it, right behind it; returns its top.

    The copies are items of their own: new lineages, no predecessors. What pointed from one item of the branch to
    another (links, ●, 再掲) does so among the copies; what pointed out of it still does; what pointed into it from
    outside points at the original alone. A printed number that departs from the computed one stays with the
    original at the top, for two of it side by side would be wrong.
    """
    edition = require_working(item.edition)
    current = current_item(item, edition)
    originals = branch_of(current, edition)
    fresh = {str(row.lineage): uuid.uuid4() for row in originals}
    copies: dict[int, PlanItem] = {}
    for row in originals:
        copies[row.pk] = _again(
            row,
            edition=edition,
            parent=copies.get(row.parent_id),
            lineage=fresh[str(row.lineage)],
            body=_LINK.sub(lambda link: f'href="#item-{fresh.get(link[1], link[1])}"', row.body),
            predecessors=[],
            version=1,
        )
    top = copies[current.pk]
    top.title = current.title[: 300 - len(COPY)] + COPY
    top.printed_number = ""
    before = PlanItem.objects.filter(edition=edition, parent=current.parent_id).order_by("position", "id")
    order = list(before.values_list("pk", flat=True))
    place(top, current.parent, order.index(current.pk) + 1)
    insert_ranked(copies.values(), actor)
    _copy_pointers(copies)
    note("item.duplicate", actor, top, of=str(current.lineage), count=len(copies))
    return top


def _again(row, **changes):
    """The same row, unsaved, with these fields changed."""
    row = type(row)(
        **{one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
    )
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def _copy_pointers(copies: dict[int, PlanItem]) -> None:
    alignments = list(Alignment.objects.filter(item__in=list(copies)))
    Alignment.objects.bulk_create(
        _again(row, item=copies[row.item_id], to_item_id=_own(copies, row.to_item_id)) for row in alignments
    )
    relistings = list(Relisting.objects.filter(under__in=list(copies)))
    Relisting.objects.bulk_create(
        _again(row, under=copies[row.under_id], item_id=_own(copies, row.item_id)) for row in relistings
    )
    figures = list(Figure.objects.filter(item__in=list(copies)))
    Figure.objects.bulk_create(_again(row, item=copies[row.item_id]) for row in figures)


def _own(copies: dict[int, PlanItem], pk: int) -> int:
    """The copy's id for an item of the branch, the id itself for another."""
    return copies[pk].pk if pk in copies else pk


@dataclass(frozen=True)
class Restored:
    """A branch that came back, and sentences about what could not come back with it."""

    item: PlanItem
    count: int
    lost: tuple[str, ...] = ()


@verb("item.undelete", "削除の取消し")
def restore_branch(*, actor: User, deleted: DeletedBranch, elsewhere: PlanItem | None = None) -> Restored:
    """Bring a deleted item back where it stood, with all that stood under it and all that hung on it.

    Ids, lineages, texts and places are the same. ``elsewhere`` is the item under which it comes when the item
    above is no more. Raises ``Refused`` when it is back already or has no place; a second try changes nothing.
    """
    edition = require_working(deleted.edition)
    current = edition.deleted_branches.get(pk=deleted.pk)
    content = current.content
    lineages = [values["lineage"] for values in content["items"]]
    if current.restored_at or edition.items.filter(lineage__in=lineages).exists():
        raise Refused(f"「{current.title}」はすでに元に戻してあります。")
    parent = elsewhere or _parent_again(current, edition)
    if parent is not None and parent.edition_id != edition.pk:
        raise Refused("別の版の項目の下には戻せません。")
    branch = _Branch(edition, content)
    branch.grow(parent, None if elsewhere else content["behind"])
    insert_ranked(branch.items.values(), actor)
    branch.point()
    current.restored_at = timezone.now()
    current.save(update_fields=["restored_at"])
    top = branch.items[str(current.lineage)]
    note("item.undelete", actor, top, count=len(branch.items), lost=len(branch.lost))
    return Restored(top, len(branch.items), tuple(branch.lost))


def _parent_again(deleted: DeletedBranch, edition: Edition) -> PlanItem | None:
    """The item above, as it stands today; Refused with what to do when it is gone."""
    above = deleted.content["parent"]
    if above is None:
        return None
    parent = edition.items.select_related("level").filter(lineage=above["lineage"]).first()
    if parent is not None:
        return parent
    for other in edition.deleted_branches.filter(restored_at=None).exclude(pk=deleted.pk):
        if any(values["lineage"] == above["lineage"] for values in other.content["items"]):
            raise Refused(
                f"もとの場所「{above['title']}」も削除されています。先に「{other.title}」を元に戻してください。"
            )
    raise Refused(f"もとの場所「{above['title']}」はもうありません。置く場所を選んで戻してください。")


@dataclass
class _Branch:
    """One restoring: rows built from what was kept, and what could not be."""

    edition: Edition
    content: Values
    items: dict[str, PlanItem] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def grow(self, parent: PlanItem | None, behind: list[str] | None) -> None:
        """Build the items, the top under ``parent`` behind the nearest of those it stood behind."""
        levels, again = levels_again(self.content["levels"], self.edition)
        self.lost += [f"階層「{name}」も削除されていたので、もう一度つくりました。" for name in again]
        kept = {values["department_id"] for values in self.content["items"]} - {None}
        departments = set(Department.objects.filter(pk__in=kept).values_list("pk", flat=True))
        for values in self.content["items"]:
            level = levels[values["level"]]
            above = self.items[values["parent"]] if values["parent"] else parent
            require_place(level, above)
            item = self._item(values, level, above)
            if item.department_id and item.department_id not in departments:
                item.department_id = None
                self.lost.append(f"「{item.title}」の所管課はもうないので、決まっていないことにしました。")
            self.items[values["lineage"]] = item
        self._place_top(parent, behind)

    def _item(self, values: Values, level: Level, above: PlanItem | None) -> PlanItem:
        own = {name: value for name, value in values.items() if name not in ("level", "parent")}
        return built(PlanItem, own, edition=self.edition, level=level, kind=level.kind, parent=above)

    def _place_top(self, parent: PlanItem | None, behind: list[str] | None) -> None:
        siblings = PlanItem.objects.filter(edition=self.edition, parent=parent).order_by("position", "id")
        order = [str(lineage) for lineage in siblings.values_list("lineage", flat=True)]
        index = len(order)
        if behind is not None:
            index = next((order.index(lineage) + 1 for lineage in behind if lineage in order), 0)
        place(next(iter(self.items.values())), parent, index)

    def point(self) -> None:
        """Everything that hung on the items, as far as its other end still stands."""
        content = self.content
        ends = [row["to"] for row in content["alignments"]]
        ends += [row[end] for row in content["relistings"] for end in ("item", "under")]
        found = found_again(ends)
        self._align(found)
        self._relist(found)
        self._draw()

    def _end(self, found: dict[tuple[int, str], PlanItem], address: Values) -> PlanItem | None:
        return found.get((address["edition"], address["lineage"]))

    def _align(self, found: dict[tuple[int, str], PlanItem]) -> None:
        rows = []
        for values in self.content["alignments"]:
            item, target = self.items[values["item"]], self._end(found, values["to"])
            if target is None:
                self.lost.append(
                    f"「{item.title}」から「{values['to']['title']}」への対応は、相手の項目がないので戻せませんでした。"
                )
                continue
            own = {name: value for name, value in values.items() if name not in ("item", "to")}
            rows.append(built(Alignment, own, edition=self.edition, item=item, to_item=target))
        Alignment.objects.bulk_create(rows)

    def _relist(self, found: dict[tuple[int, str], PlanItem]) -> None:
        rows = []
        parents = dict(PlanItem.objects.filter(edition=self.edition).values_list("pk", "parent_id"))
        for values in self.content["relistings"]:
            item, under = self._end(found, values["item"]), self._end(found, values["under"])
            if item is None or under is None:
                self.lost.append(
                    f"「{values['under']['title']}」の下の再掲「{values['item']['title']}」は、"
                    "相手の項目がないので戻せませんでした。"
                )
            elif item.parent_id != under.pk and not tree.is_circle(
                parents, item=item.pk, new_parent=under.pk
            ):
                rows.append(
                    Relisting(edition=self.edition, item=item, under=under, position=values["position"])
                )
        Relisting.objects.bulk_create(rows)

    def _draw(self) -> None:
        rows = []
        for values in self.content["figures"]:
            item = self.items[values["item"]]
            own = {name: value for name, value in values.items() if name != "item"}
            figure = built(Figure, own, edition=self.edition, item=item)
            if figure.image.storage.exists(figure.image.name):
                rows.append(figure)
            else:
                self.lost.append(
                    f"「{item.title}」の図「{figure.caption}」は、画像がもうないので戻せませんでした。"
                )
        Figure.objects.bulk_create(rows)
