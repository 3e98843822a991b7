"""How long a call is open, how long personal data are kept, when two papers say the same."""

import datetime

import pytest

from deliberation.comment_terms import days_open, fingerprint, is_whole, kept_until

D = datetime.datetime


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        (D(2026, 8, 3), D(2026, 9, 2), 30),
        (D(2026, 8, 3), D(2026, 9, 1, 17), 30),  # until five o'clock of the last day
        (D(2026, 8, 3, 9), D(2026, 8, 4), 1),
        (D(2024, 2, 1), D(2024, 3, 2), 30),  # a leap year
    ],
)
def test_first_and_last_day_count(opens, closes, days):
    assert days_open(opens, closes) == days


@pytest.mark.parametrize(
    ("closes", "years", "until"),
    [
        (D(2027, 3, 31), 5, datetime.date(2032, 3, 31)),
        (D(2027, 4, 1), 5, datetime.date(2032, 3, 31)),  # 「3月31日まで」 still closes in the old fiscal year
        (D(2027, 4, 1, 0, 1), 5, datetime.date(2033, 3, 31)),
    ],
)
def test_data_are_kept_from_the_end_of_the_fiscal_year_of_closing(closes, years, until):
    assert kept_until(closes, years) == until


def test_the_same_letter_is_the_same_whatever_its_line_ends_and_width():
    assert fingerprint(["ＡＢ　Ｃ\r\n"]) == fingerprint(["AB\nC"])
    assert fingerprint(["a", "b"]) == fingerprint(["b", "a"])
    assert fingerprint(["ab"]) != fingerprint(["a", "b"])


def test_pieces_are_the_whole_word_for_word():
    assert is_whole("一つ。\r\n二つ。", ["一つ。", "二つ。"])
    assert not is_whole("一つ。二つ。", ["二つ。", "一つ。"])
    assert not is_whole("一つ。二つ。", ["一つ。", "二つ！"])
