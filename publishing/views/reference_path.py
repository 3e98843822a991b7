"""The reference path of a target beside the population vision that its edition cites: copied, compared, checked."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.models import Target
from kpi.rules import target_or_404
from kpi.views.answers import page_of_target
from publishing.adopting import cited_vision
from publishing.forms.reference_path import ReferencePathForm
from publishing.reference_paths import floor_told, gap_of
from publishing.vision_rows import courses_data
from strategy.rules import edition_at
from strategy.views.answers import context_of
from vision.document import VisionDocument


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def reference_path(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Copy figures of a scenario to the target; ``check`` only tells what they would be."""
    row = target_or_404(edition_at(government, plan, number), target)
    vision = cited_vision(row)
    if request.method == "POST" and request.membership.role not in PLANNERS:
        raise PermissionDenied("見通しを写せるのは、企画担当です。企画担当に相談してください。")
    if vision is None:
        return _page(request, row)
    document = VisionDocument.of(vision)
    form = ReferencePathForm(
        request.POST if request.method == "POST" else None, target=row, document=document
    )
    is_sent = request.method == "POST" and form.is_valid() and "check" not in request.POST
    if is_sent and form.attempt(actor=request.user):
        messages.success(request, f"「{row.name}」に、{vision.title}の見通しを写しました。")
        return redirect(page_of_target(row))
    return _page(request, row, form, vision=vision, courses=courses_data(document))


def _page(
    request: HttpRequest, row: Target, form: ReferencePathForm | None = None, **extra: Any
) -> HttpResponse:
    """The page; beside the form what stands at the target now, and what the form would put there."""
    courses, last = extra.get("courses"), row.edition.last_fiscal_year
    tried = form.path if form is not None and form.is_bound else []
    context = context_of(
        request,
        row.edition,
        target=row,
        form=form,
        gap=gap_of(row.reference_path, courses),
        floor=floor_told(row.spec, row.unit, row.reference_path, last),
        tried=tried,
        tried_gap=gap_of(tried, courses),
        tried_floor=floor_told(row.spec, row.unit, tried, last),
        **extra,
    )
    status = 422 if form is not None and form.errors else 200
    return render(request, "publishing/reference_path.html", context, status=status)
