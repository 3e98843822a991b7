"""Amounts and days as an office writes them."""

import datetime
from decimal import Decimal

import pytest

from kpi.templatetags.said_words import amount, day_word, iso_day


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12000"), "12,000"),
        (Decimal("-3.50"), "−3.5"),
        ("1000", "1,000"),
        (0, "0"),
        (None, "―"),
        ("", "―"),
    ],
)
def test_amounts(value, text):
    assert amount(value) == text


def test_days():
    assert day_word(datetime.date(2026, 8, 3)) == "令和8年（2026年）8月3日" == iso_day("2026-08-03")
    assert (day_word(None), iso_day("")) == ("", "")
