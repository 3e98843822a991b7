"""仮定値: the rates of a vision, derived from its tables, k, removal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from vision.assumptions import remove_assumption
from vision.forms.assumptions import DeriveForm, KForm
from vision.forms.fields import VersionDeleteForm
from vision.keeping import standing_of
from vision.models import Assumption, PopulationTable, PopulationVision
from vision.rules import FROZEN, may_shape, vision_at
from vision.standing import rate_line, rate_lines
from vision.views.areas import NOT_YOURS
from vision.views.frame import done, sent, vision_address, vision_context


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def population_assumptions(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """The rates; POST derives them from the tables, or with ``act=k`` keeps k."""
    found = vision_at(government, number)
    if request.method == "POST" and not may_shape(request.membership, found):
        raise PermissionDenied(FROZEN if found.is_frozen else NOT_YOURS)
    types = request.POST.get("act") == "k"
    given: Any = {"vision": found, "standing": standing_of(found)}
    deriving = DeriveForm(request.POST if request.method == "POST" and not types else None, **given)
    has_nation = found.tables.filter(kind=PopulationTable.Kind.NATIONAL).exists()
    typing = KForm(request.POST if types else None, has_nation=has_nation, **given)
    form: Any = typing if types else deriving
    if done(request, form):
        said = "kを保存しました。" if types else "人口表から仮定値を求めました。値を確かめてください。"
        messages.success(request, said)
        return redirect(vision_address("population_assumptions", found))
    facts = {"deriving": deriving, "typing": typing, "has_nation": has_nation}
    context = vision_context(request, found, lines=rate_lines(found), **facts)
    return render(request, "vision/assumptions.html", context, status=422 if form.errors else 200)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def population_assumption_remove(
    request: HttpRequest, government: Government, number: int, assumption: int
) -> HttpResponse:
    """Ask before rates are taken out, and do it."""
    found = vision_at(government, number)
    row = _assumption_at(found, assumption)
    form = VersionDeleteForm(sent(request), row=row, act=remove_assumption, named="assumption")
    if done(request, form):
        messages.success(request, f"「{row.get_kind_display()}」を削除しました。")
        return redirect(vision_address("population_assumptions", found))
    context = vision_context(request, found, form=form, line=rate_line(row), row=row, frozen_sentence=FROZEN)
    return render(request, "vision/assumption_remove.html", context, status=form.status)


def _assumption_at(vision: PopulationVision, pk: int) -> Assumption:
    """The rates of this vision, or Http404. One query."""
    row = vision.assumptions.select_related("area").filter(pk=pk).first()
    if row is None:
        raise Http404("この仮定値は、この人口ビジョンにはありません。")
    row.vision = vision
    return row
