"""Spans of days: which meet, and from when nobody is there."""

import datetime
import doctest

import pytest

from accounts import spans
from accounts.spans import Span, first_uncovered

DAY = datetime.date
MARCH, APRIL = DAY(2026, 3, 31), DAY(2026, 4, 1)


def test_examples_hold():
    assert doctest.testmod(spans, extraglobs={"Day": DAY}).failed == 0


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Span(), Span(), True),
        (Span(None, MARCH), Span(APRIL, None), False),
        (Span(None, APRIL), Span(APRIL, None), True),
        (Span(MARCH, MARCH), Span(APRIL, APRIL), False),
        (Span(MARCH, APRIL), Span(APRIL, APRIL), True),
    ],
)
def test_two_spans_meet_when_a_day_lies_in_both(one, other, meet):
    assert (one.meets(other), other.meets(one)) == (meet, meet)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ([], MARCH),
        ([Span()], None),
        ([Span(None, MARCH)], APRIL),
        ([Span(APRIL, None)], MARCH),
        ([Span(None, MARCH), Span(APRIL, None)], None),
        ([Span(APRIL, DAY(2027, 3, 31)), Span(None, MARCH), Span(DAY(2026, 6, 1), DAY(2027, 6, 30))], DAY(2027, 7, 1)),
        ([Span(None, DAY(2026, 3, 1))], MARCH),
    ],
)  # fmt: skip
def test_the_first_day_on_which_nobody_is_there(given, day):
    assert first_uncovered(given, MARCH) == day
