"""Loading the KPIs of a whole plan at once: the demo's come from files, not from typing.

What verbs do row by row is done here in bulk, without history (the file is the origin), as strategy/loading.py does it
for the text. The rules of a single row hold all the same. fixtures/README.md has the format.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Government, User
from kpi.figures import places_of
from kpi.models import (
    Indicator,
    Measurement,
    MeasurementRevision,
    Publication,
    ReferenceSeries,
    RelistedTarget,
    SeriesBreak,
    ServedItem,
    Survey,
    SurveyRound,
    Target,
)
from kpi.periods import stretch_of
from kpi.reading_print import read_print
from kpi.rereading import print_of, read, write_data
from kpi.typed import read_part, read_typed
from strategy import tree
from strategy.loading import lineage_of
from strategy.models import Edition
from strategy.rules import require_working

Data = Mapping[str, Any]
_INDICATOR = (
    "name unit better effect definition formula source frequency survey_years known_month lag_years sector_name "
    "sector_target"
).split()
_TARGET = (
    "role name audience unit is_survey source baseline_text baseline_note target_text other_wording rationale "
    "reference_path reference_source"
).split()
_REVISION = "quality is_running_total is_partial state note why".split()
State, Kind = MeasurementRevision.State, Measurement.PeriodKind


def indicator_key(government: str, key: str) -> uuid.UUID:
    """The key of an indicator that a file knows by a short one, the same on every machine."""
    return lineage_of(government, "", f"indicator:{key}")


def target_lineage(government: str, plan: str, key: str) -> uuid.UUID:
    """The lineage of a target that a file knows by a short key, the same on every machine."""
    return lineage_of(government, plan, f"target:{key}")


# --- indicators ---------------------------------------------------------------------------------------------


@verb("indicator.load", "指標の読込み")
def load_indicators(
    *, actor: User | None, government: Government, content: Data, departments: Mapping[str, Department]
) -> dict[str, Indicator]:
    """Register the surveys and indicators of a file, with changes of definition and what they are compared with.

    ``content`` is a file of ``fixtures/indicators``; ``departments`` are named 部/課. What stands there already stays as
    it is. Returns the indicators of the file by its keys. Raises ``Refused`` and ``ValidationError``.
    """
    surveys = _surveys(government, content.get("surveys", ()))
    rows = {indicator_key(government.slug, row["key"]): row for row in content["indicators"]}
    found = {one.key: one for one in Indicator.objects.filter(government=government, key__in=rows)}
    made = _append(
        Indicator(
            government=government,
            key=key,
            department=_named(departments, row.get("department")),
            deputy=_named(departments, row.get("deputy")),
            survey=surveys[row["survey"]] if "survey" in row else None,
            **_given(row, _INDICATOR),
        )
        for key, row in rows.items()
        if key not in found
    )
    for model, name in ((SeriesBreak, "breaks"), (ReferenceSeries, "references")):
        _append(
            model(indicator=one, **{field: value for field, value in fields.items() if field != "values"})
            for one in made
            for fields in rows[one.key].get(name, ())
        )
    record("indicator.load", actor=actor, government=government, subject=government, count=len(made))
    found |= {one.key: one for one in made}
    return {row["key"]: found[key] for key, row in rows.items()}


def _surveys(government: Government, rows: Sequence[Data]) -> dict[str, Survey]:
    """The surveys by name, new ones with their rounds."""
    names = [row["name"] for row in rows]
    found = {one.name: one for one in Survey.objects.filter(government=government, name__in=names)}
    made = _append(Survey(government=government, name=name) for name in names if name not in found)
    found |= {one.name: one for one in made}
    _append(
        SurveyRound(survey=found[row["name"]], **fields)
        for row in rows
        if found[row["name"]] in made
        for fields in row["rounds"]
    )
    return found


def _named(departments: Mapping[str, Department], name: str | None) -> Department | None:
    if name and name not in departments:
        raise Refused(f"担当課「{name}」がありません。先に登録してください。")
    return departments[name] if name else None


# --- targets ------------------------------------------------------------------------------------------------


@verb("target.load", "目標値の読込み")
def load_targets(
    *,
    actor: User | None,
    edition: Edition,
    rows: Mapping[str, Sequence[Data]],
    indicators: Mapping[str, Indicator],
) -> Edition:
    """Write targets, 再掲 and the items that targets tell of into a working edition, behind those that stand there.

    ``rows`` by the key of the item that they hang on, in printed order; ``indicators`` by the keys of their file. Print
    becomes data as for a single target. No query per row. Raises ``Refused`` and ``ValidationError``.
    """
    current = require_working(edition)
    made = _Targets(current, indicators).write(rows)
    record("target.load", actor=actor, government=current.plan.government, subject=current, count=made)
    return current


class _Targets:
    """One loading: the items and targets of the edition by their lineages, and the last place at each item."""

    def __init__(self, edition: Edition, indicators: Mapping[str, Indicator]):
        self.edition, self.indicators = edition, indicators
        self.items = dict(edition.items.values_list("lineage", "pk"))
        self.targets = {one.lineage: one for one in edition.targets.all()}
        self.last: Counter[int] = Counter()
        for model in (Target, RelistedTarget):
            for item, position in model.objects.filter(edition=edition).values_list("item_id", "position"):
                self.last[item] = max(self.last[item], position)

    def write(self, groups: Mapping[str, Sequence[Data]]) -> int:
        """Insert everything; returns the number of targets."""
        again, served, fresh = [], [], []
        for key, rows in groups.items():
            item = self.item(key)
            for row in rows:
                self.last[item] += tree.STEP
                if "again" in row:
                    again.append((row["again"], item, self.last[item]))
                else:
                    fresh.append(self.target(item, self.last[item], row))
                    served += [(row["key"], self.item(key)) for key in row.get("serves", ())]
        for target in _append(fresh):
            self.targets[target.lineage] = target
        _append(
            RelistedTarget(edition=self.edition, target=self.find(key), item_id=item, position=position)
            for key, item, position in again
        )
        _append(ServedItem(edition=self.edition, target=self.find(key), item_id=item) for key, item in served)
        return len(fresh)

    def target(self, item: int, position: int, row: Data) -> Target:
        """A target with its print read into data; what is read otherwise than printed counts as read by hand."""
        indicator = self.indicators.get(key := row.get("indicator", row["key"]))
        if indicator is None:
            raise Refused(f"指標「{key}」がありません。見本のファイルを確かめてください。")
        target = Target(
            edition=self.edition,
            item_id=item,
            indicator=indicator,
            lineage=self.lineage(row["key"]),
            position=position,
            **_given(row, _TARGET),
        )
        target.rationale_for = target.target_text if target.rationale else ""
        if "baseline_read" in row:
            printed = print_of(target, indicator) | {"baseline_text": row["baseline_read"]}
            spec, baseline = read_print(**printed)
            baseline, target.is_hand_read = replace(baseline, printed=target.baseline_text), True
        else:
            spec, baseline = read(target, indicator)
        write_data(target, spec, baseline)
        return target

    def lineage(self, key: str) -> uuid.UUID:
        return target_lineage(self.edition.plan.government.slug, self.edition.plan.slug, key)

    def item(self, key: str) -> int:
        lineage = lineage_of(self.edition.plan.government.slug, self.edition.plan.slug, key)
        if lineage not in self.items:
            raise Refused(f"項目「{key}」がこの版にありません。見本のファイルを確かめてください。")
        return self.items[lineage]

    def find(self, key: str) -> Target:
        if (lineage := self.lineage(key)) not in self.targets:
            raise Refused(f"目標値「{key}」がこの版にありません。見本のファイルを確かめてください。")
        return self.targets[lineage]


# --- figures ------------------------------------------------------------------------------------------------


@verb("measurement.load", "実績値の読込み")
def load_figures(
    *, actor: User | None, government: Government, content: Data, indicators: Mapping[str, Indicator]
) -> int:
    """Write the figures of a file with their revisions and publications; returns their number.

    Rows of one period follow each other as revisions. Typed figures are read as those of staff. An indicator that has
    figures already keeps them as they are. No query per row. Raises ``Refused`` and ``ValidationError``.
    """
    standing = set(
        Measurement.objects.filter(indicator__in=indicators.values()).values_list("indicator_id", flat=True)
    )
    content = {
        **content,
        "indicators": [row for row in content["indicators"] if indicators[row["key"]].pk not in standing],
    }
    measurements: dict[tuple[Any, ...], Measurement] = {}
    counted: Counter[tuple[Any, ...]] = Counter()
    revisions, public, now = [], [], timezone.now()
    for indicator, series, row in _figures(content, indicators):
        measurement = _measurement(indicator, series, row)
        key = (indicator.pk, series and series.pk, measurement.starts_on, measurement.ends_on)
        counted[key] += 1
        revision = _revision(indicator, row, content.get("note", ""))
        revision.measurement, revision.n = measurements.setdefault(key, measurement), counted[key]
        revision.by, revision.at = actor, now
        revisions.append(revision)
        if revision.state == State.APPROVED and row.get("public", True):
            public.append(revision)
    _append(measurements.values())
    _append(revisions)
    _append(Publication(revision=revision, by=actor, at=now) for revision in public)
    record("measurement.load", actor=actor, government=government, subject=government, count=len(revisions))
    return len(revisions)


def _figures(
    content: Data, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[Indicator, ReferenceSeries | None, Data]]:
    """Every figure of a file with what it is of."""
    named = ReferenceSeries.objects.filter(indicator__in=indicators.values())
    references = {(one.indicator_id, one.name): one for one in named}
    for row in content["indicators"]:
        indicator = indicators[row["key"]]
        yield from ((indicator, None, figure) for figure in row.get("values", ()))
        for reference in row.get("references", ()):
            series = references[indicator.pk, reference["name"]]
            yield from ((indicator, series, figure) for figure in reference.get("values", ()))


def _measurement(indicator: Indicator, series: ReferenceSeries | None, row: Data) -> Measurement:
    days = (
        datetime.date.fromisoformat(row[name]) if name in row else None for name in ("starts_on", "ends_on")
    )
    stretch = stretch_of(row.get("period_kind", Kind.FISCAL_YEAR), row["fiscal_year"], *days)
    return Measurement(
        indicator=indicator,
        series=series,
        period_kind=stretch.kind,
        starts_on=stretch.starts_on,
        ends_on=stretch.ends_on,
        fiscal_year=stretch.fiscal_year,
    )


def _revision(indicator: Indicator, row: Data, note: str) -> MeasurementRevision:
    try:
        value = read_typed(row["value"], unit=indicator.unit).value
    except Refused as refusal:
        raise Refused(f"「{indicator.name}」の値「{row['value']}」：{refusal.sentence}") from refusal
    return MeasurementRevision(
        value=value,
        places=places_of(value) if value is not None else 0,
        numerator=read_part(row.get("numerator"), "分子"),
        denominator=read_part(row.get("denominator"), "分母"),
        **{"state": State.APPROVED, "note": note, **_given(row, _REVISION)},
    )


# --- rows ---------------------------------------------------------------------------------------------------


def _given(row: Data, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _append(rows: Iterable[Any]) -> list[Any]:
    """Insert rows of one model after the checks that need no query; the database checks the rest."""
    rows = list(rows)
    for row in rows:
        row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.is_relation])
    return type(rows[0]).objects.bulk_create(rows) if rows else []
