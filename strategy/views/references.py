"""The items a text may refer to, for the editor's 「項目を参照」."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Government
from accounts.rules import office
from strategy.references import notation, reference_choices
from strategy.rules import edition_at

MAX_QUERY = 100


@office()
@require_safe
def references(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Items that hold the words ``q``: buttons for the editor, or a page with what to write by hand."""
    edition = edition_at(government, plan, number)
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    places = reference_choices(edition, query)
    context = {
        "edition": edition,
        "plan": edition.plan,
        "government": edition.plan.government,
        "query": query,
        "places": places,
        "rows": [(place, notation(place.lineage, place.called)) for place in places],
    }
    template = "strategy/_references.html" if request.htmx else "strategy/references.html"
    return render(request, template, context)
