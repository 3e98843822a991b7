"""The page of the grade scheme: chosen from what others use, edited in tables, tried, kept as a new version."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from kpi.forms.schemes import SchemeForm
from kpi.grade_words import elapsed_words, meanings
from kpi.grades import PRESETS
from kpi.judgements import Scheme
from kpi.rules import may_shape, scheme_of
from kpi.trial import Trial, trial


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def grade_scheme(request: HttpRequest, government: Government) -> HttpResponse:
    """The scheme that holds; ``?preset=`` puts another one into the form. POST steps, tries or keeps."""
    holding = scheme_of(government)
    if request.method != "POST":
        preset = PRESETS.get(request.GET.get("preset", ""))
        return _page(
            request, government, holding, SchemeForm.of(preset or holding.scheme), is_other=bool(preset)
        )
    if not may_shape(request.membership):
        raise PermissionDenied("判定の区分を変えられるのは企画担当だけです。")
    form = SchemeForm.sent(request.POST)
    if form.step(request.POST.get("act", "")):
        return _page(request, government, holding, form, is_other=True)
    if "save" in request.POST and (kept := form.attempt(actor=request.user, government=government)):
        messages.success(
            request, f"判定の区分「{kept.content['name']}」を第{kept.number}として保存しました。"
        )
        return redirect("grade_scheme", government.slug)
    scheme = form.scheme()
    tried = trial(government, scheme, timezone.localdate()) if scheme else None
    return _page(request, government, holding, form, tried, is_other=True)


def _page(
    request: HttpRequest,
    government: Government,
    holding: Scheme,
    form: SchemeForm,
    tried: Trial | None = None,
    *,
    is_other: bool,
) -> HttpResponse:
    context: dict[str, Any] = {
        "government": government,
        "holding": holding,
        "meanings": meanings(holding.scheme),
        "elapsed_words": elapsed_words(holding.scheme),
        "form": form,
        "trial": tried,
        "is_other": is_other,
        "is_planner": may_shape(request.membership),
        "versions": government.grade_schemes.select_related("by").order_by("-number"),
    }
    return render(request, "kpi/grade_scheme.html", context, status=422 if form.faults else 200)
