"""What stands in the cells of a KPI table."""

import pytest

from publishing.kpi_cells import Printed, printed
from publishing.kpi_tables import KpiTables, Table
from tests.documents import document, entry, point, target, with_targets


def tables(*targets) -> tuple[Table, ...]:
    """The tables of one item with these targets."""
    made = document(with_targets(entry("TEXT", "指標", "1"), *targets), schema=2)
    return KpiTables(made).of(made.items[0]).tables


def test_values_stand_above_their_time():
    (table,) = tables(
        target("満足度", "73%（令和9年度）", "68.1%（令和3年度）", baseline_note="※全国平均：78.5%")
    )
    (row,) = table.rows
    assert (row.baseline, row.goal) == (
        Printed("68.1%", ("（令和3年度）", "※全国平均：78.5%")),
        Printed("73%", ("（令和9年度）",)),
    )
    assert row.baseline.whole == "68.1%（令和3年度）※全国平均：78.5%"


@pytest.mark.parametrize(
    "text",
    [
        "73%",
        "95%（2023年度）、97%（2025年度）",
        "全国展開（1,741市区町村）を目指す",
        "（令和9年度）",
        "全国平均を上回る",
    ],
)
def test_what_has_no_single_time_behind_it_stays_whole(text):
    assert printed(text) == Printed(text)


@pytest.mark.parametrize(
    ("text", "is_long"), [("35,000,000人", False), ("35,000,000ポイント", True), ("全国平均を上回る", False)]
)
def test_long_values_are_set_smaller(text, is_long):
    assert printed(text).is_long == is_long


@pytest.mark.parametrize(
    ("goal", "baseline", "notes"),
    [
        ("1.50", "1.49（令和2年度）", ("（単位：人）",)),
        ("維持", "1.49", ("（単位：人）",)),
        ("12人", "10人（令和2年度）", ()),
        ("年2％以上", "2020年度は-1.2％", ()),
        ("維持", "", ()),
        ("全国平均を上回る", "2022年8月時点で654団体", ()),
    ],
)
def test_a_unit_is_told_where_a_figure_has_none(goal, baseline, notes):
    (table,) = tables(target("見本", goal, baseline, unit="人"))
    assert table.rows[0].notes == notes


def test_a_source_is_told():
    (table,) = tables(target("満足度", "維持", source="市民意識調査"))
    assert table.rows[0].notes == ("（出典：市民意識調査）",)


def test_a_point_that_one_target_lacks_is_an_empty_cell():
    one = target(
        "総人口", "40万人以上", role="KGI", unit="人", reference_path=[point("長期", 2040, "400861")]
    )
    other = target("割合", "13%以上", role="KGI", unit="%", reference_path=[point("短期", 2027, "13.0")])
    (table,) = tables(one, other)
    assert [[figure.text for figure in row.path] for row in table.rows] == [["", "400,861人"], ["13.0%", ""]]
