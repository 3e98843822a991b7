"""The ways in: a link by mail, codes on paper. Each lets in once, and a wrong one says nothing of itself."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox, User
from deliberation.entries import WRONG, enter, invite_member, issue_letter
from deliberation.entry_codes import digest
from deliberation.models import EntryCode, Meeting
from tests import factories
from tests.deliberation import sittings

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def body(toyonaka):
    return sittings.a_body(toyonaka)


@pytest.fixture
def seat(body):
    """Chiba before anybody invited her."""
    return sittings.a_member(body, "千葉", mail="Chiba@mihon.example")


@pytest.fixture
def meeting(body, toyonaka):
    return sittings.a_meeting(body, factories.plan(toyonaka))


def link_in(mail: Outbox) -> str:
    return re.search(r"/committee/enter/([0-9a-f]{32})/", mail.body)[1]


def sentence_of(code: str, now=None) -> str:
    with pytest.raises(Refused) as refusal:
        enter(code=code, now=now or timezone.now())
    return refusal.value.sentence


def test_the_invited_is_a_user_whose_address_is_known(seat, settings):
    settings.SITE_URL = "https://plan.example.jp"
    code = invite_member(actor=None, member=seat)
    seat.refresh_from_db()
    assert (seat.user.name, seat.user.email, seat.user.has_usable_password()) == (
        "千葉",
        "chiba@mihon.example",
        False,
    )
    assert EmailAddress.objects.get(user=seat.user).verified
    assert not seat.user.memberships.exists()
    mail = Outbox.objects.get()
    assert mail.to == "Chiba@mihon.example"
    assert "https://plan.example.jp/committee/enter/" in mail.body
    plain = link_in(mail)
    assert code.digest == digest(plain)
    events = AuditEvent.objects.filter(verb="member.invite")
    assert [(event.subject, event.detail) for event in events] == [
        (f"body:{seat.body_id}", {"member": seat.pk})
    ]
    assert enter(code=plain, now=timezone.now()).member == seat


def test_a_link_lets_in_once_within_a_day(seat):
    invite_member(actor=None, member=seat)
    plain = link_in(Outbox.objects.get())
    now = timezone.now()
    assert sentence_of(plain, now + DAY) == WRONG
    assert enter(code=plain, now=now + DAY - datetime.timedelta(minutes=1)).kind == EntryCode.Kind.INVITATION
    assert sentence_of(plain) == WRONG


def test_a_new_link_voids_the_old_one_and_makes_no_second_user(seat):
    invite_member(actor=None, member=seat)
    old = link_in(Outbox.objects.get())
    people = User.objects.count()
    invite_member(actor=None, member=seat)
    assert sentence_of(old) == WRONG
    new = link_in(Outbox.objects.latest("pk"))
    assert enter(code=new, now=timezone.now()).member == seat
    assert User.objects.count() == people


def test_a_known_address_is_the_person_it_belongs_to(seat, aoki):
    seat.mail = aoki.email
    seat.save()
    invite_member(actor=None, member=seat)
    seat.refresh_from_db()
    assert seat.user == aoki


def test_two_members_of_a_body_do_not_share_an_address(seat, body):
    other = sittings.a_member(body, "土井", mail="chiba@mihon.example")
    invite_member(actor=None, member=seat)
    with pytest.raises(Refused, match="千葉委員が使っています"):
        invite_member(actor=None, member=other)
    other.refresh_from_db()
    assert other.user is None


def test_nobody_is_invited_without_address_or_after_the_term(seat, body, meeting):
    without = sittings.a_member(body, "江口")
    with pytest.raises(Refused, match="メールアドレスがありません"):
        invite_member(actor=None, member=without)
    seat.last_day = timezone.localdate() - DAY
    seat.save()
    for act, more in ((invite_member, {}), (issue_letter, {"meeting": meeting})):
        with pytest.raises(Refused, match="任期は終わっています"):
            act(actor=None, member=seat, **more)
    assert (EntryCode.objects.count(), Outbox.objects.count()) == (0, 0)


def test_three_printed_codes_each_let_in_once_for_their_meeting(body, meeting, aoki):
    seat = sittings.a_member(body, "江口")
    codes = issue_letter(actor=aoki, member=seat, meeting=meeting)
    seat.refresh_from_db()
    assert len(set(codes)) == 3
    assert (seat.user.email, seat.user.has_usable_password()) == (None, False)
    found = [enter(code=code.replace("-", ""), now=timezone.now()) for code in codes]
    assert {(one.member, one.meeting) for one in found} == {(seat, meeting)}
    assert {sentence_of(code) for code in codes} == {WRONG}
    kept = "".join(str(row) for row in EntryCode.objects.values())
    said = "".join(str(event.detail) + event.subject_name for event in AuditEvent.objects.all())
    assert [code for code in codes if code in kept + said or code.replace("-", "") in kept + said] == []


def test_a_new_letter_voids_the_one_before_for_the_same_meeting_only(seat, body, meeting):
    other = sittings.a_meeting(body, meeting.plan)
    kept = issue_letter(actor=None, member=seat, meeting=other)
    old = issue_letter(actor=None, member=seat, meeting=meeting)
    issue_letter(actor=None, member=seat, meeting=meeting)
    assert sentence_of(old[0]) == WRONG
    assert enter(code=kept[0], now=timezone.now()).meeting == other


def test_a_letter_is_for_a_called_meeting_of_the_same_body(seat, toyonaka, meeting):
    other = sittings.a_meeting(sittings.a_body(toyonaka, name="別の会"), meeting.plan)
    with pytest.raises(Refused, match="この委員の会議体のものではありません"):
        issue_letter(actor=None, member=seat, meeting=other)
    Meeting.objects.filter(pk=meeting.pk).update(state="PLANNED")
    meeting.refresh_from_db()
    with pytest.raises(Refused, match="招集した会議"):
        issue_letter(actor=None, member=seat, meeting=meeting)


def test_a_letter_holds_until_a_month_after_the_deadline(seat, meeting):
    code = issue_letter(actor=None, member=seat, meeting=meeting)[0]
    last = meeting.closes_at + datetime.timedelta(days=30)
    assert sentence_of(code, last) == WRONG
    assert enter(code=code, now=last - datetime.timedelta(seconds=1)).meeting == meeting


def test_whoever_has_mail_hears_that_a_printed_code_was_used(seat, meeting):
    code = issue_letter(actor=None, member=seat, meeting=meeting)[0]
    enter(code=code, now=timezone.now())
    mail = Outbox.objects.get()
    assert mail.to == "chiba@mihon.example"
    assert code not in mail.body
    assert "お心当たりがないとき" in mail.body


@pytest.mark.parametrize("typed", ["", "0000-0000-0000-0000-0000", "あ", "x" * 80])
def test_what_is_no_code_gets_the_same_sentence(typed):
    assert sentence_of(typed) == WRONG


def test_a_person_who_may_not_come_in_any_more_does_not(seat, meeting):
    code = issue_letter(actor=None, member=seat, meeting=meeting)[0]
    User.objects.update(is_active=False)
    assert sentence_of(code) == WRONG
    with pytest.raises(ValidationError, match="利用を止められています"):
        invite_member(
            actor=None, member=sittings.a_member(meeting.body, "別の千葉", mail="chiba@mihon.example")
        )
