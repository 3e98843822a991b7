"""Endo and the people of the office in a real browser: a printed password, roles, departments, the record."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import Department, Membership, User
from strategy.models import PlanItem
from tests import factories
from tests.factories import PASSWORD
from tests.journeys.office import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "あたらしい合いことば2026"


@pytest.fixture(autouse=True)
def no_limits_from_before(transactional_db):
    cache.clear()


@pytest.fixture
def section(toyonaka, baba):
    """こども政策課 of 豊中市, with Baba and an item of a plan being written."""
    row = Department.objects.create(government=toyonaka, division="こども部", name="こども政策課")
    baba.memberships.update(department=row)
    made = factories.small_tree(factories.edition(factories.plan(toyonaka)))
    PlanItem.objects.filter(pk=made["measure1"].pk).update(department=row)
    return row


def sign_in(page, live_server, name, password=PASSWORD):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("ログイン名またはメールアドレス").fill(name)
    page.get_by_label("パスワード", exact=True).fill(password)
    page.get_by_role("button", name="サインインする", exact=True).click()


@pytest.fixture
def desk(live_server, quiet_page, endo, aoki, section):
    return signed_in(quiet_page, live_server, endo)


def test_somebody_without_mail_comes_in_with_a_printed_password(
    live_server, desk, browser, check_axe, section
):
    desk.goto(f"{live_server.url}/office/toyonaka/people/")
    check_axe(desk)
    desk.get_by_role("link", name="招待する").click()
    check_axe(desk)
    desk.get_by_role("button", name="招待する").click()  # the browser asks for the name first
    desk.get_by_label("氏名").fill("江口")
    desk.get_by_label("役割").select_option("所管課")
    desk.get_by_role("button", name="招待する").click()
    expect(desk.get_by_role("alert")).to_contain_text("どちらかを入れてください。")
    check_axe(desk)
    desk.get_by_label("ログイン名（職員番号）").fill("10235")
    desk.get_by_role("combobox", name="所管課").select_option(str(section))
    desk.get_by_role("button", name="招待する").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("サインインのご案内")
    expect(desk.get_by_role("button", name="印刷する")).to_be_visible()
    check_axe(desk)
    password = desk.locator(".handout-password").inner_text()
    desk.emulate_media(media="print")
    expect(desk.get_by_text("この紙を、いま印刷してください")).to_be_hidden()
    expect(desk.locator(".office-bar")).to_be_hidden()
    expect(desk.locator(".handout-password")).to_be_visible()
    desk.emulate_media(media="screen")
    assert User.objects.get(login_name="10235").check_password(password)

    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    sign_in(page, live_server, "10235", password)
    expect(page.get_by_role("heading", level=1)).to_have_text("パスワードを変える")
    expect(page.get_by_text("はじめに、自分だけのパスワードを決めてください")).to_be_visible()
    check_axe(page)
    page.goto(f"{live_server.url}/office/toyonaka/")
    expect(page).to_have_url(re.compile("/accounts/password/change/"))
    page.get_by_label("いまのパスワード").fill(password)
    page.get_by_label("新しいパスワード", exact=True).fill(OWN)
    page.get_by_label("新しいパスワード（もう一度）").fill(OWN)
    page.get_by_role("button", name="このパスワードにする").click()
    expect(page).to_have_url(re.compile("/office/toyonaka/$"))
    expect(page.get_by_role("button", name="サインアウト")).to_be_visible()
    check_axe(page)
    context.close()


def test_a_role_is_changed_handed_over_and_ended(live_server, desk, aoki, check_axe):
    desk.goto(f"{live_server.url}/office/toyonaka/people/")
    desk.get_by_role("link", name="青木").click()
    check_axe(desk)
    desk.get_by_label("役割", exact=True).select_option("庁内閲覧")
    desk.get_by_role("button", name="役割と期間を変える").click()
    expect(desk.get_by_role("status")).to_contain_text("青木さんの役割と期間を変えました。")
    desk.get_by_role("link", name="青木").click()
    desk.get_by_role("link", name="別の人に引き継ぐ…").click()
    check_axe(desk)
    desk.get_by_label("いまの人の最後の日").fill("2099-03-31")
    desk.get_by_role("button", name="引き継ぐ").click()
    expect(desk.get_by_role("alert")).to_contain_text("まだ引き継いでいません")
    check_axe(desk)
    desk.get_by_role("combobox", name="引き継ぐ人").select_option("馬場")
    desk.get_by_role("button", name="引き継ぐ").click()
    expect(desk.get_by_role("status")).to_contain_text("青木さんから馬場さんへ引き継ぎました。")
    check_axe(desk)
    Membership.objects.filter(user=aoki).update(last_day="2020-03-31")
    desk.reload()
    desk.get_by_text("終わった所属（1件）").click()
    check_axe(desk)
    desk.get_by_role("link", name="青木").click()
    expect(desk.get_by_text("この所属は終わっています")).to_be_visible()
    check_axe(desk)


def test_departments_are_reorganised(live_server, desk, check_axe, section):
    desk.goto(f"{live_server.url}/office/toyonaka/departments/")
    check_axe(desk)
    desk.get_by_role("link", name="新設する").click()
    check_axe(desk)
    desk.go_back()
    desk.get_by_role("link", name="廃止する…").click()
    desk.get_by_role("button", name="この日で廃止する").click()
    expect(desk.get_by_role("alert")).to_contain_text("所属する人が1人あります")
    check_axe(desk)
    desk.goto(f"{live_server.url}/office/toyonaka/departments/reorganise/")
    check_axe(desk)
    desk.get_by_label("こども部　こども政策課").check()
    desk.get_by_label("新しい部").fill("こども未来部")
    desk.get_by_label("新しい課").fill("こども事業課")
    desk.get_by_label("改める日").fill("2026-04-01")
    desk.get_by_role("button", name="移るものを確かめる").click()
    expect(desk.get_by_text("まだ何も変わっていません")).to_be_visible()
    check_axe(desk)
    desk.get_by_role("button", name="書き直す").click()
    expect(desk.get_by_label("新しい課")).to_have_value("こども事業課")
    desk.get_by_role("button", name="移るものを確かめる").click()
    desk.get_by_role("button", name="組織改編をする").click()
    expect(desk.get_by_role("status")).to_contain_text("「こども未来部　こども事業課」")
    check_axe(desk)
    assert PlanItem.objects.filter(department__name="こども事業課").count() == 1


def test_the_record_is_searched_and_taken_home(live_server, desk, check_axe):
    desk.goto(f"{live_server.url}/office/toyonaka/log/")
    check_axe(desk)
    desk.get_by_label("操作", exact=True).select_option("計画の登録")
    desk.get_by_label("ことば").fill("digital-strategy")
    desk.get_by_role("button", name="しぼり込む").click()
    expect(desk.get_by_role("cell", name="計画「豊中市・digital-strategy」")).to_be_visible()
    check_axe(desk)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Excelで書き出す").click()
    assert download.value.suggested_filename == "record-toyonaka.xlsx"
    desk.get_by_label("ことば").fill("ないことば")
    desk.get_by_role("button", name="しぼり込む").click()
    expect(desk.get_by_text("この条件に合う記録はありません。")).to_be_visible()
    check_axe(desk)


def test_ones_devices(live_server, quiet_page, browser, endo, check_axe):
    desk = quiet_page
    sign_in(desk, live_server, endo.email)
    expect(desk.get_by_role("button", name="サインアウト")).to_be_visible()
    context = browser.new_context(locale="ja-JP")
    other = context.new_page()
    sign_in(other, live_server, endo.email)
    expect(other.get_by_role("button", name="サインアウト")).to_be_visible()
    desk.goto(f"{live_server.url}/accounts/2fa/")
    check_axe(desk)
    desk.get_by_role("link", name="端末を確かめる").click()
    check_axe(desk)
    desk.get_by_role("button", name=re.compile("^サインアウトさせる")).click()
    expect(desk.get_by_role("status")).to_contain_text("その端末をサインアウトさせました。")
    check_axe(desk)
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("サインイン")
    context.close()
