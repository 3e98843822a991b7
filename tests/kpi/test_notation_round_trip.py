"""What is printed reads back as the same data, whatever the data; and no text makes the reader fall or guess."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, example, given
from hypothesis import strategies as st

from kpi.notation import (
    OF_WRITING,
    Flag,
    format_baseline,
    format_target,
    format_value,
    parse_baseline,
    parse_target,
    parse_value,
)
from kpi.spec import (
    BaselineKind,
    BaselineSpec,
    Better,
    Grain,
    Milestone,
    Span,
    TargetKind,
    TargetSpec,
    Value,
    When,
)

UNITS = [
    "",
    *"% ‰ 人 か所 ヶ所 箇所 団体 事業所 ポイント 円 冊 市区町村 都市 人/年 人/日 t-CO2 ㎡ 百貨店 年 歳 件 ℃ kWh つ 台".split(),
]
PERIOD = (2023, 2027)

units = st.sampled_from(UNITS)
positive = st.one_of(
    st.integers(1, 10**15).map(Decimal),
    st.integers(1, 10**11).map(lambda n: Decimal(n * 10_000)),
    st.decimals(Decimal("0.000001"), Decimal(10**9), allow_nan=False, places=6).filter(lambda d: d > 0),
    st.integers(1, 9999).map(lambda n: Decimal(n) / 10),
)
zero = st.sampled_from([Decimal(0), Decimal("0.0")])
figures = st.one_of(positive, positive.map(lambda d: -d), zero)
years = st.integers(1901, 2198)
months = st.integers(1, 12)
fiscal_years = st.builds(When, st.just(Grain.FISCAL_YEAR), years)
times = st.one_of(
    fiscal_years,
    st.builds(When, st.just(Grain.FISCAL_YEAR_END), years),
    st.builds(When, st.just(Grain.YEAR), years),
    st.builds(When, st.just(Grain.MONTH), years, months),
    st.builds(When, st.just(Grain.DAY), years, months, st.integers(1, 28)),
)


@st.composite
def spans(draw, grains=(Grain.FISCAL_YEAR, Grain.YEAR, Grain.MONTH)):
    grain = draw(st.sampled_from(grains))
    first, last = sorted([draw(years), draw(years)])
    if grain is not Grain.MONTH:
        return Span(When(grain, first), When(grain, last))
    ends = sorted([(first, draw(months)), (last, draw(months))])
    return Span(*(When(grain, year, month) for year, month in ends))


def flags(*named):
    return tuple(sorted(flag for flag in named if flag))


# --- values -------------------------------------------------------------------------------------------------

values = st.one_of(
    st.just(Value(None)),
    st.builds(
        Value,
        figures,
        units,
        is_provisional=st.booleans(),
        is_approximate=st.booleans(),
        at_least=st.booleans(),
        is_running_total=st.booleans(),
    ),
)


@given(values)
def test_a_value_printed_reads_back(value):
    assert parse_value(format_value(value)) == value
    assert parse_value(format_value(value), unit=value.unit or None) == value


@given(st.integers(-(10**9), 10**9), st.sampled_from(["万人", "千人", "百万円", "千円"]))
def test_a_value_in_a_unit_with_a_scale_reads_back_in_that_unit(number, unit):
    value = Value(Decimal(number), unit)
    assert parse_value(format_value(value), unit=unit) == value


# --- baselines ----------------------------------------------------------------------------------------------


@st.composite
def baselines(draw):
    kind, unit, value = draw(st.sampled_from(list(BaselineKind))), draw(units), draw(figures)
    at = draw(st.one_of(st.none(), times))
    if kind is BaselineKind.NONE:
        return BaselineSpec(kind)
    if kind in {BaselineKind.TO_BE_BUILT, BaselineKind.TO_START}:
        return BaselineSpec(kind, at=at)
    spec = BaselineSpec(kind, value, unit, at=at)
    if kind is BaselineKind.VALUE_AT_DATE:
        spec = replace(spec, at=draw(times))
    if kind is BaselineKind.VALUE_WITHOUT_DATE:
        spec = replace(spec, at=None)
    if kind in {BaselineKind.VALUE_AT_DATE, BaselineKind.VALUE_WITHOUT_DATE} and draw(st.booleans()):
        labels = st.sampled_from(["小学校", "中学校", "男性", "女性", "子ども"])
        named = draw(st.dictionaries(labels, figures, min_size=2))
        spec = replace(spec, value=None, parts=tuple(named.items()))
    if kind in {BaselineKind.PERIOD_AVERAGE, BaselineKind.CUMULATIVE_OVER_PERIOD}:
        span = draw(st.one_of(st.none(), spans()))
        spec = replace(
            spec, span=span, at=None if span else at, flags=() if span else (Flag.PERIOD_NOT_STATED,)
        )
    if kind is BaselineKind.PARTIAL_PERIOD:
        span = draw(spans((Grain.MONTH,)))
        ends = (span.first.month, span.last.month, span.last.year - span.first.year)
        assume(ends not in {(4, 3, 1), (1, 12, 0)})  # a whole year is no part of one
        spec = replace(spec, span=span, at=None)
    if kind is BaselineKind.CHANGE_VS_REFERENCE_YEAR:
        spec = replace(spec, reference_year=draw(years))
    if kind is BaselineKind.APPROX:
        word = draw(st.sampled_from(["約", "強", "弱"]))
        spec = replace(spec, more_than=word == "強", flags=(Flag.SLIGHTLY_LESS,) if word == "弱" else ())
    return spec


@given(baselines(), st.booleans())
def test_a_baseline_printed_reads_back(spec, western):
    spec = replace(spec, printed=format_baseline(spec, western=western))
    assert parse_baseline(spec.printed) == spec
    assert parse_baseline(spec.printed, unit=spec.unit or None) == spec


# --- targets ------------------------------------------------------------------------------------------------


def outside(year, period):
    if period is None or period[0] <= year <= period[1]:
        return None
    return Flag.BEFORE_PLAN if year < period[0] else Flag.AFTER_PLAN


def year_of(when):
    return when.year - 1 if when.month is not None and when.month < 4 else when.year


@st.composite
def deadlines(draw, period, *, vaguely=True):
    """The deadline and the flags that belong to it; the plan's end where none is said."""
    by = draw(times if period else st.one_of(st.none(), times))
    is_about = vaguely and by is not None and draw(st.booleans())
    marks = flags(by and outside(year_of(by), period), Flag.DEADLINE_APPROXIMATE if is_about else None)
    if period and not is_about and draw(st.booleans()):
        return When(Grain.FISCAL_YEAR, period[1]), ()
    return by, marks


