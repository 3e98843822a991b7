"""The increments of a grant project's own indicators: sums are reckoned, never stored, and unknown is not nought."""

from decimal import Decimal

import pytest

from kpi.review.grant_figures import GrantIndicator, Increment, indicators_from, to_data


@pytest.mark.parametrize(
    ("start", "increments", "planned", "actual", "reached", "aimed"),
    [
        ("100", (("5", "4"), ("5", "")), 10, 4, 104, 110),
        ("", (("5", "4"),), 5, 4, None, None),
        ("100", (("", ""),), None, None, None, None),
        ("-2.5", (("0.1", "0"), ("0.2", "0")), Decimal("0.3"), 0, Decimal("-2.5"), Decimal("-2.2")),
    ],
)
def test_sums(start, increments, planned, actual, reached, aimed):
    rows = tuple(Increment(2023 + n, *texts) for n, texts in enumerate(increments))
    one = GrantIndicator("来訪者", "人", start, "", rows)
    assert (one.planned, one.actual, one.reached, one.aimed) == (planned, actual, reached, aimed)


def test_stored_and_read_back():
    one = GrantIndicator("来訪者", "人", "100", "令和8年3月", (Increment(2024, "5", "4"),))
    assert indicators_from(to_data([one])) == (one,)
