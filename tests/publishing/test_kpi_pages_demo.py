"""豊中市's and the nation's KPIs on the citizens' page: everything printed as the plan prints it, counted once, told why."""

import json
import re
from html import unescape

import pytest

from publishing.kpi_pages import reading
from publishing.kpi_pages.one import IndicatorPage
from publishing.kpi_pages.page import KpiPage
from publishing.kpi_pages.reading import read_all, read_one, standing_of
from publishing.rules import shelf_or_404

pytestmark = [
    pytest.mark.usefixtures("seeded"),
    pytest.mark.no_database,
]  # the demo is the same on any database
PAGE = "/toyonaka/digital-strategy/kpi/"
NATION = "/nation/digital-denen/kpi/"
# Counts of the page: KPIs, 達成, 順調, やや遅れ, 遅れ, 基準値を下回る, 判定不能.
COUNTS = {
    "第1章": (6, 0, 2, 2, 1, 0, 1),
    "第2章": (3, 0, 1, 1, 0, 1, 0),
    "第3章": (5, 0, 4, 0, 0, 0, 1),
    "第4章": (4, 1, 2, 0, 0, 0, 1),
}
TOTAL = (16, 1, 7, 3, 1, 1, 3)
# The notes of the page drawn for this plan, a few of each kind.
NOTES = {
    "子育てがしやすいまちであると感じている市民の割合": "上昇幅の46.9％（めやす40％）",
    "合計特殊出生率": "途中経過。2年の平均1.39（5年の平均で判定）",
    "出生数": "途中経過。2年計6,030人（めやす6,847人）",
    "保健・医療体制が充実しているまちだと思う市民の割合": "現状値より0.7ポイント低い",
    "社会増加数": "途中経過。2年計3,322人（めやす2,960人）",
    "文化的なまちだと思う市民の割合": "目標より0.3ポイント高い",
    "とよふぁみ登録者数": "増加の49.9％（めやす40％）",
    "デジタル地域ポイント付与事業の利用ポイント数": "目標の期間（年間か累計か）の記載がない",
    "電子図書の貸し出し数": "途中経過。前年より1,756冊多い。現状値とは期間などが違い、比べられない",
}


@pytest.fixture(autouse=True)
def no_layout_is_kept():
    reading.KEPT.clear()
    yield
    reading.KEPT.clear()


def page_of(government: str = "toyonaka", plan: str = "digital-strategy", **asked: str) -> KpiPage:
    shelf = shelf_or_404(government, plan)
    return KpiPage(read_all(shelf, standing_of(shelf)), asked, f"/{government}/{plan}/kpi/")


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_counts_are_those_of_the_plan_with_each_kpi_once_in_the_total():
    page = page_of()
    found = {
        row.group.entry.number: (len(row.group.places), *(one.count for one in row.counts))
        for row in page.goal_counts
    }
    assert found == COUNTS
    assert (len(page.counted), *(one.count for one in page.strip)) == TOTAL
    assert (page.main.count, page.main.relisted, page.supplementary.count, page.kgi.count) == (18, 2, 23, 3)
    assert page.tables_apart[0][1].counts == "順調3件、遅れ1件、判定不能1件"


@pytest.mark.parametrize("address", [PAGE, NATION])
def test_everything_printed_stands_on_the_page_as_it_is_printed(client, address):
    government, plan = address.split("/")[1:3]
    document = page_of(government, plan).document
    html = client.get(address).content.decode()
    row = r'<tr role="row"(?: id="kpi-[^"]+")?>(<th scope="row" role="rowheader"><a href="/.*?)</tr>'
    rows = [(re.search(r"/kpi/([0-9a-f-]{36})/", one)[1], plain(one)) for one in re.findall(row, html)]
    assert len(document.targets) > 20
    for target in document.targets.values():
        mark = "※" if target.is_survey else ""
        audience = f"対象：{target.audience}" if target.audience else ""
        head, start = f"{target.name}{mark}{audience}", f"{target.baseline}{target.baseline_note}"
        assert any(
            key == target.indicator
            and one.startswith(head)
            and start in one.replace("―値なし", "")
            and target.target in one
            for key, one in rows
        ), target.name
    assert html.count("【再掲】</span>") == sum(len(entry.relisted_targets) for entry in document.walk())


