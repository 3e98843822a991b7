"""策定経過 for the office and for readers, its paper, and the text after an answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office, public
from deliberation.models import Advice
from deliberation.procedures.rules import advice_at
from deliberation.views.document_files import document_file
from deliberation.views.inquiries import READERS
from deliberation.views.procedures import address, procedure_context
from publishing.committee.after_advice import changed_after
from publishing.committee.road import road_of
from publishing.committee.road_paper import road_paper
from publishing.forms.further_meetings import FurtherMeetingForm
from publishing.pages import shelf_context
from publishing.rules import shelf_or_404
from strategy.rules import edition_at, plan_or_404


@office()
@require_GET
def plan_road(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Everything that happened to a plan, in one dated list."""
    found = plan_or_404(government, plan)
    road = road_of(found, timezone.now(), is_office=True)
    context = procedure_context(request, found, road=road)
    return render(request, "publishing/committee/plan_road.html", context)


@office()
@require_GET
def plan_road_file(request: HttpRequest, government: Government, plan: str, ending: str) -> HttpResponse:
    """What readers may see of the road, as PDF or Word for the plan's annex."""
    found = plan_or_404(government, plan)
    road = road_of(found, timezone.now(), is_office=False)
    return document_file(road_paper(road), ending, f"策定経過_{road.name}")


@public
def public_road(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """What readers may see of the road."""
    shelf = shelf_or_404(government, plan, with_bases=False)
    road = road_of(shelf.plan, timezone.now(), is_office=False)
    etag = road.etag()
    response = get_conditional_response(request, etag=etag)
    if response is None:
        context = {"road": road} | shelf_context(shelf, shelf.shown)
        response = render(request, "publishing/committee/public_road.html", context)
        response["ETag"] = etag
    return response


@office(*READERS)
@require_GET
def advice_changes(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """The editions that differ from the text of an answer."""
    return _changes(request, advice_at(government, plan, inquiry))


@office(*PLANNERS)
@require_POST
def advice_meeting(
    request: HttpRequest, government: Government, plan: str, inquiry: int, number: int
) -> HttpResponse:
    """Plan a meeting on exactly what was changed."""
    advice = advice_at(government, plan, inquiry)
    form = FurtherMeetingForm(request.POST, advice=advice, edition=edition_at(government, plan, number))
    if form.is_valid() and (made := form.attempt(actor=request.user)):
        messages.success(request, "会議を予定しました。日程と書面で開く理由を入れて、招集してください。")
        return redirect(address("meeting", made.plan, made.pk))
    return _changes(request, advice, form=form)


def _changes(request: HttpRequest, advice: Advice, **extra: Any) -> HttpResponse:
    inquiry = advice.inquiry
    changed = changed_after(advice)
    context = procedure_context(
        request, inquiry.plan, advice=advice, inquiry=inquiry, changed=changed, **extra
    )
    return render(request, "publishing/committee/advice_changes.html", context, status=422 if extra else 200)
