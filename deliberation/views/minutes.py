"""Pages of the minutes: text, request to the members, their corrections, publication."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.deadlines import spelled
from deliberation.floor_words import floor_sentence
from deliberation.forms.minutes import CirculateForm, MinutesForm, PublishMinutesForm, SettleForm
from deliberation.models import FloorVote, Meeting, Minutes, MinutesCorrection
from deliberation.proofreading import minutes_of, unanswered
from deliberation.rules import meeting_at
from deliberation.seats import present_words, seats_at
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent


@office()
def minutes(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Who came, what was decided, and the minutes with what members want to read otherwise."""
    found = meeting_at(government, plan, meeting)
    row = minutes_of(found)
    form = MinutesForm(sent(request), meeting=found, minutes=row)
    if request.method == "POST":
        _require_planner(request)
        if form.is_valid() and form.attempt(actor=request.user):
            messages.success(request, "会議録を保存しました。")
            return redirect(meeting_address("minutes", found))
    return _page(request, government, found, form)


@office(*PLANNERS)
@require_POST
def minutes_circulate(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Ask the members to look through the minutes."""
    found, row = _begun(government, plan, meeting)
    form = CirculateForm(request.POST, minutes=row)
    if form.is_valid() and (done := form.attempt(actor=request.user)):
        messages.success(request, f"{done[1]}人に確認のお願いをメールで送ります。")
        return redirect(meeting_address("minutes", found))
    return _page(request, government, found, circulate=form)


@office(*PLANNERS)
@require_POST
def minutes_publish(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Publish the minutes for good."""
    found, row = _begun(government, plan, meeting)
    form = PublishMinutesForm(request.POST, minutes=row)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "会議録を公表しました。これから先は変えられません。")
        return redirect(meeting_address("minutes", found))
    return _page(request, government, found, publish=form)


@office(*PLANNERS)
@require_POST
def minutes_correction(
    request: HttpRequest, government: Government, plan: str, meeting: int, correction: int
) -> HttpResponse:
    """What becomes of a member's correction."""
    found, row = _begun(government, plan, meeting)
    said = MinutesCorrection.objects.filter(minutes=row, pk=correction).first()
    if said is None:
        raise Http404("この申し出は見つかりません。")
    form = SettleForm(request.POST, correction=said)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"{said.member.name}委員の申し出への対応を記録しました。")
        return redirect(meeting_address("minutes", found))
    return _page(request, government, found, settle=form)


def _require_planner(request: HttpRequest) -> None:
    if request.membership.role not in PLANNERS:
        raise PermissionDenied("会議録を書けるのは企画担当だけです。")


def _begun(government: Government, plan: str, meeting: int) -> tuple[Meeting, Minutes]:
    found = meeting_at(government, plan, meeting)
    row = minutes_of(found)
    if row is None:
        raise Http404("この会議の会議録はまだありません。")
    row.meeting = found
    return found, row


def _page(
    request: HttpRequest,
    government: Government,
    meeting: Meeting,
    form: MinutesForm | None = None,
    **sent_forms: Any,
) -> HttpResponse:
    row = minutes_of(meeting)
    context = meeting_context(
        request, government, meeting, minutes=row, form=form or MinutesForm(meeting=meeting, minutes=row)
    )
    if row is not None:
        row.meeting = meeting
        context |= {
            "circulate": sent_forms.get("circulate") or CirculateForm(minutes=row),
            "publish": sent_forms.get("publish") or PublishMinutesForm(minutes=row),
            "corrections": _corrections(row, sent_forms.get("settle")),
            "unanswered": unanswered(row),
            "due_words": spelled(timezone.localtime(row.due_at)) if row.due_at else "",
        }
    context |= _sitting(meeting)
    acted = next((one for one in sent_forms.values() if one is not None), form)
    status = getattr(acted, "status", 422 if acted and acted.errors else 200) if acted else 200
    return render(request, "deliberation/minutes/minutes.html", context, status=status)


def _corrections(row: Minutes, acted: SettleForm | None) -> list[tuple[MinutesCorrection, SettleForm | None]]:
    """Each correction with the form by which it is settled; 「訂正なし」 needs none."""
    found = []
    for one in row.corrections.select_related("member").order_by("id"):
        form = acted if acted and acted.correction.pk == one.pk else SettleForm(correction=one)
        found.append((one, form if one.text else None))
    return found


def _sitting(meeting: Meeting) -> dict[str, Any]:
    if meeting.is_written:
        return {"items": ()}
    votes = {vote.item_id: vote for vote in FloorVote.objects.filter(item__meeting=meeting)}
    return {
        "present": present_words(seats_at(meeting)),
        "items": [
            (item, floor_sentence(votes[item.pk], meeting) if item.pk in votes else "")
            for item in meeting.agenda.all()
        ],
    }
