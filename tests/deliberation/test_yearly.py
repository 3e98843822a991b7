"""The order of a year's schedule: days, months in words, and what has no time."""

import datetime

from deliberation.yearly import in_order


def test_lines_stand_in_the_order_of_the_fiscal_year():
    rows = [
        (None, "未定", "undated"),
        (datetime.date(2026, 2, 2), "", "february"),
        (None, "１１月頃", "november"),
        (None, "11月上旬", "early november"),
        (datetime.date(2025, 4, 1), "", "april"),
        (None, "", "undated too"),
        (None, "13月", "no month"),
        (datetime.date(2025, 11, 20), "11月頃", "a day in november"),
    ]
    assert list(in_order(rows)) == [
        "april",
        "early november",
        "a day in november",
        "november",
        "february",
        "undated",
        "undated too",
        "no month",
    ]
