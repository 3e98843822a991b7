"""A report arranged: the drawn sheet, what stands beside it, and how both look as HTML."""

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from kpi.review.report import GoalRow, YearFigure
from publishing.review import words
from publishing.review.arranging import arrange
from publishing.review.blocks import NONE, CountChart, LineChart
from publishing.review.chapters import items_table
from publishing.review.charts import count_svg, line_svg
from publishing.review.kpi_sheet import kgi_charts, kpi_table
from publishing.review.markup import paper_table, screen_table
from publishing.review.page import ReportPage
from tests.publishing import reports

HEADS = ["No", "ＫＰＩ", "単位", "基準値\n（R3）", "実績\nR5", "実績\nR6", "目標値\n（R9）", "達成率", "評価", "要因・課題",
         "今後の方針", "担当課", "委員意見"]  # fmt: skip


def row(report, name: str):
    """The cells of the KPI of this name by their heads."""
    table = kpi_table(report)
    cells = next(cells for cells in table.rows if any(name in cell.text for cell in cells[:2]))
    return dict(zip((column.name for column in table.columns), cells, strict=True))


# --- the sheet ------------------------------------------------------------------------------------------------


def test_the_sheet_has_the_columns_of_the_drawn_one():
    assert [column.paper_name for column in kpi_table(reports.report()).columns] == HEADS


def test_with_many_years_the_unit_stands_in_the_name_and_the_sheet_is_broad():
    table = kpi_table(reports.term())
    heads = [column.paper_name for column in table.columns]
    assert heads[3:8] == [f"実績\nR{n}" for n in range(5, 10)]
    assert "単位" not in heads and heads[-5] == "最終評価"
    assert row(reports.term(), "市民の割合")["KPI"].small == ("対象：18歳以下の子どもがいる市民", "単位：%")


def test_groups_are_the_goals_with_kgi_before_them():
    groups = [(group.title, len(group.rows)) for group in kpi_table(reports.report()).groups]
    assert groups == [
        ("重要目標達成指標（KGI）", 1),
        ("第1章　子ども・若者が夢や希望をもてるまちづくり", 2),
        ("第3章　活力ある快適なまちづくり", 2),
    ]
    supplementary = replace(reports.ROWS[1], role="SUPPLEMENTARY", target_text="", grade="")
    groups = kpi_table(reports.report(rows=(supplementary, *reports.ROWS[2:]))).groups
    assert groups[-1].title.startswith("補足指標")


def test_the_year_of_most_baselines_is_told_once_and_another_one_beside_its_value():
    own, other = row(reports.report(), "市民の割合"), row(reports.report(), "総人口")
    assert (own["基準値（令和3年度）"].text, other["基準値（令和3年度）"].text) == (
        "68.1",
        "40.2\n（令和2年）",
    )
    assert own["目標値（令和9年度）"].lines == ("73",)
    assert other["目標値（令和9年度）"].lines == ("40万人以上",)


def test_no_head_gives_a_year_to_a_baseline_that_names_none():
    timeless = replace(reports.ROWS[3], baseline_text="13,237事業所", target_text="2028年度までに維持")
    report = reports.report(rows=(*reports.ROWS[:3], timeless))
    cells = row(report, "市内事業所数")
    assert (cells["基準値"].text, cells["目標値（令和9年度）"].text) == ("13,237", "2028年度までに維持")
    assert row(report, "市民の割合")["基準値"].text == "68.1\n（令和3年度）"
    other = tuple(replace(one, target_text=one.target_text.replace("令和9", "令和8")) for one in report.rows)
    assert "目標値" in row(reports.report(rows=other), "市民の割合")


def test_figures_carry_what_must_be_known_and_their_way():
    cells = row(reports.report(), "出生数")["実績（令和6年度）"]
    assert (cells.text, cells.value, cells.arrow, cells.way) == (
        "6,480\n累計\n2年分", Decimal("6480"), "↗", "前の年より増えた"
    )  # fmt: skip
    last = row(reports.report(), "出生数")["実績（令和5年度）"]
    assert (last.arrow, last.way) == ("", "")
    missing = row(reports.report(), "市内事業所数")["実績（令和6年度）"]
    assert (missing.text, missing.value) == ("―\n未公表", None)


