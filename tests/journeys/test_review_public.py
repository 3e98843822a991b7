"""A citizen reads how a year went, without scripts: from the plan to the year, to its correction and its files."""

import os

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS
from tests.journeys.office import signed_in
from tests.kpi import closings
from tests.kpi.rounds import a_round
from tests.publishing import reports, reviews

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = "/toyonaka/digital-strategy/"


@pytest.fixture
def edition(toyonaka):
    made = reviews.edition(toyonaka)
    reviews.published(made)
    reviews.published(made, reports.term())
    return made


def test_a_citizen_reads_a_year_and_its_correction_without_scripts(live_server, edition, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}{PLAN}")
    page.get_by_role("navigation", name="主なページ").get_by_role("link", name="年度ごとの評価").click()
    assert page.get_by_role("heading", level=1).inner_text() == "年度ごとの評価"
    page.get_by_role("link", name="令和6年度　効果検証報告書", exact=True).click()
    assert "4指標のうち、「達成」と「順調」は合わせて3指標" in page.locator(".lead").inner_text()
    assert page.get_by_role("img").get_attribute("class") == "chart-narrow"
    table = page.get_by_role("table", name="重要業績評価指標（KPI）の検証")
    row = table.get_by_role("row").filter(has_text="子育てがしやすい").first
    assert "前の年より増えた" in row.inner_text()
    reviews.published(edition, reports.report(revision=2, correction_reason="集計の誤り"))
    page.reload()
    page.get_by_role("link", name="訂正前の報告").click()
    expect(page.get_by_text("この報告は訂正されています")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="報告書（Word）").click()
    assert download.value.suggested_filename == "toyonaka-digital-strategy-2024.docx"
    context.close()


def test_the_pages_pass_axe_and_are_no_wider_than_a_telephone(live_server, edition, quiet_page, check_axe):
    reviews.published(edition, reports.report(revision=2, correction_reason="集計の誤り", judgement="順調"))
    addresses = [f"{PLAN}reviews/{place}" for place in ("", "2024/", "2024/1/", "2027-term/")]
    for address in addresses:
        quiet_page.goto(f"{live_server.url}{address}")
        check_axe(quiet_page, at=WIDTHS)
        if folder := os.environ.get("SHOTS"):
            name = address.strip("/").replace("/", "_")
            for width in (390, 1280):
                quiet_page.set_viewport_size({"width": width, "height": 900})
                quiet_page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    quiet_page.set_viewport_size({"width": 320, "height": 900})
    for address in addresses:
        quiet_page.goto(f"{live_server.url}{address}")
        assert quiet_page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address


def test_the_office_reads_its_draft(live_server, page, toyonaka, aoki, check_axe):
    review = closings.ready(a_round(toyonaka))
    closings.heard(review, "周知を続けてほしい。")
    page = signed_in(page, live_server, aoki)
    page.goto(f"{live_server.url}/office/toyonaka/digital-strategy/review/2024/report/")
    check_axe(page, at=WIDTHS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("（案）")
    expect(page.get_by_role("link", name="報告書", exact=True)).to_have_attribute("aria-current", "page")
    with page.expect_download() as download:
        page.get_by_role("link", name="報告書のすべての表（Excel）（案）").click()
    assert download.value.suggested_filename == "toyonaka-digital-strategy-2024.xlsx"
    if folder := os.environ.get("SHOTS"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/office-{width}.png", full_page=True)
