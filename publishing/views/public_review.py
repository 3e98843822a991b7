"""Citizens' pages of reviewed years: the list, one year, an earlier revision, files. Only what was published is read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from accounts.rules import public
from kpi.models import ReviewYear
from publishing.pages import shelf_context
from publishing.review.contexts import public_context
from publishing.review.files import KINDS, public_file, require_kind
from publishing.review.reading import Cabinet, Year, cabinet_of, glances_of, reports_of, taken_up
from publishing.rules import shelf_or_404


def _cabinet(government: str, plan: str) -> Cabinet:
    return cabinet_of(shelf_or_404(government, plan, with_bases=False))


@public
def public_reviews(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """The reviewed years of a plan; Http404 while none is public."""
    cabinet = _cabinet(government, plan)
    if not cabinet.years:
        raise Http404("公表されている年度の評価はまだありません。")
    etag = cabinet.etag("list")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        context = {"years": list(glances_of(cabinet.years)), "file_kinds": KINDS}
        context |= shelf_context(cabinet.shelf, cabinet.shelf.shown)
        response = render(request, "publishing/review/list.html", context)
        response["ETag"] = etag
    return response


@public
def public_review(request: HttpRequest, government: str, plan: str, review: str) -> HttpResponse:
    """A reviewed year as it was published last."""
    cabinet = _cabinet(government, plan)
    year = cabinet.year(review)
    return _year_page(request, cabinet, year, year.newest)


@public
def public_review_revision(
    request: HttpRequest, government: str, plan: str, review: str, revision: int
) -> HttpResponse:
    """One revision of a reviewed year: what was published once stays to be read."""
    cabinet = _cabinet(government, plan)
    year = cabinet.year(review)
    return _year_page(request, cabinet, year, year.revision(revision))


def _year_page(request: HttpRequest, cabinet: Cabinet, year: Year, review: ReviewYear) -> HttpResponse:
    decisions = taken_up(year, cabinet.shelf)
    etag = cabinet.etag(
        review.pk, request.path, [(one.subject, one.decision, one.edition.pk) for one in decisions]
    )
    response = get_conditional_response(request, etag=etag)
    if response is None:
        former = next((one for one in year.revisions if one.pk == review.corrects_id), None)
        reports = reports_of([one for one in (review, former) if one is not None])
        context = public_context(cabinet, year, review, reports) | {"decisions": decisions}
        response = render(request, "publishing/review/public.html", context)
        response["ETag"] = etag
    return response


@public
def public_review_file(
    request: HttpRequest, government: str, plan: str, review: str, revision: int, ending: str
) -> HttpResponse:
    """A revision as PDF, Word, Excel, CSV or JSON."""
    require_kind(ending)
    cabinet = _cabinet(government, plan)
    found = cabinet.year(review).revision(revision)
    etag = f'"{found.content_hash[:32]}-{ending}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = public_file(found, ending)
        if response.status_code == 200:
            response["ETag"] = etag
    return response
