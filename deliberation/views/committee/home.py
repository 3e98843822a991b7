"""委員のページ: what waits for the member, the meetings of the own bodies, their results."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Government
from deliberation.rules import committee
from deliberation.views.committee.answers import member_page
from deliberation.waiting import sittings_of


@committee
def home(request: HttpRequest, government: Government) -> HttpResponse:
    """The meetings that wait, those under way, those that are over."""
    sittings = sittings_of(request.seats, timezone.now())
    waiting = [one for one in sittings if one.waits]
    running = [one for one in sittings if not one.waits and not one.is_over]
    context = {
        "government": government,
        "seat": request.seats[-1],
        "bodies": {seat.body_id: seat.body for seat in request.seats}.values(),
        "body": request.seats[-1].body,
        "waiting": sorted(waiting, key=lambda one: (one.closes_at is None, one.closes_at)),
        "running": running,
        "past": [one for one in sittings if not one.waits and one.is_over],
    }
    return member_page(request, "deliberation/committee/home.html", context)
