"""How far a KPI got: ``evaluate`` judges any target of kpi/spec.py and says how, in numbers and in words.

The rules, kind by kind with worked figures, stand in docs/algorithms/progress.md (手引き 7-2, 7-3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.explaining import WORDS, formula, gap_text, gap_unit, month_word, year_word
from kpi.findings import Case, Finding, Measured, Reason
from kpi.grades import DEFAULT
from kpi.grading import Grade, GradeScheme, Versus
from kpi.judging import LEVELS, Evaluator, unjudged, usable
from kpi.judging_years import OF_YEARS
from kpi.known import KnownFrom
from kpi.spec import BaselineKind, BaselineSpec, Better, TargetKind, TargetSpec

__all__ = ["EVALUATORS", "KnownFrom", "Measured", "Progress", "Reason", "evaluate"]

EVALUATORS: dict[TargetKind, Evaluator] = {**LEVELS, **OF_YEARS}
# Of these baselines a value may be printed, but none that a year's figure can be compared with.
_NOT_COMPARABLE = (
    BaselineKind.PARTIAL_PERIOD,
    BaselineKind.NONE,
    BaselineKind.TO_BE_BUILT,
    BaselineKind.TO_START,
)
# These are judged otherwise than by a figure of the plan's own years.
_TO_BE_ANSWERED_BY_PEOPLE = (TargetKind.QUALITATIVE,)


@dataclass(frozen=True, slots=True)
class Progress:
    """A judgement: the year judged, what was found, the grade, and which scheme gave it."""

    kind: TargetKind
    year: int
    finding: Finding
    status: Grade
    scheme: str
    is_provisional: bool
    is_interim: bool
    reasons: tuple[Reason, ...]
    unit: str = ""
    known_from: KnownFrom | None = None

    @property
    def achieved(self) -> bool | None:
        """Whether the target is reached, None where that cannot be said."""
        return self.finding.achieved

    @property
    def value(self) -> Decimal | None:
        """What was judged: the figure, the sum or the mean so far."""
        return self.finding.value

    @property
    def value_year(self) -> int | None:
        """The fiscal year of the newest figure used; to be printed with the judgement."""
        return self.finding.year

    @property
    def achievement(self) -> Decimal | None:
        """達成率, signed and never clipped."""
        return self.finding.rate

    @property
    def expected(self) -> Decimal | None:
        """めやす: the share that should have been reached by the figure's year."""
        return self.finding.expected

    @property
    def pace(self) -> Decimal | None:
        """進み具合: achievement ÷ expected, 1 is in time."""
        return self.finding.pace

    @property
    def ratio(self) -> Decimal | None:
        """実績÷目標, for those who print it beside."""
        return self.finding.ratio

    @property
    def gap(self) -> Decimal | None:
        """How far beyond the target, in ``gap_unit``; negative when short of it, whichever way is better."""
        return self.finding.gap

    @property
    def gap_unit(self) -> str:
        """ポイント for per cents, else the KPI's unit."""
        return gap_unit(self.unit)

    @property
    def versus(self) -> Versus | None:
        """Better or worse than the baseline."""
        return self.finding.versus

    @property
    def tally(self) -> tuple[int, int] | None:
        """n of m: years kept, years with figures, milestones in time, or the stage."""
        return self.finding.tally

    @property
    def reason(self) -> Reason | None:
        """The weightiest of the reasons."""
        return self.reasons[0] if self.reasons else None

    @property
    def formula(self) -> str:
        """The formula with its numbers as a sentence."""
        return formula(self.finding)

    @property
    def gap_text(self) -> str:
        """「目標まで3人」, 「基準値より0.2ポイント低い」, 「前年より1,756冊多い」; nothing where there is no gap."""
        return gap_text(self.finding, self.unit)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is printed under the grade: 途中経過, the year of the figure, and the reasons in words."""
        notes = ["途中経過"] if self.is_interim else []
        if self.value_year is not None and self.value_year != self.year:
            notes.append(
                f"{year_word(self.value_year)}の値で判定"
                if self.achieved is not None
                else f"最新の値は{year_word(self.value_year)}"
            )
        specific = {Reason.NOT_SURVEY_YEAR, Reason.NOT_YET_PUBLISHED, Reason.NOT_ENTERED}
        return (
            *notes,
            *(
                self._word(one)
                for one in self.reasons
                if one is not Reason.NO_DATA or not specific & set(self.reasons)
            ),
        )

    def _word(self, reason: Reason) -> str:
        known, word = self.known_from, WORDS[reason]
        if known is not None and reason is Reason.NOT_YET_PUBLISHED and known.month is not None:
            return f"{word}（{month_word(known.month)}予定）"
        if known is not None and reason is Reason.NOT_SURVEY_YEAR and known.next_year is not None:
            return f"{word}（次は{year_word(known.next_year)}）"
        return word


def evaluate(
    spec: TargetSpec,
    series: Sequence[Measured],
    *,
    baseline: BaselineSpec | None,
    better: Better,
    year: int,
    period: tuple[int, int],
    reference: Sequence[Measured] | None = None,
    scheme: GradeScheme = DEFAULT,
    known_from: KnownFrom | None = None,
) -> Progress:
    """Judge a KPI for a fiscal year by its newest figure up to that year.

    ``period`` is the plan's first and last fiscal year, ``reference`` the series of what it is compared with (全国平均),
    ``known_from`` what is to be said when the year has no figure (kpi/known.py).

    >>> from kpi.spec import When, Grain
    >>> progress = evaluate(
    ...     TargetSpec(TargetKind.AT_MOST, Decimal(0), "人"), [Measured(2025, Decimal(3))],
    ...     baseline=BaselineSpec(BaselineKind.VALUE_AT_DATE, Decimal(12), "人"), better=Better.DOWN,
    ...     year=2025, period=(2023, 2027))
    >>> progress.status.word, progress.formula
    ('順調', '(3−12)÷(0−12)=75.0％、経過3／5年＝60％に対し1.25倍')
    """
    figures: dict[int, Measured] = {}
    later: dict[int, Measured] = {}
    for one in series:
        if one.fiscal_year <= year and usable(one.value):
            (figures if one.stage == 1 else later)[one.fiscal_year] = one
    absent: tuple[Reason, ...] = () if year in figures else (_why_absent(known_from),)
    if not figures:
        nothing = Finding(None)
        reasons = (
            (Reason.NEEDS_DECISION,) if spec.kind in _TO_BE_ANSWERED_BY_PEOPLE else (Reason.NO_DATA, *absent)
        )
        return _progress(spec, baseline, year, nothing, scheme, False, False, reasons, known_from)
    newest = figures[max(figures)]
    case = Case(
        spec, figures, later, newest, baseline, _start(baseline, spec), better is Better.UP, year, period[0],
        max(period), reference or (), scheme.elapsed, known_from is not None and not known_from.is_survey_year,
    )  # fmt: skip
    found = _find(case)
    reasons = (*found.reasons, *absent)
    provisional = found.is_provisional or newest.is_provisional
    if baseline is not None and baseline.kind is BaselineKind.PROVISIONAL and found.start is not None:
        provisional = True
    if (
        found.achieved is False
        and not found.is_due
        and found.rate is None
        and found.versus is not Versus.WORSE
    ):
        reasons = (Reason.NOT_YET_JUDGEABLE, *reasons)
    if newest.is_partial:
        reasons = (*reasons, Reason.PARTIAL_YEAR)
    if provisional:
        reasons = (*reasons, Reason.PROVISIONAL)
    interim = found.is_interim or newest.is_partial
    return _progress(spec, baseline, year, found, scheme, provisional, interim, reasons, known_from)


def _find(case: Case) -> Finding:
    """The evaluator's finding; a figure from before the plan, or a target whose period is open, is only shown."""
    spec, newest = case.spec, case.newest
    if spec.kind not in _TO_BE_ANSWERED_BY_PEOPLE:
        if spec.is_period_open:
            return unjudged(case, Reason.PERIOD_OPEN)
        if newest.fiscal_year < case.first:
            return unjudged(case, Reason.NOT_YET_JUDGEABLE)
    return EVALUATORS[spec.kind](case)


