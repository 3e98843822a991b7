"""The desk: what waits for a person, the plans at work, what changed since the last visit."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.rules import PLANNERS, Role
from deliberation.consulting.duties import duties_of as duties_of_consultations
from deliberation.duties import duties_of as duties_of_votes
from kpi.review.duties import duties_of
from publishing.changes import Change, changes_since, moment
from publishing.readiness import Drafting, drafting_of
from strategy.fiscal import WEEKDAYS, format_fiscal_year
from strategy.models import Edition, Plan

FIRST_LOOK = datetime.timedelta(days=7)  # what a person sees who never was here
ENDS_SOON = datetime.timedelta(days=365)  # drawing up a plan takes a year


@dataclass(frozen=True)
class Duty:
    """Something that waits for the person: what, why, where to go; ``due`` None means no deadline."""

    title: str
    sentence: str
    url: str
    button: str
    due: datetime.date | None = None
    is_late: bool = False

    def day(self) -> str:
        """6月12日（金）; an empty text without a deadline."""
        return f"{self.due.month}月{self.due.day}日（{WEEKDAYS[self.due.weekday()]}）" if self.due else ""


@dataclass(frozen=True)
class Line:
    """A row of the table of plans and editions at work."""

    edition: Edition
    drafting: Drafting | None


class Desk:
    """Everything on one person's desk. Ten queries, those of the yearly round (``kpi.review.duties``), one of consultations
    (``deliberation.consulting.duties``) and those of votes and opinions (``deliberation.duties``), whatever the number of
    plans, items and events."""

    def __init__(self, membership: Membership, now: datetime.datetime, last_visit: datetime.datetime | None):
        self.membership, self.government = membership, membership.government
        self.now, self.today = now, timezone.localtime(now).date()
        self.last_visit = last_visit
        self.plans = list(self.government.plans.order_by("kind", "slug"))
        self.editions = self._editions()
        self.drafting = drafting_of([e for e in self._all() if not e.is_frozen])
        self.lines = [line for plan in self._in_order() for line in self._lines(plan)]
        self.duties = sorted(self._duties(), key=lambda duty: (duty.due is None, duty.due or self.today))
        self.changes: list[Change] = changes_since(
            self.government, last_visit or now - FIRST_LOOK, but=membership.user_id
        )

    @property
    def is_planner(self) -> bool:
        return self.membership.role in PLANNERS

    @property
    def dated_duties(self) -> list[tuple[Duty, str]]:
        """The duties, each with the days that are left."""
        return [(duty, self.days_left(duty)) for duty in self.duties]

    def days_left(self, duty: Duty) -> str:
        """きょう, あす, あと6日, 6日過ぎています, 145日遅れ; an empty text without a deadline."""
        if duty.due is None:
            return ""
        days = (duty.due - self.today).days
        if days < 0:
            return f"{-days}日過ぎています" if days > -100 else f"{-days}日遅れ"  # in a narrow column
        return {0: "きょう", 1: "あす"}.get(days, f"あと{days}日")

    def _editions(self) -> dict[int, list[Edition]]:
        """The editions of each plan, the newest first."""
        plans, found = {plan.pk: plan for plan in self.plans}, defaultdict(list)
        rows = Edition.objects.filter(plan__in=plans).with_hold(self.today).without_content()
        for edition in rows.order_by("-number"):
            edition.plan = plans[edition.plan_id]
            edition.plan.government = self.government
            found[edition.plan_id].append(edition)
        return found

    def _all(self) -> list[Edition]:
        return [edition for rows in self.editions.values() for edition in rows]

    def _in_order(self) -> list[Plan]:
        """Strategies first, as everywhere."""
        order = list(Plan.Kind.values)
        return sorted(self.plans, key=lambda plan: (order.index(plan.kind), plan.slug))

    def _lines(self, plan: Plan) -> list[Line]:
        """What is at work in a plan: being written, frozen, reserved or in force; else only the newest edition."""
        editions = self.editions[plan.pk]
        shown = [
            edition for n, edition in enumerate(editions) if self._is_at_work(edition, n == 0)
        ] or editions[:1]
        return [Line(edition, self.drafting.get(edition.pk)) for edition in shown]

    @staticmethod
    def _is_at_work(edition: Edition, is_newest: bool) -> bool:
        waits = edition.is_frozen and edition.published_at is None and (is_newest or edition.publish_at)
        return not edition.is_frozen or bool(waits) or (edition.is_public and edition.holds)

    # --- duties ---------------------------------------------------------------------------------------------

    def _duties(self) -> list[Duty]:
        found: list[Duty] = []
        for editions in (self.editions[plan.pk] for plan in self._in_order()):
            for n, edition in enumerate(editions):
                if self.is_planner:
                    found += self._of_planner(edition, is_newest=n == 0)
                elif self.membership.role == Role.DEPARTMENT:
                    found += self._of_department(edition)
        return [*found, *self._of_round()]

    def _of_round(self) -> list[Duty]:
        """What the yearly round asks, and what votes and opinions ask of the secretariat."""
        return [
            Duty(
                one.title,
                one.sentence,
                reverse(one.name, args=one.arguments),
                one.button,
                one.due,
                one.is_late,
            )
            for one in (
                *duties_of(self.membership, self.today),
                *duties_of_consultations(self.membership, self.today),
                *duties_of_votes(self.membership, self.now),
            )
        ]

    def _url(self, name: str, edition: Edition, query: str = "") -> str:
        place = [self.government.slug, edition.plan.slug, edition.number]
        return reverse(name, args=place) + query

    def _of_department(self, edition: Edition) -> list[Duty]:
        department = self.membership.department
        drafting = self.drafting.get(edition.pk)
        waiting = drafting.waiting.get(department.pk, 0) if drafting and department else 0
        if not waiting:
            return []
        query = f"?missing=1&department={department.pk}"
        return [
            Duty(
                f"{department.name}の項目に、本文のないものが{waiting}件あります",
                f"「{edition.title}」（{edition.stage_name}）を作成しています。担当する項目の本文を書いてください。",
                self._url("outline", edition, query),
                "書く",
            )
        ]

    def _of_planner(self, edition: Edition, *, is_newest: bool) -> list[Duty]:
        name = f"「{edition.title}」（{edition.stage_name}）"
        if not edition.is_frozen:
            return [self._drafting_duty(edition, name)]
        if edition.publish_at is not None and edition.published_at is None:
            return [self._reservation_duty(edition, name)]
        if is_newest and edition.published_at is None:
            sentence = f"{moment(edition.frozen_at)}に凍結しました。公表の日時は決まっていません。"
            return [Duty(f"{name}の公表", sentence, self._url("edition_publish", edition), "公表する…")]
        return self._ending_duty(edition) if is_newest else []

    def _drafting_duty(self, edition: Edition, name: str) -> Duty:
        drafting, outline = self.drafting[edition.pk], self._url("outline", edition)
        if not drafting.items:
            return Duty(
                f"{name}の本文", "まだ項目がありません。章から書き始めてください。", outline, "書き始める"
            )
        progress = drafting.progress
        if progress.missing:
            sentence = f"未入力 {progress.missing}項目（記入 {progress.written}／{progress.needed}）。"
            return Duty(f"{name}の本文", sentence, outline, "続きを書く")
        sentence = "本文の要る項目は、すべて書かれています。確かめて、凍結できます。"
        return Duty(f"{name}の凍結", sentence, self._url("edition_freeze", edition), "凍結する…")

    def _reservation_duty(self, edition: Edition, name: str) -> Duty:
        is_late = edition.publish_at < self.now - datetime.timedelta(minutes=5)
        due = timezone.localtime(edition.publish_at).date()
        if is_late:
            sentence = (
                f"{moment(edition.publish_at)}の予約ですが、まだ公表されていません。対応づけた計画が公表されているか、"
                "確かめてください。"
            )
            return Duty(
                f"{name}の公表予約", sentence, self._url("edition_publish", edition), "確かめる", due, True
            )
        sentence = f"{moment(edition.publish_at)}に公表します。日時を変えたり、取り消したりできます。"
        return Duty(f"{name}の公表予約", sentence, self._url("edition_publish", edition), "予約を見る", due)

    def _ending_duty(self, edition: Edition) -> list[Duty]:
        """The period of the newest edition runs out, and nobody has begun the next one."""
        last_day = datetime.date(edition.last_fiscal_year + 1, 3, 31)
        is_current = edition.is_public and edition.stage == Edition.Stage.ADOPTED
        if edition.plan.kind == Plan.Kind.REFERENCE or not is_current or last_day - self.today > ENDS_SOON:
            return []
        year = format_fiscal_year(edition.last_fiscal_year, short=True)
        return [
            Duty(
                f"「{edition.title}」の次の計画",
                f"計画期間は{year}までです。次の版はまだつくられていません。",
                self._url("edition_next", edition),
                "次の版をつくる…",
                last_day,
                last_day < self.today,
            )
        ]
