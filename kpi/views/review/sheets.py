"""Workbooks that go out to departments, as files to keep."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.models import Department, Government, Membership
from accounts.rules import PLANNERS, WRITERS, department_or_404, office
from kpi.models import ReviewYear
from kpi.review.years import review_at
from kpi.sheet.bundle import EVERYBODY, bundle_name, results_bundle, results_name
from kpi.sheet.drafting import drafting_workbook as drafting_of
from kpi.sheet.giving import note_drafting, note_workbook
from kpi.sheet.names import drafting_name
from kpi.sheet.writing import results_workbook as workbook_of
from strategy.rules import edition_at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office(*WRITERS)
@require_GET
def results_workbook(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The workbook of a department (``?department=``), of all departments without it; a department gets its own."""
    found = _open_review(government, plan, review)
    department = wanted_department(request, government)
    content = workbook_of(found, department, timezone.now())
    name = results_name(found, department)
    note_workbook(actor=request.user, review=found, department=department, file=name)
    return attachment(content, XLSX, name)


@office(*PLANNERS)
@require_GET
def results_workbooks(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The workbooks of all departments in one zip."""
    found = _open_review(government, plan, review)
    name, (content, count) = bundle_name(found), results_bundle(found, timezone.now())
    note_workbook(actor=request.user, review=found, department=None, file=name, departments=count)
    return attachment(content, "application/zip", name)


@office(*WRITERS)
@require_GET
def drafting_workbook(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """施策調書 of a working edition: a department's (``?department=``) or that of all; a department gets its own."""
    edition = edition_at(government, plan, number)
    if edition.is_frozen:
        raise Http404("この版は凍結されています。施策調書は、書いている版で受け取ってください。")
    department = wanted_department(request, government)
    content = drafting_of(edition, department, timezone.now())
    name = drafting_name(edition.first_fiscal_year, department.name if department else EVERYBODY)
    note_drafting(actor=request.user, edition=edition, department=department, file=name)
    return attachment(content, XLSX, name)


def _open_review(government: Government, plan: str, word: str) -> ReviewYear:
    """The review; 404 for a published one, whose answers nobody can give any more."""
    found = review_at(government, plan, word)
    if found.is_published:
        raise Http404("この年度の評価は公表済みです。直すときは、訂正を始めてから表を受け取ってください。")
    return found


def wanted_department(request: HttpRequest, government: Government) -> Department | None:
    """The department that is asked for, None for all; PermissionDenied where a department asks for another's."""
    membership: Membership = request.membership
    given = request.GET.get("department", "")
    if membership.role in PLANNERS:
        if not given:
            return None
        return department_or_404(government, int(given) if given.isdecimal() and len(given) < 10 else 0)
    if membership.department_id is None or given not in ("", str(membership.department_id)):
        raise PermissionDenied(
            "受け取れるのは、自分の課の表だけです。ほかの課の表は、企画担当に頼んでください。"
        )
    return membership.department


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
