"""施策の評価: the list of items with what is said of them, and the page of one."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from kpi.forms.review_items import ItemReviewForm
from kpi.models import ReviewYear
from kpi.review.figures import Figures, figures_of
from kpi.review.item_reviews import FIELDS
from kpi.review.said import Said, served_by, telling_of, wanted_of_item
from kpi.review.traces import traces_of
from kpi.review.worklists import ItemLine, ItemList, counts, grouped, next_after, shown
from kpi.review.years import Reviewed, review_at
from kpi.views.review.answers import review_address, review_context
from kpi.views.review.asking import saved, shut_out, which_of, with_which
from strategy.views.answers import sent


@office()
def review_items(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """All items that are reviewed, or those in which something is to be written, or one's own (``?show=``)."""
    year = review_at(government, plan, review)
    listed, which = ItemList(Reviewed(year), Said(year), request.membership), which_of(request)
    context = review_context(
        request,
        year,
        listed=listed,
        groups=grouped(shown(listed.lines, which)),
        counts=counts(listed.lines),
        which=which,
        base=review_address("review_items", year),
        has_department=request.membership.department_id is not None,
    )
    return render(request, "kpi/review/items.html", context)


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def review_item(
    request: HttpRequest, government: Government, plan: str, review: str, lineage: uuid.UUID
) -> HttpResponse:
    """One item: the form of what was done, and its KPIs. ``projects-more`` only adds rows to the form."""
    year = review_at(government, plan, review)
    figures = figures_of(year, timezone.localdate())
    listed = ItemList(figures.reviewed, Said(year), request.membership)
    line = next((one for one in listed.lines if one.lineage == lineage), None)
    if line is None:
        raise Http404("この項目は、この年度に評価するものではありません。")
    form = ItemReviewForm(sent(request), review=year, item=line.reviewed.item, row=line.said)
    is_shut = shut_out(request, year, line.department, form)
    if not is_shut and (kept := saved(request, form)):
        _tell(request, line, wanted_of_item(kept, listed.practice))
        return redirect(_onward(request, year, listed, line))
    status = 403 if is_shut else 200 if form.wants_more else form.status
    context = _context(request, figures, listed, line, form)
    return render(request, "kpi/review/item.html", context, status=status)


def _context(
    request: HttpRequest, figures: Figures, listed: ItemList, line: ItemLine, form: ItemReviewForm
) -> dict[str, Any]:
    year, which, practice = figures.review, which_of(request), listed.practice
    words = {
        "direction": lambda key: getattr(practice.direction(key), "word", key),
        "self_evaluation": lambda key: getattr(practice.self_evaluation(key), "word", key),
    }
    return review_context(
        request,
        year,
        line=line,
        form=form,
        which=which,
        following=next_after(listed.lines, line.lineage, which),
        telling=telling_of(line.reviewed, figures, served_by(line.reviewed)),
        opinions=listed.said.opinions_of(item=line.reviewed.item.pk),
        traces=traces_of(line.said, FIELDS, words) if line.said else [],
        here=request.get_full_path(),
        back=with_which(review_address("review_items", year), which),
    )


def _tell(request: HttpRequest, line: ItemLine, wanted: tuple[str, ...]) -> None:
    title = line.place.title
    if wanted:
        messages.warning(request, f"「{title}」を保存しました。まだ書かれていないもの：{'・'.join(wanted)}。")
    else:
        messages.success(request, f"「{title}」の評価を保存しました。")


def _onward(request: HttpRequest, year: ReviewYear, listed: ItemList, line: ItemLine) -> str:
    """The next item where the button asked for it and there is one; else this one again."""
    which = which_of(request)
    following = next_after(listed.lines, line.lineage, which)
    if "next" not in request.POST:
        return with_which(review_address("review_item", year, line.lineage), which)
    if following is None:
        return with_which(review_address("review_items", year), which)
    return with_which(review_address("review_item", year, following.lineage), which)
