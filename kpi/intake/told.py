"""A KPI of a document as one object of plain data, for programs that read tables without a database."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kpi.intake.columns import year_of
from kpi.intake.lines import ReadLine, read_line
from kpi.intake.outline import KpiLine, Outline
from kpi.notation import Flag
from kpi.notation.times import fiscal_year_of
from kpi.spec import BaselineSpec, Grain, TargetSpec, When

YEARS = 5  # a strategy's term where nobody says another
_NO_PERIOD = "計画期間がわからないため、{last}年度までの{years}年間として読みました。"


def lines_of(outline: Outline) -> tuple[KpiLine, ...]:
    """Every KPI of an outline, those under its headings first, each with the headings above it."""
    found: list[KpiLine] = []
    for node in outline.nodes:
        found += node.kpis
    return (*found, *outline.kpis)


def period_of(
    line: KpiLine, first: int | None, last: int | None, this_year: int
) -> tuple[tuple[int, int], str]:
    """The plan's period for a KPI and a flag where it is only assumed: as given, or five years up to the year that the head
    of the targets names, or up to a year that its target names.
    """
    if first is not None and last is not None:
        return (first, last), ""
    known = last or line.target_year or year_of(line.target_text.partition("～")[2] or line.target_text)
    if known is None and first is not None:
        known = first + YEARS - 1
    if known is not None:
        return (first or known - YEARS + 1, known), ""
    end = this_year + YEARS - 1
    return (this_year, end), _NO_PERIOD.format(last=end, years=YEARS)


def object_of(line: KpiLine, *, period: tuple[int, int], assumed: str = "") -> dict[str, Any]:
    """One KPI: where it stands, what it is called, its baseline, target and figures as data, and what to look at.

    Kinds are those of `kpi.spec`; figures are numbers in the unit beside them; a time is written 2027年度, 2027年度末, 2027年,
    2022-12 or 2022-12-31, and its fiscal year stands beside it. A KPI without baseline and target is read as a
    supplementary one, which needs neither.
    """
    role = "KPI" if line.baseline_text or line.target_text else "SUPPLEMENTARY"
    read = read_line(line, period=period, role=role)
    return {
        "goal_path": list(line.goal_path),
        "name": line.name,
        "audience": line.audience,
        "unit": read.unit,
        "is_survey": line.is_survey,
        "is_relisted": line.is_relisted,
        "is_supplementary": role == "SUPPLEMENTARY",
        "better": read.better,
        "baseline": _baseline(read.baseline),
        "target": _target(read.spec),
        "actuals": {
            str(one.fiscal_year): _number(one.value) for one in read.actuals if one.value is not None
        },
        "department": line.department,
        "source": line.source,
        "rationale": line.rationale,
        "place": line.place,
        "flags": list(dict.fromkeys(_flags(line, read, assumed if role == "KPI" else ""))),
    }


def _flags(line: KpiLine, read: ReadLine, assumed: str) -> Iterable[str]:
    yield from line.flags
    if assumed:
        yield assumed
    for name, spec in (("現状値", read.baseline), ("目標値", read.spec)):
        said = [spec.reason, *(Flag(flag).sentence for flag in spec.flags)]
        yield from (f"{name}：{sentence}" for sentence in said if sentence)
    if read.is_turned:
        yield "目標値が現状値より小さいため、小さいほどよい指標として読みました。"
    yield from (actual.why for actual in read.actuals if actual.why)


def _baseline(spec: BaselineSpec) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": spec.kind.value, "value": _number(spec.value), "unit": spec.unit}
    told |= _when("date", spec.at)
    if spec.span:
        told |= {"from": _shown(spec.span.first), "to": _shown(spec.span.last)}
        told |= {
            "from_fiscal_year": fiscal_year_of(spec.span.first),
            "to_fiscal_year": fiscal_year_of(spec.span.last),
        }
    if spec.reference_year is not None:
        told["reference_fiscal_year"] = spec.reference_year
    if spec.parts:
        told["parts"] = {label: _number(value) for label, value in spec.parts}
    return told | {"printed": spec.printed}


def _target(spec: TargetSpec) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": spec.kind.value, "value": _number(spec.value), "unit": spec.unit}
    told |= _when("deadline", spec.by)
    if spec.span:
        told |= {"from": _shown(spec.span.first), "to": _shown(spec.span.last)}
        told |= {
            "from_fiscal_year": fiscal_year_of(spec.span.first),
            "to_fiscal_year": fiscal_year_of(spec.span.last),
        }
    for name, value in (("low", spec.low), ("high", spec.high), ("denominator", spec.denominator)):
        if value is not None:
            told[name] = _number(Decimal(value))
    if spec.reference_year is not None:
        told["reference_fiscal_year"] = spec.reference_year
    if spec.reference:
        told["reference"] = spec.reference
    if spec.milestones:
        told["milestones"] = [
            {"value": _number(stone.value), "fiscal_year": stone.fiscal_year} for stone in spec.milestones
        ]
    return told | {"printed": spec.printed}


def _when(name: str, when: When | None) -> dict[str, Any]:
    if when is None:
        return {name: None, "fiscal_year": None}
    return {name: _shown(when), "fiscal_year": fiscal_year_of(when)}


def _shown(when: When) -> str:
    match when.grain:
        case Grain.FISCAL_YEAR:
            return f"{when.year}年度"
        case Grain.FISCAL_YEAR_END:
            return f"{when.year}年度末"
        case Grain.YEAR:
            return f"{when.year}年"
        case Grain.MONTH:
            return f"{when.year}-{when.month:02}"
    return f"{when.year}-{when.month:02}-{when.day:02}"


def _number(value: Decimal | None) -> int | float | None:
    """A figure as JSON writes it: the same digits, 15 of them at most."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
