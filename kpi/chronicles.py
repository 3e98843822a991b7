"""What became of an indicator: every revision of its figures, and who changed its facts."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Department, User
from kpi.explaining import year_word
from kpi.figures import figure_text
from kpi.models import Indicator, Measurement, MeasurementRevision, ReferenceSeries, Survey
from strategy.models import Plan

MOST_TOLD = 50  # rows of history on the page
_POINTERS = {
    "department": Department,
    "deputy": Department,
    "person": User,
    "deputy_person": User,
    "survey": Survey,
    "sector_plan": Plan,
}
_UNTOLD = {"id", "government", "key", "version"}


@dataclass(frozen=True)
class Step:
    """A revision as it is told: what was entered or done, by whom, why."""

    revision: MeasurementRevision
    is_public: bool

    @property
    def text(self) -> str:
        revision = self.revision
        return "（空）" if revision.value is None else figure_text(revision.value, revision.places)

    @property
    def remarks(self) -> str:
        """速報、累計、年度の途中まで、分子3、分母4、注記：…."""
        revision = self.revision
        said = [] if revision.quality == "FINAL" else [revision.get_quality_display()]
        said += ["累計"] if revision.is_running_total else []
        said += ["年度の途中まで"] if revision.is_partial else []
        for name, value in (("分子", revision.numerator), ("分母", revision.denominator)):
            if value is not None:
                said.append(f"{name}{figure_text(value)}")
        said += [f"注記：{revision.note}"] if revision.note else []
        return "、".join(said)


@dataclass(frozen=True)
class Told:
    """A measurement with all its steps, the newest first. ``series`` is None for the indicator's own figure."""

    measurement: Measurement
    steps: tuple[Step, ...]

    @property
    def newest(self) -> Step:
        return self.steps[0]

    @property
    def when(self) -> str:
        """令和5年度, or the days where it is no fiscal year."""
        row = self.measurement
        year = year_word(row.fiscal_year)
        if row.period_kind == Measurement.PeriodKind.FISCAL_YEAR:
            said = year
        elif row.period_kind == Measurement.PeriodKind.YEAR:
            said = f"{row.fiscal_year}年"
        elif row.period_kind == Measurement.PeriodKind.DAY:
            said = f"{year}（{row.ends_on:%Y/%m/%d}時点）"
        else:
            said = f"{year}（{row.starts_on:%Y/%m/%d}～{row.ends_on:%Y/%m/%d}）"
        return said + ("　第2段階" if row.stage == 2 else "")


@dataclass(frozen=True)
class Fact:
    """A field that was changed, with what it said before and what it says now."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One row of the indicator's history."""

    at: datetime.datetime
    who: str
    is_new: bool
    facts: tuple[Fact, ...]


def figures_of(indicator: Indicator) -> dict[int | None, list[Told]]:
    """All measurements by what they are of (None: the indicator itself), the newest year first. Two queries."""
    rows = MeasurementRevision.objects.filter(measurement__indicator=indicator)
    rows = rows.select_related("measurement", "by", "publication").order_by("-n")
    steps: dict[int, list[Step]] = {}
    measurements: dict[int, Measurement] = {}
    for row in rows:
        measurements[row.measurement_id] = row.measurement
        steps.setdefault(row.measurement_id, []).append(Step(row, hasattr(row, "publication")))
    found: dict[int | None, list[Told]] = {}
    for pk, measurement in sorted(
        measurements.items(), key=lambda one: (-one[1].fiscal_year, one[1].stage, one[0])
    ):
        measurement.indicator = indicator
        found.setdefault(measurement.series_id, []).append(Told(measurement, tuple(steps[pk])))
    return found


def references_of(
    indicator: Indicator, figures: dict[int | None, list[Told]]
) -> list[tuple[ReferenceSeries, list[Told]]]:
    """What the indicator is compared with, each with its figures. One query."""
    return [(row, figures.get(row.pk, [])) for row in indicator.references.order_by("id")]


def entries_of(indicator: Indicator) -> list[Entry]:
    """Who changed what of an indicator, the newest first. At most six queries."""
    rows = list(indicator.history.select_related("history_user").order_by("-history_id")[: MOST_TOLD + 1])
    names = _names(rows)
    told = []
    for row, before in zip(rows, [*rows[1:], None], strict=False):
        if len(told) == MOST_TOLD:
            break
        who = row.history_user.name if row.history_user else "（記録なし）"
        facts = () if before is None else tuple(_changes(before, row, names))
        told.append(Entry(row.history_date, who, row.history_type == "+", facts))
    return told


def _changes(before: Any, row: Any, names: dict[str, dict[int, str]]) -> Iterable[Fact]:
    for field in Indicator._meta.concrete_fields:
        if field.name in _UNTOLD:
            continue
        old, new = getattr(before, field.attname), getattr(row, field.attname)
        if old != new:
            label = str(field.verbose_name)
            yield Fact(label, _said(field, old, names), _said(field, new, names))


def _said(field: Any, value: Any, names: dict[str, dict[int, str]]) -> str:
    if value in (None, "", []):
        return "（空）"
    if field.name in names:
        return names[field.name].get(value, "（今はないもの）")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _names(rows: Iterable[Any]) -> dict[str, dict[int, str]]:
    """The names of everything that the rows point at."""
    found = {}
    for name, model in _POINTERS.items():
        pks = {getattr(row, f"{name}_id") for row in rows} - {None}
        named = model.objects.filter(pk__in=pks) if pks else ()
        found[name] = {row.pk: str(row) for row in named}
    return found