def test_the_figures_are_those_of_the_source_document(client, shared):
    """Row by row, in the document's order: name, ※, 【再掲】, audience, present value with its date, target with its."""
    facts = json.loads((shared / "data" / "toyonaka.json").read_text(encoding="utf-8"))
    html = client.get(PAGE).content.decode()
    main = html[html.index("重要業績評価指標（KPI）の一覧") :].split("</table>")[0]
    line = r'<th scope="row" role="rowheader"><a [^>]+>(.*?)</th>.*?data-label="現状">(.*?)</td>.*?data-label="目標値">(.*?)</td>'

    def dated(figure: dict) -> str:
        date = f"（{figure['date_printed']}）" if figure.get("date_printed") else ""
        return figure["printed"] + date + figure.get("reference_value", {}).get("printed", "")

    assert [tuple("".join(plain(cell).split()) for cell in row) for row in re.findall(line, main)] == [
        (
            kpi["name"]
            + ("※" if kpi["survey"] else "")
            + ("【再掲】" if kpi["repost"] else "")
            + (f"対象：{kpi['audience']}" if kpi["audience"] else ""),
            dated(kpi["baseline"]),
            dated(kpi["target"]),
        )
        for kpi in facts["kpis"]
    ]
    outlook = html[html.index("目標値の参考とした見通し") :].split("</table>")[0]
    paths = re.findall(r'<td role="cell" class="number" data-label="([^"（]+)[^"]*">([^<]+)</td>', outlook)
    assert paths == [
        (point["label"], f"{point['value']:,}{point['unit']}".replace("%", "％"))
        for kgi in facts["kgi"]
        for point in kgi["reference_path"]
    ]
    assert [plain(kgi["target"]["printed"]) in html for kgi in facts["kgi"]] == [True] * 3


def test_rows_stand_in_printed_order_under_their_goals_with_pillars():
    page = page_of()
    printed = [
        line.target.name
        for entry in page.document.walk()
        for line in page.document.target_rows(entry)
        if line.target.role == "KPI" and page.layout._homes[entry.lineage].kind == "GOAL"
    ]
    assert [row.place.target.name for row in page.main.rows] == printed
    titles = [[pillar.title for pillar in group.pillars] for group, _ in page.main.groups]
    assert titles == [
        ["子育て環境の充実", "教育環境の充実"],
        ["住環境の充実", "安全・安心な暮らしの確保"],
        ["住環境の充実"],
        ["住環境の充実"],
    ]


def test_the_notes_under_the_grades(client):
    html = client.get(PAGE).content.decode()
    for name, said in NOTES.items():
        row = next(row for row in html.split('<tr role="row"')[1:] if f">{name}</a>" in row)
        assert f'<span class="status-note">{said}</span>' in row, name
    assert "令和5年度速報値による。令和6年度は未公表（令和8年11月予定）" in html
    assert "調査年でない（次は令和7年度）" in html and "公表（見本値）</span>" in html


def test_kgis_stand_first_with_the_outlook_that_they_rest_on(client):
    html = client.get(PAGE).content.decode()
    paths = page_of().kgi.paths()
    assert paths.heads == ["現状（2020年）", "短期（2027年）", "長期（2040年）"]
    assert [[text for _, text in figures] for _, figures in paths.rows()] == [
        ["401,558人", "402,190人", "400,861人"], ["13.7％", "13.3％", "13.0％"], ["60.0％", "60.5％", "57.2％"]]  # fmt: skip
    assert html.index("重要目標達成指標（KGI）") < html.index("すべての指標")


def test_filters_by_goal_pillar_department_and_together():
    def count(**asked: str) -> tuple[int, int, int]:
        page = page_of(**asked)
        return page.main.count, sum(table.count for _, table in page.tables_apart), page.supplementary.count

    assert count() == (18, 5, 23)
    assert count(goal="1") == (6, 1, 6)
    assert count(pillar="4") == (3, 1, 6)  # 安全・安心な暮らしの確保 belongs to 第2章 alone
    departments = dict(next(choice for choice in page_of().choices if choice.name == "department").options)
    assert sum(sum(count(department=name)) for name in departments) == 18 + 5 + 23
    assert count(goal="1", status="late") == (1, 0, 0)
    assert count(goal="1", status="below") == (0, 0, 0)


@pytest.mark.parametrize(
    ("government", "plan"), [("toyonaka", "digital-strategy"), ("nation", "digital-denen")]
)
def test_every_indicator_has_its_page_with_all_that_is_drawn_in_its_table(client, government, plan):
    shelf = shelf_or_404(government, plan)
    standing, drawn = standing_of(shelf), 0
    for key in sorted(read_all(shelf, standing).layout.indicators):
        page = IndicatorPage(*read_one(shelf, standing, key))
        rows = {row.year: row for row in page.trend.rows}
        assert page.targets and page.places and list(page.facts())
        for verdict in page.verdicts:
            assert verdict.word and verdict.paragraphs
        if (chart := page.picture.chart) is None:
            continue
        drawn += 1
        for mark in (*page.trend.actual, *(mark for one in page.trend.promised for mark in one.goals)):
            row = rows[mark.year]
            assert mark.text in (row.figure, row.total, *row.goal.split("、")), (page.name, mark)
        assert all(chart_year in rows for chart_year in range(chart.first, chart.first + len(chart.years)))
        assert page.picture.caption.startswith("太い線と●は実績")
        assert len(page.charts) == 2
    assert drawn == sum(bool(series.figures) for series in read_all(shelf, standing).series.values())
    assert (drawn > 25) is (government == "toyonaka")
    address = f"/{government}/{plan}/kpi/{key}/"
    assert client.get(address).status_code == 200
