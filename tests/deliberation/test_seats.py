import datetime

import pytest

from deliberation.models import Attendance, Meeting, Member
from deliberation.seats import Seat, present_words, seats_at
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, a_member


@pytest.mark.django_db
def test_the_members_of_that_day_and_whoever_was_noted(toyonaka, django_assert_num_queries):
    day = datetime.date(2026, 6, 1)
    body = a_body(toyonaka)
    stays = a_member(body, "千葉")
    a_member(body, "後任", first_day=datetime.date(2026, 6, 2))
    noted = a_member(body, "先代", last_day=datetime.date(2026, 5, 31))
    meeting = a_meeting(body, factories.plan(toyonaka), form=Meeting.Form.IN_PERSON, held_on=day)
    Attendance.objects.create(meeting=meeting, member=noted, presence="ONLINE", note="代理")
    with django_assert_num_queries(2):
        seats = seats_at(meeting)
    assert seats == [Seat(stays, "", ""), Seat(noted, "ONLINE", "代理")]
    assert [seat.is_here for seat in seats] == [False, True]


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        (["", ""], ""),
        (["PRESENT", ""], "出席1人"),
        (["PRESENT", "ONLINE", "ABSENT"], "出席2人（うちオンライン1人）、欠席1人"),
        (["ABSENT"], "出席0人、欠席1人"),
    ],
)
def test_who_came_in_words(presences, words):
    assert present_words([Seat(Member(), presence, "") for presence in presences]) == words
