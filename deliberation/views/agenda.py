"""The agenda of a meeting with its papers: items, the text each decides, and whether that still stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms.deleting import DeleteForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.agenda import remove_item
from deliberation.bindings import binding_of, bindings_of
from deliberation.carrying import outcome_of, outcomes_of
from deliberation.forms.agenda import ConfirmForm, ItemForm, VoidForm
from deliberation.holding import box_of
from deliberation.models import AgendaItem, Meeting
from deliberation.rules import meeting_at
from deliberation.views.bodies import done, is_planner
from deliberation.views.paper_links import papers_of
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent


@office()
def agenda(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Items with their texts and results, and the papers."""
    found = meeting_at(government, plan, meeting)
    items = list(
        found.agenda.select_related("edition", "review", "paper")
        .defer("edition__content", "review__content")
        .prefetch_related("papers")
        .order_by("number")
    )
    for item in items:
        item.meeting = found
    bindings, outcomes = bindings_of(items), outcomes_of(items)
    rows = [(item, bindings[item.pk], outcomes.get(item.pk)) for item in items]
    is_open = found.state in (Meeting.State.PLANNED, Meeting.State.CALLED)
    context = meeting_context(
        request,
        government,
        found,
        rows=rows,
        papers=papers_of(found),
        may_change=is_planner(request) and is_open,
        may_change_items=is_planner(request) and is_open and box_of(found) is None,
    )
    return render(request, "deliberation/meeting/agenda.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_add(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Put an item on the agenda."""
    found = meeting_at(government, plan, meeting)
    form = ItemForm(sent(request), meeting=found)
    if made := done(request, form):
        messages.success(request, f"案件{made.number}を加えました。")
        return redirect(meeting_address("agenda", found))
    return _page(request, found, "deliberation/meeting/agenda_item.html", form)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(
    request: HttpRequest, government: Government, plan: str, meeting: int, item: int
) -> HttpResponse:
    """Change an item, and bind it to its text as that is now."""
    found = meeting_at(government, plan, meeting)
    row = _item_of(found, item)
    form = ItemForm(sent(request), meeting=found, item=row)
    if kept := done(request, form):
        messages.success(request, f"案件{kept.number}を保存しました。")
        return redirect(meeting_address("agenda", found))
    return _page(
        request, found, "deliberation/meeting/agenda_item.html", form, item=row, binding=binding_of(row)
    )


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_remove(
    request: HttpRequest, government: Government, plan: str, meeting: int, item: int
) -> HttpResponse:
    """Take an item off the agenda."""
    found = meeting_at(government, plan, meeting)
    row = _item_of(found, item)
    form = DeleteForm(sent(request), row=row, act=remove_item, named="item")
    if done(request, form):
        messages.success(request, f"案件{row.number}を削除しました。")
        return redirect(meeting_address("agenda", found))
    return _page(request, found, "deliberation/meeting/agenda_remove.html", form, item=row)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_void(
    request: HttpRequest, government: Government, plan: str, meeting: int, item: int
) -> HttpResponse:
    """Void an item with a reason."""
    found = meeting_at(government, plan, meeting)
    row = _item_of(found, item)
    form = VoidForm(sent(request), item=row)
    if done(request, form):
        messages.success(request, f"案件{row.number}を無効にしました。")
        return redirect(meeting_address("agenda", found))
    return _page(
        request, found, "deliberation/meeting/agenda_void.html", form, item=row, binding=binding_of(row)
    )


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_confirm(
    request: HttpRequest, government: Government, plan: str, meeting: int, item: int
) -> HttpResponse:
    """Later editions of what was decided, and the chair's confirmation of them."""
    found = meeting_at(government, plan, meeting)
    row = _item_of(found, item)
    binding = binding_of(row)
    form = ConfirmForm(sent(request), item=row, later=list(binding.uncovered))
    if made := done(request, form):
        messages.success(request, f"第{made.edition.number}版への会長の確認を記録しました。")
        return redirect(meeting_address("agenda_confirm", found, row.pk))
    later = [(one, binding.confirmed.get(one.pk)) for one in binding.later]
    outcome = outcome_of(row)
    return _page(
        request,
        found,
        "deliberation/meeting/agenda_confirm.html",
        form,
        item=row,
        binding=binding,
        later=later,
        outcome=outcome,
    )


def _item_of(meeting: Meeting, pk: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("edition", "review", "paper")
    found = rows.defer("edition__content", "review__content").filter(meeting=meeting, pk=pk).first()
    if found is None:
        raise Http404("この案件は見つかりません。")
    found.meeting = meeting
    return found


def _page(request: HttpRequest, meeting: Meeting, name: str, form: Any, **extra: Any) -> HttpResponse:
    context = meeting_context(request, meeting.plan.government, meeting, form=form, **extra)
    status = getattr(form, "status", 422 if form.errors else 200)
    return render(request, name, context, status=status)
