"""Judging targets with the figures of their indicators: what pages, files and open data show. No queries."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from kpi.figures import Figure, Series
from kpi.grades import DEFAULT
from kpi.grading import GradeScheme
from kpi.known import KnownFrom, known_from
from kpi.progress import Measured, Progress, evaluate
from kpi.spec import BaselineSpec, Better, TargetSpec
from kpi.storing import baseline_from, target_from

# Every how many years a figure appears; None: only in the years named.
EVERY = {"YEARLY": 1, "BIENNIAL": 2, "FIVE_YEARLY": 5, "IRREGULAR": None}


@dataclass(frozen=True)
class Scheme:
    """A grade scheme with the number under which a government keeps it; 0 is our default, never stored."""

    scheme: GradeScheme = DEFAULT
    number: int = 0


@dataclass(frozen=True)
class Promise:
    """A target ready to be judged: its data, which way is better, and the plan's period."""

    spec: TargetSpec
    baseline: BaselineSpec
    better: Better
    period: tuple[int, int]


def promise_of(
    spec: dict[str, Any], baseline: dict[str, Any], better: str, period: tuple[int, int]
) -> Promise:
    """A promise from stored data (kpi/storing.py)."""
    return Promise(target_from(spec), baseline_from(baseline), Better(better), period)


def known_of(series: Series, year: int, today: datetime.date) -> KnownFrom:
    """What is to be said of a fiscal year of the indicator while it has no figure."""
    return known_from(
        year,
        today=today,
        month=series.known_month,
        lag=series.lag_years,
        every=EVERY[series.frequency],
        survey_years=series.survey_years,
    )


def judge(
    promise: Promise,
    series: Series,
    *,
    year: int,
    today: datetime.date,
    scheme: GradeScheme = DEFAULT,
    for_readers: bool = False,
) -> Progress:
    """The judgement for a fiscal year by the figures that ``series`` holds.

    ``for_readers``: they are the public ones, so a figure that is not among them is 未公表 and never 未入力.
    """
    known = known_of(series, year, today)
    return evaluate(
        promise.spec,
        measured(series.figures),
        baseline=promise.baseline,
        better=promise.better,
        year=year,
        period=promise.period,
        reference=_reference(promise.spec.reference, series),
        scheme=scheme,
        known_from=replace(known, is_for_readers=True) if for_readers else known,
    )


def _reference(name: str, series: Series) -> Sequence[Measured] | None:
    """The figures that the target names (全国平均), else those of the first series it can be compared with."""
    if not series.references:
        return None
    named = (one for one in series.references if one.name == name)
    return measured(next(named, series.references[0]).figures)


def measured(figures: Sequence[Figure]) -> Sequence[Measured]:
    """Figures as the evaluator takes them: a figure has all that ``Measured`` has, and copying it costs as much as judging."""
    return cast(Sequence[Measured], figures)


def newest_year(found: Iterable[Series], period: tuple[int, int]) -> int | None:
    """The newest fiscal year of the plan for which any figure stands; None while there is none."""
    years = {figure.fiscal_year for series in found for figure in series.figures}
    return max((year for year in years if period[0] <= year <= period[1]), default=None)
