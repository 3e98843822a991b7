"""How people change what they sign in with; each change leaves one event."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.credentials import CHANGES, note_credentials
from accounts.models import AuditEvent
from accounts.people import invite_person
from tests.accounts.doors import CODE, CONFIRM, SECOND_STEP, mailed_code, sign_in, signed_in, totp_now
from tests.factories import PASSWORD


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


def reset_link() -> str:
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def test_a_change_is_recorded_in_words(aoki):
    note_credentials(actor=aoki, change="mfa/email/webauthn_added")
    event = AuditEvent.objects.get(verb="person.credentials")
    assert (event.actor, event.subject, event.detail) == (
        aoki,
        f"user:{aoki.pk}",
        {"change": CHANGES["mfa/email/webauthn_added"]},
    )


def test_another_password_signs_out_everywhere_else(client, aoki):
    other = type(client)()
    sign_in(client, aoki.email)
    sign_in(other, aoki.email)
    new = "あたらしい合いことば2026"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer["Location"] == reverse("mfa_index")
    assert client.get("/accounts/2fa/").status_code == 200
    assert other.get("/accounts/2fa/").status_code == 302
    event = AuditEvent.objects.get(verb="person.credentials")
    assert (event.actor, event.detail) == (aoki, {"change": "パスワードを変えた"})


def test_a_forgotten_password_is_decided_anew_once(client, toyonaka):
    person = invite_person(
        actor=None,
        government=toyonaka,
        name="忘れ",
        role="VIEWER",
        email="wasure@example.jp",
        login_name="10234",
    )
    client.post(reverse("account_reset_password"), {"email": "wasure@example.jp"})
    assert "あなたのログイン名：10234" in mail.outbox[-1].body
    link = reset_link()
    form = client.get(link)["Location"]
    new = "あたらしい合いことば2026"
    client.post(form, {"password1": new, "password2": new})
    assert signed_in(client) is None  # the new password is asked for at once
    assert sign_in(client, "10234", new)["Location"] == reverse("office_home")
    client.post(reverse("account_logout"))
    assert "このリンクは使えません" in client.get(link).content.decode()
    assert AuditEvent.objects.filter(verb="person.credentials", actor=person).count() == 1


@pytest.mark.parametrize(
    "password, again, sentence",
    [
        ("みじかい", "みじかい", "最低 12 文字以上"),
        ("person-aoki@toyonaka", "person-aoki@toyonaka", "似すぎ"),
        ("196407241964", "196407241964", "数字"),
        ("password1234", "password1234", "一般的"),
        ("あたらしい合いことば2026", "ちがう合いことば2026", "同じパスワード"),
    ],
)
def test_a_weak_password_is_refused_with_sentences(client, aoki, password, again, sentence):
    aoki.login_name = "person-aoki@toyonaka"
    aoki.save()
    client.force_login(aoki)
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": again}
    text = client.post(reverse("account_change_password"), sent).content.decode()
    assert sentence in text
    assert "パスワードはまだ変わっていません" in text
    aoki.refresh_from_db()
    assert aoki.check_password(PASSWORD)


def test_an_empty_field_says_what_to_put_there(client, aoki):
    client.force_login(aoki)
    text = client.post(reverse("account_change_password"), {}).content.decode()
    assert "いまのパスワードを入れてください。" in text


def test_changing_how_to_sign_in_asks_for_the_password_again(
    client, aoki, django_capture_on_commit_callbacks
):
    sign_in(client, aoki.email)
    asked = client.get(reverse("mfa_activate_totp"))
    assert (
        asked["Location"]
        == f"{reverse('account_reauthenticate')}?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    )
    answer = client.post(asked["Location"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    assert answer["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="key-code">(\w+)</code>', page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": totp_now(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(done["Location"]).content.decode().count("<li>") >= 10
    types = set(Authenticator.objects.filter(user=aoki).values_list("type", flat=True))
    assert types == {"totp", "recovery_codes"}
    assert AuditEvent.objects.get(verb="person.credentials").detail == {"change": "認証アプリを登録した"}


def test_one_without_a_password_can_register_after_the_code(client, toyonaka):
    invite_person(actor=None, government=toyonaka, name="招待", role="VIEWER", email="shotai@example.jp")
    client.post(CODE, {"email": "shotai@example.jp"})
    client.post(CONFIRM, {"code": mailed_code()})
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_set_password")


def test_a_used_code_of_the_app_is_not_taken_again(client, aoki):
    TOTP.activate(aoki, secret := generate_totp_secret())
    code = totp_now(secret)
    sign_in(client, aoki.email)
    assert client.post(SECOND_STEP, {"code": code})["Location"] == reverse("office_home")
    client.post(reverse("account_logout"))
    sign_in(client, aoki.email)
    assert client.post(SECOND_STEP, {"code": code}).status_code == 200
    assert signed_in(client) is None
