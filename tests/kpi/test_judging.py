"""Kinds that ask for a level of one year: what counts as reached, and the trap of each."""

from decimal import Decimal

import pytest

from kpi.findings import Measured, Reason
from kpi.judging import usable
from kpi.spec import Grain, When
from tests.kpi.figures import DOWN, d, judge, series, start, target


def facts(progress, *names):
    return tuple(getattr(progress, name) for name in names)


# --- at_least, at_most --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "goal", "actual", "achieved"),
    [
        ("at_least", 73, "73", True), ("at_least", 73, "72.9", False), ("at_least", -50, "-50", True),
        ("at_least", 0, "-0.1", False), ("at_most", "-38.3", "-38.3", True), ("at_most", "-38.3", "-38.2", False),
        ("at_most", 0, "0", True), ("at_most", 0, "1", False),
    ],
)  # fmt: skip
def test_reached_means_reached_on_the_line(kind, goal, actual, achieved):
    assert judge(target(kind, goal), {2025: actual}, 100).achieved is achieved
    assert judge(target(kind, goal), {2025: actual}).achieved is achieved


def test_more_than_is_strict():
    assert judge(target("at_least", 73, is_strict=True), {2025: 73}, 60).achieved is False
    assert judge(target("at_most", 73, is_strict=True), {2025: "72.9"}, 80).achieved is True


def test_an_early_success_is_called_so_before_the_deadline():
    progress = judge(target("at_least", 73), {2023: 80}, 60, year=2023)
    assert progress.status.word == "達成" and not progress.is_interim and progress.achievement > 1


def test_the_deadline_is_the_targets_own():
    assert judge(target("at_least", 100, by=2025), {2023: 50}, 0, year=2023).expected == Decimal(1) / 3
    assert judge(target("at_least", 100, by=2030), {2025: 50}, 0).expected == d("0.375")
    late = judge(target("at_least", 100, by=2024), {2025: 90}, 0)
    assert (late.expected, late.pace, late.status.word) == (1, d("0.9"), "やや遅れ")
    before_april = When(Grain.MONTH, 2020, 3)  # 平成32年3月 lies in 令和元年度
    spec = target("at_least", 100)
    assert judge(type(spec)(**{**vars(spec), "by": before_april}), {2025: 90}, 0).expected == 1


def test_a_target_equal_to_the_baseline_divides_by_nothing():
    progress = judge(target("at_least", 70), {2025: 69}, 70)
    assert facts(progress, "achieved", "achievement", "pace", "reason") == (
        False,
        None,
        None,
        Reason.DENOMINATOR_ZERO,
    )
    assert progress.status.word == "基準値を下回る"
    assert judge(target("at_least", 70), {2025: 70}, 70).status.word == "達成"


def test_a_floor_below_the_baseline_is_kept_and_not_approached():
    """KGI 40万人以上 from 401,558: by (a−b)÷(t−b) a fall to 400,500 would be 67.9 % of the way."""
    progress = judge(target("at_least", 400000), {2025: 400500}, 401558)
    assert facts(progress, "achieved", "achievement", "reason") == (True, 1, Reason.TARGET_BEHIND_BASELINE)
    lost = judge(target("at_least", 400000), {2025: 399900}, 401558)
    assert facts(lost, "achieved", "achievement", "gap") == (False, None, -100)
    assert lost.status.word == "基準値を下回る"


def test_a_missing_baseline_gives_actual_by_target_and_says_so():
    progress = judge(target("at_least", 90), {2025: 50})
    assert progress.reasons == (Reason.BASELINE_MISSING,)
    assert progress.achievement == Decimal(50) / 90
    assert progress.formula == "50÷90=55.6％（基準値がないため実績÷目標値）"
    assert progress.pace is None and progress.status.word == "判定不能"  # 99 % of a population says little
    due = judge(target("at_least", 90), {2027: 60}, year=2027)
    assert due.status.word == "やや遅れ" and due.formula.endswith("経過5／5年＝100％に対し0.67倍")


def test_without_a_baseline_less_is_better_turns_the_ratio_round():
    """90 for a target of 80 at most is not 112.5 % done."""
    progress = judge(target("at_most", 80), {2025: 90}, better=DOWN)
    assert progress.achievement == Decimal(80) / 90 and progress.achieved is False
    assert progress.formula == "80÷90=88.9％（基準値がないため目標値÷実績）"


