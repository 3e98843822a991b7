"""Targets and baselines as JSON can hold them: in rows, frozen documents and open data alike.

Decimals are strings as they were typed ("66.0"), kinds their keys; what says nothing (empty, default) is left out.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from kpi.spec import (
    BaselineKind,
    BaselineSpec,
    Grain,
    Milestone,
    Span,
    TargetKind,
    TargetSpec,
    When,
)

Data = dict[str, Any]
Spec = TypeVar("Spec", TargetSpec, BaselineSpec)


def target_data(spec: TargetSpec) -> Data:
    """The target as data; ``target_from`` gives the same target back.

    >>> target_data(TargetSpec(TargetKind.AT_LEAST, Decimal("66.0"), "%"))
    {'kind': 'at_least', 'value': '66.0', 'unit': '%'}
    """
    return _data(spec)


def baseline_data(spec: BaselineSpec) -> Data:
    """The baseline as data; ``baseline_from`` gives the same baseline back."""
    return _data(spec)


def target_from(data: Mapping[str, Any]) -> TargetSpec:
    """The target that was stored; KeyError or ValueError for what ``target_data`` never wrote."""
    given = dict(data)
    return TargetSpec(
        kind=TargetKind(given.pop("kind")),
        by=_when(given.pop("by", None)),
        span=_span(given.pop("span", None)),
        milestones=tuple(
            Milestone(Decimal(one["value"]), one["fiscal_year"], one.get("is_outlook", False))
            for one in given.pop("milestones", ())
        ),
        flags=tuple(given.pop("flags", ())),
        **_decimals(given, "value", "low", "high", "denominator", "tolerance"),
    )


def baseline_from(data: Mapping[str, Any]) -> BaselineSpec:
    """The baseline that was stored; KeyError or ValueError for what ``baseline_data`` never wrote."""
    given = dict(data)
    return BaselineSpec(
        kind=BaselineKind(given.pop("kind")),
        at=_when(given.pop("at", None)),
        span=_span(given.pop("span", None)),
        parts=tuple((name, Decimal(value)) for name, value in given.pop("parts", ())),
        flags=tuple(given.pop("flags", ())),
        **_decimals(given, "value"),
    )


def _data(row: Any) -> Data:
    stated = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.default is MISSING or value != field.default or value is True:
            stated[field.name] = _plain(value)
    return stated


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _data(value) if hasattr(value, "__dataclass_fields__") else value


def _decimals(given: Data, *names: str) -> Data:
    return given | {name: Decimal(given[name]) for name in names if name in given}


def _when(data: Mapping[str, Any] | None) -> When | None:
    return None if data is None else When(**{**data, "grain": Grain(data["grain"])})


def _span(data: Mapping[str, Any] | None) -> Span | None:
    if data is None:
        return None
    first, last = _when(data["first"]), _when(data["last"])
    assert first is not None and last is not None
    return Span(first, last)
