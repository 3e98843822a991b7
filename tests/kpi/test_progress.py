"""The judgement as a reader meets it: the golden cases, the page of 豊中市, reasons, notes and what is always so."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.findings import Measured, Reason
from kpi.grades import DEFAULT, PRESETS
from kpi.grading import Elapsed
from kpi.known import KnownFrom
from kpi.progress import EVALUATORS, evaluate
from kpi.spec import BaselineKind, BaselineSpec, Better, Milestone, Span, TargetKind, TargetSpec
from tests.kpi.figures import DOWN, UP, d, fy, judge, series, start, target, years


def rounded(number: Decimal | None, places: str) -> Decimal | None:
    return None if number is None else number.quantize(Decimal(places), ROUND_HALF_UP)


# --- seven ordinary KPIs that other engines misjudge, year 3 of 5 -------------------------------------------

GOLDEN = {
    "待機児童 12→0": (
        target("at_most", 0), 12, DOWN, 3, "0.75", "1.25", "-3", "on-track",
        "(3−12)÷(0−12)=75.0％、経過3／5年＝60％に対し1.25倍",
    ),
    "社会増減 −120→0": (
        target("at_least", 0), -120, UP, -60, "0.5", "0.8333", "-60", "slightly-late",
        "(−60−(−120))÷(0−(−120))=50.0％、経過3／5年＝60％に対し0.83倍",
    ),
    "社会増減 −120→−50": (
        target("at_least", -50), -120, UP, -90, "0.4286", "0.7143", "-40", "slightly-late",
        "(−90−(−120))÷(−50−(−120))=42.9％、経過3／5年＝60％に対し0.71倍",
    ),
    "満足度 95→維持": (
        target("maintain", None, "%"), "95", UP, "94.8", None, None, "-0.2", "below",
        "94.8−95=−0.2（基準値に届かない）",
    ),
    "CO₂ 100→80": (
        target("at_most", 80), 100, DOWN, 90, "0.5", "0.8333", "-10", "slightly-late",
        "(90−100)÷(80−100)=50.0％、経過3／5年＝60％に対し0.83倍",
    ),
    "観光客 100→120, 95": (
        target("at_least", 120), 100, UP, 95, "-0.25", "-0.4167", "-25", "below",
        "(95−100)÷(120−100)=−25.0％、経過3／5年＝60％に対し−0.42倍",
    ),
    "観光客 100→120, 112": (
        target("at_least", 120), 100, UP, 112, "0.6", "1", "-8", "on-track",
        "(112−100)÷(120−100)=60.0％、経過3／5年＝60％に対し1.00倍",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_ordinary_kpis_on_which_every_open_engine_fails(name):
    spec, begun, better, actual, rate, pace, gap, grade, formula = GOLDEN[name]
    progress = judge(spec, {2025: actual}, begun, better=better)
    assert progress.achieved is False
    assert rounded(progress.achievement, "0.0001") == (d(rate) and rounded(d(rate), "0.0001"))
    assert rounded(progress.pace, "0.0001") == (d(pace) and rounded(d(pace), "0.0001"))
    assert progress.gap == d(gap)
    assert progress.status.key == grade
    assert progress.formula == formula
    assert progress.scheme == "default" and progress.value_year == 2025 and progress.reasons == ()


def test_satisfaction_is_kept_within_the_tolerance_and_its_gap_is_in_points():
    spec = target("maintain", None, "%", tolerance="0.2")
    assert judge(spec, {2025: "94.8"}, "95").achieved is True
    short = judge(replace(spec, tolerance=Decimal(0)), {2025: "94.8"}, "95")
    assert (short.gap, short.gap_unit, short.gap_text) == (d("-0.2"), "ポイント", "基準値より0.2ポイント低い")


# --- the page of 豊中市: 令和6年度, 見本値 ---------------------------------------------


def share(kind_value: str) -> TargetSpec:
    return target("at_least", kind_value, "%")


SUM_BEFORE = start(6814, "cumulative_over_period", span=years(2017, 2021))
TOYONAKA = [
    ("T1-1", share("73"), "68.1", {2023: "69.0", 2024: "70.4"}, "順調", "46.9"),
    ("T1-2", share("65"), "60.3", {2023: "60.8", 2024: "61.5"}, "やや遅れ", "25.5"),
    ("T1-3a", share("59"), "53.9", {2023: "54.2", 2024: "54.6"}, "遅れ", "13.7"),
    ("T1-3b", share("50"), "45.7", {2023: "46.4", 2024: "47.9"}, "順調", "51.2"),
    ("T1-4", target("maintain_period_average", None, "", span=years()),
     start("1.49", "period_average", "", span=years(2016, 2020)), {2023: "1.40", 2024: "1.38"}, "判定不能", None),
    ("T1-5", target("maintain_cumulative", None, span=years()),
     start(17117, "cumulative_over_period", span=years(2017, 2021)), {2023: 3050, 2024: 2980}, "やや遅れ", "35.2"),
    ("T2-1", share("66.0"), "60.9", {2023: "62.0", 2024: "63.4"}, "順調", "49.0"),
    ("T2-2", share("73.0"), "67.6", {2023: "67.1", 2024: "66.9"}, "基準値を下回る", "-13.0"),
    ("T2-3", share("66"), "60.5", {2023: "61.2", 2024: "61.9"}, "やや遅れ", "25.5"),
    ("T3-1", target("maintain", None, "%"), "84.8", {2023: "84.6", 2024: "85.1"}, "順調", "100.0"),
    ("T3-2", target("cumulative_over_period", 7400, span=years()), SUM_BEFORE, {2023: 1604, 2024: 1718},
     "順調", "44.9"),
    ("T3-3", target("at_most", "-38.3", "%"), "-22.4", {2023: "-29.6"}, "順調", "45.3"),
    ("T3-4", target("maintain", None, "%"), start("72.0", unit="%", at=2020), {2020: "72.0"}, "判定不能", None),
    ("T3-5", target("maintain", None, "事業所"), start(13237, "provisional"), {2024: 13512}, "順調", "100.0"),
    ("T4-2", share("69.0"), "64.2", {2023: "66.8", 2024: "69.3"}, "達成", "106.3"),
    ("T4-4", target("exceed_reference", None, "%"), "72.0", {}, "判定不能", None),
    ("TD-1", target("at_least", 11200), 8211, {2024: 9702}, "順調", "49.9"),
    ("TD-2", target("cumulative_over_period", 1000, span=years()), start(None, "to_be_built"),
     {2023: 212, 2024: 198}, "順調", "41.0"),
    ("TD-3", target("at_least", 35000000, "ポイント", is_period_open=True), start(None, "to_start"),
     {2024: 21840000}, "判定不能", None),
    ("TD-4", target("at_least", 2000, "事業所"), start(1641, "value_without_date"), {2024: 1702}, "遅れ", "17.0"),
    ("TD-5", target("increase_over_previous_year", None, "冊"), start(5165, "partial_period"),
     {2023: 11204, 2024: 12960}, "順調", "100.0"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "spec", "begun", "figures", "word", "rate"), TOYONAKA, ids=[t[0] for t in TOYONAKA]
)
def test_the_page_of_a_city_in_year_two_of_five(name, spec, begun, figures, word, rate):
    better = DOWN if name == "T3-3" else UP
    progress = judge(spec, figures, begun, better=better, year=2024)
    assert progress.status.word == word
    percent = None if progress.achievement is None else rounded(progress.achievement * 100, "0.1")
    assert percent == d(rate)


def test_the_page_counts_elapsed_years_of_the_plan_or_from_the_baseline_as_the_scheme_says():
    spec = target("at_most", "-38.3", "%", by=2027)
    begun = start("-22.4", "change_vs_reference_year", "%", at=2020)
    by_baseline = replace(DEFAULT, elapsed=Elapsed.BASELINE)
    progress = judge(spec, {2023: "-29.6"}, begun, better=DOWN, year=2024, scheme=by_baseline)
    assert progress.formula == "(−29.6−(−22.4))÷(−38.3−(−22.4))=45.3％、経過3／7年＝42.9％に対し1.06倍"
    progress = judge(spec, {2023: "-29.6"}, begun, better=DOWN, year=2024)
    assert progress.formula.endswith("経過1／5年＝20％に対し2.26倍")


# --- the newest figure, and what is said where there is none ------------------------------------------------------


def test_the_newest_figure_up_to_the_year_is_used_and_its_year_is_named():
    progress = judge(target("at_least", 120), {2024: 110, 2022: 90, 2026: 150, 2023: 105}, 100)
    assert (progress.value, progress.value_year, progress.year) == (110, 2024, 2025)
    assert progress.expected == d("0.4")  # the figure's own year: two of five
    assert progress.notes == ("令和6年度の値で判定", "未入力")


def test_no_data_is_never_nought_per_cent():
    progress = judge(target("at_least", 120), {}, 100)
    assert progress.reasons == (Reason.NO_DATA, Reason.NOT_ENTERED)
    assert (
        progress.achieved is progress.achievement is progress.pace is progress.gap is progress.value is None
    )
    assert not progress.is_provisional and not progress.is_interim
    assert progress.status.word == "判定不能" and progress.status.sign == "－"
    assert (
        progress.notes == ("未入力",) and progress.formula == "計算していません" and progress.gap_text == ""
    )


def test_a_year_without_survey_and_an_unpublished_figure_are_not_called_missing():
    spec = target("at_least", 120)
    later = KnownFrom(month=(2026, 11))
    assert judge(spec, {}, 100, known_from=later).notes == ("未公表（令和8年11月予定）",)
    assert judge(spec, {2023: 110}, 100, known_from=later).notes == (
        "令和5年度の値で判定",
        "未公表（令和8年11月予定）",
    )
    never = KnownFrom(is_survey_year=False, next_year=2027)
    assert judge(spec, {}, 100, known_from=never).reason is Reason.NO_DATA
    assert judge(spec, {}, 100, known_from=never).notes == ("調査年でない（次は令和9年度）",)
    assert judge(spec, {2025: 110}, 100, known_from=later).notes == ()


def test_a_figure_from_before_the_plan_is_shown_and_not_judged():
    progress = judge(target("at_least", 70, "%"), {2022: 75}, 68, known_from=KnownFrom(is_survey_year=False))
    assert progress.achieved is None and progress.value == 75
    assert progress.notes == ("最新の値は令和4年度", "まだ判定する時期でない", "調査年でない")


def test_where_no_survey_is_held_in_the_last_year_the_newest_figure_decides():
    kept = target("maintain", None, "%")
    waiting = judge(kept, {2025: 73}, "72.0", year=2027)
    decided = judge(kept, {2025: 73}, "72.0", year=2027, known_from=KnownFrom(is_survey_year=False))
    assert (waiting.status.word, decided.status.word) == ("順調", "達成")


def test_provisional_figures_give_provisional_judgements():
    spec, final = target("at_least", 120), {2025: 130}
    assert judge(spec, series(final, is_provisional=True), 100).is_provisional
    assert judge(spec, final, start(100, "provisional")).is_provisional
    progress = judge(target("exceed_reference"), final, reference=None)
    assert not progress.is_provisional
    reference = [Measured(2025, Decimal(120), is_provisional=True)]
    progress = evaluate(
        target("exceed_reference"), series(final), baseline=None, better=UP, year=2025, period=(2023, 2027),
        reference=reference,
    )  # fmt: skip
    assert progress.is_provisional and progress.achieved and progress.notes == ("速報値による",)


def test_part_of_a_year_is_an_interim_figure():
    progress = judge(target("at_least", 120), series({2025: 112}, is_partial=True), 100)
    assert progress.is_interim and progress.notes == ("途中経過", "年度の途中までの値")


def test_gaps_in_words():
    spec = target("at_least", 120)
    assert judge(spec, {2025: 1112}, 100).gap_text == "目標より992人多い"
    assert judge(spec, {2025: 120}, 100).gap_text == "目標ちょうど"
    assert judge(target("at_most", 0), {2025: 3}, 12, better=DOWN).gap_text == "目標まで3人"
    assert judge(target("at_most", 5), {2025: 3}, 12, better=DOWN).gap_text == "目標より2人少ない"
    assert judge(target("maintain"), {2025: 12}, 12, better=DOWN).gap_text == "基準値と同じ"
    assert judge(target("maintain"), {2025: 13}, 12, better=DOWN).gap_text == "基準値より1人多い"
    rising = target("increase_over_previous_year", None, "冊")
    assert judge(rising, {2023: 11204, 2024: 12960}, year=2024).gap_text == "前年より1,756冊多い"
    above = judge(target("exceed_reference", None, "%"), {2025: "76"}, reference={2025: "80"})
    assert above.gap_text == "参照値より4ポイント低い"
    assert judge(target("balance", 0), {2025: -40}, 100).gap_text == "均衡まで40人"


# --- always so ----------------------------------------------------------------------------------------------------

figures = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.decimals(min_value=-1000, max_value=1000, places=1),
    st.sampled_from([Decimal(0), Decimal("-0"), Decimal("1E+999999"), Decimal("1E-999999"), Decimal("sNaN")]),
)
near = st.integers(2020, 2030)
measured = st.builds(
    Measured,
    near,
    figures,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | figures,
    st.sampled_from([1, 1, 2]),
)
spans = st.none() | st.builds(lambda a, b: Span(fy(min(a, b)), fy(max(a, b))), near, near)
specs = st.builds(
    TargetSpec,
    st.sampled_from(TargetKind), st.none() | figures, st.sampled_from(["", "%", "人", "％"]), st.none() | figures,
    st.none() | figures, st.none() | near.map(fy), spans, st.none() | figures,
    st.lists(st.builds(Milestone, figures, near, st.booleans()), max_size=4).map(tuple),
    st.sampled_from([None, 1990, 2013]), st.booleans(), tolerance=figures, by_mean=st.booleans(),
    is_period_open=st.sampled_from([False, False, False, True]),
)  # fmt: skip
baselines = st.none() | st.builds(
    BaselineSpec, st.sampled_from(BaselineKind), st.none() | figures, st.just("人"), st.none() | near.map(fy), spans,
    st.sampled_from([None, 1990]),
)  # fmt: skip
known = st.none() | st.builds(KnownFrom, st.none() | st.just((2026, 11)), st.booleans(), st.none() | near)


def test_there_is_one_evaluator_per_kind():
    assert set(EVALUATORS) == set(TargetKind)
    assert (
        len(set(EVALUATORS.values())) == len(TargetKind) - 3
    )  # 全国展開, 全て and 100％ are one, both 程度 are one


@settings(max_examples=800, deadline=None)
@given(
    specs, st.lists(measured, max_size=8), baselines, st.sampled_from(Better), near, near, near,
    st.lists(measured, max_size=4), st.sampled_from(list(PRESETS.values())), known,
)  # fmt: skip
def test_nothing_makes_it_fail_and_the_grade_is_one_of_the_scheme(
    spec, given_series, baseline, better, year, first, last, reference, scheme, when
):
    progress = evaluate(
        spec, given_series, baseline=baseline, better=better, year=year, period=(min(first, last), max(first, last)),
        reference=reference, scheme=scheme, known_from=when,
    )  # fmt: skip
    assert progress.status in scheme.grades and progress.scheme == scheme.key
    assert progress.formula and isinstance(progress.gap_text, str) and isinstance(progress.notes, tuple)
    assert progress.pace is None or progress.pace.is_finite()
    assert progress.value_year is None or progress.value_year <= year
    if progress.achieved is None:
        assert progress.reasons
        assert progress.status.tone == "unknown"
    if all(one.fiscal_year > year or not one.value.is_finite() for one in given_series):
        assert progress.achieved is None and progress.achievement is None and progress.pace is None


sane = st.decimals(min_value=-1000, max_value=1000, places=1)


@settings(max_examples=300, deadline=None)
@given(sane, sane, sane)
def test_achieved_is_the_definition_and_a_full_rate_is_achievement(actual, begun, goal):
    for kind, is_up in (("at_least", True), ("at_most", False)):
        progress = judge(target(kind, goal), {2025: actual}, start(begun))
        assert progress.achieved is (actual >= goal if is_up else actual <= goal)
        assert (progress.gap >= 0) is progress.achieved
        strict = judge(target(kind, goal, is_strict=True), {2025: actual}, start(begun))
        assert strict.achieved is (actual > goal if is_up else actual < goal)
        if progress.achievement is not None:
            assert (progress.achievement >= 1) is progress.achieved
    kept = judge(target("maintain"), {2025: actual}, start(begun), better=DOWN)
    assert kept.achieved is (actual <= begun)
    above = judge(target("exceed_reference"), {2025: actual}, start(begun), reference={2025: goal})
    assert above.achieved is (actual > goal)
    even = judge(target("balance", 0), {2025: actual}, start(begun))
    assert even.achieved is (actual == 0)


@settings(max_examples=200, deadline=None)
@given(sane, sane, sane)
def test_what_is_better_upwards_mirrors_what_is_better_downwards(actual, begun, goal):
    """Turning all signs round turns at_least into at_most and changes nothing else."""
    up = judge(target("at_least", goal), {2025: actual}, start(begun))
    down = judge(target("at_most", -goal), {2025: -actual}, start(-begun), better=DOWN)
    for name in ("achieved", "achievement", "pace", "gap", "versus", "status", "reasons"):
        assert getattr(up, name) == getattr(down, name)


@settings(max_examples=200, deadline=None)
@given(st.lists(sane, min_size=5, max_size=5), sane)
def test_sums_and_means_of_a_whole_period_are_the_definition(values, goal):
    given_figures = {2023 + place: value for place, value in enumerate(values)}
    spec = target("cumulative_over_period", goal, span=years())
    progress = judge(spec, given_figures, year=2027)
    assert progress.achieved is (sum(values) >= goal) and not progress.is_interim
    before = start(goal, "period_average", span=years(2016, 2020))
    progress = judge(target("maintain_period_average", span=years()), given_figures, before, year=2027)
    assert progress.achieved is (sum(values) / 5 >= goal) and not progress.is_interim
    rising = judge(target("increase_over_previous_year"), given_figures, start(goal, at=2022), year=2027)
    assert rising.achieved is all(a < b for a, b in zip([goal, *values], values, strict=False))


def test_the_same_question_has_the_same_answer_in_any_order_of_the_figures():
    spec, numbers = target("cumulative_over_period", 100, span=years()), {2023: 10, 2024: 20, 2025: 30}
    asked = series(numbers)
    answers = {judge(spec, list(order)) for order in product(asked, repeat=3) if len(set(order)) == 3}
    assert len(answers) == 1
