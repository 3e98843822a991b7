"""The few sums that evaluators share."""

from decimal import Decimal

import pytest

from kpi.findings import Basis, Finding, fiscal_year, length, ratio, share, versus, years_of
from kpi.grading import Versus
from kpi.spec import Grain, Span, When
from tests.kpi.figures import d, years


@pytest.mark.parametrize(
    ("when", "year"),
    [
        (When(Grain.FISCAL_YEAR, 2023), 2023),
        (When(Grain.FISCAL_YEAR_END, 2025), 2025),
        (When(Grain.YEAR, 2025), 2025),
        (When(Grain.MONTH, 2020, 3), 2019),
        (When(Grain.MONTH, 2022, 8), 2022),
        (When(Grain.DAY, 2022, 12, 31), 2022),
        (When(Grain.DAY, 2023, 1, 1), 2022),
    ],
)
def test_points_of_time_lie_in_fiscal_years(when, year):
    assert fiscal_year(when) == year


def test_spans_are_counted_with_both_ends():
    assert years_of(years()) == (2023, 2027) and length(years()) == 5
    half = Span(When(Grain.MONTH, 2022, 7), When(Grain.MONTH, 2022, 12))
    assert length(half) == 1


def test_ratios_are_given_only_where_their_signs_mean_something():
    assert ratio(d(50), d(100), True) == d("0.5") and ratio(d(-50), d(100), True) == d("-0.5")
    assert ratio(d(50), d(0), True) is None and ratio(d(-60), d(-50), True) is None
    assert ratio(d(90), d(80), False) == Decimal(80) / 90
    assert ratio(d(0), d(80), False) is None and ratio(d(5), d(0), False) is None


def test_better_and_worse_follow_the_direction():
    assert versus(d(5), d(5), True) is Versus.SAME
    assert versus(d(6), d(5), True) is versus(d(4), d(5), False) is Versus.BETTER
    assert versus(d(4), d(5), True) is versus(d(6), d(5), False) is Versus.WORSE


def test_pace_ratio_and_change_of_a_finding():
    found = Finding(False, Basis.SHARE, 2025, d(90), d(80), d(100), d("0.5"), d("0.6"), (3, 5), is_up=False)
    assert found.pace == d("0.5") / d("0.6") and found.ratio == Decimal(80) / 90 and found.change == d("0.1")
    assert Finding(None).pace is Finding(None).ratio is Finding(None).change is None
    assert Finding(False, rate=d(1), expected=d(0)).pace is None
    assert Finding(False, value=d(1), start=d(0)).change is None
    assert share((3, 5)) == d("0.6") and share(None) is None