@pytest.mark.parametrize(
    ("kind", "goal", "actual"), [("at_least", -50, -60), ("at_most", -50, -40), ("at_most", 0, 3)]
)
def test_without_a_baseline_signs_make_no_ratio(kind, goal, actual):
    """−60 by −50 is 120 %, and worse."""
    progress = judge(target(kind, goal), {2025: actual})
    assert facts(progress, "achieved", "achievement", "pace") == (False, None, None)
    assert (Reason.DENOMINATOR_ZERO in progress.reasons) is (goal == 0)
    assert progress.status.word == "判定不能"


def test_what_began_with_the_plan_starts_from_nothing():
    progress = judge(target("at_least", 1000), {2025: 600}, start(None, "to_start"))
    assert facts(progress, "achievement", "pace", "reasons") == (d("0.6"), 1, ())
    assert (
        progress.formula
        == "600÷1,000=60.0％（始まる前の値がないため実績÷目標値）、経過3／5年＝60％に対し1.00倍"
    )


def test_half_a_year_and_another_reference_year_are_no_baseline():
    assert judge(target("at_least", 100), {2025: 60}, start(50, "partial_period")).reason is (
        Reason.BASELINE_NOT_COMPARABLE
    )
    spec = target("at_most", "-38.3", "%", reference_year=1990)
    begun = start("-10", "change_vs_reference_year", "%", reference_year=2013)
    assert Reason.BASELINE_NOT_COMPARABLE in judge(spec, {2025: "-20"}, begun, better=DOWN).reasons
    unsaid = start("-10", "change_vs_reference_year", "%")
    assert judge(spec, {2025: "-20"}, unsaid, better=DOWN).reasons == ()


def test_a_pair_of_baselines_is_not_mixed_into_one():
    pair = start(None, "value_at_date", "%", parts=(("小学校", Decimal("55.4")), ("中学校", Decimal("53.6"))))
    assert judge(target("at_least", 100, "%"), {2025: 70}, pair).reasons == (Reason.BASELINE_MISSING,)


def test_a_target_whose_period_is_open_is_not_judged():
    progress = judge(target("at_least", 35000000, "ポイント", is_period_open=True), {2024: 99999999}, 0)
    assert facts(progress, "achieved", "reason") == (None, Reason.PERIOD_OPEN)


@pytest.mark.parametrize(
    "kind", ["at_least", "at_most", "approx", "milestone", "annual_rate_at_least", "two_stage"]
)
def test_without_a_figure_in_the_target_nothing_is_judged(kind):
    for value in (None, "NaN", "Infinity", "1E+50"):
        progress = judge(target(kind, value), {2025: 5}, 1)
        assert facts(progress, "achieved", "reason", "value") == (None, Reason.TARGET_MISSING, 5)


def test_slips_of_the_keyboard_are_no_figures():
    assert not any(usable(Decimal(slip)) for slip in ("NaN", "sNaN", "-Infinity", "1E+21", "1E-21"))
    assert usable(Decimal("1E+20")) and usable(Decimal("1E-20"))
    assert usable(Decimal("0E+30")) and usable(Decimal("-99999999999999999999"))
    assert judge(target("at_least", 9), {2024: 5, 2025: "1E+30"}, 1).value_year == 2024


# --- about, milestones, stages ------------------------------------------------------------------------------------


def test_about_is_reached_at_the_nearer_bound():
    about = target("approx", 50, "か所", low=45, high=55)
    assert judge(about, {2025: 45}, 0).achieved is True
    assert judge(about, {2025: 44}, 0).achieved is False
    assert judge(target("approx", 50), {2025: 49}, 0).achieved is False
    some = target("approx_range", None, "か所", low=11, high=19)
    assert [judge(some, {2025: n}, 0).achieved for n in (10, 11, 25)] == [False, True, True]
    assert judge(some, {2025: 19}, 30, better=DOWN).achieved is True


def test_a_milestone_is_judged_in_its_own_year():
    spec = target("milestone", None, "団体", milestones={2024: 1000, 2027: 1200})
    own = judge(spec, {2024: 900}, 654, year=2024)
    assert own.achievement == Decimal(246) / 346 and own.expected == 1 and own.tally == (0, 1)
    assert own.status.word == "やや遅れ"
    reached = judge(spec, {2024: 1000}, 654, year=2024)
    assert (reached.status.word, reached.tally) == ("達成", (1, 1))


