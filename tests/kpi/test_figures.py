"""Figures as the screen writes them, and what a series answers."""

import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpi import figures
from kpi.figures import Figure, Round, Series, figure_text, places_of

FIGURE = Figure(
    2024, Decimal("70.400000"), 1, "FINAL", "APPROVED", False, False, 1, None, None, "FISCAL_YEAR",
    date(2024, 4, 1), date(2025, 3, 31), 1, 2, 3, True,
)  # fmt: skip


def test_examples_hold():
    assert doctest.testmod(figures).failed == 0


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("72.000000", 1, "72.0"),
        ("13512.000000", 0, "13,512"),
        ("-0.500000", 1, "−0.5"),
        ("-1577", None, "−1,577"),
        ("0.000000", None, "0"),
        ("1000000", None, "1,000,000"),
        ("70.400000", None, "70.4"),
        ("2.5", 0, "2"),  # never rounded up on the screen alone: half to even, as the format says
    ],
)
def test_how_a_figure_is_written(value, places, text):
    assert figure_text(Decimal(value), places) == text


def test_digits_behind_the_point():
    assert [places_of(Decimal(text)) for text in ("72.0", "72", "7.20E+1", "1E+3", "0.000001")] == [
        1,
        0,
        1,
        0,
        6,
    ]


def test_a_figure_says_itself():
    assert (FIGURE.text, FIGURE.is_provisional) == ("70.4", False)
    assert replace(FIGURE, quality="PROVISIONAL").is_provisional is True


def test_the_share_of_valid_answers():
    assert Round(2024, "10月", 3000, 1230).rate == Decimal("0.41")
    assert [Round(2024, "", *counts).rate for counts in ((None, 1), (3000, None), (0, 0), (3000, 0))] == [
        None, None, None, 0,
    ]  # fmt: skip


def test_the_figure_of_a_year_and_of_a_stage():
    later = replace(FIGURE, stage=2, value=Decimal(1))
    series = Series(
        1, "k", "就業率", "%", "UP", "OUTCOME", "", "", "", "", "", "", "YEARLY", (), None, 1, (), (),
        (FIGURE, later), (),
    )  # fmt: skip
    assert (series.of_year(2024), series.of_year(2024, 2), series.of_year(2023)) == (FIGURE, later, None)
