"""A finding in words: the formula with its numbers, and what a reader must know about it, in Japanese.

Nothing here is reckoned anew: a sentence is set only when a page asks for it.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from kpi.findings import HUNDRED, Basis, Finding, Reason, share
from strategy.fiscal import EraError, era_year, format_fiscal_year

MOST_DECIMALS = 4
_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)

WORDS: dict[Reason, str] = {
    Reason.NO_DATA: "値がありません",
    Reason.NOT_SURVEY_YEAR: "調査年でない",
    Reason.NOT_YET_PUBLISHED: "未公表",
    Reason.NOT_ENTERED: "未入力",
    Reason.NOT_YET_JUDGEABLE: "まだ判定する時期でない",
    Reason.NEEDS_DECISION: "人が判定する目標",
    Reason.TARGET_MISSING: "目標値がない",
    Reason.PERIOD_OPEN: "目標の期間（年間か累計か）の記載がない",
    Reason.BASELINE_MISSING: "基準値がない",
    Reason.BASELINE_NOT_COMPARABLE: "基準値と期間などが違い、比べられない",
    Reason.REFERENCE_MISSING: "同じ年度の参照値がない",
    Reason.DENOMINATOR_ZERO: "割る数が0のため割合を計算しない",
    Reason.TARGET_BEHIND_BASELINE: "基準値がすでに目標を満たすため、保てているかで判定",
    Reason.YEARS_MISSING: "実績のない年度がある",
    Reason.PERIOD_ASSUMED: "期間の記載がないため計画期間で計算",
    Reason.PARTIAL_YEAR: "年度の途中までの値",
    Reason.PROVISIONAL: "速報値による",
}


def figure(number: Decimal) -> str:
    """A figure as it stands in a formula: with commas, its own decimals up to four, 「−」 before a negative one.

    >>> figure(Decimal("-13237")), figure(Decimal("66.0")), figure(Decimal(1) / 3)
    ('−13,237', '66.0', '0.3333')
    """
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS:
        number = _WIDE.quantize(number, Decimal(1).scaleb(-MOST_DECIMALS))
        text = format(number, ",f").rstrip("0").rstrip(".")
    else:
        text = format(number, ",f")
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def operand(number: Decimal) -> str:
    """A figure behind a sign: a negative one in brackets."""
    return f"({figure(number)})" if number < 0 else figure(number)


def percent(part: Decimal, places: int = 1) -> str:
    """A share in per cent: 75.0％."""
    return figure(_WIDE.quantize(part * HUNDRED, Decimal(1).scaleb(-places))) + "％"


def short_percent(part: Decimal) -> str:
    """The same without an idle nought: 60％, 42.9％."""
    return percent(part).replace(".0％", "％")


def _pace(found: Finding) -> str:
    """「、経過3／5年＝60％に対し1.25倍」."""
    if found.pace is None or found.gone is None or found.expected is None:
        return ""
    times = figure(_WIDE.quantize(found.pace, Decimal("0.01")))
    years, expected = f"経過{found.gone[0]}／{found.gone[1]}年", short_percent(found.expected)
    line = f"{years}＝{expected}" if found.expected == share(found.gone) else f"{years}のめやす{expected}"
    return f"、{line}に対し{times}倍"


def _share(found: Finding, value: Decimal, target: Decimal) -> str:
    start, rate = found.start, found.rate
    if start is None or rate is None:
        return _kept(found, value, target)
    return f"({figure(value)}−{operand(start)})÷({figure(target)}−{operand(start)})={percent(rate)}{_pace(found)}"


def _ratio(found: Finding, value: Decimal, target: Decimal) -> str:
    why = "始まる前の値がないため" if not found.reasons else "基準値がないため"
    if found.rate is None:
        return _kept(found, value, target)
    if found.basis is Basis.INVERSE:
        return f"{figure(target)}÷{operand(value)}={percent(found.rate)}（{why}目標値÷実績）{_pace(found)}"
    return f"{figure(value)}÷{operand(target)}={percent(found.rate)}（{why}実績÷目標値）{_pace(found)}"


def _coverage(found: Finding, value: Decimal, target: Decimal) -> str:
    rate = "" if found.rate is None else f"={percent(found.rate)}"
    return f"{figure(value)}÷{operand(target)}{rate}{_pace(found)}"


def _kept(found: Finding, value: Decimal, target: Decimal) -> str:
    line = "基準値" if target == found.start else "目標値"
    difference = f"{figure(value)}−{operand(target)}={figure(value - target)}"
    if not found.achieved:
        return f"{difference}（{line}に届かない）"
    if found.gap is not None and found.gap < 0:
        return f"{difference}（{line}からの許容幅の中）"
    return f"{difference}（{line}{'以上' if found.is_up else '以下'}）"


def _sum(found: Finding, value: Decimal, target: Decimal) -> str:
    years = f"（{found.tally[0]}年計）" if found.tally else ""
    if found.rate is None:
        return _kept(found, value, target)
    if found.basis is Basis.SUM:
        return f"{operand(value)}÷{operand(target)}={percent(found.rate)}{years}{_pace(found)}"
    n, m = found.gone or (1, 1)
    side = "以上" if found.is_up else "以下"
    return f"{figure(value)}{years}、{n}年分のめやす{figure(target * n / m)}{side}が目標"


def _mean(found: Finding, value: Decimal, target: Decimal) -> str:
    years = f"{found.tally[0]}年の平均" if found.tally and target == found.start else "平均"
    line = "基準値" if target == found.start else "目標値"
    return f"{years}{figure(value)}−{line}{operand(target)}={figure(value - target)}"


def _years(found: Finding, value: Decimal, target: Decimal) -> str:
    sign = "＝" if value == target else "＞" if value > target else "＜"
    n, m = found.tally or (0, 0)
    return f"{figure(value)}{sign}{figure(target)}（{m}年のうち{n}年で満たす）"


def _against(found: Finding, value: Decimal, target: Decimal) -> str:
    sentence = f"{figure(value)}−{operand(target)}={figure(value - target)}（同じ年度の参照値との差）"
    return sentence if found.rate is None else f"{sentence}、差の縮小{percent(found.rate)}{_pace(found)}"


def _balance(found: Finding, value: Decimal, target: Decimal) -> str:
    if found.rate is None or found.start is None:
        return f"均衡（0）との差{figure(abs(value))}"
    begun = figure(abs(found.start))
    return f"({begun}−{figure(abs(value))})÷{begun}={percent(found.rate)}{_pace(found)}"


def _state(found: Finding, value: Decimal, target: Decimal) -> str:
    if found.tally:
        return f"第1段階は{figure(value)}で、目標{figure(target)}に達した。第2段階の実績はまだない"
    return "完成した" if found.achieved else "完成していない"


_SENTENCES: dict[Basis, Callable[[Finding, Decimal, Decimal], str]] = {
    Basis.SHARE: _share,
    Basis.RATIO: _ratio,
    Basis.INVERSE: _ratio,
    Basis.COVERAGE: _coverage,
    Basis.KEPT: _kept,
    Basis.SUM: _sum,
    Basis.ALLOWANCE: _sum,
    Basis.MEAN: _mean,
    Basis.YEARS: _years,
    Basis.EACH_YEAR: _years,
    Basis.AGAINST: _against,
    Basis.BALANCE: _balance,
    Basis.STATE: _state,
}


def formula(found: Finding) -> str:
    """The formula with its numbers: 「(3−12)÷(0−12)=75.0％、経過3／5年＝60％に対し1.25倍」.

    >>> formula(Finding(None))
    '計算していません'
    """
    if found.value is None or found.target is None or found.basis is Basis.NONE:
        return "計算していません"
    return _SENTENCES[found.basis](found, found.value, found.target)


def year_word(year: int) -> str:
    """A fiscal year by its era, by its number alone where eras do not reach."""
    try:
        return format_fiscal_year(year, short=True)
    except EraError:
        return f"{year}年度"


def month_word(month: tuple[int, int]) -> str:
    """令和8年11月."""
    try:
        return f"{era_year(month[0], month[1])}{month[1]}月"
    except EraError:
        return f"{month[0]}年{month[1]}月"


def gap_unit(unit: str) -> str:
    """The unit of a difference: of per cents it is points.

    >>> gap_unit("%"), gap_unit("人")
    ('ポイント', '人')
    """
    return "ポイント" if unit[:1] in ("%", "％") and unit else unit


def gap_text(found: Finding, unit: str) -> str:
    """How far from what it was compared with; nothing where there is no gap.

    「目標まで3人」, 「目標より2人多い」, 「基準値より0.2ポイント低い」, 「前年より1,756冊多い」.
    """
    if found.gap is None or found.value is None or found.target is None:
        return ""
    amount = figure(abs(found.gap)) + gap_unit(unit)
    line = _line(found)
    if not found.gap:
        return "目標ちょうど" if line == "目標" else f"{line}と同じ"
    if found.gap < 0 and line in ("目標", "均衡"):
        return f"{line}まで{amount}"
    is_level = unit[:1] in ("%", "％", "‰") or not unit
    more, less = ("高い", "低い") if is_level else ("多い", "少ない")
    return f"{line}より{amount}{more if found.value > found.target else less}"


def _line(found: Finding) -> str:
    """What the value was compared with."""
    if found.basis in (Basis.KEPT, Basis.MEAN) and found.target == found.start:
        return "基準値"
    return {Basis.YEARS: "前年", Basis.AGAINST: "参照値", Basis.BALANCE: "均衡"}.get(found.basis, "目標")
