import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.guards import sentence_of
from accounts.models import AuditEvent, Outbox
from accounts.saving import Overtaken
from deliberation.minutes import (
    PUBLISHED,
    circulate_minutes,
    correct_minutes,
    publish_minutes,
    save_minutes,
    settle_correction,
)
from deliberation.models import Meeting, Minutes, MinutesCorrection
from deliberation.proofreading import unanswered
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, members_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def meeting(toyonaka):
    body = a_body(toyonaka)
    for member in members_of(body, 2):
        member.mail = f"{member.pk}@example.jp"
        member.save()
    return a_meeting(
        body, factories.plan(toyonaka), form=Meeting.Form.IN_PERSON, held_on=timezone.localdate()
    )


def written(meeting, text="■開会\n始めます。"):
    return save_minutes(actor=None, meeting=meeting, seen=0, kind="SUMMARY", text=text)


def asked(meeting):
    row = written(meeting)
    due = timezone.localdate() + 7 * DAY
    return circulate_minutes(actor=None, minutes=row, seen=1, due_on=due)[0]


def test_the_text_is_kept_and_whoever_comes_late_sees_the_other(aoki, meeting):
    row = written(meeting, "はじめ\r\n二行目\r\n")
    assert (row.text, row.version) == ("はじめ\n二行目", 1)
    save_minutes(actor=aoki, meeting=meeting, seen=1, kind="FULL", text="次")
    with pytest.raises(Overtaken) as late:
        save_minutes(actor=aoki, meeting=meeting, seen=1, kind="FULL", text="遅い")
    assert (late.value.current.text, Minutes.objects.get().text) == ("次", "次")
    assert "次" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_members_are_asked_until_the_end_of_a_day(meeting):
    with pytest.raises(Refused, match="本文がまだ"):
        circulate_minutes(actor=None, minutes=written(meeting, ""), seen=1, due_on=timezone.localdate() + DAY)
    row = save_minutes(actor=None, meeting=meeting, seen=1, kind="SUMMARY", text="本文")
    with pytest.raises(Refused, match="あす以降"):
        circulate_minutes(actor=None, minutes=row, seen=2, due_on=timezone.localdate())
    row, count = circulate_minutes(actor=None, minutes=row, seen=2, due_on=timezone.localdate() + DAY)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert (row.due_at, count, Outbox.objects.count()) == (midnight + 2 * DAY, 2, 2)
    assert set(meeting.sendings.values_list("what", flat=True)) == {"MINUTES"}


def test_a_member_corrects_or_says_nothing_is_to_be_corrected(meeting):
    row = asked(meeting)
    one, two = meeting.body.members.all()
    assert unanswered(row) == [one, two]
    said = correct_minutes(actor=one.user, member=one, minutes=row, text="「増やす」を「増やさない」に")
    assert correct_minutes(actor=one.user, member=one, minutes=row, text=said.text) == said  # sent twice
    none = correct_minutes(actor=two.user, member=two, minutes=row, text="  ")
    assert (said.outcome, none.text, none.outcome) == ("OPEN", "", "DECLINED")
    assert (unanswered(row), MinutesCorrection.objects.count()) == ([], 2)
    detail = AuditEvent.objects.filter(verb="minutes.correct").values_list("detail", flat=True)
    assert list(detail) == [{"has_text": False}, {"has_text": True}]


def test_nothing_is_taken_after_the_day_or_from_another_body(meeting, ogori):
    row = asked(meeting)
    one = meeting.body.members.first()
    foreign = members_of(a_body(ogori), 1)[0]
    with pytest.raises(Refused, match="この会議体の委員"):
        correct_minutes(actor=foreign.user, member=foreign, minutes=row, text="他市")
    Minutes.objects.update(due_at=timezone.now())
    with pytest.raises(Refused, match="まででした"):
        correct_minutes(actor=one.user, member=one, minutes=row, text="遅い")
    Minutes.objects.update(circulated_at=None, due_at=None)
    with pytest.raises(Refused, match="まだ確認をお願いして"):
        correct_minutes(actor=one.user, member=one, minutes=row, text="早い")


def test_each_correction_is_settled_with_a_reason_where_it_is_declined(meeting):
    row = asked(meeting)
    one, two = meeting.body.members.all()
    said = correct_minutes(actor=None, member=one, minutes=row, text="直して")
    none = correct_minutes(actor=None, member=two, minutes=row, text="")
    with pytest.raises(Refused, match="理由を書いて"):
        settle_correction(actor=None, correction=said, outcome="DECLINED", answer=" ")
    with pytest.raises(Refused, match="直した"):
        settle_correction(actor=None, correction=said, outcome="OPEN", answer="")
    with pytest.raises(Refused, match="要りません"):
        settle_correction(actor=None, correction=none, outcome="ACCEPTED", answer="")
    assert settle_correction(actor=None, correction=said, outcome="ACCEPTED", answer="").outcome == "ACCEPTED"


