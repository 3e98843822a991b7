"""評価の材料: the four inputs of a review, meetings and surveys, opinions, and the judgement of the whole year."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.review_inputs import HearingForm, OpinionForm, SummaryForm
from kpi.models import Hearing, ReviewOpinion, ReviewYear
from kpi.review.figures import figures_of
from kpi.review.hearings import delete_hearing
from kpi.review.opinions import delete_opinion
from kpi.review.said import Said, materials_of
from kpi.review.years import Reviewed, review_at
from kpi.rules import may_shape
from kpi.views.review.answers import review_address, review_context
from kpi.views.review.asking import deleted, require_open, row_at, saved
from strategy.views.answers import sent


@office()
def review_inputs(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """What is there to evaluate the year by, and what is missing."""
    year = review_at(government, plan, review)
    said = Said(year)
    context = review_context(
        request,
        year,
        materials=materials_of(figures_of(year, timezone.localdate()), said.hearings),
        hearings=said.hearings,
        opinions=said.opinions,
        may_write=may_shape(request.membership) and not year.is_published,
    )
    return render(request, "kpi/review/inputs.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hearing_add(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """Add a meeting or survey; ``?kind=`` begins with its kind."""
    year = review_at(government, plan, review)
    return _hearing_page(request, year, None, first={"kind": request.GET.get("kind", Hearing.Kind.EXTERNAL)})


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hearing(
    request: HttpRequest, government: Government, plan: str, review: str, hearing: int
) -> HttpResponse:
    """Change a meeting or survey."""
    year = review_at(government, plan, review)
    return _hearing_page(request, year, row_at(Hearing.objects.all(), year, hearing))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hearing_delete(
    request: HttpRequest, government: Government, plan: str, review: str, hearing: int
) -> HttpResponse:
    """Delete a meeting or survey without opinions."""
    year = review_at(government, plan, review)
    row = row_at(Hearing.objects.all(), year, hearing)
    return deleted(
        request, year, row, delete_hearing, named="hearing", word="会議・調査", back="review_inputs"
    )


def _hearing_page(request: HttpRequest, year: ReviewYear, row: Hearing | None, **first: Any) -> HttpResponse:
    require_open(year)
    form = HearingForm(sent(request), review=year, row=row, **first)
    if kept := saved(request, form):
        messages.success(request, f"「{kept.name}」を保存しました。")
        return redirect(review_address("review_inputs", year) + f"#hearing-{kept.pk}")
    context = review_context(request, year, form=form, row=row, here=request.get_full_path())
    return render(request, "kpi/review/hearing.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_add(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """Add an opinion; ``?hearing=`` and ``?about=`` begin with where it was said and what about."""
    year = review_at(government, plan, review)
    first = {name: request.GET.get(name, "") for name in ("hearing", "about")}
    return _opinion_page(request, year, None, first)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(
    request: HttpRequest, government: Government, plan: str, review: str, opinion: int
) -> HttpResponse:
    """Change an opinion or answer it."""
    year = review_at(government, plan, review)
    rows = ReviewOpinion.objects.select_related("hearing", "target", "item")
    return _opinion_page(request, year, row_at(rows, year, opinion), {})


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_delete(
    request: HttpRequest, government: Government, plan: str, review: str, opinion: int
) -> HttpResponse:
    """Delete an opinion."""
    year = review_at(government, plan, review)
    row = row_at(ReviewOpinion.objects.all(), year, opinion)
    return deleted(request, year, row, delete_opinion, named="opinion", word="意見", back="review_inputs")


def _opinion_page(
    request: HttpRequest, year: ReviewYear, row: ReviewOpinion | None, first: dict[str, Any]
) -> HttpResponse:
    require_open(year)
    meetings = Said(year).hearings
    if not meetings:
        messages.warning(request, "意見を入れる前に、意見が出た会議や調査を一つ入れてください。")
        return redirect(review_address("hearing_add", year))
    form = OpinionForm(sent(request), reviewed=Reviewed(year), meetings=meetings, row=row, first=first)
    if kept := saved(request, form):
        messages.success(request, "意見を保存しました。")
        if "again" in request.POST:
            return redirect(review_address("opinion_add", year) + f"?hearing={kept.hearing_id}")
        return redirect(review_address("review_inputs", year) + f"#opinion-{kept.pk}")
    context = review_context(request, year, form=form, row=row, here=request.get_full_path())
    return render(request, "kpi/review/opinion.html", context, status=form.status)


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def review_summary(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The judgement of the whole year; planners write it."""
    year = review_at(government, plan, review)
    may_write = may_shape(request.membership) and not year.is_published
    if request.method == "POST":
        require_open(year)
        if not may_write:
            raise PermissionDenied("全体の評価を書けるのは企画担当だけです。")
    form = SummaryForm(sent(request), row=year)
    if saved(request, form):
        messages.success(request, "全体の評価を保存しました。")
        return redirect(review_address("review_inputs", year) + "#whole")
    context = review_context(request, year, form=form, may_write=may_write, here=request.get_full_path())
    return render(request, "kpi/review/summary.html", context, status=form.status)
