"""Kinds that ask for several years: sums, means, every year above the year before. An empty year is never a nought."""

from decimal import Decimal

import pytest

from kpi.findings import Reason
from tests.kpi.figures import DOWN, d, judge, series, start, target, years

SUM = target("cumulative_over_period", 1000, span=years())
KEPT_SUM = target("maintain_cumulative", span=years())
MEAN = target("maintain_period_average", None, "", span=years())
BIRTHS = start(17117, "cumulative_over_period", span=years(2017, 2021))
RATE = start("1.49", "period_average", "", span=years(2016, 2020))
RISING = target("increase_over_previous_year", None, "冊")
YEARLY = target("annual_rate_at_least", 2, "%/年")


# --- 5年間で1,000人 -----------------------------------------------------------------------------------------------


def test_a_sum_is_measured_against_the_years_it_is_of():
    progress = judge(SUM, {2023: 212, 2024: 198}, year=2024)
    assert (progress.value, progress.tally, progress.is_interim) == (410, (2, 5), True)
    assert progress.formula == "410÷1,000=41.0％（2年計）、経過2／5年＝40％に対し1.03倍"
    assert progress.notes == ("途中経過",)


def test_an_empty_year_is_no_nought():
    progress = judge(SUM, {2023: 212, 2025: 198})
    assert (progress.achievement, progress.expected) == (d("0.41"), d("0.4"))
    assert progress.reasons == (Reason.YEARS_MISSING,)
    newest = judge(SUM, {2023: 212, 2024: 198})
    assert newest.expected == d("0.4") and newest.reasons == (Reason.NOT_ENTERED,)


def test_actuals_by_year_or_as_a_running_total():
    running = series({2023: 212, 2024: 410, 2025: 700}, is_running_total=True)
    assert judge(SUM, running).value == 700
    assert judge(SUM, running[2:]).tally == (3, 5)  # the earlier years are in it
    mixed = [*series({2024: 410}, is_running_total=True), *series({2025: 290})]
    assert (judge(SUM, mixed).value, judge(SUM, mixed).tally) == (700, (3, 5))


def test_the_last_year_ends_the_interim_only_when_every_year_is_there():
    full = {2023: 200, 2024: 200, 2025: 200, 2026: 200, 2027: 199}
    progress = judge(SUM, full, year=2027)
    assert (progress.is_interim, progress.achieved, progress.status.word) == (False, False, "やや遅れ")
    hole = judge(SUM, {year: value for year, value in full.items() if year != 2025}, year=2027)
    assert (hole.is_interim, hole.achieved, hole.status.word) == (True, None, "判定不能")
    assert hole.reasons == (Reason.NOT_YET_JUDGEABLE, Reason.YEARS_MISSING)
    enough = judge(SUM, {2023: 600, 2024: 600}, year=2027)
    assert enough.achieved is True and enough.status.word == "達成"


def test_years_outside_the_period_do_not_count():
    assert judge(SUM, {2021: 5000, 2022: 5000, 2023: 100, 2028: 5000}, year=2028).value == 100
    early = judge(target("cumulative_over_period", 1000, span=years(2025, 2027)), {2024: 5}, year=2024)
    assert (early.achieved, early.reason) == (None, Reason.NOT_YET_JUDGEABLE)


def test_a_sum_without_a_period_takes_the_plans_and_says_so():
    assert judge(target("cumulative_over_period", 1000), {2023: 300}).reasons[0] is Reason.PERIOD_ASSUMED


def test_the_baselines_sum_is_compared_only_at_the_end_and_only_with_as_many_years():
    full = dict.fromkeys(range(2023, 2028), 1300)
    before = start(6814, "cumulative_over_period", span=years(2017, 2021))
    spec = target("cumulative_over_period", 7400, span=years())
    assert judge(spec, full, before, year=2026).versus is None
    assert judge(spec, full, before, year=2027).status.word == "基準値を下回る"
    longer = start(6814, "cumulative_over_period", span=years(2016, 2021))
    assert judge(spec, full, longer, year=2027).versus is None
    assert judge(spec, full, start(1400), year=2027).versus is None


def test_a_sum_that_should_stay_small_is_an_allowance():
    spec = target("cumulative_over_period", 100, "件", span=years())
    within = judge(spec, {2023: 10, 2024: 15}, better=DOWN, year=2024)
    assert (within.achieved, within.pace, within.status.word) == (False, d("1.6"), "順調")
    over = judge(spec, {2023: 30, 2024: 30}, better=DOWN, year=2024)
    assert over.pace == Decimal(40) / 60 and over.status.word == "やや遅れ"
    assert over.formula == "60（2年計）、2年分のめやす40以下が目標"
    full = dict.fromkeys(range(2023, 2028), 20)
    assert judge(spec, full, better=DOWN, year=2027).achieved is True
    assert judge(spec, {**full, 2027: 21}, better=DOWN, year=2027).achieved is False
    assert judge(spec, {2023: 0}, better=DOWN, year=2023).pace == 1


