"""指標の評価: the list of KPIs with what is said of them, and the page of one."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from kpi.forms.review_kpis import TargetReviewForm
from kpi.models import ReviewYear
from kpi.review.figures import figures_of
from kpi.review.said import Said, wanted_of_target
from kpi.review.target_reviews import FIELDS
from kpi.review.traces import traces_of
from kpi.review.worklists import KpiLine, KpiList, counts, grouped, next_after, shown
from kpi.review.years import review_at
from kpi.views.review.answers import review_address, review_context
from kpi.views.review.asking import saved, shut_out, which_of, with_which
from strategy.views.answers import sent


@office()
def review_kpis(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """All KPIs, or those in which something is to be written, or one's own (``?show=``)."""
    year = review_at(government, plan, review)
    listed, which = _list(request, year), which_of(request)
    context = review_context(
        request,
        year,
        listed=listed,
        groups=grouped(shown(listed.lines, which)),
        counts=counts(listed.lines),
        which=which,
        base=review_address("review_kpis", year),
        has_department=request.membership.department_id is not None,
    )
    return render(request, "kpi/review/kpis.html", context)


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def review_kpi(
    request: HttpRequest, government: Government, plan: str, review: str, target: uuid.UUID
) -> HttpResponse:
    """One KPI: its judgement, and the form of what is said of it. After saving comes the next one, if asked for."""
    year = review_at(government, plan, review)
    listed = _list(request, year)
    line = next((one for one in listed.lines if one.lineage == target and not one.is_pointer), None)
    if line is None:
        raise Http404("この指標は、この年度の評価にはありません。")
    form = TargetReviewForm(sent(request), review=year, target=line.row.target, row=line.said)
    is_shut = shut_out(request, year, line.row.department, form)
    if not is_shut and (kept := saved(request, form)):
        _tell(request, line, wanted_of_target(line.row, kept))
        return redirect(_onward(request, year, listed, line))
    context = _context(request, year, listed, line, form)
    return render(request, "kpi/review/kpi.html", context, status=403 if is_shut else form.status)


def _list(request: HttpRequest, year: ReviewYear) -> KpiList:
    return KpiList(figures_of(year, timezone.localdate()), Said(year), request.membership)


def _context(
    request: HttpRequest, year: ReviewYear, listed: KpiList, line: KpiLine, form: TargetReviewForm
) -> dict[str, Any]:
    which = which_of(request)
    words = {"direction": lambda key: getattr(listed.practice.direction(key), "word", key)}
    return review_context(
        request,
        year,
        line=line,
        row=line.row,
        form=form,
        which=which,
        following=next_after(listed.lines, line.lineage, which),
        opinions=listed.said.opinions_of(target=line.row.target.pk),
        traces=traces_of(line.said, FIELDS, words) if line.said else [],
        here=request.get_full_path(),
        back=with_which(review_address("review_kpis", year), which),
    )


def _tell(request: HttpRequest, line: KpiLine, wanted: tuple[str, ...]) -> None:
    name = line.row.target.name
    if wanted:
        messages.warning(
            request, f"「{name}」を保存しました。遅れている指標なので、{'・'.join(wanted)}も書いてください。"
        )
    else:
        messages.success(request, f"「{name}」の評価を保存しました。")


def _onward(request: HttpRequest, year: ReviewYear, listed: KpiList, line: KpiLine) -> str:
    """The next KPI where the button asked for it and there is one; else this one again."""
    which = which_of(request)
    following = next_after(listed.lines, line.lineage, which)
    if "next" not in request.POST:
        return with_which(review_address("review_kpi", year, line.lineage), which)
    if following is None:
        return with_which(review_address("review_kpis", year), which)
    return with_which(review_address("review_kpi", year, following.lineage), which)
