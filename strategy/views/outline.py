"""The editor's pages: the outline of an edition, and one item beside it."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Government
from accounts.rules import office
from strategy.forms.items import ItemForm
from strategy.links import links_of
from strategy.models import Edition, PlanItem
from strategy.outline import Outline
from strategy.rules import edition_at, may_shape, may_write


@office()
def outline(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """The outline of an edition, filtered by ``q``, ``missing`` and ``department`` when asked."""
    edition = edition_at(government, plan, number)
    return render(request, "strategy/outline.html", outline_context(request, edition, Outline(edition)))


@office()
def item(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """One item of an edition beside the outline."""
    edition = edition_at(government, plan, number)
    drawn = Outline(edition)
    if lineage not in drawn.items:
        raise Http404("この項目は、この版にはありません。")
    return render(request, "strategy/item.html", item_context(request, drawn, drawn.items[lineage]))


def outline_context(request: HttpRequest, edition: Edition, drawn: Outline) -> dict[str, Any]:
    """What the left column shows."""
    asked = {
        "q": request.GET.get("q", "").strip()[:100],
        "missing": bool(request.GET.get("missing")),
        "department": request.GET.get("department", ""),
    }
    hits = drawn.matching(**asked) if any(asked.values()) else None
    return {
        "edition": edition,
        "plan": edition.plan,
        "government": edition.plan.government,
        "outline": drawn,
        "departments": sorted(
            {row.item.department for row in drawn.walk() if row.item.department}, key=lambda row: str(row)
        ),
        "asked": asked,
        "hits": hits,
        "visible": None if hits is None else drawn.with_those_above(hits),
        "may_shape": may_shape(request.membership, edition),
    }


def item_context(
    request: HttpRequest, drawn: Outline, chosen: PlanItem, form: ItemForm | None = None
) -> dict[str, Any]:
    """What the page of an item shows; ``form`` when a save was refused and the text must stay."""
    before, after = drawn.around(chosen)
    if form is None:
        form = ItemForm(
            item=chosen,
            role=request.membership.role,
            departments=drawn.open_departments(timezone.localdate()),
        )
    return outline_context(request, drawn.edition, drawn) | {
        "item": chosen,
        "number": drawn.number_of(chosen),
        "form": form,
        "may_write": may_write(request.membership, chosen),
        "steps": drawn.steps_of(chosen),
        "alignments": links_of(chosen, drawn.numbers),
        "figures": chosen.figures.order_by("position", "id") if chosen.has_figures else (),
        "before": before,
        "after": after,
    }
