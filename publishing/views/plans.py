"""Registering a plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from publishing.forms.plans import PlanForm
from publishing.views.confirmed import saved, sent


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, government: Government) -> HttpResponse:
    """Register a plan with its first, empty edition, and go there to write."""
    form = PlanForm(sent(request), government=government)
    if edition := saved(request, form):
        messages.success(request, f"「{edition.title}」を登録しました。章から書き始められます。")
        return redirect("outline", government.slug, edition.plan.slug, edition.number)
    context = {"form": form, "government": government}
    return render(request, "publishing/plan_new.html", context, status=422 if form.is_bound else 200)
