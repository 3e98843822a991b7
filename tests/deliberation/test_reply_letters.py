"""The mail that tells of an answer."""

import pytest

from accounts.models import AuditEvent, Outbox
from deliberation.models import Opinion
from tests.deliberation.opinionated import Opinionated


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def test_an_answer_decides_the_state_and_tells_the_member_without_words(world):
    made = world.opinion()
    world.answer(made, "DIFFICULT", text="予算の都合で難しいです。")
    made.refresh_from_db()
    assert made.state == Opinion.State.DECLINED
    mail = Outbox.objects.get()
    assert (mail.to, mail.government) == (world.chiba.user.email, world.government)
    assert mail.body.splitlines()[2:4] == [
        "「第1章－1（1）①　見本の取組み1」へのご意見に回答しました。",
        "区分：困難",
    ]
    assert f"/committee/toyonaka/meetings/{world.meeting.pk}/" in mail.body
    assert "料金" not in mail.body and "予算" not in mail.body
    event = AuditEvent.objects.get(verb="plan_opinion.reply")
    assert event.detail == {"disposition": "困難", "state": "見送り"}


def test_a_changed_answer_is_told_again_and_the_same_one_is_not(world):
    made = world.opinion()
    world.answer(made)
    world.answer(made, seen=1)
    assert Outbox.objects.count() == 1
    world.answer(made, "WRITTEN", seen=1)
    assert [mail.key for mail in Outbox.objects.order_by("id")] == [
        f"opinion-reply:{made.pk}:1",
        f"opinion-reply:{made.pk}:2",
    ]
    assert Opinion.objects.get().state == "DONE"


def test_citizens_get_no_mail(world):
    citizen = world.opinion(source=Opinion.Source.CITIZEN, member=None, meeting=None, actor=world.aoki)
    world.answer(citizen)
    assert not Outbox.objects.exists()
