"""The history of an item as people read it: who changed what and when, field by field, the newest first."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from accounts.models import Department, Membership
from strategy.models import Edition, Level, PlanItem
from strategy.places import Place, places_of

# Signs of a row in ``history_change_reason``: the item as it stood before its first save in this edition (copying
# and loading write no row), and 戻す.
ORIGIN, RESTORED = "origin", "restored"
PAGE = 30
TOP, GONE = "いちばん上", "（今はない項目）"
# What a row tells, by the sign it carries.
ACTS = {
    "origin": "この版をつくったときの文です",
    "created": "項目をつくりました",
    "undeleted": "削除を取り消しました",
    "deleted": "項目を削除しました",
    "restored": "前の文に戻しました",
    "changed": "",
}


@dataclass(frozen=True)
class Change:
    """What one field said and says; ``old`` None where nothing is known of before. ``is_body``: HTML."""

    label: str
    old: str | None
    new: str
    is_body: bool = False


@dataclass(frozen=True)
class Entry:
    """One row of history, with the texts it would bring back."""

    row: int
    at: datetime.datetime
    who: str
    is_contractor: bool
    act: str
    changes: tuple[Change, ...]
    is_current: bool

    @property
    def told(self) -> str:
        if self.act == "changed" and not self.changes:
            return "保存しました（前の記録と同じ文です）"
        return ACTS[self.act]


@dataclass(frozen=True)
class Chronicle:
    """A page of an item's history; ``place`` and ``item`` are None when it was deleted, ``deletion`` tells how."""

    item: PlanItem | None
    title: str
    place: Place | None
    page: Page
    entries: tuple[Entry, ...]
    deletion: Entry | None = None


def chronicle(edition: Edition, lineage: uuid.UUID, page: str | None) -> Chronicle | None:
    """A page of the history of an item, also of a deleted one; None when there never was one here.

    Nine queries, however long the history is; ten on a further page of a deleted item.
    """
    item = edition.items.select_related("level", "department").filter(lineage=lineage).first()
    rows = PlanItem.history.filter(edition=edition, lineage=lineage).select_related("history_user")
    shown = Paginator(rows.order_by("-history_id"), PAGE).get_page(page)
    if item is None and not shown.paginator.count:
        return None
    if item is not None:
        item.edition = edition
    # One more row than is shown, to compare the last one with.
    start = (shown.number - 1) * PAGE
    found = list(shown.paginator.object_list[start : start + PAGE + 1])
    reader = _Reader(edition, item, found)
    before = [*found[1:], None]
    told = [reader.entry(row, former) for row, former in zip(found[:PAGE], before, strict=False)]
    if item is not None:
        return Chronicle(item, item.title, reader.places.get(lineage), shown, tuple(told))
    last = found[0] if shown.number == 1 else shown.paginator.object_list[0]
    return Chronicle(None, last.title, None, shown, tuple(told), deletion=reader.entry(last, last))


class _Reader:
    """The names of everything that rows point at, read once for all of them."""

    def __init__(self, edition: Edition, item: PlanItem | None, rows: list[Any]):
        self.item = item
        government = edition.plan.government
        self.places = places_of([edition])[edition.pk]
        above = {row.parent_id for row in rows} - {None}
        self.lineages = dict(PlanItem.objects.filter(pk__in=above).values_list("pk", "lineage"))
        past = PlanItem.history.filter(id__in=above, history_type="-")
        self.lost = dict(past.order_by("history_id").values_list("id", "title"))
        self.levels = dict(Level.objects.filter(edition=edition).values_list("pk", "name"))
        self.departments = {row.pk: str(row) for row in Department.objects.filter(government=government)}
        people = {row.history_user_id for row in rows}
        self.memberships = list(
            Membership.objects.filter(government=government, user__in=people - {None}).select_related(
                "department"
            )
        )

    def entry(self, row: Any, before: Any) -> Entry:
        membership = self._membership(row)
        where = f"（{membership.department.name}）" if membership and membership.department else ""
        act = _act(row, before)
        changes = () if act == "deleted" and before else tuple(self._changes(row, before))
        return Entry(
            row=row.history_id,
            at=row.history_date,
            who=f"{row.history_user}{where}" if row.history_user else "",
            is_contractor=bool(membership and membership.contractor),
            act=act,
            changes=changes,
            is_current=self.item is not None and _texts(row) == _texts(self.item),
        )

    def _membership(self, row: Any) -> Membership | None:
        """The membership that held on that day, else any of this person here."""
        own = [found for found in self.memberships if found.user_id == row.history_user_id]
        day = timezone.localdate(row.history_date)
        held = (found for found in own if (found.first_day or day) <= day <= (found.last_day or day))
        return next(held, own[-1] if own else None)

    def _changes(self, row: Any, before: Any) -> Iterable[Change]:
        for label, words in (
            ("見出し", lambda one: one.title),
            ("印刷の番号", lambda one: one.printed_number or "（計算した番号）"),
            ("階層", lambda one: self.levels.get(one.level_id, "（今はない階層）")),
            ("所管課", lambda one: self._department(one.department_id)),
            ("場所", lambda one: self._place(one.parent_id)),
        ):
            old, new = words(before) if before else None, words(row)
            if old != new and (before or label in ("見出し", "所管課", "場所")):
                yield Change(label, old, new)
        if before and _only_reordered(row, before):
            yield Change("並び順", None, "同じ場所の中で順番を変えました")
        if before is None or before.body != row.body:
            yield Change("本文", before.body if before else None, row.body, is_body=True)

    def _department(self, pk: int | None) -> str:
        return self.departments.get(pk, "（今はない課）") if pk else "（決まっていない）"

    def _place(self, pk: int | None) -> str:
        if pk is None:
            return TOP
        place = self.places.get(self.lineages.get(pk))
        return f"「{place.label if place else self.lost.get(pk, GONE)}」の下"


def _act(row: Any, before: Any) -> str:
    if row.history_type == "-":
        return "deleted"
    if row.history_type == "+":
        if row.history_change_reason == ORIGIN:
            return "origin"
        return "undeleted" if before is not None else "created"
    return "restored" if row.history_change_reason == RESTORED else "changed"


def _texts(one: Any) -> tuple[str, str, int | None]:
    return one.title, one.body, one.department_id


def _only_reordered(row: Any, before: Any) -> bool:
    """Whether the row tells of a move among the same neighbours; a save counts the version, a move does not."""
    stays = (row.version, row.parent_id, row.level_id) == (before.version, before.parent_id, before.level_id)
    return stays and row.position != before.position
