"""前の版とのつながり: proposals for items of two editions that no lineage joins, confirmed row by row."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from publishing.comparison.joins import Joins
from publishing.comparison.pairs import Pair, office_pair
from publishing.comparison.reading import ComparisonError
from publishing.forms.joins import JoinForm, PairsForm, PartForm
from publishing.views.confirmed import sent
from strategy.joining import Strength


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comparison_joins(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """Join what belongs together, and part what was joined wrongly."""
    pair = office_pair(government, plan, number, old)
    try:
        joins = Joins(pair.old, pair.new)
    except ComparisonError as error:
        return _page(request, pair, refusal=error.sentence)
    is_parting = "part" in request.POST
    form = (PartForm if is_parting else JoinForm)(sent(request), joins=joins)
    if count := _saved(request, form):
        messages.success(request, f"{count}組を{'はずしました' if is_parting else 'つなぎました'}。")
        return redirect("comparison_joins", government.slug, plan, number, old)
    return _page(
        request,
        pair,
        joins=joins,
        form=JoinForm(joins=joins) if is_parting else form,
        parting=form if is_parting else PartForm(joins=joins),
        ticked=_ticked(request, form, joins),
    )


def _saved(request: HttpRequest, form: PairsForm) -> int:
    """How many pairs the verb changed; 0 when there was nothing to save, or the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return 0
    try:
        return form.save(actor=request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return 0


def _ticked(request: HttpRequest, form: PairsForm, joins: Joins) -> set[str]:
    """What was ticked; on a page that is only asked for, nothing, or with ?select=strong all that much speaks for."""
    if form.is_bound or request.GET.get("select") != "strong":
        return set(form.ticked())
    return {row.value for row in joins.proposals if row.proposal.strength == Strength.STRONG}


def _page(request: HttpRequest, pair: Pair, **context: Any) -> HttpResponse:
    shown = {"pair": pair, "plan": pair.new.plan, "government": pair.new.plan.government}
    refused = any(form.errors for name in ("form", "parting") if (form := context.get(name)))
    return render(
        request,
        "publishing/comparison/joins.html",
        shown | {"what": "項目のつながり"} | context,
        status=422 if refused else 200,
    )