SUMS = {TargetKind.CUMULATIVE_OVER_PERIOD, TargetKind.CUMULATIVE_DECREASE}
KEEPS = {TargetKind.MAINTAIN_PERIOD_AVERAGE, TargetKind.MAINTAIN_CUMULATIVE}
PLAIN = set(TargetKind) - SUMS - KEEPS - {TargetKind.MILESTONE, TargetKind.TWO_STAGE, TargetKind.QUALITATIVE}


@st.composite
def simple_targets(draw, period):
    kind, unit = draw(st.sampled_from(sorted(PLAIN))), draw(units)
    by, marks = draw(deadlines(period))
    spec = TargetSpec(kind, unit=unit, by=by, flags=marks)
    strict = draw(st.booleans())
    reference = draw(st.one_of(st.none(), years))
    match kind:
        case TargetKind.AT_LEAST | TargetKind.AT_MOST:
            spec = replace(spec, value=draw(figures), is_strict=strict, reference_year=reference)
        case TargetKind.MAINTAIN:
            spec = replace(spec, value=draw(st.one_of(st.none(), figures)))
        case TargetKind.CUMULATIVE_SINCE:
            spec = replace(spec, value=draw(figures), is_strict=strict)
        case TargetKind.INCREASE_OVER_PREVIOUS_YEAR:
            spec = replace(spec, is_strict=True)
        case TargetKind.EXCEED_REFERENCE:
            name = draw(st.sampled_from(["全国平均", "府平均", "国の平均", "類似団体平均", ""]))
            spec = replace(spec, is_strict=True, reference=name)
        case TargetKind.APPROX:
            word = draw(st.sampled_from(["程度", "強", "弱"]))
            less = Flag.SLIGHTLY_LESS if word == "弱" else None
            spec = replace(spec, value=draw(figures), is_strict=word == "強", flags=flags(*marks, less))
        case TargetKind.APPROX_RANGE:
            low, high = sorted([draw(figures), draw(figures)])
            assume(low < high)
            tens = draw(st.one_of(st.none(), st.integers(1, 9)))
            if tens:
                low, high = Decimal(10 * tens + 1), Decimal(10 * tens + 9)
            spec = replace(spec, low=low, high=high)
        case TargetKind.NATIONWIDE_ROLLOUT | TargetKind.ALL | TargetKind.ALMOST_ALL:
            if unit and draw(st.booleans()):
                number = draw(positive)
                value = number if kind is TargetKind.NATIONWIDE_ROLLOUT else None
                spec = replace(spec, value=value, denominator=number)
        case TargetKind.ALL_PERCENT:
            spec = replace(spec, value=Decimal(100), unit="%", reference_year=reference)
        case TargetKind.ANNUAL_RATE_AT_LEAST:
            spec = replace(
                spec, value=draw(positive), unit="%/年", is_strict=strict, by_mean=draw(st.booleans())
            )
        case TargetKind.BALANCE:
            spec = replace(spec, value=Decimal(0))
        case TargetKind.COMPLETION:
            spec = replace(spec, unit="")
    return spec


