"""The office's 新旧対照表: any two editions of a plan side by side, with what waits before the table is issued."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Government
from accounts.rules import PLANNERS, office
from publishing import files
from publishing.comparison import files as made
from publishing.comparison.contexts import office_context
from publishing.comparison.opined import trail_between, with_internal
from publishing.comparison.pairs import Pair, office_pair
from publishing.comparison.reading import ComparisonError, default_old, read_table, require_comparable
from publishing.comparison.styles import StyleError
from publishing.forms.comparisons import RowsForm
from strategy.models import Figure
from strategy.rules import edition_at


@office()
def comparison(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """The table as it stands now; planners may choose rows here."""
    pair = office_pair(government, plan, number, old)
    try:
        return office_page(request, pair)
    except (ComparisonError, StyleError) as refused:
        return refused_page(request, pair, refused)


def office_page(request: HttpRequest, pair: Pair, status: int = 200, **more: Any) -> HttpResponse:
    """The page of the table. Raises ComparisonError and StyleError."""
    style = pair.style(request.GET.get("style", ""))
    may_edit = request.membership.role in PLANNERS
    require_comparable(pair.old, pair.new)
    trail = trail_between(pair.old, pair.new)
    table = read_table(pair.old, pair.new, trail.public)
    context = office_context(pair, table, style, may_edit=may_edit, trail=trail)
    context |= {"acts": RowsForm.base_fields["act"].choices} | more
    return render(request, "publishing/comparison/office.html", context, status=status)


@office()
def comparison_default(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Where one click leads: the comparison with the edition in force, or of the editions that were chosen."""
    edition = edition_at(government, plan, number)
    old, new = (request.GET.get(name, "") for name in ("old", "new"))
    if is_number(old) and (is_number(new) or not new):
        return redirect("comparison", government.slug, plan, int(new or number), int(old))
    if former := default_old(edition):
        return redirect("comparison", government.slug, plan, number, former.number)
    context = {"edition": edition, "plan": edition.plan, "government": government}
    return render(request, "publishing/comparison/none.html", context)


def is_number(text: str) -> bool:
    """Whether an edition may have this number."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def refused_page(request: HttpRequest, pair: Pair, refused: ValueError) -> HttpResponse:
    """A sentence instead of a table, with the editions to choose from."""
    context = {"pair": pair, "plan": pair.new.plan, "government": pair.new.plan.government}
    page = "publishing/comparison/refused.html"
    return render(request, page, context | {"sentence": str(refused)}, status=400)


@office()
def comparison_download(
    request: HttpRequest, government: Government, plan: str, number: int, old: int, kind: str
) -> HttpResponse:
    """The table as it stands now, as a file."""
    pair = office_pair(government, plan, number, old)
    try:
        require_comparable(pair.old, pair.new)
        trail = trail_between(pair.old, pair.new)
        table = with_internal(read_table(pair.old, pair.new, trail.public), trail)
        return made.download(table, kind, pair.style(request.GET.get("style", "")))
    except (ComparisonError, StyleError) as refused:
        return refused_page(request, pair, refused)


@office()
def office_figure(
    request: HttpRequest, government: Government, plan: str, number: int, sha256: str
) -> HttpResponse:
    """An image of an edition at any stage, for the own staff."""
    edition = edition_at(government, plan, number)
    figure = Figure.objects.filter(edition=edition, sha256=sha256).first()
    if figure is None:
        raise Http404("この図は見つかりません。")
    return files.image({"file": figure.image.name, "type": figure.media_type})
