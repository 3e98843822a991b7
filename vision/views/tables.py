"""人口表: what stands in a vision, a file to be read, typed totals, one table, its removal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from vision.forms.fields import VersionDeleteForm
from vision.forms.tables import FileForm, TotalsForm
from vision.keeping import standing_of
from vision.kept_tables import remove_table
from vision.models import PopulationTable, PopulationVision
from vision.rules import FROZEN, may_shape, vision_at
from vision.standing import missing_tables, table_line, table_lines, total_rows, uploads_of, year_tables
from vision.views.areas import NOT_YOURS
from vision.views.frame import done, sent, vision_address, vision_context


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def population_tables(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """The tables of a vision; POST reads a file, or with ``act=totals`` keeps typed totals."""
    found = vision_at(government, number)
    if request.method == "POST" and not may_shape(request.membership, found):
        raise PermissionDenied(FROZEN if found.is_frozen else NOT_YOURS)
    types, is_sent = request.POST.get("act") == "totals", request.method == "POST"
    reading = FileForm(*((request.POST, request.FILES) if is_sent and not types else ()), vision=found)
    typing = TotalsForm(request.POST if types else None, vision=found, standing=standing_of(found))
    form = typing if types else reading
    if made := done(request, form):
        if types:
            messages.success(request, f"「{made.title}」を保存しました。")
            return redirect(vision_address("population_tables", found))
        return redirect(vision_address("population_upload", found, made.pk))
    context = _list(request, found) | {"reading": reading, "typing": typing}
    return render(request, "vision/tables.html", context, status=422 if form.errors else 200)


def _list(request: HttpRequest, found: PopulationVision) -> dict[str, object]:
    lines = table_lines(found)
    return vision_context(
        request, found, lines=lines, missing=missing_tables(found, lines), uploads=uploads_of(found)
    )


@office()
@require_GET
def population_table(request: HttpRequest, government: Government, number: int, table: int) -> HttpResponse:
    """One table, year by year."""
    found = vision_at(government, number)
    row = _table_at(found, table)
    is_totals = row.kind == PopulationTable.Kind.TOTALS
    context = vision_context(
        request,
        found,
        line=table_line(row),
        row=row,
        years=[] if is_totals else year_tables(row),
        totals=total_rows(row) if is_totals else [],
    )
    return render(request, "vision/table.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def population_table_remove(
    request: HttpRequest, government: Government, number: int, table: int
) -> HttpResponse:
    """Ask before a table is taken out, and do it."""
    found = vision_at(government, number)
    row = _table_at(found, table)
    form = VersionDeleteForm(sent(request), row=row, act=remove_table, named="table")
    if done(request, form):
        messages.success(request, f"「{row.title}」を削除しました。")
        return redirect(vision_address("population_tables", found))
    context = vision_context(request, found, form=form, line=table_line(row), row=row, frozen_sentence=FROZEN)
    return render(request, "vision/table_remove.html", context, status=form.status)


def _table_at(vision: PopulationVision, pk: int) -> PopulationTable:
    """The table of this vision, or Http404. One query."""
    row = vision.tables.select_related("area").filter(pk=pk).first()
    if row is None:
        raise Http404("この表は、この人口ビジョンにはありません。")
    row.vision = vision
    return row
