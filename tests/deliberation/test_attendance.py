import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.attendance import note_attendance
from deliberation.models import Meeting
from deliberation.seats import present_words, seats_at
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(toyonaka):
    """A sitting with three members; a fourth came into office only afterwards."""
    body = a_body(toyonaka)
    for name in ("千葉", "土井", "江口"):
        a_member(body, name)
    day = timezone.localdate() - datetime.timedelta(days=10)
    a_member(body, "後任", first_day=day + datetime.timedelta(days=1))
    return a_meeting(body, factories.plan(toyonaka), form=Meeting.Form.IN_PERSON, held_on=day)


def noted(meeting):
    return [(seat.member.name, seat.presence, seat.note) for seat in seats_at(meeting)]


def test_who_came_is_noted_for_the_members_of_that_day(aoki, meeting):
    one, two, three = (seat.member.pk for seat in seats_at(meeting))
    given = {one: ("PRESENT", ""), two: ("ONLINE", "途中から"), three: ("", "")}
    seats = note_attendance(actor=aoki, meeting=meeting, seen={}, presences=given)
    assert noted(meeting) == [("千葉", "PRESENT", ""), ("土井", "ONLINE", "途中から"), ("江口", "", "")]
    assert present_words(seats) == "出席2人（うちオンライン1人）"
    assert AuditEvent.objects.get(verb="attendance.note").detail == {"count": 2}
    seen = {one: "PRESENT", two: "ONLINE"}
    note_attendance(actor=aoki, meeting=meeting, seen=seen, presences=given)
    assert AuditEvent.objects.filter(verb="attendance.note").count() == 1  # nothing was other than noted
    note_attendance(actor=aoki, meeting=meeting, seen=seen, presences={one: ("", ""), three: ("ABSENT", "")})
    assert [presence for _, presence, _ in noted(meeting)] == ["", "ONLINE", "ABSENT"]


def test_what_another_person_noted_meanwhile_is_not_overwritten(aoki, meeting):
    one, two, _ = (seat.member.pk for seat in seats_at(meeting))
    note_attendance(actor=aoki, meeting=meeting, seen={}, presences={one: ("ABSENT", "")})
    with pytest.raises(Overtaken, match="千葉の出欠"):
        note_attendance(
            actor=aoki, meeting=meeting, seen={}, presences={one: ("PRESENT", ""), two: ("PRESENT", "")}
        )
    assert [presence for _, presence, _ in noted(meeting)] == ["ABSENT", "", ""]


def test_a_written_meeting_and_a_stranger_have_no_line(aoki, meeting, ogori):
    foreign = a_member(a_body(ogori))
    with pytest.raises(Refused, match="委員ではない"):
        note_attendance(actor=aoki, meeting=meeting, seen={}, presences={foreign.pk: ("PRESENT", "")})
    Meeting.objects.filter(pk=meeting.pk).update(form=Meeting.Form.WRITTEN)
    with pytest.raises(Refused, match="表決書の提出をもって出席"):
        note_attendance(actor=aoki, meeting=meeting, seen={}, presences={})


def test_the_page_keeps_what_was_typed_when_somebody_was_first(client, aoki, baba, meeting):
    client.force_login(aoki)
    address = reverse("attendance", args=["toyonaka", meeting.plan.slug, meeting.pk])
    one, two, three = (seat.member.pk for seat in seats_at(meeting))
    form = {f"presence_{pk}": "PRESENT" for pk in (one, two, three)}
    assert client.post(address, form).status_code == 302
    assert present_words(seats_at(meeting)) == "出席3人"
    late = client.post(address, form | {f"presence_{one}": "ABSENT"})
    assert late.status_code == 409
    again = late.context["form"]
    assert [again[f"was_{pk}"].value() for pk in (one, two, three)] == ["PRESENT"] * 3
    assert again[f"presence_{one}"].value() == "ABSENT"
    client.force_login(baba)
    assert client.get(address).status_code == 403
