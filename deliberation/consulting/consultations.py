"""各課照会: departments are asked for their opinion on an edition by a day; put off, closed, reopened by a later day."""

import datetime
from collections.abc import Collection, Iterator, Sequence

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Outbox, User
from deliberation.consulting.letters import Letter, asking, put_off
from deliberation.deadlines import exclusive
from deliberation.models import Consultation, ConsultationAnswer
from deliberation.procedures.latest import latest, require_seen
from kpi.review.letters import addresses_of
from strategy.models import Edition

State = ConsultationAnswer.State
_OF = ("edition__plan__government",)


def due_instant(day: datetime.date) -> datetime.datetime:
    """The exclusive instant of a due day: midnight of the day after it."""
    return timezone.make_aware(exclusive(day))


@verb("consultation.open", "各課照会の開始")
def open_consultation(
    *,
    actor: User | None,
    edition: Edition,
    title: str,
    text: str,
    due_on: datetime.date,
    departments: Collection[Department],
    document_number: str = "",
) -> Consultation:
    """Ask these departments, and put the letters to their people into the outbox.

    ``edition`` may be one that is being written. Refused without a department, with one that is gone, or with a day
    that is over.
    """
    now, government = timezone.now(), edition.plan.government
    today = timezone.localdate(now)
    _require_ahead(due_on, today)
    _require_own(departments, edition, today)
    made = Consultation(
        edition=edition,
        title=title.strip(),
        text=text.strip(),
        due_at=due_instant(due_on),
        document_number=document_number.strip(),
        opened_at=now,
        opened_by=actor,
    )
    made.full_clean()
    made.save()
    ConsultationAnswer.objects.bulk_create(
        [ConsultationAnswer(consultation=made, department=department) for department in departments]
    )
    mails = _send(made, asking, departments, today, "open")
    record(
        "consultation.open",
        actor=actor,
        government=government,
        subject=made,
        departments=[department.name for department in departments],
        due_on=due_on.isoformat(),
        count=mails,
    )
    return made


@verb("consultation.extend", "各課照会の締切の変更")
def extend_consultation(
    *, actor: User | None, consultation: Consultation, seen: int, due_on: datetime.date
) -> Consultation:
    """Another due day, told to those that have not answered; one that was closed is open again."""
    current = latest(consultation, *_OF)
    require_seen(current, seen)
    today = timezone.localdate()
    _require_ahead(due_on, today)
    due_at = due_instant(due_on)
    if due_at == current.due_at and current.closed_at is None:
        return current
    current.due_at, current.closed_at = due_at, None
    current.version += 1
    current.save()
    mails = _send(current, put_off, waiting_of(current), today, f"until-{due_on}")
    record(
        "consultation.extend",
        actor=actor,
        government=current.edition.plan.government,
        subject=current,
        due_on=due_on.isoformat(),
        count=mails,
    )
    return current


@verb("consultation.close", "各課照会の締切り")
def close_consultation(*, actor: User | None, consultation: Consultation, seen: int) -> Consultation:
    """No more answers are taken; who has not answered stays 未回答."""
    current = latest(consultation, *_OF)
    require_seen(current, seen)
    if current.closed_at is not None:
        raise Refused("この照会は、すでに締め切っています。")
    current.closed_at = timezone.now()
    current.version += 1
    current.save()
    record(
        "consultation.close",
        actor=actor,
        government=current.edition.plan.government,
        subject=current,
        waiting=len(waiting_of(current)),
    )
    return current


def waiting_of(consultation: Consultation) -> list[Department]:
    """The departments that have not answered, as the office lists them. One query."""
    rows = ConsultationAnswer.objects.filter(consultation=consultation, state=State.OPEN)
    ordered = rows.select_related("department").order_by("department__division", "department__name", "id")
    return [row.department for row in ordered]


def _send(
    consultation: Consultation, write: Letter, departments: Sequence[Department] | Collection[Department],
    today: datetime.date, occasion: str,
) -> int:  # fmt: skip
    """Put a letter to each person of these departments into the outbox; how many. Nobody is told the same twice."""
    to = addresses_of(departments, today)
    mails = list(_mails(consultation, write, departments, to, occasion))
    Outbox.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def _mails(
    consultation: Consultation, write: Letter, departments: Collection[Department], to, occasion: str
) -> Iterator[Outbox]:
    for department in departments:
        subject, body = write(consultation, department)
        for address in to[department.pk]:
            yield Outbox(
                key=f"consultation:{consultation.pk}:{occasion}:{department.pk}:{address}"[:120],
                government=consultation.edition.plan.government,
                to=address,
                subject=subject,
                body=body,
            )


def _require_ahead(day: datetime.date, today: datetime.date) -> None:
    if day < today:
        raise Refused({"due_on": "締切が、きょうより前です。"})


def _require_own(departments: Collection[Department], edition: Edition, today: datetime.date) -> None:
    if not departments:
        raise Refused({"departments": "照会する課を、一つ以上選んでください。"})
    for department in departments:
        if department.government_id != edition.plan.government_id:
            raise Refused({"departments": "ほかの団体の課には照会できません。"})
        if department.last_day is not None and department.last_day < today:
            raise Refused({"departments": f"{department.name}は、すでに廃止されています。"})
