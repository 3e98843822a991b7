"""What stands beside an indicator's figures: changes of definition, and series that it is compared with."""

import functools
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.indicators import BreakForm, ReferenceForm
from kpi.indicators import remove_reference, unmark_break
from kpi.models import Indicator, ReferenceSeries
from kpi.rules import indicator_or_404
from kpi.views.answers import page_of_indicator
from kpi.views.indicators import indicator_page


@office(*PLANNERS)
@require_POST
def indicator_break(request: HttpRequest, government: Government, indicator: uuid.UUID) -> HttpResponse:
    """Say from which year on the figures are of another kind."""
    row = indicator_or_404(government, indicator)
    form = BreakForm(request.POST, indicator=row)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "定義の変更を書きました。")
        return redirect(page_of_indicator(row, "#breaks"))
    return indicator_page(request, row, 422, break_form=form)


@office(*PLANNERS)
@require_POST
def indicator_unbreak(
    request: HttpRequest, government: Government, indicator: uuid.UUID, series_break: int
) -> HttpResponse:
    """Take a change of definition back."""
    row = indicator_or_404(government, indicator)
    found = row.breaks.filter(pk=series_break).first()
    if found is None:
        raise Http404("この定義の変更はもうありません。")
    found.indicator = row
    act = functools.partial(unmark_break, actor=request.user, series_break=found)
    return _taken(request, row, "#breaks", "定義の変更を取り消しました。", act)


@office(*PLANNERS)
@require_POST
def reference_add(request: HttpRequest, government: Government, indicator: uuid.UUID) -> HttpResponse:
    """Add a series that the indicator is compared with."""
    row = indicator_or_404(government, indicator)
    form = ReferenceForm(request.POST, indicator=row)
    if form.is_valid() and (made := form.attempt(actor=request.user)):
        messages.success(request, f"「{made.name}」を加えました。値は「値を入れる」から入れてください。")
        return redirect(page_of_indicator(row, "#references"))
    return indicator_page(request, row, 422, reference_form=form)


@office(*PLANNERS)
@require_POST
def reference_save(
    request: HttpRequest, government: Government, indicator: uuid.UUID, reference: int
) -> HttpResponse:
    """Change name and source of such a series."""
    row = indicator_or_404(government, indicator)
    form = ReferenceForm(request.POST, indicator=row, reference=_reference(row, reference))
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "比べる系列を保存しました。")
    else:
        for sentences in form.errors.values():
            messages.error(request, " ".join(sentences))
    return redirect(page_of_indicator(row, "#references"))


@office(*PLANNERS)
@require_POST
def reference_remove(
    request: HttpRequest, government: Government, indicator: uuid.UUID, reference: int
) -> HttpResponse:
    """Remove such a series, if it has no figures."""
    row = indicator_or_404(government, indicator)
    found = _reference(row, reference)
    act = functools.partial(remove_reference, actor=request.user, reference=found)
    return _taken(request, row, "#references", f"「{found.name}」を削除しました。", act)


def _reference(row: Indicator, pk: int) -> ReferenceSeries:
    found = row.references.filter(pk=pk).first()
    if found is None:
        raise Http404("この比べる系列はもうありません。")
    found.indicator = row
    return found


def _taken(
    request: HttpRequest, row: Indicator, part: str, done: str, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(page_of_indicator(row, part))
