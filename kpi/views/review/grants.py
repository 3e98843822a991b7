"""交付金: projects paid by a national grant and what came of them (様式2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Department, Government
from accounts.rules import WRITERS, office
from kpi.forms.review_grants import GrantForm
from kpi.models import GrantReview, ReviewYear
from kpi.review.grant_lists import department_of, grant_lines
from kpi.review.grants import FIELDS, delete_grant
from kpi.review.traces import traces_of
from kpi.review.worklists import Answers
from kpi.review.years import Reviewed, ReviewedItem, require_answerer, review_at
from kpi.views.review.answers import review_address, review_context
from kpi.views.review.asking import deleted, require_open, require_writer, row_at, saved
from strategy.views.answers import sent

TRACED = [name for name in FIELDS if name not in ("item", "indicators")]


@office()
def review_grants(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """All projects with a grant."""
    year = review_at(government, plan, review)
    reviewed = Reviewed(year)
    lines = grant_lines(reviewed, request.membership)
    may_add = any(Answers(year, request.membership).may(one.department) for one in reviewed.items)
    return render(
        request, "kpi/review/grants.html", review_context(request, year, lines=lines, may_add=may_add)
    )


@office(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def grant_add(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """Add a project; ``?item=`` begins with its item."""
    year = review_at(government, plan, review)
    return _grant_page(request, year, None)


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, government: Government, plan: str, review: str, grant: int) -> HttpResponse:
    """One project; ``indicators-more`` only adds a row to the form."""
    year = review_at(government, plan, review)
    return _grant_page(request, year, row_at(GrantReview.objects.select_related("item"), year, grant))


@office(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def grant_delete(
    request: HttpRequest, government: Government, plan: str, review: str, grant: int
) -> HttpResponse:
    """Delete a project."""
    year = review_at(government, plan, review)
    row = row_at(GrantReview.objects.select_related("item"), year, grant)
    require_writer(request, year, department_of(Reviewed(year), row.item))
    return deleted(request, year, row, delete_grant, named="grant", word="交付金事業", back="review_grants")


def _grant_page(request: HttpRequest, year: ReviewYear, row: GrantReview | None) -> HttpResponse:
    reviewed, answers = Reviewed(year), Answers(year, request.membership)
    mine = [one for one in reviewed.items if answers.may(one.department)]
    department = department_of(reviewed, row.item) if row else None
    may_write = answers.may(department) if row else bool(mine)
    if request.method == "POST" or row is None:
        _require(request, year, row, mine, department)
    form = GrantForm(sent(request), review=year, row=row, items=_items(reviewed, row, mine))
    if kept := saved(request, form):
        messages.success(request, f"交付金事業「{kept.project}」を保存しました。")
        return redirect(review_address("grant", year, kept.pk))
    context = review_context(
        request,
        year,
        form=form,
        row=row,
        may_write=may_write,
        traces=traces_of(row, TRACED) if row else [],
        here=request.get_full_path(),
    )
    status = 200 if form.wants_more else form.status
    return render(request, "kpi/review/grant.html", context, status=status)


def _require(
    request: HttpRequest,
    year: ReviewYear,
    row: GrantReview | None,
    mine: list[ReviewedItem],
    department: Department | None,
) -> None:
    """403 for whoever may not write this project, or none at all."""
    require_open(year)
    if row is not None or not mine:
        require_answerer(request.membership, year, department)


def _items(reviewed: Reviewed, row: GrantReview | None, mine: list[ReviewedItem]) -> list[ReviewedItem]:
    """The items to choose from: one's own, and the one under which the project stands."""
    return [one for one in reviewed.items if one in mine or (row and one.item.pk == row.item_id)]
