"""The stretch of time of a figure: a fiscal year is no calendar year, and a date belongs to the year it is entered for."""

import doctest
from datetime import date

import pytest

from accounts.audit import Refused
from kpi import periods
from kpi.periods import Stretch, stretch_of


def test_examples_hold():
    assert doctest.testmod(periods).failed == 0


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        (("FISCAL_YEAR", 2024, None, None), date(2024, 4, 1), date(2025, 3, 31)),
        (("FISCAL_YEAR", 2024, date(2020, 1, 1), None), date(2024, 4, 1), date(2025, 3, 31)),
        (("YEAR", 2024, None, None), date(2024, 1, 1), date(2024, 12, 31)),
        (("DAY", 2022, date(2022, 12, 31), None), date(2022, 12, 31), date(2022, 12, 31)),
        (("DAY", 2022, None, date(2023, 4, 1)), date(2023, 4, 1), date(2023, 4, 1)),  # 令和5年4月1日現在
        (("SPAN", 2022, date(2022, 7, 1), date(2022, 12, 31)), date(2022, 7, 1), date(2022, 12, 31)),
        (("SPAN", 2024, date(2020, 4, 1), date(2025, 3, 31)), date(2020, 4, 1), date(2025, 3, 31)),
    ],
)
def test_stretches(given, first, last):
    assert stretch_of(*given) == Stretch(given[0], first, last, given[1])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("MONTH", 2024, None, None), "時点の種類は、年度・年・時点・期間から選んでください。"),
        (("DAY", 2024, None, None), "時点の日付を入れてください。"),
        (("DAY", 2024, date(2024, 4, 1), date(2024, 5, 1)),
         "時点の日付が二つあります。期間の値なら、時点の種類を「期間」にしてください。"),
        (("SPAN", 2024, date(2024, 4, 1), None), "期間の初日と末日を入れてください。"),
        (("SPAN", 2024, date(2024, 5, 1), date(2024, 4, 1)), "期間の末日が初日より前です。日付を確かめてください。"),
        (("DAY", 2024, date(2022, 12, 31), None),
         "日付（2022/12/31）は令和6年度（2024年度）の値のものではありません（令和4年度（2022年度）の日付です）。"
         "年度か日付を直してください。"),
        (("DAY", 2022, date(2023, 7, 1), None),
         "日付（2023/07/01）は令和4年度（2022年度）の値のものではありません（令和5年度（2023年度）の日付です）。"
         "年度か日付を直してください。"),
    ],
)  # fmt: skip
def test_stretches_that_are_refused(given, sentence):
    with pytest.raises(Refused) as caught:
        stretch_of(*given)
    assert caught.value.sentence == sentence
