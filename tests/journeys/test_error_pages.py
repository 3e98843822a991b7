"""Pages that nobody wants to see are readable, Japanese, and pass axe."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_limits_from_before(transactional_db):
    cache.clear()


def shows(page, heading, check_axe):
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    check_axe(page, at=WIDTHS)


def test_a_page_that_is_not_there(live_server, page, check_axe):
    page.goto(f"{live_server.url}/nowhere/at/all/")
    shows(page, "ページが見つかりません", check_axe)


def test_a_page_for_others(live_server, page, client, endo, check_axe):
    client.force_login(endo)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/login/")
    shows(page, "このページを使う役割がありません", check_axe)


def test_a_form_without_its_cookie(live_server, page, check_axe):
    page.goto(f"{live_server.url}/accounts/login/")
    page.context.clear_cookies()
    page.get_by_label("ログイン名またはメールアドレス").fill("aoki")
    page.get_by_label("パスワード", exact=True).fill("x")
    page.get_by_role("button", name="サインインする", exact=True).click()
    shows(page, "送信できませんでした", check_axe)


def test_too_many_tries(live_server, page, settings, check_axe):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    page.goto(f"{live_server.url}/accounts/login/")
    for _ in range(2):
        page.get_by_label("ログイン名またはメールアドレス").fill("aoki")
        page.get_by_label("パスワード", exact=True).fill("x")
        page.get_by_role("button", name="サインインする", exact=True).click()
    shows(page, "しばらく待ってください", check_axe)


def test_a_fault_of_ours(live_server, page, monkeypatch, check_axe):
    def broken(self, request, **credentials):
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("accounts.backends.SignInBackend.authenticate", broken)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("ログイン名またはメールアドレス").fill("aoki")
    page.get_by_label("パスワード", exact=True).fill("x")
    page.get_by_role("button", name="サインインする", exact=True).click()
    shows(page, "うまく動きませんでした", check_axe)
    assert "secret of the machine" not in page.content()
