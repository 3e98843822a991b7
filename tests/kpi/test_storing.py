"""Targets and baselines as JSON: what is stored is what was said, digit for digit, in as few words as it takes."""

import doctest
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi import storing
from kpi.notation import Flag
from kpi.spec import BaselineKind, BaselineSpec, Grain, Milestone, Span, TargetKind, TargetSpec, When
from kpi.storing import baseline_data, baseline_from, target_data, target_from

words = st.text(max_size=8)
years = st.integers(1900, 2199)
figures = st.decimals(Decimal(-(10**15)), Decimal(10**15), allow_nan=False, allow_infinity=False, places=6)
whens = st.builds(
    When, st.sampled_from(Grain), years, st.none() | st.integers(1, 12), st.none() | st.integers(1, 28)
)
spans = st.builds(Span, whens, whens)
flags = st.lists(st.sampled_from(Flag), max_size=3).map(tuple)
targets = st.builds(
    TargetSpec,
    st.sampled_from(TargetKind),
    value=st.none() | figures,
    unit=words,
    low=st.none() | figures,
    high=st.none() | figures,
    by=st.none() | whens,
    span=st.none() | spans,
    denominator=st.none() | figures,
    milestones=st.lists(st.builds(Milestone, figures, years, st.booleans()), max_size=3).map(tuple),
    reference_year=st.none() | years,
    is_strict=st.booleans(),
    reference=words,
    printed=words,
    reason=words,
    flags=flags,
    tolerance=figures,
    by_mean=st.booleans(),
    is_period_open=st.booleans(),
)
baselines = st.builds(
    BaselineSpec,
    st.sampled_from(BaselineKind),
    value=st.none() | figures,
    unit=words,
    at=st.none() | whens,
    span=st.none() | spans,
    reference_year=st.none() | years,
    more_than=st.booleans(),
    parts=st.lists(st.tuples(words, figures), max_size=2).map(tuple),
    printed=words,
    reason=words,
    flags=flags,
)


def stored(data):
    """What a column of JSON or a frozen document gives back."""
    return json.loads(json.dumps(data, ensure_ascii=False))


def test_examples_hold():
    assert doctest.testmod(storing).failed == 0


@given(targets)
def test_a_target_comes_back_as_it_was(spec):
    assert target_from(stored(target_data(spec))) == spec


@given(baselines)
def test_a_baseline_comes_back_as_it_was(spec):
    assert baseline_from(stored(baseline_data(spec))) == spec


@pytest.mark.parametrize("typed", ["66.0", "0.10", "-38.3", "0", "1E+3", "123456789012345.678901"])
def test_a_figure_keeps_its_digits(typed):
    spec = TargetSpec(TargetKind.AT_LEAST, Decimal(typed))
    assert target_data(spec) == {"kind": "at_least", "value": format(Decimal(typed), "f")}
    assert str(target_from(target_data(spec)).value) == format(Decimal(typed), "f")


def test_what_says_nothing_is_left_out():
    assert target_data(TargetSpec(TargetKind.QUALITATIVE)) == {"kind": "qualitative"}
    assert baseline_data(BaselineSpec(BaselineKind.NONE, printed="―")) == {"kind": "none", "printed": "―"}
    stone = TargetSpec(TargetKind.MILESTONE, milestones=(Milestone(Decimal("95"), 2023),))
    assert target_data(stone)["milestones"] == [{"value": "95", "fiscal_year": 2023}]


@pytest.mark.parametrize(
    "data", [{}, {"kind": "hope"}, {"kind": "at_least", "by": {"grain": "WEEK", "year": 1}}]
)
def test_what_was_never_stored_is_no_target(data):
    with pytest.raises((KeyError, ValueError)):
        target_from(data)
