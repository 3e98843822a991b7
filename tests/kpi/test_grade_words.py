"""Rules of grade schemes in words: every preset can be told, and the rule that is named is the one that graded."""

from decimal import Decimal

import pytest

from kpi.findings import Basis, Finding
from kpi.grade_words import case, deciding_rule, elapsed_words, meanings
from kpi.grades import DEFAULT, PRESETS
from kpi.grading import Elapsed, Grade, GradeScheme, Measure, Rule, Tone, Versus
from kpi.spec import TargetKind


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=PRESETS)
def test_every_preset_says_when_each_grade_is_given(scheme):
    told = meanings(scheme)
    assert [grade for grade, _ in told] == list(scheme.grades)
    assert all(cases and all(cases) for _, cases in told)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("x", missing=True), "まだ値がないか、判定する時期でない"),
        (Rule("x", achieved=True), "目標に届いた"),
        (Rule("x", achieved=False, is_due=True), "期限が来て、目標に届いていない"),
        (Rule("x", versus=Versus.SAME), "現状値と同じ"),
        (Rule("x", measure=Measure.PACE, at_least=Decimal(1)), "めやすと同じか、それより早く進んでいる"),
        (Rule("x", measure=Measure.PACE, at_least=Decimal("0.6")), "進み具合がめやすの60％以上"),
        (Rule("x", measure=Measure.RATE, at_least=Decimal("0.5"), below=Decimal("0.6")), "達成率が50％以上で60％未満"),
        (Rule("x", measure=Measure.CHANGE, at_least=Decimal("-0.1")), "現状値からの変化が−10％以上"),
        (Rule("x", measure=Measure.GAP, above=Decimal(0)), "目標との差が0を超える"),
        (Rule("x", measure=Measure.RATIO, at_most=Decimal("0.8")), "実績÷目標値が80％以下"),
        (Rule("x", kinds=(TargetKind.BALANCE,), achieved=True), "特定の種類の目標で、目標に届いた"),
        (Rule("x", is_due=False), "期限より前に、ほかのどれにもあたらない"),
        (Rule("x"), "ほかのどれにもあたらない"),
    ],
)  # fmt: skip
def test_a_rule_in_words(rule, words):
    assert case(rule) == words


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=PRESETS)
@pytest.mark.parametrize(
    "found",
    [
        Finding(None),
        Finding(True, Basis.SHARE, 2024, Decimal(9), Decimal(8), Decimal(5), Decimal("1.3"), Decimal("0.4")),
        Finding(False, Basis.SHARE, 2024, Decimal(6), Decimal(8), Decimal(5), Decimal("0.3"), Decimal("0.4")),
        Finding(False, Basis.SHARE, 2024, Decimal(4), Decimal(8), Decimal(5), Decimal("-0.3"), Decimal("0.4"),
                versus=Versus.WORSE),
        Finding(False, Basis.KEPT, 2027, Decimal(4), Decimal(5), is_due=True),
    ],
    ids=["nothing", "reached", "behind", "worse", "missed"],
)  # fmt: skip
def test_the_rule_named_is_the_one_that_graded(scheme, found):
    for kind in (TargetKind.AT_LEAST, TargetKind.MAINTAIN, TargetKind.COMPLETION):
        assert deciding_rule(scheme, kind, found).grade == scheme.grade(kind, found).key


def test_a_scheme_that_cannot_grade_is_a_defect():
    scheme = GradeScheme("none", "なし", (Grade("x", "×", "見本", Tone.LATE),), (Rule("x", achieved=True),))
    with pytest.raises(AssertionError):
        deciding_rule(scheme, TargetKind.AT_LEAST, Finding(None))


def test_from_where_the_years_are_counted_is_said():
    assert elapsed_words(DEFAULT).startswith("めやすは、計画期間の始まりから")
    other = GradeScheme("b", "見本", DEFAULT.grades, DEFAULT.rules, Elapsed.BASELINE)
    assert elapsed_words(other).startswith("めやすは、現状値の年度から")
