import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.saving import Overtaken
from deliberation.attendance import note_attendance
from deliberation.floor_votes import note_floor_vote
from deliberation.floor_words import floor_sentence
from deliberation.models import AgendaItem, Body, FloorVote, Meeting
from deliberation.seats import seats_at
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, members_of

pytestmark = pytest.mark.django_db


def sitting(government, kind=Body.Kind.STATUTORY, present=5):
    """Six members, of whom so many came, and one item that is voted on."""
    body = a_body(government, kind=kind)
    people = members_of(body, 6)
    meeting = a_meeting(
        body, factories.plan(government), form=Meeting.Form.IN_PERSON, held_on=timezone.localdate()
    )
    note_attendance(
        actor=None,
        meeting=meeting,
        seen={},
        presences={
            member.pk: ("PRESENT" if n < present else "ABSENT", "") for n, member in enumerate(people)
        },
    )
    return meeting, AgendaItem.objects.create(meeting=meeting, number=1, kind="VOTE", title="案の承認")


def hands(in_favour, against, abstained=0, **more):
    return {"manner": "HANDS", "in_favour": in_favour, "against": against, "abstained": abstained} | more


def test_whether_it_carried_is_reckoned_from_those_present(toyonaka, aoki):
    meeting, item = sitting(toyonaka)
    vote = note_floor_vote(actor=aoki, item=item, seen=0, **hands(3, 1, 1))
    assert (vote.is_carried, floor_sentence(vote, meeting)) == (
        True,
        "挙手により、賛成3人・反対1人・棄権1人で可決",
    )
    vote = note_floor_vote(actor=aoki, item=item, seen=1, **hands(2, 2, 1, chair_decides=True))
    assert (
        floor_sentence(vote, meeting)
        == "挙手により、賛成2人・反対2人・棄権1人で可決（可否同数のため会長が賛成と決定）"
    )
    with pytest.raises(Overtaken) as late:
        note_floor_vote(actor=aoki, item=item, seen=1, **hands(5, 0))
    assert late.value.current.version == 2


@pytest.mark.parametrize(
    ("present", "given", "words"),
    [
        (3, hands(3, 0), "定足数に足りない"),
        (5, hands(5, 1), "超えています"),
        (5, hands(2, 2, 1), "会長の決"),
        (5, {"manner": "HANDS"}, "人数を入れて"),
        (5, {"manner": "NO_OBJECTION", "is_declined": True}, "異議なし"),
    ],
)
def test_what_cannot_have_happened_is_refused(toyonaka, present, given, words):
    _, item = sitting(toyonaka, present=present)
    with pytest.raises(Refused) as refused:
        note_floor_vote(actor=None, item=item, seen=0, **given)
    assert words in refused.value.messages[0]
    assert FloorVote.objects.count() == 0


def test_attendance_comes_first(toyonaka):
    meeting, item = sitting(toyonaka)
    meeting.attendances.all().delete()
    with pytest.raises(Refused, match="先に出欠"):
        note_floor_vote(actor=None, item=item, seen=0, **hands(3, 1))


@pytest.mark.parametrize(
    ("kind", "manner", "declined", "sentence"),
    [
        (Body.Kind.INTERNAL, "NO_OBJECTION", False, "異議なしにより決定"),
        (Body.Kind.GUIDELINE, "CONSENT", False, "了承"),
        (Body.Kind.INTERNAL, "CONSENT", True, "見送り"),
    ],
)
def test_a_body_decides_without_a_count_in_its_own_word(toyonaka, kind, manner, declined, sentence):
    meeting, item = sitting(toyonaka, kind, present=0)
    vote = note_floor_vote(actor=None, item=item, seen=0, manner=manner, is_declined=declined)
    assert (floor_sentence(vote, meeting), vote.in_favour) == (sentence, None)


@pytest.mark.parametrize(
    ("fields", "of_item", "words"),
    [
        ({"form": "WRITTEN"}, {}, "「表決」の画面"),
        ({"state": "PLANNED"}, {}, "招集していない"),
        ({}, {"kind": "REPORT"}, "表決をしない案件"),
        ({}, {"voided_at": timezone.now(), "void_reason": "案が変わった"}, "無効"),
    ],
)
def test_only_what_is_decided_in_the_room(toyonaka, fields, of_item, words):
    meeting, item = sitting(toyonaka)
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    AgendaItem.objects.filter(pk=item.pk).update(**of_item)
    with pytest.raises(Refused, match=words):
        note_floor_vote(actor=None, item=item, seen=0, manner="NO_OBJECTION")


def test_the_page_shows_what_stands_when_somebody_was_first(client, toyonaka, aoki):
    client.force_login(aoki)
    meeting, item = sitting(toyonaka)
    address = reverse("floor_vote", args=["toyonaka", meeting.plan.slug, meeting.pk, item.pk])
    form = {"seen": 0, "manner": "HANDS", "in_favour": 4, "against": 1, "abstained": 0, "chair_decides": ""}
    assert client.post(address, form).status_code == 302
    late = client.post(address, form | {"in_favour": 5, "against": 0})
    assert late.status_code == 409
    assert (
        late.content.decode().count("いま記録されている採決：</strong>挙手により、賛成4人・反対1人で可決")
        == 1
    )
    assert client.post(address, form | {"seen": 1, "in_favour": ""}).status_code == 422
    assert len(seats_at(meeting)) == 6
    assert datetime.timedelta(0) <= timezone.now() - FloorVote.objects.get().at
