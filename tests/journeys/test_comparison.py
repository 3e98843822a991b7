"""The 新旧対照表 in a real browser: Aoki writes reasons and issues it without script, Doi reads it on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from publishing.editions import freeze, publish, start_correction
from strategy.models import Edition
from tests.journeys.office import address, signed_in
from tests.publishing.compared import two_editions, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = "/toyonaka/digital-strategy/editions/2/comparison/1/"
STYLES = ["new-old", "old-new", "revised-current", "stacked", "errata"]
# Only a frozen edition has the page of issuing, so it comes last.
HAND = ["comparison_row", "comparison_cut", "comparison_settings", "comparison_joins", "comparison_issue"]


@pytest.fixture
def editions(toyonaka) -> tuple[Edition, Edition]:
    return two_editions(toyonaka)


@pytest.fixture
def office(live_server, page, aoki):
    """Aoki's page; the console may tell of a form that was sent back (422) or of a page that is refused (400)."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield signed_in(page, live_server, aoki)
    assert [text for text in said if not re.search("status of (422|400)", text)] == []


def test_from_the_outline_to_the_reader_without_script(live_server, browser, aoki, editions, check_axe):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    desk = signed_in(context.new_page(), live_server, aoki)
    desk.goto(address(live_server, "outline", editions[1]))
    desk.get_by_role("link", name="新旧対照表", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("新旧対照表　行政素案 → 案")

    desk.get_by_role("link", name=re.compile("^この行を直す")).first.click()
    desk.get_by_label("修正の趣旨").fill("国の動きを書き加えます。")
    desk.get_by_role("button", name="保存する").click()
    expect(desk.get_by_role("status")).to_contain_text("行を保存しました。")
    desk.get_by_role("row").filter(has_text="産後ケア").get_by_role("checkbox").check()
    desk.get_by_label("すること").select_option("同じ趣旨にする（行は分けたまま）")
    desk.get_by_label("趣旨・載せない理由").fill("新たに行います。")
    desk.get_by_role("button", name="選んだ行に行う").click()
    expect(desk.get_by_role("cell", name="新たに行います。")).to_be_visible()

    publish(actor=None, edition=freeze(actor=None, edition=editions[1]))
    desk.reload()
    desk.get_by_role("link", name="確定する…").click()
    desk.get_by_role("button", name="確定する", exact=True).click()
    expect(desk.get_by_role("heading", name=re.compile("^確定（第1回）"))).to_be_visible()
    context.close()

    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    doi = context.new_page()
    doi.goto(f"{live_server.url}/toyonaka/digital-strategy/")
    doi.get_by_role("link", name=re.compile("^前の版との新旧対照表")).click()
    expect(doi.get_by_role("heading", level=1)).to_have_text("行政素案と案の違い")
    expect(doi.get_by_text("国の動きを書き加えます。")).to_be_visible()
    expect(doi.get_by_role("table").first.get_by_role("row")).to_have_count(3)
    assert context.cookies() == []
    context.close()


def test_the_table_passes_axe_in_every_style(live_server, office, editions, check_axe):
    for style in STYLES:
        office.goto(f"{address(live_server, 'comparison', editions[1], 1)}?style={style}")
        expect(office.get_by_role("heading", level=1)).to_have_count(1)
        check_axe(office)


def test_the_pages_of_the_hand_pass_axe(live_server, office, editions, check_axe):
    section = editions[1].items.get(level__key="section")
    for name in HAND:
        if name == "comparison_issue":
            freeze(actor=None, edition=editions[1])
        office.goto(f"{address(live_server, name, editions[1], 1)}?key=item:{section.lineage}")
        expect(office.get_by_role("heading", level=1)).to_have_count(1)
        check_axe(office)


def test_refusals_and_the_style_pass_axe(live_server, office, editions, check_axe):
    office.goto(address(live_server, "comparison", editions[1], 2))
    expect(office.get_by_text("同じ版どうしは比べられません。")).to_be_visible()
    check_axe(office)
    office.goto(f"{live_server.url}/office/toyonaka/comparison-style/")
    check_axe(office)
    office.goto(address(live_server, "comparison", editions[1], 1))
    office.get_by_label("すること").select_option("対照表に載せない")
    office.get_by_role("button", name="選んだ行に行う").click()
    expect(office.get_by_role("alert")).to_contain_text("行を一つ以上選んでください。")
    check_axe(office)


def test_the_readers_table_passes_axe_in_every_style(live_server, quiet_page, editions, check_axe):
    publish(actor=None, edition=freeze(actor=None, edition=editions[1]))
    for style in STYLES:
        quiet_page.goto(f"{live_server.url}{PUBLIC}?style={style}")
        check_axe(quiet_page)


def test_a_correction_and_its_errata_pass_axe(live_server, quiet_page, editions, check_axe):
    new = publish(actor=None, edition=freeze(actor=None, edition=editions[1]))
    made = start_correction(actor=None, edition=new)
    write(made.items.get(title="見本の取組み1"), body="<p>妊産婦の健康診断を行います。</p>")
    publish(actor=None, edition=freeze(actor=None, edition=made))
    quiet_page.goto(f"{live_server.url}/toyonaka/digital-strategy/")
    check_axe(quiet_page)
    quiet_page.get_by_role("link", name=re.compile("^正誤表")).click()
    expect(quiet_page.get_by_role("heading", level=1)).to_contain_text("正誤表（令和")
    check_axe(quiet_page)
