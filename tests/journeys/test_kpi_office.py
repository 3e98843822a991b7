"""KPIs at the desk in a real browser: figures typed into the table, a KPI added, its reading told at once."""

import re

import pytest
from playwright.sync_api import expect

from kpi.measurements import record_value
from strategy.alignments import align_item
from tests import factories
from tests.journeys.office import SAVED, address, signed_in, state_of
from tests.kpi import promises

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def edition(toyonaka):
    return factories.edition(factories.plan(toyonaka), title="豊中市デジタル総合戦略")


@pytest.fixture
def made(edition):
    made = factories.small_tree(edition)
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    return made


def cell(page, name: str):
    return page.get_by_label(f"{name} 令和6年度の値")


def row(page, name: str):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def test_figures_are_typed_down_the_column(live_server, page, edition, made, aoki, check_axe):
    first, second = (promises.target(made["chapter"], name) for name in ("就業率", "転入率"))
    promises.published(first.indicator, 2023, "69.0%")
    page = signed_in(page, live_server, aoki)
    page.goto(address(live_server, "kpi_table", edition) + "?year=2024")
    # Enter saves, judges at once and goes on; what is wrong is said in its cell.
    cell(page, "就業率").fill("７１.５")
    cell(page, "就業率").press("Enter")
    expect(state_of(page)).to_have_text(SAVED)
    expect(row(page, "就業率")).to_contain_text("順調")
    expect(cell(page, "転入率")).to_be_focused()
    cell(page, "転入率").press_sequentially("7.1.4")
    cell(page, "転入率").press("ArrowUp")
    expect(row(page, "転入率")).to_contain_text("小数点が二つあります。「71.4」のように入れてください。")
    expect(cell(page, "転入率")).to_have_value("7.1.4")
    check_axe(page)
    cell(page, "転入率").press("Escape")
    expect(cell(page, "転入率")).to_have_value("")
    expect(row(page, "転入率")).to_contain_text("未入力")
    # Somebody was quicker: nothing is kept before one of the two figures is chosen.
    record_value(actor=factories.person("馬場"), indicator=second.indicator, fiscal_year=2024, typed="72.0")
    cell(page, "転入率").fill("71.4")
    cell(page, "転入率").press("Enter")
    expect(row(page, "転入率")).to_contain_text("馬場さんが")
    check_axe(page, at=(1280,))
    cell(page, "転入率").press("Enter")
    page.get_by_role("button", name="「71.4」で保存する").click()
    expect(state_of(page)).to_have_text(SAVED)
    assert [str(revision.value.normalize()) for revision in second.indicator.measurements.get().revisions.all()] == [
        "72", "71.4",
    ]  # fmt: skip
    # The life of the figure, without leaving the table.
    for button, word in (("提出する", "提出"), ("承認する", "承認"), ("公表する", "公表")):
        row(page, "就業率").get_by_role("button", name=re.compile(f"^{button}")).click()
        expect(state_of(page)).to_have_text(f"{word}しました")
    expect(row(page, "就業率").get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("2行　承認1　入力中1")).to_be_visible()


def test_a_kpi_is_added_and_read_while_it_is_typed(live_server, page, edition, made, aoki, check_axe):
    page = signed_in(page, live_server, aoki)
    page.goto(address(live_server, "item", edition, made["chapter"].lineage))
    page.get_by_role("link", name="KPI").last.click()
    page.get_by_role("main").get_by_role("link", name="KPIを足す").last.click()
    page.get_by_role("link", name="母子手帳アプリ登録者数").click()
    expect(page.get_by_label("指標名", exact=True)).to_have_value("母子手帳アプリ登録者数")
    page.get_by_label(re.compile("^現状値書かなく")).fill("令和5年度より通年実施")
    page.get_by_label(re.compile("^目標値書かなく")).fill("11,200人")
    expect(
        page.get_by_text("11,200人以上、令和9年度まで（年間か、期間の累計かが決まっていません）")
    ).to_be_visible()
    page.get_by_role("button", name="KPIを足す").click()
    expect(page.get_by_text("「母子手帳アプリ登録者数」を足しました。")).to_be_visible()
    page.get_by_label("計画期間の累計").check()
    page.get_by_role("button", name="この期間で判定する").click()
    expect(page.get_by_text("令和5年度～令和9年度の累計11,200人以上")).to_be_visible()
    page.get_by_text("手で判定を付ける").click()
    page.get_by_text("種類・値・単位・期間を人が決める").click()
    check_axe(page)
