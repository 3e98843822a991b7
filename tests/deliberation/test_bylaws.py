"""Rules of a body as data."""

import doctest
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation import bylaws
from deliberation.bylaws import DEFAULT, Base, Tie, from_data, needed, to_data


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(bylaws).failed == 0


def test_rules_come_back_as_they_were_stored():
    rules = replace(
        DEFAULT,
        quorum=None,
        majority=Fraction(2, 3),
        base=Base.IN_OFFICE,
        tie=Tie.REJECTED,
        paper_days=3,
        texts={"quorum": "委員の過半数"},
    )
    assert from_data(to_data(rules)) == rules


def test_what_is_not_known_is_left_out_and_what_is_no_rule_is_refused():
    assert from_data({"colour": "red"}) == DEFAULT
    with pytest.raises(ValueError, match="EVERYBODY"):
        from_data({"base": "EVERYBODY"})


@given(st.integers(0, 200), st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(2, 3), Fraction(3, 5)]))
def test_needed_is_the_smallest_number_that_reaches_the_share(count, share):
    over, reached = needed(count, share, True), needed(count, share, False)
    assert (over > count * share, over - 1 > count * share) == (True, False)
    assert (reached >= count * share, reached - 1 >= count * share) == (True, False)
