"""申し送り: those of a review, and the work list of the edition that takes them up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.review_proposals import AnswerForm
from kpi.models import Proposal
from kpi.review.decisions import decisions_of
from kpi.review.handing_on import entry_of, work_list
from kpi.review.practice import from_data
from kpi.review.reading import report_of
from kpi.review.years import review_at
from kpi.views.answers import context_of
from kpi.views.review.answers import review_context
from kpi.views.review.asking import saved
from strategy.rules import edition_at
from strategy.views.answers import address, sent


@office()
def review_proposals(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """What became of the decisions of a review; of an open one, what would become 申し送り."""
    year = review_at(government, plan, review)
    rows = Proposal.objects.filter(
        review__plan=year.plan, review__kind=year.kind, review__fiscal_year=year.fiscal_year
    )
    coming = ()
    if not year.is_published:
        coming = decisions_of(report_of(year, timezone.localdate()), from_data(year.practice))
    context = review_context(
        request,
        year,
        proposals=rows.select_related("edition", "answered_by").defer("edition__content").order_by("id"),
        coming=coming,
        working=year.plan.editions.working().without_content().first(),
    )
    return render(request, "kpi/review/review_proposals.html", context)


@office()
def edition_proposals(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """The work list: what the reviews decided, and what has become of it in this edition."""
    edition = edition_at(government, plan, number)
    context = context_of(request, edition, listed=work_list(edition))
    return render(request, "kpi/review/edition_proposals.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_answer(
    request: HttpRequest, government: Government, plan: str, number: int, proposal: int
) -> HttpResponse:
    """Answer one 申し送り in this edition."""
    edition = edition_at(government, plan, number)
    rows = Proposal.objects.filter(review__plan=edition.plan, review__published_at__isnull=False, pk=proposal)
    rows = rows.select_related("review__edition", "edition", "answered_by")
    row = rows.defer("review__content", "review__edition__content", "edition__content").first()
    if row is None:
        raise Http404("この申し送りは見つかりません。")
    entry = entry_of(row, edition)
    form = AnswerForm(sent(request), proposal=row, edition=edition, suggestion=entry.suggestion)
    if saved(request, form):
        messages.success(request, f"「{row.subject}」の申し送りに答えました。")
        return redirect(address("edition_proposals", edition))
    status = 409 if form.current else 422 if form.errors else 200
    context = context_of(request, edition, entry=entry, form=form)
    return render(request, "kpi/review/proposal_answer.html", context, status=status)
