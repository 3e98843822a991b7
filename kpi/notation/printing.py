"""A target printed in the office's way, so that it reads back as the same target.

A bare figure is a lower bound, as in the documents (73%); 以上 stands only where a bare figure would say something else.
The deadline stands before the figure (2027年度までに900地域), and not at all where it is the plan's own last year.
"""

import re
from decimal import Decimal

from kpi.notation.aims import NOUN
from kpi.notation.numbers import print_figure, print_number
from kpi.notation.reading import Flag
from kpi.notation.times import print_span, print_when, years_of
from kpi.spec import Better, Grain, TargetKind, TargetSpec, When

_KANJI = "一二三四五六七八九"
_WORDS = {
    TargetKind.BALANCE: "均衡",
    TargetKind.COMPLETION: "完成",
}


def format_target(
    spec: TargetSpec,
    *,
    period: tuple[int, int] | None = None,
    better: Better | None = None,
    western: bool = False,
) -> str:
    """The target as an office prints it; ``western`` writes years in the Western calendar, as the 国 does.

    With the ``period`` of the plan, its last year is not printed as deadline; ``better`` is the indicator's direction, as
    for reading. What could not be read is given back as it was.

    >>> from kpi.notation.targets import parse_target
    >>> format_target(parse_target("95%（2023年度）、97%（2025年度）"), western=True)
    '2023年度までに95%、2025年度までに97%'
    >>> format_target(parse_target("４０万人以上", period=(2023, 2027)), period=(2023, 2027))
    '40万人'
    """
    if spec.kind is TargetKind.QUALITATIVE:
        return spec.printed
    if spec.kind is TargetKind.MILESTONE:
        return "、".join(
            _until(stone.fiscal_year, western) + print_figure(stone.value, spec.unit)
            for stone in spec.milestones
        )
    if spec.kind is TargetKind.TWO_STAGE:
        first, second = spec.milestones
        chosen = f"少なくとも{print_figure(first.value, spec.unit)}選定し"
        return f"{_until(first.fiscal_year, western)}{chosen}、{_until(second.fiscal_year, western)}実現"
    body, note = _body(spec, better, western)
    if spec.reference_year is not None:
        note.insert(0, f"{spec.reference_year}年度比")
    before = ""
    is_about_then = Flag.DEADLINE_APPROXIMATE in spec.flags
    is_own = period is not None and spec.by == When(Grain.FISCAL_YEAR, period[1])
    if spec.by is not None and is_about_then:
        note.append(f"{print_when(spec.by, western=western)}目途")
    elif spec.by is not None and not is_own:
        before = f"{print_when(spec.by, western=western)}までに"
    return before + body + (f"（{'、'.join(note)}）" if note else "")


def _until(year: int, western: bool) -> str:
    return f"{print_when(When(Grain.FISCAL_YEAR, year), western=western)}までに"


def _body(spec: TargetSpec, better: Better | None, western: bool) -> tuple[str, list[str]]:
    """The figure or words, and what belongs in the bracket behind them."""
    figure = "" if spec.value is None else print_figure(spec.value, spec.unit)
    kind = spec.kind
    if kind in {TargetKind.MAINTAIN, TargetKind.MAINTAIN_PERIOD_AVERAGE, TargetKind.MAINTAIN_CUMULATIVE}:
        return f"{figure}を維持" if figure else "維持", _kept(spec, western)
    if kind in {TargetKind.CUMULATIVE_OVER_PERIOD, TargetKind.CUMULATIVE_DECREASE}:
        return _summed(spec, figure, western)
    if kind is TargetKind.CUMULATIVE_SINCE:
        return f"事業開始からの累計{figure}{'超' if spec.is_strict else ''}", []
    if kind in {TargetKind.NATIONWIDE_ROLLOUT, TargetKind.ALL, TargetKind.ALMOST_ALL}:
        return _of_all(spec)
    if kind is TargetKind.INCREASE_OVER_PREVIOUS_YEAR:
        return "前年より減少" if better is Better.DOWN else "前年より増加", []
    if kind is TargetKind.EXCEED_REFERENCE:
        return f"{spec.reference or '参照値'}を{'下' if better is Better.DOWN else '上'}回る", []
    if kind is TargetKind.ANNUAL_RATE_AT_LEAST:
        rate = print_figure(spec.value or Decimal(0), "%")
        return f"{'年平均' if spec.by_mean else '年'}{rate}{'超' if spec.is_strict else '以上'}", []
    return _WORDS.get(kind) or _bounded(spec, figure, better), []


def _bounded(spec: TargetSpec, figure: str, better: Better | None) -> str:
    if spec.kind is TargetKind.APPROX_RANGE:
        return _range(spec)
    if spec.kind is TargetKind.APPROX:
        if Flag.SLIGHTLY_LESS in spec.flags:
            return f"{figure}弱"
        return f"{figure}{'強' if spec.is_strict else '程度'}"
    value = spec.value or Decimal(0)
    if spec.kind is TargetKind.AT_MOST:
        is_cut = spec.reference_year is not None and value < 0 and better is not Better.UP
        return figure + ("未満" if spec.is_strict else "" if is_cut else "以下")
    if spec.kind is TargetKind.AT_LEAST:
        points_up = better is Better.UP or (better is None and value > 0)
        speaks_alone = points_up and not (value == 100 and spec.unit == "%")
        return figure + ("超" if spec.is_strict else "" if speaks_alone else "以上")
    return figure


def _range(spec: TargetSpec) -> str:
    """十数か所 for 11 to 19, 50～60か所 otherwise."""
    low, high = spec.low or Decimal(0), spec.high or Decimal(0)
    tens = int(low) // 10
    if 1 <= tens <= 9 and low == 10 * tens + 1 and high == 10 * tens + 9:
        return f"{_KANJI[tens - 1] if tens > 1 else ''}十数{spec.unit}"
    return f"{print_number(low, spec.unit)}～{print_figure(high, spec.unit)}"


def _kept(spec: TargetSpec, western: bool) -> list[str]:
    span = "" if spec.span is None else f"{print_span(spec.span, western=western)}の"
    if spec.kind is TargetKind.MAINTAIN_PERIOD_AVERAGE:
        return [f"{span}平均値"]
    return [f"{span}累計"] if spec.kind is TargetKind.MAINTAIN_CUMULATIVE else []


def _summed(spec: TargetSpec, figure: str, western: bool) -> tuple[str, list[str]]:
    figure += "減少" if spec.kind is TargetKind.CUMULATIVE_DECREASE else "超" if spec.is_strict else ""
    if spec.span is None:
        return f"累計{figure}", []
    years = years_of(spec.span)
    body = f"{years}年間で{figure}" if years else f"累計{figure}"
    return body, [print_span(spec.span, western=western)]


def _of_all(spec: TargetSpec) -> tuple[str, list[str]]:
    number = "" if spec.denominator is None else print_figure(spec.denominator, spec.unit)
    if spec.kind is TargetKind.NATIONWIDE_ROLLOUT:
        return "全国展開", [number] if number else []
    almost = "ほぼ" if spec.kind is TargetKind.ALMOST_ALL else ""
    if number:
        return f"{almost}全て", [number]
    noun = f"の{spec.unit}" if re.fullmatch(NOUN, spec.unit) else ""
    return f"{almost}全て{noun}", []