def _start(baseline: BaselineSpec | None, spec: TargetSpec) -> Decimal | None:
    """The baseline's value, where figures can be compared with it."""
    if baseline is None or baseline.kind in _NOT_COMPARABLE or not usable(baseline.value):
        return None
    other = spec.reference_year and baseline.reference_year and spec.reference_year != baseline.reference_year
    return None if other else baseline.value


def _why_absent(known_from: KnownFrom | None) -> Reason:
    if known_from is None:
        return Reason.NOT_ENTERED
    if not known_from.is_survey_year:
        return Reason.NOT_SURVEY_YEAR
    waits = known_from.month is not None or known_from.is_for_readers
    return Reason.NOT_YET_PUBLISHED if waits else Reason.NOT_ENTERED


def _progress(
    spec: TargetSpec,
    baseline: BaselineSpec | None,
    year: int,
    found: Finding,
    scheme: GradeScheme,
    is_provisional: bool,
    is_interim: bool,
    reasons: tuple[Reason, ...],
    known_from: KnownFrom | None,
) -> Progress:
    unit = spec.unit or (baseline.unit if baseline is not None else "")
    status = scheme.grade(spec.kind, found)
    return Progress(
        spec.kind, year, found, status, scheme.key, is_provisional, is_interim, reasons, unit, known_from
    )