def test_published_only_when_all_was_asked_and_settled_and_then_for_good(meeting):
    row = written(meeting)
    with pytest.raises(Refused, match="確認を頼んで"):
        publish_minutes(actor=None, minutes=row, seen=1)
    row = circulate_minutes(actor=None, minutes=row, seen=1, due_on=timezone.localdate() + DAY)[0]
    one, two = meeting.body.members.all()
    said = correct_minutes(actor=None, member=one, minutes=row, text="直して")
    with pytest.raises(Refused, match="申し出が1件"):
        publish_minutes(actor=None, minutes=row, seen=2)
    settle_correction(actor=None, correction=said, outcome="ACCEPTED", answer="")
    with pytest.raises(Refused, match="返事のない委員が1人"):
        publish_minutes(actor=None, minutes=row, seen=2)
    correct_minutes(actor=None, member=two, minutes=row, text="")
    row = publish_minutes(actor=None, minutes=row, seen=2)
    for change in (
        lambda: save_minutes(actor=None, meeting=meeting, seen=3, kind="FULL", text="書き換え"),
        lambda: settle_correction(actor=None, correction=said, outcome="DECLINED", answer="やはり"),
        lambda: correct_minutes(actor=None, member=one, minutes=row, text="さらに"),
        lambda: publish_minutes(actor=None, minutes=row, seen=3),
    ):
        with pytest.raises(Refused, match="公表した会議録は変えられません"):
            change()
    assert Minutes.objects.get().text == "■開会\n始めます。"


def test_published_minutes_are_held_by_the_database_too(meeting):
    row = written(meeting)
    Minutes.objects.filter(pk=row.pk).update(text="直した", published_at=timezone.now())
    published = Minutes.objects.get()
    acts = (
        lambda: Minutes.objects.update(text="書き換え"),
        lambda: Minutes.objects.update(published_at=None),
        lambda: Minutes.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: Minutes.objects.bulk_create([Minutes(meeting=meeting, text="別")]),
    )
    for act in acts[:3]:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            act()
        assert sentence_of(refused.value) == PUBLISHED
    with pytest.raises(IntegrityError), transaction.atomic():
        acts[3]()
    assert Minutes.objects.get() == published
    Minutes.objects.update(due_at=timezone.now())  # what was not published of it may be put right


def test_the_office_writes_asks_settles_and_publishes(client, aoki, baba, meeting):
    client.force_login(aoki)

    def at(name, *more):
        return reverse(name, args=["toyonaka", meeting.plan.slug, meeting.pk, *more])

    assert client.post(at("minutes"), {"seen": 0, "kind": "SUMMARY", "text": "本文"}).status_code == 302
    assert client.post(at("minutes"), {"seen": 0, "kind": "SUMMARY", "text": "遅い"}).status_code == 409
    assert client.post(at("minutes_circulate"), {"seen": 1, "due_on": ""}).status_code == 422
    due = timezone.localdate() + DAY
    assert client.post(at("minutes_circulate"), {"seen": 1, "due_on": due.isoformat()}).status_code == 302
    one, two = meeting.body.members.all()
    row = Minutes.objects.get()
    said = correct_minutes(actor=None, member=one, minutes=row, text="誤りがあります")
    correct_minutes(actor=None, member=two, minutes=row, text="")
    page = client.get(at("minutes")).content.decode()
    assert (page.count("誤りがあります"), page.count('<span class="tag">訂正なし</span>')) == (1, 1)
    address = at("minutes_correction", said.pk)
    assert client.post(address, {"outcome": "DECLINED", "answer": ""}).status_code == 422
    assert client.post(address, {"outcome": "ACCEPTED", "answer": ""}).status_code == 302
    assert client.post(at("minutes_publish"), {"seen": 1}).status_code == 409
    assert client.post(at("minutes_publish"), {"seen": 2}).status_code == 302
    assert client.post(at("minutes"), {"seen": 3, "kind": "FULL", "text": "変える"}).status_code == 422
    client.force_login(baba)
    page = client.get(at("minutes"))
    assert (page.status_code, page.content.decode().count("本文を保存")) == (200, 0)
    assert client.post(at("minutes"), {"seen": 3, "kind": "FULL", "text": "変える"}).status_code == 403
