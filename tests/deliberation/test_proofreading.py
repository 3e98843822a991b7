import datetime

import pytest
from django.utils import timezone

from deliberation.minutes import circulate_minutes, correct_minutes, save_minutes
from deliberation.proofreading import minutes_of, unanswered
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, members_of

pytestmark = pytest.mark.django_db


def test_who_was_asked_again_has_to_answer_again(toyonaka):
    body = a_body(toyonaka)
    one, two = members_of(body, 2)
    meeting = a_meeting(body, factories.plan(toyonaka))
    assert minutes_of(meeting) is None
    row = save_minutes(actor=None, meeting=meeting, seen=0, kind="FULL", text="本文")
    assert unanswered(row) == []
    due = timezone.localdate() + datetime.timedelta(days=3)
    row = circulate_minutes(actor=None, minutes=row, seen=1, due_on=due)[0]
    correct_minutes(actor=None, member=one, minutes=row, text="")
    assert unanswered(row) == [two]
    row = circulate_minutes(actor=None, minutes=row, seen=2, due_on=due)[0]
    assert unanswered(minutes_of(meeting)) == [one, two]
