"""A population vision is computed from a file, tried, frozen, read by a citizen, and tied to a plan, in a real browser."""

import csv
import io
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from publishing.editions import freeze, publish
from strategy.models import Edition
from tests import factories
from tests.journeys.office import address, signed_in
from tests.kpi import promises
from tests.vision import towns
from vision.ages import group_keys
from vision.document import VisionDocument
from vision.figures import ScenarioFigures
from vision.models import PopulationVision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEARS = (2020, 2025, 2030, 2035, 2040, 2045, 2050)


def a_projection(ogori) -> ScenarioFigures:
    """An invented town's projection, as the neighbour's office would have computed it."""
    found = VisionDocument.draft(towns.a_vision(ogori)).published
    assert found is not None
    return found


def a_file(figures: ScenarioFigures, code: str, name: str) -> bytes:
    """The projection as a published table: one row for each sex and age, one column for each year."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["code", "name", "sex", "age", *YEARS])
    for sex, table in (("M", figures.male), ("F", figures.female)):
        whole = {year: [round(people) for people in table[year]] for year in YEARS}
        rows.writerow([code, name, sex, "total", *(sum(whole[year]) for year in YEARS)])
        for place, key in enumerate(group_keys(90)):
            rows.writerow([code, name, sex, key, *(whole[year][place] for year in YEARS)])
    return out.getvalue().encode("cp932")


def there(live_server, name: str, *more) -> str:
    return live_server.url + reverse(name, args=["toyonaka", *more])


def begun(page: Page, live_server) -> PopulationVision:
    """A vision that is begun, with its base and its end."""
    page.goto(there(live_server, "population_visions"))
    page.get_by_role("link", name="新しくつくる…").click()
    page.get_by_label("題名").fill("豊中市人口ビジョン")
    page.get_by_label("基準年").fill("2020")
    page.get_by_label("推計の最後の年").fill("2050")
    page.get_by_role("button", name="人口ビジョンをつくる").click()
    return PopulationVision.objects.get(government__slug="toyonaka")


def taken_in(page: Page, live_server, file: bytes) -> None:
    """The table read, looked at, taken in."""
    page.goto(there(live_server, "population_tables", 1))
    page.get_by_label("ファイル（.xlsx、.csv）").set_input_files(
        {"name": "推計結果.csv", "mimeType": "text/csv", "buffer": file}
    )
    page.get_by_role("button", name="読み込んで確かめる").click()
    expect(page.get_by_role("heading", name="読み取った表と率")).to_be_visible()
    page.get_by_label("表の種類").select_option(label="公表された将来推計")
    page.get_by_role("button", name="反映する").click()
    expect(page.get_by_text("人口表はまだありません")).to_have_count(0)


def test_from_a_file_to_the_citizen_and_the_plan(
    live_server, quiet_page, browser, check_axe, toyonaka, ogori, aoki
):
    expected = a_projection(ogori)
    page = signed_in(quiet_page, live_server, aoki)
    vision = begun(page, live_server)
    taken_in(page, live_server, a_file(expected, "27203", "豊中市"))

    # パターン1 gives back the table, and needs no rate that nobody published.
    page.goto(there(live_server, "population_vision", 1))
    total = f"{sum(round(n) for n in (*expected.male[2050], *expected.female[2050])):,}"
    row = page.get_by_role("row", name=re.compile(r"令和32（2050）年")).first
    expect(row).to_contain_text(total)

    # k typed, an own course tried without being saved, then saved.
    page.goto(there(live_server, "population_assumptions", 1))
    page.get_by_label("kそのものを入れる").check()
    page.get_by_label("年と値").fill("2020 0.14\n2050 0.14")
    page.get_by_role("button", name="kを保存する").click()
    page.goto(there(live_server, "scenario_add", 1))
    page.get_by_label("独自の推計").check()
    page.get_by_label("名前").fill("市の見通し")
    page.get_by_role("button", name="ケースを足す").click()
    page.get_by_label("合計特殊出生率で決める").check()
    page.get_by_role("button", name="年を足す").click()
    last = page.get_by_role("table", name="合計特殊出生率の道すじ").get_by_role("row").last
    last.get_by_role("textbox").first.fill("2040")
    last.get_by_role("textbox").last.fill("2.1")
    last.get_by_role("textbox").last.press("Tab")
    effect = page.locator("[data-effect]")
    expect(effect).to_contain_text("社人研推計準拠との差は＋")
    assert vision.scenarios.get(name="市の見通し").version == 1
    page.get_by_role("button", name="保存する", exact=True).click()
    own = vision.scenarios.get(name="市の見通し")
    assert own.spec["tfr"][-1] == [2040, "2.1"]

    # Adopted, frozen, published.
    for name, more, button in (
        ("scenario_adopt", (1, own.lineage), "採用する"),
        ("population_vision_freeze", (1,), "凍結する"),
        ("population_vision_publish", (1,), "公表する"),
    ):
        page.goto(there(live_server, name, *more))
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)
    vision.refresh_from_db()
    assert vision.is_public

    read_by_a_citizen(browser, live_server, check_axe, VisionDocument.of(vision).adopted)
    tied_to_a_plan(page, live_server, check_axe, toyonaka, vision)


def read_by_a_citizen(browser, live_server, check_axe, adopted: ScenarioFigures) -> None:
    """Without script and cookie: the figures of the adopted course, and the same in the file."""
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(there(live_server, "public_population"))
    total = f"{round(adopted.summaries[2050].total):,}"
    expect(page.get_by_role("table").first).to_contain_text(total)
    data = context.request.get(there(live_server, "public_population_file", 1, "csv")).body()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {"市の見通し", "パターン1"} <= {value for row in rows for value in row.values()}
    assert context.cookies() == []
    context.close()
    scripted = browser.new_page()
    scripted.goto(there(live_server, "public_population"))
    check_axe(scripted)
    scripted.close()


def tied_to_a_plan(page: Page, live_server, check_axe, toyonaka, vision: PopulationVision) -> None:
    """The edition rests on it, its KGI takes the path over, and readers of the plan see both."""
    edition = factories.edition(
        factories.plan(toyonaka),
        stage=Edition.Stage.ADOPTED,
        effective_from="2023-04-01",
        adopted_on="2023-03-31",
    )
    made = factories.small_tree(edition)
    kgi = promises.target(made["chapter"], name="総人口", role="KGI", unit="人", target_text="1万人以上")
    page.goto(address(live_server, "population_citation", edition))
    page.get_by_label(re.compile("豊中市人口ビジョン")).check()
    page.get_by_label("目標とのつながり").fill("見通しを切り下げて目標にしました。")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("button", name="引用を取り消す")).to_be_visible()
    page.goto(address(live_server, "reference_path", edition, kgi.lineage))
    check_axe(page)
    page.get_by_role("button", name="見通しを写す").click()
    expect(page.get_by_role("status").or_(page.locator(".messages")).first).to_be_visible()
    kgi.refresh_from_db()
    assert kgi.reference_path[0]["fiscal_year"] == 2020
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page.goto(there(live_server, "plan", edition.plan.slug))
    expect(page.get_by_role("heading", name=re.compile("人口ビジョン")).first).to_be_visible()
    check_axe(page)
