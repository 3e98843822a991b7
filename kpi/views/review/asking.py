"""What the pages on which a review is written share: who may write, what was sent, rows that are gone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.forms.deleting import DeleteForm
from accounts.models import Department
from kpi.models import ReviewYear
from kpi.review.holding import PUBLISHED
from kpi.review.worklists import ALL, OWN, WANTED
from kpi.review.years import require_answerer
from kpi.views.review.answers import review_address, review_context
from strategy.views.answers import sent


def require_open(review: ReviewYear) -> None:
    """PermissionDenied (403) once the review is published, with what to do instead."""
    if review.is_published:
        raise PermissionDenied(PUBLISHED)


def require_writer(request: HttpRequest, review: ReviewYear, department: Department | None) -> None:
    """PermissionDenied (403) for a published review, and for somebody who may only read this row."""
    require_open(review)
    require_answerer(request.membership, review, department)


def shut_out(request: HttpRequest, review: ReviewYear, department: Department | None, form: Any) -> bool:
    """Whether something was sent that this person may not write (any more): the form then says why, and keeps what was
    typed for whoever wrote while somebody submitted the department's return. The page is to answer 403.
    """
    if request.method != "POST":
        return False
    try:
        require_writer(request, review, department)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return True
    return False


def saved(request: HttpRequest, form: Any) -> Any:
    """What the form's verb returned; None where nothing was sent, more rows were asked for, or it was refused."""
    if request.method != "POST" or getattr(form, "wants_more", False) or not form.is_valid():
        return None
    return form.attempt(actor=request.user)


def row_at(rows: QuerySet[Any], review: ReviewYear, pk: int) -> Any:
    """A row of this review, or Http404. One query."""
    found = rows.filter(review=review, pk=pk).first()
    if found is None:
        raise Http404("この内容は見つかりません。消されたかもしれません。")
    found.review = review
    return found


def which_of(request: HttpRequest) -> str:
    """Which rows are asked for (``?show=``)."""
    asked = request.GET.get("show", ALL)
    return asked if asked in (WANTED, OWN) else ALL


def with_which(address: str, which: str) -> str:
    """The address with the rows that are asked for."""
    return f"{address}?show={which}" if which else address


def deleted(
    request: HttpRequest, review: ReviewYear, row: Model, verb: Any, *, named: str, word: str, back: str
) -> HttpResponse:
    """Ask whether a row is to be deleted, and delete it. ``back`` names the page that then comes."""
    require_open(review)
    form = DeleteForm(sent(request), row=row, act=verb, named=named)
    address = review_address(back, review)
    if saved(request, form):
        messages.success(request, f"{word}「{row}」を削除しました。")
        return redirect(address)
    context = review_context(request, review, form=form, row=form.row, word_of_row=word, back=address)
    return render(request, "kpi/review/delete.html", context, status=form.status)
