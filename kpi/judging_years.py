"""Evaluators of kinds that ask for several years: sums, means, every year above the year before.

A year without a figure is never a nought: sums say of how many years they are and are measured against those years,
and what only the whole period can decide stays undecided until every year of it is there.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from kpi.findings import (
    ONE,
    ZERO,
    Basis,
    Case,
    Finding,
    Measured,
    Reason,
    length,
    ratio,
    share,
    versus,
    years_of,
)
from kpi.grading import Versus
from kpi.judging import level, tolerance, unjudged, usable, without_target
from kpi.spec import BaselineKind, TargetKind


class Total(NamedTuple):
    """A sum so far: of ``covered`` years out of ``years``, the newest in ``year``."""

    value: Decimal
    covered: int
    years: int
    year: int
    is_provisional: bool
    has_holes: bool

    @property
    def is_complete(self) -> bool:
        return self.covered >= self.years


def _period(case: Case) -> tuple[int, int]:
    """The years that count: the target's own, or the plan's where the document does not say."""
    return (case.first, case.last) if case.spec.span is None else years_of(case.spec.span)


def _assumed(case: Case) -> tuple[Reason, ...]:
    return (Reason.PERIOD_ASSUMED,) if case.spec.span is None else ()


def _within(case: Case, first: int, last: int) -> list[Measured]:
    return [case.figures[year] for year in sorted(case.figures) if first <= year <= last]


def _total(case: Case, first: int, last: int) -> Total | None:
    """The sum from the first year on; a running total (累計) stands for all years up to its own. None without any."""
    figures = _within(case, first, last)
    if not figures:
        return None
    value, covered = ZERO, 0
    for figure in figures:
        if figure.is_running_total:
            value, covered = figure.value, figure.fiscal_year - first + 1
        else:
            value, covered = value + figure.value, covered + 1
    year = figures[-1].fiscal_year
    provisional = any(figure.is_provisional for figure in figures)
    return Total(value, covered, max(last - first + 1, 1), year, provisional, covered < year - first + 1)


# --- sums -----------------------------------------------------------------------------------------------------


def _summed(
    case: Case,
    total: Total,
    target: Decimal,
    *,
    is_up: bool,
    start: Decimal | None = None,
    reasons: tuple[Reason, ...] = (),
) -> Finding:
    """Σ÷target against the years that the sum is of; below an upper limit, what might have been used up so far ÷ Σ."""
    signed, goal = (total.value, target) if is_up else (-total.value, -target)
    gap, gone = signed - goal, (min(total.covered, total.years), total.years)
    is_over = case.year >= _period(case)[1]
    if total.has_holes or (is_over and not total.is_complete):
        reasons = (*reasons, Reason.YEARS_MISSING)
    achieved: bool | None
    expected = share(gone) or ONE
    if goal > 0:
        achieved, rate, basis = gap >= 0, signed / goal, Basis.SUM
    else:
        achieved, rate, basis = total.is_complete and gap >= 0, ONE, Basis.ALLOWANCE
        if signed < 0:
            rate = goal * expected / signed
        expected = ONE
    if not achieved and is_over and not total.is_complete:
        achieved, reasons = None, (Reason.NOT_YET_JUDGEABLE, *reasons)
    against = versus(total.value, start, is_up) if start is not None and total.is_complete else None
    return Finding(
        achieved, basis, total.year, total.value, target, start, rate, expected, gone, gap, against, gone, is_up,
        total.is_complete, not total.is_complete, total.is_provisional, reasons,
    )  # fmt: skip


def _sum_before(case: Case) -> Decimal | None:
    """The baseline's own sum, where it is of as many years as the target's."""
    baseline = case.baseline
    if case.start is None or baseline is None or baseline.kind is not BaselineKind.CUMULATIVE_OVER_PERIOD:
        return None
    first, last = _period(case)
    same = baseline.span is None or length(baseline.span) == last - first + 1
    return case.start if same else None


def cumulative_over_period(case: Case) -> Finding:
    """5年間で7,400人: the sum of the years, or their running total."""
    target, total = case.spec.value, _total(case, *_period(case))
    if not usable(target):
        return without_target(case)
    if total is None:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    return _summed(case, total, target, is_up=case.is_up, start=_sum_before(case), reasons=_assumed(case))


def cumulative_decrease(case: Case) -> Finding:
    """5年間で◯◯人減少: the figures are changes, a decrease is negative; the amount counts, however its sign is typed."""
    target, total = case.spec.value, _total(case, *_period(case))
    if not usable(target):
        return without_target(case)
    if total is None:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    before = _sum_before(case)
    if before is not None and target < 0:  # both are typed as changes, else both as amounts
        before = -before
    decrease = total._replace(value=-total.value)
    return _summed(case, decrease, abs(target), is_up=True, start=before, reasons=_assumed(case))


def maintain_cumulative(case: Case) -> Finding:
    """出生数 5年間で17,117人→維持: the sum against the baseline's sum of as many years."""
    before, total = _sum_before(case), _total(case, *_period(case))
    if before is None:
        reasons = (Reason.BASELINE_NOT_COMPARABLE,) if case.start is not None else case.why_no_start
        return unjudged(case, *(reasons or (Reason.BASELINE_MISSING,)))
    if total is None:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    return _summed(case, total, before, is_up=case.is_up, start=before, reasons=_assumed(case))


