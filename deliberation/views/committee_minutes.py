"""The member's page of the minutes: to look them through and say what should be otherwise."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Government
from deliberation.deadlines import spelled
from deliberation.documents.markup import body_of
from deliberation.documents.reading import minutes_document
from deliberation.forms.minutes import CorrectForm
from deliberation.models import MinutesCorrection
from deliberation.proofreading import minutes_of
from deliberation.rules import committee, meeting_for
from strategy.views.answers import sent


@committee
def committee_minutes(request: HttpRequest, government: Government, meeting: int) -> HttpResponse:
    """The minutes as they stand, what this member said of them, and the form."""
    found, seat = meeting_for(government, request.seats, meeting)
    row = minutes_of(found)
    if row is None or row.circulated_at is None:
        raise Http404("この会議の会議録は、まだできていません。")
    form = CorrectForm(sent(request), member=seat, minutes=row)
    if request.method == "POST" and form.is_valid() and (done := form.attempt(actor=request.user)):
        messages.success(
            request, "お申し出を受け付けました。" if done.text else "「訂正なし」を受け付けました。"
        )
        return redirect("committee_minutes", government.slug, found.pk)
    context = {
        "government": government,
        "meeting": found,
        "seat": seat,
        "minutes": row,
        "form": form,
        "is_open": row.published_at is None and timezone.now() < row.due_at,
        "sheet": body_of(minutes_document(found), heading=2, on_paper=False),
        "until": spelled(timezone.localtime(row.due_at)),
        "own": MinutesCorrection.objects.filter(minutes=row, member=seat),
    }
    return render(request, "deliberation/committee/minutes.html", context, status=422 if form.errors else 200)
