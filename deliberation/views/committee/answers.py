"""What the members' pages share: how long they stay open, what each shows, text kept over a sign-in."""

import datetime
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.rules import governments_of
from deliberation.models import Meeting, Member
from deliberation.titles import title_of
from deliberation.waiting import Sitting

# Reading twenty pages and thinking takes longer than the half hour after which staff are signed out.
MEMBER_HOURS = datetime.timedelta(hours=8)
LONGEST_KEPT = 4000  # characters of an opinion
_HOURS, _KEPT = "member_hours", "kept_opinion"


def stay_open(request: HttpRequest) -> None:
    """Give somebody who is a member and no staff the longer session; looked up once in a session."""
    if _HOURS in request.session:
        return
    is_staff_too = request.user.is_superuser or governments_of(request.user).exists()
    request.session[_HOURS] = 0 if is_staff_too else MEMBER_HOURS.seconds
    if not is_staff_too:
        request.session.set_expiry(MEMBER_HOURS.seconds)


def member_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the members' templates; the session then lasts as long as members need."""
    stay_open(request)
    return render(request, template, context, status=status)


def sitting_context(meeting: Meeting, seat: Member, **extra: Any) -> dict[str, Any]:
    """What every page of a meeting shows to its member."""
    return {
        "government": meeting.plan.government,
        "plan": meeting.plan,
        "meeting": meeting,
        "body": meeting.body,
        "seat": seat,
        "title": title_of(meeting),
        **extra,
    }


def sitting_address(name: str, meeting: Meeting, *arguments: Any) -> str:
    """The address of a members' page of this meeting."""
    return reverse(name, args=[meeting.plan.government.slug, meeting.pk, *arguments])


def draft_key(sitting: Sitting, item: int) -> str:
    """Under which name the browser keeps what a member writes."""
    return f"ballot:{sitting.meeting.pk}:{item}:{sitting.seat.pk}"


def kept_for_later(request: HttpRequest, back: str) -> HttpResponse:
    """The session ended while the member wrote: keep the opinion, not the choice, until the member has signed in again.

    Limited for each address, because whoever has not signed in may fill no table.
    """
    opinion = request.POST.get("opinion", "").replace("\r\n", "\n")[:LONGEST_KEPT]
    if opinion and ratelimit.consume(request, action="committee_keep"):
        request.session[_KEPT] = {"draft": request.POST.get("draft", ""), "opinion": opinion}
    return redirect(f"{reverse('committee_enter')}?next={back}")


def kept_opinion(request: HttpRequest, draft: str) -> str:
    """What this member wrote and was kept (``draft_key``), once; an empty text where nothing was."""
    kept = request.session.get(_KEPT)
    if not kept or kept.get("draft") != draft:
        return ""
    del request.session[_KEPT]
    return kept["opinion"]
