"""Where a target stands: moved up and down and to another item, printed again, related to items, deleted."""

import uuid
from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.placing import MoveForm, RelistForm, ServeForm, SettleForm
from kpi.models import Target
from kpi.neighbourhood import neighbourhood_of
from kpi.rules import target_or_404
from kpi.targets import delete_target, move_target, settle_flag, unlist_target
from kpi.views.answers import back, context_of, page_of_target
from strategy.choosing import Choice, choice_of
from strategy.models import Edition
from strategy.rules import edition_at
from strategy.views.answers import address, sent, status_of

STEPS = {"up": -1, "down": 1}


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_move(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """A step up or down (``step``), or to the table of another item that is chosen."""
    row = target_or_404(edition_at(government, plan, number), target)
    if request.method == "POST" and request.POST.get("step") in STEPS:
        return _step(request, row, STEPS[request.POST["step"]])
    form = MoveForm(sent(request), target=row)
    if request.method == "POST" and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"「{row.name}」を「{form.cleaned_data['to'].title}」に移しました。")
        return redirect(page_of_target(row, "#place"))
    choice = choice_of_item(request, row.edition, name="to", legend="移す先の項目", barred=[row.item.lineage])
    return _choose(request, row, form, choice, "kpi/target_move.html")


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_relist(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Choose the item in whose table the target is printed again."""
    row = target_or_404(edition_at(government, plan, number), target)
    form = RelistForm(sent(request), target=row)
    if request.method == "POST" and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"「{form.cleaned_data['to'].title}」に再掲しました。")
        return redirect(page_of_target(row, "#place"))
    barred = [row.item.lineage, *row.relistings.values_list("item__lineage", flat=True)]
    choice = choice_of_item(request, row.edition, name="to", legend="再掲する項目", barred=barred)
    return _choose(request, row, form, choice, "kpi/target_relist.html")


@office(*PLANNERS)
@require_POST
def target_unlist(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Take a 再掲 away (``relisting``)."""
    row = target_or_404(edition_at(government, plan, number), target)
    given = request.POST.get("relisting", "")
    found = row.relistings.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 10 else None
    if found is None:
        raise Http404("この再掲はもうありません。")
    found.edition = row.edition
    try:
        unlist_target(actor=request.user, relisting=found)
        messages.success(request, "再掲を取り消しました。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(page_of_target(row, "#place"))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_serve(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Choose the items that the target tells of besides its own."""
    row = target_or_404(edition_at(government, plan, number), target)
    form = ServeForm(sent(request), target=row)
    if request.method == "POST" and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "関連する項目を保存しました。")
        return redirect(page_of_target(row, "#place"))
    chosen = row.served.order_by("id").values_list("item__lineage", flat=True)
    choice = choice_of_item(
        request, row.edition, name="served", legend="関連する項目", chosen=map(str, chosen), several=True
    )
    return _choose(request, row, form, choice, "kpi/target_serve.html")


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_delete(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Ask first, saying what goes and what stays; POST deletes."""
    row = target_or_404(edition_at(government, plan, number), target)
    if request.method != "POST":
        context = context_of(request, row.edition, target=row, placing=neighbourhood_of(row))
        return render(request, "kpi/target_delete.html", context)
    try:
        delete_target(actor=request.user, target=row)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(page_of_target(row))
    messages.success(request, f"「{row.name}」を削除しました。指標と実績値は残っています。")
    return redirect(address("kpi_table", row.edition))


@office(*PLANNERS)
@require_POST
def target_settle(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Write why a flag may stay, or take the answer back (``again``)."""
    row = target_or_404(edition_at(government, plan, number), target)
    form = SettleForm(request.POST)
    again = "again" in request.POST
    try:
        if not form.is_valid() or not (again or form.cleaned_data["reason"]):
            raise ValidationError("このままでよい理由を500字までで書いてください。")
        settle_flag(
            actor=request.user,
            target=row,
            code=form.cleaned_data["code"],
            reason="" if again else form.cleaned_data["reason"],
        )
        messages.success(request, "理由を取り下げました。" if again else "理由を残しました。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return back(request, page_of_target(row, "#tray"))


def _step(request: HttpRequest, row: Target, step: int) -> HttpResponse:
    """One place up or down in the table of its item; at the end it stays."""
    place = neighbourhood_of(row)
    try:
        if 0 <= place.index + step < place.count:
            move_target(actor=request.user, target=row, item=row.item, index=place.index + step)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(page_of_target(row, "#place"))


def choice_of_item(
    request: HttpRequest,
    edition: Edition,
    *,
    name: str,
    legend: str,
    chosen: Collection[str] = (),
    barred: Collection[uuid.UUID] = (),
    several: bool = False,
) -> Choice:
    """The items of an edition out of which to choose."""
    allowed = set(edition.items.values_list("lineage", flat=True)) - set(barred)
    marked = request.POST.getlist(name) if request.method == "POST" else chosen
    return choice_of(
        edition,
        name=name,
        legend=legend,
        allowed=allowed,
        query=request.GET.get(f"{name}_q", ""),
        chosen=[one for one in marked if one],
        several=several,
    )


def _choose(request: HttpRequest, row: Target, form: MoveForm, choice: Choice, template: str) -> HttpResponse:
    context = context_of(
        request, row.edition, target=row, form=form, choice=choice, placing=neighbourhood_of(row)
    )
    return render(request, template, context, status=status_of(form))
