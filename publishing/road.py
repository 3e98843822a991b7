"""The road of editions of a plan: each with who did what when, and what may be done with it next."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import AuditEvent, Government
from accounts.rules import PLANNERS
from publishing.changes import CLOCK, known_as, moment, reserved_for
from publishing.readiness import Drafting, drafting_of
from strategy.fiscal import format_date
from strategy.models import Edition, Plan

# Steps of the road and what they are called.
STEPS = {
    "edition.create": "作成",
    "edition.start_next": "作成",
    "edition.correct": "作成（正誤訂正）",
    "edition.freeze": "凍結",
    "edition.publish": "公表",
    "edition.withdraw": "取下げ",
    "edition.supersede": "交代",
}


@dataclass(frozen=True)
class Step:
    """One step of an edition: what, when, who, and what more there is to say."""

    at: datetime.datetime
    name: str
    who: str
    note: str = ""


@dataclass(frozen=True)
class Action:
    """What may be done with an edition now; one of a page is ``primary``."""

    label: str
    url: str
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Stop:
    """An edition on the road."""

    edition: Edition
    steps: tuple[Step, ...]
    actions: tuple[Action, ...]
    drafting: Drafting | None
    is_printed: bool


def road(plan: Plan, day: datetime.date, role: str) -> list[Stop]:
    """The editions of a plan, the newest first. Four queries, however many there are."""
    editions = list(
        plan.editions.with_hold(day)
        .without_content()
        .select_related("based_on", "superseded_by", "printed")
        .defer("based_on__content", "superseded_by__content")
        .order_by("-number")
    )
    for edition in editions:
        edition.plan = plan
    steps = _steps(plan.government, editions)
    drafting = drafting_of([edition for edition in editions if not edition.is_frozen])
    may_act = role in PLANNERS
    return [
        Stop(
            edition,
            tuple(steps.get(edition.pk, ())),
            tuple(actions(edition, editions) if may_act else ()),
            drafting.get(edition.pk),
            hasattr(edition, "printed"),
        )
        for edition in editions
    ]


def _steps(government: Government, editions: list[Edition]) -> dict[int, list[Step]]:
    """What happened to each edition, oldest first. Two queries."""
    subjects = {f"edition:{edition.pk}": edition for edition in editions}
    events = AuditEvent.objects.filter(government=government, subject__in=subjects, verb__in=STEPS)
    # Sorted here: asked for an order, SQLite walks the whole record in that order instead of looking the editions up.
    events = sorted(events.select_related("actor").order_by(), key=lambda event: event.pk)
    names = known_as(government, {event.actor for event in events if event.actor})
    numbers = {edition.pk: edition.number for edition in editions}
    found: dict[int, list[Step]] = {}
    for event in events:
        edition = subjects[event.subject]
        name, note = _told(event, edition, numbers)
        who = names.get(event.actor_id, CLOCK)
        found.setdefault(edition.pk, []).append(Step(event.at, name, who, note))
    return found


def _told(event: AuditEvent, edition: Edition, numbers: dict[int, int]) -> tuple[str, str]:
    """The step's name and note."""
    name, detail = STEPS[event.verb], event.detail
    if event.verb == "edition.publish" and (at := reserved_for(event)):
        return "公表予約", f"{moment(at)}に公表"
    if event.verb == "edition.withdraw":
        return name if detail.get("was_public", True) else "公表予約の取消し", detail.get("reason", "")
    if event.verb == "edition.supersede":
        return name, f"第{numbers.get(detail.get('by'), '？')}版に代わる（{_since(detail)}から）"
    if edition.based_on and name.startswith("作成"):
        return name, f"第{edition.based_on.number}版をもとに"
    return name, ""


def _since(detail: dict) -> str:
    return format_date(datetime.date.fromisoformat(detail["since"]))


def actions(edition: Edition, editions: list[Edition]) -> list[Action]:
    """What a planner may do with an edition now, the next step of its road first."""
    place = [edition.plan.government.slug, edition.plan.slug, edition.number]

    def action(label: str, name: str, **looks: bool) -> Action:
        return Action(label, reverse(name, args=place), **looks)

    if not edition.is_frozen:
        return [
            action("書く", "outline"),
            action("凍結する…", "edition_freeze", primary=True),
            action("基本事項を直す", "edition_basics"),
        ]
    found = []
    if edition.published_at is None:
        if edition.publish_at is None:
            found.append(action("公表する…", "edition_publish", primary=edition == editions[0]))
        else:
            found.append(action("公表の日時を変える…", "edition_publish"))
            found.append(action("公表予約を取り消す…", "edition_withdraw", danger=True))
    is_settled = edition.published_at is not None
    if all(other.is_frozen for other in editions):
        label = "次の版をつくる…" if edition == editions[0] else "この版から次の版をつくる…"
        found.append(action(label, "edition_next", primary=is_settled and edition == editions[0]))
        if edition.is_public and not _is_corrected(edition, editions):
            found.append(action("正誤訂正の版をつくる…", "edition_correct"))
    if edition.is_public:
        found.append(action("取り下げる…", "edition_withdraw", danger=True))
    return found


def _is_corrected(edition: Edition, editions: list[Edition]) -> bool:
    return any(other.correction and other.based_on_id == edition.pk and other.is_public for other in editions)
