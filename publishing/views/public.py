"""Citizens' pages: no sign-in, no cookie, no JavaScript; every page reads published editions only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.models import Government
from accounts.rules import government_or_404, public
from publishing import files, pages
from publishing.committee.states import public_words_of
from publishing.document import Document
from publishing.population.reading import newest_public
from publishing.rules import Shelf, content_of, shelf_or_404
from publishing.searching import MAX_QUERY
from publishing.searching import search as search_document
from strategy.models import Edition


@public
def governments(request: HttpRequest) -> HttpResponse:
    """Governments that have published something."""
    return render(request, "publishing/governments.html", {"groups": pages.government_groups()})


@public
def government(request: HttpRequest, government: str) -> HttpResponse:
    """The plans of one government."""
    found: Government = government_or_404(government)
    shelves = pages.shelves_of(found)
    context = {"government": found, "shelves": shelves, "with_targets": pages.with_targets(shelves)}
    context["vision"] = newest_public(found)
    return render(request, "publishing/government.html", context)


@public
def plan(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """The edition in force, else the newest public one."""
    shelf = shelf_or_404(government, plan)
    return _edition_page(request, shelf, shelf.shown)


@public
def edition(request: HttpRequest, government: str, plan: str, number: int) -> HttpResponse:
    """One public edition of any stage."""
    shelf = shelf_or_404(government, plan)
    return _edition_page(request, shelf, shelf.numbered(number))


def _edition_page(request: HttpRequest, shelf: Shelf, edition: Edition) -> HttpResponse:
    words = public_words_of(edition, timezone.now())
    etag = shelf.etag(edition, *words)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        document = Document.of(content_of(edition))
        context = pages.edition_page(document) | pages.shelf_context(shelf, edition) | {"state_words": words}
        response = render(request, "publishing/plan.html", context)
        response["ETag"] = etag
    return response


@public
def search(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """Items of the shown edition that hold the words asked for."""
    shelf = shelf_or_404(government, plan)
    document = Document.of(content_of(shelf.shown))
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    context = {"document": document, "query": query, "hits": search_document(document, query)}
    return render(request, "publishing/search.html", context | pages.shelf_context(shelf, shelf.shown))


@public
def download(
    request: HttpRequest, government: str, plan: str, kind: str, number: int | None = None
) -> HttpResponse:
    """The plan as PDF, Word or JSON."""
    shelf = shelf_or_404(government, plan)
    edition = shelf.shown if number is None else shelf.numbered(number)
    etag = f'"{edition.content_hash[:32]}-{kind}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = files.download(content_of(edition), kind)
        if response.status_code == 200:
            response["ETag"] = etag
    return response


@public
def figure(request: HttpRequest, government: str, plan: str, number: int, sha256: str) -> HttpResponse:
    """An image of a public edition."""
    edition = content_of(shelf_or_404(government, plan).numbered(number))
    for entry in Document.of(edition).walk():
        for facts in entry.figures:
            if facts["sha256"] == sha256:
                return files.image(facts)
    raise Http404("この図は見つかりません。")
