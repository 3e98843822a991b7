"""Figures, shares and years as an office writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.explaining import (
    WORDS,
    figure,
    formula,
    gap_unit,
    month_word,
    operand,
    percent,
    short_percent,
    year_word,
)
from kpi.findings import Basis, Finding, Reason
from tests.kpi.figures import DOWN, d, judge, start, target


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("13237", "13,237"), ("66.0", "66.0"), ("-38.3", "−38.3"), ("0", "0"), ("-0", "0"), ("1.46333333", "1.4633"),
        ("1.50000001", "1.5"), ("2.3E+6", "2,300,000"), ("-0.00001", "0"), ("0.0012", "0.0012"),
    ],
)  # fmt: skip
def test_figures(number, text):
    assert figure(d(number)) == text


def test_a_negative_figure_behind_a_sign_stands_in_brackets():
    assert operand(d("-120")) == "(−120)" and operand(d("120")) == "120"


def test_shares_are_rounded_half_up():
    assert (
        percent(d("0.75")) == "75.0％"
        and percent(d("-0.00125")) == "−0.1％"
        and percent(d("1.0625")) == "106.3％"
    )
    assert short_percent(d("0.6")) == "60％" and short_percent(Decimal(3) / 7) == "42.9％"


def test_differences_of_per_cents_are_points():
    assert [gap_unit(unit) for unit in ("%", "％", "%/年", "人", "")] == ["ポイント"] * 3 + ["人", ""]


def test_years_and_months_by_their_era():
    assert year_word(2019) == "令和元年度" and year_word(1) == "1年度"
    assert month_word((2026, 11)) == "令和8年11月" and month_word((1, 1)) == "1年1月"


def test_every_reason_has_words():
    assert set(WORDS) == set(Reason)
    assert not any(word.endswith("。") for word in WORDS.values())  # they stand as notes under a grade


def test_each_basis_is_told():
    told = {basis: formula(Finding(False, basis, value=Decimal(5), target=Decimal(7))) for basis in Basis}
    assert told.pop(Basis.NONE) == "計算していません"
    assert all("5" in text or basis is Basis.STATE for basis, text in told.items())
    assert formula(Finding(True, Basis.SHARE)) == "計算していません"


def test_sentences_of_what_is_kept():
    floor = judge(target("at_least", 40), {2025: 50}, 60)
    assert floor.formula == "50−40=10（目標値以上）"
    ceiling = judge(target("at_most", 40), {2025: 50}, 30, better=DOWN)
    assert ceiling.formula == "50−40=10（目標値に届かない）"
    same = judge(target("at_most", 40), {2025: 40}, 40, better=DOWN)
    assert same.formula == "40−40=0（基準値以下）"
    assert judge(target("balance", 0), {2025: -7}, start(None, "none")).formula == "均衡（0）との差7"
    assert judge(target("completion"), {2025: 0}).formula == "完成していない"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_any_figure_can_be_written(number):
    text = figure(number)
    assert text and "E" not in text and "-" not in text
    back = Decimal(text.replace(",", "").replace("−", "-"))
    assert abs(back - number) <= Decimal("0.00005")
