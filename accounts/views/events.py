"""The record of a government: to read, to search, to take home as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.event_files import FILES, MOST_ROWS, file_of, note_events_export
from accounts.events import events_of, rows_of
from accounts.forms.events import FilterForm
from accounts.models import Government
from accounts.rules import PLANNERS, office

PER_PAGE = 50


@office(*PLANNERS)
def audit_log(request: HttpRequest, government: Government) -> HttpResponse:
    """What was done in this government, newest first."""
    form = FilterForm(request.GET, government=government)
    page = Paginator(events_of(government, form.wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, government)
    context = {"form": form, "page": page, "rows": rows, "government": government, "kinds": FILES}
    return render(request, "accounts/audit_log.html", context)


@office(*PLANNERS)
@require_POST
def audit_export(request: HttpRequest, government: Government) -> HttpResponse:
    """The record, or the part that is looked at, as an Excel workbook or CSV; the export itself is recorded."""
    form, kind = FilterForm(request.POST, government=government), request.POST.get("kind", "")
    if not form.is_valid() or kind not in FILES:
        messages.error(request, "書き出していません。しぼり込みと形式を確かめて、もう一度選んでください。")
        return redirect("audit_log", government.slug)
    events = events_of(government, form.wanted)
    if (count := events.count()) > MOST_ROWS[kind]:
        limits = f"Excelは{MOST_ROWS['xlsx']:,}件、CSVは{MOST_ROWS['csv']:,}件まで"
        messages.error(
            request, f"{count:,}件あるため、書き出していません（{limits}）。期間や操作でしぼってください。"
        )
        return redirect("audit_log", government.slug)
    content = file_of(rows_of(events, government), kind)
    note_events_export(actor=request.user, government=government, kind=kind, rows=count, wanted=form.wanted)
    name = f"record-{government.slug}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FILES[kind], headers=headers)
