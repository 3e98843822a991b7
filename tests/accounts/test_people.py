"""Inviting people, ending their roles."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import Department, Membership, Outbox, User
from accounts.people import end_membership, invite_person, note_sign_in
from tests.snapshots import everything_stored


def told(verb, **arguments) -> list[str]:
    """What the person is told; nothing may have changed."""
    before = everything_stored(), list(EmailAddress.objects.values())
    with pytest.raises(ValidationError) as caught:
        verb(**arguments)
    assert (everything_stored(), list(EmailAddress.objects.values())) == before
    return caught.value.messages


@pytest.mark.django_db
def test_an_invitation_makes_a_person_with_a_role_and_a_verified_address(toyonaka, endo):
    department = Department.objects.create(government=toyonaka, name="企画課")
    user = invite_person(
        actor=endo,
        government=toyonaka,
        name="江口",
        role="DEPARTMENT",
        email=" Eguchi@Example.jp",
        department=department,
        contractor=True,
        first_day=datetime.date(2025, 4, 1),
    )
    membership = user.memberships.get()
    assert (user.name, user.email, user.has_usable_password()) == ("江口", "eguchi@example.jp", False)
    assert (membership.role, membership.department, membership.contractor) == ("DEPARTMENT", department, True)
    assert (membership.first_day, membership.last_day) == (datetime.date(2025, 4, 1), None)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("eguchi@example.jp", True, True)
    mail = Outbox.objects.get()
    assert (mail.to, mail.subject, mail.government) == (
        "eguchi@example.jp", "【豊中市】総合戦略のシステムへの招待", toyonaka,
    )  # fmt: skip
    assert mail.body == (
        "江口 様\n\n豊中市の総合戦略のシステムを使えるようになりました（役割：所管課）。\n"
        "サインインの画面でこのメールアドレスを入れると、確認コードが届きます。\n"
    )
    event = endo.events.get(verb="person.invite")
    assert event.detail == {"role": "DEPARTMENT", "user": user.pk}


@pytest.mark.django_db
def test_a_shared_mailbox_receives_mail_but_signs_nobody_in(toyonaka, endo):
    people = [
        invite_person(
            actor=endo, government=toyonaka, name=name, role="VIEWER", login_name=login, mailbox="ka@example.jp",
            password="hashira-no-shiken",
        )
        for name, login in (("佐藤", "s1"), ("鈴木", "s2"))
    ]  # fmt: skip
    assert EmailAddress.objects.count() == 0
    assert [user.check_password("hashira-no-shiken") for user in people] == [True, True]
    assert list(Outbox.objects.values_list("to", flat=True)) == ["ka@example.jp"] * 2
    assert "サインインの画面でログイン名とパスワードを入れてください。" in Outbox.objects.first().body


@pytest.mark.django_db
def test_without_an_address_or_when_told_by_mouth_no_mail_is_written(toyonaka, endo):
    invite_person(actor=endo, government=toyonaka, name="無線", role="VIEWER", login_name="n1")
    invite_person(
        actor=endo, government=toyonaka, name="口頭", role="VIEWER", email="k@example.jp", tell=False
    )
    assert Outbox.objects.count() == 0


@pytest.mark.django_db
def test_a_known_address_gets_a_second_government_not_a_second_person(toyonaka, ogori, aoki, endo):
    people = User.objects.count()
    again = invite_person(
        actor=endo, government=ogori, name="別の書き方", role="ADMIN", email=aoki.email.upper()
    )
    assert (again, again.name, User.objects.count()) == (aoki, "青木", people)
    assert {(m.government, m.role) for m in aoki.memberships.all()} == {
        (toyonaka, "PLANNER"),
        (ogori, "ADMIN"),
    }


@pytest.mark.django_db
def test_invitations_that_are_refused(toyonaka, ogori, aoki, endo):
    invite = {"actor": endo, "government": toyonaka, "name": "江口", "role": "VIEWER"}
    assert told(invite_person, **invite | {"email": aoki.email}) == [
        "青木さんはすでに豊中市に所属しています。"
    ]
    stranger = Department.objects.create(government=ogori, name="企画課")
    assert told(invite_person, **invite, email="e@example.jp", department=stranger) == [
        "ほかの団体の課は所管課に指定できません。"
    ]
    assert told(invite_person, **invite, login_name=aoki.login_name) == [
        "このログイン名はすでに使われています。"
    ]
    assert told(invite_person, **invite) == ["ログイン名かメールアドレスのどちらかを入れてください。"]
    assert len(told(invite_person, **invite, email="住所ではない")) == 1
    assert len(told(invite_person, **invite | {"role": "MAYOR"}, email="e@example.jp")) == 1


@pytest.mark.django_db
def test_a_role_ends_on_a_day_and_may_begin_again(toyonaka, aoki, endo):
    membership = aoki.memberships.get()
    end_membership(actor=endo, membership=membership, last_day=datetime.date(2025, 3, 31))
    assert Membership.objects.on(datetime.date(2025, 4, 1)).filter(user=aoki).count() == 0
    assert endo.events.get(verb="membership.end").detail == {"last_day": "2025-03-31"}
    invite_person(actor=endo, government=toyonaka, name="青木", role="VIEWER", email=aoki.email)
    assert [m.role for m in aoki.memberships.order_by("id")] == ["PLANNER", "VIEWER"]
    later = aoki.memberships.get(role="VIEWER")
    later.first_day = datetime.date(2025, 4, 1)
    later.save()
    assert told(end_membership, actor=endo, membership=later, last_day=datetime.date(2025, 3, 31)) == [
        "終了日が開始日より前です。"
    ]


@pytest.mark.django_db
def test_a_sign_in_is_noted(aoki):
    assert note_sign_in(actor=aoki) == aoki
    event = aoki.events.get()
    assert (event.verb, event.government, event.subject) == ("person.sign_in", None, f"user:{aoki.pk}")


def test_refused_is_a_validation_error_that_forms_can_show():
    assert issubclass(Refused, ValidationError)
    assert Refused("一文です。").sentence == "一文です。"
