"""Consultations, inquiries, the assembly's record and 決裁 at an address of the office, or Http404; who may read them."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from accounts.models import Government, Membership
from accounts.rules import PLANNERS, Role
from deliberation.consulting.answer_rows import may_answer
from deliberation.models import Advice, AgendaItem, Consultation, ConsultationAnswer, Inquiry, Meeting

Row = TypeVar("Row", bound=Model)
# The step that a 決裁 approved; none: the plan as a whole.
OF_WHAT = ("meeting", "comment", "inquiry", "edition")
OPEN_STATES = (Meeting.State.PLANNED, Meeting.State.CALLED)
GONE = "この内容は見つかりません。消されたかもしれません。"


def row_at(
    model: type[Row],
    government: Government,
    plan: str,
    pk: int,
    related: Sequence[str] = (),
    defer: Sequence[str] = (),
) -> Row:
    """A row that hangs on a plan of this government, with the plan; or Http404. One query."""
    rows = model._default_manager.filter(plan__government=government, plan__slug=plan, pk=pk)
    found: Any = rows.select_related("plan", *related).defer(*defer).first()
    if found is None:
        raise Http404(GONE)
    found.plan.government = government
    return found


def consultation_at(government: Government, plan: str, pk: int) -> Consultation:
    """A consultation with edition and plan; or Http404. One query."""
    rows = Consultation.objects.filter(edition__plan__government=government, edition__plan__slug=plan, pk=pk)
    found = rows.select_related("edition__plan", "opened_by").defer("edition__content").first()
    if found is None:
        raise Http404("この照会は見つかりません。")
    found.edition.plan.government = government
    return found


def answer_at(consultation: Consultation, department: int) -> ConsultationAnswer:
    """The answer of a department that was asked; or Http404. One query."""
    rows = ConsultationAnswer.objects.filter(consultation=consultation, department=department)
    found = rows.select_related("department", "answered_by").first()
    if found is None:
        raise Http404("この課には照会していません。")
    found.consultation = consultation
    return found


def inquiry_at(government: Government, plan: str, pk: int) -> Inquiry:
    """An inquiry with its body, edition and, where there is one, its advice; or Http404. One query."""
    found = row_at(
        Inquiry,
        government,
        plan,
        pk,
        ("body", "edition", "advice__edition"),
        ("edition__content", "advice__edition__content"),
    )
    found.body.government = government
    return found


def advice_at(government: Government, plan: str, pk: int) -> Advice:
    """The advice on the inquiry of this number; or Http404. One query."""
    inquiry = inquiry_at(government, plan, pk)
    advice = getattr(inquiry, "advice", None)
    if advice is None:
        raise Http404("この諮問には、まだ答申がありません。")
    advice.inquiry = inquiry
    return advice


def may_read_answer(membership: Membership, department_id: int) -> bool:
    """Whether this person may read what a department answered: the office, readers, and the department itself."""
    if membership.role == Role.DEPARTMENT:
        return membership.department_id == department_id
    return membership.role in PLANNERS or membership.role == Role.VIEWER


def require_answerer(membership: Membership, department_id: int) -> None:
    """PermissionDenied (403) for whoever may not answer for this department."""
    if not may_answer(membership, department_id):
        raise PermissionDenied("回答できるのは、照会を受けた課と企画担当だけです。")


def waiting_meetings(advice: Advice) -> dict[int, Meeting]:
    """{edition: the meeting at which the body is to deliberate on its text}, planned or called. One query."""
    items = AgendaItem.objects.filter(
        meeting__body=advice.inquiry.body_id,
        meeting__plan=advice.inquiry.plan_id,
        meeting__state__in=OPEN_STATES,
        edition__isnull=False,
        voided_at=None,
    ).select_related("meeting__body")
    return {item.edition_id: item.meeting for item in items}
