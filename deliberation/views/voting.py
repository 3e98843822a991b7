"""The secretariat's page of a written vote: opened, extended, closed. Nothing here shows a choice or a count."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.office import OfficeForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.closing import closed_if_due, settles_at
from deliberation.deadlines import spelled
from deliberation.forms.voting import CloseForm, ExtendForm, OpenForm
from deliberation.models import BallotBox, Meeting
from deliberation.rules import meeting_at
from deliberation.views.sittings import meeting_address, meeting_context
from deliberation.voting_desk import desk_of
from deliberation.voting_stages import Stage, checks_of, stage_of, stage_words


def sat_at(
    government: Government, plan: str, pk: int, now: datetime.datetime
) -> tuple[Meeting, BallotBox | None]:
    """The meeting of this address and its box, closed if that is due; or Http404."""
    found = meeting_at(government, plan, pk)
    return found, closed_if_due(found, now)


@office()
def voting(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """How far the vote is; planners see who has not answered, and never what anybody said."""
    return _page(request, *sat_at(government, plan, meeting, timezone.now()))


@office(*PLANNERS)
@require_POST
def voting_open(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Open the voting."""
    found, box = sat_at(government, plan, meeting, timezone.now())
    form = OpenForm(request.POST, meeting=found)
    if form.is_valid() and (opened := form.attempt(actor=request.user)):
        until = spelled(timezone.localtime(opened.closes_at))
        messages.success(request, f"表決の受付を始めました。締切は{until}です。")
        return redirect(meeting_address("voting", found))
    return _page(request, found, box, open_form=form)


@office(*PLANNERS)
@require_POST
def voting_extend(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Put the deadline off."""
    found, box = sat_at(government, plan, meeting, timezone.now())
    if box is None:
        return redirect(meeting_address("voting", found))
    form = ExtendForm(request.POST, box=box)
    if form.is_valid() and (extended := form.attempt(actor=request.user)):
        until = spelled(timezone.localtime(extended.closes_at))
        messages.success(request, f"締切を{until}に延ばしました。")
        return redirect(meeting_address("voting", found))
    return _page(request, found, box, extend_form=form)


@office(*PLANNERS)
@require_POST
def voting_close(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Close by hand what is over."""
    found, box = sat_at(government, plan, meeting, timezone.now())
    if box is None or box.is_closed:
        return redirect(meeting_address("voting_result" if box else "voting", found))
    form = CloseForm(request.POST, box=box)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "表決を締め切りました。")
        return redirect(meeting_address("voting_result", found))
    return _page(request, found, box, close_form=form)


def _page(request: HttpRequest, meeting: Meeting, box: BallotBox | None, **forms: OfficeForm) -> HttpResponse:
    now = timezone.now()
    stage = stage_of(meeting, box, now)
    stage_title, stage_sentence = stage_words(meeting, box, now, settles_at(box) if box else None)
    context = meeting_context(
        request,
        meeting.plan.government,
        meeting,
        stage=stage.value,
        stage_title=stage_title,
        stage_sentence=stage_sentence,
        box=box,
        **forms,
    )
    if context["is_planner"]:
        context |= _of_planner(meeting, box, stage, now, forms)
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "deliberation/results/voting.html", context, status=status)


def _of_planner(
    meeting: Meeting,
    box: BallotBox | None,
    stage: Stage,
    now: datetime.datetime,
    forms: dict[str, OfficeForm],
) -> dict[str, Any]:
    """What only the secretariat sees."""
    if stage is Stage.BEFORE:
        checks = checks_of(meeting, now)
        return {"checks": checks, "may_open": not any(one.stops and not one.is_met for one in checks)}
    if box is None:
        return {}
    extend = {"extend_form": forms.get("extend_form") or ExtendForm(box=box)} if stage is Stage.OPEN else {}
    return {"desk": desk_of(box), "may_close": now >= settles_at(box), **extend}
