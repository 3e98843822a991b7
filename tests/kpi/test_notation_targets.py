"""Targets that offices print, one by one; and what stays words, because nobody can be certain."""

from decimal import Decimal

import pytest

from kpi.notation import Flag, format_target, parse_baseline, parse_target
from kpi.spec import Better, Grain, Span, TargetKind, When

PLAN = (2023, 2027)
END = When(Grain.FISCAL_YEAR, 2027)
PLANNED = Span(When(Grain.FISCAL_YEAR, 2023), END)
K = TargetKind
READ = [
    ("40万人以上", K.AT_LEAST, "400000"),
    ("30%以上", K.AT_LEAST, "30"),
    ("40万人を目指す", K.AT_LEAST, "400000"),
    ("少なくとも100か所", K.AT_LEAST, "100"),
    ("毎年100件以上", K.AT_LEAST, "100"),
    ("延べ1,000人", K.AT_LEAST, "1000"),
    ("10%以下", K.AT_MOST, "10"),
    ("10位以内", K.AT_MOST, "10"),
    ("-38.3%（1990年度比）", K.AT_MOST, "-38.3"),
    ("2013年度比46%削減", K.AT_MOST, "-46"),
    ("5年間で1,000人", K.CUMULATIVE_OVER_PERIOD, "1000"),
    ("5年間で7,400人増加（令和5年度～令和9年度）", K.CUMULATIVE_OVER_PERIOD, "7400"),
    ("2023～2027年度累計で230万人", K.CUMULATIVE_OVER_PERIOD, "2300000"),
    ("5年間で300人減少", K.CUMULATIVE_DECREASE, "300"),
    ("事業開始からの累計1,000件", K.CUMULATIVE_SINCE, "1000"),
    ("維持", K.MAINTAIN, None),
    ("現状を維持する", K.MAINTAIN, None),
    ("95%を維持", K.MAINTAIN, "95"),
    ("維持（令和5年度～令和9年度の平均値）", K.MAINTAIN_PERIOD_AVERAGE, None),
    ("維持（令和5年度～令和9年度の累計）", K.MAINTAIN_CUMULATIVE, None),
    ("前年より増加", K.INCREASE_OVER_PREVIOUS_YEAR, None),
    ("前年度比増", K.INCREASE_OVER_PREVIOUS_YEAR, None),
    ("毎年増加", K.INCREASE_OVER_PREVIOUS_YEAR, None),
    ("全国平均を上回る", K.EXCEED_REFERENCE, None),
    ("府平均を超える", K.EXCEED_REFERENCE, None),
    ("50か所程度", K.APPROX, "50"),
    ("約50か所", K.APPROX, "50"),
    ("2万人強", K.APPROX, "20000"),
    ("十数か所", K.APPROX_RANGE, None),
    ("50～60か所", K.APPROX_RANGE, None),
    ("全国展開（1,741市区町村）", K.NATIONWIDE_ROLLOUT, "1741"),
    ("全41校", K.ALL, None),
    ("全ての小学校（41校）", K.ALL, None),
    ("100％", K.ALL_PERCENT, "100"),
    ("担い手のほぼ全て", K.ALMOST_ALL, None),
    ("年2％以上", K.ANNUAL_RATE_AT_LEAST, "2"),
    ("年平均2%", K.ANNUAL_RATE_AT_LEAST, "2"),
    ("転入・転出の均衡", K.BALANCE, "0"),
    ("2025年度末までに完成", K.COMPLETION, None),
    ("庁舎の完成", K.COMPLETION, None),
    ("95%（2023年度）、97%（2025年度）、99％（2027年度）", K.MILESTONE, "99"),
    ("令和5年度95%→令和7年度97%", K.MILESTONE, "97"),
    ("①95%（2023年度）②97%（2025年度）", K.MILESTONE, "97"),
    ("2025年度までに少なくとも100か所選定し、2027年度までに実現", K.TWO_STAGE, "100"),
]


