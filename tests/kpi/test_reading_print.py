"""The one place where print becomes data: what stands in the name counts, what is left open is left open."""

import doctest

import pytest

from kpi import reading_print
from kpi.reading_print import read_print
from kpi.spec import BaselineKind, BaselineSpec, TargetKind, TargetSpec

PLAN = (2023, 2027)


def read(target: str, baseline: str = "", **more):
    given = {"name": "見本", "unit": "", "better": "UP", "period": PLAN} | more
    return read_print(target_text=target, baseline_text=baseline, **given)


def test_examples_hold():
    assert doctest.testmod(reading_print).failed == 0


def test_the_year_of_comparison_may_stand_in_the_name():
    """T3-3 of 豊中市: 市民一人あたりの温室効果ガス排出量（1990年度比）."""
    gas = {"name": "市民一人あたりの温室効果ガス排出量（1990年度比）", "unit": "%", "better": "DOWN"}
    target, baseline = read("-38.3%", "-22.4%（令和2年度）", **gas)
    assert (target.kind, target.reference_year, target.printed) == (TargetKind.AT_MOST, 1990, "-38.3%")
    assert (baseline.kind, baseline.reference_year, baseline.printed) == (
        BaselineKind.CHANGE_VS_REFERENCE_YEAR, 1990, "-22.4%（令和2年度）",
    )  # fmt: skip
    assert target.flags == baseline.flags == ()
    own = read("-46%（2013年度比）", "-22.4%（1990年度比、令和2年度）", **gas)
    assert [one.reference_year for one in own] == [2013, 1990]
    words = read("維持", "―", **gas)
    assert [one.kind for one in words] == [TargetKind.MAINTAIN, BaselineKind.NONE]
    assert [one.printed for one in words] == ["維持", "―"]


def test_empty_cells():
    assert read("40万人以上")[1] == BaselineSpec(BaselineKind.NONE)
    assert read("", role="SUPPLEMENTARY")[0] == TargetSpec(TargetKind.QUALITATIVE)
    assert read("維持", role="SUPPLEMENTARY")[0].kind == TargetKind.MAINTAIN
    assert read("")[0].flags == ("empty",)


@pytest.mark.parametrize(
    ("target", "baseline", "is_open"),
    [
        ("35,000,000ポイント", "令和5年度より通年実施", True),
        ("1,000人", "R5年度にサービスを構築", True),
        ("5年間で1,000人", "R5年度にサービスを構築", False),
        ("90%", "令和5年度より実施", False),
        ("2,000事業所", "1,641事業所", False),
        ("11,200人", "", False),
    ],
)
def test_whose_amount_nobody_can_tell(target, baseline, is_open):
    """TOY-39: per year or over the whole period? Only where there was nothing yet to count."""
    assert read(target, baseline)[0].is_period_open is is_open


def test_milestones_after_the_plan_are_an_outlook_and_flagged():
    target, _ = read("95%（2023年度）、97%（2025年度）、99%（2030年度）", "30%（2020年度末）", unit="%")
    assert (target.kind, target.flags) == (TargetKind.MILESTONE, ("after_plan",))
    assert [stone.is_outlook for stone in target.milestones] == [False, False, True]