def test_a_milestone_without_years_is_a_plain_target():
    assert judge(target("milestone", 90), {2025: 95}, 80).achieved is True
    assert judge(target("milestone", 90), {2025: 95}, 100, better=DOWN).achieved is False


def test_between_milestones_the_next_one_counts_and_the_last_one_for_ever():
    spec = target("milestone", None, "団体", milestones={2024: 1000, 2027: 1200})
    first = judge(spec, {2023: 827}, 654, year=2023)
    assert (first.finding.target, first.achievement, first.expected, first.pace) == (
        1000,
        d("0.5"),
        d("0.5"),
        1,
    )
    assert first.tally == (0, 0)
    between = judge(spec, {2024: 1010, 2025: 1050}, 654)
    assert (between.finding.target, between.achieved, between.tally) == (1200, False, (1, 1))
    after = judge(spec, {2028: 1300}, 654, year=2028)
    assert (after.finding.target, after.achieved, after.tally) == (1200, True, (0, 2))


def test_outlooks_beyond_the_plan_are_not_what_is_judged():
    spec = target("milestone", None, "%", milestones={2023: 95, 2025: 97, 2030: 99})
    outlook = tuple(type(one)(one.value, one.fiscal_year, one.fiscal_year > 2027) for one in spec.milestones)
    spec = type(spec)(**{**vars(spec), "milestones": outlook})
    assert judge(spec, {2026: "97.5"}, 30, year=2026).achieved is True
    only = type(spec)(**{**vars(spec), "milestones": outlook[2:]})
    assert judge(only, {2026: "97.5"}, 30, year=2026).achieved is False


def test_milestones_of_what_should_fall():
    spec = target("milestone", None, milestones={2024: 90, 2027: 80})
    assert judge(spec, {2024: 90}, 100, better=DOWN, year=2024).achieved is True
    assert judge(spec, {2025: 85}, 100, better=DOWN).achievement == d("0.75")


def test_two_stages_selected_then_realised():
    spec = target("two_stage", 100, "か所", milestones={2025: 100, 2030: 100})
    chosen = judge(spec, {2023: 73}, 46, year=2023)
    assert (chosen.achieved, chosen.tally, chosen.achievement) == (False, (0, 2), d("0.5"))
    waiting = judge(spec, {2025: 100}, 46)
    assert (waiting.achieved, waiting.tally) == (None, (1, 2)) and Reason.NOT_ENTERED in waiting.reasons
    assert waiting.formula == "第1段階は100で、目標100に達した。第2段階の実績はまだない"
    realising = judge(spec, [*series({2025: 100}), Measured(2025, Decimal(30), stage=2)], 46)
    assert (realising.achieved, realising.tally, realising.achievement) == (False, (1, 2), d("0.3"))
    assert realising.expected == d("0.375") and realising.ratio == d("0.3") and not realising.finding.is_due
    assert realising.gap_text == "目標まで70か所"
    done = judge(spec, [*series({2025: 104}), Measured(2025, Decimal(100), stage=2)], 46)
    assert (done.achieved, done.tally) == (True, (2, 2))
    by_years = target("two_stage", None, "か所", milestones={2025: 100}, by=2030)
    figures = [*series({2025: 100}), Measured(2025, Decimal(30), stage=2)]
    assert (judge(by_years, figures, 46).finding.gone, judge(by_years, figures).finding.target) == (
        (3, 8),
        100,
    )


# --- all, nearly all ----------------------------------------------------------------------------------------------


def test_all_is_the_denominator_of_the_year():
    spec = target("nationwide_rollout", 1741, "市区町村", denominator=1741)
    assert judge(spec, {2025: 1740}).achieved is False
    assert judge(spec, {2025: 1741}).achieved is True
    merged = [Measured(2025, Decimal(1740), denominator=Decimal(1740))]
    assert judge(spec, merged).achieved is True
    assert judge(spec, {2025: 1000}).formula == "1,000÷1,741=57.4％"


