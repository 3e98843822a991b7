"""A file that was read: what it holds, what was noticed, taken in or put away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from vision.forms.tables import PutAwayForm, TakingForm
from vision.keeping import standing_of
from vision.models import PopulationUpload, PopulationVision
from vision.reading.parsed import Parsed
from vision.rules import FROZEN, may_shape, vision_at
from vision.standing import takings_of
from vision.views.areas import NOT_YOURS
from vision.views.frame import done, sent, vision_address, vision_context


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def population_upload(request: HttpRequest, government: Government, number: int, upload: int) -> HttpResponse:
    """The preview of a file that waits, and what became of another; POST takes it in, with ``act=discard`` puts it away."""
    found = vision_at(government, number)
    row = _upload_at(found, upload)
    if request.method == "POST" and not may_shape(request.membership, found):
        raise PermissionDenied(FROZEN if found.is_frozen else NOT_YOURS)
    parsed = Parsed.of(row.parsed) if row.parsed else Parsed()
    away = request.POST.get("act") == "discard"
    taking = TakingForm(
        None if away else sent(request), upload=row, parsed=parsed, standing=standing_of(found)
    )
    form: Any = PutAwayForm(request.POST, upload=row) if away else taking
    if done(request, form):
        said = "を取りやめました。何も反映していません。" if away else "を反映しました。"
        messages.success(request, f"「{row.name}」{said}")
        to = "population_assumptions" if parsed.rates and not parsed.people else "population_tables"
        return redirect(vision_address(to, found))
    context = _context(request, found, row, parsed) | {"form": taking, "refused": form}
    return render(request, "vision/upload.html", context, status=422 if away else taking.status)


def _context(
    request: HttpRequest, vision: PopulationVision, row: PopulationUpload, parsed: Parsed
) -> dict[str, Any]:
    return vision_context(
        request,
        vision,
        upload=row,
        parsed=parsed,
        takings=takings_of(vision, parsed),
        is_waiting=row.state == PopulationUpload.State.WAITING,
    )


def _upload_at(vision: PopulationVision, pk: int) -> PopulationUpload:
    """The file of this vision without its bytes, or Http404. One query."""
    row = vision.uploads.defer("data").select_related("by").filter(pk=pk).first()
    if row is None:
        raise Http404("このファイルは見つかりません。")
    row.vision = vision
    return row