@pytest.mark.parametrize(
    ("goal", "total", "achieved"), [(0, 0, True), (0, -5, False), (-500, -500, True), (-500, -505, False)]
)
def test_a_sum_of_nought_or_less_divides_by_nothing(goal, total, achieved):
    spec = target("cumulative_over_period", goal, span=years(2023, 2023))
    progress = judge(spec, {2023: total}, year=2023)
    assert progress.achieved is achieved
    assert progress.pace is not None and (progress.pace >= 1) is achieved


def test_a_decrease_is_the_sum_turned_round_however_its_sign_is_typed():
    for goal, before in ((500, 450), (-500, -450)):
        spec = target("cumulative_decrease", goal, span=years())
        progress = judge(spec, {2023: -150, 2024: -60}, year=2024)
        assert (progress.value, progress.achievement, progress.pace) == (210, d("0.42"), d("1.05"))
        full = dict.fromkeys(range(2023, 2028), -100)
        assert judge(spec, full, year=2027).achieved is True
        assert judge(spec, {**full, 2027: -99}, year=2027).achieved is False
        was = start(before, "cumulative_over_period", span=years(2018, 2022))
        assert judge(spec, dict.fromkeys(range(2023, 2028), -80), was, year=2027).versus == "worse"
    assert judge(spec, {2023: 30}, year=2023).achievement == d("-0.06")  # it grew


def test_a_sum_is_kept_against_as_many_years():
    progress = judge(KEPT_SUM, {2023: 3050, 2024: 2980}, BIRTHS, year=2024)
    assert progress.value == 6030 and progress.pace.quantize(d("0.01")) == d("0.88")
    full = dict.fromkeys(range(2023, 2028), 3424)
    assert judge(KEPT_SUM, full, BIRTHS, year=2027).achieved is True
    less = judge(KEPT_SUM, {**full, 2027: 3000}, BIRTHS, year=2027)
    assert (less.achieved, less.status.word) == (False, "基準値を下回る")
    for other in (start(17117, "cumulative_over_period", span=years(2017, 2020)), start(3400)):
        assert judge(KEPT_SUM, full, other).reason is Reason.BASELINE_NOT_COMPARABLE
    assert judge(KEPT_SUM, full).reason is Reason.BASELINE_MISSING


def test_since_the_beginning_adds_to_the_baseline():
    spec = target("cumulative_since", 1500, "団体")
    begun = start(1000, at=2022)
    added = judge(spec, {2022: 200, 2023: 100, 2024: 100, 2025: 100}, begun)
    assert (added.value, added.achievement) == (1300, d("0.6"))
    assert judge(spec, series({2025: 1300}, is_running_total=True), begun).value == 1300
    assert judge(spec, {2023: 100, 2025: 100}, begun).reasons == (Reason.YEARS_MISSING,)
    assert judge(spec, {2021: 400, 2022: 400, 2023: 800}, year=2023).achieved is True
    own = target("cumulative_since", 1500, span=years(2023, 2027))
    assert judge(own, {2022: 9999, 2023: 100}, start(None, "to_start"), year=2023).value == 100


# --- means --------------------------------------------------------------------------------------------------------


def test_a_mean_is_decided_when_every_year_is_there():
    figures = {2023: "1.40", 2024: "1.38"}
    progress = judge(MEAN, figures, RATE, year=2024)
    assert (progress.achieved, progress.value, progress.gap) == (None, d("1.39"), d("-0.10"))
    assert progress.is_interim and progress.tally == (2, 5) and progress.reason is Reason.NOT_YET_JUDGEABLE
    assert progress.formula == "2年の平均1.39−基準値1.49=−0.10"
    full = {**figures, 2025: "1.5", 2026: "1.6", 2027: "1.57"}
    done = judge(MEAN, full, RATE, year=2027)
    assert (done.achieved, done.value, done.is_interim, done.status.word) == (True, d("1.49"), False, "達成")
    below = judge(MEAN, {**full, 2027: "1.56"}, RATE, year=2027)
    assert (below.achieved, below.status.word) == (False, "基準値を下回る")


def test_a_mean_with_a_hole_stays_undecided_after_the_end():
    progress = judge(MEAN, {2023: 2, 2024: 2, 2026: 2, 2027: 2}, RATE, year=2027)
    assert (progress.achieved, progress.is_interim) == (None, True)
    assert progress.reasons == (Reason.NOT_YET_JUDGEABLE, Reason.YEARS_MISSING)


