"""The page of a government's practice: its steps, their months and its words, for the years opened from now on."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from kpi.forms.review_practice import PracticeForm
from kpi.models import ReviewPractice
from kpi.review.practice import DEFAULT, Practice, StepKind, due_day, from_data
from kpi.review.practice_reading import example_of
from kpi.rules import may_shape
from strategy.fiscal import fiscal_year_of


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def review_practice(request: HttpRequest, government: Government) -> HttpResponse:
    """The practice that holds; POST moves rows or keeps it."""
    if request.method != "POST":
        return _page(request, government)
    if not may_shape(request.membership):
        raise PermissionDenied("評価の進め方を変えられるのは企画担当だけです。")
    form = PracticeForm.sent(request.POST)
    if form.step(request.POST.get("act", "")):
        return _page(request, government, form)
    if form.attempt(actor=request.user, government=government):
        messages.success(request, "評価の進め方を保存しました。これから始める年度に使います。")
        return redirect("review_practice", government.slug)
    return _page(request, government, form)


def _page(request: HttpRequest, government: Government, form: PracticeForm | None = None) -> HttpResponse:
    row = ReviewPractice.objects.filter(government=government).first()
    holding = from_data(row.content) if row else DEFAULT
    context = {
        "government": government,
        "holding": holding,
        "is_own": row is not None,
        "is_planner": may_shape(request.membership),
        "is_changed": form is not None,
        "form": form or PracticeForm.of(holding, row.version if row else 0),
        "example": example_of(holding, _due(holding)),
    }
    return render(request, "kpi/review/review_practice.html", context, status=form.status if form else 200)


def _due(practice: Practice) -> datetime.date:
    """The due day of departments in the year that is reviewed next: an example."""
    today = timezone.localdate()
    entry = practice.of_kind(StepKind.ENTRY)
    return (due_day(entry, fiscal_year_of(today) - 1) if entry else None) or today
