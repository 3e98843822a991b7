"""Saving one item: by the page's autosave, which reads JSON, or by a plain form."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.audit import Refused
from accounts.models import Government
from accounts.rules import WRITERS, office
from strategy.conflicts import last_saver
from strategy.forms.items import ItemForm
from strategy.items import Overtaken, Saved
from strategy.marking import sides, title_sides
from strategy.models import Edition, PlanItem
from strategy.outline import Outline
from strategy.presence import names_of, note_presence
from strategy.rules import edition_at, item_or_404, require_writer
from strategy.views.outline import item_context

SIDES = {"old_label": "相手の文だけ：", "new_label": "自分の文だけ："}


@office(*WRITERS)
@require_POST
def item_save(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Save title, text and department. 200 saved, 409 overtaken or refused, 422 wrong; nothing is half saved."""
    form = _form(request, edition_at(government, plan, number), lineage)
    return _answer(
        request, form, lambda: form.save(actor=request.user, closing=bool(request.POST.get("closing")))
    )


@office(*WRITERS)
@require_POST
def item_settle(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Settle a conflict whose two texts the person has seen: ``choice`` is theirs-7 or mine-7, 7 the version seen."""
    form = _form(request, edition_at(government, plan, number), lineage)
    choice, _, seen = request.POST.get("choice", "").partition("-")
    if choice not in ("theirs", "mine") or not seen.isdecimal():
        raise BadRequest("どちらの文を採るかを選んでください。")
    return _answer(
        request, form, lambda: form.settle(actor=request.user, mine=choice == "mine", seen=int(seen))
    )


def _form(request: HttpRequest, edition: Edition, lineage: uuid.UUID) -> ItemForm:
    """What was sent for an item, by somebody who may write it."""
    item = require_writer(request.membership, item_or_404(edition, lineage))
    departments = edition.plan.government.departments.on(timezone.localdate())
    return ItemForm(request.POST, item=item, role=request.membership.role, departments=list(departments))


def _answer(request: HttpRequest, form: ItemForm, act: Callable[[], Saved]) -> HttpResponse:
    """Do it, and say how it went: to the page's script in JSON, else as a page."""
    if not form.is_valid():
        return _wrong(request, form)
    try:
        saved = act()
    except Overtaken as overtaken:
        return _overtaken(request, form, overtaken.current)
    except Refused as refused:
        return _refused(request, form, refused)
    return _saved(request, saved)


@office()
@require_POST
def item_here(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Note that the person has the item open; who else has, and which version stands there now."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    return JsonResponse({"others": note_presence(user=request.user, item=item), "version": item.version})


def _reads_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _page(request: HttpRequest, form: ItemForm, status: int, **extra: Any) -> HttpResponse:
    """The item's page again, with the text as it was sent."""
    drawn = Outline(form.item.edition)
    chosen = drawn.items[form.item.lineage]
    return render(
        request,
        "strategy/item.html",
        item_context(request, drawn, chosen, form) | extra,
        status=status,
    )


def _wrong(request: HttpRequest, form: ItemForm) -> HttpResponse:
    if not _reads_json(request):
        return _page(request, form, 422)
    errors = [f"{form.fields[name].label}：{error}" for name, found in form.errors.items() for error in found]
    return JsonResponse({"sentence": " ".join(errors)}, status=422)


def _overtaken(request: HttpRequest, form: ItemForm, current: PlanItem) -> HttpResponse:
    context = conflict_context(request, form, current)
    if not _reads_json(request):
        return _page(request, form, 409, conflict=context)
    edition = form.item.edition
    place = {
        "item": form.item,
        "edition": edition,
        "plan": edition.plan,
        "government": edition.plan.government,
    }
    panel = render_to_string("strategy/_conflict.html", place | {"conflict": context}, request)
    return JsonResponse({"conflict": panel}, status=409)


def conflict_context(request: HttpRequest, form: ItemForm, current: PlanItem) -> dict[str, Any]:
    """Both texts with their differences, and who saved the other one."""
    who, at = last_saver(current)
    current.edition = form.item.edition
    return {
        "current": current,
        "who": names_of([who], current)[0] if who else "ほかの人",
        "who_short": f"{who.name}さん" if who else "ほかの人",
        "at": at,
        "is_self": who == request.user,
        "titles": title_sides(current.title, form.cleaned_data["title"], **SIDES),
        "bodies": sides(current.body, form.cleaned_data["body"], **SIDES),
    }


def _refused(request: HttpRequest, form: ItemForm, refused: Refused) -> HttpResponse:
    if not _reads_json(request):
        form.add_error(None, refused)
        return _page(request, form, 409)
    edition = form.item.edition
    edition.refresh_from_db(fields=["frozen_at"])
    next_one = edition.plan.editions.working().without_content().first() if edition.is_frozen else None
    followed = next_one and next_one.items.filter(lineage=form.item.lineage).exists()
    answer = {"sentence": refused.sentence, "frozen": edition.is_frozen}
    if followed:
        answer["next"] = {"number": next_one.number, "title": str(next_one)}
    return JsonResponse(answer, status=409)


def _saved(request: HttpRequest, saved: Saved) -> HttpResponse:
    if _reads_json(request):
        now = timezone.localtime()
        return JsonResponse(
            {
                "version": saved.item.version,
                "saved_at": f"{now.hour}:{now:%M}",
                "title": saved.item.title,
                "body": saved.item.body,
                "removed": list(saved.removed),
            }
        )
    edition = saved.item.edition
    plan = edition.plan
    return redirect("item", plan.government.slug, plan.slug, edition.number, saved.item.lineage)