@pytest.mark.parametrize(
    ("arrow", "figures", "said"),
    [
        ("up", ("1", "2"), "前の年より増えた"),
        ("down", ("2", "1"), "前の年より減った"),
        ("flat", ("2", "2"), "前の年と同じ"),
        ("up", ("", "2"), "前の値より増えた"),
        ("", ("1", "2"), ""),
    ],
)
def test_arrows_say_more_or_less_than_which_figure(arrow, figures, said):
    kpi = reports.kpi(1, "出生数", arrow=arrow, figures=tuple(map(reports.year, (2023, 2024), figures)))
    assert row(reports.report(rows=(kpi,)), "出生数")["実績（令和6年度）"].way == said


def test_a_grade_by_hand_holds_and_the_computed_one_stands_below_it():
    cell = row(reports.report(), "出生数")["評価"]
    assert (cell.sign, cell.lines, cell.tone) == ("○", ("順調",), "on-track")
    assert cell.small == ("手で付けた評価（理由：全国より減りが緩やか）", "計算による評価：△ やや遅れ")


def test_a_target_changed_in_the_term_shows_old_and_new_with_the_day():
    cell = row(reports.report(), "市民の割合")["目標値（令和9年度）"]
    assert cell.small == ("令和7年（2025年）4月1日から改訂。改訂前の目標値 71%（令和9年度）",)


def test_cause_issue_direction_and_opinions():
    cells = row(reports.report(), "市民の割合")
    assert cells["要因・課題"].lines == (
        "要因：転入した子育て世帯の評価が上がった。",
        "課題：相談先が分からないという声が残る。",
    )
    assert cells["今後の方針"].lines == ("改善　相談窓口の案内を見直す", "目標値の見直し案：75%")
    assert cells["委員意見"].lines == ("①相談先の見える化を急いでほしい。", "②中高生の意見も聞いてほしい。")
    assert row(reports.report(), "総人口")["委員意見"].text == NONE


# --- the whole ------------------------------------------------------------------------------------------------


def test_the_book_has_overview_and_chapters_and_is_marked_until_it_is_published():
    book = arrange(reports.report())
    assert [part.title for part in book.overview] == [
        "評価の結果", "重要目標達成指標（ＫＧＩ）", "目標ごとの指標数", "評価の基準", "総評"
    ]  # fmt: skip
    assert [part.key for part in book.chapters] == ["kpis", "items", "inputs", "grants"]
    assert (book.title, book.mark) == ("令和6年度　効果検証報告書", "")
    assert arrange(reports.report(published_on="")).mark == "（案）"
    assert arrange(reports.report(revision=2)).title == "令和6年度　効果検証報告書（訂正1）"
    assert arrange(reports.term()).title == "令和5年度～令和9年度　総括評価報告書"


def test_an_empty_year_is_a_report_too():
    report = reports.report(
        rows=(),
        items=(),
        grants=(),
        goals=(),
        inputs=(),
        counts=(0,) * 5,
        total=0,
        relisted=0,
        judgement="",
        summary="",
    )
    book = arrange(report)
    assert [part.key for part in book.overview] == ["result", "criteria"]
    assert words.essence(report) == "令和6年度末の時点で、評価した指標はありません。"
    assert str(ReportPage(report).kpis) == ""


def test_a_goal_without_kpis_is_told_too():
    report = reports.report(goals=(GoalRow(reports.GOAL, (0,) * 5, 0, "下に指標がありません。"),))
    table = arrange(report).table("goals")
    assert [cell.text for cell in next(table.rows)] == [
        "第1章　子ども・若者が夢や希望をもてるまちづくり\n下に指標がありません。", "0", "0", "0", "0", "0", "0"
    ]  # fmt: skip


def test_what_is_missing_of_the_four_materials_is_said():
    table = arrange(reports.report()).table("inputs")
    told = [(cells[0].text, cells[1].text) for cells in table.rows]
    assert told == [
        ("KPIの実績", NONE),
        ("外部の評価", "総合戦略推進会議\n外部の有識者が参加"),
        ("議会", "まだありません。"),
        ("住民の声", "まだありません。"),
    ]


def test_grants_tell_what_was_added_year_by_year():
    rows = [
        [cell.text for cell in cells] for cells in arrange(reports.report()).table("grant-indicators").rows
    ]
    assert rows == [
        ["オンライン相談の件数", "件", "0", "令和6年度", "1,200", "1,350", "令和8年3月"],
        ["オンライン相談の件数", "件", "0", "令和7年度", "300", NONE, "令和8年3月"],
    ]


