import datetime

import pytest
from django.utils import timezone

from deliberation.letters import address_of, minutes_letter, reminder, sending_letter
from deliberation.models import Meeting, Sending
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, a_member
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
TOKYO = timezone.get_default_timezone()


def test_the_own_address_goes_before_that_of_the_user(toyonaka):
    body = a_body(toyonaka)
    user = factories.person("千葉")
    user.email = "user@example.jp"
    assert address_of(a_member(body, mail="own@example.jp", user=user)) == "own@example.jp"
    seat = a_member(body, "無印", user=user, mail="")
    assert (address_of(seat), address_of(a_member(body, "紙野"))) == ("user@example.jp", "")


def test_a_notice_says_the_weekday_of_the_deadline_and_where_to_go(toyonaka, settings):
    settings.SITE_URL = "https://hashira.example"
    body = a_body(toyonaka)
    closes = datetime.datetime(2023, 2, 3, tzinfo=TOKYO)
    opens = datetime.datetime(2023, 1, 23, tzinfo=TOKYO)
    meeting = a_meeting(
        body, factories.plan(toyonaka), fiscal_year=2022, number=5, opens_at=opens, closes_at=closes
    )
    member = a_member(body, user=factories.person("千葉"), mail="chiba@example.jp")
    letter = sending_letter(meeting, member, Sending.What.NOTICE, "", ("資料1　案",))
    assert letter.subject == "【豊中市】令和4年度第5回総合戦略委員会の開催について（通知）"
    assert letter.body.splitlines()[:9] == [
        "千葉 様",
        "",
        "令和4年度第5回総合戦略委員会を書面により開催しますので、お知らせします。",
        "",
        "資料",
        "・資料1　案",
        "",
        "表決書の提出期日：2月2日（木曜日）まで",
        "",
    ]
    assert f"https://hashira.example/committee/toyonaka/meetings/{meeting.pk}/" in letter.body.splitlines()


def test_who_has_no_user_is_shown_the_door_for_codes(toyonaka, settings):
    settings.SITE_URL = "https://hashira.example"
    body = a_body(toyonaka)
    day = datetime.date(2026, 12, 1)
    meeting = a_meeting(
        body,
        factories.plan(toyonaka),
        form=Meeting.Form.IN_PERSON,
        held_on=day,
        starts_at=datetime.time(14),
        place="大会議室",
    )
    lines = sending_letter(meeting, a_member(body, "紙野"), Sending.What.PAPERS).body.splitlines()
    assert "https://hashira.example/committee/" in lines
    assert [line for line in lines if line[:2] in ("日時", "場所")] == [
        "日時：12月1日（火曜日）午後2時から",
        "場所：大会議室",
    ]


def test_a_reminder_names_what_this_member_owes_and_nothing_of_others(toyonaka):
    vote = a_vote(toyonaka, 3)
    vote.cast(0)
    letter = reminder(vote.meeting, vote.people[1], ("案件2　案の策定",), timezone.localdate())
    told = "\n".join(letter.body.splitlines())
    assert told.count("・案件2　案の策定") == 1
    assert [
        word for word in ("賛成", "反対", "千葉", "1人", "2人", "3人", "残り", "ほかの委員") if word in told
    ] == []


def test_the_request_to_look_through_the_minutes_says_until_when(toyonaka):
    body = a_body(toyonaka)
    meeting = a_meeting(body, factories.plan(toyonaka))
    member = a_member(body, user=factories.person("千葉"))
    letter = minutes_letter(meeting, member, "議事要旨", datetime.datetime(2023, 2, 3, tzinfo=TOKYO))
    assert letter.body.count("2月2日（木曜日）までにお願いします。") == 1
    assert letter.body.count(f"/committee/toyonaka/meetings/{meeting.pk}/minutes/") == 1
