"""What a meeting lacks before it may be called."""

import datetime

import pytest
from django.utils import timezone

from deliberation.calling import calling_of
from deliberation.meetings import (
    call_meeting,
)
from deliberation.models import AgendaItem, Body, Meeting, Member, Paper
from tests.deliberation.sittings import (
    a_written_vote,
    an_item,
    members_of,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def planned(toyonaka):
    """A written meeting of three that may be called as it stands."""
    meeting, _, _ = a_written_vote(
        toyonaka,
        state=Meeting.State.PLANNED,
        why_written="日程が合わないため",
        agreed_with_chair_on=datetime.date(2026, 1, 10),
    )
    return meeting


def test_a_deadline_that_has_passed_and_a_changed_text_keep_a_meeting_from_being_called(planned, aoki):
    late = planned.closes_at + DAY
    assert calling_of(planned, late).obstacles == (
        "表決の締切がもう過ぎています。「会議の内容を直す」で先の日にしてください。",
    )
    AgendaItem.objects.update(content_hash="0" * 64, edition=None, paper=Paper.objects.create(
        meeting=planned, label="資料1", title="見本", kind="FILE", file="papers/a.pdf", sha256="1" * 64))  # fmt: skip
    assert calling_of(planned, timezone.now()).obstacles == (
        "案件2：案件に結び付けた資料が差し替えられました。案件を開いて、いまの文書を選び直してください。",
    )


def test_a_body_of_the_office_does_not_count_votes_in_writing(planned):
    Body.objects.update(kind="INTERNAL")
    planned.body.refresh_from_db()
    assert calling_of(planned, timezone.now()).obstacles == (
        "庁内の会議は票を数えません。案件の扱いを「協議」にするか、対面・オンラインで開いてください。",
    )


def test_warnings_do_not_keep_a_meeting_from_being_called(planned, aoki):
    Member.objects.filter(office="CHAIR").update(office="ORDINARY", mail="")
    Meeting.objects.update(fiscal_year=2022, purpose="2月2日（火）までに表決をお願いします。")
    meeting = Meeting.objects.get()
    assert calling_of(meeting, timezone.now()).warnings == (
        "在任の会長がいません。可否同数のとき、決める人がいません。",
        "メールアドレスも住所もない委員がいます：千葉",
        "曜日を確かめてください。「2月2日(火)」：令和5年（2023年）2月2日は木曜日です。日付か曜日を直してください。",
    )
    assert call_meeting(actor=aoki, meeting=meeting).state == "CALLED"


def test_readiness_costs_the_same_for_many_items_and_members(planned, django_assert_num_queries):
    with django_assert_num_queries(7):
        calling_of(planned, timezone.now())
    edition = AgendaItem.objects.get().edition
    for n in range(3, 20):
        an_item(planned, edition, n)
    members_of(planned.body, 9)
    with django_assert_num_queries(7):
        calling_of(planned, timezone.now())
