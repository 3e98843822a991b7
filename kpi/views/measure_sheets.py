"""The 施策調書 of an edition: what each measure says and what is missing; one of them as a form."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from kpi.forms.measure_sheets import MeasureSheetForm
from kpi.measure_list import SheetList
from kpi.models import MeasureSheet
from kpi.views.answers import context_of
from strategy.rules import edition_at, item_or_404, may_write, require_writer
from strategy.views.answers import address, sent, status_of


@office()
def measure_sheets(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Every measure of an edition with its 施策調書."""
    edition = edition_at(government, plan, number)
    context = context_of(request, edition, sheets=SheetList(edition))
    return render(request, "kpi/intake/measure_sheets.html", context)


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def measure_sheet(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """The 施策調書 of a measure; POST saves it: planners any, a department its own."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    if request.method == "POST":
        require_writer(request.membership, item)
    form = MeasureSheetForm(sent(request), item=item, sheet=MeasureSheet.objects.filter(item=item).first())
    if request.method == "POST" and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"「{item.title}」の施策調書を保存しました。")
        return redirect(address("measure_sheets", item.edition))
    context = context_of(
        request, item.edition, item=item, form=form, may_write=may_write(request.membership, item)
    )
    return render(request, "kpi/intake/measure_sheet.html", context, status=status_of(form))
