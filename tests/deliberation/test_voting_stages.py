"""How far a written vote is, in words; what is missing before it is opened."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from deliberation.bylaws import DEFAULT, to_data
from deliberation.models import Consent, Meeting, Member
from deliberation.voting_stages import Stage, checks_of, stage_of, stage_words
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
MIDNIGHT = timezone.make_aware(datetime.datetime(2099, 2, 3))
TICK = datetime.timedelta(microseconds=1)


@pytest.fixture
def planned(toyonaka):
    return sittings.a_written_vote(toyonaka, closes_at=MIDNIGHT)[0]


def missing(meeting: Meeting) -> list[tuple[str, bool]]:
    """Name of each thing that is not there, and whether it stops the opening."""
    return [(one.label, one.stops) for one in checks_of(meeting, timezone.now()) if not one.is_met]


def test_the_stage_follows_the_clock_and_the_deadline_is_exclusive(toyonaka):
    vote = a_vote(toyonaka, closes_at=MIDNIGHT)
    meeting, box = vote.meeting, vote.box
    settles = MIDNIGHT + datetime.timedelta(seconds=45)
    assert stage_of(meeting, None, MIDNIGHT) is Stage.BEFORE
    assert stage_of(meeting, box, MIDNIGHT - TICK) is Stage.OPEN
    assert stage_of(meeting, box, MIDNIGHT) is Stage.OVER
    assert stage_words(meeting, box, MIDNIGHT - datetime.timedelta(days=1, hours=1), settles) == (
        "表決を受け付けています（あす）",
        "締切は2月2日（月曜日）までです。締め切るまで、だれがどう表決したかは見られません。",
    )
    assert stage_words(meeting, box, MIDNIGHT, settles)[1] == (
        "締切は2月2日（月曜日）まででした。締切までに届いた表決を待って、2月3日 0:00を過ぎると自動で締め切ります。"
    )
    assert stage_words(meeting, vote.close(), MIDNIGHT, settles)[0] == "2月3日 0:00に締め切りました"
    meeting.form = Meeting.Form.ONLINE
    assert stage_of(meeting, None, MIDNIGHT) is Stage.NOT_WRITTEN


def test_a_vote_that_is_opened_ahead_says_when_it_begins(toyonaka):
    begins = MIDNIGHT - datetime.timedelta(days=10)
    vote = a_vote(toyonaka, opens_at=begins, closes_at=MIDNIGHT)
    title, _ = stage_words(vote.meeting, vote.box, begins - TICK, MIDNIGHT)
    assert title == "1月24日 0:00から表決を受け付けます"
    assert stage_words(vote.meeting, vote.box, begins, MIDNIGHT)[0] == "表決を受け付けています（あと9日）"


def test_nothing_is_missing_of_a_meeting_that_is_ready(planned):
    assert missing(planned) == []


def test_each_thing_that_is_missing_is_named(planned):
    item = planned.agenda.get()
    planned.state, planned.closes_at = Meeting.State.PLANNED, None
    item.content_hash = ""
    item.save()
    Member.objects.filter(office=Member.Office.CHAIR).update(office=Member.Office.ORDINARY)
    assert missing(planned) == [
        ("招集", True),
        ("案件2の文", True),
        ("表決の締切", True),
        ("会長", False),
    ]
    item.delete()
    planned.closes_at = timezone.now() - datetime.timedelta(days=1)
    Member.objects.update(last_day=timezone.localdate() - datetime.timedelta(days=1))
    assert missing(planned) == [
        ("招集", True),
        ("表決する案件", True),
        ("表決の締切", True),
        ("委員", True),
        ("会長", False),
    ]


def test_members_who_cannot_sign_in_are_counted(planned):
    Member.objects.filter(pk=planned.body.members.first().pk).update(user=None)
    (members,) = (one for one in checks_of(planned, timezone.now()) if one.label == "委員")
    assert members.sentence == (
        "表決権のある委員は3人です。うち1人は画面に入れないので、紙の表決書を送ってください。"
    )


def test_the_step_of_consent_is_told_and_stops_nothing(planned):
    planned.body.bylaws = to_data(replace(DEFAULT, needs_consent=True))
    now = timezone.now()
    first, second, _ = planned.body.members.all()
    for member, agrees in ((first, True), (second, False)):
        Consent.objects.create(meeting=planned, member=member, agrees=agrees, received_at=now)
    assert missing(planned) == [("書面で開くことへの同意", False)]
    assert checks_of(planned, now)[-1].sentence == "同意1人、不同意1人、回答なし1人です。"
    Consent.objects.update(agrees=True)
    assert missing(planned) == [("書面で開くことへの同意", False)]
    planned.consent_until = now
    assert missing(planned) == []


def test_the_list_costs_the_same_for_one_item_and_for_five(planned, toyonaka, django_assert_num_queries):
    with django_assert_num_queries(7):
        checks_of(planned, timezone.now())
    edition = planned.agenda.get().edition
    for number in range(3, 7):
        sittings.an_item(planned, edition, number)
    with django_assert_num_queries(7):
        assert missing(planned) == []
