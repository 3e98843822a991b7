"""公表: what the report says, what is missing, and the button that publishes; afterwards what was published, and corrections."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.review_closing import CorrectReviewForm, PublishReviewForm
from kpi.models import ReviewYear
from kpi.review.gaps import Severity
from kpi.review.prepared import prepared
from kpi.review.reading import report_of
from kpi.review.report import Report
from kpi.review.rollup import sentence
from kpi.review.years import review_at
from kpi.rules import may_shape
from kpi.views.review.answers import review_address, review_context, title_of
from kpi.views.review.asking import saved
from strategy.views.answers import sent, status_of

LABELS = {
    Severity.MUST: "公表する前に要ること",
    Severity.SHOULD: "このままでも公表できますが、確かめること",
    Severity.MAY: "あるとよいこと",
}


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def review_close(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """What would be published, and what is missing; POST publishes what was shown (``seen``)."""
    year = review_at(government, plan, review)
    if request.method == "POST" and not may_shape(request.membership):
        raise PermissionDenied("年度評価を公表できるのは企画担当だけです。")
    form = PublishReviewForm(sent(request), review=year)
    if made := saved(request, form):
        messages.success(request, f"{title_of(made)}を公表しました。")
        return redirect(review_address("review_close", made))
    if form.is_bound:
        year = review_at(government, plan, review)  # somebody else may have published it meanwhile
    if year.is_published:
        _tell(request, form)
        return _published(request, year, CorrectReviewForm(review=year), status=status_of(form))
    ready = prepared(year, timezone.localdate(), minimum=form.is_minimum)
    groups = [(LABELS[one], [gap for gap in ready.gaps if gap.severity is one]) for one in Severity]
    context = review_context(
        request,
        year,
        form=form,
        ready=ready,
        groups=[group for group in groups if group[1]],
        **_essence(ready.report),
    )
    return render(request, "kpi/review/review_close.html", context, status=status_of(form))


@office(*PLANNERS)
@require_POST
def review_correct(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """Start the correction of a published review, with the reason that readers will see."""
    year = review_at(government, plan, review)
    form = CorrectReviewForm(request.POST, review=year)
    if made := saved(request, form):
        messages.success(request, f"{title_of(made)}を始めました。直してから公表してください。")
        return redirect(review_address("review_close", made))
    if year.is_published:
        return _published(request, year, form, status=422)
    for sentences in form.errors.values():
        messages.error(request, sentences[0])
    return redirect(review_address("review_close", year))


def _tell(request: HttpRequest, form: PublishReviewForm) -> None:
    """Why nothing was published, on a page without the form."""
    for refusal in form.non_field_errors():
        messages.error(request, refusal)


def _published(request: HttpRequest, year: ReviewYear, form: CorrectReviewForm, status: int) -> HttpResponse:
    rows = ReviewYear.objects.filter(plan=year.plan, kind=year.kind, fiscal_year=year.fiscal_year)
    revisions = rows.select_related("published_by").without_content().order_by("-revision")
    report = report_of(year, timezone.localdate())
    context = review_context(request, year, form=form, revisions=revisions, **_essence(report))
    return render(request, "kpi/review/review_closed.html", context, status=status)


def _essence(report: Report) -> dict[str, Any]:
    """The report in a few words: how many KPIs have which grade, over all and by goal."""
    places = {place.lineage: place for place in report.places}
    return {
        "report": report,
        "sentence": sentence(report.counts, report.grades),
        "tiles": list(zip(report.grades, report.counts, strict=True)),
        "goals": [(places[goal.place], goal) for goal in report.goals],
    }
