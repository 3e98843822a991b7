"""各課照会 in the planner's hands: asked, looked after, put off, closed."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.consulting.reminding import waiting_for
from deliberation.forms.consultations import CloseForm, ConsultationForm, ExtendForm, RemindForm
from deliberation.models import Consultation, ConsultationAnswer
from deliberation.procedures.rules import consultation_at, may_read_answer
from deliberation.views.procedures import address, procedure_context, saved
from strategy.rules import plan_or_404
from strategy.views.answers import sent, status_of

State = ConsultationAnswer.State
asking = require_http_methods(["GET", "HEAD", "POST"])
NEEDED = Count("answers")
GIVEN = Count("answers", filter=~Q(answers__state=State.OPEN))


@office()
def consultations(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The consultations of a plan, the newest first, and how many departments have answered."""
    found = plan_or_404(government, plan)
    rows = (
        Consultation.objects.filter(edition__plan=found).select_related("edition").defer("edition__content")
    )
    rows = rows.annotate(needed=NEEDED, given=GIVEN).order_by("-opened_at", "-id")
    context = procedure_context(request, found, consultations=rows, now=timezone.now())
    return render(request, "deliberation/procedure/consultations.html", context)


@office(*PLANNERS)
@asking
def consultation_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Ask departments for their opinion on an edition."""
    found = plan_or_404(government, plan)
    asked = request.GET.get("edition", "")
    form = ConsultationForm(
        sent(request), plan=found, initial={"edition": asked} if asked.isdecimal() else None
    )
    if made := saved(request, form):
        messages.success(request, f"{made.answers.count()}課に照会しました。メールは数分のうちに送られます。")
        return redirect(address("consultation", found, made.pk))
    context = procedure_context(request, found, form=form)
    return render(request, "deliberation/procedure/consultation_add.html", context, status=status_of(form))


@office()
def consultation(request: HttpRequest, government: Government, plan: str, consultation: int) -> HttpResponse:
    """How far a consultation is: who has answered what, who has not."""
    return _page(request, consultation_at(government, plan, consultation))


@office(*PLANNERS)
@asking
def consultation_remind(
    request: HttpRequest, government: Government, plan: str, consultation: int
) -> HttpResponse:
    """The letters to those that have not answered, as they would be sent; POST sends."""
    found = consultation_at(government, plan, consultation)
    waiting = waiting_for(found, timezone.localdate())
    form = RemindForm(sent(request), consultation=found, waiting=waiting)
    if count := saved(request, form):
        messages.success(request, f"督促のメールを{count}通、送信待ちに入れました。数分のうちに送られます。")
        return redirect(address("consultation", found.edition.plan, found.pk))
    context = procedure_context(request, found.edition.plan, consultation=found, waiting=waiting, form=form)
    return render(request, "deliberation/procedure/consultation_remind.html", context, status=status_of(form))


@office(*PLANNERS)
@asking
def consultation_extend(
    request: HttpRequest, government: Government, plan: str, consultation: int
) -> HttpResponse:
    """Another due day; what was closed is open again."""
    found = consultation_at(government, plan, consultation)
    return _act(request, found, ExtendForm(sent(request), row=found), "締切を変えました。", "extend")


@office(*PLANNERS)
@asking
def consultation_close(
    request: HttpRequest, government: Government, plan: str, consultation: int
) -> HttpResponse:
    """No more answers."""
    found = consultation_at(government, plan, consultation)
    return _act(request, found, CloseForm(sent(request), row=found), "照会を締め切りました。", "close")


def _act(request: HttpRequest, found: Consultation, form: Any, done: str, name: str) -> HttpResponse:
    if saved(request, form):
        messages.success(request, done)
        return redirect(address("consultation", found.edition.plan, found.pk))
    return _page(request, found, form.status, **{name: form})


def _page(request: HttpRequest, found: Consultation, status: int = 200, **forms: Any) -> HttpResponse:
    rows = ConsultationAnswer.objects.filter(consultation=found).select_related("department", "answered_by")
    rows = rows.annotate(said=Count("opinions", filter=Q(opinions__is_withdrawn=False)))
    answers = list(rows.order_by("department__division", "department__name", "id"))
    given = {"extend": ExtendForm(row=found), "close": CloseForm(row=found)} | forms
    context = procedure_context(
        request,
        found.edition.plan,
        consultation=found,
        answers=[(row, may_read_answer(request.membership, row.department_id)) for row in answers],
        waiting=[row for row in answers if row.state == State.OPEN],
        is_late=found.closed_at is None and found.due_at <= timezone.now(),
        **given,
    )
    return render(request, "deliberation/procedure/consultation.html", context, status=status)
