"""What the open 各課照会 ask of a person: a department to answer, planners to look after those that have not."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from accounts.models import Membership
from accounts.rules import PLANNERS, Role
from deliberation.deadlines import last_day
from deliberation.models import Consultation, ConsultationAnswer
from kpi.review.duties import RoundDuty

State = ConsultationAnswer.State


def duties_of(membership: Membership, today: datetime.date) -> list[RoundDuty]:
    """What waits for this person in the open consultations of the government. One query."""
    if membership.role in PLANNERS:
        return list(_of_planner(membership, today))
    if membership.role != Role.DEPARTMENT or membership.department_id is None:
        return []
    return list(_of_department(membership, today))


def _rows(membership: Membership):
    rows = ConsultationAnswer.objects.filter(
        consultation__edition__plan__government=membership.government_id,
        consultation__closed_at=None,
    )
    related = rows.select_related("consultation__edition__plan", "department")
    return related.defer("consultation__edition__content").order_by(
        "consultation__due_at", "consultation_id", "id"
    )


def _of_department(membership: Membership, today: datetime.date) -> Iterator[RoundDuty]:
    for row in _rows(membership).filter(department=membership.department_id, state=State.OPEN):
        asked, plan = row.consultation, row.consultation.edition.plan
        due = _due(asked)
        yield RoundDuty(
            f"照会「{asked.title}」への回答",
            f"「{asked.edition.title}」（{asked.edition.stage_name}）への意見を答えてください。意見がないときは「意見なし」と答えます。",
            "consultation_answer",
            (membership.government.slug, plan.slug, asked.pk, row.department_id),
            "答える",
            due,
            due < today,
        )


def _of_planner(membership: Membership, today: datetime.date) -> Iterator[RoundDuty]:
    by_consultation: dict[int, list[ConsultationAnswer]] = {}
    for row in _rows(membership):
        by_consultation.setdefault(row.consultation_id, []).append(row)
    for rows in by_consultation.values():
        asked, due = rows[0].consultation, _due(rows[0].consultation)
        waiting = [row.department.name for row in rows if row.state == State.OPEN]
        if waiting and due >= today:
            continue  # it runs; nothing is asked of the office yet
        sentence = "すべての課から回答がありました。確かめて、締め切ってください。"
        if waiting:
            more = f"ほか{len(waiting) - 3}課" if len(waiting) > 3 else ""
            sentence = (
                f"{'、'.join(waiting[:3])}{more}が回答していません。督促するか、締切を延ばしてください。"
            )
        yield RoundDuty(
            f"照会「{asked.title}」（回答 {len(rows) - len(waiting)}／{len(rows)}課）",
            sentence,
            "consultation",
            (membership.government.slug, asked.edition.plan.slug, asked.pk),
            "確かめる",
            due if waiting else None,
            bool(waiting),
        )


def _due(consultation: Consultation) -> datetime.date:
    return last_day(timezone.make_naive(consultation.due_at))