def test_a_mean_has_a_tolerance_and_a_direction():
    full = dict.fromkeys(range(2023, 2028), "1.45")
    lenient = target("maintain_period_average", None, "", span=years(), tolerance="0.05")
    within = judge(lenient, full, RATE, year=2027)
    assert (within.achieved, within.versus) == (True, "same")
    assert judge(lenient, dict.fromkeys(range(2023, 2028), "1.5"), RATE, year=2027).versus == "better"
    assert judge(MEAN, full, RATE, better=DOWN, year=2027).achieved is True
    assert judge(MEAN, full, year=2027).reason is Reason.BASELINE_MISSING


# --- year by year -------------------------------------------------------------------------------------------------


def test_each_year_strictly_above_the_year_before():
    begun = start(100, at=2022)
    assert judge(RISING, {2023: 101}, begun, year=2023).tally == (1, 1)
    same = judge(RISING, {2023: 100}, begun, year=2023)
    assert (same.achieved, same.tally, same.status.word) == (False, (0, 1), "遅れ")
    progress = judge(RISING, {2023: 110, 2024: 105, 2025: 120}, begun)
    assert (progress.achieved, progress.tally, progress.gap) == (False, (2, 3), 15)
    assert (
        progress.achievement == Decimal(2) / 3 and progress.status.word == "やや遅れ" and progress.is_interim
    )
    assert progress.formula == "120＞105（3年のうち2年で満たす）"
    rising = {2023: 101, 2024: 102, 2025: 103, 2026: 104, 2027: 105}
    assert judge(RISING, rising, begun).status.word == "順調"
    last = judge(RISING, rising, begun, year=2027)
    assert (last.status.word, last.is_interim) == ("達成", False)
    early = target("increase_over_previous_year", None, "冊", by=2024)
    assert judge(early, {2023: 101, 2024: 102, 2025: 9}, begun).status.word == "達成"
    assert judge(RISING, {2023: 99}, begun, better=DOWN, year=2023).achieved is True


def test_the_first_year_needs_a_whole_year_before_it():
    half = start(5165, "partial_period")
    first = judge(RISING, {2023: 11204}, half, year=2023)
    assert (first.achieved, first.reasons) == (
        None,
        (Reason.NOT_YET_JUDGEABLE, Reason.BASELINE_NOT_COMPARABLE),
    )
    second = judge(RISING, {2023: 11204, 2024: 12960}, half, year=2024)
    assert (second.achieved, second.tally, second.gap) == (True, (1, 1), 1756)
    assert second.reasons == (Reason.BASELINE_NOT_COMPARABLE,)
    half_measured = [*series({2022: 5165}, is_partial=True), *series({2023: 11204})]
    assert judge(RISING, half_measured, half, year=2023).achieved is None
    assert (
        judge(RISING, {2022: 9000, 2023: 11204}, half, year=2023).achieved is True
    )  # measured for the whole year
    none = judge(RISING, {2023: 11204}, year=2023)
    assert none.reasons == (Reason.NOT_YET_JUDGEABLE, Reason.BASELINE_MISSING)
    older = judge(RISING, {2023: 11204}, start(100, at=2021), year=2023)
    assert older.reasons == (Reason.NOT_YET_JUDGEABLE, Reason.BASELINE_NOT_COMPARABLE)


def test_years_without_neighbours_are_not_compared():
    progress = judge(RISING, {2023: 110, 2025: 120}, start(100, at=2022))
    assert (progress.tally, progress.value_year) == ((1, 1), 2023)
    assert progress.reasons == (Reason.YEARS_MISSING,)
    assert progress.notes[:2] == ("途中経過", "令和5年度の値で判定")


def test_a_yearly_rate_in_each_year_or_in_the_mean():
    figures = {2023: "2.5", 2024: "1.0", 2025: "3.1"}
    each = judge(YEARLY, figures, start("-1.2", unit="%"))
    assert (each.achieved, each.tally, each.gap, each.gap_unit) == (False, (2, 3), d("1.1"), "ポイント")
    by_mean = judge(target("annual_rate_at_least", 2, "%/年", by_mean=True), figures, start("-1.2", unit="%"))
    assert (by_mean.achieved, by_mean.value, by_mean.status.word) == (True, d("2.2"), "順調")
    assert (each.achievement, by_mean.achievement, by_mean.versus) == (Decimal(2) / 3, d("1.1"), "better")
    assert by_mean.formula == "平均2.2−目標値2=0.2"
    exactly = target("annual_rate_at_least", "2.2", "%/年", by_mean=True)
    assert judge(exactly, figures).achieved is True
    fifth = judge(YEARLY, dict.fromkeys(range(2023, 2028), 2), year=2027)
    assert (fifth.is_interim, each.is_interim) == (False, True)
    assert judge(YEARLY, dict.fromkeys(range(2023, 2028), 2), year=2027).status.word == "達成"
    worse = judge(YEARLY, {2025: "-2"}, start("-1.2", unit="%"))
    assert worse.status.word == "基準値を下回る" and Reason.YEARS_MISSING in worse.reasons
