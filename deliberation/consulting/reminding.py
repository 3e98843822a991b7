"""Reminding departments that have not answered a 各課照会: by a planner, or by the clock near the day."""

import datetime
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Outbox, User
from deliberation.consulting.letters import reminding
from deliberation.deadlines import last_day
from deliberation.models import Consultation, ConsultationAnswer
from deliberation.procedures.latest import latest
from kpi.review.letters import addresses_of

logger = logging.getLogger(__name__)
State = ConsultationAnswer.State
FIRST_HOUR = 8  # nobody is reminded at night
BEFORE, AFTER = 2, 1  # days: once shortly before the day, once when it is over
CATCH_UP = datetime.timedelta(days=3)  # a server that stood still reminds these days late, not later


@dataclass(frozen=True)
class Waiting:
    """A department that has not answered, the letter it would get now, and to whom; empty ``to``: nobody is reached."""

    answer: ConsultationAnswer
    to: tuple[str, ...]
    subject: str
    body: str
    is_reminded_today: bool

    @property
    def department(self) -> Department:
        return self.answer.department


def waiting_for(consultation: Consultation, today: datetime.date) -> list[Waiting]:
    """The departments that have not answered, each with its letter. Two queries."""
    rows = ConsultationAnswer.objects.filter(consultation=consultation, state=State.OPEN)
    answers = list(
        rows.select_related("department").order_by("department__division", "department__name", "id")
    )
    to = addresses_of([answer.department for answer in answers], today)
    return [
        Waiting(
            answer,
            to[answer.department_id],
            *reminding(consultation, answer.department),
            _day(answer.reminded_at) == today,
        )
        for answer in answers
    ]


@verb("consultation.remind", "各課照会の督促")
def remind_consultation(
    *, actor: User | None, consultation: Consultation, departments: Collection[Department]
) -> int:
    """Put the letters to these departments into the outbox; how many mails. ``actor`` None: the clock.

    Refused, and nothing sent, where one has answered, was reminded today, or cannot be reached by mail.
    """
    current = latest(consultation, "edition__plan__government")
    if current.closed_at is not None:
        raise Refused("この照会は締め切られています。締切を延ばしてから督促してください。")
    if not departments:
        raise Refused("督促する課に印を付けてください。")
    now = timezone.now()
    today = timezone.localdate(now)
    waiting = {row.department.pk: row for row in waiting_for(current, today)}
    _require_waiting(waiting, departments)
    chosen = [waiting[department.pk] for department in departments]
    mails = [mail for row in chosen for mail in _mails(current, row, today)]
    Outbox.objects.bulk_create(mails)
    ConsultationAnswer.objects.filter(pk__in=[row.answer.pk for row in chosen]).update(reminded_at=now)
    record(
        "consultation.remind",
        actor=actor,
        government=current.edition.plan.government,
        subject=current,
        departments=[row.department.name for row in chosen],
        count=len(mails),
    )
    return len(mails)


def remind_consultations_due(now: datetime.datetime | None = None) -> int:
    """Remind whoever has not answered, two days before the day and once after it; how many mails. Safe to repeat.

    One query where no consultation is open, and two more for each whose day it is.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.hour < FIRST_HOUR:
        return 0
    rows = Consultation.objects.filter(closed_at=None, answers__state=State.OPEN).distinct()
    opened = rows.select_related("edition__plan__government").defer("edition__content")
    return sum(_remind_of(row, local.date()) for row in opened if _called_on(row, local.date()))


def _remind_of(consultation: Consultation, today: datetime.date) -> int:
    day = _called_on(consultation, today)
    departments = [
        row.department
        for row in waiting_for(consultation, today)
        if row.to and day is not None and (_day(row.answer.reminded_at) or datetime.date.min) < day
    ]
    if not departments:
        return 0
    try:
        return remind_consultation(actor=None, consultation=consultation, departments=departments)
    except Refused as refused:  # somebody answered or reminded meanwhile; the next tick asks again
        logger.info("consultation %s: not reminded: %s", consultation.pk, refused.sentence)
        return 0


def _called_on(consultation: Consultation, today: datetime.date) -> datetime.date | None:
    """The newest of the days on which is reminded that has come; never before the day after it was opened."""
    due = last_day(timezone.make_naive(consultation.due_at))
    opened = _day(consultation.opened_at)
    days = (due - datetime.timedelta(days=BEFORE), due + datetime.timedelta(days=AFTER))
    called = [day for day in days if today - CATCH_UP < day <= today and (opened is None or opened < day)]
    return max(called, default=None)


def _day(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(at) if at else None


def _require_waiting(waiting: Mapping[int, Waiting], departments: Collection[Department]) -> None:
    if done := [department.name for department in departments if department.pk not in waiting]:
        raise Refused(f"{'、'.join(done)}は、すでに回答しているか、照会していません。督促は送っていません。")
    rows = [waiting[department.pk] for department in departments]
    if again := [row.department.name for row in rows if row.is_reminded_today]:
        raise Refused(f"{'、'.join(again)}には、きょうすでに督促しています。")
    if unreached := [row.department.name for row in rows if not row.to]:
        raise Refused(
            f"{'、'.join(unreached)}には、メールの届く利用者がいません。電話などで伝えるか、利用者を登録してください。"
        )


def _mails(consultation: Consultation, row: Waiting, today: datetime.date) -> Iterator[Outbox]:
    for address in row.to:
        yield Outbox(
            key=f"consultation:{consultation.pk}:due-{today}:{row.department.pk}:{address}"[:120],
            government=consultation.edition.plan.government,
            to=address,
            subject=row.subject,
            body=row.body,
        )
