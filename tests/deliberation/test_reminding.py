import datetime
import zoneinfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from deliberation import reminding
from deliberation.models import BallotBox, Sending
from deliberation.reminding import owing_of, remind, remind_due
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def vote(toyonaka):
    """Three members of whom the last has no address; the first has voted. The deadline is the end of a day."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = a_vote(toyonaka, 3, closes_at=midnight + 11 * DAY)
    for member in found.people[:2]:
        member.mail = f"{member.pk}@example.jp"
        member.save()
    found.people[2].user.email = ""
    found.people[2].user.save()
    found.people[2].mail = ""
    found.people[2].save()
    found.cast(0)
    return found


def reminders():
    """What went out beside the receipts."""
    return Outbox.objects.filter(key__contains=":REMINDER:")


def at_noon(vote, days_before, hour=12):
    """Noon so many days before the last day, while the clock of the verbs shows the same."""
    last = timezone.localtime(vote.box.closes_at) - DAY
    return last.replace(hour=hour) - days_before * DAY


def test_only_those_who_owe_an_answer_are_reminded_and_not_twice_a_day(vote, aoki):
    owing = owing_of(vote.meeting, timezone.localdate())
    assert [(row.member, row.items) for row in owing] == [
        (vote.people[1], (vote.item,)),
        (vote.people[2], (vote.item,)),
    ]
    assert remind(actor=aoki, meeting=vote.meeting, members=[vote.people[1]]) == 1
    assert [mail.to for mail in reminders()] == [vote.people[1].mail]
    assert list(vote.meeting.sendings.values_list("what", "member")) == [("REMINDER", vote.people[1].pk)]
    assert AuditEvent.objects.get(verb="meeting.remind").detail == {"count": 1}
    for member, words in ((1, "きょうすでに"), (0, "すでに表決書を提出"), (2, "メールアドレスがありません")):
        with pytest.raises(Refused, match=words):
            remind(actor=aoki, meeting=vote.meeting, members=[vote.people[member]])
    assert reminders().count() == 1


def test_a_paper_that_waits_for_the_second_person_is_an_answer(vote, aoki):
    vote.enter(1, aoki)
    assert [row.member for row in owing_of(vote.meeting, timezone.localdate())] == [vote.people[2]]


def test_nobody_is_reminded_of_a_closed_vote(vote, aoki):
    vote.close()
    meeting = vote.box.meeting
    assert owing_of(meeting, timezone.localdate()) == ()
    with pytest.raises(Refused, match="受付中だけ"):
        remind(actor=aoki, meeting=meeting, members=[vote.people[1]])


def test_the_clock_reminds_three_days_and_one_day_before_by_day(vote, monkeypatch):
    sent = []
    for before, hour in ((4, 12), (3, 3), (3, 23), (3, 12), (3, 13), (2, 12), (1, 7), (1, 8), (0, 12)):
        now = at_noon(vote, before, hour)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        sent.append((before, hour, remind_due(now)))
    assert [line for line in sent if line[2]] == [(3, 12, 1), (1, 8, 1)]
    assert Sending.objects.filter(member=vote.people[0]).count() == 0


def test_who_was_asked_on_the_day_itself_is_not_reminded_at_once(toyonaka, monkeypatch):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    late = a_vote(toyonaka, 1, closes_at=midnight + 3 * DAY)  # two days before, so the third day is over
    late.people[0].mail = "a@example.jp"
    late.people[0].save()
    counts = []
    for before in (2, 1):
        now = at_noon(late, before)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        counts.append(remind_due(now))
    assert counts == [0, 1]


def test_nothing_is_asked_where_no_vote_is_open(django_assert_num_queries):
    noon = timezone.localtime().replace(hour=12)
    with django_assert_num_queries(1):
        assert remind_due(noon) == 0
    with django_assert_num_queries(0):
        assert remind_due(noon.replace(hour=reminding.LAST_HOUR)) == 0


def test_the_letters_are_seen_before_they_are_sent(client, aoki, vote):
    client.force_login(aoki)
    address = reverse("meeting_remind", args=["toyonaka", vote.meeting.plan.slug, vote.meeting.pk])
    page = client.get(address).content.decode()
    assert page.count("の表決書を、まだ受け取っていません。") == 2
    assert client.post(address, {"members": [vote.people[0].pk]}).status_code == 422
    assert client.post(address, {"members": [vote.people[1].pk]}).status_code == 302
    assert reminders().count() == 1
    BallotBox.objects.update(closes_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.post(address, {"members": [vote.people[1].pk]}).status_code == 422
