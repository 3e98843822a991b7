"""The office's population visions: the list, one with what it comes to, and the pages that confirm a step of its life."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from vision.document import VisionDocument
from vision.forms.fields import VersionDeleteForm
from vision.forms.visions import FactsForm, FreezeForm, NextForm, PublishForm, StartForm, WithdrawForm
from vision.models import PopulationVision
from vision.overview import overview_of
from vision.rules import FROZEN, vision_at
from vision.views.frame import done, sent, vision_context
from vision.visions import delete_vision, obstacles_of

asking = require_http_methods(["GET", "HEAD", "POST"])


@office()
def population_visions(request: HttpRequest, government: Government) -> HttpResponse:
    """All visions of a government, the newest first."""
    rows = list(government.population_visions.without_content().order_by("-number"))
    context = {
        "government": government,
        "rows": rows,
        "working": next((row for row in rows if not row.is_frozen), None),
        "is_planner": request.membership.role in PLANNERS,
    }
    return render(request, "vision/visions.html", context)


@office(*PLANNERS)
@asking
def population_vision_add(request: HttpRequest, government: Government) -> HttpResponse:
    """Start a vision from nothing."""
    form = StartForm(sent(request), government=government)
    if made := done(request, form):
        messages.success(request, f"「{made.title}」をつくりました。次に、人口表を取り込んでください。")
        return redirect("population_vision", government.slug, made.number)
    working = government.population_visions.working().without_content().first()
    context = {"government": government, "form": form, "working": working}
    return render(request, "vision/vision_add.html", context, status=form.status)


@office()
def population_vision(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """概要: state, what is missing, and what the courses come to."""
    found = vision_at(government, number)
    document = VisionDocument.of(found)
    obstacles = [] if found.is_frozen else obstacles_of(document)
    context = vision_context(
        request, found, document=document, overview=overview_of(document), obstacles=obstacles
    )
    return render(request, "vision/vision.html", context)


@office(*PLANNERS)
@asking
def population_vision_edit(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """Title, years, day, notice and outlook."""
    found = vision_at(government, number)
    form = FactsForm(sent(request), vision=found)
    if kept := done(request, form):
        messages.success(request, "保存しました。")
        return redirect("population_vision", government.slug, kept.number)
    return _page(request, found, "vision/vision_edit.html", form)


@office(*PLANNERS)
@asking
def population_vision_freeze(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """凍結する: with the figures that will be kept."""
    found = vision_at(government, number)
    form = FreezeForm(sent(request), vision=found)
    if made := done(request, form):
        messages.success(request, f"「{made.title}」（第{made.number}版）を凍結しました。次は公表です。")
        return redirect("population_vision", government.slug, made.number)
    extra: dict[str, Any] = {}
    if not found.is_frozen:
        document = VisionDocument.draft(found)
        extra = {"obstacles": obstacles_of(document), "seen": document.content_hash}
        extra["overview"] = overview_of(document)
    return _page(request, found, "vision/vision_freeze.html", form, **extra)


@office(*PLANNERS)
@asking
def population_vision_publish(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """公表する: what readers will get."""
    found = vision_at(government, number)
    form = PublishForm(sent(request), vision=found)
    if made := done(request, form):
        messages.success(
            request,
            f"「{made.title}」（第{made.number}版）を公表しました。市民が読むページは「公表したときの見え方」から開けます。",
        )
        return redirect("population_vision", government.slug, made.number)
    return _page(request, found, "vision/vision_publish.html", form)


@office(*PLANNERS)
@asking
def population_vision_withdraw(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """取り下げる: with the plans that rest on it."""
    found = vision_at(government, number)
    form = WithdrawForm(sent(request), vision=found)
    if made := done(request, form):
        messages.success(request, f"「{made.title}」（第{made.number}版）を取り下げました。")
        return redirect("population_vision", government.slug, made.number)
    cited = found.citations.filter(
        edition__published_at__isnull=False, edition__withdrawn_at=None
    ).select_related("edition__plan")
    return _page(request, found, "vision/vision_withdraw.html", form, cited=cited.defer("edition__content"))


@office(*PLANNERS)
@asking
def population_vision_next(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """次の版をつくる, with all of this one."""
    found = vision_at(government, number)
    form = NextForm(sent(request), vision=found)
    if made := done(request, form):
        messages.success(request, f"「{made.title}」（第{made.number}版）をつくりました。")
        return redirect("population_vision", government.slug, made.number)
    working = government.population_visions.working().without_content().first()
    return _page(request, found, "vision/vision_next.html", form, working=working)


@office(*PLANNERS)
@asking
def population_vision_delete(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """Delete a vision that is being written."""
    found = vision_at(government, number)
    form = VersionDeleteForm(sent(request), row=found, act=delete_vision, named="vision")
    if done(request, form):
        messages.success(request, f"「{found.title}」（第{found.number}版）を削除しました。")
        return redirect("population_visions", government.slug)
    return _page(request, found, "vision/vision_delete.html", form)


def _page(request: HttpRequest, vision: PopulationVision, name: str, form: Any, **extra: Any) -> HttpResponse:
    context = vision_context(request, vision, form=form, frozen_sentence=FROZEN, **extra)
    return render(request, name, context, status=form.status)
