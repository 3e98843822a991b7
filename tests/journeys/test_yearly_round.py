"""A year as the office lives it: the workbook goes out and comes back, the year is evaluated, published, and stays."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from kpi.measurements import record_value
from kpi.models import Measurement, ReviewYear
from strategy.fiscal import format_fiscal_year
from tests.journeys.office import signed_in
from tests.kpi import office, promises
from tests.kpi.rounds import Round, a_round

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EASE, BIRTHS = "子育てがしやすいまちだと思う市民の割合", "出生数"
PLACE = "/office/toyonaka/digital-strategy/review/"
FIGURES = {EASE: "７１．４", BIRTHS: "3,180人"}  # as clerks type them


def filled(content: bytes) -> bytes:
    """The workbook as a clerk of the department gives it back: figures, words, and the head's name."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["KPI実績"]
    heads = {
        cell.value: (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    head, value = heads["この年度の値"]
    said = {
        "要因": "相談が増えた",
        "課題": "案内が足りない",
        "今後の対応": "案内を見直す",
        "今後の方針": "改善",
    }
    for row in sheet.iter_rows(min_row=head + 1):
        name = next((text for cell in row for text in FIGURES if text in str(cell.value)), None)
        if name:
            sheet.cell(row[0].row, value).value = FIGURES[name]
            for column, words in said.items():
                sheet.cell(row[0].row, heads[column][1]).value = words
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def clerk(toyonaka, year):
    return office.staff("馬場", "DEPARTMENT", toyonaka, year.child)


def go(page: Page, live_server, part: str = "2024/") -> None:
    page.goto(f"{live_server.url}{PLACE}{part}")


def to_step(page: Page, live_server, name: str) -> None:
    go(page, live_server)
    page.get_by_text("段階を進める・戻す").click()
    page.get_by_label("評価の段階").select_option(label=name)
    page.get_by_role("button", name="この段階にする").click()


def test_a_year_goes_round(live_server, page, browser, year, aoki, clerk, tmp_path, program, check_axe):
    planner = signed_in(page, live_server, aoki)
    given = tmp_path / "R6_こども政策課_KPI実績.xlsx"
    given.write_bytes(filled(handed_out(planner, live_server, year, given.name)))
    # It is saved once more by another program than ours; meanwhile the planner types one of the figures.
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    program(
        "soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir",
        tmp_path / "saved", given,
    )  # fmt: skip
    ease = year.targets["ease"].indicator
    record_value(actor=aoki, indicator=ease, fiscal_year=2024, typed="71.0%", why="速報の集計")
    brought_back(planner, live_server, tmp_path / "saved" / given.name, check_axe)
    assert figures_of(year) == {EASE: "71.4", BIRTHS: "3180"}
    corrected_and_submitted(browser, live_server, year, clerk)
    go(planner, live_server, f"2024/returns/{year.child.pk}/")
    planner.get_by_role("button", name="承認する").click()
    go(planner, live_server, "2024/inputs/")
    check_axe(planner)
    heard(planner)
    to_step(planner, live_server, "公表")
    go(planner, live_server, "2024/close/")
    check_axe(planner)
    planner.get_by_role("button", name="令和6年度の評価を公表する").click()
    assert ReviewYear.objects.get().is_published
    stays_as_it_was(browser, live_server, year)


def handed_out(page: Page, live_server, year: Round, name: str) -> bytes:
    """The year is opened, and the department gets its workbook."""
    go(page, live_server, "")
    page.get_by_label("評価する年度").select_option(label=format_fiscal_year(2024))
    page.get_by_role("button", name="この年度の評価を始める").click()
    to_step(page, live_server, "入力")
    go(page, live_server, f"2024/returns/{year.child.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="この課の表（Excel）").click()
    assert download.value.suggested_filename == name
    return download.value.path().read_bytes()


def brought_back(page: Page, live_server, file: Path, check_axe) -> None:
    """Uploaded, shown, one conflict resolved, applied."""
    go(page, live_server, "2024/uploads/")
    page.get_by_label("実績の表（.xlsx）").set_input_files(file)
    page.get_by_role("button", name="表を送る").click()
    expect(page.get_by_text("追加9　食い違い1")).to_be_visible()
    check_axe(page)
    assert Measurement.objects.filter(indicator__name=BIRTHS).count() == 0
    page.get_by_label("Excelの値　71.4").check()
    page.get_by_role("button", name="選んだ内容で確かめ直す").click()
    page.get_by_role("button", name="まとめて反映する").click()
    expect(page.get_by_text("に反映しました")).to_be_visible()


def corrected_and_submitted(browser, live_server, year: Round, clerk) -> None:
    """The department corrects one figure on its own screen, and submits with its head's name."""
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    page = signed_in(context.new_page(), live_server, clerk)
    page.goto(f"{live_server.url}/office/toyonaka/digital-strategy/1/kpi/?year=2024")
    cell = page.get_by_label(f"{BIRTHS} 令和6年度の値")
    cell.fill("3,190")
    cell.press("Enter")
    expect(page.locator("[data-save-state]")).to_contain_text("保存しました")
    go(page, live_server, f"2024/returns/{year.child.pk}/")
    page.get_by_label("所属長の氏名").fill("山田")
    page.get_by_label("所属長の確認日").fill("2025-06-12")
    page.get_by_role("button", name="提出する").click()
    context.close()


def stays_as_it_was(browser, live_server, year: Round) -> None:
    """Citizens see the year without any script; a correction of a figure afterwards leaves it as it was."""
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    place = f"{live_server.url}/toyonaka/digital-strategy/reviews/2024/"
    page.goto(place)
    for words in ("3,190", "71.4", "相談先の見える化を急いでほしい。", "概ね順調", "案内を見直す"):
        expect(page.get_by_text(words).first).to_be_visible()
    before = page.content()
    births = year.targets["births"].indicator
    newest = births.measurements.get(fiscal_year=2024).revisions.order_by("-n").first()
    promises.published(births, 2024, "3,200人", seen=newest.n, why="集計の誤り")
    page.goto(place)
    assert page.content() == before
    page.goto(f"{live_server.url}/toyonaka/digital-strategy/kpi/")
    expect(page.get_by_text("3,200").first).to_be_visible()
    context.close()


def heard(page: Page) -> None:
    """The committee met, said something of one KPI, and found the year 概ね順調."""
    page.get_by_role("link", name="会議・調査を足す").first.click()
    page.get_by_label("種類").select_option(label="外部の評価")
    page.get_by_label("会議・調査の名前").fill("総合戦略推進会議")
    page.get_by_label("実施日").fill("2025-08-20")
    page.get_by_label("外部の有識者がいる").check()
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="意見を足す").first.click()
    about = page.get_by_label("何についての意見か")
    about.select_option(about.get_by_role("option", name=EASE).get_attribute("value"))
    page.get_by_label("意見", exact=True).fill("相談先の見える化を急いでほしい。")
    page.get_by_role("button", name="保存する", exact=True).click()
    page.get_by_role("link", name=re.compile("書く.*全体の評価")).click()
    page.get_by_label("全体の評価").fill("概ね順調")
    page.get_by_role("button", name="保存する").click()


def figures_of(year: Round) -> dict[str, str]:
    """The newest figure of each KPI of the department."""
    rows = Measurement.objects.filter(fiscal_year=2024, indicator__department=year.child)
    return {row.indicator.name: f"{row.revisions.order_by('-n').first().value.normalize():f}" for row in rows}
