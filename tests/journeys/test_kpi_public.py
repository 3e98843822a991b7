"""A citizen looks up how a KPI does, without scripts: from the plan to the table, by filter to one KPI and its picture."""

import pytest

from publishing.kpi_pages import reading
from tests.journeys.conftest import WIDTHS
from tests.publishing.opendata_world import published
from tests.publishing.opendata_world import world as made_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = "/toyonaka/digital-strategy/"


@pytest.fixture
def world(toyonaka):
    reading.KEPT.clear()
    made = made_world(toyonaka, more=2)
    published(made.indicators["children"], 2024, "6")
    return made


def test_a_citizen_finds_out_how_a_kpi_does_without_scripts(live_server, world, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}{PLAN}")
    page.get_by_role("navigation", name="主なページ").get_by_role("link", name="KPI").click()
    assert page.get_by_role("heading", level=1).inner_text() == "KPIの進み具合"
    page.get_by_label("判定", exact=True).select_option("順調")
    page.get_by_role("button", name="絞り込む").click()
    assert page.get_by_role("status").inner_text() == "4件を表示しています。"
    page.get_by_role("link", name="待機児童数").click()
    assert page.get_by_role("img").get_attribute("class") == "chart-narrow"  # the one for this width
    assert page.locator(".formula").inner_text().startswith("計算：(3−12)÷(0−12)=75.0％")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.get_by_role("img").get_attribute("class") == "chart-wide"
    page.locator(".places a").first.click()
    assert "#kpi-" in page.url
    context.close()


def test_the_pages_pass_axe_and_are_no_wider_than_a_telephone(live_server, world, quiet_page, check_axe):
    addresses = (
        f"{PLAN}kpi/",
        f"{PLAN}kpi/?status=below",
        f"{PLAN}kpi/{world.indicators['content'].key}/",
        f"{PLAN}kpi/{world.indicators['people'].key}/",
    )
    for address in addresses:
        quiet_page.goto(f"{live_server.url}{address}")
        check_axe(quiet_page, at=WIDTHS)
    quiet_page.set_viewport_size({"width": 320, "height": 900})
    for address in addresses:
        quiet_page.goto(f"{live_server.url}{address}")
        assert quiet_page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address


def test_on_paper_filters_go_and_the_heads_of_the_table_come_again(live_server, world, quiet_page):
    quiet_page.goto(f"{live_server.url}{PLAN}kpi/")
    quiet_page.emulate_media(media="print")
    assert (
        not quiet_page.locator(".filters").is_visible() and not quiet_page.locator(".site-nav").is_visible()
    )
    heads = quiet_page.locator(".kpi-table thead").first
    assert heads.evaluate("element => getComputedStyle(element).display") == "table-header-group"
    quiet_page.goto(f"{live_server.url}{PLAN}kpi/{world.indicators['content'].key}/")
    assert (
        quiet_page.locator(".chart-wide").is_visible()
        and not quiet_page.locator(".chart-narrow").is_visible()
    )
