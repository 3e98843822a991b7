"""Items that become one, one that becomes several, one that is shown in two places."""

import uuid
from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from strategy.choosing import Choice, choice_of, mergeable, relistable
from strategy.forms.structure import MergeForm, PredecessorsForm, RelistForm, SplitForm
from strategy.items import remove_relisting
from strategy.models import Edition, PlanItem
from strategy.rules import edition_at, item_or_404
from strategy.views.answers import address, context_of, done, refused, saved, sent, status_of


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_merge(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Choose items of the same kind that end and whose text comes here."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    form = MergeForm(sent(request), item=item)
    if saved(request, form):
        words = (
            f"{len(form.cleaned_data['others'])}項目を統合しました。本文がつながっているか確かめてください。"
        )
        return done(request, item.edition, item, words)
    choice = _choice(request, item, "others", "この項目に統合する項目", mergeable(item), several=True)
    context = context_of(request, item.edition, item=item, form=form, choice=choice)
    return render(request, "strategy/item_merge.html", context, status=status_of(form))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_split(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Write the titles of the parts."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    form = SplitForm(sent(request), item=item)
    if parts := saved(request, form):
        return done(request, item.edition, parts[0], f"{len(parts)}項目に分けました。")
    context = context_of(request, item.edition, item=item, form=form)
    return render(request, "strategy/item_split.html", context, status=status_of(form))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_predecessors(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Choose from which items of the edition before this one comes."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    form = PredecessorsForm(sent(request), item=item)
    if saved(request, form):
        return done(
            request,
            item.edition,
            item,
            "前の版の項目を決めました。「前の版との違い」で確かめてください。",
        )
    context = context_of(request, item.edition, item=item, form=form, choice=_formers(request, item))
    return render(request, "strategy/item_predecessors.html", context, status=status_of(form))


def _formers(request: HttpRequest, item: PlanItem) -> Choice | None:
    """The items of the edition before; ticked are those chosen now, else those from which it comes as it stands."""
    before = Edition.objects.without_content().filter(pk=item.edition.based_on_id).first()
    if before is None:
        return None
    chosen = request.POST.getlist("formers") or [str(item.lineage), *item.predecessors]
    return choice_of(
        before,
        name="formers",
        legend="もとになった前の版の項目",
        allowed=set(before.items.values_list("lineage", flat=True)),
        query=request.GET.get("formers_q", ""),
        chosen=chosen,
        several=True,
    )


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_relist(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """Choose where an item is shown a second time; below, where it is already."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    form = RelistForm(sent(request), item=item)
    if saved(request, form):
        words = f"「{form.cleaned_data['under'].title}」の下に再掲しました。"
        return done(request, item.edition, item, words)
    relistings = list(item.relistings.select_related("under").order_by("id"))
    taken = {relisting.under_id for relisting in relistings}
    choice = _choice(request, item, "under", "再掲する場所（この項目の下に出す）", relistable(item, taken))
    context = context_of(request, item.edition, item=item, form=form, choice=choice, relistings=relistings)
    return render(request, "strategy/item_relist.html", context, status=status_of(form))


@office(*PLANNERS)
@require_POST
def item_unlist(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, relisting: int
) -> HttpResponse:
    """Take a 再掲 away."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    row = item.relistings.filter(pk=relisting).first()
    if row is None:
        raise Http404("この再掲はもうありません。")
    row.edition = item.edition
    try:
        remove_relisting(actor=request.user, relisting=row)
    except ValidationError as error:
        return refused(request, item.edition, item, error)
    messages.success(request, "再掲を取り消しました。項目はもとの場所に残っています。")
    return redirect(address("item_relist", item.edition, item.lineage))


def _choice(
    request: HttpRequest,
    item: PlanItem,
    name: str,
    legend: str,
    allowed: Collection[uuid.UUID],
    several: bool = False,
) -> Choice:
    return choice_of(
        item.edition,
        name=name,
        legend=legend,
        allowed=allowed,
        query=request.GET.get(f"{name}_q", ""),
        chosen=request.POST.getlist(name),
        several=several,
    )
