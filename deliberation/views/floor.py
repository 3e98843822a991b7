"""Pages of a sitting in person or on line: who came, and how each item was decided."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.bylaws import WORDS
from deliberation.floor_words import floor_sentence, reckoned
from deliberation.forms.minutes import AttendanceForm, FloorVoteForm
from deliberation.models import AgendaItem, FloorVote
from deliberation.rules import meeting_at
from deliberation.seats import present_words, seats_at
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent


@office(*PLANNERS)
def attendance(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Who came: a line for each member."""
    found = meeting_at(government, plan, meeting)
    form = AttendanceForm(sent(request), meeting=found, seats=seats_at(found))
    if request.method == "POST" and form.is_valid():
        seats = form.attempt(actor=request.user)
        if seats is not None:
            messages.success(request, f"出欠を保存しました（{present_words(seats) or '記録なし'}）。")
            return redirect(meeting_address("minutes", found))
    context = meeting_context(
        request, government, found, form=form, now=seats_at(found) if form.is_late else ()
    )
    return render(request, "deliberation/minutes/attendance.html", context, status=form.status)


@office(*PLANNERS)
def floor_vote(
    request: HttpRequest, government: Government, plan: str, meeting: int, item: int
) -> HttpResponse:
    """How one item was decided in the room."""
    found = meeting_at(government, plan, meeting)
    row = AgendaItem.objects.filter(meeting=found, pk=item).first()
    if row is None:
        raise Http404("この案件は見つかりません。")
    row.meeting = found
    vote = FloorVote.objects.filter(item=row).first()
    form = FloorVoteForm(sent(request), item=row, vote=vote, counts=WORDS[found.body.kind].counts)
    if request.method == "POST" and form.is_valid() and (done := form.attempt(actor=request.user)):
        messages.success(request, f"案件{row.number}：{floor_sentence(done, found)}。記録しました。")
        return redirect(meeting_address("minutes", found))
    seats = seats_at(found)
    context = meeting_context(request, government, found, form=form, item=row, vote=form.current or vote)
    context["now"] = floor_sentence(form.current, found) if form.current else ""
    context["held"] = reckoned(found, seats, 0, 0, 0, None)
    context["present"] = present_words(seats)
    return render(request, "deliberation/minutes/floor_vote.html", context, status=form.status)
