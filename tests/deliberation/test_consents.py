"""書面開催の同意: asked where the rules ask, taken until the deadline, counted without a query more for each member."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from deliberation.bylaws import DEFAULT
from deliberation.consent_step import is_open
from deliberation.consents import give_consent, standing
from deliberation.models import Consent, Meeting
from tests import factories
from tests.deliberation import sittings

pytestmark = pytest.mark.django_db
ASKED = replace(DEFAULT, needs_consent=True)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def meeting(toyonaka):
    """Consent is asked for until in an hour; the voting begins in a day."""
    body = sittings.a_body(toyonaka, ASKED)
    sittings.members_of(body, 3)
    now = timezone.now()
    return sittings.a_meeting(
        body, factories.plan(toyonaka), consent_until=now + HOUR, opens_at=now + 24 * HOUR
    )


def give(meeting, n=0, agrees=True, **given):
    member = meeting.body.members.all()[n]
    fields = {"reason": "", "received_at": timezone.now()} | given
    return give_consent(actor=member.user, member=member, meeting=meeting, agrees=agrees, **fields)


def test_a_later_answer_replaces_the_earlier_one(meeting):
    give(meeting)
    row = give(meeting, agrees=False, reason="集まって話したいので")
    assert Consent.objects.get() == row
    assert (row.agrees, row.reason, row.by) == (False, "集まって話したいので", None)
    details = [event.detail for event in AuditEvent.objects.filter(verb="consent.give")]
    assert details == [{}, {}]


def test_the_deadline_is_the_instant_that_was_set(meeting):
    last = meeting.consent_until
    assert [is_open(meeting, at) for at in (last - datetime.timedelta(microseconds=1), last)] == [True, False]
    with pytest.raises(Refused, match="同意の受付は"):
        give(meeting, received_at=last)
    assert not Consent.objects.exists()


def test_without_a_deadline_it_is_the_beginning_of_the_voting(meeting):
    meeting.consent_until = None
    assert [is_open(meeting, at) for at in (meeting.opens_at - HOUR, meeting.opens_at)] == [True, False]


def test_a_refusal_says_why(meeting):
    with pytest.raises(Refused) as refusal:
        give(meeting, agrees=False, reason="　")
    assert refusal.value.message_dict == {"reason": ["同意されないときは、わけを一言書いてください。"]}


@pytest.mark.parametrize("change", [{"form": "IN_PERSON"}, {"state": "FINISHED"}])
def test_nobody_is_asked_about_another_form_or_when_it_is_over(meeting, change):
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    with pytest.raises(Refused, match="同意をたずねていません"):
        give(meeting)


def test_members_of_another_body_and_of_an_ended_term_have_no_say(meeting, toyonaka):
    stranger = sittings.a_member(sittings.a_body(toyonaka, ASKED, name="別の会"), "隣野")
    ended = sittings.a_member(
        meeting.body, "前田", last_day=timezone.localdate() - datetime.timedelta(days=1)
    )
    for member in (stranger, ended):
        with pytest.raises(Refused, match="この会議の委員ではないか"):
            give_consent(actor=None, member=member, meeting=meeting, agrees=True, received_at=timezone.now())


def test_what_came_on_paper_names_who_noted_it(meeting, aoki):
    member = meeting.body.members.first()
    row = give_consent(
        actor=aoki, member=member, meeting=meeting, agrees=True, received_at=timezone.now(), is_by_office=True
    )
    assert row.by == aoki


def test_the_standing_counts_everybody_once(meeting, django_assert_num_queries):
    give(meeting, 0)
    give(meeting, 1, agrees=False, reason="わけ")
    with django_assert_num_queries(2):
        found = standing(meeting)
    assert [row.member.name for row in found.agreeing] == ["千葉"]
    assert [row.member.name for row in found.declining] == ["土井"]
    assert [member.name for member in found.missing] == ["江口"]
    for n in range(9):
        sittings.a_member(meeting.body, f"見本{n}")
    with django_assert_num_queries(2):
        assert standing(meeting).asked == 12