def test_coverage_is_measured_against_the_line_from_the_baseline():
    spec = target("all_percent", 100, "%", by=2025, denominator=18805)
    progress = judge(spec, {2023: 60}, start("55.4", unit="%"), year=2023)
    assert progress.achievement == d("0.6")
    assert progress.expected.quantize(d("0.001")) == d("0.703")
    assert progress.status.word == "やや遅れ"
    assert progress.formula == "60÷100=60.0％、経過1／3年のめやす70.3％に対し0.85倍"
    assert progress.reasons == () and progress.ratio == d("0.6")
    assert judge(spec, {2025: 100}, start("55.4", unit="%")).achieved is True
    assert judge(spec, {2025: "99.9"}, start("55.4", unit="%")).achieved is False


def test_coverage_without_a_baseline_has_a_pace_only_when_it_began_at_nothing_or_is_due():
    spec = target("nationwide_rollout", 1000, "市区町村")
    unknown = judge(spec, {2025: 600})
    assert (unknown.achievement, unknown.pace, unknown.status.word) == (d("0.6"), None, "判定不能")
    assert unknown.reasons == (Reason.BASELINE_MISSING,)
    begun = judge(spec, {2025: 600}, start(None, "to_start"))
    assert (begun.pace, begun.status.word, begun.reasons) == (1, "順調", ())
    assert judge(spec, {2027: 600}, year=2027).pace == d("0.6")


def test_all_without_a_denominator_waits_for_one():
    assert judge(target("all", None, "団体"), {2025: 900}).reason is Reason.TARGET_MISSING
    assert judge(target("all", None, "団体", denominator=0), {2025: 0}).reason is Reason.DENOMINATOR_ZERO
    assert judge(target("all", None, "団体", denominator=-1), {2025: 0}).reason is Reason.TARGET_MISSING
    assert judge(target("all", None, "%"), {2025: 100}).achieved is True
    assert judge(target("all", None, ""), {2025: 100}, start(50, unit="%")).achieved is True
    assert judge(target("all", None, ""), {2025: 100}, start(50)).reason is Reason.TARGET_MISSING


def test_nearly_all_is_for_people_to_say_unless_it_is_all():
    spec = target("almost_all", None, "%", by=2025)
    progress = judge(spec, {2025: "97.5"}, start("48.6", unit="%"))
    assert (progress.achieved, progress.reason, progress.achievement) == (
        None,
        Reason.NEEDS_DECISION,
        d("0.975"),
    )
    assert progress.status.word == "判定不能" and "人が判定する目標" in progress.notes
    assert judge(spec, {2025: 100}, start("48.6", unit="%")).achieved is True


# --- kept, balanced, compared, done -------------------------------------------------------------------------------


def test_kept_whichever_way_is_better():
    spec = target("maintain", None, "%")
    assert judge(spec, {2025: "84.8"}, "84.8").achieved is True
    assert judge(spec, {2025: "84.9"}, "84.8", better=DOWN).achieved is False
    fewer = judge(spec, {2025: "84.7"}, "84.8", better=DOWN)
    assert (fewer.achieved, fewer.gap, fewer.versus) == (True, d("0.1"), "better")
    assert judge(spec, {2025: "84.9"}, "84.8").formula == "84.9−84.8=0.1（基準値以上）"


def test_kept_is_on_its_way_until_the_last_year():
    spec = target("maintain", None, "%")
    assert [judge(spec, {year: 90}, "84.8", year=year).status.word for year in (2023, 2026, 2027)] == [
        "順調", "順調", "達成"
    ]  # fmt: skip
    assert judge(spec, {2024: 80}, "84.8", year=2024).status.word == "基準値を下回る"


def test_the_tolerance_works_for_the_worse_side_only():
    spec = target("maintain", None, "%", tolerance=3)
    assert [judge(spec, {2025: n}, 50).achieved for n in ("46.9", 47, 50, 60)] == [False, True, True, True]
    assert [judge(spec, {2025: n}, 50, better=DOWN).achieved for n in (40, 53, "53.1")] == [True, True, False]
    within = judge(spec, {2025: 48}, 50)
    assert (within.versus, within.formula) == ("same", "48−50=−2（基準値からの許容幅の中）")


def test_nothing_can_be_kept_without_a_baseline():
    for begun, reason in (
        (None, Reason.BASELINE_MISSING),
        (start(None, "to_be_built"), Reason.BASELINE_MISSING),
        (start(5165, "partial_period"), Reason.BASELINE_NOT_COMPARABLE),
    ):
        assert facts(judge(target("maintain"), {2025: 5}, begun), "achieved", "reason") == (None, reason)


