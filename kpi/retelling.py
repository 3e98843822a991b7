"""What was read out of a printed target or baseline, told back in words: 「73％以上、令和9年度まで」.

The person who typed the print sees at once what will be judged. Nothing is reckoned here.
"""

from collections.abc import Callable
from decimal import Decimal

from kpi.explaining import figure, year_word
from kpi.notation.baselines import format_baseline
from kpi.notation.times import print_span, print_when
from kpi.spec import BaselineKind, BaselineSpec, Better, TargetKind, TargetSpec

Teller = Callable[[TargetSpec, Better], str]
_SPANNING = (
    TargetKind.MAINTAIN_PERIOD_AVERAGE,
    TargetKind.MAINTAIN_CUMULATIVE,
    TargetKind.CUMULATIVE_OVER_PERIOD,
    TargetKind.CUMULATIVE_DECREASE,
    TargetKind.INCREASE_OVER_PREVIOUS_YEAR,
    TargetKind.MILESTONE,
    TargetKind.TWO_STAGE,
    TargetKind.QUALITATIVE,
)


def tell_target(spec: TargetSpec, *, better: Better = Better.UP) -> str:
    """How a target will be judged, in words; of one that was not read as data, the reason.

    >>> from kpi.notation import parse_target
    >>> tell_target(parse_target("73%", period=(2023, 2027)))
    '73％以上、令和9年度まで'
    >>> tell_target(parse_target("5年間で7,400人増加（令和5年度～令和9年度）"))
    '令和5年度～令和9年度の累計7,400人以上'
    """
    words = _TELLERS[spec.kind](spec, better)
    if spec.reference_year is not None:
        words = f"{spec.reference_year}年度比{words}"
    if spec.by is not None and spec.kind not in _SPANNING:
        when = print_when(spec.by)
        words += f"、{when}まで"
    if spec.is_period_open:
        words += "（年間か、期間の累計かが決まっていません）"
    return words


def tell_baseline(spec: BaselineSpec) -> str:
    """What the baseline was read as: 「68.1％（令和3年度）」; of one that was not read as data, the reason.

    >>> from kpi.notation import parse_baseline
    >>> tell_baseline(parse_baseline("13,237事業所（令和3年度速報値）")), tell_baseline(parse_baseline("約60"))
    ('13,237事業所（令和3年度速報値）', '約60')
    """
    if spec.kind is BaselineKind.NONE:
        return spec.reason or "現状値はありません"
    return format_baseline(spec).replace("%", "％").replace("-", "−")


def amount(value: Decimal | None, unit: str) -> str:
    """A figure with its unit as the screen writes it.

    >>> amount(Decimal("-38.3"), "%"), amount(Decimal(35000000), "ポイント")
    ('−38.3％', '35,000,000ポイント')
    """
    return "" if value is None else figure(value) + unit.replace("%", "％")


def _of(spec: TargetSpec) -> str:
    return amount(spec.value, spec.unit)


def _least(spec: TargetSpec, better: Better) -> str:
    return _of(spec) + ("を超える" if spec.is_strict else "以上")


def _most(spec: TargetSpec, better: Better) -> str:
    return _of(spec) + ("未満" if spec.is_strict else "以下")


def _kept(spec: TargetSpec, better: Better) -> str:
    line = _of(spec) or "基準値"
    side = "以上" if better is Better.UP else "以下"
    off = f"、{amount(spec.tolerance, spec.unit)}までの差は維持とみなす" if spec.tolerance else ""
    return f"毎年{line}{side}（維持{off}）"


def _kept_over(kind: str) -> Teller:
    def tell(spec: TargetSpec, better: Better) -> str:
        side = "以上" if better is Better.UP else "以下"
        return f"{_span(spec)}の{kind}が{_of(spec) or '基準値'}{side}（維持）"

    return tell


def _span(spec: TargetSpec) -> str:
    if spec.span is None:
        return "期間"
    return print_span(spec.span)


def _sum(spec: TargetSpec, better: Better) -> str:
    return f"{_span(spec)}の累計{_least(spec, better) if better is Better.UP else _most(spec, better)}"


def _fall(spec: TargetSpec, better: Better) -> str:
    return f"{_span(spec)}の累計で{_of(spec)}以上の減少"


def _rise(spec: TargetSpec, better: Better) -> str:
    return "毎年、前年より" + ("増加" if better is Better.UP else "減少")


def _beyond(spec: TargetSpec, better: Better) -> str:
    return f"同じ年度の{spec.reference or '参照値'}を" + ("上回る" if better is Better.UP else "下回る")


def _stones(spec: TargetSpec, better: Better) -> str:
    side = "以上" if better is Better.UP else "以下"
    return "、".join(
        f"{year_word(stone.fiscal_year)}までに{amount(stone.value, spec.unit)}{side}"
        + ("（見通し）" if stone.is_outlook else "")
        for stone in spec.milestones
    )


def _stages(spec: TargetSpec, better: Better) -> str:
    first, second = spec.milestones
    chosen = f"{year_word(first.fiscal_year)}までに{amount(first.value, spec.unit)}以上を選定"
    return f"{chosen}し、{year_word(second.fiscal_year)}までに実現"


def _about(spec: TargetSpec, better: Better) -> str:
    return f"{_of(spec)}{'強' if spec.is_strict else '程度'}"


def _range(spec: TargetSpec, better: Better) -> str:
    return f"{amount(spec.low, '')}～{amount(spec.high, spec.unit)}"


def _all(words: str) -> Teller:
    def tell(spec: TargetSpec, better: Better) -> str:
        whole = amount(spec.denominator, spec.unit)
        return f"{words}（{whole}）" if whole else words

    return tell


def _rate(spec: TargetSpec, better: Better) -> str:
    rate = amount(spec.value, "%") + ("を超える" if spec.is_strict else "以上")
    return f"{'年平均' if spec.by_mean else '毎年'}{rate}"


_TELLERS: dict[TargetKind, Teller] = {
    TargetKind.AT_LEAST: _least,
    TargetKind.AT_MOST: _most,
    TargetKind.MAINTAIN: _kept,
    TargetKind.MAINTAIN_PERIOD_AVERAGE: _kept_over("平均"),
    TargetKind.MAINTAIN_CUMULATIVE: _kept_over("累計"),
    TargetKind.CUMULATIVE_OVER_PERIOD: _sum,
    TargetKind.CUMULATIVE_DECREASE: _fall,
    TargetKind.CUMULATIVE_SINCE: lambda spec, better: f"事業開始からの累計{_least(spec, better)}",
    TargetKind.INCREASE_OVER_PREVIOUS_YEAR: _rise,
    TargetKind.EXCEED_REFERENCE: _beyond,
    TargetKind.MILESTONE: _stones,
    TargetKind.APPROX: _about,
    TargetKind.APPROX_RANGE: _range,
    TargetKind.NATIONWIDE_ROLLOUT: _all("全国展開"),
    TargetKind.ALL: _all("全て"),
    TargetKind.ALL_PERCENT: lambda spec, better: _of(spec) or "100％",
    TargetKind.ALMOST_ALL: _all("ほぼ全て（達成したかは人が判定）"),
    TargetKind.ANNUAL_RATE_AT_LEAST: _rate,
    TargetKind.BALANCE: lambda spec, better: "差し引き0（均衡）",
    TargetKind.COMPLETION: lambda spec, better: "完成（1で完成、0で未完成として値を入れる）",
    TargetKind.TWO_STAGE: _stages,
    TargetKind.QUALITATIVE: lambda spec, better: spec.reason or "文による目標（判定は人が行う）",
}