@pytest.mark.parametrize(("text", "kind", "value"), READ)
def test_targets(text, kind, value):
    spec = parse_target(text, period=PLAN)
    assert (spec.kind, spec.reason, spec.flags, spec.printed) == (kind, "", (), text)
    assert spec.value == (None if value is None else Decimal(value))


def test_every_kind_of_target_has_its_example():
    assert {kind for _, kind, _ in READ} == set(TargetKind) - {K.QUALITATIVE}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("", Flag.EMPTY),
        ("\u3000\n", Flag.EMPTY),
        ("―", Flag.EMPTY),
        ("－", Flag.EMPTY),
        ("-", Flag.EMPTY),
        ("誰もが幸せを感じるまち", Flag.NOT_READ),
        ("維持、または向上", Flag.NOT_READ),
        ("満足度の向上", Flag.NOT_READ),
        ("整備の推進", Flag.NOT_READ),
        ("整備未完了", Flag.NOT_READ),
        ("1,000人増加", Flag.NOT_READ),
        ("10%削減", Flag.NOT_READ),
        ("2倍", Flag.NOT_READ),
        ("数十か所", Flag.NOT_READ),
        ("95→97→99", Flag.NOT_READ),
        ("小学校80%、中学校70%", Flag.NOT_READ),
        ("100団体、令和6年度までに検討", Flag.NOT_READ),
        ("1,000人（令和5年度～令和9年度）", Flag.NOT_READ),
        ("維持（令和5年度～令和9年度）", Flag.NOT_READ),
        ("令和5年度から73%", Flag.NOT_READ),
        ("令和9年度", Flag.NOT_READ),
        ("73%（2027）", Flag.NOT_READ),
        ("73%（増）", Flag.NOT_READ),
        ("73%（見込み）", Flag.NOT_READ),
        ("73%（速報値）", Flag.NOT_READ),
        ("73%（", Flag.NOT_READ),
        ("約100人以上", Flag.NOT_READ),
        ("5年間で約100人", Flag.NOT_READ),
        ("年2%削減", Flag.NOT_READ),
        ("前年度より減少", Flag.DIRECTION_NOT_STATED),
        ("全国平均を下回る", Flag.DIRECTION_NOT_STATED),
        ("前年以上", Flag.NOT_JUDGED),
        ("前年より2%増加", Flag.NOT_JUDGED),
        ("全国平均以上", Flag.NOT_JUDGED),
        ("平均を上回る", Flag.NOT_READ),
        ("50か所程度（2025年度）、100か所以上（2027年度）", Flag.NOT_JUDGED),
        ("0人", Flag.DIRECTION_NOT_STATED),
        ("ゼロ", Flag.DIRECTION_NOT_STATED),
        ("△50人", Flag.DIRECTION_NOT_STATED),
        ("3年間で100人", Flag.PERIOD_DIFFERS),
        ("5年間で1,000人（令和5年度～令和8年度）", Flag.CONTRADICTION),
        ("令和8年度までに73%（令和9年度）", Flag.CONTRADICTION),
        ("95%（2025年度）、97%（2025年度）", Flag.CONTRADICTION),
        ("2027年度までに100か所選定し、2025年度までに実現", Flag.CONTRADICTION),
        ("累計1,000人（令和9年度～令和5年度）", Flag.CONTRADICTION),
        ("5年間で△100人減少", Flag.CONTRADICTION),
        ("令和5年13月までに100人", Flag.MALFORMED),
        ("令和5年（2022年）3月までに100人", Flag.MALFORMED),
        ("昭和70年度までに100人", Flag.MALFORMED),
        ("大正5年度までに100人", Flag.NOT_READ),
        ("100人" * 200, Flag.NOT_READ),
    ],
)
def test_what_is_not_certain_stays_words_with_a_reason_and_a_flag(text, flag):
    spec = parse_target(text, period=PLAN)
    assert (spec.kind, spec.value, spec.flags) == (K.QUALITATIVE, None, (flag,))
    assert spec.reason.endswith(("。", "）。")) and len(spec.reason) < 160
    assert spec.printed == format_target(spec, period=PLAN) == text


