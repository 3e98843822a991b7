"""Pages of sending: the list of who got what, mail to all, what went out by hand, reminders."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.bylaws import from_data
from deliberation.forms.sendings import LogForm, MailForm, RemindForm, RemoveSendingForm
from deliberation.letters import sending_letter
from deliberation.models import Meeting, Sending
from deliberation.reminding import owing_of
from deliberation.rules import meeting_at
from deliberation.sendings import MAILED
from deliberation.sent import mail_state, sheet_of
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent


@office()
def sendings(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Who got what, and who has not; planners write what went out by hand."""
    found = meeting_at(government, plan, meeting)
    return _list(request, government, found)


@office(*PLANNERS)
@require_POST
def sending_add(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Note what went out by post, fax or hand."""
    found = meeting_at(government, plan, meeting)
    form = LogForm(request.POST, meeting=found, sheet=sheet_of(found))
    if form.is_valid() and (count := form.attempt(actor=request.user)):
        messages.success(request, f"{count}人への送付を記録しました。")
        return redirect(meeting_address("sendings", found))
    return _list(request, government, found, form)


@office(*PLANNERS)
@require_POST
def sending_remove(
    request: HttpRequest, government: Government, plan: str, meeting: int, sending: int
) -> HttpResponse:
    """Take back a line that was written by hand."""
    found = meeting_at(government, plan, meeting)
    row = Sending.objects.filter(meeting=found, pk=sending).first()
    if row is None:
        raise Http404("この送付の記録は見つかりません。取り消されたかもしれません。")
    form = RemoveSendingForm(request.POST, sending=row)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "送付の記録を取り消しました。")
    for sentence in form.non_field_errors():
        messages.error(request, sentence)
    return redirect(meeting_address("sendings", found))


@office(*PLANNERS)
def sending_mail(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Look at the mail that goes to all, then send it."""
    found = meeting_at(government, plan, meeting)
    sheet = sheet_of(found)
    what = request.GET.get("what", "")
    form = MailForm(
        sent(request),
        meeting=found,
        count=sheet.count,
        initial={"what": what} if what in MAILED else {},
    )
    is_meant = request.method == "POST" and "look" not in request.POST
    if is_meant and form.is_valid() and (done := form.attempt(actor=request.user)):
        messages.success(request, f"{done.count}人にメールを送ります。1分ほどで届きます。")
        return redirect(meeting_address("sendings", found))
    context = meeting_context(request, government, found, form=form, sheet=sheet, letter=_shown(found, form))
    context["reached"] = [row for row in sheet.rows if row.is_in_office and row.address]
    return render(request, "deliberation/sendings/mail.html", context, status=form.status)


@office(*PLANNERS)
def meeting_remind(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Look at the letters to those who have not answered, then send them."""
    found = meeting_at(government, plan, meeting)
    owing = owing_of(found, timezone.localdate())
    form = RemindForm(sent(request), meeting=found, owing=owing)
    if request.method == "POST" and form.is_valid() and (count := form.attempt(actor=request.user)):
        messages.success(request, f"{count}人に督促のメールを送ります。")
        return redirect(meeting_address("sendings", found))
    context = meeting_context(
        request,
        government,
        found,
        form=form,
        owing=owing,
        today=timezone.localdate(),
        bylaws=from_data(found.body.bylaws),
    )
    return render(request, "deliberation/sendings/remind.html", context, status=422 if form.errors else 200)


def _list(
    request: HttpRequest, government: Government, meeting: Meeting, form: LogForm | None = None
) -> HttpResponse:
    sheet = sheet_of(meeting)
    if form is None:
        by_post = [row.member.pk for row in sheet.rows if row.is_in_office and not row.address]
        form = LogForm(meeting=meeting, sheet=sheet, initial={"members": by_post})
    box = getattr(meeting, "box", None)
    context = meeting_context(request, government, meeting, sheet=sheet, form=form)
    context |= {
        "lines": [
            (row, [[(sending, mail_state(sending)) for sending in cell] for cell in row.cells])
            for row in sheet.rows
        ],
        "may_remind": box is not None and not box.is_closed,
        "may_mail": meeting.state != Meeting.State.PLANNED,
    }
    return render(request, "deliberation/sendings/sendings.html", context, status=form.status)


def _shown(meeting: Meeting, form: MailForm) -> Any:
    """The letter to the first member who can be reached, as it would be sent."""
    row = next((row for row in sheet_of(meeting).rows if row.is_in_office and row.address), None)
    if row is None:
        return None
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    what = given.get("what") or form["what"].value()
    if what not in MAILED:
        what = Sending.What.NOTICE
    papers = tuple(str(paper) for paper in meeting.papers.all()) if what != Sending.What.OTHER else ()
    return sending_letter(meeting, row.member, what, given.get("message", ""), papers)
