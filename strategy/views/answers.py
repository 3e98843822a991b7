"""Answers of the pages that change the tree: back to the item, or a sentence why not; to htmx without a page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from strategy.models import Edition, PlanItem
from strategy.rules import may_shape


def context_of(request: HttpRequest, edition: Edition, **extra: Any) -> dict[str, Any]:
    """What every page about an edition shows."""
    return {
        "edition": edition,
        "plan": edition.plan,
        "government": edition.plan.government,
        "may_shape": may_shape(request.membership, edition),
        **extra,
    }


def address(name: str, edition: Edition, *arguments: Any) -> str:
    """The address of a page about this edition."""
    plan = edition.plan
    return reverse(name, args=[plan.government.slug, plan.slug, edition.number, *arguments])


def page_of(edition: Edition, item: PlanItem | None) -> str:
    """The page of an item; without one, the outline."""
    return address("item", edition, item.lineage) if item else address("outline", edition)


def done(request: HttpRequest, edition: Edition, item: PlanItem | None, words: str = "") -> HttpResponse:
    """The change is made: to the item's page; ``words`` are told there. htmx learns the address and says it itself."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": page_of(edition, item)})
    if words:
        messages.success(request, words)
    return redirect(page_of(edition, item))


def refused(
    request: HttpRequest, edition: Edition, item: PlanItem | None, error: ValidationError
) -> HttpResponse:
    """Nothing has changed: the sentence on the item's page, or alone for htmx."""
    if request.htmx:
        return render(request, "strategy/_refused.html", {"sentences": error.messages}, status=409)
    for sentence in error.messages:
        messages.error(request, sentence)
    return redirect(page_of(edition, item))


def saved(request: HttpRequest, form: Any) -> Any:
    """What the form's verb returned; None when there was nothing to save, or the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return form.save(actor=request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return None


def sent(request: HttpRequest) -> Any:
    """What was sent, also when it is empty; None for a page that is only asked for."""
    return request.POST if request.method == "POST" else None


def status_of(form) -> int:
    """200 for a form that nobody sent yet, 422 for one that has to be put right."""
    return 422 if form.errors else 200
