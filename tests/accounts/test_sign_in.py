"""Signing in: every way in, no way round, a session that ends."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Membership, User
from accounts.people import invite_person
from tests.accounts.doors import (
    CODE,
    CONFIRM,
    LOGIN,
    SECOND_STEP,
    mailed_code,
    sign_in,
    sign_ins,
    signed_in,
    totp_now,
)
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


# --- ways in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "{email}",
        "{email_upper}",
        " {email} ",
        "{login}",
        "{login_upper}",
        "ｓｔａｆｆ{digits}",
    ],
)
def test_a_password_signs_in_by_address_and_by_login_name(client, aoki, typed):
    name = typed.format(
        email=aoki.email,
        email_upper=aoki.email.title(),
        login=aoki.login_name,
        login_upper=aoki.login_name.upper(),
        digits=aoki.login_name.removeprefix("staff"),
    )
    answer = sign_in(client, name)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("office_home")
    assert signed_in(client) == aoki.pk
    assert sign_ins(aoki) == 1


def test_an_invited_person_uses_the_code_at_once(client, toyonaka):
    person = invite_person(
        actor=None, government=toyonaka, name="招待", role="PLANNER", email="Shotai@Toyonaka.Example"
    )
    client.post(CODE, {"email": "SHOTAI@toyonaka.example"})
    message = mail.outbox[-1]
    assert message.to == ["shotai@toyonaka.example"]
    assert message.subject == "【Hashira】サインインの確認コード"
    code = mailed_code()
    answer = client.post(CONFIRM, {"code": code})
    assert answer["Location"] == reverse("office_home")
    assert signed_in(client) == person.pk
    assert sign_ins(person) == 1


def test_three_wrong_codes_end_the_attempt(client, aoki):
    client.post(CODE, {"email": aoki.email})
    code = mailed_code()
    for _ in range(3):
        client.post(CONFIRM, {"code": "0000-0000"})
    assert client.post(CONFIRM, {"code": code})["Location"] == CODE
    assert signed_in(client) is None


def test_the_second_step_by_app_and_by_recovery_code(client, aoki):
    secret = generate_totp_secret()
    TOTP.activate(aoki, secret)
    spare = RecoveryCodes.activate(aoki).get_unused_codes()[0]
    assert sign_in(client, aoki.email)["Location"] == SECOND_STEP
    assert signed_in(client) is None
    assert sign_ins(aoki) == 0
    wrong = client.post(SECOND_STEP, {"code": "000000"})
    assert "確認できませんでした" in wrong.content.decode()
    assert client.post(SECOND_STEP, {"code": totp_now(secret)})["Location"] == reverse("office_home")
    assert signed_in(client) == aoki.pk
    assert sign_ins(aoki) == 1
    client.post(reverse("account_logout"))

    sign_in(client, aoki.email)
    assert client.post(SECOND_STEP, {"code": spare})["Location"] == reverse("office_home")
    client.post(reverse("account_logout"))
    sign_in(client, aoki.email)
    assert client.post(SECOND_STEP, {"code": spare}).status_code == 200  # used up
    assert signed_in(client) is None


def test_the_code_by_mail_does_not_pass_by_the_second_step(client, aoki):
    TOTP.activate(aoki, generate_totp_secret())
    client.post(CODE, {"email": aoki.email})
    code = mailed_code()
    assert client.post(CONFIRM, {"code": code})["Location"] == SECOND_STEP
    assert signed_in(client) is None


def test_signing_out(client, aoki):
    sign_in(client, aoki.email)
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client) == aoki.pk  # a link alone signs nobody out
    answer = client.post(reverse("account_logout"), follow=True)
    assert answer.redirect_chain == [(LOGIN, 302)]
    assert "サインアウトしました。" in answer.content.decode()
    assert signed_in(client) is None


def test_where_one_wanted_to_go(client, aoki):
    wanted = client.get("/office/")
    assert wanted["Location"] == f"{LOGIN}?next=/office/"
    answer = client.post(LOGIN, {"login": aoki.email, "password": PASSWORD, "next": "/accounts/2fa/"})
    assert answer["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "https://evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(client, aoki, evil):
    answer = client.post(LOGIN, {"login": aoki.email, "password": PASSWORD, "next": evil})
    assert answer["Location"] == reverse("office_home")


# --- no other way -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["signup/", "social/signup/", "3rdparty/", "3rdparty/signup/", "email/", "confirm-email/"]
)
def test_there_is_no_signing_up_and_no_page_of_other_sites(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert (
        client.post(f"/accounts/{path}", {"email": "x@example.jp", "password1": PASSWORD}).status_code == 404
    )
    assert not User.objects.filter(email="x@example.jp").exists()


def test_a_session_ends_when_the_person_is_put_out_of_use(client, aoki):
    client.force_login(aoki)
    assert client.get("/accounts/2fa/").status_code == 200
    User.objects.filter(pk=aoki.pk).update(is_active=False)
    assert client.get("/accounts/2fa/")["Location"] == f"{LOGIN}?next=/accounts/2fa/"


# --- session ------------------------------------------------------------------------------------------------


def test_the_key_of_the_session_changes_at_sign_in(client, aoki):
    client.get(f"{CODE}")
    client.post(CODE, {"email": aoki.email})
    before = client.session.session_key
    code = mailed_code()
    client.post(CONFIRM, {"code": code})
    assert before
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("way", ["password", "code"])
def test_the_cookie_ends_with_the_browser_and_the_session_after_thirty_minutes(client, aoki, way):
    if way == "password":
        answer = sign_in(client, aoki.email)
    else:
        client.post(CODE, {"email": aoki.email})
        answer = client.post(CONFIRM, {"code": mailed_code()})
    cookie = answer.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert client.session.get_expiry_age() == 1800


def test_an_ended_role_ends_at_once(client, aoki, toyonaka):
    client.force_login(aoki)
    page = f"/office/{toyonaka.slug}/digital-strategy/1/"
    assert client.get(page).status_code == 404  # no such plan yet, but let in so far
    Membership.objects.filter(user=aoki).update(last_day="2020-01-01")
    assert client.get(page).status_code == 404
