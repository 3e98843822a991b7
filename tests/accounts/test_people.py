"""Inviting people, printed passwords, signing in."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import AuditEvent, Department, Membership, Outbox, User
from accounts.passwords import first_password
from accounts.people import give_first_password, invite_person, move_people, note_sign_in
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
        last_day=datetime.date(2099, 3, 31),
    )
    membership = user.memberships.get()
    assert (user.name, user.email, user.has_usable_password()) == ("江口", "eguchi@example.jp", False)
    assert (membership.role, membership.department, membership.contractor) == ("DEPARTMENT", department, True)
    assert (membership.first_day, membership.last_day) == (
        datetime.date(2025, 4, 1),
        datetime.date(2099, 3, 31),
    )
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
    assert event.detail == {"role": "DEPARTMENT", "user": user.pk, "printed": False}
    assert (event.subject, event.subject_name) == (
        f"membership:{membership.pk}",
        "江口（豊中市・所管課）",
    )
    assert user.must_change_password is False


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
def test_particulars_that_must_not_be_missing(toyonaka, endo):
    invite = {"actor": endo, "government": toyonaka, "name": "江口", "email": "e@example.jp"}
    assert told(invite_person, **invite, role="DEPARTMENT") == [
        "役割が「所管課」の人には、どの課かを選んでください。"
    ]
    assert told(invite_person, **invite, role="VIEWER", contractor=True) == [
        "委託事業者には、委託の終わる日を入れてください。その日の翌日から入れなくなります。"
    ]
    days = {"first_day": datetime.date(2099, 4, 2), "last_day": datetime.date(2099, 4, 1)}
    assert told(invite_person, **invite, role="VIEWER", **days) == ["終了日が開始日より前です。"]


@pytest.mark.django_db
def test_nobody_has_two_roles_in_one_government_at_one_time(toyonaka, endo):
    first = {"actor": endo, "government": toyonaka, "name": "江口", "email": "e@example.jp", "role": "VIEWER"}
    invite_person(**first, last_day=datetime.date(2099, 3, 31))
    again = {"first_day": datetime.date(2099, 3, 31)}
    assert told(invite_person, **first, **again) == ["江口さんはすでに豊中市に所属しています。"]
    person = invite_person(**first | {"role": "PLANNER"}, first_day=datetime.date(2099, 4, 1))
    assert [m.role for m in person.memberships.order_by("id")] == ["VIEWER", "PLANNER"]


# --- printed passwords --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_invitation_with_a_printed_password_must_be_followed_by_an_own_one(toyonaka, endo):
    password = first_password()
    person = invite_person(
        actor=endo, government=toyonaka, name="紙", role="VIEWER", login_name="10235", password=password
    )
    assert (person.check_password(password), person.must_change_password) == (True, True)
    assert endo.events.get(verb="person.invite").detail["printed"] is True
    stored = (
        f"{list(AuditEvent.objects.values())}{list(Outbox.objects.values())}{list(User.objects.values())}"
    )
    assert password not in stored


@pytest.mark.django_db
def test_somebody_who_comes_back_is_the_same_person_with_a_new_password(toyonaka, ogori, endo):
    invite = {"actor": endo, "government": toyonaka, "name": "紙", "role": "VIEWER", "login_name": "10235"}
    person = invite_person(**invite, password="hajime-no-pasuwado")
    taken = ["このログイン名はすでに使われています。"]
    assert told(invite_person, **invite, password="tsugi-no-pasuwado") == taken  # is still here
    person.memberships.update(last_day=datetime.date(2025, 3, 31))
    assert told(invite_person, **invite | {"name": "別人"}, password="tsugi-no-pasuwado") == taken
    assert told(invite_person, **invite | {"government": ogori}, password="tsugi-no-pasuwado") == taken
    again = invite_person(**invite, password="tsugi-no-pasuwado")
    assert (again, again.must_change_password) == (person, True)
    assert again.check_password("tsugi-no-pasuwado")
    assert person.memberships.count() == 2


@pytest.mark.django_db
def test_a_password_that_another_office_printed_opens_nothing_here(toyonaka, ogori, endo):
    person = invite_person(
        actor=endo, government=toyonaka, name="兼務", role="VIEWER", email="kenmu@example.jp"
    )
    give_first_password(actor=endo, membership=person.memberships.get(), password="insatsu-shita-mono")
    invite_person(actor=None, government=ogori, name="兼務", role="ADMIN", email="kenmu@example.jp")
    person.refresh_from_db()
    assert (person.has_usable_password(), person.must_change_password) == (False, False)


@pytest.mark.django_db
def test_one_who_is_put_out_of_use_is_not_invited_again(toyonaka, ogori, endo, aoki):
    User.objects.filter(pk=aoki.pk).update(is_active=False)
    invite = {"actor": endo, "government": ogori, "name": "青木", "role": "VIEWER", "email": aoki.email}
    assert told(invite_person, **invite) == [
        "青木さんは、いまは利用を止められています。運用担当者に相談してください。"
    ]


@pytest.mark.django_db
def test_a_forgotten_password_is_printed_anew(toyonaka, endo, aoki):
    give_first_password(actor=endo, membership=aoki.memberships.get(), password="atarashii-insatsu")
    aoki.refresh_from_db()
    assert (aoki.check_password("atarashii-insatsu"), aoki.must_change_password) == (True, True)
    event = AuditEvent.objects.get(verb="person.first_password")
    assert (event.actor, event.government, event.detail) == (endo, toyonaka, {})
    assert event.subject_name == "青木（豊中市・企画担当）"


@pytest.mark.django_db
def test_whose_password_an_administrator_may_not_print(toyonaka, ogori, endo, aoki, operator):
    def sentence(person) -> str:
        give = {"actor": endo, "membership": person.memberships.get(government=toyonaka)}
        (one,) = told(give_first_password, **give, password="atarashii-insatsu")
        return one

    assert sentence(endo) == "自分のパスワードは、「サインインの設定」で変えてください。"
    Membership.objects.create(user=operator, government=toyonaka, role="VIEWER")
    elsewhere = (
        "さんはほかの団体などでもこのシステムを使っているため、パスワードを出し直せるのは運用担当者だけです。"
    )
    assert sentence(operator) == f"運用{elsewhere}"
    Membership.objects.create(user=aoki, government=ogori, role="VIEWER", last_day="2020-01-01")
    assert sentence(aoki) == f"青木{elsewhere}"  # even when it is long ago
    aoki.memberships.update(last_day=datetime.date(2020, 1, 1))
    assert sentence(aoki) == "青木さんの所属は終わっています。もう一度招待してください。"


@pytest.mark.django_db
def test_people_move_with_their_department_unless_they_have_left(toyonaka, aoki, baba, endo):
    old, other, new = (
        Department.objects.create(government=toyonaka, name=name) for name in ("旧", "他", "新")
    )
    aoki.memberships.update(department=old, last_day=datetime.date(2026, 3, 31))
    baba.memberships.update(department=old)
    endo.memberships.update(department=other)
    assert move_people([old], new, datetime.date(2026, 4, 1)) == 1
    assert [person.memberships.get().department for person in (aoki, baba, endo)] == [old, new, other]


@pytest.mark.django_db
def test_a_sign_in_is_noted(aoki):
    assert note_sign_in(actor=aoki) == aoki
    event = aoki.events.get()
    assert (event.verb, event.government, event.subject) == ("person.sign_in", None, f"user:{aoki.pk}")


def test_refused_is_a_validation_error_that_forms_can_show():
    assert issubclass(Refused, ValidationError)
    assert Refused("一文です。").sentence == "一文です。"