def test_a_balance_comes_nearer_from_either_side():
    spec = target("balance", 0)
    for begun, actual in ((83827, 40000), (-83827, -40000), (83827, -40000)):
        progress = judge(spec, {2025: actual}, begun)
        assert progress.achievement == Decimal(43827) / 83827 and progress.gap == -40000
    assert progress.formula == "(83,827−40,000)÷83,827=52.3％、経過3／5年＝60％に対し0.87倍"
    assert judge(spec, {2025: 90000}, 83827).status.word == "基準値を下回る"
    near = target("balance", 0, tolerance=100)
    assert judge(near, {2025: -100}, 83827).achieved is True
    assert judge(near, {2025: 101}, 83827).achieved is False


def test_a_balance_divides_neither_by_the_target_nor_by_a_nought():
    progress = judge(target("balance", 0), {2025: 5}, 0)
    assert (progress.achieved, progress.achievement, progress.reason) == (
        False,
        None,
        Reason.DENOMINATOR_ZERO,
    )
    assert judge(target("balance", 0), {2025: 5}).reasons == (
        Reason.NOT_YET_JUDGEABLE,
        Reason.BASELINE_MISSING,
    )


def test_the_reference_of_the_same_year_and_strictly():
    spec = target("exceed_reference", None, "%")
    reference = {2024: "78.5", 2025: "80.0"}
    assert judge(spec, {2025: "80.0"}, "72.0", reference=reference).achieved is False
    assert judge(spec, {2025: "80.1"}, "72.0", reference=reference).achieved is True
    assert judge(spec, {2025: "79.9"}, "72.0", reference=reference, better=DOWN).achieved is True
    assert judge(spec, {2023: 80}, "72.0", reference={2023: 79}, year=2023).achieved is True
    older = judge(spec, {2024: "79.0", 2025: "79.5"}, "72.0", reference={2024: "78.5"})
    assert (older.achieved, older.value_year, older.gap) == (True, 2024, d("0.5"))
    assert older.reasons == (Reason.REFERENCE_MISSING,)
    assert older.notes[0] == "令和6年度の値で判定"
    for none in ({}, None, {2022: 70}, {2026: 70}):
        assert judge(spec, {2025: 99}, "72.0", reference=none).reason is Reason.REFERENCE_MISSING


def test_how_much_of_the_first_gap_to_the_reference_was_closed():
    spec, begun = target("exceed_reference", None, "%"), start("72.0", unit="%", at=2020)
    progress = judge(spec, {2025: "76"}, begun, reference={2020: "78.5", 2025: "80"})
    assert progress.achievement == d("2.5") / d("6.5")
    assert progress.gap == -4 and progress.gap_unit == "ポイント" and progress.status.word == "やや遅れ"
    assert (
        progress.formula == "76−80=−4（同じ年度の参照値との差）、差の縮小38.5％、経過3／5年＝60％に対し0.64倍"
    )
    level = judge(spec, {2025: "76"}, begun, reference={2020: "72.0", 2025: "80"})
    assert level.achievement is None  # there was no gap to close
    unknown = judge(spec, {2025: "76"}, begun, reference={2025: "80"})
    assert (unknown.achievement, unknown.status.word) == (None, "判定不能")
    assert judge(spec, {2027: "76"}, begun, reference={2027: "80"}, year=2027).status.word == "遅れ"


def test_done_or_not_done():
    spec = target("completion", None, "", by=2025)
    assert (
        judge(spec, {2024: 0}, year=2024).status.word == "判定不能"
    )  # before its deadline a no is no lateness
    assert judge(spec, {2024: 0}, year=2024).achieved is False
    assert judge(spec, {2025: 0}).status.word == "遅れ"
    done = judge(spec, {2024: 1}, year=2024)
    assert (done.status.word, done.formula, done.ratio) == ("達成", "完成した", 1)


def test_words_are_judged_by_people():
    for figures in ({}, {2025: 5}, {2020: 5}):
        progress = judge(target("qualitative"), figures, 1)
        assert (progress.achieved, progress.reason) == (None, Reason.NEEDS_DECISION)
        assert progress.status.word == "判定不能"
