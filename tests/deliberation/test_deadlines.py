"""Deadlines in words: weekdays are computed, a day ends at the midnight after it."""

import datetime
import doctest

from hypothesis import given
from hypothesis import strategies as st

from deliberation import deadlines
from deliberation.deadlines import days_left, exclusive, last_day, printed, spelled


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(deadlines).failed == 0


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_the_last_day_of_a_deadline_is_the_day_that_was_named(day):
    assert last_day(exclusive(day)) == day


def test_the_end_of_a_year_and_of_a_february():
    assert spelled(exclusive(datetime.date(2026, 12, 31))) == "12月31日（木曜日）まで"
    assert exclusive(datetime.date(2026, 12, 31)) == datetime.datetime(2027, 1, 1)
    assert printed(exclusive(datetime.date(2024, 2, 29))) == "令和6年（2024年）2月29日（木）まで"


def test_days_left_are_counted_to_the_last_day():
    noon = datetime.datetime(2026, 12, 31, 12)
    days = [datetime.date(2026, 12, 30), datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)]
    assert [days_left(noon, day) for day in days] == ["あす", "きょう", ""]
