"""Counts, the roll-up of a goal, and what stands under 達成率."""

from dataclasses import replace

import pytest

from kpi.review.report import GradeWord, KpiRow
from kpi.review.rollup import counts_of, goals_of, rate_text, sentence
from tests.kpi import figures as f

GRADES = (
    GradeWord("achieved", "◎", "達成", "achieved"),
    GradeWord("on-track", "○", "順調", "on-track"),
    GradeWord("late", "×", "遅れ", "late"),
    GradeWord("unknown", "－", "判定不能", "unknown"),
)


def row(grade: str, goal: str = "g1", **fields) -> KpiRow:
    texts = dict.fromkeys(
        "lineage indicator role place name audience unit baseline_text target_text arrow rate_text rate sentence "
        "formula better cause issue action direction new_target department hand_reason".split(),
        "",
    )
    made = KpiRow(
        number=1, is_relisted=False, is_survey=False, figures=(), opinions=(), needs_cause=False, goal=goal,
        grade=grade, grade_by_hand="", **texts,
    )  # fmt: skip
    return replace(made, **fields)


ROWS = (
    row("achieved"),
    row("late", grade_by_hand="on-track"),
    row("late"),
    row("late", is_relisted=True),
    row(""),  # a supplementary indicator
    row("unknown", "g2"),
)


def test_what_people_graded_counts_and_what_is_printed_again_does_not():
    assert counts_of(ROWS, GRADES) == (1, 1, 1, 1)


def test_a_goal_is_told_by_what_is_under_it():
    assert [(one.place, one.counts, one.total, one.sentence) for one in goals_of(ROWS, ["g1", "g2", "g3"], GRADES)] == [
        (
            "g1",
            (1, 1, 1, 0),
            3,
            "3指標のうち、「達成」と「順調」は合わせて2指標（67%）です。「遅れ」は1指標です。",
        ),
        ("g2", (0, 0, 0, 1), 1, "1指標のうち、「達成」と「順調」は合わせて0指標（0%）です。「判定不能」は1指標です。"),
        ("g3", (0, 0, 0, 0), 0, "下に指標がないため、まとめての判定はありません。"),
    ]  # fmt: skip


def test_a_scheme_without_good_grades_is_told_too():
    grades = (GradeWord("f", "F", "実施状況を確認", "unknown"),)
    assert sentence((2,), grades) == "2指標のうち、「実施状況を確認」は2指標です。"
    assert sentence((2,), (GradeWord("a", "A", "順調", "on-track"),)) == (
        "2指標のうち、「順調」は2指標（100%）です。"
    )


# As the report of a city prints them: share, negative share, a sum on its way, a level kept, not kept, no figure.
@pytest.mark.parametrize(
    ("spec", "figures", "baseline", "expected"),
    [
        (f.target("at_least", "73"), {2024: "70.2"}, "68.1", "43%"),
        (f.target("at_least", "59"), {2024: "53.1"}, "53.9", "−16%"),
        (f.target("at_least", "66"), {2024: "66.4"}, "60.5", "107%"),
        (f.target("cumulative_over_period", "7400"), {2023: "1390", 2024: "1515"}, None, "39%"),
        (
            f.target("maintain_cumulative"),
            {2023: "3301", 2024: "3179"},
            f.start("17117", "cumulative_over_period"),
            "途中経過",
        ),
        (
            f.target("maintain_period_average"),
            {2023: "1.44", 2024: "1.41"},
            f.start("1.49", "period_average"),
            "途中経過",
        ),
        (f.target("maintain"), {2024: "85.0"}, "84.8", "達成"),
        (f.target("maintain"), {2024: "84.0"}, "84.8", "－"),
        (f.target("at_least", "73"), {}, "68.1", "－"),
    ],
)
def test_the_rate_is_printed_as_reports_print_it(spec, figures, baseline, expected):
    assert rate_text(f.judge(spec, figures, baseline, year=2024)) == expected


def test_an_indicator_without_a_target_has_no_rate():
    assert rate_text(None) == ""