def cumulative_since(case: Case) -> Finding:
    """事業開始からの累計: running totals as they are, yearly figures added to the baseline's total or from the span on."""
    target = case.spec.value
    if not usable(target):
        return without_target(case)
    begun = case.baseline_year if case.start is not None else None
    first = min(case.figures) if case.spec.span is None else years_of(case.spec.span)[0]
    if begun is not None:
        first = begun + 1
    total = _total(case, first, case.newest.fiscal_year)
    if total is None:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    value = total.value
    if begun is not None and case.start is not None and not _has_running(case, first):
        value += case.start
    figure = Measured(total.year, value, total.is_provisional)
    found = level(case, target, is_up=case.is_up, figure=figure)
    return found._replace(
        is_provisional=total.is_provisional,
        reasons=(*found.reasons, Reason.YEARS_MISSING) if total.has_holes else found.reasons,
    )


def _has_running(case: Case, first: int) -> bool:
    return any(figure.is_running_total for figure in _within(case, first, case.year))


# --- means and years ------------------------------------------------------------------------------------------


def maintain_period_average(case: Case) -> Finding:
    """1.49（H28～R2平均）→維持（R5～R9平均）: decided when every year is there, a provisional mean until then."""
    first, last = _period(case)
    figures = _within(case, first, last)
    start = case.start
    if start is None:
        return unjudged(case, *(case.why_no_start or (Reason.BASELINE_MISSING,)))
    if not figures:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    n, m = len(figures), max(last - first + 1, 1)
    mean = sum((figure.value for figure in figures), ZERO) / n
    gap, is_complete = case.oriented(mean - start), n == m
    achieved = gap >= -tolerance(case) if is_complete else None
    reasons = _assumed(case)
    if not is_complete:
        late = (Reason.YEARS_MISSING,) if case.year >= last else ()
        reasons = (Reason.NOT_YET_JUDGEABLE, *late, *reasons)
    against = versus(mean, start, case.is_up) if is_complete else None
    if achieved and against is Versus.WORSE:
        against = Versus.SAME
    kept = ONE if achieved else None
    return Finding(
        achieved, Basis.MEAN, figures[-1].fiscal_year, mean, start, start, kept, kept, None, gap, against, (n, m),
        case.is_up, is_complete, not is_complete, any(figure.is_provisional for figure in figures), reasons,
    )  # fmt: skip


def increase_over_previous_year(case: Case) -> Finding:
    """前年より増加: each year strictly above the year before, n of m; a half year (R4.7～12) is no year to compare with.

    For what should fall it is 前年より減少.
    """
    first, last = _period(case)
    if case.spec.by is not None:
        last = case.deadline
    figures = _within(case, first, last)
    pairs = [
        (figure, before)
        for figure in figures
        if not figure.is_partial and (before := _year_before(case, figure.fiscal_year)) is not None
    ]
    reasons: tuple[Reason, ...] = ()
    if figures and _year_before(case, first) is None:
        reasons = case.why_no_start if case.start is None else (Reason.BASELINE_NOT_COMPARABLE,)
    if not pairs:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE, *reasons)
    n, m = sum(case.oriented(figure.value - before) > 0 for figure, before in pairs), len(pairs)
    figure, before = pairs[-1]
    year = figure.fiscal_year
    if len(figures) < figures[-1].fiscal_year - first + 1:
        reasons = (*reasons, Reason.YEARS_MISSING)
    return Finding(
        n == m, Basis.YEARS, year, figure.value, before, None, Decimal(n) / m, ONE, None,
        case.oriented(figure.value - before), None, (n, m), case.is_up, case.is_due(year, last), year < last,
        any(one.is_provisional for one, _ in pairs), reasons,
    )  # fmt: skip


def _year_before(case: Case, year: int) -> Decimal | None:
    """The figure of the year before: measured, or the baseline of just that year."""
    known = case.figures.get(year - 1)
    if known is not None:
        return None if known.is_partial else known.value
    return case.start if case.baseline_year == year - 1 else None


def annual_rate_at_least(case: Case) -> Finding:
    """年2％以上: in each year, or in their mean where the author chose so. It has no deadline but the plan's."""
    target = case.spec.value
    if not usable(target):
        return without_target(case)
    first, last = _period(case)
    figures = _within(case, first, last)
    if not figures:
        return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    n, m = sum(figure.value >= target for figure in figures), len(figures)
    year, value, achieved, rate = figures[-1].fiscal_year, figures[-1].value, n == m, Decimal(n) / m
    if case.spec.by_mean:
        value = sum((figure.value for figure in figures), ZERO) / m
        achieved = value >= target
    start = case.start
    return Finding(
        achieved, Basis.MEAN if case.spec.by_mean else Basis.EACH_YEAR, year, value, target, start,
        ratio(value, target, True) if case.spec.by_mean else rate, ONE, None, value - target,
        None if start is None else versus(value, start, True), (n, m), True, case.is_due(year, last), year < last,
        any(figure.is_provisional for figure in figures),
        (Reason.YEARS_MISSING,) if m < year - first + 1 else (),
    )  # fmt: skip


OF_YEARS: dict[TargetKind, Callable[[Case], Finding]] = {
    TargetKind.MAINTAIN_PERIOD_AVERAGE: maintain_period_average,
    TargetKind.MAINTAIN_CUMULATIVE: maintain_cumulative,
    TargetKind.CUMULATIVE_OVER_PERIOD: cumulative_over_period,
    TargetKind.CUMULATIVE_DECREASE: cumulative_decrease,
    TargetKind.CUMULATIVE_SINCE: cumulative_since,
    TargetKind.INCREASE_OVER_PREVIOUS_YEAR: increase_over_previous_year,
    TargetKind.ANNUAL_RATE_AT_LEAST: annual_rate_at_least,
}