@st.composite
def period_targets(draw, period):
    """Sums and means over a period; where the period is not said, a flag says so."""
    kind, unit = draw(st.sampled_from(sorted(SUMS | KEEPS))), draw(units)
    keeps = kind in KEEPS
    value = draw(st.one_of(st.none(), figures) if keeps else figures)
    if kind is TargetKind.CUMULATIVE_DECREASE:
        value = abs(value)
    strict = kind is TargetKind.CUMULATIVE_OVER_PERIOD and draw(st.booleans())
    spec = TargetSpec(kind, value, unit, is_strict=strict)
    if draw(st.booleans()):
        span = draw(spans())
        return replace(spec, span=span, flags=flags(outside(year_of(span.last), period)))
    if keeps and period:
        first, last = (When(Grain.FISCAL_YEAR, year) for year in period)
        return replace(spec, span=Span(first, last))
    by, marks = draw(deadlines(period, vaguely=False))
    return replace(spec, by=by, flags=flags(*marks, Flag.PERIOD_NOT_STATED))


@st.composite
def staged_targets(draw, period):
    unit = draw(units)
    if draw(st.booleans()):
        ends = sorted(draw(st.sets(years, min_size=2, max_size=2)))
        amount = draw(figures)
        kind, numbers = TargetKind.TWO_STAGE, [amount, amount]
    else:
        ends = sorted(draw(st.sets(years, min_size=2, max_size=6)))
        kind, numbers = TargetKind.MILESTONE, [draw(figures) for _ in ends]
    stones = tuple(
        Milestone(number, year, period is not None and year > period[1])
        for number, year in zip(numbers, ends, strict=True)
    )
    within = [stone for stone in stones if not stone.is_outlook] or [stones[-1]]
    goal = within[-1] if kind is TargetKind.MILESTONE else stones[-1]
    after = Flag.AFTER_PLAN if any(stone.is_outlook for stone in stones) else None
    before = Flag.BEFORE_PLAN if period and ends[0] < period[0] else None
    by = When(Grain.FISCAL_YEAR, goal.fiscal_year)
    return TargetSpec(kind, goal.value, unit, by=by, milestones=stones, flags=flags(after, before))


targets = st.sampled_from([None, PERIOD]).flatmap(
    lambda period: st.tuples(
        st.one_of(
            simple_targets(period), simple_targets(period), period_targets(period), staged_targets(period)
        ),
        st.just(period),
    )
)
# Kinds whose print has no place for the unit; it is the indicator's.
WITHOUT_UNIT = {
    TargetKind.MAINTAIN,
    TargetKind.EXCEED_REFERENCE,
    TargetKind.INCREASE_OVER_PREVIOUS_YEAR,
    TargetKind.BALANCE,
    TargetKind.ALL,
    TargetKind.ALMOST_ALL,
    TargetKind.NATIONWIDE_ROLLOUT,
    *KEEPS,
}


@given(targets, st.sampled_from([None, *Better]), st.booleans())
def test_a_target_printed_reads_back(case, better, western):
    spec, period = case
    assume(spec.kind is not TargetKind.ALL_PERCENT or better is not Better.DOWN)
    spec = replace(spec, printed=format_target(spec, period=period, better=better, western=western))
    assert parse_target(spec.printed, unit=spec.unit or None, period=period, better=better) == spec
    if spec.kind not in WITHOUT_UNIT:
        assert parse_target(spec.printed, period=period, better=better) == spec


# --- whatever is typed --------------------------------------------------------------------------------------