def test_the_deadline_is_the_plans_end_unless_the_text_names_one():
    assert parse_target("73%", period=PLAN).by == END
    assert parse_target("73%").by is None
    assert parse_target("73%（令和8年度）", period=PLAN).by == When(Grain.FISCAL_YEAR, 2026)
    assert parse_target("令和 ９年度末までに７３％").by == When(Grain.FISCAL_YEAR_END, 2027)
    assert parse_target("2025年に50％").by == When(Grain.YEAR, 2025)
    assert parse_target("令和7年3月末までに100人").by == When(Grain.DAY, 2025, 3, 31)
    assert parse_target("令和9年度（2027年度）までに73%").by == END
    assert parse_target("令和9（2027）年度までに73%").by == END


def test_a_deadline_outside_the_plan_is_flagged():
    assert parse_target("73%（令和4年度）", period=PLAN).flags == (Flag.BEFORE_PLAN,)
    assert parse_target("73%（令和10年度）", period=PLAN).flags == (Flag.AFTER_PLAN,)
    assert parse_target("73%（令和10年3月）", period=PLAN).flags == ()
    assert parse_target("73%（令和10年4月1日）", period=PLAN).flags == (Flag.AFTER_PLAN,)
    late = parse_target("95%（2025年度）、99%（2030年度）", period=PLAN)
    assert (late.by, late.value, late.flags) == (When(Grain.FISCAL_YEAR, 2025), 95, (Flag.AFTER_PLAN,))
    assert [stone.is_outlook for stone in late.milestones] == [False, True]


def test_an_era_date_that_never_came_is_read_and_flagged():
    spec = parse_target("平成32年3月までに100か所")
    assert (spec.by, spec.flags) == (When(Grain.MONTH, 2020, 3), (Flag.ERA_PAST_END,))
    assert format_target(spec) == "令和2年3月までに100か所"
    assert parse_target("平成31年度までに100か所").flags == ()
    assert parse_target("平成32年度までに100か所").flags == (Flag.ERA_PAST_END,)


def test_the_period_of_a_sum_is_the_plans_when_the_years_fit():
    assert parse_target("5年間で1,000人", period=PLAN).span == PLANNED
    assert parse_target("5年間で1,000人（令和9年度まで）").span == PLANNED
    assert parse_target("令和5年度からの累計1,000人（令和9年度まで）").span == PLANNED
    for text in ("累計1,000人", "1,000人（累計）"):
        open_ended = parse_target(text, period=PLAN)
        assert (open_ended.span, open_ended.by, open_ended.flags) == (None, END, (Flag.PERIOD_NOT_STATED,))
    assert parse_target("5年間で1,000人").flags == (Flag.PERIOD_NOT_STATED,)


def test_about_five_years_are_the_plans_five():
    spec = parse_target("十数か所（5年程度）", period=PLAN)
    assert (spec.low, spec.high, spec.by, spec.flags) == (11, 19, END, (Flag.DEADLINE_APPROXIMATE,))
    assert format_target(spec, period=PLAN) == "十数か所（令和9年度目途）"
    assert parse_target("十数か所（3年程度）", period=PLAN).kind is K.QUALITATIVE


