"""The way in: the governments a person works for, and the desk of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Government
from accounts.rules import governments_of, office, signed_in
from accounts.visits import note_visit
from publishing.desk import Desk


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The one desk of a person, or the choice among several."""
    memberships = list(governments_of(request.user).order_by("government__code"))
    if len(memberships) == 1:
        return redirect("desk", memberships[0].government.slug)
    return render(request, "publishing/office_home.html", {"memberships": memberships})


@office()
def desk(request: HttpRequest, government: Government) -> HttpResponse:
    """What waits for this person, the plans at work, what changed since the last visit."""
    now = timezone.now()
    last_visit = note_visit(request.membership, request.session, now)
    return render(
        request,
        "publishing/desk.html",
        {"desk": Desk(request.membership, now, last_visit), "government": government},
    )