PIECES = [
    *"0123456789",
    *"，,.％%‰△▲-−－―～〜~・／/（）()、。※①② \u3000\n",
    *"十百千万億兆数約年月日元にではの超強弱比人円RHaOl²½⽅\ue000",
    *"5 10 32 2022 2027 1990 令和 平成 年度 年度末 時点 までに まで から より 維持 を維持 上回る".split(),
    *"を下回る 全国平均 前年より 増加 減少 以上 以下 未満 程度 累計 平均値 延べ 5年間で 年間 毎年 全国展開".split(),
    *"ほぼ全て 全ての 均衡 完成 を選定し 実現 速報値 目途 か所 団体 事業開始からの累計 サービスを構築 通年実施".split(),
    *"を目指す 小学校".split(),
]
BEFORE = [
    *("",) * 4,
    *"令和9年度までに 2025年に R5年度に 令和3年度より 2030年度末までに 2022～2026年度累計で 5年間で".split(),
    *"3年間の累計で 令和2年度からの累計で 事業開始からの累計 累計 延べ 年 年平均 毎年 少なくとも".split(),
    *"1990年度比 H28.3時点で ① ※ 小学校 約".split(),
]
MIDDLE = [
    *"0 ゼロ 5 73% 66.0％ △1,577人 -38.3% 40万人 2億396万円 2,584千人 50～60か所 十数か所 3万5千 100%".split(),
    *"12百万円 7割 5ヶ所 維持 現状維持 全国平均を上回る 府平均を下回る 府平均以上 前年より増加 前年より減少".split(),
    *"前年以上 均衡 庁舎の完成 全国展開 全ての学校 全41校 ほぼ全て サービスを構築 通年実施".split(),
    *"4億3,0000万円 1,23人 2倍 1.4人/年 2%/年".split(),
]
AFTER = [
    *("",) * 4,
    *"以上 超 以下 未満 程度 強 弱 増加 減少 を維持 の転入超過 選定し、令和12年度までに実現".split(),
    *"、令和9年度までに80人 を目指す 達成 （令和3年度） （2027年度まで） （令和5年度～令和9年度）".split(),
    *"（令和5年度～令和9年度の平均値） （R4.7～12） （1990年度比） （速報値） （令和3年度速報値）".split(),
    *"（5年程度） （2025年度目途） （1,741市区町村） （累計） （平均値） （令和3年度調査、2013年度比）".split(),
    *"（うち女性5人） （155自治体） 、中学校53.6% （平成32年3月） （令和4年4月～令和5年3月）".split(),
    *"※全国平均：78.5%".split(),
]
phrases = st.builds(
    lambda *pieces: "".join(pieces),
    *(st.sampled_from(part) for part in (BEFORE, BEFORE, MIDDLE, AFTER, AFTER, AFTER)),
)
texts = st.one_of(
    phrases, phrases, st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=30)
)
periods = st.sampled_from([None, PERIOD])


def core(spec):
    """Data without the text it came from and what was said of its writing."""
    return replace(spec, printed="", flags=tuple(flag for flag in spec.flags if flag not in OF_WRITING))


@given(texts, periods, st.sampled_from([None, "人", "%", "万人"]), st.sampled_from([None, *Better]))
@example("十数か所（5年程度）", None, None, None)
@example("平成32年3月までに100か所", PERIOD, None, None)
@example("2万人強", PERIOD, "万人", None)
def test_any_target_text_is_read_or_explained_and_its_print_says_the_same(text, period, unit, better):
    spec = parse_target(text, period=period, unit=unit, better=better)
    assert spec.printed == text
    assert (spec.kind is TargetKind.QUALITATIVE) == bool(spec.reason)
    if spec.reason:
        assert spec.flags and spec.value is None
        assert format_target(spec, period=period, better=better) == text
    again = parse_target(
        format_target(spec, period=period, better=better), period=period, unit=unit, better=better
    )
    assert core(again) == core(spec)


@given(texts, st.sampled_from([None, "人", "%", "万人"]))
def test_any_baseline_text_is_read_or_explained_and_its_print_says_the_same(text, unit):
    spec = parse_baseline(text, unit=unit)
    assert spec.printed == text
    if spec.kind is BaselineKind.NONE:
        assert spec.value is None and bool(spec.reason) == bool(spec.flags)
    else:
        assert not spec.reason
    again = parse_baseline(format_baseline(spec), unit=unit)
    assert core(again) == core(spec)


@given(texts, st.sampled_from([None, "人", "%", "万人"]))
def test_any_value_text_is_read_or_explained_and_its_print_says_the_same(text, unit):
    value = parse_value(text, unit=unit)
    if value.value is None:
        assert value == Value(None, reason=value.reason)
    else:
        assert not value.reason
        assert parse_value(format_value(value), unit=unit) == value


@given(st.integers(0, 10**12), st.sampled_from("aAlOoIXx"), st.data())
def test_a_letter_in_a_number_is_never_read_as_a_number(number, letter, data):
    digits = str(number)
    place = data.draw(st.integers(0, len(digits)))
    text = digits[:place] + letter + digits[place:] + "人"
    assert parse_value(text).value is None
    assert parse_target(text).kind is TargetKind.QUALITATIVE
    assert parse_baseline(text).value is None
