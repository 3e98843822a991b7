"""The mailed receipt: number and code of the entry, and nothing of what was voted."""

import pytest

from accounts.models import Outbox
from deliberation.chain import receipt_code
from deliberation.models import Member
from deliberation.receipts import mail_receipt
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
CANARY = "名前の出ない意見"


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def test_each_ballot_is_told_once_without_its_choice(vote, settings):
    settings.SITE_URL = "https://plan.example.jp"
    first = vote.cast(0, opinion=CANARY)
    second = vote.cast(0, "AGAINST", opinion=CANARY)
    mails = {mail.key: mail for mail in Outbox.objects.all()}
    assert sorted(mails) == sorted(f"receipt:{ballot.pk}" for ballot in (first, second))
    for ballot in (first, second):
        mail = mails[f"receipt:{ballot.pk}"]
        assert mail.to == vote.people[0].user.email
        assert f"受付番号　：{ballot.entry.seq}\n" in mail.body
        assert receipt_code(ballot.entry.hash) in mail.body
        assert f"https://plan.example.jp/committee/toyonaka/meetings/{vote.meeting.pk}/items/" in mail.body
        said = mail.subject + mail.body.replace("賛成・反対の別は、このメールには書いていません。", "")
        assert [word for word in ("賛成", "反対", "FOR", "AGAINST", CANARY) if word in said] == []


def test_the_same_click_twice_is_told_once(vote):
    assert vote.cast(0, key="same") == vote.cast(0, key="same")
    assert Outbox.objects.count() == 1


def test_a_paper_is_told_to_the_member_too(vote, aoki, endo):
    vote.paper(1, aoki, endo)
    mail = Outbox.objects.get(key__startswith="receipt:")
    assert mail.to == vote.people[1].user.email
    assert "紙の表決書を受け付けました。" in mail.body


def test_whoever_has_no_address_gets_none(vote):
    Member.objects.filter(pk=vote.people[0].pk).update(mail="")
    vote.people[0].user.__class__.objects.filter(pk=vote.people[0].user_id).update(email=None)
    ballot = vote.cast(0)
    ballot.member = Member.objects.select_related("user").get(pk=ballot.member_id)
    assert (Outbox.objects.count(), mail_receipt(ballot)) == (0, None)
