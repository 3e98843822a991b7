"""Many titles at once: a table in which they are changed, and a text out of a spreadsheet that becomes items."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from strategy.forms.titles import PasteForm, TitlesForm
from strategy.models import Edition, PlanItem
from strategy.places import Place, places_of
from strategy.rules import edition_at, item_or_404
from strategy.views.answers import address, context_of, sent, status_of

MOST_ROWS = 900  # a request carries no more than 1,000 fields


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def titles(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """The titles under an item (``under``; without one, of the whole plan); POST saves those that changed."""
    edition = edition_at(government, plan, number)
    parent = _parent(request, edition)
    form = TitlesForm(sent(request), edition=edition, rows=_rows(edition, parent))
    if request.method == "POST" and form.is_valid():
        try:
            changed = form.save(actor=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"{len(changed)}項目の見出しを保存しました。")
            return redirect(_here(edition, parent))
    return _page(request, edition, parent, form, PasteForm(edition=edition, parent=parent))


@office(*PLANNERS)
@require_POST
def titles_preview(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Show what a pasted text would make; nothing is made yet. ``rewrite`` goes back to the text."""
    edition = edition_at(government, plan, number)
    parent = _parent(request, edition)
    form = PasteForm(request.POST, edition=edition, parent=parent)
    if form.is_valid() and not request.POST.get("rewrite"):
        context = context_of(request, edition, parent=parent, form=form)
        return render(request, "strategy/titles_preview.html", context)
    rows = _rows(edition, parent)
    return _page(request, edition, parent, TitlesForm(edition=edition, rows=rows), form)


@office(*PLANNERS)
@require_POST
def titles_create(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Make the items of a pasted text."""
    edition = edition_at(government, plan, number)
    parent = _parent(request, edition)
    form = PasteForm(request.POST, edition=edition, parent=parent)
    if form.is_valid():
        try:
            made = form.save(actor=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"{len(made)}項目をつくりました。")
            return redirect(_here(edition, parent))
    rows = _rows(edition, parent)
    return _page(request, edition, parent, TitlesForm(edition=edition, rows=rows), form)


def _parent(request: HttpRequest, edition: Edition) -> PlanItem | None:
    """The item named in the query; None for the whole plan."""
    if not (under := request.GET.get("under", "")):
        return None
    try:
        return item_or_404(edition, uuid.UUID(under))
    except ValueError as error:
        raise Http404("この項目は、この版にはありません。") from error


def _here(edition: Edition, parent: PlanItem | None) -> str:
    return address("titles", edition) + (f"?under={parent.lineage}" if parent else "")


def _rows(edition: Edition, parent: PlanItem | None) -> list[tuple[Place, int]]:
    """Places under the parent with the versions of their items, in reading order. Two queries."""
    versions = dict(edition.items.values_list("lineage", "version"))
    rows = [
        (place, versions[lineage])
        for lineage, place in places_of([edition])[edition.pk].items()
        if lineage in versions
        and (parent is None or any(above.lineage == parent.lineage for above in place.above))
    ]
    return rows[:MOST_ROWS]


def _page(
    request: HttpRequest, edition: Edition, parent: PlanItem | None, form: TitlesForm, paste: PasteForm
) -> HttpResponse:
    bearing = {key for level in paste.levels.values() for key in level.under}
    above = set(edition.items.filter(level__key__in=bearing).values_list("lineage", flat=True))
    places = [place for lineage, place in places_of([edition])[edition.pk].items() if lineage in above]
    context = context_of(request, edition, parent=parent, form=form, paste=paste, places=places)
    context["is_cut"] = len(form.rows) == MOST_ROWS
    return render(request, "strategy/titles.html", context, status=max(status_of(form), status_of(paste)))
