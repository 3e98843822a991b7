"""Lists that people arrange by hand."""

import pytest

from strategy.order import moved


@pytest.mark.parametrize(
    ("row", "step", "after"),
    [
        ("a", 1, "bacd"),
        ("d", -1, "abdc"),
        ("a", -1, "abcd"),
        ("d", 1, "abcd"),
        ("b", 9, "acdb"),
        ("c", 0, "abcd"),
    ],
)
def test_a_row_moves_and_stops_at_the_ends(row, step, after):
    assert "".join(moved("abcd", row, step)) == after


def test_the_rows_are_those_of_the_list_not_what_is_equal_to_them():
    rows = [(1,), (2,)]
    assert moved(rows, (2,), -1)[0] is rows[1]


def test_a_row_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="not in list"):
        moved("abc", "x", 1)
