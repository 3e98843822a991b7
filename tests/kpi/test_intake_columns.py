import doctest

import pytest

from kpi.intake import columns
from kpi.intake.columns import FIELDS, guess, meaning, year_of


def test_the_examples_hold():
    assert doctest.testmod(columns) == (0, 4)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("No.", "number"),
        ("基本目標", "goal"),
        ("基本的方向(施策)", "direction"),
        ("施策名", "measure"),
        ("主な取組み", "initiative"),
        ("重要業績評価指標\n（ＫＰＩ）", "name"),
        ("KPI", "name"),
        ("成果指標名", "name"),
        ("単　位", "unit"),
        ("対象者", "audience"),
        ("基準値（令和元年度）", "baseline"),
        ("現状値", "baseline"),
        ("計画策定時", "baseline"),
        ("基準年度", "baseline_at"),
        ("目標値\n（令和６年度）", "target"),
        ("目標年度", "target_at"),
        ("数値目標の設定根拠", "rationale"),
        ("H27", "actual"),
        ("平成28年度", "actual"),
        ("R5年度実績値", "actual"),
        ("2019", "actual"),
        ("実績", "actual"),
        ("所管課", "department"),
        ("データの出典", "source"),
        ("新規・継続", "continuity"),
        ("実施期間", "period"),
        ("当初予算額（千円）", "budget"),
        ("備考", "note"),
        ("※", "survey"),
        ("取組内容", "initiative"),
        ("概要", "text"),
        ("達成率", ""),
        ("", ""),
        ("現状と課題を踏まえ、目標を定めます。", ""),
    ],
)
def test_what_a_heading_means(heading, field):
    assert meaning(heading) == field
    assert not field or field in FIELDS


def test_a_field_is_given_once_but_years_are_many():
    found = guess(
        {1: "指標", 2: "R3", 3: "R4実績", 4: "目標値", 5: "中間目標値（R7）", 6: "備考", 7: "その他"}, {}
    )
    assert found == {1: "name", 2: "actual", 3: "actual", 4: "target", 6: "note", 7: "note"}
    assert guess({1: "指標", 2: "目標値 R7", 3: "目標値 R9", 4: "目標値 R8"}, {}) == {1: "name", 3: "target"}


def test_aims_name_the_indicators_where_another_column_holds_the_figures():
    assert guess({1: "数値目標", 2: "基準値", 3: "目標値"}, {}) == {1: "name", 2: "baseline", 3: "target"}
    assert guess({1: "指標", 2: "現状", 3: "数値目標"}, {})[3] == "target"


def test_what_somebody_said_last_time_goes_before_what_we_think():
    habits = {"ものさし": "name", "担当課": "unused", "目標値": "baseline"}
    found = guess({1: "もの\nさし", 2: "現状値", 3: "目標値", 4: "担当課"}, habits)
    assert found == {1: "name", 3: "baseline"}


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("令和元年度", 2019),
        ("目標値（Ｒ６）", 2024),
        ("S63", 1988),
        ("H27～R1", None),
        ("平成27年度から", 2015),
        ("令和100年度", None),
        ("KPI", None),
    ],
)
def test_the_year_of_a_heading(heading, year):
    assert year_of(heading) == year
