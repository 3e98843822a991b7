"""What was deleted from an edition, and how it comes back."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from strategy.branches import restore_branch
from strategy.choosing import Choice, bearing, choice_of
from strategy.forms.structure import LineagesField, items_at
from strategy.models import DeletedBranch, Edition
from strategy.rules import edition_at
from strategy.views.answers import address, context_of, done, page_of

SHOWN = 100


@office(*PLANNERS)
def items_deleted(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """What was deleted, newest first; ``item`` is the one for which another place is being chosen."""
    edition = edition_at(government, plan, number)
    rows = edition.deleted_branches.filter(restored_at=None).select_related("deleted_by")[:SHOWN]
    asked = next((row for row in rows if str(row.lineage) == request.GET.get("item")), None)
    context = context_of(request, edition, rows=rows, asked=asked)
    if asked is not None:
        context["choice"] = _choice(edition, asked, request.GET.get("elsewhere_q", ""))
    return render(request, "strategy/items_deleted.html", context)


def _choice(edition: Edition, asked: DeletedBranch, query: str) -> Choice:
    """Items under which what was deleted may stand."""
    allowed = bearing(edition, asked.content["items"][0]["level"])
    return choice_of(
        edition, name="elsewhere", legend="戻す場所（この項目の中に入れる）", allowed=allowed, query=query
    )


@office(*PLANNERS)
@require_POST
def item_undelete(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Bring a deleted item back, to its old place or to ``elsewhere``."""
    edition = edition_at(government, plan, number)
    deleted = edition.deleted_branches.filter(lineage=lineage).order_by("-id").first()
    if deleted is None:
        raise Http404("この項目は、この版から削除されていません。")
    deleted.edition = edition
    try:
        chosen = items_at(edition, LineagesField(required=False).clean(request.POST.getlist("elsewhere")))
        restored = restore_branch(
            actor=request.user, deleted=deleted, elsewhere=chosen[0] if chosen else None
        )
    except ValidationError as error:
        return _not_back(request, deleted, error)
    for sentence in restored.lost:
        messages.warning(request, sentence)
    return done(
        request, edition, restored.item, f"「{deleted.title}」を元に戻しました（{restored.count}項目）。"
    )


def _not_back(request: HttpRequest, deleted: DeletedBranch, error: ValidationError) -> HttpResponse:
    """Why it did not come back: on its own page when it is there already, else where a place is chosen."""
    for sentence in error.messages:
        messages.error(request, sentence)
    there = deleted.edition.items.filter(lineage=deleted.lineage).first()
    if there is not None:
        return redirect(page_of(deleted.edition, there))
    return redirect(f"{address('items_deleted', deleted.edition)}?item={deleted.lineage}#elsewhere")
