"""The result is told to the members once, and published once; never before it stands."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from deliberation.announcing import publish_result, send_result
from deliberation.bylaws import DEFAULT, Tie
from deliberation.models import AgendaItem, FloorVote, Meeting, Member, Sending
from deliberation.result_letters import letters_about, recipients_of
from deliberation.results import result_of
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka, bylaws=replace(DEFAULT, tie=Tie.REJECTED))


def reports():
    """The mails of the result; receipts of ballots are none."""
    return Outbox.objects.filter(key__contains=":RESULT:").order_by("id")


def refusal(act, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.sentence


def test_every_member_with_an_address_hears_the_result_and_its_head(vote, aoki):
    Member.objects.filter(pk=vote.people[2].pk).update(user=None, mail="")
    vote.cast(0, opinion="秘密にしたい意見")
    vote.cast(1)
    box = vote.close()
    assert send_result(actor=aoki, meeting=vote.meeting) == 2
    mails = list(reports())
    assert [mail.to for mail in mails] == [vote.people[0].mail, vote.people[1].mail]
    assert " ".join(box.head[n : n + 4] for n in range(0, 64, 4)) in mails[0].body
    assert "秘密にしたい意見" not in mails[0].body
    logged = Sending.objects.order_by("id").values_list("member", "what", "way", "mail")
    assert list(logged) == [
        (vote.people[0].pk, "RESULT", "MAIL", mails[0].pk),
        (vote.people[1].pk, "RESULT", "MAIL", mails[1].pk),
    ]
    event = AuditEvent.objects.get(verb="result.send")
    assert event.detail == {"count": 2, "by_post": 1, "head": box.head}
    assert refusal(send_result, actor=aoki, meeting=vote.meeting) == (
        "結果は、すでに委員に送っています。送り直すときは、「送付」に記録を足してください。"
    )
    assert reports().count() == 2


def test_the_letter_says_the_numbers_and_the_rule_and_names_nobody(vote):
    vote.cast(0)
    vote.cast(1, "AGAINST")
    vote.cast(2, "AGAINST")
    vote.close()
    letter = letters_about(vote.meeting, result_of(vote.box))[0]
    lines = letter.body.splitlines()
    assert lines[0] == "千葉 様"
    assert lines[4:9] == [
        f"案件2　{vote.item.title}",
        "　結果：否決",
        "　表決権のある委員3人：賛成1人、反対2人、未提出0人",
        "　定足数は在任の委員の過半数（2人）で、3人が表決書を提出したため、会議は成立しました。",
        "　提出された表決3の過半数（2）の賛成で決めます。",
    ]
    assert not any(name in "\n".join(lines[1:]) for name in ("土井", "江口"))


def test_whoever_left_and_whoever_came_since_hear_it_too(vote):
    Member.objects.filter(pk=vote.people[1].pk).update(
        last_day=timezone.localdate() - datetime.timedelta(days=1)
    )
    new = sittings.a_member(vote.meeting.body, "新任", mail="shin@example.jp")
    assert recipients_of(vote.meeting) == [*vote.people, new]


def test_nothing_is_told_or_published_before_the_closing(vote, aoki):
    vote.cast(0)
    for act in (send_result, publish_result):
        assert refusal(act, actor=aoki, meeting=vote.meeting) == (
            "表決をまだ締め切っていません。締め切ってから行ってください。"
        )
    vote.meeting.refresh_from_db()
    assert (vote.meeting.result_sent_at, vote.meeting.result_published_at) == (None, None)
    assert reports().count() == 0


def test_a_tie_waits_for_the_chair(toyonaka, aoki):
    vote = a_vote(toyonaka)
    vote.cast(0)
    vote.cast(1, "AGAINST")
    vote.close()
    for act in (send_result, publish_result):
        assert refusal(act, actor=aoki, meeting=vote.meeting) == (
            "案件2は可否同数です。会長の決定を記録してから行ってください。"
        )


def test_a_closed_vote_is_published_once(vote, aoki):
    vote.cast(0)
    vote.cast(1)
    vote.close()
    assert publish_result(actor=aoki, meeting=vote.meeting).result_published_at is not None
    assert AuditEvent.objects.get(verb="result.publish").detail == {"head": vote.box.head}
    assert (
        refusal(publish_result, actor=aoki, meeting=vote.meeting)
        == "この会議の結果は、すでに公表しています。"
    )


def test_a_meeting_in_person_is_published_when_its_votes_are_recorded(toyonaka, aoki):
    edition = sittings.a_draft(toyonaka)
    meeting = sittings.a_meeting(sittings.a_body(toyonaka), edition.plan, form=Meeting.Form.IN_PERSON)
    item = sittings.an_item(meeting, edition)
    sittings.an_item(meeting, edition, 1, kind=AgendaItem.Kind.REPORT)
    assert refusal(publish_result, actor=aoki, meeting=meeting) == (
        "会議がまだ終わっていません。「会議」で終了にしてから公表してください。"
    )
    Meeting.objects.update(state=Meeting.State.FINISHED)
    assert refusal(publish_result, actor=aoki, meeting=meeting) == (
        "案件2の採決がまだ記録されていません。「出欠・会議録」で記録してから公表してください。"
    )
    FloorVote.objects.create(item=item, manner="CONSENT", is_carried=True, at=timezone.now())
    assert publish_result(actor=aoki, meeting=meeting).result_published_at is not None
    assert AuditEvent.objects.get(verb="result.publish").detail == {}


def test_a_cancelled_meeting_has_no_result(vote, aoki):
    Meeting.objects.update(state=Meeting.State.CANCELLED, cancelled_why="台風のため")
    for act in (send_result, publish_result):
        assert refusal(act, actor=aoki, meeting=vote.meeting) == "中止した会議には、結果がありません。"
