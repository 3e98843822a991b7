"""What a correction changed is told cell by cell, and nothing else."""

from dataclasses import replace

from kpi.review.report import YearFigure
from publishing.review.corrections import Difference, differences
from tests.publishing import reports


def corrected(**fields):
    return reports.report(
        **{"revision": 2, "correction_reason": "集計の誤り", "published_on": "2025-12-01"} | fields
    )


def test_a_correction_that_changes_nothing_tells_nothing():
    assert differences(reports.report(), corrected()) == ()


def test_a_figure_and_a_grade_are_told_with_their_kpi():
    figures = (reports.ROWS[1].figures[0], YearFigure(2024, "67.0", "67.0", "CORRECTED"))
    row = replace(reports.ROWS[1], figures=figures, grade="late", rate_text="−22%")
    rows = (reports.ROWS[0], row, *reports.ROWS[2:])
    counts = {"counts": (1, 1, 0, 1, 1)}
    where = "重要業績評価指標（KPI）の検証：※子育てがしやすいまちだと思う市民の割合　対象：18歳以下の子どもがいる市民"
    assert differences(reports.report(), corrected(rows=rows, **counts)) == (
        Difference(where, "実績（令和6年度）", "70.2", "67.0\n訂正"),
        Difference(where, "達成率", "43%", "−22%"),
        Difference(where, "評価", "順調", "遅れ"),
    )


def test_words_of_the_whole_year_and_rows_that_come_and_go_are_told():
    opinion = replace(reports.report().inputs[1], opinions=reports.report().inputs[1].opinions[:1])
    new = corrected(
        judgement="順調", inputs=(reports.report().inputs[0], opinion, *reports.report().inputs[2:])
    )
    assert differences(reports.report(), new) == (
        Difference("年度の全体", "全体の評価", "概ね順調", "順調"),
        Difference("いただいた意見と回答：出生数", "行", "あり", "なし"),
    )


def test_a_chapter_that_came_is_told():
    old = reports.report(grants=())
    told = [(one.where, one.what, one.old, one.new) for one in differences(old, corrected())]
    assert ("交付金を使った事業の効果：子育て相談DX事業", "行", "なし", "あり") in told


def test_rows_of_one_name_are_told_apart():
    twice = (reports.ROWS[1], replace(reports.ROWS[1], cause="別の要因"))
    old, new = (
        reports.report(rows=twice),
        corrected(rows=(twice[0], replace(twice[1], department="学校教育課"))),
    )
    assert [(one.what, one.old, one.new) for one in differences(old, new)] == [
        ("担当課", "こども政策課", "学校教育課")
    ]
