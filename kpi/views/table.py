"""The table of an edition's KPIs, one year at work: figures are entered here and judged at once."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import WRITERS, office
from kpi.figures import Figure
from kpi.forms.cells import CellForm
from kpi.models import Target
from kpi.rules import departments_above, require_enterer, target_or_404
from kpi.series import Shown, series_of
from kpi.views.answers import is_of, sheet_asked, sheet_context
from strategy.models import Edition
from strategy.rules import edition_at, item_or_404
from strategy.views.answers import address


@office()
def kpi_table(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """All KPIs of an edition in printed order with the figures of one year (``?year=``)."""
    return _table(request, edition_at(government, plan, number))


@office()
def item_targets(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """The KPIs at or under an item."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    return redirect(f"{address('kpi_table', item.edition)}?item={item.lineage}")


@office(*WRITERS)
@require_POST
def value_save(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID, year: int
) -> HttpResponse:
    """Keep what was typed into a cell. 200 saved, 409 somebody was quicker, 422 wrong; to a plain form a page."""
    edition = edition_at(government, plan, number)
    row = target_or_404(edition, target)
    if not is_of(edition, year):
        raise Http404("この年度は計画期間の外です。")
    row.indicator.government = government
    above = departments_above(edition).get(row.item_id) if row.indicator.department_id is None else None
    require_enterer(request.membership, row.indicator, above)
    form = CellForm(request.POST, target=row, year=year, figure=_figure(row, year))
    if form.attempt(actor=request.user) is None:
        return _table(request, edition, year, form)
    if request.htmx:
        return _rows(request, edition, year, row)
    messages.success(request, f"「{row.name}」の値を保存しました。")
    return redirect(f"{address('kpi_table', edition)}?year={year}#kpi-{row.lineage}")


def _figure(target: Target, year: int) -> Figure | None:
    """What stands in the cell now. Four queries."""
    government = target.edition.plan.government
    found = series_of(government, [target.indicator.key], shown=Shown.NEWEST)
    return found[str(target.indicator.key)].of_year(year)


def _table(
    request: HttpRequest, edition: Edition, year: int | None = None, cell: CellForm | None = None
) -> HttpResponse:
    if cell is not None and request.htmx:
        return _rows(request, edition, cell.year, cell.target, cell)
    sheet, asked = sheet_asked(request, edition, year)
    context = sheet_context(request, sheet, asked, cell=cell)
    return render(request, "kpi/kpi_table.html", context, status=cell.status if cell else 200)


def _rows(
    request: HttpRequest, edition: Edition, year: int, target: Target, cell: CellForm | None = None
) -> HttpResponse:
    """The rows that show an indicator, the counts above and the tray: what a saved cell changes."""
    sheet, asked = sheet_asked(request, edition, year)
    lines = sheet.lines_of([target.indicator_id])
    context = sheet_context(request, sheet, asked, cell=cell, lines=lines)
    return render(request, "kpi/_answer.html", context, status=cell.status if cell else 200)
