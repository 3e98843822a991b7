"""A printed KPI as data: which way is better, its unit, its figures."""

from decimal import Decimal

import pytest

from kpi.intake.lines import dated, read_line
from kpi.intake.outline import Actual, KpiLine

PERIOD = (2023, 2027)


@pytest.mark.parametrize(
    "baseline, target, better, kind, turned",
    [
        ("68.1%（令和3年度）", "73%", "UP", "at_least", False),
        ("25人", "10人", "DOWN", "at_most", True),
        ("25人", "10人以下", "DOWN", "at_most", False),
        ("-22.4%（令和元年度）", "-38.3%", "DOWN", "at_most", True),
        ("25人", "10件", "UP", "at_least", False),  # of another unit: nothing is told by the figures
        ("3,000人", "維持", "UP", "maintain", False),
    ],
)
def test_which_way_is_better_is_told_by_the_print(baseline, target, better, kind, turned):
    read = read_line(KpiLine((), "見本", baseline_text=baseline, target_text=target), period=PERIOD)
    assert (read.better, read.spec.kind.value, read.is_turned) == (better, kind, turned)


def test_what_an_indicator_says_already_holds():
    line = KpiLine((), "見本", baseline_text="25人", target_text="10人")
    read = read_line(line, period=PERIOD, unit="人", better="UP")
    assert (read.better, read.spec.kind.value, read.is_turned) == ("UP", "at_least", False)


def test_figures_are_read_and_what_is_none_is_told():
    actuals = (
        Actual(2021, "1,234"),
        Actual(2022, "―"),
        Actual(2023, "５４.９（速報値）"),
        Actual(2024, "増加"),
    )
    line = KpiLine((), "見本", unit="人", target_text="2,000人", actuals=actuals)
    found = read_line(line, period=PERIOD).actuals
    assert [(one.fiscal_year, one.value) for one in found] == [
        (2021, Decimal(1234)),
        (2023, Decimal("54.9")),
        (2024, None),
    ]
    assert found[1].figure.is_provisional
    assert found[2].why.startswith("令和6年度の「増加」：")


def test_a_supplementary_indicator_needs_no_target():
    read = read_line(KpiLine((), "参考値", baseline_text="5件"), period=PERIOD, role="SUPPLEMENTARY")
    assert (read.spec.kind.value, read.spec.flags, read.unit) == ("qualitative", (), "件")


@pytest.mark.parametrize(
    ("target", "year", "printed", "by"),
    [
        ("73%", 2026, "73%（令和8年度）", 2026),
        ("3,500人", 2026, "3,500人（令和8年度）", 2026),
        ("73%", 2027, "73%", 2027),  # the plan's last year, as everywhere
        ("73%", None, "73%", 2027),
        ("73%（令和9年度）", 2026, "73%（令和9年度）", 2027),  # the print names a time itself
        ("73%（令和7年度）", 2026, "73%（令和7年度）", 2025),
        ("73%", 2030, "73%（令和12年度）", 2030),  # behind the plan: told by a flag of the notation
        ("73%", 2021, "73%", 2027),  # before it: no year of a target
        ("にぎわいを増やす", 2026, "にぎわいを増やす", None),
        ("", 2026, "", None),
    ],
)
def test_a_year_in_the_head_of_the_targets_is_the_deadline_where_the_print_names_none(
    target, year, printed, by
):
    line = KpiLine((), "見本", baseline_text="60%", target_text=target, target_year=year)
    told = dated(line, PERIOD)
    spec = read_line(line, period=PERIOD).spec
    assert (told.target_text, spec.by and spec.by.year) == (printed, by)
    assert dated(told, PERIOD) == told
    assert read_line(told, period=PERIOD).spec == spec
