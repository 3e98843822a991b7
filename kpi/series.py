"""Reading indicators with their figures: a handful of queries, whatever their number."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum
from typing import Any

from accounts.models import Government
from kpi.figures import Figure, Reference, Round, Series
from kpi.models import Indicator, MeasurementRevision, SeriesBreak, SurveyRound

_INDICATOR = (
    "id key name unit better effect definition formula source survey_id survey__name frequency survey_years known_month "
    "lag_years department__division department__name deputy__division deputy__name sector_plan__slug sector_name "
    "sector_target"
).split()
_BRIEF_INDICATOR = (
    "id key name unit better effect frequency survey_years known_month lag_years department__division department__name"
).split()
_REVISION = (
    "measurement__indicator_id measurement__series_id measurement__series__name measurement__series__source "
    "measurement__fiscal_year value places quality state is_running_total is_partial measurement__stage numerator "
    "denominator measurement__period_kind measurement__starts_on measurement__ends_on measurement_id id n publication__at note"
).split()
_MEASUREMENT = _REVISION.index("measurement_id")
_BRIEF = (
    "measurement__indicator_id measurement__series_id measurement_id measurement__fiscal_year value places quality state "
    "is_running_total is_partial measurement__stage denominator publication__id note"
).split()
# The database gives each figure six places; a formula shows those that were typed.
_STEPS = [Decimal(1).scaleb(-places) for places in range(7)]


class Shown(StrEnum):
    """Which figures are read: what readers may see, what counts in the office, or what stands in the cells."""

    PUBLIC = "public"
    APPROVED = "approved"
    NEWEST = "newest"


def series_of(
    government: Government, keys: Collection[str | uuid.UUID], *, shown: Shown, brief: bool = False
) -> dict[str, Series]:
    """The indicators of this government with these keys, each with its figures. Four queries.

    ``brief``: what a table of many indicators shows and what judges them, two queries; no breaks, no rounds, no dates.
    """
    indicators = Indicator.objects.filter(government=government, key__in=keys)
    if brief:
        return _brief_series(indicators, shown)
    rows = list(indicators.values_list(*_INDICATOR, named=True))
    ids = [row.id for row in rows]
    figures, references = _figures(ids, shown)
    breaks = defaultdict(list)
    for one, year, note in (
        SeriesBreak.objects.filter(indicator__in=ids)
        .order_by("fiscal_year")
        .values_list("indicator_id", "fiscal_year", "note")
    ):
        breaks[one].append((year, note))
    rounds = defaultdict(list)
    for survey, *facts in (
        SurveyRound.objects.filter(survey__in={row.survey_id for row in rows} - {None})
        .order_by("fiscal_year")
        .values_list("survey_id", "fiscal_year", "held", "sent", "valid")
    ):
        rounds[survey].append(Round(*facts))
    told = _told_with if shown is Shown.PUBLIC else _all
    return {
        str(row.key): _series(
            row,
            *told(figures[row.id], breaks[row.id], rounds[row.survey_id]),
            figures[row.id],
            references[row.id],
        )
        for row in rows
    }


def _brief_series(indicators: Any, shown: Shown) -> dict[str, Series]:
    rows = list(indicators.values_list(*_BRIEF_INDICATOR))
    figures, references = _brief_figures([row[0] for row in rows], shown)
    found = {}
    for pk, key, name, unit, better, effect, frequency, years, month, lag, division, department in rows:
        found[str(key)] = Series(
            pk, str(key), name, unit, better, effect, _department(division, department), "", "", "", "", "", frequency,
            tuple(years), month, lag, (), (), tuple(figures[pk]), references[pk],
        )  # fmt: skip
    return found


def _told_with(figures: Any, breaks: Any, rounds: Any) -> tuple[Any, Any]:
    """What readers learn beside the figures: no round and no break of a year of which no figure is public yet."""
    years = {figure.fiscal_year for figure in figures}
    newest = max(years, default=0)
    return [one for one in breaks if one[0] <= newest], [one for one in rounds if one.fiscal_year in years]


def _all(figures: Any, breaks: Any, rounds: Any) -> tuple[Any, Any]:
    return breaks, rounds


def _figures(ids: Collection[int], shown: Shown) -> tuple[Any, Any]:
    """Figures by indicator, and by indicator and reference: of each measurement the newest revision that counts."""
    newest = {}
    for row in _revisions(ids, shown).values_list(*_REVISION):
        newest[row[_MEASUREMENT]] = row
    own, series = defaultdict(list), defaultdict(dict)
    for (
        indicator,
        reference,
        name,
        source,
        year,
        value,
        places,
        *facts,
        published_at,
        remark,
    ) in newest.values():
        if value is None:  # emptied again
            continue
        exact = value.quantize(_STEPS[min(places, 6)])
        figure = Figure(year, exact, places, *facts, published_at is not None, published_at, remark)
        if reference is None:
            own[indicator].append(figure)
        else:
            series[indicator].setdefault(reference, (name, source, []))[2].append(figure)
    references = defaultdict(tuple)
    for indicator, found in series.items():
        references[indicator] = tuple(
            Reference(name, source, tuple(figures)) for name, source, figures in found.values()
        )
    return own, references


def _brief_figures(ids: Collection[int], shown: Shown) -> tuple[Any, Any]:
    """The same with what tables need; references come in the order in which they were added, without names."""
    newest = {}
    for row in _revisions(ids, shown).values_list(*_BRIEF):
        newest[row[2]] = row
    own, compared = defaultdict(list), defaultdict(dict)
    for (
        indicator,
        series,
        _,
        year,
        value,
        places,
        quality,
        state,
        *facts,
        publication,
        remark,
    ) in newest.values():
        if value is None:
            continue
        running, partial, stage, denominator = facts
        figure = Figure(
            year, value.quantize(_STEPS[min(places, 6)]), places, quality, state, running, partial, stage, None,
            denominator, "", None, None, 0, 0, 0, publication is not None, None, remark, publication,
        )  # fmt: skip
        if series is None:
            own[indicator].append(figure)
        else:
            compared[indicator].setdefault(series, []).append(figure)
    references = defaultdict(tuple)
    for indicator, found in compared.items():
        references[indicator] = tuple(Reference("", "", tuple(found[series])) for series in sorted(found))
    return own, references


def _revisions(ids: Collection[int], shown: Shown) -> Any:
    """Revisions that count, those of a measurement one after the other."""
    revisions = MeasurementRevision.objects.filter(measurement__indicator__in=ids)
    if shown is Shown.PUBLIC:
        revisions = revisions.filter(publication__isnull=False)
    elif shown is Shown.APPROVED:
        revisions = revisions.filter(state=MeasurementRevision.State.APPROVED)
    return revisions.order_by("measurement__fiscal_year", "measurement_id", "n")


def _series(row: Any, breaks: Any, rounds: Any, figures: Any, references: Any) -> Series:
    return Series(
        id=row.id,
        key=str(row.key),
        name=row.name,
        unit=row.unit,
        better=row.better,
        effect=row.effect,
        department=_department(row.department__division, row.department__name),
        deputy=_department(row.deputy__division, row.deputy__name),
        definition=row.definition,
        formula=row.formula,
        source=row.source,
        survey=row.survey__name or "",
        frequency=row.frequency,
        survey_years=tuple(row.survey_years),
        known_month=row.known_month,
        lag_years=row.lag_years,
        breaks=tuple(breaks),
        rounds=tuple(rounds),
        figures=tuple(figures),
        references=references,
        sector_plan=row.sector_plan__slug or "",
        sector_name=row.sector_name,
        sector_target=row.sector_target,
    )


def _department(division: str | None, name: str | None) -> str:
    return "　".join(filter(None, (division, name)))
