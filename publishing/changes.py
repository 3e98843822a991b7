"""What others did on the plans of a government, as sentences: 「馬場（こども事業課）が〈項目〉を直しました」."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.audit import LABELS
from accounts.models import AuditEvent, Department, Government, Membership, User
from kpi.models import Target
from strategy.fiscal import WEEKDAYS, era_year
from strategy.models import Edition, PlanItem

TOLD = 12  # sentences that are shown
READ = 4 * TOLD  # acts that are read; some are one sentence with another, or of another edition
CLOCK = "予約の時計"
# Things of which every member of staff may hear; people, their roles and their sign-ins are not among them.
PLAN_THINGS = frozenset(
    "alignment comparison department edition figure indicator item items level levels plan reference relisting role scheme "
    "survey target targets term titles".split()
)
# The clock's work, and what another sentence tells already.
UNTOLD = frozenset({"edition.print", "edition.supersede", "plan.create", "plan.start"})
# What was done, with {} where the thing stands; a verb without a sentence of its own is told by its label.
SENTENCES = {
    "alignment.choose": "{}にほかの計画との対応を足しました",
    "alignment.create": "{}にほかの計画との対応を足しました",
    "alignment.delete": "{}のほかの計画との対応をはずしました",
    "comparison.cut": "{}の新旧対照表の行の分け方を変えました",
    "comparison.forget": "{}の新旧対照表の行を元に戻しました",
    "comparison.issue": "{}の新旧対照表を確定しました",
    "comparison.join": "{}の項目を前の版の項目とつなぎました",
    "comparison.note": "{}の新旧対照表の行を直しました",
    "comparison.part": "{}の項目と前の版の項目のつなぎをはずしました",
    "comparison.place": "{}の新旧対照表の行の扱いを変えました",
    "comparison.save": "{}の新旧対照表の資料番号やポイントを直しました",
    "comparison.style": "{}の新旧対照表の様式を変えました",
    "department.create": "{}を登録しました",
    "department.end": "{}の廃止日を決めました",
    "department.reorganise": "{}への組織改編をしました",
    "edition.correct": "{}をつくりました",
    "edition.create": "{}をつくりました",
    "edition.freeze": "{}を凍結しました",
    "edition.load": "{}に内容を読み込みました",
    "edition.save": "{}の基本事項を直しました",
    "edition.start_next": "{}をつくりました",
    "figure.create": "{}に図を足しました",
    "indicator.break": "{}に定義の変更を書きました",
    "indicator.create": "{}を指標に足しました",
    "indicator.delete": "{}を指標から削除しました",
    "indicator.save": "{}の指標を直しました",
    "item.create": "{}を足しました",
    "item.delete": "{}を削除しました",
    "item.move": "{}を動かしました",
    "item.overwrite": "{}を自分の文で上書きしました",
    "item.relist": "{}を再掲しました",
    "item.restore": "{}を前の文に戻しました",
    "item.save": "{}を直しました",
    "item.unlist": "{}の再掲を取り消しました",
    "levels.create": "{}に階層のひな形を取り込みました",
    "scheme.save": "{}を判定の区分にしました",
    "target.create": "{}の目標値を足しました",
    "target.delete": "{}の目標値を削除しました",
    "target.load": "{}に目標値を読み込みました",
    "target.move": "{}の目標値を動かしました",
    "target.relist": "{}の目標値を再掲しました",
    "target.save": "{}の目標値を直しました",
    "target.unlist": "{}の目標値の再掲を取り消しました",
}


@dataclass(frozen=True)
class Change:
    """A sentence: ``who`` did to a ``thing`` (with its address, if it has one) what stands ``after`` it."""

    at: datetime.datetime
    who: str
    thing: str
    url: str
    after: str
    times: int = 1


def told_verbs() -> list[str]:
    """The verbs of which the desk tells."""
    return [name for name in LABELS if name.partition(".")[0] in PLAN_THINGS and name not in UNTOLD]


def changes_since(
    government: Government,
    since: datetime.datetime,
    *,
    but: int | None = None,
    edition: Edition | None = None,
) -> list[Change]:
    """What was done since this moment, newest first; not by the person with the id ``but``; on one edition if given.

    The same act of one person on one thing is one sentence. Eight queries at most, however much was done.
    """
    events = AuditEvent.objects.filter(government=government, at__gt=since, verb__in=told_verbs())
    if but is not None:
        events = events.exclude(actor_id=but)
    kept = _merged(events)
    return _Things(government, [event for event, _ in kept], edition).told(kept)


def _merged(events: QuerySet[AuditEvent]) -> list[tuple[AuditEvent, int]]:
    """The newest event of each person, act and thing, with how often it happened: autosave writes many. Two queries."""
    acts = events.order_by().values("actor", "verb", "subject")
    acts = acts.annotate(newest=Max("pk"), times=Count("pk")).order_by("-newest")[:READ]
    times = {act["newest"]: act["times"] for act in acts}
    counts: dict[tuple[Any, ...], list[Any]] = {}
    for event in AuditEvent.objects.filter(pk__in=times).select_related("actor").order_by("-pk"):
        key = (event.actor_id, event.verb, event.detail.get("lineage") or event.subject)
        counts.setdefault(key, [event, 0])[1] += times[event.pk]
    return [(event, count) for event, count in counts.values()]


class _Things:
    """What the events are about, read once for all of them."""

    def __init__(self, government: Government, events: list[AuditEvent], only: Edition | None):
        self.government, self.only = government, only
        self.names = known_as(government, {event.actor for event in events if event.actor})
        self.items, self.gone = self._items(events)
        self.editions = self._rows(
            Edition.objects.filter(plan__government=government).without_content().select_related("plan"),
            self._pks(events, "edition"),
        )
        self.targets = self._rows(
            Target.objects.filter(edition__plan__government=government)
            .select_related("edition__plan")
            .only("lineage", "name", "edition__number", "edition__plan__slug"),
            self._pks(events, "target"),
        )
        self.departments = self._rows(
            Department.objects.filter(government=government), self._pks(events, "department")
        )

    @staticmethod
    def _rows(rows: QuerySet, pks: set[int]) -> dict[int, Any]:
        return rows.in_bulk(pks) if pks else {}

    @staticmethod
    def _pks(events: list[AuditEvent], model: str) -> set[int]:
        found = (re.fullmatch(rf"{model}:(\d+)", event.subject) for event in events)
        return {int(match[1]) for match in found if match}

    def _items(self, events: list[AuditEvent]) -> tuple[dict[str, PlanItem], set[str]]:
        """Items by lineage as they stand in the newest edition that has them; lineages that this edition lost."""
        lineages = {
            event.detail["lineage"]
            for event in events
            if event.detail.get("lineage") and not event.subject.startswith("target:")
        }
        if not lineages:
            return {}, set()
        rows = PlanItem.objects.filter(lineage__in=lineages, edition__plan__government=self.government)
        gone = ()
        if self.only is not None:
            rows = rows.filter(edition=self.only)
            past = PlanItem.history.filter(lineage__in=lineages, edition_id=self.only.pk, history_type="-")
            gone = past.values_list("lineage", flat=True)
        rows = rows.defer("body", "edition__content").select_related("edition__plan")
        items = {str(row.lineage): row for row in rows.order_by("edition__number")}
        return items, {str(lineage) for lineage in gone}

    def told(self, merged: list[tuple[AuditEvent, int]]) -> list[Change]:
        """The newest sentences."""
        told = (self._change(event, count) for event, count in merged)
        return [change for change in told if change is not None][:TOLD]

    def _change(self, event: AuditEvent, times: int) -> Change | None:
        thing, url, edition_id = self._thing(event)
        if self.only is not None and edition_id != self.only.pk:
            return None
        who = self.names.get(event.actor_id, CLOCK)
        return Change(event.at, who, thing, url, _after(event), times)

    def _thing(self, event: AuditEvent) -> tuple[str, str, int | None]:
        """Name, address and edition of what the event is about; no address for what is gone."""
        model, _, pk = event.subject.partition(":")
        if model == "target":
            target = self.targets.get(int(pk))
            if target is None:
                return f"「{event.subject_name}」", "", None
            address = self._address(target.edition, "target", target.lineage)
            return f"「{target.name}」", address, target.edition_id
        if lineage := event.detail.get("lineage"):
            item = self.items.get(lineage)
            if item is None:
                lost_here = self.only.pk if self.only and lineage in self.gone else None
                return f"「{event.subject_name or '削除された項目'}」", "", lost_here
            return f"「{item.title}」", self._address(item.edition, "item", item.lineage), item.edition_id
        if model == "edition" and (edition := self.editions.get(int(pk))):
            name = f"「{edition.title}」（{edition.stage_name}、第{edition.number}版）"
            if old := event.detail.get("against"):  # said of a comparison
                return name, self._address(edition, "comparison", old), edition.pk
            return name, self._address(edition, "outline"), edition.pk
        if model == "department" and (department := self.departments.get(int(pk))):
            return f"「{department.name}」", "", None
        return f"「{event.subject_name}」" if event.subject_name else LABELS[event.verb], "", None

    def _address(self, edition: Edition, name: str, *more: Any) -> str:
        return reverse(name, args=[self.government.slug, edition.plan.slug, edition.number, *more])


def _after(event: AuditEvent) -> str:
    """What stands behind the thing in the sentence."""
    if event.verb == "edition.publish":
        at = reserved_for(event)
        return f"の公表を予約しました（{moment(at)}）" if at else "を公表しました"
    if event.verb == "edition.withdraw":
        return "を取り下げました" if event.detail.get("was_public", True) else "の公表予約を取り消しました"
    sentence = SENTENCES.get(event.verb) or f"{{}}：{LABELS[event.verb]}"
    return sentence.partition("{}")[2]


def reserved_for(event: AuditEvent) -> datetime.datetime | None:
    """The moment that a publication was reserved for; None when it happened at once."""
    at = parse_datetime(event.detail.get("at", ""))
    return at if at is not None and at > event.at else None


def moment(at: datetime.datetime) -> str:
    """令和8年4月1日（水）9:00, in Japan; the era alone, for the office's own pages."""
    local = timezone.localtime(at)
    year = era_year(local.year, local.month, local.day)
    return f"{year}{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}）{local.hour}:{local:%M}"


def known_as(government: Government, people: Iterable[User]) -> dict[int, str]:
    """People as the office calls them: 馬場（こども事業課）, 遠藤（管理者）. One query for all of them."""
    users = {user.pk: user for user in people}
    if not users:
        return {}
    memberships = Membership.objects.filter(government=government, user__in=users)
    where = {row.user_id: row for row in memberships.select_related("department").order_by("id")}
    return {pk: _known(user, where.get(pk)) for pk, user in users.items()}


def _known(user: User, membership: Membership | None) -> str:
    if membership is None:
        return user.name
    place = membership.department.name if membership.department else membership.get_role_display()
    return f"{user.name}（{place}{'、委託' if membership.contractor else ''}）"
