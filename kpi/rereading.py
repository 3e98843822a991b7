"""Reading the print of stored targets, at first and again when the plan's period or the indicator changed. Part of the verbs."""

from dataclasses import replace
from typing import Any

from kpi.models import Indicator, Target
from kpi.notation.times import fiscal_span
from kpi.reading_print import read_print
from kpi.spec import BaselineSpec, TargetKind, TargetSpec
from kpi.storing import baseline_data, baseline_from, target_data, target_from
from strategy.models import Edition

Specs = tuple[TargetSpec, BaselineSpec]


def period_of(edition: Edition) -> tuple[int, int]:
    """First and last fiscal year of the plan."""
    return edition.first_fiscal_year, edition.last_fiscal_year


def read(target: Target, indicator: Indicator) -> Specs:
    """What the print of a target says today, in the unit of its indicator."""
    return read_print(**print_of(target, indicator))


def print_of(target: Target, indicator: Indicator) -> dict[str, Any]:
    """What ``read_print`` reads of a target."""
    return {
        "target_text": target.target_text,
        "baseline_text": target.baseline_text,
        "name": target.name,
        "unit": indicator.unit or target.unit,
        "better": indicator.better,
        "period": period_of(target.edition),
        "role": target.role,
    }


def is_outdated(target: Target) -> bool:
    """Whether a target that nobody corrected would be read otherwise today."""
    if target.is_hand_read:
        return False
    spec, baseline = read(target, target.indicator)
    return (target_data(spec), baseline_data(baseline)) != (target.spec, target.baseline)


def write_data(target: Target, spec: TargetSpec, baseline: BaselineSpec) -> None:
    """Put what was read into a target, with the kinds by which targets are found."""
    target.spec, target.kind = target_data(spec), spec.kind.value
    target.baseline, target.baseline_kind = baseline_data(baseline), baseline.kind.value


def over_the_plan(spec: TargetSpec, period: tuple[int, int]) -> TargetSpec:
    """An amount of which somebody said that it is the whole period's (TOY-39)."""
    return replace(
        spec,
        kind=TargetKind.CUMULATIVE_OVER_PERIOD,
        span=fiscal_span(*period),
        by=None,
        is_period_open=False,
    )


def read_again(target: Target, *, before: tuple[int, int]) -> None:
    """Read a target for its edition's period; of one read by hand only the period moves that was the plan's ``before``."""
    if not target.is_hand_read:
        write_data(target, *read(target, target.indicator))
        return
    spec, now = target_from(target.spec), period_of(target.edition)
    if spec.span == fiscal_span(*before):
        spec = replace(spec, span=fiscal_span(*now))
    elif spec.by == fiscal_span(*before).last:
        spec = replace(spec, by=fiscal_span(*now).last)
    write_data(target, spec, baseline_from(target.baseline))
