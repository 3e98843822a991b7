import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from accounts.saving import Overtaken
from deliberation.models import Meeting, Sending
from deliberation.sendings import log_sending, remove_sending, send_by_mail
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting, a_member, members_of

pytestmark = pytest.mark.django_db
What, Way = Sending.What, Sending.Way


@pytest.fixture
def meeting(toyonaka):
    """Three members whom mail reaches, one whom only paper reaches, one whose term has ended."""
    body = a_body(toyonaka)
    for member in members_of(body, 3):
        member.mail = f"{member.pk}@example.jp"
        member.save()
    a_member(body, "紙野")
    ended = timezone.localdate() - datetime.timedelta(days=1)
    a_member(body, "先代", mail="before@example.jp", last_day=ended)
    return a_meeting(body, factories.plan(toyonaka))


def logged(meeting):
    return [(s.member.name, s.what, s.way) for s in meeting.sendings.select_related("member").order_by("id")]


def test_one_act_sends_to_all_who_have_an_address_and_names_who_has_none(aoki, meeting):
    sent = send_by_mail(
        actor=aoki, meeting=meeting, seen=0, what=What.NOTICE, message="ご多用のところ恐れ入ります。"
    )
    assert (sent.count, [member.name for member in sent.without_address]) == (3, ["紙野"])
    assert logged(meeting) == [(name, "NOTICE", "MAIL") for name in ("千葉", "土井", "江口")]
    mails = list(Outbox.objects.order_by("id"))
    assert [mail.to for mail in mails] == [m.mail for m in meeting.body.members.exclude(mail="")][:3]
    assert mails[0].body.count("ご多用のところ恐れ入ります。") == 1
    assert [sending.mail for sending in meeting.sendings.order_by("id")] == mails
    assert AuditEvent.objects.get(verb="sending.mail").detail == {"what": "開催通知", "count": 3}


def test_the_second_of_two_presses_sends_nothing(aoki, meeting):
    send_by_mail(actor=aoki, meeting=meeting, seen=0, what=What.NOTICE)
    with pytest.raises(Overtaken, match="ほかの人が送付を記録") as late:
        send_by_mail(actor=aoki, meeting=meeting, seen=0, what=What.NOTICE)
    assert (late.value.current, Outbox.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("state", "what", "message", "words"),
    [
        (Meeting.State.PLANNED, What.NOTICE, "", "まだ招集していません"),
        (Meeting.State.CALLED, What.RESULT, "", "開催通知、資料、その他"),
        (Meeting.State.CALLED, What.OTHER, " ", "お知らせの文"),
    ],
)
def test_what_cannot_be_sent_is_refused(aoki, meeting, state, what, message, words):
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    with pytest.raises(Refused, match=words):
        send_by_mail(actor=aoki, meeting=meeting, seen=0, what=what, message=message)
    assert Outbox.objects.count() == 0


def test_paper_is_logged_by_hand_and_taken_back_but_mail_is_not(aoki, meeting):
    paper = meeting.body.members.get(name="紙野")
    day = timezone.localdate()
    given = {"what": What.PAPERS, "way": Way.POST, "sent_on": day, "note": "簡易書留"}
    assert log_sending(actor=aoki, meeting=meeting, seen=0, members=[paper], **given) == 1
    row = meeting.sendings.get()
    assert (row.way, row.sent_on, row.note, row.by, row.mail) == (Way.POST, day, "簡易書留", aoki, None)
    with pytest.raises(Refused, match="先の日"):
        log_sending(
            actor=aoki,
            meeting=meeting,
            seen=1,
            members=[paper],
            **given | {"sent_on": day + datetime.timedelta(days=1)},
        )
    remove_sending(actor=aoki, sending=row)
    assert meeting.sendings.count() == 0
    with pytest.raises(Refused, match="すでに取り消され"):
        remove_sending(actor=aoki, sending=row)
    send_by_mail(actor=aoki, meeting=meeting, seen=0, what=What.NOTICE)
    with pytest.raises(Refused, match="取り消せません"):
        remove_sending(actor=aoki, sending=meeting.sendings.first())


def test_a_member_of_another_body_gets_nothing(aoki, meeting, ogori):
    foreign = a_member(a_body(ogori), "他市")
    with pytest.raises(Refused, match="この会議体の委員"):
        log_sending(
            actor=aoki,
            meeting=meeting,
            seen=0,
            members=[foreign],
            what=What.NOTICE,
            way=Way.POST,
            sent_on=timezone.localdate(),
        )


# --- pages --------------------------------------------------------------------------------------------------


def at(name, meeting, *more):
    return reverse(name, args=["toyonaka", meeting.plan.slug, meeting.pk, *more])


def test_the_list_says_who_has_not_got_it_and_a_hand_written_line_fills_it(client, aoki, meeting):
    client.force_login(aoki)
    page = client.get(at("sendings", meeting)).content.decode()
    assert page.count("「開催通知」を送った記録のない委員が4人います") == 1
    form = {
        "seen": 0,
        "what": "NOTICE",
        "way": "POST",
        "sent_on": timezone.localdate().isoformat(),
        "note": "",
    }
    pks = [member.pk for member in meeting.body.members.exclude(name="先代")]
    late = client.post(at("sending_add", meeting), form | {"members": pks, "seen": 5})
    assert (late.status_code, late.content.decode().count('name="seen" value="0"')) == (409, 1)
    assert client.post(at("sending_add", meeting), form | {"members": pks}).status_code == 302
    page = client.get(at("sendings", meeting)).content.decode()
    assert page.count("「開催通知」を送った記録のない") == 0
    assert page.count("「資料」を送った記録のない委員が4人います") == 1
    row = meeting.sendings.first()
    assert client.post(at("sending_remove", meeting, row.pk)).status_code == 302
    assert client.post(at("sending_remove", meeting, row.pk)).status_code == 404
    assert client.post(at("sending_add", meeting), form | {"seen": 3}).status_code == 422


def test_the_letter_is_seen_before_it_is_sent(client, aoki, baba, meeting):
    client.force_login(aoki)
    form = {"seen": 0, "what": "NOTICE", "message": "添える言葉"}
    looked = client.post(at("sending_mail", meeting), form | {"look": "1"})
    assert (looked.status_code, looked.content.decode().count("添える言葉"), Outbox.objects.count()) == (
        200,
        2,
        0,
    )
    assert client.post(at("sending_mail", meeting), form).status_code == 302
    assert Outbox.objects.count() == 3
    assert client.post(at("sending_mail", meeting), form).status_code == 409
    client.force_login(baba)
    assert client.post(at("sending_mail", meeting), form).status_code == 403


def test_the_list_asks_as_often_for_many_members(client, aoki, toyonaka, meeting, django_assert_num_queries):
    client.force_login(aoki)
    client.get(at("sendings", meeting))
    with django_assert_num_queries(7):
        client.get(at("sendings", meeting))
    for n in range(20):
        a_member(meeting.body, f"追加{n}", mail=f"more{n}@example.jp")
    send_by_mail(actor=aoki, meeting=meeting, seen=0, what=What.NOTICE)
    with django_assert_num_queries(7):
        client.get(at("sendings", meeting))
