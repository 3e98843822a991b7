"""What one KPI is judged from and what was found: the words that the evaluators and the explanations share.

A finding says only what is so. Which word a government has for it is a matter of its grade scheme (kpi/grading.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kpi.grading import Elapsed, Versus
from kpi.spec import BaselineKind, BaselineSpec, Grain, Span, TargetSpec, When

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


class Reason(StrEnum):
    """Why a KPI cannot be judged, or what a reader must know about the judgement."""

    NO_DATA = "no_data"
    NOT_SURVEY_YEAR = "not_survey_year"
    NOT_YET_PUBLISHED = "not_yet_published"
    NOT_ENTERED = "not_entered"
    NOT_YET_JUDGEABLE = "not_yet_judgeable"
    NEEDS_DECISION = "needs_decision"
    TARGET_MISSING = "target_missing"
    PERIOD_OPEN = "period_open"
    BASELINE_MISSING = "baseline_missing"
    BASELINE_NOT_COMPARABLE = "baseline_not_comparable"
    REFERENCE_MISSING = "reference_missing"
    DENOMINATOR_ZERO = "denominator_zero"
    TARGET_BEHIND_BASELINE = "target_behind_baseline"
    YEARS_MISSING = "years_missing"
    PERIOD_ASSUMED = "period_assumed"
    PARTIAL_YEAR = "partial_year"
    PROVISIONAL = "provisional"


class Basis(StrEnum):
    """By which arithmetic the finding was made, and so how it is told (kpi/explaining.py)."""

    NONE = "none"
    SHARE = "share"  # (a−b)÷(t−b)
    RATIO = "ratio"  # a÷t
    INVERSE = "inverse"  # t÷a, where less is better
    COVERAGE = "coverage"  # a÷denominator
    KEPT = "kept"  # a against a line that is to be kept
    SUM = "sum"  # Σ÷t
    ALLOWANCE = "allowance"  # what might have been used up so far ÷ Σ
    MEAN = "mean"
    YEARS = "years"  # n of m years above the year before
    EACH_YEAR = "each_year"  # n of m years that reach the target
    AGAINST = "against"  # a − reference
    BALANCE = "balance"  # (|b|−|a|)÷|b|
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of a fiscal year (年度), of an indicator or of what it is compared with.

    ``is_running_total``: counts from the beginning of the period (累計); ``is_partial``: not yet the whole year
    (R4.7～12); ``denominator`` of that year, where it changes (全1,741市区町村 became 1,740); ``stage`` 2 of 選定→実現.
    """

    fiscal_year: int
    value: Decimal
    is_provisional: bool = False
    is_running_total: bool = False
    is_partial: bool = False
    denominator: Decimal | None = None
    stage: int = 1


class Case(NamedTuple):
    """One KPI as it lies before its evaluator; ``figures`` up to the year judged, by year, never empty.

    ``start`` is the baseline's value where it can be compared, ``first`` and ``last`` the plan's period. ``is_last_word``:
    no survey is held in the year judged, so no newer figure is waited for.
    """

    spec: TargetSpec
    figures: Mapping[int, Measured]
    later_stage: Mapping[int, Measured]
    newest: Measured
    baseline: BaselineSpec | None
    start: Decimal | None
    is_up: bool
    year: int
    first: int
    last: int
    reference: Sequence[Measured]
    elapsed: Elapsed
    is_last_word: bool

    @property
    def starts_from_nothing(self) -> bool:
        """Before the service was built or begun there was nothing to count (R5年度にサービスを構築)."""
        return self.baseline is not None and self.baseline.kind in (
            BaselineKind.TO_BE_BUILT,
            BaselineKind.TO_START,
        )

    @property
    def baseline_year(self) -> int | None:
        if self.baseline is None:
            return None
        if self.baseline.at is not None:
            return fiscal_year(self.baseline.at)
        return None if self.baseline.span is None else fiscal_year(self.baseline.span.last)

    @property
    def deadline(self) -> int:
        """The fiscal year by which the target is to be reached: its own, or the last of the plan."""
        return self.last if self.spec.by is None else fiscal_year(self.spec.by)

    @property
    def why_no_start(self) -> tuple[Reason, ...]:
        """The reason to give where the baseline was needed and there is none to compare with."""
        if self.starts_from_nothing:
            return ()
        if self.baseline is not None and self.baseline.value is not None:
            return (Reason.BASELINE_NOT_COMPARABLE,)
        return (Reason.BASELINE_MISSING,)

    def oriented(self, difference: Decimal) -> Decimal:
        """Positive when it is for the better."""
        return difference if self.is_up else -difference

    def is_due(self, year: int, deadline: int) -> bool:
        """Whether a figure of that year is the one that decides."""
        return (self.year if self.is_last_word else year) >= deadline

    def gone(self, year: int, deadline: int) -> tuple[int, int] | None:
        """Years gone of all years to the deadline (3 of 5); None where the year lies before them."""
        origin = self.first - 1
        if self.elapsed is Elapsed.BASELINE and (begun := self.baseline_year) is not None:
            origin = begun
        total = deadline - origin
        if year >= deadline:
            return (max(total, 1),) * 2
        return (year - origin, total) if year > origin else None


