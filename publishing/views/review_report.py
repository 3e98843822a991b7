"""The office's report of a reviewed year: the draft as it would be published, or what was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Government
from accounts.rules import office
from kpi.review.reading import report_of
from kpi.review.years import review_at
from kpi.views.review.answers import review_context
from publishing.review.files import KINDS, office_file, require_kind
from publishing.review.page import ReportPage


@office()
def review_report(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The whole report as a page."""
    found = review_at(government, plan, review)
    page = ReportPage(report_of(found, timezone.localdate()))
    context = review_context(request, found, page=page, file_kinds=KINDS)
    return render(request, "publishing/review/office.html", context)


@office()
def review_report_file(
    request: HttpRequest, government: Government, plan: str, review: str, ending: str
) -> HttpResponse:
    """The report as PDF, Word, Excel, CSV or JSON, made now."""
    require_kind(ending)
    found = review_at(government, plan, review)
    return office_file(found, report_of(found, timezone.localdate()), ending, timezone.now())
