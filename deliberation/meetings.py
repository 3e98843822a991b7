"""Verbs on meetings (会議): planned, called, finished or cancelled; several bodies take one agenda in a round."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.bindings import bindings_of
from deliberation.calling import calling_of
from deliberation.copying import copy_agenda
from deliberation.holding import (
    box_of,
    checked,
    held_body,
    held_meeting,
    remember,
    require_changeable,
    require_seen,
)
from deliberation.models import Body, Meeting, Round
from deliberation.titles import number_words
from kpi.rules import require_year
from strategy.fiscal import format_date
from strategy.models import Plan

FIELDS = (
    "fiscal_year number form purpose why_written agreed_with_chair_on is_unplanned held_on when_words starts_at ends_at "
    "place openness openness_reason observers document_number called_on consent_until questions_until opens_at closes_at"
).split()
_KNOWN = frozenset(FIELDS)
# What members were told when they were called, and what the ledger of the vote rests on.
_TOLD = frozenset({"fiscal_year", "number", "form"})
_VOTED = frozenset({"opens_at", "closes_at", "consent_until"})
MOVED = "表決の受付を始めたあとは、日時をここでは変えられません。締切は「表決」の画面で、理由を書いて延ばしてください。"
State = Meeting.State


@verb("meeting.plan", "会議の予定")
def plan_meeting(*, actor: User | None, plan: Plan, body: Body, **fields: Any) -> Meeting:
    """Put a meeting on the plan; ``fields`` are those of FIELDS. The number follows the last one of the year if not given.

    Raises ``ValidationError`` for a number that is taken, a deadline before the opening, 非公開 without a reason.
    """
    require_known(fields, _KNOWN)
    of = held_body(body)
    if of.government_id != plan.government_id:
        raise Refused("ほかの団体の会議体は選べません。")
    meeting = Meeting(plan=plan, body=of)
    put(meeting, fields)
    if meeting.number is None:
        meeting.number = next_number(of, meeting.fiscal_year)
    _check(meeting)
    meeting.save()
    remember("meeting.plan", actor, meeting, form=meeting.get_form_display())
    return meeting


@verb("meeting.save", "会議の保存")
def save_meeting(*, actor: User | None, meeting: Meeting, seen: int, **fields: Any) -> Meeting:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise.

    Called, a meeting keeps its number and form; once voting was opened, its deadlines are moved on the page of the vote.
    """
    require_known(fields, _KNOWN)
    current = held_meeting(meeting)
    require_seen(current, seen)
    require_changeable(current)
    changed = put(current, fields)
    if not changed:
        return current
    if current.state == State.CALLED and _TOLD & set(changed):
        names = "・".join(names_of(current, sorted(_TOLD & set(changed))))
        raise Refused(f"招集した会議の{names}は変えられません。中止して、新しい会議をつくってください。")
    if _VOTED & set(changed) and box_of(current) is not None:
        raise Refused(MOVED)
    _check(current)
    current.version += 1
    current.save()
    remember("meeting.save", actor, current, fields=names_of(current, changed))
    return current


@verb("meeting.call", "会議の招集")
def call_meeting(
    *, actor: User | None, meeting: Meeting, seen: int | None = None, now: datetime.datetime | None = None
) -> Meeting:
    """Call a planned meeting: from now on its members see it. Refused with everything that is still missing.

    The day of the notice is today where none was given. ``now`` aware, the moment of the call.
    """
    moment = now or timezone.now()
    current = held_meeting(meeting)
    if seen is not None:
        require_seen(current, seen)
    if current.state != State.PLANNED:
        raise Refused(f"この会議は、すでに「{current.get_state_display()}」です。画面を開き直してください。")
    if obstacles := calling_of(current, moment).obstacles:
        raise ValidationError(list(obstacles))
    current.state = State.CALLED
    current.called_on = current.called_on or timezone.localdate(moment)
    current.version += 1
    checked(current)
    remember("meeting.call", actor, current, called_on=current.called_on.isoformat())
    return current


