"""Where print becomes data: the target and the baseline of a table's row, read together with what its name says."""

import re
from dataclasses import replace
from functools import lru_cache

from kpi.notation import Flag, parse_baseline, parse_target
from kpi.spec import BaselineKind, BaselineSpec, Better, TargetKind, TargetSpec

# 市民一人あたりの温室効果ガス排出量（1990年度比）: the year of comparison stands in the name, not in the cells.
_REFERENCE_YEAR = re.compile(r"[（(]([^（）()]*年度?比)[）)]")
# What is not there yet has no yearly amount from which to tell whether a target is one year's or all years'.
_NOT_YET = (BaselineKind.TO_BE_BUILT, BaselineKind.TO_START)
_SHARES = ("%", "‰")


# Pages ask whether what is stored would still be read alike: the same rows, again and again.
@lru_cache(maxsize=4096)
def read_print(
    *,
    target_text: str,
    baseline_text: str,
    name: str,
    unit: str,
    better: str,
    period: tuple[int, int],
    role: str = "KPI",
) -> tuple[TargetSpec, BaselineSpec]:
    """The target and the baseline that a row prints, as data; what was not read says why and is flagged.

    ``unit`` and ``better`` (UP, DOWN) are the indicator's, ``period`` the plan's first and last fiscal year. A
    supplementary indicator (``role``) needs no target and no other row a baseline: what is left empty there is no fault.

    >>> target, baseline = read_print(target_text="-38.3%", baseline_text="-22.4%（令和2年度）",
    ...     name="温室効果ガス排出量（1990年度比）", unit="%", better="DOWN", period=(2023, 2027))
    >>> target.kind, target.reference_year, baseline.reference_year
    (<TargetKind.AT_MOST: 'at_most'>, 1990, 1990)
    """
    found = _REFERENCE_YEAR.search(name)
    reference = f"（{found[1]}）" if found else ""
    baseline = _baseline(baseline_text, unit, reference)
    target = _target(target_text, unit, period, baseline, Better(better), reference)
    if role == "SUPPLEMENTARY" and not target_text:
        target = TargetSpec(TargetKind.QUALITATIVE)
    return replace(target, is_period_open=_is_open(target, baseline)), baseline


def _baseline(text: str, unit: str, reference: str) -> BaselineSpec:
    if not text:
        return BaselineSpec(BaselineKind.NONE)
    if reference and "比" not in text:
        told = parse_baseline(text + reference, unit=unit)
        if told.kind is not BaselineKind.NONE:
            return replace(told, printed=text)
    return parse_baseline(text, unit=unit)


def _target(
    text: str, unit: str, period: tuple[int, int], baseline: BaselineSpec, better: Better, reference: str
) -> TargetSpec:
    if reference and "比" not in text:
        told = parse_target(text + reference, unit=unit, period=period, baseline=baseline, better=better)
        if told.kind is not TargetKind.QUALITATIVE and Flag.REMARK_NOT_READ not in told.flags:
            return replace(told, printed=text)
    return parse_target(text, unit=unit, period=period, baseline=baseline, better=better)


def _is_open(target: TargetSpec, baseline: BaselineSpec) -> bool:
    """Whether nobody can tell if the target is one year's or the whole period's (TOY-39: 35,000,000ポイント)."""
    return target.kind is TargetKind.AT_LEAST and baseline.kind in _NOT_YET and target.unit not in _SHARES
