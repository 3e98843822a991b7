"""Indicators of a government: the list, and the page of one with all its figures and what became of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.chronicles import entries_of, figures_of, references_of
from kpi.forms.indicators import BreakForm, IndicatorForm, ReferenceForm, ValueForm
from kpi.indicators import delete_indicator
from kpi.models import Indicator, MeasurementRevision
from kpi.registry import registry
from kpi.rules import indicator_or_404, may_enter, may_shape
from kpi.views.answers import page_of_indicator
from strategy.views.answers import sent, status_of


@office()
def indicators(request: HttpRequest, government: Government) -> HttpResponse:
    """All indicators, filtered by words (``q``) and ``department`` when asked."""
    asked = {"query": request.GET.get("q", ""), "department": request.GET.get("department", "")}
    context = {
        "government": government,
        "registry": registry(government, **asked),
        "asked": asked,
        "is_planner": may_shape(request.membership),
    }
    return render(request, "kpi/indicators.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_add(request: HttpRequest, government: Government) -> HttpResponse:
    """Register an indicator."""
    form = IndicatorForm(sent(request), government=government)
    if request.method == "POST" and form.is_valid() and (made := form.attempt(actor=request.user)):
        made.government = government
        messages.success(request, f"指標「{made.name}」を登録しました。")
        return redirect(page_of_indicator(made))
    context = {"government": government, "form": form}
    return render(request, "kpi/indicator_add.html", context, status=status_of(form))


@office()
def indicator(request: HttpRequest, government: Government, indicator: uuid.UUID) -> HttpResponse:
    """An indicator; ``revision`` (its id) or ``year`` opens the form of a figure."""
    return indicator_page(request, indicator_or_404(government, indicator))


@office(*PLANNERS)
@require_POST
def indicator_save(request: HttpRequest, government: Government, indicator: uuid.UUID) -> HttpResponse:
    """Save the facts of an indicator."""
    row = indicator_or_404(government, indicator)
    form = IndicatorForm(request.POST, government=government, indicator=row)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"指標「{form.cleaned_data['name']}」を保存しました。")
        return redirect(page_of_indicator(row))
    return indicator_page(request, row, 422, form=form)


@office(*PLANNERS)
@require_POST
def indicator_delete(request: HttpRequest, government: Government, indicator: uuid.UUID) -> HttpResponse:
    """Delete an indicator on which nothing hangs."""
    row = indicator_or_404(government, indicator)
    try:
        delete_indicator(actor=request.user, indicator=row)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(page_of_indicator(row))
    messages.success(request, f"指標「{row.name}」を削除しました。")
    return redirect("indicators", government.slug)


def indicator_page(request: HttpRequest, row: Indicator, status: int = 200, **forms: Any) -> HttpResponse:
    """The page; ``forms`` are those that were sent and could not be carried out."""
    figures = figures_of(row)
    may_write = may_enter(request.membership, row)
    context = {
        "government": row.government,
        "indicator": row,
        "is_planner": may_shape(request.membership),
        "may_enter": may_write,
        "figures": figures.get(None, []),
        "references": references_of(row, figures),
        "breaks": row.breaks.order_by("fiscal_year"),
        "rounds": row.survey.rounds.order_by("-fiscal_year") if row.survey else (),
        "entries": entries_of(row),
        "targets": row.targets.select_related("edition__plan").order_by("-edition_id", "position"),
        "here": page_of_indicator(row),
        "form": forms.get("form") or IndicatorForm(government=row.government, indicator=row),
        "value": forms.get("value") or _value_form(request, row),
        "break_form": forms.get("break_form") or BreakForm(indicator=row),
        "reference_form": forms.get("reference_form") or ReferenceForm(indicator=row),
    }
    return render(request, "kpi/indicator.html", context, status=status)


def _value_form(request: HttpRequest, row: Indicator) -> ValueForm:
    """The form of a figure: of the revision that was asked for, else of a year that has none yet."""
    pk, year = request.GET.get("revision", ""), request.GET.get("year", "")
    revision = None
    if pk.isdecimal() and len(pk) < 12:
        rows = MeasurementRevision.objects.filter(measurement__indicator=row).select_related("measurement")
        revision = rows.filter(pk=pk).first()
    wanted = int(year) if year.isdecimal() and len(year) == 4 else None
    return ValueForm(indicator=row, revision=revision, year=wanted)
