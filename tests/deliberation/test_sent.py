import datetime

import pytest
from django.utils import timezone

from accounts.models import Outbox
from deliberation.models import Meeting, Sending
from deliberation.sendings import log_sending, send_by_mail
from deliberation.sent import mail_state, sheet_of
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, a_member

pytestmark = pytest.mark.django_db
What = Sending.What


def test_who_has_not_got_what_everybody_should_have(toyonaka, aoki, django_assert_num_queries):
    body = a_body(toyonaka)
    one, two = a_member(body, "千葉", mail="a@example.jp"), a_member(body, "土井")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    a_member(body, "先代", last_day=yesterday)
    meeting = a_meeting(body, factories.plan(toyonaka))
    send_by_mail(actor=aoki, meeting=meeting, seen=0, what=What.NOTICE)
    with django_assert_num_queries(3):
        sheet = sheet_of(meeting)
    assert [row.member for row in sheet.rows] == [one, two]
    assert [(column.what, [m.name for m in members]) for column, members in sheet.missing] == [
        ("NOTICE", ["土井"]),
        ("PAPERS", ["千葉", "土井"]),
    ]
    assert (sheet.count, sheet.without_address) == (1, [two])
    given = {"what": What.NOTICE, "way": "HAND", "sent_on": yesterday}
    log_sending(actor=aoki, meeting=meeting, seen=1, members=[two], **given)
    assert [column.what for column, _ in sheet_of(meeting).missing] == ["PAPERS"]


def test_nobody_misses_the_papers_of_a_meeting_that_is_only_planned(toyonaka):
    body = a_body(toyonaka)
    a_member(body)
    meeting = a_meeting(body, factories.plan(toyonaka), state=Meeting.State.PLANNED)
    assert sheet_of(meeting).missing == []
    meeting.state = Meeting.State.FINISHED
    meeting.result_sent_at = timezone.now()
    assert [column.what for column, _ in sheet_of(meeting).missing] == ["NOTICE", "PAPERS", "RESULT"]


def test_a_mail_that_did_not_leave_is_seen(toyonaka, aoki):
    body = a_body(toyonaka)
    a_member(body, mail="a@example.jp")
    meeting = a_meeting(body, factories.plan(toyonaka))
    send_by_mail(actor=aoki, meeting=meeting, seen=0, what=What.NOTICE)
    states = []
    for fields in ({}, {"attempts": Outbox.MAX_ATTEMPTS}, {"sent_at": timezone.now()}):
        Outbox.objects.update(**fields)
        states.append(mail_state(sheet_of(meeting).rows[0].cells[0][0]))
    assert states == ["送信待ち", "送れませんでした", "送信済み"]
    assert mail_state(Sending()) == ""
