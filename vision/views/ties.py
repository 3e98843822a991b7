"""What an edition of a plan says of its visions: the population vision it rests on, its 地域ビジョン."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government, Membership
from accounts.rules import PLANNERS, office
from strategy.choosing import Choice, choice_of
from strategy.models import Edition, PlanItem
from strategy.models.items import ItemKind
from strategy.rules import edition_at, item_or_404
from strategy.views.answers import address, context_of
from vision.citations import citation_of
from vision.forms.ties import CitationForm, LinksForm, RegionalForm, RemovalForm, UnciteForm, citable
from vision.models import RegionalVision

asked = require_http_methods(["GET", "HEAD", "POST"])
# What an item with a link to the vision may be: what comes true, not its explanations.
LINKABLE = (ItemKind.GOAL, ItemKind.PILLAR, ItemKind.FOUNDATION, ItemKind.DIRECTION, ItemKind.MEASURE)
SAVED = {
    "save": "地域ビジョンの欄を保存しました。",
    "link": "つながる項目を保存しました。",
    "remove": "地域ビジョンの欄を取り除きました。項目の本文は残っています。",
}


def require_planner(membership: Membership) -> None:
    """PermissionDenied (403) for somebody who may only read."""
    if membership.role not in PLANNERS:
        raise PermissionDenied(
            "人口ビジョンの引用と地域ビジョンを書けるのは、企画担当です。企画担当に相談してください。"
        )


@office()
@asked
def population_citation(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Choose the population vision that the edition rests on; ``uncite`` takes it back."""
    edition = edition_at(government, plan, number)
    citation = citation_of(edition)
    if request.method != "POST":
        form = CitationForm(edition=edition, citation=citation)
        return _citation_page(request, edition, form)
    require_planner(request.membership)
    kind = UnciteForm if "uncite" in request.POST else CitationForm
    form = kind(request.POST, edition=edition, citation=citation)
    if form.is_valid() and form.attempt(actor=request.user):
        words = (
            "引用を取り消しました。"
            if "uncite" in request.POST
            else "よりどころの人口ビジョンを保存しました。"
        )
        messages.success(request, words)
        return redirect(address("population_citation", edition))
    return _citation_page(request, edition, form)


def _citation_page(request: HttpRequest, edition: Edition, sent: Any) -> HttpResponse:
    citation = citation_of(edition)
    shown = sent if isinstance(sent, CitationForm) else CitationForm(edition=edition, citation=citation)
    context = context_of(
        request,
        edition,
        form=shown,
        sent=sent,
        citation=citation,
        uncite=UnciteForm(edition=edition, citation=citation),
        visions=list(citable(edition)),
        chosen=str(shown["vision"].value() or ""),
    )
    return render(request, "vision/population_citation.html", context, status=422 if sent.errors else 200)


@office()
@asked
def regional_vision(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """The fields of the 地域ビジョン at a text: ``act`` save, link or remove."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    regional = _regional_of(item.edition)
    if request.method != "POST":
        return _regional_page(request, item, regional)
    require_planner(request.membership)
    form, act = _form_sent(request, item, regional)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, SAVED[act])
        return redirect(address("regional_vision", item.edition, item.lineage))
    return _regional_page(request, item, regional, **{act: form})


def _form_sent(request: HttpRequest, item: PlanItem, regional: RegionalVision | None) -> tuple[Any, str]:
    act = request.POST.get("act", "save")
    if regional is not None and act == "link":
        return LinksForm(request.POST, regional=regional), act
    if regional is not None and act == "remove":
        return RemovalForm(request.POST, regional=regional), act
    return RegionalForm(request.POST, item=item, regional=regional), "save"


def _regional_of(edition: Edition) -> RegionalVision | None:
    found = RegionalVision.objects.select_related("item").filter(edition=edition).first()
    if found is not None:
        found.edition = edition
    return found


def _regional_page(
    request: HttpRequest, item: PlanItem, regional: RegionalVision | None, **sent: Any
) -> HttpResponse:
    own = regional if regional is not None and regional.item_id == item.pk else None
    context = context_of(
        request,
        item.edition,
        item=item,
        regional=own,
        elsewhere=None if own else regional,
        is_text=item.kind == ItemKind.TEXT,
        form=sent.get("save") or RegionalForm(item=item, regional=own),
        links=sent.get("link") or (LinksForm(regional=own) if own else None),
        removal=sent.get("remove") or (RemovalForm(regional=own) if own else None),
        linked=[link.item for link in own.links.select_related("item")] if own else [],
        choice=_choice(request, item, own) if own else None,
    )
    status = 422 if any(form.errors for form in sent.values()) else 200
    return render(request, "vision/regional_vision.html", context, status=status)


def _choice(request: HttpRequest, item: PlanItem, regional: RegionalVision) -> Choice:
    rows = item.edition.items.filter(kind__in=LINKABLE)
    linked = map(str, regional.links.values_list("item__lineage", flat=True))
    marked = request.POST.getlist("links") if request.POST.get("act") == "link" else linked
    return choice_of(
        item.edition,
        name="links",
        legend="つながる項目",
        allowed=set(rows.values_list("lineage", flat=True)),
        query=request.GET.get("links_q", ""),
        chosen=[one for one in marked if one],
        several=True,
    )
