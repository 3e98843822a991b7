"""The way in: the governments a person works for, and the desk of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Government
from accounts.rules import governments_of, office, signed_in
from accounts.visits import note_visit
from deliberation.rules import seated_in
from publishing.desk import Desk


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The one desk of a person, or the one committee's page of a member, or the choice among several."""
    memberships = list(governments_of(request.user).order_by("government__code"))
    seated = seated_in(request.user)
    if len(memberships) == 1 and not seated:
        return redirect("desk", memberships[0].government.slug)
    if len(seated) == 1 and not memberships and not request.user.is_superuser:
        return redirect("committee_home", seated[0].slug)
    return render(request, "publishing/office_home.html", {"memberships": memberships, "seated": seated})


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
