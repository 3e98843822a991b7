"""The road of an edition in a real browser: Aoki freezes with the gaps listed, publishes, and Doi reads it."""

import re

import pytest
from playwright.sync_api import expect

from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition
from tests import factories
from tests.journeys.office import address, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "第3期総合戦略"


@pytest.fixture
def draft(toyonaka) -> Edition:
    made = factories.edition(factories.plan(toyonaka), title=TITLE)
    factories.small_tree(made)
    return made


@pytest.fixture
def office(live_server, page, aoki):
    """Aoki's page; the console may tell of a form that was sent back (422), of nothing else."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield signed_in(page, live_server, aoki)
    assert [text for text in said if "status of 422" not in text] == []


def test_from_the_desk_to_the_reader(live_server, office, draft, browser, check_axe):
    office.goto(f"{live_server.url}/office/")
    expect(office.get_by_role("heading", level=1)).to_have_text("青木さんの机")
    expect(office.get_by_text("未入力 2項目（記入 0／2）。")).to_be_visible()
    check_axe(office)
    office.get_by_role("link", name=re.compile("^版を見る")).click()
    expect(office.get_by_text("記入 0／2")).to_be_visible()
    check_axe(office)

    office.get_by_role("link", name=re.compile("^凍結する…")).click()
    expect(office.get_by_role("heading", name="まだあいている所（6）")).to_be_visible()
    expect(office.get_by_role("link", name="第1章－1（1）①　見本の取組み1")).to_have_count(2)
    check_axe(office)
    office.get_by_role("button", name="あいたまま凍結する").click()
    expect(office.get_by_role("status")).to_contain_text("凍結しました。次は公表です。")
    check_axe(office)

    office.get_by_role("link", name=re.compile("^公表する…")).click()
    office.get_by_role("button", name="公表する").click()
    expect(office.get_by_role("alert")).to_contain_text("いつ公表するかを選んでください。")
    check_axe(office)
    office.get_by_label("日時を決めて公表する（公表予約）").check()
    office.get_by_label("公表する日").fill("2099-04-01")
    expect(office.locator("output")).to_have_text(re.compile("^令和81年4月1日"))
    office.get_by_label("公表する時刻").fill("09:00")
    office.get_by_role("button", name="公表する").click()
    expect(office.get_by_role("status")).to_contain_text("令和81年4月1日（水）9:00に公表します。")
    check_axe(office)
    office.get_by_role("link", name=re.compile("^公表の日時を変える…")).click()
    check_axe(office)
    office.get_by_label("いますぐ公表する").check()
    office.get_by_role("button", name="公表する").click()
    expect(office.get_by_role("status")).to_contain_text("公表しました。")

    doi = browser.new_context(java_script_enabled=False).new_page()
    doi.goto(f"{live_server.url}/toyonaka/digital-strategy/")
    expect(doi.get_by_role("heading", level=1)).to_have_text(f"{TITLE}（素案）")
    expect(doi.get_by_role("listitem").filter(has_text="見本の取組み1").first).to_be_visible()
    doi.context.close()


def test_a_confirmation_overtaken_by_a_colleague(live_server, office, draft, browser, endo, check_axe):
    office.goto(address(live_server, "edition_freeze", draft))
    other = signed_in(browser.new_page(), live_server, endo)
    other.goto(address(live_server, "edition_basics", draft))
    other.get_by_label("題名", exact=True).fill("遠藤の題名")
    other.get_by_role("button", name="保存する").click()
    expect(other.get_by_text("基本事項を保存しました。")).to_be_visible()
    other.close()
    with office.expect_response("**/freeze/") as answer:
        office.get_by_role("button", name="あいたまま凍結する").click()
    assert answer.value.status == 422
    expect(office.get_by_role("heading", name="画面を開いたあとの変更")).to_be_visible()
    expect(office.get_by_text("の基本事項を直しました")).to_be_visible()
    check_axe(office)


def test_every_confirmation_passes_axe(live_server, office, draft, check_axe):
    """What an edition that is written, public, or followed by another answers on each page of its road."""

    def look(*names):
        for name in names:
            office.goto(address(live_server, name, draft))
            expect(office.get_by_role("heading", level=1)).to_have_count(1)
            check_axe(office)

    look("edition_basics", "edition_publish", "edition_withdraw")
    public = publish(actor=None, edition=freeze(actor=None, edition=draft))
    look("edition_basics", "edition_freeze", "edition_next", "edition_correct", "edition_withdraw")
    start_next_edition(actor=None, edition=public, stage="DRAFT")
    look("edition_correct")


def test_a_plan_is_registered_without_script(live_server, browser, aoki, check_axe):
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context.new_page(), live_server, aoki)
    page.goto(f"{live_server.url}/office/toyonaka/")
    page.get_by_role("link", name="計画を登録する").click()
    page.get_by_label("題名").fill("第4期総合戦略")
    page.get_by_label("計画期間の最初の年度").fill("令和9年度")
    page.get_by_label("計画期間の最後の年度").fill("R13")
    page.get_by_label("アドレスの名前").fill("people")
    page.get_by_label(re.compile("国の手引きの形")).check()
    page.get_by_role("button", name="登録して書き始める").click()
    expect(page.get_by_role("alert")).to_contain_text("「people」はシステムが使う名前です。")
    page.get_by_label("アドレスの名前").fill("sogo-senryaku")
    page.get_by_role("button", name="登録して書き始める").click()
    expect(page).to_have_url(re.compile("/office/toyonaka/sogo-senryaku/1/$"))
    context.close()