@verb("meeting.finish", "会議の終了")
def finish_meeting(*, actor: User | None, meeting: Meeting, seen: int) -> Meeting:
    """End a called meeting. Refused before its day, or while an item that is voted on has no result."""
    current = held_meeting(meeting)
    require_seen(current, seen)
    if current.state != State.CALLED:
        raise Refused("終了にできるのは、招集した会議だけです。")
    if current.held_on is not None and not current.is_written and current.held_on > timezone.localdate():
        raise Refused(f"開催日（{format_date(current.held_on, weekday=True)}）がまだ来ていません。")
    items = list(current.agenda.all())
    bindings = bindings_of(items)
    open_items = [
        item for item in items if item.is_vote and item.voided_at is None and not bindings[item.pk].is_decided
    ]
    if open_items:
        where = "「表決」の締切を待つ" if current.is_written else "「出欠・会議録」で採決を記録する"
        numbers = "・".join(str(item.number) for item in open_items)
        raise Refused(f"案件{numbers}の結果がまだありません。{where}か、案件を無効にしてください。")
    current.state = State.FINISHED
    current.version += 1
    current.save()
    remember("meeting.finish", actor, current)
    return current


@verb("meeting.cancel", "会議の中止")
def cancel_meeting(*, actor: User | None, meeting: Meeting, seen: int, reason: str) -> Meeting:
    """Cancel a meeting with a reason. A vote under way is ended first: its items are voided, or it is closed."""
    current = held_meeting(meeting)
    require_seen(current, seen)
    require_changeable(current)
    box = box_of(current)
    if box is not None and box.is_closed:
        raise Refused("表決が終わった会議は中止できません。結果はそのまま残ります。")
    if box is not None and current.agenda.filter(kind="VOTE", voided_at=None).exists():
        raise Refused("表決の受付中です。先に、表決する案件を無効にしてください。")
    current.state, current.cancelled_why = State.CANCELLED, reason.strip()
    current.version += 1
    checked(current)
    remember("meeting.cancel", actor, current, reason=current.cancelled_why)
    return current


@verb("meeting.round", "審議の回")
def start_round(*, actor: User | None, meeting: Meeting, bodies: Sequence[Body], title: str = "") -> Round:
    """Have further bodies take the same agenda: for each a planned meeting with copies of items and papers.

    Refused for a body that is in the round already. The dates of the new meetings are open.
    """
    current = held_meeting(meeting)
    require_changeable(current)
    if not bodies:
        raise Refused("同じ案件を諮る会議体を選んでください。")
    of = current.round or _new_round(current.plan, title)
    taken = {current.body_id, *of.meetings.exclude(state=State.CANCELLED).values_list("body", flat=True)}
    made = []
    for body in bodies:
        own = held_body(body)
        if own.government_id != current.plan.government_id:
            raise Refused("ほかの団体の会議体は選べません。")
        if own.pk in taken:
            raise Refused(f"{own.called}は、この審議の回にすでに加わっています。")
        taken.add(own.pk)
        made.append(_sister(current, own, of))
    if current.round_id is None:
        current.round = of
        current.version += 1
        current.save()
    remember("meeting.round", actor, current, round=of.number, meetings=[number_words(one) for one in made])
    return of


def next_number(body: Body, fiscal_year: int) -> int:
    """The number of the body's next meeting in a fiscal year. One query."""
    last = body.meetings.filter(fiscal_year=fiscal_year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _new_round(plan: Plan, title: str) -> Round:
    last = plan.rounds.aggregate(last=Max("number"))["last"]
    made = Round(plan=plan, number=(last or 0) + 1, title=title.strip())
    checked(made)
    return made


def _sister(meeting: Meeting, body: Body, of: Round) -> Meeting:
    """A planned meeting of another body with copies of agenda and papers; how and when it meets is its own."""
    made = Meeting(
        plan=meeting.plan,
        body=body,
        round=of,
        fiscal_year=meeting.fiscal_year,
        number=next_number(body, meeting.fiscal_year),
        purpose=meeting.purpose,
        when_words=meeting.when_words or "未定",
        openness=Meeting.Openness.OPEN,
    )
    checked(made)
    copy_agenda(meeting, made)
    return made


def _check(meeting: Meeting) -> None:
    require_year(meeting.fiscal_year)
    faults: dict[str, str] = {}
    if meeting.openness != Meeting.Openness.OPEN and not meeting.openness_reason:
        faults["openness_reason"] = "公開しない理由を書いてください。"
    if meeting.starts_at and meeting.ends_at and meeting.ends_at <= meeting.starts_at:
        faults["ends_at"] = "終了が開始より前です。"
    if meeting.consent_until and meeting.opens_at and meeting.consent_until > meeting.opens_at:
        faults["consent_until"] = "同意の締切は、表決の始まりより前にしてください。"
    if meeting.questions_until and meeting.closes_at and meeting.questions_until > meeting.closes_at:
        faults["questions_until"] = "質問の締切は、表決の締切より前にしてください。"
    if faults:
        raise ValidationError(faults)
    meeting.full_clean()
