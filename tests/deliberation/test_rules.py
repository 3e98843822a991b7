"""Who meets which meeting in which seat, and the doors: the committee's and the one before it."""

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from deliberation.models import Meeting, Member
from deliberation.rules import (
    body_or_404,
    committee,
    entrance,
    meeting_at,
    meeting_for,
    seat_in,
    seated_in,
    seats_of,
)
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def meeting(toyonaka):
    return sittings.a_meeting(sittings.a_body(toyonaka), factories.plan(toyonaka))


def test_doors_say_what_they_are():
    assert (committee(lambda request: None).access.kind, entrance(lambda request: None).access.kind) == (
        "committee",
        "entrance",
    )
    assert committee(lambda request: None).login_url == "committee_enter"
    assert not entrance(lambda request: None).login_required


def test_a_person_sits_where_the_seats_are(meeting, toyonaka, ogori, chiba):
    assert (seats_of(chiba, toyonaka), seated_in(chiba)) == ([], [])
    seat = sittings.a_member(meeting.body, user=chiba)
    sittings.a_member(sittings.a_body(ogori), user=chiba)
    assert seats_of(chiba, toyonaka) == [seat]
    assert seated_in(chiba) == [toyonaka, ogori]


def test_the_seat_in_office_counts_before_one_that_ended(meeting, chiba):
    yesterday = timezone.localdate() - DAY
    old = sittings.a_member(meeting.body, user=chiba, last_day=yesterday)
    assert seat_in(meeting, [old]) is None
    new = sittings.a_member(meeting.body, user=chiba, first_day=timezone.localdate())
    assert seat_in(meeting, [old, new]) == new == seat_in(meeting, [new, old])


def test_an_ended_seat_still_meets_the_meeting_it_was_entitled_in(toyonaka):
    vote = a_vote(toyonaka)
    Member.objects.update(last_day=timezone.localdate() - DAY)
    seats = seats_of(vote.people[0].user, toyonaka)
    assert meeting_for(toyonaka, seats, vote.meeting.pk)[1] == vote.people[0]
    other = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    with pytest.raises(Http404):
        meeting_for(toyonaka, seats, other.pk)


@pytest.mark.parametrize("state", Meeting.State.values)
def test_a_meeting_is_met_once_it_was_called(meeting, toyonaka, chiba, state):
    seats = [sittings.a_member(meeting.body, user=chiba)]
    Meeting.objects.update(state=state, cancelled_why="見本")
    if state == "PLANNED":
        with pytest.raises(Http404):
            meeting_for(toyonaka, seats, meeting.pk)
    else:
        assert meeting_for(toyonaka, seats, meeting.pk) == (meeting, seats[0])


def test_nothing_of_another_government_is_found(meeting, ogori, chiba):
    seats = [sittings.a_member(meeting.body, user=chiba)]
    for ask in (
        lambda: meeting_for(ogori, seats, meeting.pk),
        lambda: meeting_at(ogori, meeting.plan.slug, meeting.pk),
        lambda: body_or_404(ogori, meeting.body_id),
    ):
        with pytest.raises(Http404):
            ask()
