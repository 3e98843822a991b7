"""The same answer for unknown names; limits that hold per person; changes that are recorded."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from accounts.adapters import AccountAdapter, MFAAdapter, SocialAccountAdapter
from tests.accounts.doors import CODE, CONFIRM, SECOND_STEP, sign_in, signed_in, totp_now


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


def shown(answer) -> str:
    """The page without what differs between any two answers."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"\S+@example\.jp|staff\d+|nobody", "NAME", text)


def test_sign_up_is_closed_in_the_library_too(rf):
    request = rf.get("/")
    assert AccountAdapter().is_open_for_signup(request) is False
    assert SocialAccountAdapter().is_open_for_signup(request, None) is False
    for name in ("account_signup", "socialaccount_signup", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("known, unknown", [("email", "nobody@example.jp"), ("login_name", "nobody")])
def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(client, aoki, known, unknown):
    first = sign_in(client, getattr(aoki, known), "not-the-password")
    second = sign_in(client, unknown, "not-the-password")
    assert first.status_code == second.status_code == 200
    assert "組み合わせが合いません" in shown(first)
    assert shown(first) == shown(second)


def test_an_unknown_address_gets_the_same_answer_for_codes_and_resets(client, aoki):
    for path, then in ((CODE, CONFIRM), ("/accounts/password/reset/", "/accounts/password/reset/done/")):
        answers = []
        for address in (aoki.email, "nobody@example.jp"):
            answer = client.post(path, {"email": address})
            assert answer["Location"] == then
            answers.append(shown(client.get(then)))
            client.post(reverse("account_logout"))
        assert answers[0] == answers[1]
    assert {address for message in mail.outbox for address in message.to} == {aoki.email}


def test_the_sixth_try_is_refused_even_with_the_right_password(client, aoki):
    for _ in range(5):
        assert "組み合わせが合いません" in sign_in(client, aoki.email, "wrong").content.decode()
    refused = sign_in(client, aoki.email)
    assert "15分ほど待ってから" in refused.content.decode()
    assert signed_in(client) is None


def test_the_limit_is_the_persons_however_the_name_is_spelt_and_whatever_the_host(client, aoki, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example"]
    spellings = [aoki.email, aoki.email.upper(), aoki.login_name, aoki.login_name.upper(), f" {aoki.email}"]
    for number, name in enumerate(spellings):
        host = f"localhost:{8000 + number}" if number % 2 else "other.example"
        sign_in(client, name, "wrong", headers={"host": host}, REMOTE_ADDR=f"192.0.2.{number}")
    refused = sign_in(client, aoki.login_name, headers={"host": "localhost:9"}, REMOTE_ADDR="192.0.2.99")
    assert "15分ほど待ってから" in refused.content.decode()
    assert signed_in(client) is None


def test_an_unknown_name_is_limited_alike(client):
    answers = [sign_in(client, "nobody@example.jp", "wrong").content.decode() for _ in range(6)]
    assert ["15分ほど待ってから" in answer for answer in answers] == [False] * 5 + [True]


def test_one_persons_limit_is_not_anothers(client, aoki, baba):
    for _ in range(6):
        sign_in(client, aoki.email, "wrong")
    assert sign_in(client, baba.email)["Location"] == reverse("office_home")


def test_right_passwords_use_nothing_up(client, aoki):
    for _ in range(7):
        assert sign_in(client, aoki.email).status_code == 302
        client.post(reverse("account_logout"))


def test_guesses_of_the_second_step_are_limited(client, aoki):
    secret = generate_totp_secret()
    TOTP.activate(aoki, secret)
    sign_in(client, aoki.email)
    for _ in range(5):
        client.post(SECOND_STEP, {"code": "000000"})
    assert client.post(SECOND_STEP, {"code": totp_now(secret)}).status_code == 200
    assert signed_in(client) is None


def test_codes_by_mail_are_limited(client, aoki):
    for _ in range(4):
        answer = client.post(CODE, {"email": aoki.email})
        client.post(reverse("account_logout"))
    assert "15分ほど待ってから" in answer.content.decode()
    assert len(mail.outbox) == 3


def test_one_address_of_the_network_is_limited_with_a_page_of_its_own(client):
    for number in range(30):
        sign_in(client, f"nobody{number}@example.jp", "wrong")
    answer = sign_in(client, "nobody@example.jp", "wrong")
    assert answer.status_code == 429
    assert "しばらく待ってください" in answer.content.decode()


def test_limits_live_in_the_database():
    cache.set("allauth:probe", [1.0], 60)
    assert cache._table == "cache"
    assert cache._max_entries == 100_000


def test_the_forwarded_address_counts_only_behind_a_trusted_proxy(rf, settings):
    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9, 192.0.2.7"}, REMOTE_ADDR="127.0.0.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert AccountAdapter().get_client_ip(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert AccountAdapter().get_client_ip(request) == "192.0.2.7"


def test_passkeys_have_japanese_names(aoki):
    assert MFAAdapter().generate_authenticator_name(aoki, "webauthn") == "パスキー1"


def test_every_sentence_a_person_can_meet_is_japanese():
    met = {"incorrect_code", "too_many_login_attempts", "rate_limited", "account_inactive"}
    met |= {"email_password_mismatch", "username_password_mismatch", "incorrect_password"}
    met |= {"enter_current_password", "invalid_password_reset"}
    for name in met:
        assert AccountAdapter.error_messages[name].endswith("。")
    for name in ("incorrect_code", "unverified_email", "cannot_generate_recovery_codes"):
        assert MFAAdapter.error_messages[name].endswith("。")
