"""The result of a written vote for the office: seen, completed by the chair, told to the members, published, taken home."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.exports import ledger_export
from deliberation.forms.voting import PublishForm, SendForm, TieForm
from deliberation.models import BallotBox, Meeting
from deliberation.reporting import names_may_be_shown, result_context
from deliberation.result_letters import letters_about
from deliberation.views.sittings import meeting_address, meeting_context
from deliberation.views.voting import sat_at

NOT_CLOSED = "まだ締め切っていません。締め切るまで、結果はだれも見られません。"


def _closed(government: Government, plan: str, pk: int) -> tuple[Meeting, BallotBox]:
    found, box = sat_at(government, plan, pk, timezone.now())
    if box is None or not box.is_closed:
        raise Http404(NOT_CLOSED)
    box.meeting = found
    return found, box


@office()
def voting_result(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """The result, 404 before closing. Planners see who voted how, others where the rules say so."""
    return _page(request, *_closed(government, plan, meeting))


def _page(
    request: HttpRequest, meeting: Meeting, box: BallotBox, bound: TieForm | None = None
) -> HttpResponse:
    is_planner = request.membership.role in PLANNERS
    context = result_context(box, names=is_planner or names_may_be_shown(box))
    waiting = [line.item for line in context["lines"] if line.waits_for_chair] if is_planner else []
    ties = [bound if bound and bound.item.pk == item.pk else TieForm(item=item) for item in waiting]
    context |= meeting_context(request, meeting.plan.government, meeting, ties=ties, is_office=True)
    return render(request, "deliberation/results/result.html", context, status=422 if bound else 200)


@office(*PLANNERS)
@require_POST
def tie_decide(
    request: HttpRequest, government: Government, plan: str, meeting: int, item: int
) -> HttpResponse:
    """Write down how the chair decided an item on which both sides are equal."""
    found, box = _closed(government, plan, meeting)
    of = found.agenda.filter(pk=item, kind="VOTE").first()
    if of is None:
        raise Http404("この案件は見つかりません。")
    of.meeting = found
    form = TieForm(request.POST, item=of)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"案件{of.number}について、会長の決定を記録しました。")
        return redirect(meeting_address("voting_result", found))
    return _page(request, found, box, form)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def result_send(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """The report as it would be mailed, to whom, and who gets it by post; POST sends."""
    found, box = _closed(government, plan, meeting)
    form = SendForm(request.POST if request.method == "POST" else None, meeting=found)
    if form.is_bound and form.is_valid() and (count := form.attempt(actor=request.user)) is not None:
        messages.success(request, f"結果のメールを{count}通、送信待ちに入れました。数分のうちに送られます。")
        return redirect(meeting_address("voting_result", found))
    context = result_context(box, names=False)
    letters = letters_about(found, context["result"])
    extra: dict[str, Any] = {
        "form": form,
        "letters": letters,
        "by_post": [one for one in letters if not one.to],
    }
    context |= meeting_context(request, government, found, **extra)
    return render(request, "deliberation/results/send.html", context, status=422 if form.errors else 200)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def result_publish(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """What everybody would read; POST publishes. For meetings without a written vote too."""
    found, box = sat_at(government, plan, meeting, timezone.now())
    form = PublishForm(request.POST if request.method == "POST" else None, meeting=found)
    if form.is_bound and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "会議の結果を公表しました。")
        return redirect(meeting_address("voting_result" if box else "voting", found))
    context: dict[str, Any] = {"form": form, "papers": list(found.papers.all())}
    if box is not None and box.is_closed:
        box.meeting = found
        context |= result_context(box, names=names_may_be_shown(box))
    context |= meeting_context(request, government, found)
    return render(request, "deliberation/results/publish.html", context, status=422 if form.errors else 200)


@office()
@require_safe
def ledger_file(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """The ledger as everybody may have it once the result is published."""
    _, box = _closed(government, plan, meeting)
    response = HttpResponse(ledger_export(box), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"ledger-{meeting}.json")
    response["X-Content-Type-Options"] = "nosniff"
    return response
