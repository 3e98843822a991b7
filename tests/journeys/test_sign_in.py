"""Staff sign in, in a real browser: password, code by mail, authenticator app, passkey; then sign out.

The console must stay silent (no violation of the policy) and axe must find nothing at both widths.
"""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import AuditEvent
from accounts.people import invite_person
from tests.accounts.doors import mailed_code, sign_ins, totp_now
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def no_limits_from_before(transactional_db):
    cache.clear()


@pytest.fixture
def door(live_server, quiet_page):
    """The sign-in page, opened."""
    quiet_page.goto(f"{live_server.url}/accounts/login/")
    return quiet_page


def sign_in(page, person, password=PASSWORD):
    page.get_by_label("ログイン名またはメールアドレス").fill(person.email)
    page.get_by_label("パスワード", exact=True).fill(password)
    page.get_by_role("button", name="サインインする", exact=True).click()


def device_of(page):
    """A device with a fingerprint reader, plugged into the browser."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def arrives(page):
    expect(page.get_by_role("button", name="サインアウト")).to_be_visible()
    expect(page).to_have_url(re.compile("/office/toyonaka/$"))


def test_password_and_out_again(door, aoki, check_axe):
    check_axe(door)
    sign_in(door, aoki, "合わないパスワード")
    expect(door.get_by_role("alert")).to_contain_text("サインインできませんでした")
    check_axe(door)
    sign_in(door, aoki)
    arrives(door)
    check_axe(door)
    door.get_by_role("button", name="サインアウト").click()
    expect(door.get_by_role("status")).to_contain_text("サインアウトしました。")
    expect(door).to_have_title("サインイン｜Hashira")
    check_axe(door)
    assert sign_ins(aoki) == 1


def test_code_by_mail(door, toyonaka, check_axe):
    person = invite_person(
        actor=None, government=toyonaka, name="招待", role="PLANNER", email="Shotai@toyonaka.example"
    )
    door.get_by_role("link", name="メールで確認コードを受け取る").click()
    check_axe(door)
    door.get_by_label("メールアドレス").fill("SHOTAI@toyonaka.example")
    door.get_by_role("button", name="確認コードを送る").click()
    expect(door.get_by_role("heading", level=1)).to_have_text("確認コードを入れる")
    check_axe(door)
    door.get_by_label("確認コード").fill("0000-0000")
    door.get_by_role("button", name="サインインする").click()
    expect(door.get_by_role("alert")).to_contain_text("確認できませんでした")
    check_axe(door)
    door.get_by_label("確認コード").fill(mailed_code())
    door.get_by_role("button", name="サインインする").click()
    arrives(door)
    door.get_by_role("link", name="サインインの設定").click()
    door.get_by_role("link", name="パスワードを決める").click()
    check_axe(door)
    assert sign_ins(person) == 1
    assert len(mail.outbox) == 1


def test_authenticator_app_and_recovery_code(door, aoki, check_axe):
    sign_in(door, aoki)
    door.get_by_role("link", name="サインインの設定").click()
    check_axe(door)
    door.get_by_role("link", name="認証アプリを登録する").click()
    expect(door.get_by_role("heading", level=1)).to_have_text("本人の確認")
    check_axe(door)
    door.get_by_label("パスワード").fill(PASSWORD)
    door.get_by_role("button", name="確かめて進む").click()
    check_axe(door)
    secret = door.locator("code.key-code").inner_text()
    door.get_by_label("認証アプリに出たコード").fill(totp_now(secret))
    door.get_by_role("button", name="登録する", exact=True).click()
    expect(door.get_by_role("heading", level=1)).to_have_text("予備コード")
    check_axe(door)
    spare = door.locator(".code-list li").first.inner_text()
    door.get_by_role("button", name="サインアウト").click()

    sign_in(door, aoki)
    expect(door.get_by_role("heading", level=1)).to_have_text("二つめの確認")
    check_axe(door)
    door.get_by_label("認証アプリのコード、または予備コード").fill(spare)
    door.get_by_role("button", name="サインインする").click()
    arrives(door)
    assert sign_ins(aoki) == 2


def test_passkey_is_registered_and_signs_in_alone(door, aoki, check_axe):
    device_of(door)
    sign_in(door, aoki)
    door.get_by_role("link", name="サインインの設定").click()
    door.get_by_role("link", name="パスキーを登録する").click()
    door.get_by_label("パスワード").fill(PASSWORD)
    door.get_by_role("button", name="確かめて進む").click()
    check_axe(door)
    door.get_by_label("パスキーの名前").fill("庁内のパソコン")
    door.get_by_role("button", name="パスキーを登録する").click()
    expect(door.get_by_role("heading", level=1)).to_have_text("予備コード")
    door.goto(door.url.replace("recovery-codes/", "webauthn/"))
    expect(door.get_by_role("rowheader", name="庁内のパソコン")).to_be_visible()
    expect(door.get_by_role("cell", name="これだけでサインイン")).to_be_visible()
    check_axe(door)
    here = door.url
    for link in ("名前を変える", "外す…"):
        door.goto(here)
        door.get_by_role("link", name=link).click()
        check_axe(door)
    for other in ("recovery-codes/generate/", "webauthn/reauthenticate/"):
        door.goto(here.replace("webauthn/", other))
        check_axe(door)
    door.get_by_role("button", name="サインアウト").click()

    door.get_by_role("button", name="パスキーでサインインする").click()
    arrives(door)
    assert sign_ins(aoki) == 2
    assert AuditEvent.objects.filter(verb="person.credentials", actor=aoki).count() == 1


def test_passkey_as_the_second_step(door, aoki):
    device_of(door)
    sign_in(door, aoki)
    door.goto(door.url.replace("/office/toyonaka/", "/accounts/2fa/webauthn/add/"))
    door.get_by_label("パスワード").fill(PASSWORD)
    door.get_by_role("button", name="確かめて進む").click()
    door.get_by_label("このパスキーだけでサインインする").uncheck()
    door.get_by_role("button", name="パスキーを登録する").click()
    expect(door.get_by_role("heading", level=1)).to_have_text("予備コード")
    door.get_by_role("button", name="サインアウト").click()
    sign_in(door, aoki)
    door.get_by_role("button", name="パスキーで確かめる").click()
    arrives(door)
    assert sign_ins(aoki) == 2


def test_a_passkey_that_fails_is_told_in_the_page(door, aoki, check_axe):
    tools, device = device_of(door)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    expect(door.get_by_text("パスキーの確認が終わりませんでした")).to_be_hidden()
    door.get_by_role("button", name="パスキーでサインインする").click()
    expect(door.get_by_text("パスキーの確認が終わりませんでした")).to_be_visible()
    check_axe(door)


def test_every_page_of_the_settings_passes_axe(live_server, quiet_page, door, aoki, check_axe):
    TOTP.activate(aoki, secret := generate_totp_secret())
    sign_in(door, aoki)
    door.get_by_label("認証アプリのコード、または予備コード").fill(totp_now(secret))
    door.get_by_role("button", name="サインインする").click()
    arrives(door)
    for path in ("password/change/", "logout/", "2fa/", "2fa/webauthn/"):
        door.goto(f"{live_server.url}/accounts/{path}")
        check_axe(door)
    door.goto(f"{live_server.url}/accounts/2fa/totp/deactivate/")
    check_axe(door)
    door.get_by_role("link", name="認証アプリか予備コードで確かめる").click()
    check_axe(door)


def test_every_other_page_of_the_door_passes_axe(live_server, quiet_page, check_axe):
    for path in (
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-abc/",
        "inactive/",
    ):
        quiet_page.goto(f"{live_server.url}/accounts/{path}")
        check_axe(quiet_page)


def test_a_password_is_enough_without_javascript(live_server, aoki, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    sign_in(page, aoki)
    arrives(page)
    context.close()
