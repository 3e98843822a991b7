"""Rules: what a rule can ask, and that a grade meant for a figure is never given where there is none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.findings import Finding
from kpi.grading import NOTHING_KNOWN, Grade, GradeScheme, Measure, Rule, Tone, Versus
from kpi.spec import TargetKind

YES, NO = Grade("yes", "○", "判定あり", Tone.ON_TRACK), Grade("no", "－", "判定不能", Tone.UNKNOWN)
HALF = Finding(False, rate=Decimal("0.5"), expected=Decimal("0.4"), versus=Versus.BETTER, gap=Decimal(-3))


def test_the_first_rule_that_holds_counts():
    first, second = Rule("yes", measure=Measure.RATE, at_least=Decimal("0.5")), Rule("no")
    scheme = GradeScheme("s", "例", (YES, NO), (Rule("no", missing=True), first, second))
    assert scheme.grade(TargetKind.AT_LEAST, HALF) is YES
    assert replace(scheme, rules=(scheme.rules[0], second, first)).grade(TargetKind.AT_LEAST, HALF) is NO


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (Rule("yes"), True),
        (Rule("yes", achieved=False), True),
        (Rule("yes", achieved=True), False),
        (Rule("yes", is_due=True), False),
        (Rule("yes", versus=Versus.BETTER), True),
        (Rule("yes", versus=Versus.WORSE), False),
        (Rule("yes", measure=Measure.PACE, at_least=Decimal("1.25")), True),
        (Rule("yes", measure=Measure.PACE, above=Decimal("1.25")), False),
        (Rule("yes", measure=Measure.RATE, at_most=Decimal("0.5")), True),
        (Rule("yes", measure=Measure.RATE, below=Decimal("0.5")), False),
        (Rule("yes", measure=Measure.GAP, above=Decimal(-4), below=Decimal(0)), True),
        (Rule("yes", measure=Measure.CHANGE, at_most=Decimal(999)), False),  # no baseline, no change
        (Rule("yes", achieved=False, versus=Versus.WORSE), False),
    ],
)
def test_a_rule_holds_when_all_that_it_states_is_so(rule, holds):
    assert rule.holds(HALF) is holds


def test_kinds_and_missing_choose_which_rules_are_asked():
    done = Rule("yes", kinds=(TargetKind.COMPLETION,))
    scheme = GradeScheme("s", "例", (YES, NO), (done, Rule("no", missing=True), Rule("no")))
    assert scheme.grade(TargetKind.COMPLETION, HALF) is YES
    assert scheme.grade(TargetKind.AT_LEAST, HALF) is NO
    assert scheme.grade(TargetKind.COMPLETION, NOTHING_KNOWN) is NO


def test_an_open_rule_is_one_that_states_nothing():
    assert Rule("yes").is_open and Rule("yes", missing=True).is_open
    for stated in (
        {"achieved": False},
        {"is_due": True},
        {"versus": Versus.SAME},
        {"kinds": (TargetKind.ALL,)},
    ):
        assert not Rule("yes", **stated).is_open
    assert not Rule("yes", measure=Measure.GAP, above=Decimal(0)).is_open


@given(st.sampled_from(TargetKind), st.booleans())
def test_where_nothing_is_known_no_rule_for_figures_is_asked(kind, is_due):
    scheme = GradeScheme("s", "例", (YES, NO), (Rule("yes"), Rule("no", missing=True)))
    assert scheme.grade(kind, Finding(None, is_due=is_due)) is NO
