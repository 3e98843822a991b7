"""書面開催の同意, given by the member."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from deliberation.consent_step import is_asked
from deliberation.deadlines import spelled
from deliberation.forms.committee import ConsentForm
from deliberation.rules import committee, meeting_for
from deliberation.views.committee.answers import member_page, sitting_address, sitting_context
from deliberation.waiting import sitting_of
from strategy.views.answers import sent, status_of


@committee
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, government: Government, meeting: int) -> HttpResponse:
    """Whether the member agrees; what was answered stands there and may be changed until the deadline."""
    shown, seat = meeting_for(government, request.seats, meeting)
    if not is_asked(shown):
        raise Http404("この会議では、書面で開くことへの同意をたずねていません。")
    sitting = sitting_of(shown, seat, timezone.now())
    given = sitting.consent
    first = {"agrees": "yes" if given.agrees else "no", "reason": given.reason} if given else None
    form = ConsentForm(sent(request), initial=first)
    if form.is_valid() and form.attempt(
        actor=request.user, member=seat, meeting=shown, received_at=request.arrived_at
    ):
        messages.success(request, "同意についてのお答えを受け付けました。")
        return redirect(sitting_address("committee_meeting", shown))
    until = spelled(timezone.localtime(shown.consent_until)) if shown.consent_until else ""
    context = sitting_context(shown, seat, sitting=sitting, form=form, until=until)
    return member_page(request, "deliberation/committee/consent.html", context, status_of(form))
