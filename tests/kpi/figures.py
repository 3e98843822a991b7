"""Targets, baselines and figures for the tests of judgement, said in few words. The plan runs from 令和5 to 令和9年度."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kpi.findings import Measured
from kpi.progress import Progress, evaluate
from kpi.spec import BaselineKind, BaselineSpec, Better, Grain, Milestone, Span, TargetKind, TargetSpec, When

FIRST, LAST = 2023, 2027
UP, DOWN = Better.UP, Better.DOWN


def d(figure: str | int | Decimal | None) -> Decimal | None:
    return None if figure is None else Decimal(figure)


def fy(year: int) -> When:
    return When(Grain.FISCAL_YEAR, year)


def years(first: int = FIRST, last: int = LAST) -> Span:
    return Span(fy(first), fy(last))


def target(kind: str, value: str | int | None = None, unit: str = "人", **more: Any) -> TargetSpec:
    """A target of that kind; ``by`` is a fiscal year, ``milestones`` are {year: value}."""
    if "by" in more:
        more["by"] = fy(more["by"])
    if "milestones" in more:
        more["milestones"] = tuple(
            Milestone(Decimal(value), year) for year, value in more["milestones"].items()
        )
    for name in ("low", "high", "denominator", "tolerance"):
        if name in more:
            more[name] = Decimal(more[name])
    return TargetSpec(TargetKind(kind), d(value), unit, **more)


def start(
    value: str | int | None, kind: str = "value_at_date", unit: str = "人", **more: Any
) -> BaselineSpec:
    """A baseline; ``at`` is a fiscal year."""
    if "at" in more:
        more["at"] = fy(more["at"])
    return BaselineSpec(BaselineKind(kind), d(value), unit, **more)


def series(figures: Mapping[int, str | int], **more: Any) -> list[Measured]:
    """{year: figure}; what else is said holds for all of them."""
    return [Measured(year, Decimal(figure), **more) for year, figure in figures.items()]


def judge(
    spec: TargetSpec,
    figures: Mapping[int, str | int] | list[Measured],
    baseline: BaselineSpec | str | int | None = None,
    *,
    better: Better = UP,
    year: int = 2025,
    reference: Mapping[int, str | int] | None = None,
    **more: Any,
) -> Progress:
    """The judgement of year 3 of 5, unless another is named."""
    return evaluate(
        spec,
        figures if isinstance(figures, list) else series(figures),
        baseline=start(baseline) if isinstance(baseline, str | int) else baseline,
        better=better,
        year=year,
        period=(FIRST, LAST),
        reference=None if reference is None else series(reference),
        **more,
    )
