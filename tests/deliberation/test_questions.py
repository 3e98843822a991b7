"""質問と答え: asked until the deadline, answered over the version that was seen, told to the one who asked."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from accounts.saving import Overtaken
from deliberation.models import AgendaItem, Question
from deliberation.questions import answer_question, ask, may_ask, questions_of
from tests import factories
from tests.deliberation import sittings

pytestmark = pytest.mark.django_db
CANARY = "個人の事情を含む質問"


@pytest.fixture
def meeting(toyonaka):
    body = sittings.a_body(toyonaka)
    sittings.members_of(body, 1)
    return sittings.a_meeting(
        body, factories.plan(toyonaka), questions_until=timezone.now() + datetime.timedelta(days=3)
    )


def asked(meeting, text=CANARY, **given) -> Question:
    member = meeting.body.members.first()
    fields = {"item": None, "asked_at": timezone.now(), "member": member} | given
    return ask(actor=member.user, meeting=meeting, text=text, **fields)


def test_a_question_is_kept_and_the_record_does_not_repeat_it(meeting):
    item = AgendaItem.objects.create(meeting=meeting, number=1, title="報告")
    row = asked(meeting, item=item)
    assert (row.text, row.item, row.answer, row.version) == (CANARY, item, "", 1)
    event = AuditEvent.objects.get(verb="question.ask")
    assert (event.subject, event.detail) == (f"meeting:{meeting.pk}", {})


def test_the_deadline_is_the_instant_that_was_set(meeting):
    last = meeting.questions_until
    assert [may_ask(meeting, at) for at in (last - datetime.timedelta(microseconds=1), last)] == [True, False]
    with pytest.raises(Refused, match="質問の受付は終わっています"):
        asked(meeting, asked_at=last)
    meeting.questions_until = None
    assert [may_ask(meeting, at) for at in (last, meeting.closes_at)] == [True, False]


def test_an_empty_question_and_one_on_a_foreign_item_are_none(meeting, toyonaka):
    with pytest.raises(ValidationError):
        asked(meeting, text="　")
    other = sittings.a_meeting(sittings.a_body(toyonaka, name="別の会"), meeting.plan)
    foreign = AgendaItem.objects.create(meeting=other, number=1, title="別")
    with pytest.raises(Refused, match="この会議のものではありません"):
        asked(meeting, item=foreign)
    with pytest.raises(Refused, match="この会議の委員ではないか"):
        asked(meeting, member=sittings.a_member(other.body, "隣野"))
    assert not Question.objects.exists()


def test_the_first_answer_is_told_a_better_one_is_not(meeting, aoki):
    row = asked(meeting)
    row = answer_question(actor=aoki, question=row, seen=1, answer="見本の答え")
    row = answer_question(actor=aoki, question=row, seen=2, answer="見本の答え（直し）")
    assert (row.answer, row.answered_by, row.version) == ("見本の答え（直し）", aoki, 3)
    mail = Outbox.objects.get()
    assert mail.to == row.member.mail
    assert [word for word in (CANARY, "見本の答え") if word in mail.body] == []
    assert f"/committee/toyonaka/meetings/{meeting.pk}/questions/" in mail.body


def test_who_comes_too_late_with_an_answer_sees_the_other(meeting, aoki, endo):
    row = asked(meeting)
    answer_question(actor=aoki, question=row, seen=1, answer="青木の答え")
    with pytest.raises(Overtaken) as refusal:
        answer_question(actor=endo, question=row, seen=1, answer="遠藤の答え")
    assert refusal.value.current.answer == "青木の答え"
    with pytest.raises(Refused):
        answer_question(actor=endo, question=row, seen=2, answer="　")


def test_all_are_read_in_one_query(meeting, django_assert_num_queries):
    for n in range(3):
        asked(meeting, text=f"質問{n}")
    with django_assert_num_queries(1):
        assert [(row.text, row.member.name) for row in questions_of(meeting)] == [
            ("質問0", "千葉"),
            ("質問1", "千葉"),
            ("質問2", "千葉"),
        ]
