"""Citizens' pages of population visions and their files, and the same for the office before they are published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.models import Government
from accounts.rules import office, public
from publishing.population.files import office_file, public_file, require_kind
from publishing.population.page import office_context, public_context
from publishing.population.prints import is_printed
from publishing.population.reading import VisionShelf, citing_editions, vision_shelf_or_404
from vision.models import PopulationVision
from vision.rules import vision_at

GONE = 410  # was here and is not any more


@public
def public_population(request: HttpRequest, government: str) -> HttpResponse:
    """The newest public vision of a government."""
    shelf = vision_shelf_or_404(government)
    if shelf.newest is None:
        raise Http404("公表されている人口ビジョンは、いまありません。")
    return _vision_page(request, shelf, shelf.newest)


@public
def public_population_edition(request: HttpRequest, government: str, number: int) -> HttpResponse:
    """One public vision; of a withdrawn one only that it was withdrawn, and why."""
    shelf = vision_shelf_or_404(government)
    vision = shelf.numbered(number)
    if vision.is_public:
        return _vision_page(request, shelf, vision)
    context = {"vision": vision, "government": shelf.government, "newest": shelf.newest}
    return render(request, "publishing/population/withdrawn.html", context, status=GONE)


def _vision_page(request: HttpRequest, shelf: VisionShelf, vision: PopulationVision) -> HttpResponse:
    editions, has_pdf = citing_editions(vision), is_printed(vision)
    etag = shelf.etag(vision, request.path, has_pdf, [(one.pk, one.title) for one in editions])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        context = public_context(shelf, vision, editions, has_pdf=has_pdf)
        response = render(request, "publishing/population/public.html", context)
        response["ETag"] = etag
    return response


@public
def public_population_file(request: HttpRequest, government: str, number: int, ending: str) -> HttpResponse:
    """A public vision as PDF, Word, Excel, CSV or JSON."""
    require_kind(ending)
    shelf = vision_shelf_or_404(government)
    vision = shelf.public_numbered(number)
    etag = shelf.etag(vision, ending)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = public_file(vision, ending)
        if response.status_code == 200:
            response["ETag"] = etag
    return response


@office()
def office_population(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """A vision of any stage as readers would see it, for the own staff."""
    context = office_context(vision_at(government, number))
    return render(request, "publishing/population/public.html", context)


@office()
def office_population_file(
    request: HttpRequest, government: Government, number: int, ending: str
) -> HttpResponse:
    """A vision of any stage as a file, for the own staff."""
    require_kind(ending)
    return office_file(vision_at(government, number), ending, timezone.now())
