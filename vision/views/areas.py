"""The areas of a vision: one, or several that are summed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from vision.forms.areas import AreaForm, AreaRemoveForm
from vision.keeping import standing_of
from vision.rules import FROZEN, may_shape, vision_at
from vision.views.frame import done, vision_address, vision_context

NOT_YOURS = "区域・人口表・仮定値を変えられるのは企画担当だけです。"


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def population_areas(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """The areas; POST adds one, or with ``act=remove`` takes one out."""
    found = vision_at(government, number)
    if request.method == "POST" and not may_shape(request.membership, found):
        raise PermissionDenied(FROZEN if found.is_frozen else NOT_YOURS)
    removes = request.POST.get("act") == "remove"
    adding = AreaForm(request.POST if request.method == "POST" and not removes else None, vision=found)
    removing = AreaRemoveForm(request.POST if removes else None, vision=found, standing=standing_of(found))
    form = removing if removes else adding
    if done(request, form):
        messages.success(request, "区域をはずしました。" if removes else "区域を加えました。")
        return redirect(vision_address("population_areas", found))
    rows = list(found.areas.prefetch_related("tables", "assumptions"))
    context = vision_context(request, found, rows=rows, adding=adding, removing=removing)
    return render(request, "vision/areas.html", context, status=422 if form.errors else 200)