def test_kgis_with_two_figures_are_drawn_with_their_goal():
    (chart,) = kgi_charts(reports.report())
    assert [(year, str(value)) for year, value, *_ in chart.points] == [(2023, "40.1"), (2024, "40.0")]
    assert (chart.goal_year, chart.goal_text) == (2027, "40万人以上")
    assert chart.title == "総人口の実績の折れ線グラフ。令和5年度40.1万人、令和6年度40.0万人。目標40万人以上"
    alone = replace(reports.ROWS[0], figures=(reports.year(2023, "40.1"), YearFigure(2024, absent="未公表")))
    assert list(kgi_charts(reports.report(rows=(alone,)))) == []


# --- pictures and tables as HTML ------------------------------------------------------------------------------


def test_pictures_are_well_formed_say_what_they_show_and_hatch_what_is_late():
    bars = CountChart(
        "達成3件、遅れ<1件",
        (("◎", "達成", "achieved", 3), ("×", "遅れ", "late", 1), ("－", "未", "unknown", 0)),
    )
    tree = ElementTree.fromstring(count_svg(bars))
    assert tree.find("title").text == "達成3件、遅れ<1件"
    widths = [float(rect.get("width")) for rect in tree.iter("rect")]
    assert len(widths) == 2 and widths[0] == pytest.approx(3 * widths[1], abs=0.2)
    assert len(list(tree.iter("line"))) > 5
    line = LineChart(
        "題",
        "総人口",
        "人",
        (2023, 2024),
        ((2023, Decimal(1), "1", False), (2024, Decimal(2), "2", True)),
        2024,
    )
    for on_paper in (True, False):
        assert ElementTree.fromstring(line_svg(line, on_paper=on_paper, key="k")).find("title").text == "題"


def test_tables_escape_what_an_office_typed():
    evil = '<b onclick=x>&"'
    report = reports.report(rows=(replace(reports.ROWS[1], name=evil, cause=evil, audience=evil, unit=evil),))
    for html in (paper_table(kpi_table(report)), screen_table(kpi_table(report))):
        assert evil not in html and html.count("&lt;b onclick=x&gt;&amp;&quot;") >= 4


def test_a_screen_table_is_a_table_for_those_who_listen():
    html = screen_table(kpi_table(reports.report()), lambda key: f"/kpi/{key}/")
    assert html.count('<th scope="row" role="rowheader">') == 5
    assert (
        html.count('<tr class="group-row" role="row"><th scope="rowgroup" colspan="8" role="rowheader"') == 3
    )
    assert f'<a href="/kpi/{reports.ROWS[1].indicator}/">※子育てがしやすいまちだと思う市民の割合</a>' in html
    assert '<small class="soft">単位：%</small>' in html
    assert (
        'data-label="実績（令和6年度）"><span>70.2 <span class="way"><span aria-hidden="true">↗</span>'
        in html
    )
    assert re.findall(r"<dt>(.*?)</dt>", html)[:2] == [
        "今後の方針",
        "担当課",
    ]  # nothing is said of the KGI's cause


def test_words():
    assert [words.short_year(year) for year in (2018, 2019, 2024)] == ["H30", "R元", "R6"]
    assert words.without_unit("－22.4%", "%") == "－22.4"
    assert words.without_unit("5年間で7,400人", "人") == "5年間で7,400人"
    assert [words.bracketed_year(text) for text in ("（令和9年度）", "（令和2年）", "（速報）")] == [
        2027,
        None,
        None,
    ]
    assert words.number_of("40万人以上", "人") == Decimal(400_000)
    assert words.number_of("維持", "人") is words.number_of("5年間で1,000人", "人") is None
    assert [words.thousands(text) for text in ("12500", "-3000", "", "約3千")] == [
        "12,500",
        "-3,000",
        "",
        "約3千",
    ]


def test_measures_of_which_nothing_was_said_are_counted_and_not_listed():
    silent = replace(
        reports.ITEMS[0],
        achievement="", self_evaluation="", issue="", direction="", direction_reason="", projects=(), opinions=(),
    )  # fmt: skip
    table = items_table(reports.report(items=(*reports.ITEMS, silent, silent)))
    assert len(list(table.rows)) == len(reports.ITEMS)
    assert table.note.endswith("ほかの2施策は、この年度の評価を書いていません。")
    assert "書いていません" not in items_table(reports.report()).note
