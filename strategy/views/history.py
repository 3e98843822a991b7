"""What an item was: its history with the way back, and the difference from the edition before."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.audit import Refused
from accounts.models import Government
from accounts.rules import PLANNERS, WRITERS, office
from strategy.chronicle import chronicle
from strategy.items import Overtaken
from strategy.predecessors import difference_of
from strategy.restoring import restore_item
from strategy.rules import edition_at, item_or_404, may_write, require_writer

OVERTAKEN = (
    "この画面を開いたあとで、ほかの人がこの項目を保存しました。まだ何も戻していません。"
    "いまの履歴を確かめてから、もう一度選んでください。"
)


@office()
def item_history(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Who changed what in an item and when; also of one that was deleted."""
    edition = edition_at(government, plan, number)
    told = chronicle(edition, lineage, request.GET.get("page"))
    if told is None:
        raise Http404("この項目は、この版にはありません。")
    place = {"edition": edition, "plan": edition.plan, "government": government, "item": told.item}
    writes = told.item is not None and may_write(request.membership, told.item)
    return render(request, "strategy/item_history.html", place | {"chronicle": told, "may_write": writes})


@office(*WRITERS)
@require_POST
def item_restore(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Put the text of a row of history back; the history then tells that, too."""
    item = require_writer(request.membership, item_or_404(edition_at(government, plan, number), lineage))
    chosen = {name: request.POST.get(name, "") for name in ("row", "version")}
    if not all(value.isdecimal() and len(value) < 19 for value in chosen.values()):
        raise BadRequest("戻す文を、履歴のページで選んでください。")
    planner = request.membership.role in PLANNERS
    numbers = {name: int(value) for name, value in chosen.items()}
    try:
        brought = restore_item(actor=request.user, item=item, with_department=planner, **numbers)
    except Overtaken:
        messages.error(request, OVERTAKEN)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "".join(["前の文に戻しました。", *brought.lost]))
    return redirect("item_history", government.slug, plan, number, lineage)


@office()
def item_difference(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """An item beside what it was in the edition before."""
    edition = edition_at(government, plan, number)
    item = item_or_404(edition, lineage)
    place = {"edition": edition, "plan": edition.plan, "government": government, "item": item}
    return render(request, "strategy/item_difference.html", place | {"difference": difference_of(item)})
