"""The tree of an edition: items added, moved, put again and deleted. Each change is one verb."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from strategy.branches import duplicate_branch
from strategy.choosing import Choice, choice_of, destinations
from strategy.forms.structure import GONE, AddForm, MoveForm, MoveManyForm
from strategy.items import delete_item
from strategy.keeping import branch_of
from strategy.models import Edition, PlanItem
from strategy.moving import step_item
from strategy.rules import edition_at, item_or_404
from strategy.views.answers import address, context_of, done, page_of, refused, sent, status_of

WHERE = ("after", "under", "before")


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Add an item near another one (``near``), or at the end of the top."""
    edition = edition_at(government, plan, number)
    near = _near(edition, request.GET.get("near", ""))
    where = request.GET.get("where", "") if request.GET.get("where") in WHERE else "after"
    form = AddForm(sent(request), edition=edition, near=near, where=where)
    if request.method == "POST" and form.is_valid():
        try:
            item = form.save(actor=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"「{item.title}」を足しました。")
            next_one = f"{address('item_add', edition)}?near={item.lineage}"
            return redirect(next_one if request.POST.get("again") else page_of(edition, item))
    context = context_of(request, edition, form=form, near=near, where=where)
    return render(request, "strategy/item_add.html", context, status=status_of(form))


def _near(edition: Edition, lineage: str) -> PlanItem | None:
    """The item of the query, with the one above; None without one, Http404 for one that is not there."""
    if not lineage:
        return None
    try:
        item = item_or_404(edition, uuid.UUID(lineage))
    except ValueError:
        return None
    if item.parent_id:
        item.parent = PlanItem.objects.select_related("level").get(pk=item.parent_id)
    return item


@office(*PLANNERS)
@require_POST
def item_step(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Take an item one step up, down, a rank higher or lower."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    try:
        step_item(actor=request.user, item=item, step=request.POST.get("step", ""))
    except ValidationError as error:
        return refused(request, item.edition, item, error)
    return done(request, item.edition, item)


@office(*PLANNERS)
@require_POST
def item_move(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Put an item where it was dropped."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    form = MoveForm(request.POST, item=item)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors.get("parent") or GONE)
        form.save(actor=request.user)
    except ValidationError as error:
        return refused(request, item.edition, item, error)
    return done(request, item.edition, item)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def items_move(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Choose several items and where they go."""
    edition = edition_at(government, plan, number)
    form = MoveManyForm(sent(request), edition=edition)
    if request.method == "POST" and form.is_valid():
        try:
            moved = form.save(actor=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return done(request, edition, moved[0], f"{len(moved)}項目を動かしました。")
    context = context_of(request, edition, form=form, choices=_choices(request, edition))
    return render(request, "strategy/items_move.html", context, status=status_of(form))


def _choices(request: HttpRequest, edition: Edition) -> list[Choice]:
    """What may be moved, and where the chosen ones may go."""
    data = sent(request) or request.GET
    items, to = data.getlist("item"), data.getlist("to")
    below, is_top_open = destinations(edition, items)
    item = choice_of(
        edition,
        name="item",
        legend="動かす項目",
        allowed=set(edition.items.values_list("lineage", flat=True)),
        query=request.GET.get("item_q", ""),
        chosen=items,
        several=True,
    )
    place = choice_of(
        edition,
        name="to",
        legend="移す先（この項目の中に入れる）",
        allowed=below,
        query=request.GET.get("to_q", ""),
        chosen=["" if one == MoveManyForm.TOP else one for one in to],
        top="いちばん上（どの項目の中でもない）" if is_top_open else "",
    )
    return [item, place]


@office(*PLANNERS)
@require_POST
def item_duplicate(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Put a second item like this one behind it."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    try:
        copy = duplicate_branch(actor=request.user, item=item)
    except ValidationError as error:
        return refused(request, item.edition, item, error)
    return done(request, item.edition, copy, "複製しました。これが新しい項目です。見出しを直してください。")


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_delete(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Ask first, saying what goes; POST deletes, and what it says then can take it back."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    edition = item.edition
    if request.method != "POST":
        context = context_of(request, edition, item=item, branch=branch_of(item, edition))
        return render(request, "strategy/item_delete.html", context)
    above = PlanItem.objects.filter(pk=item.parent_id).first()
    try:
        count = delete_item(actor=request.user, item=item)
    except ValidationError as error:
        return refused(request, edition, item, error)
    context = context_of(request, edition, item=item, below=count - 1)
    words = render_to_string("strategy/_deleted.html", context, request)
    return done(request, edition, above, words)
