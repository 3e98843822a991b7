"""Meetings of a plan: listed by year, planned, called, finished, cancelled; a round of several bodies."""

import datetime
from collections import defaultdict

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.bindings import bindings_of
from deliberation.calling import Calling, calling_of, words_of
from deliberation.deadlines import last_day
from deliberation.forms.meetings import ActForm, CallForm, CancelForm, FinishForm, MeetingForm, RoundForm
from deliberation.models import Meeting
from deliberation.papers_check import contradictions
from deliberation.rules import meeting_at
from deliberation.titles import title_of
from deliberation.views.bodies import done, is_planner
from deliberation.views.sittings import meeting_address, meeting_context
from kpi.explaining import year_word
from kpi.review.shelf import name_of
from strategy.rules import plan_or_404
from strategy.views.answers import sent

State = Meeting.State


def _by_day(meeting: Meeting) -> tuple[int, datetime.date, int]:
    """One in writing is sorted by its deadline; one without a day stands before all of its year."""
    closes = last_day(timezone.localtime(meeting.closes_at)) if meeting.closes_at else datetime.date.max
    return meeting.fiscal_year, meeting.held_on or closes, meeting.number


@office()
def meetings(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The plan's meetings by year, the newest first."""
    found = plan_or_404(government, plan)
    rows = found.meetings.select_related("body", "round").annotate(
        items=Count("agenda", distinct=True), sheets=Count("papers", distinct=True)
    )
    years = defaultdict(list)
    for row in sorted(rows, key=_by_day, reverse=True):
        row.plan, row.title = found, title_of(row)
        years[year_word(row.fiscal_year)].append(row)
    context = {
        "government": government,
        "plan": found,
        "name": name_of(found),
        "years": dict(years),
        "has_bodies": government.bodies.exists(),
        "is_planner": is_planner(request),
    }
    return render(request, "deliberation/meeting/meetings.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Plan a meeting."""
    found = plan_or_404(government, plan)
    form = MeetingForm(sent(request), plan=found, today=timezone.localdate())
    if made := done(request, form):
        messages.success(request, f"{title_of(made)}を予定に加えました。続けて、案件と資料を入れてください。")
        _warn_of_dates(request, made)
        return redirect("meeting", government.slug, plan, made.pk)
    context = {
        "government": government,
        "plan": found,
        "form": form,
        "has_bodies": government.bodies.exists(),
    }
    return render(request, "deliberation/meeting/meeting_add.html", context, status=form.status)


@office()
def meeting(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """One meeting: what it is about, what it still lacks, what comes next."""
    found = meeting_at(government, plan, meeting)
    items = list(found.agenda.select_related("edition", "review", "paper").order_by("number"))
    bindings = bindings_of(items)
    rows = [(item, bindings[item.pk]) for item in items]
    sisters = found.round.meetings.exclude(pk=found.pk).select_related("body") if found.round_id else ()
    context = meeting_context(
        request,
        government,
        found,
        rows=rows,
        sheets=found.papers.count(),
        calling=_calling(found),
        sisters=[(sister, title_of(sister)) for sister in sisters],
    )
    return render(request, "deliberation/meeting/meeting.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Change what is known of a meeting."""
    found = meeting_at(government, plan, meeting)
    form = MeetingForm(sent(request), plan=found.plan, meeting=found, today=timezone.localdate())
    if kept := done(request, form):
        messages.success(request, "会議の内容を保存しました。")
        _warn_of_dates(request, kept)
        return redirect(meeting_address("meeting", found))
    context = meeting_context(request, government, found, form=form)
    return render(request, "deliberation/meeting/meeting_edit.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_call(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Show what is missing, and call the meeting."""
    found = meeting_at(government, plan, meeting)
    form = CallForm(sent(request), meeting=found)
    said = f"{title_of(found)}を招集しました。委員の画面に出ます。開催通知は「送付」から送ってください。"
    return _act(request, found, form, "deliberation/meeting/meeting_call.html", said)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_finish(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """End a meeting."""
    found = meeting_at(government, plan, meeting)
    form = FinishForm(sent(request), meeting=found)
    return _act(
        request,
        found,
        form,
        "deliberation/meeting/meeting_finish.html",
        f"{title_of(found)}を終了にしました。",
    )


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Cancel a meeting."""
    found = meeting_at(government, plan, meeting)
    form = CancelForm(sent(request), meeting=found)
    return _act(
        request,
        found,
        form,
        "deliberation/meeting/meeting_cancel.html",
        f"{title_of(found)}を中止にしました。",
    )


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def round_start(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Have other bodies take the same agenda."""
    found = meeting_at(government, plan, meeting)
    form = RoundForm(sent(request), meeting=found)
    if made := done(request, form):
        messages.success(
            request,
            f"{made}として、選んだ会議体の会議を予定に加えました。日時はそれぞれの会議で入れてください。",
        )
        return redirect(meeting_address("meeting", found))
    context = meeting_context(request, government, found, form=form)
    return render(
        request, "deliberation/meeting/round_start.html", context, status=422 if form.errors else 200
    )


def _act(request: HttpRequest, meeting: Meeting, form: ActForm, name: str, said: str) -> HttpResponse:
    """Ask, and do it."""
    if done(request, form):
        messages.success(request, said)
        return redirect(meeting_address("meeting", meeting))
    context = meeting_context(request, meeting.plan.government, meeting, form=form, calling=_calling(meeting))
    return render(request, name, context, status=form.status)


def _calling(meeting: Meeting) -> Calling | None:
    return calling_of(meeting, timezone.now()) if meeting.state == State.PLANNED else None


def _warn_of_dates(request: HttpRequest, meeting: Meeting) -> None:
    for one in contradictions(words_of(meeting), meeting.fiscal_year):
        messages.warning(request, f"曜日を確かめてください。{one.sentence}")
