"""A KPI as a document prints it, read into data: which way is better, baseline, target, figures of the years."""

from dataclasses import dataclass, replace
from decimal import Decimal

from accounts.audit import Refused
from kpi.intake.outline import KpiLine
from kpi.notation.times import fiscal_year_of
from kpi.reading_print import read_print
from kpi.spec import BaselineSpec, TargetKind, TargetSpec
from kpi.typed import TypedFigure, read_typed
from strategy.fiscal import format_fiscal_year

_FALLING = (TargetKind.AT_MOST, TargetKind.CUMULATIVE_DECREASE)


@dataclass(frozen=True)
class ReadActual:
    """A figure of a fiscal year: as printed, as read (None where it was not), and why not."""

    fiscal_year: int
    text: str
    figure: TypedFigure | None
    why: str = ""

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None


@dataclass(frozen=True)
class ReadLine:
    """What was read of a KPI. ``unit`` is the print's, or what target and baseline name; ``actuals`` without empty ones."""

    spec: TargetSpec
    baseline: BaselineSpec
    better: str
    unit: str
    actuals: tuple[ReadActual, ...]
    is_turned: bool = False  # nobody printed which way is better; the figures fall


def read_line(
    kpi: KpiLine, *, period: tuple[int, int], role: str = "KPI", unit: str = "", better: str = ""
) -> ReadLine:
    """A line read as a target of a plan of this ``period`` would be; ``unit`` and ``better`` are those of an indicator
    that is known already, else they are told from the print.

    >>> line = read_line(KpiLine((), "待機児童数", baseline_text="25人（令和3年度）", target_text="0人"), period=(2023, 2027))
    >>> line.better, line.unit, line.is_turned
    ('DOWN', '人', True)
    """
    kpi = dated(kpi, period)
    known = unit or kpi.unit
    spec, baseline = _read(kpi, known, better or "UP", period, role)
    turned = False
    if not better and _falls(spec, baseline):
        turned = spec.kind not in _FALLING
        better = "DOWN"
        spec, baseline = _read(kpi, known, better, period, role)
    found = known or (spec.unit or baseline.unit).removesuffix("/年")
    actuals = tuple(
        _actual(one.fiscal_year, one.text, found) for one in kpi.actuals if one.text.strip() not in _EMPTY
    )
    return ReadLine(spec, baseline, better or "UP", found, actuals, turned)


def dated(kpi: KpiLine, period: tuple[int, int]) -> KpiLine:
    """The line with the year that the head of its column names put behind its target, as the head of the current values'
    column does; as it is where that is the plan's last year anyway, the target names a time itself or is no figure.

    >>> dated(KpiLine((), "見本", target_text="73%", target_year=2026), (2023, 2027)).target_text
    '73%（令和8年度）'
    >>> dated(KpiLine((), "見本", target_text="73%（令和9年度）", target_year=2026), (2023, 2027)).target_text
    '73%（令和9年度）'
    """
    year, (first, last) = kpi.target_year, period
    if year is None or year == last or year < first or not kpi.target_text.strip():
        return kpi
    told = replace(kpi, target_text=f"{kpi.target_text}（{format_fiscal_year(year, short=True)}）")
    plain, moved, spec = (
        _read(line, kpi.unit, "UP", until, "KPI")[0]
        for line, until in ((kpi, period), (kpi, (first, year)), (told, period))
    )
    is_timeless = plain.by is not None and moved.by != plain.by and not plain.reason
    is_read = (spec.kind, spec.value, spec.reason) == (plain.kind, plain.value, "")
    return told if is_timeless and is_read and spec.by and fiscal_year_of(spec.by) == year else kpi


_EMPTY = ("", "-", "－", "―", "ー", "…")


def _read(
    kpi: KpiLine, unit: str, better: str, period: tuple[int, int], role: str
) -> tuple[TargetSpec, BaselineSpec]:
    return read_print(
        target_text=kpi.target_text,
        baseline_text=kpi.baseline_text,
        name=kpi.name,
        unit=unit,
        better=better,
        period=period,
        role=role,
    )


def _falls(spec: TargetSpec, baseline: BaselineSpec) -> bool:
    """Whether a lower figure is the better one: the print says 以下 or 減少, or what is to be reached is less."""
    if spec.kind in _FALLING:
        return True
    if spec.kind is not TargetKind.AT_LEAST or spec.value is None or baseline.value is None:
        return False
    return spec.unit == baseline.unit and spec.value < baseline.value


def _actual(year: int, text: str, unit: str) -> ReadActual:
    try:
        figure = read_typed(text, unit=unit)
    except Refused as refusal:
        return ReadActual(
            year, text, None, f"{format_fiscal_year(year, short=True)}の「{text}」：{refusal.sentence}"
        )
    return ReadActual(year, text, figure)
