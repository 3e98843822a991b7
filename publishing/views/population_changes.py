"""人口ビジョンの変更点: for readers between two public visions; for the office as a paper of a meeting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office, public
from publishing.forms.population_paper import ComparisonPaperForm
from publishing.population.changes import changes_or_404, kept_file
from vision.comparison.page import page_context
from vision.comparison.reading import pair_at
from vision.views.frame import done, sent, vision_context


@public
def public_population_comparison(request: HttpRequest, government: str, number: int) -> HttpResponse:
    """A public vision beside the public one before it."""
    changes = changes_or_404(government, number)
    etag = changes.etag("page")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        pair, shelf = changes.pair, changes.shelf
        context = {"pair": pair, "vision": pair.new, "government": shelf.government, "newest": shelf.newest}
        response = render(request, "publishing/population/changes.html", context | page_context(pair.book))
        response["ETag"] = etag
    return response


@public
def public_population_comparison_file(
    request: HttpRequest, government: str, number: int, ending: str
) -> HttpResponse:
    """The same as PDF, Word or Excel."""
    changes = changes_or_404(government, number)
    etag = changes.etag(ending)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = kept_file(changes, ending)
        if response.status_code == 200:
            response["ETag"] = etag
    return response


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def population_as_paper(request: HttpRequest, government: Government, old: int, new: int) -> HttpResponse:
    """File the comparison as a PDF among the papers of a meeting."""
    pair = pair_at(government, old, new)
    form = ComparisonPaperForm(sent(request), pair=pair)
    if paper := done(request, form):
        messages.success(request, f"{paper.label}として会議の資料に加えました。")
        return redirect("agenda", government.slug, paper.meeting.plan.slug, paper.meeting_id)
    context = vision_context(request, pair.new, pair=pair, form=form, book=pair.book)
    return render(request, "publishing/population/as_paper.html", context, status=422 if form.errors else 200)