class Finding(NamedTuple):
    """What was found. ``achieved`` is None where nothing can be said, and only there.

    ``rate`` is signed and never clipped. ``value`` was compared with ``target`` (of 維持 the baseline, of 前年より増加
    the year before) and may be a sum or a mean; ``gap`` is how far beyond it the value lies, negative when short of it.
    ``tally`` is years kept of years judged, years with figures of the period, or the stage.
    """

    achieved: bool | None
    basis: Basis = Basis.NONE
    year: int | None = None
    value: Decimal | None = None
    target: Decimal | None = None
    start: Decimal | None = None
    rate: Decimal | None = None
    expected: Decimal | None = None
    gone: tuple[int, int] | None = None
    gap: Decimal | None = None
    versus: Versus | None = None
    tally: tuple[int, int] | None = None
    is_up: bool = True
    is_due: bool = False
    is_interim: bool = False
    is_provisional: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def pace(self) -> Decimal | None:
        """Rate ÷ expected share: 1 is in time."""
        return self.rate / self.expected if self.rate is not None and self.expected else None

    @property
    def ratio(self) -> Decimal | None:
        """実績÷目標, as many towns print it beside the rate; 目標÷実績 where less is better, None where signs make
        nonsense of it."""
        if self.value is None or self.target is None:
            return None
        return ratio(self.value, self.target, self.is_up)

    @property
    def change(self) -> Decimal | None:
        """(value − baseline) ÷ |baseline|, positive for the better; of 均衡 how much nearer to nought."""
        if self.basis is Basis.BALANCE:
            return self.rate
        if self.value is None or not self.start:
            return None
        return (self.value - self.start if self.is_up else self.start - self.value) / abs(self.start)


def ratio(value: Decimal, target: Decimal, is_up: bool) -> Decimal | None:
    """actual ÷ target, or target ÷ actual where less is better.

    Of negative targets it would say the wrong thing: −60 against −50 is worse, yet 120 %.

    >>> ratio(Decimal(50), Decimal(90), True), ratio(Decimal(-60), Decimal(-50), True)
    (Decimal('0.5555555555555555555555555556'), None)
    """
    if is_up:
        return value / target if target > 0 else None
    return target / value if target > 0 and value > 0 else None


def share(gone: tuple[int, int] | None) -> Decimal | None:
    """Years gone as a share of all.

    >>> share((3, 5))
    Decimal('0.6')
    """
    return None if gone is None else Decimal(gone[0]) / gone[1]


def versus(value: Decimal, start: Decimal, is_up: bool) -> Versus:
    """Whether the value is better or worse than the baseline."""
    if value == start:
        return Versus.SAME
    return Versus.BETTER if (value > start) is is_up else Versus.WORSE


def fiscal_year(when: When) -> int:
    """The fiscal year in which a point of time lies. A calendar year is the fiscal year of the same number.

    >>> fiscal_year(When(Grain.MONTH, 2020, 3)), fiscal_year(When(Grain.YEAR, 2025))
    (2019, 2025)
    """
    before_april = when.month is not None and when.month < 4 and when.grain in (Grain.MONTH, Grain.DAY)
    return when.year - 1 if before_april else when.year


def years_of(span: Span) -> tuple[int, int]:
    """First and last fiscal year of a span."""
    return fiscal_year(span.first), fiscal_year(span.last)


def length(span: Span) -> int:
    """How many fiscal years a span has."""
    first, last = years_of(span)
    return last - first + 1
