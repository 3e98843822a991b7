"""The life of a figure: entered for any year, submitted, returned, approved, published."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, WRITERS, office
from kpi.explaining import year_word
from kpi.forms.indicators import ValueForm
from kpi.measurements import approve_value, publish_value, return_value, submit_value
from kpi.models import Measurement
from kpi.rules import indicator_or_404, measurement_or_404, require_enterer
from kpi.views.answers import back, page_of_indicator
from kpi.views.indicators import indicator_page


@office(*WRITERS)
@require_POST
def indicator_value(request: HttpRequest, government: Government, indicator: uuid.UUID) -> HttpResponse:
    """Enter a figure of any year, of the indicator or of what it is compared with."""
    row = require_enterer(request.membership, indicator_or_404(government, indicator))
    form = ValueForm(request.POST, indicator=row)
    if form.is_valid() and (kept := form.attempt(actor=request.user)):
        messages.success(request, f"{year_word(kept.measurement.fiscal_year)}の値を保存しました。")
        return back(request, page_of_indicator(row, f"#value-{kept.measurement_id}"))
    return indicator_page(request, row, 422, value=form)


@office(*WRITERS)
@require_POST
def value_submit(
    request: HttpRequest, government: Government, indicator: uuid.UUID, measurement: int
) -> HttpResponse:
    """Submit a figure."""
    found = measurement_or_404(indicator_or_404(government, indicator), measurement)
    require_enterer(request.membership, found.indicator)
    return _act(request, found, submit_value, "提出しました")


@office(*PLANNERS)
@require_POST
def value_return(
    request: HttpRequest, government: Government, indicator: uuid.UUID, measurement: int
) -> HttpResponse:
    """Return a figure with the reason."""
    found = measurement_or_404(indicator_or_404(government, indicator), measurement)
    why = request.POST.get("why", "")[:500]
    return _act(request, found, return_value, "差し戻しました", why=why)


@office(*PLANNERS)
@require_POST
def value_approve(
    request: HttpRequest, government: Government, indicator: uuid.UUID, measurement: int
) -> HttpResponse:
    """Approve a figure."""
    found = measurement_or_404(indicator_or_404(government, indicator), measurement)
    return _act(request, found, approve_value, "承認しました。まだ公表されません")


@office(*PLANNERS)
@require_POST
def value_publish(
    request: HttpRequest, government: Government, indicator: uuid.UUID, measurement: int
) -> HttpResponse:
    """Make a figure public."""
    found = measurement_or_404(indicator_or_404(government, indicator), measurement)
    return _act(request, found, publish_value, "公表しました")


def _act(
    request: HttpRequest, measurement: Measurement, act: Callable[..., object], done: str, **arguments: str
) -> HttpResponse:
    """Do it and go back to where it was asked for."""
    seen = request.POST.get("seen", "")
    try:
        act(
            actor=request.user,
            measurement=measurement,
            seen=int(seen) if seen.isdecimal() and len(seen) < 8 else 0,
            **arguments,
        )
        messages.success(request, f"「{measurement.indicator.name}」の値を{done}。")
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    return back(request, page_of_indicator(measurement.indicator, f"#value-{measurement.pk}"))
