"""Members: one chair at a time, terms that end, and nobody deleted who did anything."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.boxes import open_box
from deliberation.members import add_member, end_member, remove_member, save_member
from deliberation.models import EntryCode, Member, Sending
from tests.deliberation.sittings import a_body, a_member, a_written_vote

pytestmark = pytest.mark.django_db
Day = datetime.date


@pytest.fixture
def body(toyonaka):
    return a_body(toyonaka)


def test_there_is_one_chair_at_a_time(body, aoki):
    add_member(actor=aoki, body=body, name="千葉", office="CHAIR", last_day=Day(2026, 3, 31))
    other = add_member(actor=aoki, body=body, name="土井", office="DEPUTY")
    with pytest.raises(Refused) as refused:
        save_member(actor=aoki, member=other, seen=1, office="CHAIR")
    assert refused.value.sentence == (
        "会長は一人だけです。千葉会長の任期と重なっています。先に千葉会長の役か任期を直してください。"
    )
    chair = save_member(actor=aoki, member=other, seen=1, office="CHAIR", first_day=Day(2026, 4, 1))
    assert (chair.office, chair.version) == ("CHAIR", 2)
    add_member(actor=aoki, body=body, name="江口", office="DEPUTY")  # deputies may be several


def test_a_term_that_ends_before_it_begins_is_refused(body, aoki):
    with pytest.raises(ValidationError) as refused:
        add_member(actor=aoki, body=body, name="千葉", first_day=Day(2026, 4, 1), last_day=Day(2026, 3, 31))
    assert refused.value.messages == ["任期の終わりが始まりより前です。"]
    assert Member.objects.count() == 0


def test_the_record_holds_neither_name_nor_address(body, aoki):
    member = add_member(actor=aoki, body=body, name="千葉", mail="chiba@example.jp", postal="見本市1-1")
    save_member(actor=aoki, member=member, seen=1, mail="chiba2@example.jp")
    said = [(event.verb, event.subject_name, event.detail) for event in AuditEvent.objects.order_by("pk")]
    assert said == [
        ("member.create", "総合戦略委員会", {"member": member.pk, "seat": "委員"}),
        ("member.save", "総合戦略委員会", {"member": member.pk, "fields": ["メールアドレス"]}),
    ]


def test_a_term_is_ended_and_not_made_longer(body, aoki):
    member = a_member(body)
    ended = end_member(actor=aoki, member=member, seen=1, last_day=Day(2026, 3, 31))
    assert ended.span.holds(Day(2026, 4, 1)) is False
    with pytest.raises(Refused, match="任期は令和8年（2026年）3月31日までです"):
        end_member(actor=aoki, member=ended, seen=2, last_day=Day(2027, 3, 31))
    with pytest.raises(Overtaken):
        end_member(actor=aoki, member=ended, seen=1, last_day=Day(2026, 3, 1))


def test_a_member_who_never_did_anything_is_deleted_with_the_unused_invitation(body, aoki):
    member = a_member(body)
    EntryCode.objects.create(
        member=member, kind="INVITATION", digest="0" * 64, expires_at=timezone.now(), made_at=timezone.now()
    )
    assert remove_member(actor=aoki, member=member, seen=1) == body
    assert (Member.objects.count(), EntryCode.objects.count()) == (0, 0)


def test_who_did_anything_stays_and_the_sentence_says_what(toyonaka, aoki):
    meeting, _, people = a_written_vote(toyonaka)
    open_box(actor=aoki, meeting=meeting)
    Sending.objects.create(
        meeting=meeting,
        member=people[1],
        what="NOTICE",
        way="POST",
        sent_on=Day(2023, 1, 23),
        at=timezone.now(),
    )
    with pytest.raises(Refused) as refused:
        remove_member(actor=aoki, member=people[1], seen=1)
    assert refused.value.sentence == (
        "土井委員には「送付の記録」1件、「表決権のある委員」1件があるため、削除できません。"
        "「任期を終える」で、任期の終わりの日を入れてください。"
    )
    assert people[1].body.members.count() == 3


def test_who_has_signed_in_is_not_deleted(body, aoki):
    member, now = a_member(body), timezone.now()
    EntryCode.objects.create(
        member=member, kind="LETTER", digest="0" * 64, expires_at=now, made_at=now, used_at=now
    )
    with pytest.raises(Refused, match="画面に入った記録があるため、削除できません"):
        remove_member(actor=aoki, member=member, seen=1)


def test_the_pages_add_and_refuse(client, body, aoki, baba):
    client.force_login(aoki)
    sent = {
        "seen": "0",
        "name": "千葉",
        "office": "CHAIR",
        "sector": "ACADEMIA",
        "is_digital_expert": "on",
        "mail": "x",
    }
    address = reverse("member_add", args=["toyonaka", body.pk])
    page = client.post(address, sent)
    assert page.context["form"].errors == {
        "mail": ["メールアドレスは「chiba@example.jp」のように入れてください。"]
    }
    assert client.post(address, sent | {"mail": "chiba@example.jp"}).status_code == 302
    chair = Member.objects.get()
    assert (chair.name, chair.sector, chair.is_digital_expert, chair.is_young) == (
        "千葉",
        "ACADEMIA",
        True,
        False,
    )
    page = client.post(address, sent | {"name": "土井", "mail": ""})
    assert (page.status_code, Member.objects.count()) == (422, 1)
    Sending.objects.all().delete()
    page = client.post(reverse("member_remove", args=["toyonaka", body.pk, chair.pk]), {"seen": "1"})
    assert (page.status_code, Member.objects.count()) == (302, 0)
    client.force_login(baba)
    assert client.post(address, sent).status_code == 403
