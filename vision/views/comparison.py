"""The office's comparison of two population visions, as a page and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import Government
from accounts.rules import office
from paper.pdf import PdfError
from vision.comparison.files import TYPES, content_of
from vision.comparison.page import page_context
from vision.comparison.reading import VisionPair, pair_at
from vision.views.frame import vision_context


@office()
@require_safe
def population_comparison(request: HttpRequest, government: Government, old: int, new: int) -> HttpResponse:
    """Old against new; ``?with=`` chooses another old edition."""
    if (chosen := request.GET.get("with", "")) and chosen != str(old) and chosen.isdecimal():
        return redirect("population_comparison", government.slug, min(int(chosen[:9]), 10**9), new)
    pair = pair_at(government, old, new)
    others = government.population_visions.without_content().filter(number__lt=new).order_by("-number")
    context = vision_context(request, pair.new, pair=pair, others=others, **page_context(pair.book))
    return render(request, "vision/comparison/office.html", context)


@office()
@require_safe
def population_comparison_file(
    request: HttpRequest, government: Government, old: int, new: int, ending: str
) -> HttpResponse:
    """The comparison as PDF, Word or Excel, made now."""
    return comparison_file(pair_at(government, old, new), ending)


def comparison_file(pair: VisionPair, ending: str) -> HttpResponse:
    """The file, inert whatever it holds; Http404 for another form, 503 with a sentence where no PDF can be made."""
    if ending not in TYPES:
        raise Http404("PDF、Word（docx）、Excel（xlsx）で受け取れます。")
    try:
        content = content_of(pair.book, ending, created=pair.new.published_at or timezone.now())
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(
        ending != "pdf", f"{pair.file_stem}.{ending}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
