"""The lines of a year as they are shown."""

import datetime

import pytest
from django.utils import timezone

from deliberation.models import Meeting, ScheduleEntry
from deliberation.schedule import add_entry
from deliberation.scheduling import schedule_of
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting

pytestmark = pytest.mark.django_db
Day = datetime.date


@pytest.fixture
def plan(toyonaka):
    return factories.plan(toyonaka)


def test_undated_lines_and_meetings_stand_in_one_order(plan, toyonaka, aoki):
    given = {"actor": aoki, "plan": plan, "fiscal_year": 2025}
    body = a_body(toyonaka, name="有識者会議")
    first = a_meeting(
        body, plan, fiscal_year=2025, number=1, form="IN_PERSON", held_on=Day(2025, 7, 4), state="CALLED"
    )
    closes = timezone.make_aware(datetime.datetime(2026, 2, 3))
    a_meeting(
        body,
        plan,
        fiscal_year=2025,
        number=2,
        opens_at=closes - datetime.timedelta(9),
        closes_at=closes,
        state="PLANNED",
    )
    a_meeting(body, plan, fiscal_year=2025, number=3, state="CANCELLED", cancelled_why="見本")
    a_meeting(body, plan, fiscal_year=2024, number=1)
    add_entry(title="議会への報告", when_words="未定", **given)
    add_entry(title="パブリックコメント", who="経営計画課", when_words="11月頃", **given)
    add_entry(title="方針の審議", meeting=first, is_settled=True, **given)
    found = schedule_of(plan, 2025)
    assert [(line.when, line.title, line.who, line.is_settled) for line in found.lines] == [
        ("7月4日（金）", "方針の審議", "有識者会議", True),
        ("11月頃", "パブリックコメント", "経営計画課", False),
        ("2月2日（月）", "令和7年度第2回有識者会議", "有識者会議", False),
        ("未定", "議会への報告", "", False),
    ]
    assert found.is_draft is True
    ScheduleEntry.objects.update(is_settled=True, on=Day(2025, 11, 4))
    Meeting.objects.filter(number=2).update(state="FINISHED")
    assert schedule_of(plan, 2025).is_draft is False
