"""The surveys in which indicators are asked, and their rounds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from kpi.forms.surveys import RoundForm
from kpi.models import SurveyRound
from kpi.rules import may_shape
from strategy.views.answers import sent, status_of


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def surveys(request: HttpRequest, government: Government) -> HttpResponse:
    """All surveys with their rounds; POST keeps a round. ``?round=`` (its id) opens one in the form."""
    is_planner = may_shape(request.membership)
    if request.method == "POST" and not is_planner:
        raise PermissionDenied("調査の回を入れられるのは企画担当だけです。")
    form = RoundForm(sent(request), government=government, initial=_first(request, government))
    if request.method == "POST" and form.is_valid() and (kept := form.attempt(actor=request.user)):
        messages.success(request, f"「{kept.survey}」の{kept.fiscal_year}年度の回を保存しました。")
        return redirect("surveys", government.slug)
    rows = government.surveys.prefetch_related("rounds", "indicators").order_by("name")
    context = {"government": government, "surveys": rows, "form": form, "is_planner": is_planner}
    return render(request, "kpi/surveys.html", context, status=status_of(form))


def _first(request: HttpRequest, government: Government) -> dict[str, Any]:
    """The round that was asked for, as it stands."""
    pk = request.GET.get("round", "")
    rows = SurveyRound.objects.filter(survey__government=government).select_related("survey")
    found = rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 12 else None
    if found is None:
        return {}
    facts = {name: getattr(found, name) for name in ("fiscal_year", "held", "sent", "valid")}
    return {"survey": found.survey.name, **facts}
