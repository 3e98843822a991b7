"""The years of review of a plan: which there are, how far they are, and the next one opened."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.deleting import DeleteForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.review_years import OpenForm
from kpi.review.giving_up import give_up_review, refusal_of, standing_in
from kpi.review.shelf import name_of, review_at_work, reviewed_plan, reviews_of
from kpi.review.years import address_word, review_at
from kpi.rules import may_shape
from kpi.views.review.answers import review_address, review_context, title_of
from kpi.views.review.asking import require_open, saved
from strategy.models import Plan
from strategy.rules import plan_or_404
from strategy.views.answers import sent


@office()
def reviews_home(request: HttpRequest, government: Government) -> HttpResponse:
    """To the review at work, else to the list of the strategy; a page of its own where there is no plan yet."""
    if review := review_at_work(government):
        return redirect("review_year", government.slug, review.plan.slug, address_word(review))
    if plan := reviewed_plan(government):
        return redirect("review_years", government.slug, plan.slug)
    return render(request, "kpi/review/reviews_home.html", {"government": government})


@office()
def review_years(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The plan's reviewed years with their state, and the next one to open."""
    found = plan_or_404(government, plan)
    return _page(request, found, OpenForm(plan=found, today=_today()))


@office(*PLANNERS)
@require_POST
def review_open(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Open a year and ask its departments."""
    found = plan_or_404(government, plan)
    form = OpenForm(request.POST, plan=found, today=_today())
    if form.is_valid() and (review := form.attempt(actor=request.user)):
        messages.success(
            request, f"{title_of(review)}を始めました。課への照会は、段階を「入力」に進めると始まります。"
        )
        return redirect(review_address("review_year", review))
    return _page(request, found, form, 422)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_give_up(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """Ask whether a year that was opened by mistake is given up, and give it up; say what stands in the way."""
    found = review_at(government, plan, review)
    require_open(found)
    form = DeleteForm(sent(request), row=found, act=give_up_review, named="review")
    title = title_of(found)
    if saved(request, form):
        messages.success(request, f"{title}を取りやめました。")
        return redirect("review_years", government.slug, plan)
    standing = standing_in(found)
    refusal = refusal_of(found, standing) if standing else ""
    context = review_context(request, found, form=form, refusal=refusal)
    return render(request, "kpi/review/review_give_up.html", context, status=form.status)


def _page(request: HttpRequest, plan: Plan, form: OpenForm, status: int = 200) -> HttpResponse:
    context = {
        "government": plan.government,
        "plan": plan,
        "name": name_of(plan),
        "is_planner": may_shape(request.membership),
        "form": form,
        "rows": [(row, title_of(row.review), address_word(row.review)) for row in reviews_of(plan)],
    }
    return render(request, "kpi/review/review_years.html", context, status=status)


def _today() -> datetime.date:
    return timezone.localdate()