@pytest.mark.parametrize(
    ("baseline", "text", "kind"),
    [
        ("12人（令和3年度）", "0人", K.AT_MOST),
        ("△120人（令和3年度）", "0人", K.AT_LEAST),
        ("△120人（令和3年度）", "△50人", K.AT_LEAST),
        ("100トン", "80トン", K.AT_MOST),
        ("100人", "120人", K.AT_LEAST),
        ("120%", "100%", K.AT_MOST),
        ("90%", "100%", K.ALL_PERCENT),
        ("5年間で500人（平成30年度～令和4年度）", "120人", K.AT_LEAST),
        ("5,165冊（R4.7～12）", "5,000冊", K.AT_LEAST),
        ("100人", "80件", K.AT_LEAST),
        ("100人", "100人", K.AT_LEAST),
        ("100人", "80人以上", K.AT_LEAST),
        ("-22.4%（1990年度比）", "-38.3%", K.AT_MOST),
        ("1.49（平成28年度～令和2年度の平均値）", "維持", K.MAINTAIN_PERIOD_AVERAGE),
        ("5年間で17,117人増加（平成29年度～令和3年度）", "維持", K.MAINTAIN_CUMULATIVE),
        ("84.8%", "維持", K.MAINTAIN),
    ],
)
def test_the_baseline_tells_where_a_bare_figure_points_and_what_is_kept(baseline, text, kind):
    spec = parse_target(text, period=PLAN, baseline=parse_baseline(baseline))
    assert (spec.kind, spec.reason) == (kind, "")
    if kind in {K.MAINTAIN_PERIOD_AVERAGE, K.MAINTAIN_CUMULATIVE}:
        assert spec.span == PLANNED


def test_the_direction_tells_more_than_the_baseline():
    baseline = parse_baseline("100人")
    assert parse_target("120人", baseline=baseline, better=Better.DOWN).kind is K.AT_MOST
    assert parse_target("0人", better=Better.DOWN).kind is K.AT_MOST
    assert parse_target("△50人", better=Better.UP).kind is K.AT_LEAST
    assert parse_target("-38.3%", baseline=parse_baseline("-22.4%（1990年度比）")).reference_year == 1990


def test_a_comparison_points_the_indicators_way():
    for text, kind in (
        ("全国平均を下回る", K.EXCEED_REFERENCE),
        ("前年より減少", K.INCREASE_OVER_PREVIOUS_YEAR),
    ):
        spec = parse_target(text, better=Better.DOWN)
        assert (spec.kind, format_target(spec, better=Better.DOWN)) == (kind, text)
        assert parse_target(text, better=Better.UP).flags == (Flag.CONTRADICTION,)
    assert parse_target("前年より増加", better=Better.DOWN).flags == (Flag.CONTRADICTION,)


def test_a_sum_over_other_years_than_the_baselines_is_flagged():
    baseline = parse_baseline("3年間で500人（令和2年度～令和4年度）")
    assert parse_target("5年間で1,000人", period=PLAN, baseline=baseline).flags == (Flag.PERIOD_DIFFERS,)
    assert parse_target("維持", period=PLAN, baseline=baseline).flags == (Flag.PERIOD_DIFFERS,)


def test_greater_is_not_equal():
    strict = {
        text: parse_target(text).is_strict
        for text in ("40人以上", "40人超", "40人を超える", "40人未満", "40人以下")
    }
    assert strict == {
        "40人以上": False,
        "40人超": True,
        "40人を超える": True,
        "40人未満": True,
        "40人以下": False,
    }
    assert parse_target("全国平均を上回る").is_strict and parse_target("前年より増加").is_strict
    assert parse_target("府平均を上回る").reference == "府平均"
    assert parse_target("年平均2%以上").by_mean and not parse_target("年2%以上").by_mean


def test_another_unit_is_flagged_and_kept():
    spec = parse_target("100件", unit="人")
    assert (spec.value, spec.unit, spec.flags) == (100, "件", (Flag.UNIT_DIFFERS,))
    assert parse_baseline("100件", unit="人").flags == (Flag.UNIT_DIFFERS,)
    assert parse_target("2万人強", unit="万人").value == 2
    assert parse_target("95人（2023年度）、97件（2025年度）").kind is K.QUALITATIVE


def test_a_harmless_bracket_is_left_out_with_a_flag():
    spec = parse_target("70％（約3万5千事業者）")
    assert (spec.value, spec.flags) == (70, (Flag.REMARK_NOT_READ,))
    noted = parse_baseline("72.0%（令和2年度）※全国平均：78.5%")
    assert (noted.value, noted.flags) == (72, (Flag.REMARK_NOT_READ,))
    assert parse_target("※73%").flags == ()
    assert parse_target("【再掲】73%").flags == ()
