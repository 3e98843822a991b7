"""Who may do what in deliberation: the door of the committee, and getters that return the object or answer 404."""

import functools
from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.models import Government, User
from accounts.rules import Access, government_or_404
from deliberation.models import Body, Meeting, Member

State = Meeting.State


def seats_of(user: User, government: Government) -> list[Member]:
    """All seats of this person on bodies of this government, those of ended terms too. One query."""
    rows = Member.objects.filter(user=user, body__government=government).select_related("body")
    seats = list(rows.order_by("body__name", "id"))
    for seat in seats:
        seat.body.government = government
    return seats


def seated_in(user: User) -> list[Government]:
    """Governments on whose bodies this person sits or sat, by their code. One query."""
    return list(Government.objects.filter(bodies__members__user=user).distinct().order_by("code"))


def committee(view: Callable) -> Callable:
    """Members of a body of the government named in the address; anybody else gets 404.

    The view gets ``request.seats`` and, in place of the slug, the ``Government``.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, government: str, *args, **kwargs):
        found = government_or_404(government)
        request.seats = seats_of(request.user, found)
        if not request.seats:
            raise Http404("このページは見つかりません。")
        return view(request, found, *args, **kwargs)

    guarded.access = Access("committee")
    guarded.login_url = "committee_enter"  # the door with the two ways in that members have
    return guarded


def body_or_404(government: Government, pk: int) -> Body:
    """A body of this government, or Http404. One query."""
    found = Body.objects.filter(government=government, pk=pk).first()
    if found is None:
        raise Http404("この会議体は見つかりません。")
    found.government = government
    return found


def meeting_at(government: Government, plan: str, pk: int) -> Meeting:
    """A meeting at an address of the office, with body and plan; or Http404. One query."""
    found = (
        Meeting.objects.filter(plan__government=government, plan__slug=plan, pk=pk)
        .select_related("body", "plan", "round", "box")
        .first()
    )
    if found is None:
        raise Http404("この会議は見つかりません。")
    found.plan.government = found.body.government = government
    return found


def seat_in(meeting: Meeting, seats: Sequence[Member]) -> Member | None:
    """The seat in which this person meets this meeting: the one on its roll, else the one in office today."""
    own = [seat for seat in seats if seat.body_id == meeting.body_id]
    today = timezone.localdate()
    box = getattr(meeting, "box", None)
    rolled = set(box.roll.values_list("member_id", flat=True)) if box and own else set()
    holding = [seat for seat in own if seat.span.holds(today)]
    return next((seat for seat in reversed(own) if seat.pk in rolled), holding[-1] if holding else None)


def meeting_for(government: Government, seats: Sequence[Member], pk: int) -> tuple[Meeting, Member]:
    """A called meeting of a body on which the person sits, and the seat; or Http404. One query, two for an ended term."""
    found = (
        Meeting.objects.filter(plan__government=government, pk=pk, body__in={seat.body_id for seat in seats})
        .exclude(state=State.PLANNED)
        .select_related("body", "plan", "round", "box")
        .first()
    )
    seat = seat_in(found, seats) if found else None
    if found is None or seat is None:
        raise Http404("この会議は見つかりません。")
    found.plan.government = found.body.government = government
    return found, seat


def entrance(view: Callable) -> Callable:
    """The members' door: nobody has signed in yet; the page is of one visitor and is kept by no cache."""
    view.access = Access("entrance")
    return login_not_required(view)
